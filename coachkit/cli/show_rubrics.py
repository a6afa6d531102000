"""Rubrics and their criteria as text."""

from __future__ import annotations

from collections.abc import Iterator

from coachkit.cli.terminal import comma, heading, shorten, table, width, wrapped
from coachkit.cli.words import TerminalWords, terminal_words
from coachkit.criteria.schema import Criterion, Markers
from coachkit.languages import Band
from coachkit.model import DIMENSIONS, LANGUAGES
from coachkit.reports.words import Words, interface_words, shown_source
from coachkit.rubrics import Rubric, load_rubric, rubric_names

UNLIMITED = 1_000_000
"""How a file writes that a band is open above."""


def list_text(language: str) -> str:
    """One line per shipped rubric: name, channel, what it is for."""
    rubrics = [load_rubric(name) for name in rubric_names()]
    rows = [(one.id, one.channel, one.file.name.as_dict()[language]) for one in rubrics]
    abouts = [one.file.about.as_dict()[language] for one in rubrics]
    lines = table(rows, 0, indent="").split("\n")
    return "\n".join(f"{line}\n{wrapped(about, '    ', first='    ')}" for line, about in zip(lines, abouts, strict=True))


def rubric_text(name: str, language: str) -> str:
    """Every criterion and gate of a rubric: weight, question, limits, source."""
    rubric = load_rubric(name)
    words, terms = interface_words(language), terminal_words(language)
    lines = [
        heading(f"{rubric.id}: {rubric.file.name.as_dict()[language]}"),
        wrapped(rubric.file.about.as_dict()[language]),
        "",
    ]
    for dimension in DIMENSIONS:
        weight = rubric.file.dimensions[dimension]  # type: ignore[index]
        lines.append(heading(f"{words.dimensions[dimension]} ({terms.weight} {_number(weight, language)})"))
        for one in rubric.criteria:
            if one.dimension == dimension:
                worth = f"{terms.weight} {_number(rubric.weights[one.id], language)}"
                lines += _criterion(one, worth, rubric, language, words, terms)
    lines.append(heading(terms.gates))
    for one in rubric.gates:
        worth = f"{terms.cap} {_number(rubric.caps[one.id], language)}"
        lines += _criterion(one, worth, rubric, language, words, terms)
    return "\n".join(lines)


def _number(value: float, language: str) -> str:
    return comma(f"{value:g}", language)


def _criterion(one: Criterion, worth: str, rubric: Rubric, language: str, words: Words, terms: TerminalWords) -> Iterator[str]:
    yield f"  {shorten(one.name.as_dict()[language], width() - len(worth) - 6)} ({worth})"
    yield wrapped(one.question.as_dict()[language], "    ", first="    ")
    yield wrapped(f"{one.id} · {_limits(one, rubric, language, terms)}", "    ", first="    ")
    yield wrapped(f"{words.card.source}: {shown_source(one.source, language)}", "    ", first="    ")


def _limits(one: Criterion, rubric: Rubric, language: str, terms: TerminalWords) -> str:
    if isinstance(one.measure, Markers):
        template, count = (terms.at_least, one.measure.at_least) if one.measure.at_least else (terms.at_most, one.measure.at_most)
        markers = sum(len(one.measure.of(code)) for code in LANGUAGES)
        return template.replace("{count}", str(count)).replace("{markers}", str(markers))
    band = rubric.bands.get(one.id)
    if band is not None or not one.measure.bands:
        return _band(band or one.measure.band_for(language), language, terms)
    return ", ".join(f"{code}: {_band(one.measure.band_for(code), language, terms)}" for code in LANGUAGES)


def _band(band: Band, language: str, terms: TerminalWords) -> str:
    """The sides of a band that can cost something, in words."""
    sides = []
    if band.worst[0] < band.best[0]:
        sides.append(terms.from_low.replace("{best}", f"{band.best[0]:g}").replace("{worst}", f"{band.worst[0]:g}"))
    if band.worst[1] > band.best[1] or (not sides and band.best[1] < UNLIMITED):
        sides.append(terms.up_to.replace("{best}", f"{band.best[1]:g}").replace("{worst}", f"{band.worst[1]:g}"))
    return comma("; ".join(sides), language)
