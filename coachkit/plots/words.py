"""The words that stand in the charts, and what a criterion is called there."""

from __future__ import annotations

from pydantic import Field

from coachkit.locale import Strict, words_of
from coachkit.rubrics import shipped_criteria


class ChartWords(Strict):
    """The words of the charts in one language; `weekdays` from Monday."""

    reply: str
    score: str
    strongest: str
    weakest: str
    dimensions: dict[str, str]
    weekdays: tuple[str, ...] = Field(min_length=7, max_length=7)
    over_time: str
    map: str
    extremes: str
    streak: str


def chart_words(language: str) -> ChartWords:
    """The charts' words in "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("charts.yaml", ChartWords, language)


def skill_name(criterion: str, language: str) -> str:
    """What a criterion is called; its id where it is not among the shipped ones."""
    known = shipped_criteria().get(criterion)
    return known.name.as_dict()[language] if known else criterion
