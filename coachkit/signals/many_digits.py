"""Places with many digits near one another: nowhere else need one look for identity codes, account, card or telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from coachkit.text.corpus import Bools, Ints

FEWEST_DIGITS = 7
"""Digits of which each number with a check of its own, and each telephone number, has at least so many."""

LONGEST_GAP = 6
"""Other characters of a line that may stand between two of the digits."""

_CLUSTER = re.compile(rf"\d(?:[^\d\n]{{0,{LONGEST_GAP}}}\d){{{FEWEST_DIGITS - 1},}}")
_WORD = re.compile(r"[^\W_]+")
_BEFORE, _BEHIND = 6, 3
"""Characters around the digits that may belong to a number: letters of a country, the end of a word."""

_BEYOND = 0x20000
"""No digit has a code from here on."""
_LINE_END = ord("\n")

Window = tuple[int, int]
"""Start and end (code points, half open)."""


def windows(text: str) -> tuple[Window, ...]:
    """The places in a text with at least FEWEST_DIGITS, with a few characters around them and up to the end of the word there."""
    return tuple(_window(text, *match.span()) for match in _CLUSTER.finditer(text))


def windows_of(texts: Sequence[str]) -> dict[int, tuple[Window, ...]]:
    """For every text that has such places, by its row: the same as `windows` of each, found in one pass over all of them."""
    starts, ends, rows = _clusters(texts)
    result: dict[int, tuple[Window, ...]] = {}
    for row, start, end in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True):
        result[row] = (*result.get(row, ()), _window(texts[row], start, end))
    return result


def _window(text: str, start: int, end: int) -> Window:
    end = min(end + _BEHIND, len(text))
    word = _WORD.match(text, end - 1)
    return max(start - _BEFORE, 0), word.end() if word else end


def _clusters(texts: Sequence[str]) -> tuple[Ints, Ints, Ints]:
    """Starts and ends of the clusters in their texts, and the rows of these."""
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    places = np.flatnonzero(_digits().take(codes, mode="clip"))
    # A line's end parts digits, and so does the one between two texts.
    line = np.searchsorted(np.flatnonzero(codes == _LINE_END), places)
    first = np.ones(len(places), dtype=bool)
    first[1:] = (np.diff(places) > LONGEST_GAP + 1) | (np.diff(line) > 0)
    begin = np.flatnonzero(first)
    count = np.diff(np.append(begin, len(places)))
    begin, count = begin[count >= FEWEST_DIGITS], count[count >= FEWEST_DIGITS]
    base = np.cumsum(lengths + 1) - (lengths + 1)
    starts, ends = places[begin], places[begin + count - 1] + 1
    rows = np.searchsorted(base, starts, side="right") - 1
    return starts - base[rows], ends - base[rows], rows


@cache
def _digits() -> Bools:
    """By code point: whether it is a digit; what lies beyond the table is none."""
    table: npt.NDArray[np.bool_] = np.zeros(_BEYOND, dtype=bool)
    table[[code for code in range(_BEYOND) if chr(code).isdecimal()]] = True
    return table
