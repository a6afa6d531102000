"""Places with many digits: found for a column as for each text, and every number with a check lies in one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.signals.identifiers import checked_identifiers
from coachkit.signals.many_digits import windows, windows_of
from coachkit.signals.numbers_held import checked_in, phones_in
from coachkit.signals.phones import phones

TEXTS = st.text("0123456789٣𝟙 -./\nab_Åé\ud800", max_size=60)


@given(st.lists(TEXTS, max_size=6))
def test_a_column_gives_what_each_text_gives(texts: list[str]) -> None:
    found = windows_of(texts)
    assert [found.get(row, ()) for row in range(len(texts))] == [windows(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("order 48 213 9", []),
        ("article 7162782 here", ["ticle 7162782 here"]),
        ("a12 3456\n7 89", []),
        ("FI2112345600000785x, y", ["FI2112345600000785x, "]),
        ("call 040 1234567, or 050 7654321", ["call 040 1234567, or 050 7654321"]),
    ],
)
def test_a_place_has_seven_digits_of_one_line_and_reaches_to_the_end_of_the_word(text: str, places: list[str]) -> None:
    assert [text[start:end] for start, end in windows(text)] == places


@pytest.mark.parametrize("number", ["131052-308T", "8112289874", "0112038-9", "FI21 1234 5600 0007 85", "4111 1111 1111 1111"])
def test_a_number_with_a_check_is_found_in_its_place(number: str) -> None:
    text = f"See page 12 first. The number is {number}, and 3 more."
    (place,) = windows(text)
    whole = {(kind, text[start:end]) for kind, start, end in checked_identifiers(text)}
    assert whole == {(kind, text[start:end]) for kind, start, end in checked_identifiers(text, *place)}
    assert number in {words for _, words in whole}


NUMBERS = (
    "131052-308T", "8112289874", "0112038-9", "FI 0112038-9", "FI21 1234 5600 0007 85", "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
    "4111 1111 1111 1111", "+358 40 123 4567", "040 1234567", "7654321", "1.2.2026", "12,50 €",
)  # fmt: skip
WORDS = (
    "tel ",
    "puhelinnumeromme on ",
    "tilausnumero ",
    "order no: ",
    "paketti ",
    "ring ",
    "-",
    "a",
    " ",
    "\n",
    "see page 12 ",
    "x" * 30,
)


@given(st.lists(st.sampled_from(NUMBERS + WORDS) | TEXTS, max_size=9).map("".join))
def test_what_stands_near_is_all_that_a_number_depends_on(text: str) -> None:
    places = windows(text)
    assert checked_in(text, places) == tuple(one for place in places for one in checked_identifiers(text, *place))
    assert phones_in(text, places) == tuple(one for place in places for one in phones(text, *place))
