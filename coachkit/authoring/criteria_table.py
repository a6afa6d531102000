"""All criteria and gates as one Markdown page, made from their files: docs/criteria.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coachkit.criteria.schema import Criterion, Example, Markers, Measure
from coachkit.languages import Band
from coachkit.model import DIMENSIONS, LANGUAGES
from coachkit.rubrics import load_rubric, rubric_names, shipped_criteria

UNLIMITED = 1_000_000
"""How a file writes that a band is open above."""

_HEAD = """# All criteria

Every question that the program asks of a reply, with what is measured, where the rule comes from, and for each language an
example that earns and one that misses. This page is made from the files in `rubrics/` by `make docs`; the examples are the
criteria's own tests, of which there are more in the files.
"""
_TITLES = {"clarity": "Clarity", "empathy": "Empathy", "readability": "Readability", "tone": "Tone", "gate": "Gates"}
_ABOUT_GATES = "A gate is no question of degree: a reply that fails one is held at the number its rubric gives, or at 0."
_SITUATION = {
    "question": "a question",
    "facts": "facts of the case",
    "complaint": "a complaint",
    "failure": "a failure of ours",
    "emotion": "feeling",
    "praise": "praise",
    "request": "a request",
    "advice": "a wish for advice",
    "repeat_contact": "an earlier contact",
    "vulnerable": "a hard situation in life",
    "leaving": "a wish to leave",
    "urgent": "a hurry",
    "tried": "something tried already",
}


def criteria_table() -> str:
    """The page: a table of all criteria of each dimension and of the gates, then each one with its examples."""
    shipped = shipped_criteria().values()
    groups = {part: sorted((one for one in shipped if one.dimension == part), key=lambda one: one.id) for part in _TITLES}
    lines = [_HEAD]
    lines += [f"* [{_TITLES[part]}](#{_TITLES[part].lower()}): {len(group)}" for part, group in groups.items()]
    for part, group in groups.items():
        lines += ["", f"## {_TITLES[part]}", *(["", _ABOUT_GATES] if part not in DIMENSIONS else []), "", *_overview(group)]
        for one in group:
            lines += ["", *_entry(one)]
    return "\n".join(lines) + "\n"


def _overview(group: Sequence[Criterion]) -> Iterator[str]:
    yield "| criterion | question | applies | measured |"
    yield "|---|---|---|---|"
    for one in group:
        cells = (f"[{one.name.en}](#{_anchor(one)})<br>`{one.id}`", one.question.en, applies_in_words(one), measured(one))
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _anchor(one: Criterion) -> str:
    """The link to a heading, as it is made of it."""
    return one.id.replace(".", "")


def _entry(one: Criterion) -> Iterator[str]:
    yield f"### {one.id}"
    yield ""
    yield f"**{_plain(one.name.en)}** · {_plain(one.name.fi)} · {_plain(one.name.sv)}. {_plain(one.question.en)}"
    yield f"Applies: {applies_in_words(one)}. Measured: {measured(one)}. Source: {_plain(one.source)}. Used in: {_used(one)}."
    yield ""
    yield "| | earns | misses |"
    yield "|---|---|---|"
    for language in LANGUAGES:
        examples = getattr(one.examples, language)
        yield f"| {language} | {_first(examples.earns)} | {_first(examples.misses)} |"


def _first(examples: Sequence[Example]) -> str:
    """The first example, after the customer's words where it needs them; a dash where there is none."""
    if not examples:
        return "–"
    customer = f"*{_cell(_plain(examples[0].customer))}*<br>" if examples[0].customer else ""
    return f"{customer}{_cell(_plain(examples[0].reply)) or '(nothing)'}"


def applies_in_words(one: Criterion) -> str:
    """When the criterion applies, in English: "to every reply", or what must be so."""
    rule = one.applies
    customer = f"the customer's message shows {_or(rule.customer)}" if rule.customer else ""
    if "any" in rule.customer:
        customer = "the customer's message is known"
    reply = f"the reply {_or(rule.reply)}" if rule.reply else ""
    parts = [" or ".join(filter(None, (customer, reply)))] if rule.when == "any" else [customer, reply]
    if rule.channels:
        parts.append(f"in {_or(rule.channels)}")
    if rule.languages:
        parts.append(f"in {_or(rule.languages)} only")
    if rule.words_at_least:
        parts.append(f"from {rule.words_at_least} words")
    told = "; ".join(filter(None, parts))
    return f"when {told}" if told.startswith("the ") else told or "to every reply"


def _or(names: Sequence[str]) -> str:
    shown = [_SITUATION.get(name, name).replace("_", " ") for name in names]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def measured(one: Criterion) -> str:
    """What is measured, in English, with the limits that earn full marks."""
    measure = one.measure
    if isinstance(measure, Markers):
        counts = "/".join(str(len(measure.of(language))) for language in LANGUAGES)
        place = "" if measure.within == "anywhere" else f", {measure.within.replace('_', ' ')}"
        limit = f"at least {measure.at_least}" if measure.at_most is None else f"at most {measure.at_most}"
        return f"phrases, {limit}{place} ({counts} in {'/'.join(LANGUAGES)})"
    name = str(getattr(measure, measure.kind)).replace("_", " ")
    return f"{name}: {_limits(measure)}"


def _limits(measure: Measure) -> str:
    bands = {language: _band(measure.band_for(language)) for language in LANGUAGES}
    if len(set(bands.values())) == 1:
        return f"full marks {bands['en']}"
    return f"full marks {', '.join(f'{language} {band}' for language, band in bands.items())}"


def _band(band: Band) -> str:
    """The numbers with full marks, and where none are left."""
    low, high = band.best
    if high >= UNLIMITED:
        return f"from {low:g} up, none at {band.worst[0]:g}"
    if low <= band.worst[0]:
        return f"up to {high:g}, none at {band.worst[1]:g}"
    return f"from {low:g} to {high:g}, none at {band.worst[0]:g} and {band.worst[1]:g}"


def _used(one: Criterion) -> str:
    """The shipped rubrics that pick it."""
    rubrics = [load_rubric(name).file for name in rubric_names()]
    return ", ".join(file.id for file in rubrics if one.id in file.criteria or one.id in file.gates) or "no shipped rubric"


def _plain(text: str | None) -> str:
    """A text of the files as it stands in Markdown: nothing in it is markup."""
    line = " ".join((text or "").split())
    for sign in "\\`*_[]<>#|":
        line = line.replace(sign, f"\\{sign}")
    return line


def _cell(text: str) -> str:
    return " ".join(text.split())
