"""Scored tables made here, by seed: nobody's replies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

Table = Callable[..., pd.DataFrame]
CRITERIA = ("clarity.next_step", "empathy.takes_ownership", "tone.no_stiff_phrases")


@pytest.fixture
def scored_table() -> Table:
    """Makes a scored table of `weeks` weeks; `shift` adds points to an agent's replies of the last four weeks."""

    def make(
        seed: int = 1, n: int = 400, weeks: int = 12, shift: Mapping[str, float] | None = None, **columns: Any
    ) -> pd.DataFrame:
        random = np.random.default_rng(seed)
        agent = random.choice(["agent-aaaaaa", "agent-bbbbbb", "agent-cccccc"], n)
        day = random.integers(0, 7 * weeks, n)
        total = np.clip(random.normal(65, 12, n), 0, 95)
        for name, points in (shift or {}).items():
            total = total + points * ((agent == name) & (day >= 7 * (weeks - 4)))
        frame = pd.DataFrame(
            {
                "conversation": [f"c{number}" for number in range(n)],
                "at": (pd.Timestamp("2025-03-03T08:00Z") + pd.to_timedelta(day, unit="D")).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "agent_name": agent,
                "channel": random.choice(["chat", "email"], n),
                "text": "I am sorry that your coat is late. You will have it on Friday.",
                "csat": random.integers(1, 6, n),
                "row": range(1, n + 1),
                "total": np.round(total, 2),
                "gates": "",
                "weakest": "clarity.next_step",
                "language": "en",
                "problem": None,
            }
        )
        for name in ("clarity", "empathy", "readability", "tone"):
            frame[name] = np.round(np.clip(random.normal(60, 10, n), 0, 100), 2)
        for name in CRITERIA:
            frame[name] = random.choice([0.0, 0.5, 1.0, np.nan], n)
        return frame.assign(**columns)

    return make
