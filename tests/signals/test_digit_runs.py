"""Texts with numbers are told apart by their runs of digits: none in which anything would be found is passed over."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.signals.digit_runs import digit_runs, rows_with_numbers
from coachkit.signals.encoded import encoded
from coachkit.signals.identifiers import _ISSUERS, CARD_LENGTHS, checked_identifiers, unchecked_hetu
from coachkit.signals.many_digits import windows, windows_in, windows_of
from coachkit.signals.phones import phones

NUMBERS = (
    "131052-308T", "131052–308t", "131052A308T", "131052 - 308T", "131052-308X", "811228-9874", "8112289874", "19811228-9874",
    "198112289874", "811288 9874", "0112038-9", "0112038 – 9", "FI01120389", "fi 01120389", "FI21 1234 5600 0007 85",
    "fi2112345600000785", "GB29 NWBK 6016 1331 9268 19", "MT84 MALT 0110 0001 2345 MTLC AST0 01S", "4111 1111 1111 1111",
    "4111-1111-1111-1111", "378282246310005", "3782 822463 10005", "0604-000000000", "6759649826438453", "040 123 4567",
    "+358 40 123 4567", "+\u202f(358) 40 1234567", "(09) 123 4567", "tel 7654321", "puhelinnumeromme on 765 43 21",
    "GSM: 7654321", "Kännykkä 765.43.21", "whatsapp number 7654321", "24/7", "115015433668", "x0401234567", "1.2.2026 klo 10.30",
    "٣٤٥٦٧٨٩",
)  # fmt: skip
BETWEEN = ("", " ", "\n", "/", "-", "x", "ä", "’", "\u00a0", ".", " 7", "see ", "https://a.b/c12/", "tel ", "😊", "@", "Hi ")
TEXTS = st.lists(st.sampled_from([*NUMBERS, *BETWEEN]) | st.text("0123456789 -./()+\nabFI\u00a0–é٣", max_size=12), max_size=7)
COLUMNS = st.lists(TEXTS.map("".join), min_size=1, max_size=8)


def found_in(text: str) -> list[tuple[str, int, int]]:
    """All that is found in the windows of a text."""
    places = windows(text)
    found = [one for place in places for one in (*checked_identifiers(text, *place), *unchecked_hetu(text, *place))]
    return [*found, *(("phone", *span) for place in places for span in phones(text, *place))]


def looked_at(texts: Sequence[str]) -> dict[int, tuple[tuple[int, int], ...]]:
    column = encoded(texts)
    assert column is not None
    return windows_in(texts, column, digit_runs(column))


@given(COLUMNS)
def test_where_a_column_gives_no_windows_nothing_is_found(texts: list[str]) -> None:
    found = looked_at(texts)
    for row, text in enumerate(texts):
        if row in found:
            assert found[row] == windows(text)
        else:
            assert found_in(text) == []


@pytest.mark.parametrize("number", [one for one in NUMBERS if found_in(one)])
def test_every_number_is_looked_at_between_other_texts(number: str) -> None:
    texts = ["7", number, "0", f"Numero: {number}.", "", f"{number}\n"]
    assert {1, 3, 5} <= looked_at(texts).keys()


@pytest.mark.parametrize(
    "text",
    [
        "See https://support.example.com/articles/115015433668-Clearing and 360024008433.",
        "Open https://t.co/a1b2c3d4e5 24/7, order 7162782, or HT201805 for iPhone users on 1.2.",
        "Reference 2019-06 of 12 pages, 1,299.00 and 15:30, document c06179691",
    ],
)
def test_numbers_of_articles_prices_and_dates_need_no_closer_look(text: str) -> None:
    assert looked_at([text]) == {}


def test_many_texts_and_few_give_the_same() -> None:
    texts = [f"{before}{number}" for number in NUMBERS for before in BETWEEN]
    many = windows_of(texts)
    for start in range(0, len(texts), 10):
        few = windows_of(texts[start : start + 10])
        assert all(many.get(start + row, places) == places for row, places in few.items())
        assert all(row - start in few for row in many if start <= row < start + 10)


def test_digits_of_all_scripts_are_looked_at() -> None:
    digits = [chr(code) for code in range(0x80, sys.maxunicode + 1) if chr(code).isdecimal()]
    column = encoded(digits)
    assert column is not None
    assert len(digits) > 500
    assert rows_with_numbers(column, digit_runs(column))[0].tolist() == list(range(len(digits)))


def test_half_a_character_is_looked_at_text_by_text() -> None:
    assert encoded(["\ud800"]) is None
    assert windows_of(["\ud800 040 1234567"] * 60).keys() == set(range(60))


def test_cards_have_the_lengths_of_their_issuers() -> None:
    for first in range(10):
        lengths = {
            length for pattern, used in _ISSUERS for length in used if any(pattern.match(f"{first}{n:03}") for n in range(1000))
        }
        assert lengths == set(CARD_LENGTHS.get(first, ()))
