"""What a measure gives: a score per reply and the passages it rests on; and the arithmetic of bands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coachkit import compiled
from coachkit.languages import Band
from coachkit.signals.spans import NO_SPANS, Spans
from coachkit.text.corpus import Floats, Ints


@dataclass(frozen=True, eq=False)
class Marks:
    """`score` (n,) 0 to 1, NaN where it cannot be told; `value` (n,) the number measured and `limit` what it is held against;
    `spans` the passages of the replies, `markers` the marker of each where it has one (else -1), `about` passages of the
    customers' messages; `sign` 1 where the passages earn, -1 where they cost."""

    score: Floats
    value: Floats
    limit: float | None = None
    spans: Spans = NO_SPANS
    markers: Ints | None = None
    about: Spans = NO_SPANS
    sign: int = -1


def in_band(values: Floats, band: Band) -> Floats:
    """1 inside `best`, falling evenly to 0 at `worst` on either side; NaN stays NaN.

    >>> in_band(np.array([10.0, 22.5, 30.0]), Band(best=(5, 20), worst=(0, 25))).tolist()
    [1.0, 0.5, 0.0]
    """
    (low, high), (lowest, highest) = band.best, band.worst
    if compiled.in_use():
        score = np.empty(len(values))
        compiled.loaded("coachkit.criteria.kernels").in_band(values, low, high, lowest, highest, score)
        return score
    # Most bands are left on one side only, and the other side says 1 all over.
    above = _fall(values - high, highest - high) if (values > high).any() else None
    if above is not None and not (values < low).any():
        return above
    below = _fall(low - values, low - lowest)
    return below if above is None else np.minimum(below, above)


def _fall(distance: Floats, width: float) -> Floats:
    """1 for a distance of 0 or less, 0 from `width` on; a width of 0 is a sharp edge. The distances are used up."""
    if width <= 0:
        return np.where(np.isnan(distance), np.nan, np.where(distance > 0, 0.0, 1.0))
    np.divide(distance, width, out=distance)
    np.subtract(1, distance, out=distance)
    np.maximum(distance, 0.0, out=distance)
    return np.minimum(distance, 1.0, out=distance)
