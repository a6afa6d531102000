"""Compiled loops of the criteria. See coachkit.compiled."""

from __future__ import annotations

import math

from coachkit.compiled import kernel
from coachkit.text.corpus import Floats


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
