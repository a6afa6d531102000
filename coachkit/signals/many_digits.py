"""Places with many digits near one another: nowhere else need one look for identity codes, account, card or telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from coachkit import compiled
from coachkit.signals.digit_runs import FEWEST_DIGITS, Runs, digit_runs, rows_with_numbers
from coachkit.signals.encoded import PAD, Encoded, encoded
from coachkit.signals.numbers_held import Places, Window
from coachkit.signals.phones import BETWEEN, HINTS, REACH, may_be_named
from coachkit.text.corpus import Ints

LONGEST_GAP = 6
"""Other characters of a line that may stand between two of the digits."""

FEWEST_TEXTS = 50
"""Texts from which on one pass over all of them is quicker than a look at each."""

_CLUSTER = re.compile(rf"\d(?:[^\d\n]{{0,{LONGEST_GAP}}}\d){{{FEWEST_DIGITS - 1},}}")
_WORD = re.compile(r"[^\W_]+")
_TO_SMALL = 0x20
"""The bit that small letters have and capitals have not."""

_HINTS = np.array([list(hint.ljust(max(map(len, HINTS)) + 1, b"\0")) for hint in HINTS], dtype=np.uint8)
"""The hints with noughts behind them."""

_HEADS = np.isin(np.arange(256) | _TO_SMALL, _HINTS[:, 0])
"""(256,) what they may begin with."""

_BEFORE, _BEHIND = 6, 3
"""Characters around the digits that may belong to a number: letters of a country, the end of a word."""


def windows(text: str) -> Places:
    """The places in a text with at least FEWEST_DIGITS, with a few characters around them and up to the end of the word there."""
    return tuple(_window(text, *match.span()) for match in _CLUSTER.finditer(text))


def windows_of(texts: Sequence[str]) -> dict[int, Places]:
    """The `windows` of every text that may hold a number, by its row; nothing would be found in those of the others."""
    column = encoded(texts) if len(texts) >= FEWEST_TEXTS else None
    return windows_in(texts, column, digit_runs(column) if column else None)


def windows_in(texts: Sequence[str | None], column: Encoded | None, runs: Runs | None) -> dict[int, Places]:
    """The same for texts that are encoded already, and their runs of digits; without these every text is looked at."""
    if column is None or runs is None:
        rows: Iterable[int] = range(len(texts))
    else:
        sure, digits = rows_with_numbers(column, runs)
        rows = sorted({*sure.tolist(), *column.rows(_named(column, digits)).tolist()})
    return {row: places for row in rows if (text := texts[row]) and (places := windows(text))}


def _named(column: Encoded, places: Ints) -> Ints:
    """Those of the places that a word for telephones stands before, or a word too long to see where it begins."""
    if compiled.in_use():
        return _named_in_loops(column, places)
    before = np.zeros((len(places), REACH + PAD), dtype=np.uint8)
    small = before[:, :REACH]
    np.bitwise_or(column.data.take(places[:, None] + np.arange(-REACH, 0), mode="clip"), _TO_SMALL, out=small)
    far = small[:, :-BETWEEN]
    endless = ~((far == ord(" ")) | (far == ord("/")) | (far == ord("."))).any(axis=1)
    joined = before.tobytes()
    hinted = {match.start() // (REACH + PAD) for hint in HINTS for match in re.finditer(hint, joined)}
    named = [place for place in places[sorted(hinted)].tolist() if may_be_named(column.joined, place + PAD)]
    return np.concatenate((places[endless], np.array(named, dtype=np.int64)))


def _named_in_loops(column: Encoded, places: Ints) -> Ints:
    """The same by compiled loops."""
    from coachkit.signals.kernels import look_before

    hinted, endless = np.zeros((2, len(places)), dtype=bool)
    look_before(column.data, column.begins, places, column.rows(places), _HINTS, _HEADS, REACH, BETWEEN, hinted, endless)
    for one in np.flatnonzero(hinted & ~endless).tolist():
        endless[one] = may_be_named(column.joined, int(places[one]) + PAD)
    return places[endless]


def _window(text: str, start: int, end: int) -> Window:
    end = min(end + _BEHIND, len(text))
    word = _WORD.match(text, end - 1)
    return max(start - _BEFORE, 0), word.end() if word else end
