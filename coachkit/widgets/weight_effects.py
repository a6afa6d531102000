"""What hangs on the weights of a rubric, told to its author: a sentence a weight, and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import isnan

from coachkit import plots
from coachkit.authoring.sensitivity import DIMENSION, Effect
from coachkit.authoring.words import author_words
from coachkit.practice.words import filled
from coachkit.reports.words import interface_words
from coachkit.rubrics import Rubric

MOST_TOLD, IN_CHART = 3, 12
"""Weights told as strong, and as weak; weights in the picture."""


def effect_sentences(effects: Sequence[Effect], rubric: Rubric | None, language: str) -> list[str]:
    """The weights that decide and those that do not, a sentence each; `effects` come with the strongest first."""
    words = author_words(language).rubric
    strong = [_strong(one, rubric, language) for one in effects[:MOST_TOLD]]
    weak = [
        filled(words.weak, name=_name(one, rubric, language), total=number(one.strength[1], language))
        for one in effects[MOST_TOLD:][-MOST_TOLD:]
    ]
    return [*strong, *weak]


def _strong(one: Effect, rubric: Rubric | None, language: str) -> str:
    words, zero = author_words(language).rubric, one.at_zero.total >= one.doubled.total
    change = one.at_zero if zero else one.doubled
    return filled(
        words.strong_zero if zero else words.strong_double,
        name=_name(one, rubric, language),
        tau=number(change.tau, language),
        total=number(change.total, language),
        rank=change.rank,
    )


def _name(one: Effect, rubric: Rubric | None, language: str) -> str:
    """What a weight is of, in the interface's language."""
    if one.kind == DIMENSION:
        return filled(author_words(language).rubric.dimension, name=interface_words(language).dimensions[one.name])
    known = {each.id: each for each in rubric.criteria} if rubric else {}
    return str(known[one.name].name.as_dict()[language]) if one.name in known else one.name


def effect_figure(effects: Sequence[Effect], rubric: Rubric | None, language: str) -> str:
    """The weights on which most hangs as a picture, in HTML; empty where none moves anything."""
    moving = [one for one in effects if one.strength[1] > 0][:IN_CHART]
    shown = sorted(moving, key=lambda one: -one.strength[1])
    if not shown:
        return ""
    words = author_words(language).rubric
    rows = [(_name(one, rubric, language), one.at_zero.total, one.doubled.total) for one in shown]
    chart = plots.weight_effects(rows, words.chart_x, (words.chart_zero, words.chart_double))
    said = filled(words.chart, strongest=rows[0][0], weakest=_name(effects[-1], rubric, language))
    return f'<figure><div role="img" aria-label="{escape(said)}">{plots.svg(chart)}</div></figure>'


def number(value: float, language: str) -> str:
    """A number with two decimals at most, as the language writes it; a dash where it cannot be told."""
    text = "–" if isnan(value) else f"{value:.2f}".rstrip("0").rstrip(".")
    return text if language == "en" else text.replace(".", ",")
