"""Early warning: whether the latest weeks differ from the weeks before, said only when chance would hardly do it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from scipy import stats

from coachkit.model import DIMENSIONS
from coachkit.team.numbers import Interval, holm
from coachkit.team.table import ScoredReplies

RECENT, BEFORE = 4, 8
"""Weeks that are compared: at most so many of the latest, and so many before them."""

LEAST_WEEKS = 4
LEAST = 10
"""Conversations needed on each side."""

WORTH = 3.0
"""Points of 100; a smaller change is not worth a word."""

SURE = 0.05


@dataclass(frozen=True, slots=True)
class Change:
    """A measure in the latest weeks and before. `agent` is "" for the team; `difference` is recent minus before, in points.

    `p` is adjusted by Holm over everything that was compared. `sure`: p below 0.05 and at least three points.
    """

    agent: str
    measure: str
    before: float
    recent: float
    difference: Interval
    p: float

    @property
    def sure(self) -> bool:
        """Whether it is worth a word."""
        return self.p < SURE and abs(self.difference.value) >= WORTH


@dataclass(frozen=True, slots=True)
class Weeks:
    """What is compared: the first day of the weeks before, of the latest weeks, and the day after the last."""

    start: pd.Timestamp
    turn: pd.Timestamp
    end: pd.Timestamp

    @property
    def recent(self) -> int:
        """How many weeks are the latest."""
        return (self.end - self.turn).days // 7

    @property
    def before(self) -> int:
        """How many weeks they are held against."""
        return (self.turn - self.start).days // 7


def weeks_to_compare(scored: ScoredReplies) -> Weeks | None:
    """The latest third of the weeks, at most four, and at most eight before; None where the replies span fewer than four."""
    weeks = scored.frame["week"].dropna()
    if weeks.empty:
        return None
    first, end = weeks.min(), weeks.max() + pd.Timedelta(weeks=1)
    span = (end - first).days // 7
    if span < LEAST_WEEKS:
        return None
    recent = min(RECENT, max(1, span // 3))
    turn = end - pd.Timedelta(weeks=recent)
    return Weeks(max(first, turn - pd.Timedelta(weeks=BEFORE)), turn, end)


def changes(scored: ScoredReplies) -> tuple[Change, ...]:
    """The team's total and dimensions and each agent's total, where both sides have at least ten conversations.

    Welch's interval for two means of conversations (Welch 1947, Biometrika 34, 28-35). It takes conversations as independent;
    a week in which everything goes wrong at once is not.
    """
    weeks = weeks_to_compare(scored)
    if weeks is None:
        return ()
    found = list(_compared(scored, weeks))
    adjusted = holm([one.p for one in found])
    return tuple(replace(one, p=p) for one, p in zip(found, adjusted, strict=True))


def _compared(scored: ScoredReplies, weeks: Weeks) -> Iterator[Change]:
    frame = scored.frame[(scored.frame["week"] >= weeks.start) & (scored.frame["week"] < weeks.end)]
    yield from _of(frame, "", ("total", *DIMENSIONS), weeks)
    for agent in sorted(set(frame["agent"]) - {""}):
        yield from _of(frame[frame["agent"] == agent], agent, ("total",), weeks)


def _of(frame: pd.DataFrame, agent: str, measures: Sequence[str], weeks: Weeks) -> Iterator[Change]:
    late = frame["week"] >= weeks.turn
    sides = [frame[side].groupby("unit", sort=True)[list(measures)].mean() for side in (~late, late)]
    for measure in measures:
        before, recent = (side[measure].dropna() for side in sides)
        if min(len(before), len(recent)) < LEAST:
            continue
        if before.nunique() < 2 and recent.nunique() < 2:
            continue  # without any spread there is nothing to hold a difference against
        test = stats.ttest_ind(recent, before, equal_var=False)
        reach = test.confidence_interval(0.95)
        difference = Interval(
            float(recent.mean() - before.mean()), float(reach.low), float(reach.high), len(before) + len(recent)
        )
        p = float(test.pvalue)
        yield Change(agent, measure, float(before.mean()), float(recent.mean()), difference, 1.0 if math.isnan(p) else p)
