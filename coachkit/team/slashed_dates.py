"""Dates such as 3/2/2026, which are the third of February to one country and the second of March to another.

The other dates of the column tell which: a file is read block by block, and a date of the last may tell it of the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})/\d{2,4}")


@dataclass(frozen=True, eq=False)
class Slashed:
    """The dates of a column that have slashes: whether one can only have its `day` first (13/3), whether one only its `month`
    (3/13), and the `readings` of those that could be either (3/2): day_first and month_first, moments, by row."""

    day: bool = False
    month: bool = False
    readings: pd.DataFrame = field(default_factory=pd.DataFrame)

    def settled(self, moments: pd.Series[Any]) -> pd.Series[Any]:
        """The moments with these dates read as the others of the column tell: the month first only where no day is."""
        if self.readings.empty:
            return moments
        chosen = self.readings["month_first" if self.month and not self.day else "day_first"]
        return moments.where(~moments.index.isin(chosen.index), chosen.reindex(moments.index))

    def at_places(self, rows: pd.Index[Any]) -> Slashed:
        """The same for a column of these rows only, in their order, numbered from 0."""
        if self.readings.empty:
            return self
        places = rows.get_indexer(self.readings.index)
        kept = self.readings[places >= 0].set_axis(places[places >= 0], axis=0)
        return replace(self, readings=kept)

    def moved(self, rows: int) -> Slashed:
        """The same with so many rows before its own."""
        return replace(self, readings=self.readings.set_axis(self.readings.index + rows, axis=0))


def together(blocks: Sequence[Slashed]) -> Slashed:
    """What the dates of all blocks say of their order, and those that it is about."""
    readings = [one.readings for one in blocks if not one.readings.empty]
    whole = pd.concat(readings) if readings else pd.DataFrame()
    return Slashed(any(one.day for one in blocks), any(one.month for one in blocks), whole)
