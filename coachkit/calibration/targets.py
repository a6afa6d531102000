"""Proposals for the limits that a measured number is held against: words per sentence, days, emoji.

A score stays 1 inside the limits and falls evenly to 0 outside, so it is monotone on either side; only where it begins and
ends to fall is proposed anew. A change is proposed only where it brings the program nearer to people on replies that the choice
had not seen, by more than chance would give for so many criteria at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.stats import norm

from coachkit.agreement.statistics import PLAIN, Drawing
from coachkit.criteria.marks import in_band
from coachkit.languages import Band
from coachkit.text.corpus import Floats, Ints

FEWEST = 40
FOLDS = 5
MOVES = (-0.5, -0.25, 0.0, 0.25, 0.5, 1.0)
"""How far an edge may move, in widths of the present fall."""
SHRINKAGE = 1.0
"""Squared score that moving an edge by the whole width must gain over all replies."""
LEVEL = 0.05
"""Chance of proposing any change at all where none is due (Bonferroni over the criteria)."""


@dataclass(frozen=True, eq=False)
class Measured:
    """One criterion on n replies: the present limits, `values` (n,) in the signal's unit, `people` (n,) their scores, 0 to 1."""

    band: Band
    values: Floats
    people: Floats


@dataclass(frozen=True)
class Target:
    """New limits of a criterion. `gain` is by how much the mean squared distance from people falls on replies not seen."""

    criterion: str
    before: Band
    after: Band
    replies: int
    gain: float


def propose_targets(measured: Mapping[str, Measured], drawing: Drawing = PLAIN) -> tuple[Target, ...]:
    """The changes worth proposing, by criterion id; criteria with fewer than FEWEST replies are left alone."""
    told = {name: _told(one) for name, one in sorted(measured.items())}
    told = {name: one for name, one in told.items() if len(one.values) >= FEWEST and _sides(one.band)}
    found = [_target(name, one, drawing.seed, LEVEL / len(told)) for name, one in told.items()]
    return tuple(one for one in found if one is not None)


def _told(one: Measured) -> Measured:
    known = ~np.isnan(one.values) & ~np.isnan(one.people)
    return Measured(one.band, one.values[known], one.people[known])


def _target(name: str, one: Measured, seed: int, chance: float) -> Target | None:
    gains = _gains(one, seed)
    error = gains.std(ddof=1) / np.sqrt(len(gains))
    if not error or gains.mean() / error < norm.ppf(1 - chance):
        return None
    best = _best(one, candidates(one.band))
    return None if best == one.band else Target(name, one.band, best, len(gains), float(gains.mean()))


def _gains(one: Measured, seed: int) -> Floats:
    """(n,) by how much each reply's squared distance falls under limits that were chosen without its part of the replies."""
    folds: Ints = np.random.default_rng(seed).permutation(np.arange(len(one.values)) % FOLDS)
    choices = candidates(one.band)
    gains = np.zeros(len(one.values))
    for fold in range(FOLDS):
        seen, unseen = folds != fold, folds == fold
        best = _best(Measured(one.band, one.values[seen], one.people[seen]), choices)
        before, after = (in_band(one.values[unseen], band) for band in (one.band, best))
        gains[unseen] = (one.people[unseen] - before) ** 2 - (one.people[unseen] - after) ** 2
    return gains


def _best(one: Measured, choices: tuple[tuple[Band, float], ...]) -> Band:
    """The limits nearest to people, shrunk to the present ones, which come first among equals."""
    costs = [((one.people - in_band(one.values, band)) ** 2).sum() + SHRINKAGE * moved for band, moved in choices]
    return choices[int(np.argmin(costs))][0]


def candidates(band: Band) -> tuple[tuple[Band, float], ...]:
    """Limits that may be proposed, each with the sum of its squared moves; the present ones first."""
    sides = _sides(band)
    found: dict[Band, float] = {}
    for moves in product(MOVES, repeat=2 * len(sides)):
        moved = _moved(band, dict(zip(sides, zip(moves[::2], moves[1::2], strict=True), strict=True)))
        if moved is not None:
            found.setdefault(moved, float(np.square(moves).sum()))
    return tuple(sorted(found.items(), key=lambda one: one[1]))


def _sides(band: Band) -> tuple[str, ...]:
    """The sides on which the score falls evenly; a sharp edge is no matter of taste."""
    widths = {"below": band.best[0] - band.worst[0], "above": band.worst[1] - band.best[1]}
    return tuple(side for side, width in widths.items() if width > 0)


def _moved(band: Band, moves: Mapping[str, tuple[float, float]]) -> Band | None:
    """The limits with each side's two edges moved outwards by so many widths; None where they would cross."""
    (low, high), (lowest, highest) = band.best, band.worst
    if "below" in moves:
        width, (inner, outer) = low - lowest, moves["below"]
        low, lowest = _nudged(low, -inner, width), _nudged(lowest, -outer, width)
        if lowest >= low:
            return None
    if "above" in moves:
        width, (inner, outer) = highest - high, moves["above"]
        high, highest = _nudged(high, inner, width), _nudged(highest, outer, width)
        if highest <= high:
            return None
    return Band(best=(low, high), worst=(lowest, highest)) if low <= high else None


def _nudged(edge: float, move: float, width: float) -> float:
    """The edge moved by so many widths, to about a hundredth of one, as a person would write it."""
    return round(edge + move * width, max(0, 2 - int(np.floor(np.log10(width))))) if move else edge
