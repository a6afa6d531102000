"""Offsets in a text and in a browser's text field: there and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coachkit.widgets.shown_text import Shown

TEXTS = st.text(st.sampled_from("ab \r\n😀ä"), max_size=12)


@given(TEXTS)
def test_every_place_is_found_again_but_between_cr_and_lf(text: str) -> None:
    shown = Shown(text)
    assert "\r" not in shown.text
    for place in range(len(text) + 1):
        before = text[:place].replace("\r\n", "\n").replace("\r", "\n")
        if text[place - 1 : place + 1] == "\r\n":
            continue
        assert shown.at(place) == len(before.encode("utf-16-le")) // 2
        back = shown.back(shown.at(place))
        assert back == place or text[back : back + 2] == "\r\n"


def test_what_is_no_offset_is_none() -> None:
    for wrong in (None, "1", True, -1, 4, 1.5):
        assert Shown("abc").back(wrong) == -1
