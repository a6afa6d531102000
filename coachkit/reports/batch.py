"""Many scorecards as one self-contained page: means, what to work on, every reply with its evidence; no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from coachkit.advice import feedback
from coachkit.locale import Counted, Strict, words_of
from coachkit.model import DIMENSIONS, Scorecard
from coachkit.reports.card import Bar, card_html
from coachkit.reports.marked import printable
from coachkit.reports.words import Words, interface_words

FOLDER = Path(__file__).parent
MOST_ADVICE = 6


class BatchWords(Strict):
    """The words of the report in one language."""

    title: str
    one: str
    none: str
    average: str
    average_note: str
    first: str
    counted: Counted
    replies: str
    number: str
    wrote: str
    replied: str
    language: str
    failed: str
    to_top: str


@dataclass(frozen=True, slots=True)
class Part:
    """One reply of the report."""

    number: int
    title: str
    customer: str
    language: str
    scores: tuple[str, ...]
    failed: tuple[str, ...]
    card: Markup


def batch_html(cards: Sequence[Scorecard], language: str = "en") -> str:
    """A whole HTML page on the cards, with its words in "fi", "sv" or "en". Raises UnknownName for another language."""
    words = words_of("batch.yaml", BatchWords, language)
    terms = interface_words(language)
    title = {0: words.none, 1: words.one}.get(len(cards), words.title)
    return _template().render(
        language=language,
        words=words,
        terms=terms,
        title=title.replace("{count}", str(len(cards))),
        note=words.average_note.replace("{count}", str(len(cards))),
        names=[terms.card.total, *(terms.dimensions[name] for name in DIMENSIONS)],
        bars=_means(cards, terms),
        first=[(name, words.counted.of(count)) for name, count in _first_changes(cards, language)],
        parts=[_part(number, card, words, terms, language) for number, card in enumerate(cards, start=1)],
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(FOLDER, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: type(value)(printable(value)) if isinstance(value, str) else value,
    )
    return environment.get_template("batch.html")


def _scores(card: Scorecard) -> tuple[float | None, ...]:
    return card.total, *(card.dimensions[name] for name in DIMENSIONS)


def _means(cards: Sequence[Scorecard], terms: Words) -> list[Bar]:
    """The mean of the total and of each dimension over the replies that have it."""
    names = [terms.card.total, *(terms.dimensions[name] for name in DIMENSIONS)]
    bars = []
    for name, column in zip(names, zip(*map(_scores, cards), strict=True), strict=False):
        known = [score for score in column if score is not None]
        bars.append(_bar(name, sum(known) / len(known) if known else None, terms))
    return bars


def _bar(name: str, score: float | None, terms: Words) -> Bar:
    if score is None:
        status = terms.statuses["cannot be told"]
        return Bar(name, None, status, terms.card.spoken_unknown.replace("{status}", status).replace("{name}", name))
    number = round(score)
    return Bar(name, number, str(number), terms.card.spoken.replace("{number}", str(number)).replace("{name}", name))


def _first_changes(cards: Sequence[Scorecard], language: str) -> list[tuple[str, int]]:
    """The advice that most often comes first, with how often."""
    changes = (feedback(card, language).changes for card in cards)
    counts = Counter(one[0].name for one in changes if one)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_ADVICE]


def _part(number: int, card: Scorecard, words: BatchWords, terms: Words, language: str) -> Part:
    return Part(
        number=number,
        title=words.replied.replace("{number}", str(number)),
        customer=card.reply.customer or "",
        language=terms.language(card.language),
        scores=tuple("–" if score is None else f"{score:.0f}" for score in _scores(card)),
        failed=tuple(gate.name.get(language, gate.id) for gate in card.gates),
        card=Markup(card_html(card, language)),  # noqa: S704 - card_html escapes everything itself
    )
