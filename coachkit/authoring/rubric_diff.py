"""Two rubrics side by side: what changes from the one to the other, and how the scores of the same replies move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import kendalltau, rankdata

from coachkit.authoring.versions import structure
from coachkit.criteria.schema import Criterion
from coachkit.languages import Band
from coachkit.rubrics import Rubric
from coachkit.text.corpus import Floats, Ints

POLICIES = ("channel", "not_applicable", "failed_gate", "faults")
LARGE = 5.0
"""Points of a total that a reader would notice."""


@dataclass(frozen=True)
class Change:
    """One difference. `part` is "policy", "dimension", "criterion", "band", "gate" or "meaning"; None where nothing was or is.

    "meaning" says that both rubrics pick a criterion of this name but not the same one; the values are its versions.
    """

    part: str
    name: str
    before: Any
    after: Any


@dataclass(frozen=True, eq=False)
class Movement:
    """How totals move from one rubric to the other. n replies have a total under both.

    `places` (n,) which of the replies given; `before` and `after` (n,) totals 0 to 100; `rank_before` and `rank_after` (n,),
    1 the best, equals share the best rank; `order` is Kendall's tau-b between the two orders, None where it cannot be told.
    """

    places: Ints
    before: Floats
    after: Floats
    rank_before: Ints
    rank_after: Ints
    order: float | None

    @property
    def change(self) -> Floats:
        """(n,) points, new less old."""
        return self.after - self.before

    @property
    def moved(self) -> int:
        """How many totals move by half a point or more."""
        return int((np.abs(self.change) >= 0.5).sum())

    @property
    def moved_far(self) -> int:
        """How many totals move by LARGE points or more."""
        return int((np.abs(self.change) >= LARGE).sum())

    @property
    def changed_rank(self) -> int:
        """How many have another rank."""
        return int((self.rank_before != self.rank_after).sum())

    def farthest(self, most: int) -> list[int]:
        """Places in these columns of the totals that move most, the farthest first; equals in their order."""
        order = np.argsort(-np.abs(self.change), kind="stable")[:most]
        return [int(one) for one in order if abs(self.change[one]) > 0]


def changes(old: Rubric, new: Rubric) -> tuple[Change, ...]:
    """What differs, policies first, then dimensions, criteria with their bands and meanings, and gates."""
    found = [Change("policy", name, getattr(old.file, name), getattr(new.file, name)) for name in POLICIES]
    found += _by_name("dimension", old.file.dimensions, new.file.dimensions)
    found += _by_name("criterion", old.weights, new.weights)
    found += _by_name("band", _bands(old), _bands(new))
    found += _by_name("gate", old.caps, new.caps)
    found += _meanings((*old.criteria, *old.gates), (*new.criteria, *new.gates))
    return tuple(one for one in found if one.before != one.after or one.part == "meaning")


def _by_name(part: str, old: Mapping[Any, Any], new: Mapping[Any, Any]) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        yield Change(part, str(name), old.get(name), new.get(name))


def _bands(rubric: Rubric) -> dict[str, tuple[float, ...]]:
    return {name: _edges(band) for name, band in rubric.bands.items()}


def _edges(band: Band) -> tuple[float, ...]:
    return (*band.best, *band.worst)


def _meanings(old: Sequence[Criterion], new: Sequence[Criterion]) -> Iterator[Change]:
    """Criteria of the same name that measure something else: one of them stands beside its rubric."""
    known = {one.id: one for one in old}
    for one in new:
        before = known.get(one.id)
        if before is not None and structure(before) != structure(one):
            yield Change("meaning", one.id, before.version, one.version)


def movement(before: Sequence[float | None], after: Sequence[float | None]) -> Movement:
    """How totals move; replies without a total under one of the two are left out (None or NaN)."""
    pairs = np.array([before, after], dtype=np.float64).reshape(2, -1)
    places = np.flatnonzero(~np.isnan(pairs).any(axis=0))
    old, new = np.round(pairs[:, places], 2)
    ranks = [rankdata(-column, method="min").astype(np.int64) for column in (old, new)]
    tau = float(kendalltau(old, new).statistic) if len(places) > 1 else float("nan")
    return Movement(places, old, new, ranks[0], ranks[1], None if np.isnan(tau) else tau)
