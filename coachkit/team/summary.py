"""The numbers of the reports as one long table, to be opened in a spreadsheet."""

from __future__ import annotations

import pandas as pd

from coachkit.team.numbers import COLUMNS, means
from coachkit.team.table import MEASURES, ScoredReplies

GROUPS = ("agent", "channel", "language", "week")


def summary(scored: ScoredReplies) -> pd.DataFrame:
    """One row per group (team, agent, channel, language, week), its name and measure: replies, units (conversations), mean,
    low and high, 0 to 100 with two decimals. Weeks have only the total and the dimensions.
    """
    parts = [means(scored).table.assign(group="team")]
    for group in GROUPS:
        measures = MEASURES if group == "week" else None
        parts.append(means(scored, group, measures).table.assign(group=group))
    table = pd.concat([one for one in parts if len(one)] or parts[:1], ignore_index=True)
    table[["mean", "low", "high"]] = table[["mean", "low", "high"]].round(2)
    return table[["group", *COLUMNS]]
