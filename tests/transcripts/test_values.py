"""Languages and channels under the names people give them."""

from __future__ import annotations

from typing import Any

import pytest

from coachkit.model import CHANNELS, LANGUAGES
from coachkit.transcripts import values
from coachkit.transcripts.columns import key
from coachkit.transcripts.values import channel_of, language_of


@pytest.mark.parametrize(
    ("value", "code"),
    [("FI", "fi"), ("fi-FI", "fi"), ("en_GB", "en"), ("Svenska", "sv"), ("suomi", "fi"), ("", None), (None, None)],
)
def test_languages(value: Any, code: str | None) -> None:
    assert language_of(value) == (code, None)


@pytest.mark.parametrize(
    ("value", "channel"),
    [("E-mail", "email"), ("Sähköposti", "email"), ("WhatsApp", "messaging"), ("Chatti", "chat"), (float("nan"), None)],
)
def test_channels(value: Any, channel: str | None) -> None:
    assert channel_of(value) == (channel, None)


def test_unknown_values_are_dropped_and_named() -> None:
    assert language_of("de") == (None, "unknown language: 'de' is not fi, sv or en; detected instead")
    code, problem = channel_of("x" * 90)
    assert code is None
    assert str(problem).startswith(f"unknown channel: '{'x' * 40}…' is none of chat")


def test_the_tables_hold_what_can_be_found() -> None:
    for table, allowed in ((values._LANGUAGES, LANGUAGES), (values._CHANNELS, CHANNELS)):
        assert all(key(name) == name for name in table)
        assert set(table.values()) == set(allowed)
