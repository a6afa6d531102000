"""Identity codes, account, card and telephone numbers in a text, looked for once though the signal and the masking both ask.

Only what stands near a number has a say, and the same piece of a template stands in many texts.
"""

from __future__ import annotations

from functools import lru_cache

from coachkit.signals.identifiers import Found, checked_identifiers
from coachkit.signals.phones import NEAR, phones

KEPT = 8_192
"""Answers that are kept: somewhat more than a block has texts."""

LONGEST_KEPT = 400
"""Characters of a piece of text up to which its answer is kept: the store stays small whatever the texts are."""

_BEFORE, _BEHIND = 2, 66
"""Characters around a window that its identity codes, account and card numbers depend on: an account number may end behind it."""

_WORDS_BEFORE = 64
"""Characters before a window that its telephone numbers depend on: the words that say what a number is."""

Window = tuple[int, int]
"""Start and end (code points, half open)."""

Places = tuple[Window, ...]
"""The windows of a text (many_digits.windows)."""


def checked_in(text: str, places: Places) -> tuple[Found, ...]:
    """What the check digits hold of in the windows, window by window, the surest kind of each first."""
    found: tuple[Found, ...] = ()
    for start, end in places:
        low = max(start - _BEFORE, 0)
        piece = text[low : end + _BEHIND]
        look = _kept_checked if len(piece) <= LONGEST_KEPT else _checked
        found += tuple([(kind, low + first, low + last) for kind, first, last in look(piece, start - low, end - low)])
    return found


def phones_in(text: str, places: Places) -> tuple[Window, ...]:
    """The telephone numbers in the windows (start, end)."""
    found: tuple[Window, ...] = ()
    for start, end in places:
        low = max(start - _WORDS_BEFORE, 0)
        piece = text[low : max(end, start + NEAR)]
        look = _kept_phones if len(piece) <= LONGEST_KEPT else _phones
        found += tuple([(low + first, low + last) for first, last in look(piece, start - low, end - low)])
    return found


def _checked(piece: str, start: int, end: int) -> tuple[Found, ...]:
    return tuple(checked_identifiers(piece, start, end))


def _phones(piece: str, start: int, end: int) -> tuple[Window, ...]:
    return tuple(phones(piece, start, end))


_kept_checked = lru_cache(KEPT)(_checked)
_kept_phones = lru_cache(KEPT)(_phones)
