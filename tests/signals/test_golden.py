"""Every signal on small replies whose value was worked out by hand (golden.yaml says how)."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coachkit.documents import parse
from coachkit.signals.catalogue import CONTEXTS, ORDERS, SIGNALS

Measure = Callable[..., list[float]]
ROWS: list[dict[str, Any]] = parse(Path(__file__).with_name("golden.yaml").read_text("utf-8"), "golden.yaml")
BY_PROPERTY_ONLY = {"difficulty", "formality", "politeness"}
"""Balances of many words, standardised: test_properties.py holds them to their directions instead of to one number."""


WRONG_TODAY = {
    (
        "first_person_action",
        "I have sent it and I will call you.",
    ): "each word of a phrase of action counts as an action of its own",
}


def _rows() -> list[object]:
    known = [WRONG_TODAY.get((row["signal"], row["text"])) for row in ROWS]
    marks = [[pytest.mark.xfail(strict=True, reason=reason)] if reason else [] for reason in known]
    return [
        pytest.param(row, marks=mark, id=f"{row['signal']}-{row['text'][:24]}") for row, mark in zip(ROWS, marks, strict=True)
    ]


@pytest.mark.parametrize("row", _rows())
def test_a_value_worked_out_by_hand(measure: Measure, row: dict[str, Any]) -> None:
    (found,) = measure(row["signal"], [(row["text"], row.get("customer", ""))], row.get("language", "en"))
    wanted = math.nan if row["value"] is None else float(row["value"])
    assert found == pytest.approx(wanted, abs=row.get("precision", 1e-6), nan_ok=True), row["why"]


def test_every_signal_has_a_value_worked_out_by_hand() -> None:
    names = set(SIGNALS) | set(CONTEXTS) | set(ORDERS)
    assert names - BY_PROPERTY_ONLY - {row["signal"] for row in ROWS} == set()
