"""What the team's and the agents' pages are made of: bars with intervals, rows of tables, and the page around them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from coachkit.criteria.schema import Criterion
from coachkit.locale import whole
from coachkit.model import DIMENSIONS
from coachkit.practice.words import filled
from coachkit.reports.card import FOLDER
from coachkit.reports.marked import printable
from coachkit.reports.words import interface_words
from coachkit.team.numbers import FEW, Interval, Means, failed_gates, means
from coachkit.team.table import MEASURES, ScoredReplies
from coachkit.team.words import TeamWords, day, number, team_words

Known = Mapping[str, Criterion]
STEPS = (40, 55, 70, 85)
"""Means from which a tile has the next shade; the number always stands on it."""


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """A mean with its interval, and the team's mean beside it where that is shown; -1 for what cannot be told.

    `few`: it rests on few replies, and is shown in brackets.
    """

    name: str
    shown: str
    value: float
    low: float
    high: float
    team: float
    beside: str
    spoken: str
    few: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """A number on a shaded ground; `shade` 0 (lowest) to 4, -1 where there is none. `few`: as of a ScoreBar."""

    shown: str
    shade: int
    few: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its words for those who do not see it."""

    svg: Markup
    spoken: str


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates; everything that is filled in is escaped, and what HTML cannot hold is replaced."""
    made = Environment(
        loader=FileSystemLoader(FOLDER, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: type(value)(printable(value)) if isinstance(value, str) else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["fill"] = filled
    return made


def page(title: str, body: str, language: str, home: str = "") -> str:
    """A whole page around a body that comes escaped. `home` is the file that leads to the others, if any."""
    return environment().get_template("team_page.html").render(
        title=title, body=Markup(body), language=language, home=home, words=team_words(language)  # noqa: S704 - escaped by its own template
    )  # fmt: skip


def measure_name(measure: str, words: TeamWords, language: str, known: Known) -> str:
    """What a measure is called; a criterion's id where it is not among the known ones."""
    if measure == "total":
        return words.total
    if measure in DIMENSIONS:
        return interface_words(language).dimensions[measure]
    return known[measure].name.as_dict()[language] if measure in known else measure


def bars(own: Means, name: str, language: str, team: Means | None = None) -> list[ScoreBar]:
    """The bars of the total and the dimensions of one group."""
    words = team_words(language)
    return [
        score_bar(
            measure_name(one, words, language, {}),
            own.of(name, one),
            team.of("", one) if team else None,
            words,
            language,
        )
        for one in MEASURES
    ]


def replies_counted(scored: ScoredReplies, words: TeamWords, language: str = "en") -> dict[str, str]:
    """How many replies there are, and in how many conversations, with their words."""
    counted, frame = words.counted, scored.frame
    conversations = frame["unit"].nunique()
    return {
        "replies": counted.replies.of(len(frame), whole(len(frame), language)),
        "conversations": counted.conversations.of(conversations, whole(conversations, language)),
    }


def gates_counted(scored: ScoredReplies, words: TeamWords, language: str, known: Known) -> list[tuple[str, str]]:
    """Each gate that some reply failed, with the number of replies in words."""
    found = failed_gates(scored)
    return [(measure_name(one, words, language, known), words.counted.replies.of(n, whole(n, language))) for one, n in found]


def scores_note(total: Interval, words: TeamWords) -> str:
    """What the bars show: with the interval, or why there is none."""
    return words.scores_note if math.isfinite(total.low) else words.scores_alone


def few_note(shown: Iterable[ScoreBar | Tile], words: TeamWords) -> str:
    """What the brackets mean; empty where none are shown."""
    return filled(words.few_note, few=FEW) if any(one.few for one in shown) else ""


def few_weeks(scored: ScoredReplies, words: TeamWords) -> str:
    """What a hollow point means; empty where every week has enough replies."""
    found = means(scored, "week", ("total",)).table["replies"]
    return filled(words.few_weeks, few=FEW) if (found < FEW).any() else ""


def score_bar(name: str, one: Interval, team: Interval | None, words: TeamWords, language: str) -> ScoreBar:
    """The bar of one mean, with the team's beside it where it is given."""
    low, high = (one.low, one.high) if math.isfinite(one.low) else (one.value, one.value)
    spoken = filled(
        words.spoken_interval,
        name=name,
        mean=number(one.value, language),
        low=number(one.low, language),
        high=number(one.high, language),
        replies=words.counted.replies.of(one.n),
    )
    beside = filled(words.of_team, mean=number(team.value, language)) if team else ""
    return ScoreBar(
        name=name,
        shown=in_brackets(one, language),
        value=_drawn(one.value),
        low=_drawn(low),
        high=_drawn(high),
        team=_drawn(team.value if team else math.nan),
        beside=beside,
        spoken=f"{spoken}; {beside}" if beside else spoken,
        few=0 < one.n < FEW,
    )


def in_brackets(one: Interval, language: str) -> str:
    """A mean, in brackets where it rests on few replies."""
    shown = number(one.value, language)
    return f"({shown})" if 0 < one.n < FEW else shown


def _drawn(value: float) -> float:
    return round(value, 2) if math.isfinite(value) else -1


def tile(one: Interval, language: str) -> Tile:
    """A mean as a tile, in brackets where it rests on few replies; a dash where it applies to none."""
    if not one.n:
        return Tile("\N{EN DASH}", -1)
    return Tile(in_brackets(one, language), sum(one.value >= step for step in STEPS), one.n < FEW)


def interval(one: Interval, language: str, digits: int = 0) -> str:
    """The ends of an interval, a dash where it cannot be told."""
    if not math.isfinite(one.low):
        return "\N{EN DASH}"
    return f"{number(one.low, language, digits)}…{number(one.high, language, digits)}"


def period(scored: ScoredReplies, language: str) -> str:
    """From when to when; empty where no reply has a date."""
    moments = scored.frame["at"].dropna()
    if moments.empty:
        return ""
    start, end = moments.min().date(), moments.max().date()
    return filled(team_words(language).period, start=day(start, language), end=day(end, language))


def lowest(team: Means, criteria: Iterable[str], most: int, least: int = FEW) -> list[str]:
    """The criteria with the lowest mean, lowest first, among those that applied to at least `least` replies."""
    found = [(team.of("", name).value, name) for name in criteria if team.of("", name).n >= least]
    return [name for _, name in sorted(found)[:most]]


def picture(drawn: Mapping[str, str], name: str, spoken: str) -> Picture | None:
    """A chart that was drawn. The drawing comes cleaned from coachkit.plots: shapes and text only."""
    return Picture(Markup(drawn[name]), spoken) if name in drawn else None  # noqa: S704


def rendered(template: str, values: Mapping[str, Any]) -> str:
    """A template of this folder, filled in."""
    return environment().get_template(template).render(**values)
