"""Which weights matter: what becomes of the order of replies when a weight is taken away, and when it is doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from coachkit.authoring.reweigh import Stored, Weights, ranks, totals
from coachkit.text.corpus import Floats

DIMENSION, CRITERION = "dimension", "criterion"


@dataclass(frozen=True, slots=True)
class Change:
    """What another weight changes. `tau` is Kendall's tau-b to the present order, -1 to 1, NaN where it cannot be told.

    `order` are the replies' places in the list, best first; `total` is the largest change of any total, in points, and `rank`
    the largest change of any reply's rank, in places.
    """

    tau: float
    total: float
    rank: int
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a weight does: `kind` is "dimension" or "criterion"; `at_zero` without it, `doubled` with twice of it."""

    name: str
    kind: str
    weight: float
    at_zero: Change
    doubled: Change

    @property
    def strength(self) -> tuple[float, float]:
        """How much hangs on it: first by the order of the replies (1 - tau), then by their totals."""
        taus = [1 - one.tau for one in (self.at_zero, self.doubled) if not np.isnan(one.tau)]
        return max(taus, default=0.0), max(self.at_zero.total, self.doubled.total)


def sensitivity(stored: Stored, weights: Weights) -> tuple[Effect, ...]:
    """The effect of each weight that is not 0 already, the strongest first."""
    present = totals(stored, weights)

    def change(other: Weights) -> Change:
        return _change(present, totals(stored, other))

    found = (*_dimensions(weights, change), *_criteria(weights, change))
    return tuple(sorted(found, key=lambda one: (*(-part for part in one.strength), one.kind, one.name)))


def _dimensions(weights: Weights, change: Callable[[Weights], Change]) -> Iterator[Effect]:
    for name, weight in weights.dimensions.items():
        if weight:
            other = [replace(weights, dimensions={**weights.dimensions, name: share * weight}) for share in (0.0, 2.0)]
            yield Effect(name, DIMENSION, weight, change(other[0]), change(other[1]))


def _criteria(weights: Weights, change: Callable[[Weights], Change]) -> Iterator[Effect]:
    for name, weight in weights.criteria.items():
        if weight:
            other = [replace(weights, criteria={**weights.criteria, name: share * weight}) for share in (0.0, 2.0)]
            yield Effect(name, CRITERION, weight, change(other[0]), change(other[1]))


def _change(present: Floats, other: Floats) -> Change:
    moved = np.abs(other - present)
    both = ~np.isnan(moved)
    before, after = ranks(np.where(both, present, np.nan)), ranks(np.where(both, other, np.nan))
    return Change(
        kendall_tau(present, other),
        float(np.round(moved[both].max(initial=0.0), 2)),
        int(np.abs(after - before).max(initial=0)),
        tuple(np.argsort(-np.nan_to_num(other, nan=-1.0), kind="stable").tolist()),
    )


def kendall_tau(first: Floats, second: Floats) -> float:
    """Kendall's tau-b of two columns (n,): 1 the same order, 0 none in common, -1 the other way round; ties taken into account.

    Rows in which one is NaN are left out; NaN where fewer than two are left or one column does not tell any apart.
    Source: Kendall 1945, The treatment of ties in ranking problems.

    >>> kendall_tau(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0]))
    0.3333333333333333
    """
    known = ~(np.isnan(first) | np.isnan(second))
    upper = np.triu_indices(int(known.sum()), k=1)
    one, other = (np.sign(column[known][:, None] - column[known][None, :])[upper] for column in (first, second))
    pairs = np.sqrt(float((one != 0).sum()) * float((other != 0).sum()))
    return float((one * other).sum() / pairs) if pairs else float("nan")
