"""Rows of a table: one that may stand as it is is one that masking changes nothing in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.privacy import Masker, Masking, RowMasker
from coachkit.transcripts.columns import Columns
from coachkit.transcripts.rows import Row

SECRET = b"s" * 32
COLUMNS = Columns(text="text", channel="channel", language="language", agent_name="who", customer_name="name", conversation="id")
NAMES = ("id", "text", "note", "channel", "language", "who", "name", "email", "csat")
VALUES: list[Any] = [
    None, "", " ", "Kiitos!", "chat", "fi", "Hei Liisa!", "t. Matti", "puh. 040 123 4567", "a@example.com", "<PERSON-3>", "A", 7,
    4.5, float("nan"), True, 358401234567, 131052.0, [], ["Hei Liisa!"], {"name": "Liisa"}, b"Liisa", dt.date(2026, 3, 1), "112",
]  # fmt: skip
ROWS = st.fixed_dictionaries({name: st.sampled_from(VALUES) for name in NAMES})


def masker() -> RowMasker:
    return RowMasker(Masker(Masking(), SECRET), COLUMNS)


@given(ROWS)
def test_a_row_that_may_stand_is_the_same_when_it_is_masked(values: dict[str, Any]) -> None:
    rows, row = masker(), Row(2, values)
    if rows.may_stand(row):
        masked = rows.masked_in(rows.masker.talk(None), row)
        assert repr(dict(masked.values)) == repr(values)
        assert masked.problem is None


@given(st.lists(ROWS, max_size=4))
def test_the_quick_way_gives_what_the_slow_one_gives(table: list[dict[str, Any]]) -> None:
    quick, slow = masker(), masker()
    for number, values in enumerate(table):
        talk = slow.masker.talk(values["id"] if isinstance(values["id"], str) and values["id"].strip() else None)
        row = Row(number, values)
        if not isinstance(values["id"], str):
            row = Row(number, {**values, "id": None})
        assert repr(quick.mask(row).values) == repr(slow.masked_in(talk, row).values)


@pytest.mark.parametrize("values", [{"text": "Kiitos!", "csat": 4.5}, {"text": "ok", "note": None, "csat": 7, "channel": "chat"}])
def test_a_plain_row_stands(values: dict[str, Any]) -> None:
    row = Row(2, values)
    assert masker().mask(row) is row


@pytest.mark.parametrize(
    "changed", [{"text": "Hei Liisa!"}, {"csat": 358401234567}, {"note": ["x"]}, {"who": "Matti"}, {"email": "x"}]
)
def test_a_row_with_something_to_mask_is_looked_at(changed: dict[str, Any]) -> None:
    assert not masker().may_stand(Row(2, {"text": "Kiitos!", "csat": 4, **changed}))


def test_a_language_with_a_name_or_number_behind_it_is_no_mere_language() -> None:
    rows = masker()
    named = rows.mask(Row(2, {"text": "Hei Liisa!", "language": "fi Liisa", "channel": "chat"})).values
    assert dict(named) == {"text": "Hei <PERSON-1>!", "language": "fi <PERSON-1>", "channel": "chat"}
    assert rows.mask(Row(3, {"text": "ok", "language": "fi 040 123 4567"})).values["language"] == "fi <PHONE-1>"
