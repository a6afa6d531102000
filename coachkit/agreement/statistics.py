"""How far people agree with each other and with the program, beyond chance, and how sure that is.

Ratings come as an array (raters, replies), NaN where somebody did not rate; "cannot be told" is NaN, never zero. Intervals are
percentile bootstraps over the replies (Efron & Tibshirani 1993; for alpha see Zapf et al. 2016), the same for the same seed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeAlias

import numpy as np

from coachkit.text.corpus import Floats

Level: TypeAlias = Literal["nominal", "ordinal", "interval"]
Weights: TypeAlias = Literal["linear", "quadratic"]
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval")
ROUNDS, CONFIDENCE, SEED = 1000, 0.95, 1
NEAR = 1e-9
FEWEST = 2
"""Replies that an interval needs at least; below that it cannot be told."""


@dataclass(frozen=True)
class Estimate:
    """A number with its interval: of a hundred such intervals about `100 * confidence` hold the true number.

    `n` is the number of replies it rests on. NaN where it cannot be told.
    """

    value: float
    low: float
    high: float
    n: int


def percent(ratings: Floats, within: float = 0.0) -> float:
    """Share (0 to 1) of the pairs of ratings of one reply that are no more than `within` apart; NaN without a pair."""
    rated = _two_dimensional(ratings)
    return float(_shares(rated, within, np.ones((1, rated.shape[1])))[0])


def kappa(ratings: Floats, weights: Weights | None = None, categories: Sequence[float] | None = None) -> float:
    """Cohen's kappa of two raters, the mean over all pairs of more than two (Light 1971); -1 to 1, 0 what chance would give.

    `weights` makes far misses count more: "linear" by the distance between the categories' places, "quadratic" by its square
    (Cohen 1968). `categories` are all values that may be given, in order; else those that are. A pair that rated nothing in
    common, or gave one single value, tells nothing; NaN where none tells anything. Source: Cohen 1960.
    """
    rated = _two_dimensional(ratings)
    return float(_kappas(rated, weights, _steps(rated, categories), np.ones((1, rated.shape[1])))[0])


def kappa_of_table(table: Floats, weights: Weights | Floats | None = None) -> float:
    """Kappa of a square table: table[i, j] replies (or their share) that one rater put into i, the other into j.

    `weights` may also be a table of how bad each disagreement is, 0 on its diagonal (Cohen 1968).
    """
    table = np.asarray(table, dtype=float)
    n = table.sum()
    cost = _cost(len(table), weights)
    if not n:
        return np.nan
    by_chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / n
    expected = (cost * by_chance).sum()
    return float(1 - (cost * table).sum() / expected) if expected > 0 else np.nan


def alpha(ratings: Floats, level: Level = "nominal") -> float:
    """Krippendorff's alpha: any number of raters, ratings may be missing; 1 is full agreement, 0 what chance would give.

    "ordinal" minds the order of the values, "interval" their distances. NaN where no reply has two ratings or all ratings are
    one value. Source: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability".
    """
    rated = _two_dimensional(ratings)
    return float(_alphas(rated, level, np.ones((1, rated.shape[1])))[0])


@dataclass(frozen=True)
class Drawing:
    """How intervals are made: how often the replies are drawn anew, from which seed, and how sure the interval is to be."""

    rounds: int = ROUNDS
    seed: int = SEED
    confidence: float = CONFIDENCE


PLAIN = Drawing()


def alpha_estimate(ratings: Floats, level: Level = "nominal", drawing: Drawing = PLAIN) -> Estimate:
    """Alpha with its interval."""
    return _estimate(ratings, lambda rated, drawn: _alphas(rated, level, drawn), drawing)


def kappa_estimate(
    ratings: Floats, weights: Weights | None = None, categories: Sequence[float] | None = None, drawing: Drawing = PLAIN
) -> Estimate:
    """Kappa with its interval; the categories stay those of all replies."""
    steps = _steps(_two_dimensional(ratings), categories)
    return _estimate(ratings, lambda rated, drawn: _kappas(rated, weights, steps, drawn), drawing)


def percent_estimate(ratings: Floats, within: float = 0.0, drawing: Drawing = PLAIN) -> Estimate:
    """The share of pairs that agree, with its interval."""
    return _estimate(ratings, lambda rated, drawn: _shares(rated, within, drawn), drawing)


def _estimate(ratings: Floats, statistic: Callable[[Floats, Floats], Floats], drawing: Drawing) -> Estimate:
    """A statistic of the replies with at least two ratings, and of `rounds` drawings of as many of them."""
    rated = _two_dimensional(ratings)
    rated = rated[:, (~np.isnan(rated)).sum(axis=0) > 1]
    n = rated.shape[1]
    if not n:
        return Estimate(np.nan, np.nan, np.nan, 0)
    value = float(statistic(rated, np.ones((1, n)))[0])
    return interval(value, statistic(rated, draws(n, drawing.rounds, drawing.seed)), n, drawing.confidence)


def draws(n: int, rounds: int, seed: int) -> Floats:
    """(rounds, n) how often each of n replies is drawn when n are drawn with putting back."""
    generator = np.random.default_rng(seed)
    return generator.multinomial(n, np.full(n, 1 / n), size=rounds).astype(float) if n >= FEWEST else np.zeros((0, n))


def interval(value: float, again: Floats, n: int, confidence: float = CONFIDENCE) -> Estimate:
    """A number with the middle `confidence` of what came of drawing again; draws that told nothing are left out."""
    told = again[~np.isnan(again)]
    if np.isnan(value) or len(told) < len(again) / 2 or not len(told):
        return Estimate(value, np.nan, np.nan, n)
    low, high = np.quantile(told, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Estimate(value, float(low), float(high), n)


def in_steps(scores: Floats, steps: int, highest: float = 1.0) -> Floats:
    """Scores of 0 to `highest` as the nearest of `steps` even steps (3: 0, a half, 1); NaN stays NaN.

    Kappa and the nominal alpha ask for the same value, which a person's 0.5 and a program's 0.47 are not.
    """
    return np.floor(np.clip(scores / highest, 0, 1) * (steps - 1) + 0.5) / (steps - 1) * highest


def _two_dimensional(ratings: Floats) -> Floats:
    rated = np.asarray(ratings, dtype=float)
    if rated.ndim != 2:
        raise ValueError(f"ratings have two dimensions (raters, replies), these {rated.ndim}")
    return rated


def _steps(rated: Floats, categories: Sequence[float] | None) -> Floats:
    return np.unique(rated[~np.isnan(rated)]) if categories is None else np.asarray(categories, dtype=float)


def _shares(rated: Floats, within: float, drawn: Floats) -> Floats:
    """(rounds,) share of pairs that agree."""
    agreed, pairs = np.zeros(rated.shape[1]), np.zeros(rated.shape[1])
    for one, other in combinations(rated, 2):
        apart = np.abs(one - other)
        agreed += apart <= within + NEAR
        pairs += ~np.isnan(apart)
    counted = drawn @ pairs
    return np.divide(drawn @ agreed, counted, out=np.full(len(drawn), np.nan), where=counted > 0)


def _kappas(rated: Floats, weights: Weights | Floats | None, steps: Floats, drawn: Floats) -> Floats:
    """(rounds,) mean kappa of all pairs of raters that tell something."""
    cost = _cost(len(steps), weights)
    total, told = np.zeros(len(drawn)), np.zeros(len(drawn))
    for one, other in combinations(rated, 2):
        found = _kappa_of_pair(one, other, steps, cost, drawn)
        total += np.nan_to_num(found)
        told += ~np.isnan(found)
    return np.divide(total, told, out=np.full(len(drawn), np.nan), where=told > 0)


def _kappa_of_pair(one: Floats, other: Floats, steps: Floats, cost: Floats, drawn: Floats) -> Floats:
    both = ~np.isnan(one) & ~np.isnan(other)
    if not both.any():
        return np.full(len(drawn), np.nan)
    rows, columns = (np.eye(len(steps))[np.searchsorted(steps, rated[both] - NEAR)] for rated in (one, other))
    counts = drawn[:, both]
    seen = counts @ cost[rows.argmax(axis=1), columns.argmax(axis=1)]
    n = counts.sum(axis=1)
    expected = np.einsum("bi,ij,bj->b", counts @ rows, cost, counts @ columns) / np.maximum(n, 1)
    return np.divide(seen, expected, out=np.full(len(drawn), np.nan), where=expected > 0) * -1 + 1


def _cost(n: int, weights: Weights | Floats | None) -> Floats:
    """(n, n) how bad each disagreement is."""
    if isinstance(weights, np.ndarray):
        return weights
    apart = np.abs(np.subtract.outer(np.arange(n), np.arange(n))).astype(float)
    if weights is None:
        return (apart > 0).astype(float)
    return apart if weights == "linear" else apart**2


def _alphas(rated: Floats, level: Level, drawn: Floats) -> Floats:
    """(rounds,) alpha where each reply counts as often as it was drawn; drawn (rounds, replies)."""
    there = ~np.isnan(rated)
    pairable = there.sum(axis=0) > 1
    rated, drawn = rated[:, pairable], drawn[:, pairable]
    if level == "interval":
        observed, expected = _squared(rated, drawn)
    else:
        observed, expected = _by_value(rated, drawn, level)
    return np.where(expected > 1e-12, 1 - observed / np.where(expected > 1e-12, expected, 1.0), np.nan)


def _squared(rated: Floats, drawn: Floats) -> tuple[Floats, Floats]:
    """Disagreement seen and expected, in squared differences; sums of squares spare the table of values."""
    there = ~np.isnan(rated)
    middle = np.nanmean(rated) if rated.size else 0.0
    values = np.where(there, rated - middle, 0.0)
    count, total, squares = there.sum(axis=0).astype(float), values.sum(axis=0), (values**2).sum(axis=0)
    within = 2 * (count * squares - total**2) / (count - 1)
    n = drawn @ count
    expected = 2 * (n * (drawn @ squares) - (drawn @ total) ** 2) / np.maximum(n - 1, 1)
    return drawn @ within, expected


def _by_value(rated: Floats, drawn: Floats, level: Level) -> tuple[Floats, Floats]:
    """Disagreement seen and expected, value by value: v values, counts (replies, v)."""
    values = _steps(rated, None)
    counts = np.stack([(rated == value).sum(axis=0) for value in values], axis=1).astype(float) if len(values) else None
    if counts is None:
        return np.zeros(len(drawn)), np.zeros(len(drawn))
    pairs = counts[:, :, None] * counts[:, None, :] / (counts.sum(axis=1) - 1)[:, None, None]
    seen = np.tensordot(drawn, pairs, axes=1)
    of_value = drawn @ counts
    apart = _apart(of_value, level)
    n = of_value.sum(axis=1)
    by_chance = of_value[:, :, None] * of_value[:, None, :] / np.maximum(n - 1, 1)[:, None, None]
    return (seen * apart).sum(axis=(1, 2)), (by_chance * apart).sum(axis=(1, 2))


def _apart(of_value: Floats, level: Level) -> Floats:
    """(rounds, v, v) squared difference of two values; for "ordinal" it depends on how often each value was given."""
    size = of_value.shape[1]
    if level == "nominal":
        return np.broadcast_to(1 - np.eye(size), (len(of_value), size, size))
    middle = np.cumsum(of_value, axis=1) - of_value / 2
    return (middle[:, :, None] - middle[:, None, :]) ** 2
