"""A scorecard as self-contained HTML: no script, nothing fetched, all text from outside escaped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from coachkit.advice import feedback
from coachkit.model import DIMENSIONS, SCORED, CriterionScore, Scorecard
from coachkit.reports.marked import pieces, printable, quotes, shortened
from coachkit.reports.words import Words, interface_words, shown_source

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Bar:
    """A dimension's bar; `number` is 0 to 100, None where it cannot be told."""

    name: str
    number: int | None
    shown: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion's row in the table of all criteria; `status` and `reason` are empty where it was scored."""

    name: str
    question: str
    findings: tuple[tuple[str, str, str], ...]
    score: str
    status: str
    reason: str
    weight: str


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one dimension."""

    name: str
    rows: tuple[Row, ...]


def card_html(card: Scorecard, language: str | None = None) -> str:
    """The card as HTML with its words in "fi", "sv" or "en"; in the reply's own language where none is given.

    For a notebook's output or a page's body. Raises UnknownName for another language.
    """
    advice = feedback(card, language)
    words = interface_words(advice.language)
    spoken = {1: words.card.earned, -1: words.card.lost}
    cut = pieces(card, advice.language, spoken)
    return _template().render(
        card=card,
        language=advice.language,
        words=words,
        advice=advice,
        total=None if card.total is None else round(card.total),
        held=_held(card, words, advice.language),
        bars=[bar(name, score, words) for name, score in card.dimensions.items()],
        pieces=cut,
        marked=any(piece.marked for piece in cut),
        groups=_groups(card, words, advice.language),
        count=len(card.criteria),
        reply_lang=Markup(' lang="{}"').format(card.language) if card.language else "",
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(FOLDER, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: type(value)(printable(value)) if isinstance(value, str) else value,
    )
    environment.filters["shortened"] = shortened
    environment.filters["in_words"] = shown_source
    return environment.get_template("card.html")


def bar(dimension: str, score: float | None, words: Words) -> Bar:
    """The bar of one dimension; `score` is 0 to 100, None where it cannot be told."""
    name = words.dimensions.get(dimension, dimension)
    if score is None:
        status = words.statuses["cannot be told"]
        return Bar(name, None, status, words.card.spoken_unknown.replace("{status}", status).replace("{name}", name))
    number = round(score)
    return Bar(name, number, str(number), words.card.spoken.replace("{number}", str(number)).replace("{name}", name))


def _held(card: Scorecard, words: Words, language: str) -> str:
    """What the failed gates do to the total; the lowest cap holds."""
    cap = min((one.cap for one in card.gates), default=100.0)
    return words.card.held.replace("{cap}", _decimal(cap, language))


def _groups(card: Scorecard, words: Words, language: str) -> list[Group]:
    """The criteria by dimension, in the rubric's order."""
    names = dict.fromkeys((*DIMENSIONS, *(one.dimension for one in card.criteria)))
    groups = []
    for name in names:
        rows = tuple(_row(one, words, language) for one in card.criteria if one.dimension == name)
        if rows:
            groups.append(Group(words.dimensions.get(name, name), rows))
    return groups


def _row(one: CriterionScore, words: Words, language: str) -> Row:
    scored = one.status == SCORED and one.score is not None
    spoken = {1: words.card.earned, -1: words.card.lost}
    return Row(
        name=one.name.get(language, one.id),
        question=one.question.get(language, ""),
        findings=tuple((mark, spoken[polarity], quote) for polarity, mark, quote in quotes(one.findings)),
        score=f"{100 * (one.score or 0):.0f}" if scored else "\N{EN DASH}",
        status="" if scored else words.statuses.get(one.status, one.status),
        reason=words.reasons.get(one.reason, one.reason),
        weight=_decimal(one.weight, language),
    )


def _decimal(number: float, language: str) -> str:
    """The number as it is written in the language, without needless noughts."""
    shown = f"{number:g}"
    return shown if language == "en" else shown.replace(".", ",")
