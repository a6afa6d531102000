"""Compiled loops of the criteria. See coachkit.compiled."""

from __future__ import annotations

import math

from coachkit.compiled import kernel
from coachkit.text.corpus import Floats, Ints


@kernel("f8(f8, f8)")
def fall(distance: float, width: float) -> float:
    """1 for a distance of 0 or less, 0 from `width` on, NaN for NaN, as `marks._fall` has it."""
    if width <= 0:
        return math.nan if math.isnan(distance) else 0.0 if distance > 0 else 1.0
    left = 1 - distance / width
    return 0.0 if left < 0 else 1.0 if left > 1 else left


@kernel("void(f8[::1], f8, f8, f8, f8, f8[::1])")
def in_band(values: Floats, low: float, high: float, lowest: float, highest: float, score: Floats) -> None:
    """Fills in (n,) `score` as `marks.in_band` does."""
    for place in range(len(values)):
        value = values[place]
        if value > high:
            score[place] = min(fall(value - high, highest - high), fall(low - value, low - lowest))
        elif value < low:
            score[place] = fall(low - value, low - lowest)
        else:
            score[place] = math.nan if math.isnan(value) else 1.0


@kernel("void(i8[::1], f8, f8, f8[::1], f8[::1])")
def costing(reply: Ints, at_most: float, cost: float, score: Floats, count: Floats) -> None:
    """Counts the hits of each reply and sets its score as `markers._costing` does; (n,) `score` is all 1, `count` all 0."""
    for place in reply:
        count[place] += 1
        score[place] = max(1 - cost * max(count[place] - at_most, 0.0), 0.0)


@kernel("void(i8[::1], i8[::1], i8[::1], f8[::1])")
def distinct(reply: Ints, marker: Ints, seen: Ints, count: Floats) -> None:
    """Counts the different markers of each reply, as `markers._distinct` does.

    The hits come reply by reply; `seen` is all 0, with a place for every marker, `count` (n,) all 0.
    """
    for hit in range(len(reply)):
        if seen[marker[hit]] != reply[hit] + 1:
            seen[marker[hit]] = reply[hit] + 1
            count[reply[hit]] += 1


@kernel("void(f8[::1], f8, b1, f8[::1])")
def earning(count: Floats, at_least: float, nothing: bool, score: Floats) -> None:
    """Fills in (n,) `score` with the share of `at_least` that was counted, at most 1; NaN for none with `nothing`."""
    for place in range(len(count)):
        share = count[place] / at_least
        score[place] = math.nan if nothing and not count[place] > 0 else min(share, 1.0)
