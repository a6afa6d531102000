"""The customer's name is taken from the last line of the message, where it is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.text.names import signed_name


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("Where is my order?\nAnna", "Anna"),
        ("Where is my order?\n\nKind regards\nSiobhan O'Reilly", "Siobhan O'Reilly"),
        ("Missä paketti on?\nTerveisin Ville-Petteri", "Ville-Petteri"),
        ("Missä paketti on?\nt. Mohammed Hassan", "Mohammed Hassan"),
        ("Var är paketet?\r\nMvh Åsa Öberg\r\n", "Åsa Öberg"),
        ("Var är paketet?\n- Xi", "Xi"),
    ],
)
def test_a_name_alone_on_the_last_line(message: str, name: str) -> None:
    assert signed_name(message) == name


@pytest.mark.parametrize(
    "message",
    [
        None,
        "",
        "Anna",
        "Where is my order?",
        "Missä paketti on?\nKiitos!",
        "Help!\nTHANKS",
        "Where is it?\nplease help",
        "a\nWhere Is My Order Now",
    ],
)
def test_no_name_where_none_is_signed(message: str | None) -> None:
    assert signed_name(message) is None


@given(st.text(max_size=80) | st.text("\nAnna terv.-", max_size=60))
def test_any_message_gives_a_name_that_stands_in_it_or_none(message: str) -> None:
    name = signed_name(message)
    assert name is None or name in message
