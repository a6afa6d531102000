"""A better and a worse reply to the same customer: the better one wins.

contrast.jsonl holds 24 pairs a language, six for each dimension, half of them without stock phrases, written for the project.
"""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path

import pytest

from coachkit.batch import score_many
from coachkit.model import Reply

pytestmark = pytest.mark.slow

ROWS = [json.loads(line) for line in Path(__file__).with_name("contrast.jsonl").read_text("utf-8").splitlines()]
LEAST_WON = 22
LEAST_WON_WITHOUT_STOCK = 10


def totals(rows: list[dict[str, str]], side: str) -> list[float]:
    """The totals of one side of the pairs."""
    replies = [Reply(row[side], row["customer"], row["channel"]) for row in rows]
    return list(chain.from_iterable(block.columns()["total"].tolist() for block in score_many(replies)))


def lost(rows: list[dict[str, str]]) -> list[str]:
    """The pairs whose better reply does not win, each in a line."""
    pairs = zip(rows, totals(rows, "better"), totals(rows, "worse"), strict=True)
    return [
        f"{row['channel']} {row['dimension']} {better:.1f} <= {worse:.1f}\n"
        f"  + {row['better']}\n  - {row['worse']}\n  ({row['why']})"
        for row, better, worse in pairs
        if not better > worse
    ]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_better_reply_wins(language: str) -> None:
    rows = [row for row in ROWS if row["language"] == language]
    losers = lost(rows)
    assert len(rows) == 24
    assert len(rows) - len(losers) >= LEAST_WON, "\n".join(losers)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_better_reply_wins_without_stock_phrases_too(language: str) -> None:
    rows = [row for row in ROWS if row["language"] == language and not row["stock"]]
    losers = lost(rows)
    assert len(rows) == 12
    assert len(rows) - len(losers) >= LEAST_WON_WITHOUT_STOCK, "\n".join(losers)
