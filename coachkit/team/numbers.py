"""Means with intervals, for the team and for each agent, channel, language or week."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from coachkit.team.table import MEASURES, ScoredReplies

CONFIDENCE = 0.95
COLUMNS = ("name", "measure", "replies", "units", "mean", "low", "high")
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
BIN = 10
FEW = 10
"""Replies (or conversations) below which a mean is marked as resting on few."""

SAME = 1e-9
"""A standard error in points that is none but for rounding."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its 95 % interval and the replies it rests on; NaN where it cannot be told."""

    value: float
    low: float
    high: float
    n: int

    @property
    def few(self) -> bool:
        """Whether it rests on too few replies to say much."""
        return self.n < FEW or not math.isfinite(self.low)


@dataclass(frozen=True, eq=False)
class Means:
    """A table of means: name (of the group), measure, replies, units, mean, low, high (all 0 to 100)."""

    table: pd.DataFrame

    def of(self, name: str, measure: str) -> Interval:
        """One mean; NaN and no replies where there is none."""
        return self._index().get((name, measure), Interval(math.nan, math.nan, math.nan, 0))

    def _index(self) -> dict[tuple[str, str], Interval]:
        kept: dict[tuple[str, str], Interval] | None = getattr(self, "_kept", None)
        if kept is None:
            rows = self.table.itertuples(index=False)
            kept = {(row.name, row.measure): Interval(row.mean, row.low, row.high, row.replies) for row in rows}  # type: ignore[arg-type,misc]
            object.__setattr__(self, "_kept", kept)
        return kept


def means(scored: ScoredReplies, by: str | None = None, measures: Sequence[str] | None = None) -> Means:
    """The mean of each measure in each group of `by` ("agent", "channel", "language", "week"; None: all replies, name "").

    Measures are the total, the dimensions and the criteria (as points of 100) unless named. The 95 % interval is Student's
    with the standard error of a mean of clusters: replies of one conversation count as one draw, so that long conversations
    do not make it look surer than it is. It is NaN where fewer than two conversations have the measure, and where a few all
    have the same: two equal replies do not make a mean exact.
    Source of the standard error: Cochran 1977, Sampling Techniques, 2.11 and 9A (ratio estimate over clusters).
    """
    frame = scored.frame if by is None else scored.frame[known(scored.frame[by])]
    names, groups = _coded(frame, by)
    clusters = _Clusters(groups, pd.factorize(frame["unit"])[0], len(names))
    parts = []
    for measure in measures if measures is not None else (*MEASURES, *scored.criteria):
        values = frame[measure].to_numpy(float) * (1 if measure in MEASURES else 100)
        parts.append(pd.DataFrame({"name": names, "measure": measure, **clusters.means(values)}))
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))
    return Means(table[table["replies"] > 0].reset_index(drop=True))


def known(column: pd.Series[Any]) -> pd.Series[bool]:
    """Where a column of names or weeks holds something."""
    return column.notna() & (column.astype(object) != "")


def _coded(frame: pd.DataFrame, by: str | None) -> tuple[list[str], Any]:
    if by is None:
        return [""], np.zeros(len(frame), dtype=np.int64)
    column = frame[by].dt.strftime("%Y-%m-%d") if by == "week" else frame[by]
    codes, names = pd.factorize(column, sort=True)
    return [str(name) for name in names], codes


class _Clusters:
    """Which group and which conversation each reply belongs to, worked out once for all measures."""

    def __init__(self, groups: Any, units: Any, n_groups: int) -> None:
        self.groups, self.n_groups = groups, n_groups
        pairs = groups.astype(np.int64) * (int(units.max(initial=0)) + 1) + units
        distinct, self.pairs = np.unique(pairs, return_inverse=True)
        self.owner = np.zeros(len(distinct), dtype=np.int64)
        self.owner[self.pairs] = groups

    def means(self, values: Any) -> dict[str, Any]:
        """Replies, units, mean, low and high of each group; (n_groups,) arrays."""
        told = np.isfinite(values)
        replies = np.bincount(self.groups[told], minlength=self.n_groups)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.bincount(self.groups[told], values[told], self.n_groups) / replies
            rest = values[told] - mean[self.groups[told]]
            sums = np.bincount(self.pairs[told], rest, len(self.owner))
            there = np.bincount(self.pairs[told], minlength=len(self.owner)) > 0
            units = np.bincount(self.owner[there], minlength=self.n_groups)
            squares = np.bincount(self.owner, sums**2, self.n_groups)
            error = np.sqrt(units / (units - 1) * squares) / replies
            reach = stats.t.ppf(0.5 + CONFIDENCE / 2, np.maximum(units - 1, 1)) * error
        reach[(units < 2) | ((units < FEW) & ~(error > SAME))] = np.nan
        low, high = np.clip(mean - reach, 0, 100), np.clip(mean + reach, 0, 100)
        return {"replies": replies, "units": units, "mean": mean, "low": low, "high": high}


def distribution(scored: ScoredReplies, measure: str = "total") -> tuple[tuple[int, int, int], ...]:
    """How many replies fall into each tenth of the scale: (from, to, replies); the last holds 100 too."""
    values = scored.frame[measure].dropna().to_numpy(float)
    counts, edges = np.histogram(values, bins=np.arange(0, 100 + BIN, BIN))
    return tuple((int(edges[place]), int(edges[place + 1]), int(count)) for place, count in enumerate(counts))


def quantiles(scored: ScoredReplies, measure: str) -> tuple[float, ...]:
    """The scores below which 10, 25, 50, 75 and 90 per cent of the replies lie; NaN without replies."""
    values = scored.frame[measure].dropna()
    return tuple(float(values.quantile(one)) if len(values) else math.nan for one in QUANTILES)


def failed_gates(scored: ScoredReplies) -> tuple[tuple[str, int], ...]:
    """Each gate that some reply failed, with the number of replies, the most frequent first."""
    ids = scored.frame["gates"].str.split().explode().dropna()
    return tuple(
        sorted(((str(name), int(count)) for name, count in ids.value_counts().items()), key=lambda one: (-one[1], one[0]))
    )


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """The p-values adjusted for being many, so that the chance of even one false alarm stays at the level.

    >>> holm([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)

    NaN stays NaN and is not counted. Source: Holm 1979, Scandinavian Journal of Statistics 6, 65-70.
    """
    order = sorted((one, place) for place, one in enumerate(p_values) if not math.isnan(one))
    adjusted, highest = [math.nan] * len(p_values), 0.0
    for rank, (one, place) in enumerate(order):
        highest = max(highest, min(1.0, (len(order) - rank) * one))
        adjusted[place] = round(highest, 12)
    return tuple(adjusted)
