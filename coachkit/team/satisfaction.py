"""Scores beside what customers said: CSAT or NPS, conversation by conversation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from coachkit.team.numbers import FEW, SAME, Interval, holm
from coachkit.team.table import MEASURES, ScoredReplies

if TYPE_CHECKING:
    import pandas as pd

LEAST = 20
"""Conversations with an answer below which nothing is said of an association."""

SURE = 0.05
PASSIVE, PROMOTER = 7, 9
"""NPS: 0 to 6 are detractors, 7 and 8 passives, 9 and 10 promoters. Source: Reichheld 2003, Harvard Business Review 81(12)."""


@dataclass(frozen=True, slots=True)
class Association:
    """How a measure goes together with satisfaction: Spearman's rho (-1 to 1) with its interval, p adjusted by Holm.

    `sure`: the adjusted p lies below 0.05. It tells that the two go together, never that one makes the other.
    """

    measure: str
    rho: Interval
    p: float

    @property
    def sure(self) -> bool:
        """Whether it would hardly come about by chance, even among as many measures as were looked at."""
        return self.p < SURE


def beside(scored: ScoredReplies, answer: str = "csat") -> tuple[Association, ...]:
    """Each measure's association with "csat" or "nps", in the order of the measures; none where too few were answered.

    One conversation is one draw: its replies' mean score beside its one answer. The interval is Fisher's with the variance of
    Bonett and Wright (2000, Psychometrika 65, 23-28).
    """
    table = per_conversation(scored, answer)
    measures = [name for name in (*MEASURES, *scored.criteria) if _enough(table, name, answer)]
    found = [_spearman(table, name, answer) for name in measures]
    adjusted = holm([p for _, p in found])
    return tuple(Association(name, rho, p) for name, (rho, _), p in zip(measures, found, adjusted, strict=True))


def per_conversation(scored: ScoredReplies, answer: str) -> pd.DataFrame:
    """One row per conversation that has an answer: the mean of each measure and the answer (the last one given)."""
    answered = scored.frame["unit"].isin(scored.frame["unit"][scored.frame[answer].notna()].unique())
    frame = scored.frame.loc[answered, [*MEASURES, *scored.criteria, answer, "unit"]]
    groups = frame.groupby("unit", sort=True)
    table = groups[[*MEASURES, *scored.criteria]].mean()
    table[answer] = groups[answer].last()
    return table[table[answer].notna()]


def _enough(table: pd.DataFrame, measure: str, answer: str) -> bool:
    both = table[[measure, answer]].dropna()
    return len(both) >= LEAST and bool(both.min().lt(both.max()).all())


def _spearman(table: pd.DataFrame, measure: str, answer: str) -> tuple[Interval, float]:
    both = table[[measure, answer]].dropna()
    rho, p = stats.spearmanr(both[measure], both[answer])
    low, high = spearman_interval(float(rho), len(both))
    return Interval(float(rho), low, high, len(both)), float(p)


def spearman_interval(rho: float, n: int) -> tuple[float, float]:
    """The 95 % interval of Spearman's rho from n pairs, within -1 and 1."""
    if abs(rho) >= 1:
        return rho, rho
    reach = stats.norm.ppf(0.975) * math.sqrt((1 + rho**2 / 2) / (n - 3))
    return float(np.tanh(np.arctanh(rho) - reach)), float(np.tanh(np.arctanh(rho) + reach))


def levels(scored: ScoredReplies, answer: str = "csat") -> tuple[tuple[str, Interval], ...]:
    """The mean total of the conversations at each level of the answer: "1" to "5" for CSAT; "0-6", "7-8", "9-10" for NPS."""
    table = per_conversation(scored, answer)
    names = table[answer].round().astype(int).astype(str) if answer == "csat" else table[answer].map(_nps_group)
    found = []
    for name, group in table.groupby(names):
        mean, error, n = float(group["total"].mean()), float(group["total"].sem()), len(group)  # type: ignore[arg-type]
        reach = stats.t.ppf(0.975, max(n - 1, 1)) * error if n >= FEW or error > SAME else math.nan
        low, high = np.clip([mean - reach, mean + reach], 0, 100)
        found.append((str(name), Interval(mean, float(low), float(high), n)))
    return tuple(found)


def _nps_group(answer: float) -> str:
    if answer < PASSIVE:
        return "0–6"
    return "7–8" if answer < PROMOTER else "9–10"
