"""Which replies are worth a person's time: a fair sample of everybody's, and those that the numbers point at.

The random part is what means may be taken from; each of its rows bears a weight, how many replies it stands for. The rest is
chosen because something is odd about it, and says nothing of the whole.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import norm

from coachkit.model import DIMENSIONS
from coachkit.text.corpus import Bools, Floats

if TYPE_CHECKING:
    import pandas as pd

RANDOM, LOWEST, UNCERTAIN, GATES, OUTLIER, CSAT = "random", "lowest", "uncertain", "gate", "outlier", "csat"
REASONS = (RANDOM, LOWEST, UNCERTAIN, GATES, OUTLIER, CSAT)
FEWEST = 2
"""Replies of a stratum that are read at least, where there are so many: one alone tells nothing of how they differ."""
FAR_OUT = 3.5
"""Modified z-score from which a value is called an outlier. Source: Iglewicz & Hoaglin 1993."""
OPPOSED = 0.5
"""Difference of two ranks (each 0 to 1) from which a customer and the program are said to disagree."""
WHY, WEIGHT, STRATUM = "why", "weight", "stratum"


@dataclass(frozen=True)
class Plan:
    """What to choose.

    The mean total of each stratum (each combination of the columns `by`) is to be known within `precision` points to either
    side with `confidence`; `spread` is the standard deviation to reckon with, else the one that the program's own totals have
    in the stratum. `each` of the other reasons may add so many replies, by its name in REASONS.
    """

    precision: float = 5.0
    confidence: float = 0.95
    spread: float | None = None
    by: tuple[str, ...] = ()
    each: Mapping[str, int] | None = None
    seed: int = 1


@dataclass(frozen=True)
class Stratum:
    """One group of replies: how many there are, how much their totals differ, how many are read, how near that comes.

    `margin` is the half width in points of the interval that the sample will give; NaN where it cannot be told.
    """

    name: tuple[str, ...]
    population: int
    spread: float
    size: int
    margin: float


def size_for(precision: float, spread: float, population: int, confidence: float = 0.95) -> int:
    """How many of `population` replies tell their mean within `precision` points to either side.

    Normal approximation with the finite population correction: n0 = (z * spread / precision)², n = n0 / (1 + n0 / population),
    rounded up. Source: Cochran 1977, Sampling Techniques, section 4.7. In small samples it is somewhat too hopeful.
    """
    if precision <= 0 or not 0 < confidence < 1:
        raise ValueError("precision is above 0 and confidence between 0 and 1")
    wanted = (_z(confidence) * spread / precision) ** 2
    size = math.ceil(wanted / (1 + wanted / population) - 1e-9) if population else 0
    return min(population, max(FEWEST, size))


def margin_of(size: int, spread: float, population: int, confidence: float = 0.95) -> float:
    """Half the width in points of the interval for the mean; 0 when all are read. The other way round from `size_for`."""
    if not size or population < FEWEST:
        return 0.0 if size == population else math.nan
    return _z(confidence) * spread * math.sqrt(max(0.0, 1 / size - 1 / population))


def _z(confidence: float) -> float:
    return float(norm.ppf((1 + confidence) / 2))


def choose(frame: pd.DataFrame, keys: Sequence[str], plan: Plan) -> tuple[pd.DataFrame, tuple[Stratum, ...]]:
    """The rows to read, in the order of the frame, and the strata they were drawn from.

    `frame` is a scored table with `total` (0 to 100, NaN where it cannot be told) and, where there are such, the four
    dimensions, `gates`, `csat` and one column a criterion (0 to 1, NaN: does not apply); `keys` has one name per row, by which
    chance falls: the same seed takes the same replies whatever the order of rows, and a larger sample holds the smaller one.
    Added columns: `why` (reasons, space between), `weight` (replies that a random row stands for, else NaN), `stratum`.
    Rows without a total are only ever "uncertain".
    """
    strata = _strata(frame, plan.by)
    drawn, weights, told = _random(frame, keys, strata, plan)
    picked = {RANDOM: drawn, **_pointed_at(frame, plan.each or {})}
    reasons = [" ".join(name for name in REASONS if name in picked and picked[name][place]) for place in range(len(frame))]
    chosen = frame.copy()
    chosen[WHY], chosen[WEIGHT], chosen[STRATUM] = reasons, weights, [" / ".join(one) for one in strata]
    return chosen[np.array(reasons, dtype=bool)], told


def _strata(frame: pd.DataFrame, by: Sequence[str]) -> list[tuple[str, ...]]:
    if not by:
        return [()] * len(frame)
    columns = [["" if value is None or value != value else str(value) for value in frame[name]] for name in by]  # noqa: PLR0124
    return list(zip(*columns, strict=True))


def _random(
    frame: pd.DataFrame, keys: Sequence[str], strata: Sequence[tuple[str, ...]], plan: Plan
) -> tuple[Bools, Floats, tuple[Stratum, ...]]:
    """(n,) whether drawn, (n,) weights, and the strata in alphabetical order."""
    totals = frame["total"].to_numpy(dtype=float)
    order = _lots(keys, plan.seed)
    drawn, weights, told = np.zeros(len(frame), dtype=bool), np.full(len(frame), np.nan), []
    groups: dict[tuple[str, ...], list[int]] = {}
    for place in np.flatnonzero(~np.isnan(totals)).tolist():
        groups.setdefault(strata[place], []).append(place)
    for name, places in sorted(groups.items()):
        spread = plan.spread if plan.spread is not None else _spread(totals[places])
        size = size_for(plan.precision, spread, len(places), plan.confidence)
        taken = sorted(places, key=order.__getitem__)[:size]
        drawn[taken], weights[taken] = True, len(places) / size
        told.append(Stratum(name, len(places), spread, size, margin_of(size, spread, len(places), plan.confidence)))
    return drawn, weights, tuple(told)


def _spread(totals: Floats) -> float:
    return float(totals.std(ddof=1)) if len(totals) > 1 else 0.0


def _lots(keys: Sequence[str], seed: int) -> list[tuple[bytes, int]]:
    """Each row's lot, from its key and the seed alone; rows of one key draw in their order."""
    seen: dict[str, int] = {}
    lots = []
    for key in keys:
        seen[key] = seen.get(key, -1) + 1
        digest = hashlib.blake2b(f"{seed}\0{seen[key]}\0{key}".encode("utf-8", "surrogatepass"), digest_size=16)
        lots.append((digest.digest(), seen[key]))
    return lots


def _pointed_at(frame: pd.DataFrame, each: Mapping[str, int]) -> dict[str, Bools]:
    """(n,) for each reason, whether it points at the row: those with the highest urgency above 0."""
    measures = {LOWEST: lowest, UNCERTAIN: doubt, GATES: failed_gates, OUTLIER: oddness, CSAT: against_csat}
    return {name: _most(measure(frame), each.get(name, 0)) for name, measure in measures.items()}


def _most(urgency: Floats, most: int) -> Bools:
    """(n,) the `most` rows of highest urgency, among equals the earlier ones; NaN and 0 never."""
    order = np.argsort(-np.nan_to_num(urgency), kind="stable")[: max(0, most)]
    picked = np.zeros(len(urgency), dtype=bool)
    picked[order] = np.nan_to_num(urgency[order]) > 0
    return picked


def lowest(frame: pd.DataFrame) -> Floats:
    """(n,) points lost, 0 to 100."""
    return 100 - frame["total"].to_numpy(dtype=float)


def failed_gates(frame: pd.DataFrame) -> Floats:
    """(n,) how many gates the reply failed; 0 without a column `gates`."""
    if "gates" not in frame:
        return np.zeros(len(frame))
    return np.array([len(value.split()) if isinstance(value, str) else 0 for value in frame["gates"]], dtype=float)


def doubt(frame: pd.DataFrame) -> Floats:
    """(n,) how unsure the program is, 0 to 1; 1 where the total cannot be told.

    The mean over the criteria that most replies of the table have a score for: 0 for a score of 0 or 1, 1 for one of a half, near
    the limit between them, and 1 for one that cannot be told here. Without criteria, over the four dimensions: 1 where one
    cannot be told.
    """
    total = np.isnan(frame["total"].to_numpy(dtype=float))
    table = _numbers(frame, [name for name in frame.columns if str(name).partition(".")[0] in DIMENSIONS and "." in str(name)])
    usual = table[:, np.isnan(table).mean(axis=0) < 0.5] if table.size else table
    if not usual.size:
        dimensions = _numbers(frame, [name for name in DIMENSIONS if name in frame])
        unsure = np.isnan(dimensions).mean(axis=1) if dimensions.size else np.zeros(len(frame))
    else:
        unsure = np.where(np.isnan(usual), 1.0, 1 - np.abs(2 * usual - 1)).mean(axis=1)
    return np.where(total, 1.0, unsure)


def oddness(frame: pd.DataFrame) -> Floats:
    """(n,) the largest modified z-score of total and dimensions, 0 below FAR_OUT: 0.6745 * |x - median| / MAD."""
    table = _numbers(frame, [name for name in ("total", *DIMENSIONS) if name in frame])
    if not table.size:
        return np.zeros(len(frame))
    away = np.abs(table - _median(table))
    usual = _median(away)
    scores = np.divide(0.6745 * away, usual, out=np.zeros_like(away), where=usual > 0)
    largest = np.nan_to_num(scores).max(axis=1)
    return np.where(largest >= FAR_OUT, largest, 0.0)


def against_csat(frame: pd.DataFrame) -> Floats:
    """(n,) how far the customer's word and the total are apart by rank among the replies that have both; 0 below OPPOSED."""
    from scipy.stats import rankdata

    urgency = np.zeros(len(frame))
    if "csat" not in frame:
        return urgency
    pair = _numbers(frame, ["total", "csat"])
    both = np.flatnonzero(~np.isnan(pair).any(axis=1))
    if len(both) < FEWEST or len(np.unique(pair[both, 1])) < 2:
        return urgency
    ranks = (rankdata(pair[both], axis=0) - 1) / (len(both) - 1)
    apart = np.abs(ranks[:, 0] - ranks[:, 1])
    urgency[both] = np.where(apart >= OPPOSED, apart, 0.0)
    return urgency


def _numbers(frame: pd.DataFrame, names: Sequence[str]) -> Floats:
    """(n, k) the columns as numbers, NaN for what is none."""
    import pandas as pd

    columns = [pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=float) for name in names]
    return np.stack(columns, axis=1) if columns else np.zeros((len(frame), 0))


def _median(table: Floats) -> Floats:
    """(k,) median of each column; NaN for one without a number."""
    told = [column[~np.isnan(column)] for column in table.T]
    return np.array([np.median(column) if len(column) else np.nan for column in told])
