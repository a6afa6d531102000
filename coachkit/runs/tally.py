"""Adding up scores as they come, block by block, in memory that does not grow with the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from coachkit.model import DIMENSIONS

NUMBERS = ("total", *DIMENSIONS)
_STEPS = 10_001
"""Scores have two decimals from 0 to 100, so that counting each value loses nothing."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How a score lies over the replies, 0 to 100; None where no reply has it. Quartiles are of the scores themselves."""

    n: int
    mean: float | None
    low: float | None
    median: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run found."""

    rows: int
    scored: int
    context: int
    with_problem: int
    unscored: int
    problems: Mapping[str, int]
    spreads: Mapping[str, Spread]
    languages: Mapping[str, int]
    weakest: Mapping[str, int]
    gates: Mapping[str, int]


@dataclass(slots=True)
class Tally:
    """The running counts; `summary` reads them off."""

    rows: int = 0
    context: int = 0
    scored: int = 0
    with_problem: int = 0
    unscored: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    weakest: Counter[str] = field(default_factory=Counter)
    gates: Counter[str] = field(default_factory=Counter)
    counts: dict[str, Any] = field(default_factory=lambda: {name: np.zeros(_STEPS, dtype=np.int64) for name in NUMBERS})

    def add_scores(self, columns: Mapping[str, Any]) -> None:
        """Counts a block's columns (coachkit.batch.COLUMNS), sequences or Arrow arrays."""
        self.scored += len(columns["total"])
        for name in NUMBERS:
            values = np.asarray(columns[name], dtype=float)
            known = values[~np.isnan(values)]
            self.counts[name] += np.bincount(np.rint(known * 100).astype(int), minlength=_STEPS)
        for one, times in _counted(columns["language"]):
            self.languages[one or ""] += times
        for one, times in _counted(columns["weakest"]):
            if one:
                self.weakest[one] += times
        for one, times in _counted(columns["gates"]):
            self.gates.update(dict.fromkeys((one or "").split(), times))

    def add_problems(self, kinds: Iterable[str]) -> None:
        """Counts one row that has problems, each kind once."""
        self.with_problem += 1
        self.problems.update(set(kinds))

    def summary(self) -> Summary:
        """The counts so far."""
        return Summary(
            rows=self.rows,
            scored=self.scored,
            context=self.context,
            with_problem=self.with_problem,
            unscored=self.unscored,
            problems=_most_first(self.problems),
            spreads={name: spread(self.counts[name]) for name in NUMBERS},
            languages=_most_first(self.languages),
            weakest=_most_first(self.weakest),
            gates=_most_first(self.gates),
        )


def _counted(column: Any) -> Iterable[tuple[str | None, int]]:
    """How often each value occurs."""
    if isinstance(column, pa.Array):
        return [(one["values"], one["counts"]) for one in column.value_counts().to_pylist()]
    return Counter(column).items()


def _most_first(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))


def spread(counts: Any) -> Spread:
    """Mean and quartiles of scores given as counts per hundredth.

    A quartile is the smallest score that at least a quarter (a half, three quarters) of the replies do not pass.
    """
    n = int(counts.sum())
    if not n:
        return Spread(0, None, None, None, None)
    mean = float((counts * np.arange(_STEPS)).sum()) / n / 100
    upto = np.cumsum(counts)
    low, median, high = (float(np.searchsorted(upto, -(-n * part // 4))) / 100 for part in (1, 2, 3))
    return Spread(n, mean, low, median, high)
