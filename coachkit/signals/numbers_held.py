"""Identity codes, account, card and telephone numbers in a text, looked for once though the signal and the masking both ask."""

from __future__ import annotations

from functools import lru_cache

from coachkit.signals.identifiers import Found, checked_identifiers
from coachkit.signals.phones import phones

KEPT = 8_192
"""Answers that are kept: somewhat more than a block has texts."""

LONGEST_KEPT = 2_000
"""Characters of a text up to which its answer is kept: the store stays small whatever the texts are."""

Window = tuple[int, int]
"""Start and end (code points, half open)."""

Places = tuple[Window, ...]
"""The windows of a text (many_digits.windows)."""


def checked_in(text: str, places: Places) -> tuple[Found, ...]:
    """What the check digits hold of in the windows, window by window, the surest kind of each first."""
    return _kept_checked(text, places) if len(text) <= LONGEST_KEPT else _checked(text, places)


def phones_in(text: str, places: Places) -> tuple[Window, ...]:
    """The telephone numbers in the windows (start, end)."""
    return _kept_phones(text, places) if len(text) <= LONGEST_KEPT else _phones(text, places)


def _checked(text: str, places: Places) -> tuple[Found, ...]:
    return tuple(one for place in places for one in checked_identifiers(text, *place))


def _phones(text: str, places: Places) -> tuple[Window, ...]:
    return tuple(one for place in places for one in phones(text, *place))


_kept_checked = lru_cache(KEPT)(_checked)
_kept_phones = lru_cache(KEPT)(_phones)
