"""The numbers of words by their bytes, looked up for a whole column at once, without a string for every word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.signedinteger[Any]]
Bools: TypeAlias = npt.NDArray[np.bool_]
Keys: TypeAlias = npt.NDArray[np.uint64]

KEY_WIDTH = 8
"""Bytes of a key."""
_TABLES = ((1, 17), (2, 15), (4, 14), (8, 13), (16, 12))
"""Keys of a word at most, and the places in the table of such words as a power of two."""
LONGEST = _TABLES[-1][0] * KEY_WIDTH
"""Bytes of the longest words that are kept here."""
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(KEY_WIDTH + 1)], dtype=np.uint64)
_MIXING = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))


class Slots:
    """Word -> number for words of up to LONGEST bytes; `number_of` tells the number of any other, and of a new one.

    A word is found by its bytes themselves, never by a hash of them alone. Words that find no place free are asked for anew
    each time.
    """

    def __init__(self, number_of: Callable[[str], int]) -> None:
        self._number_of = number_of
        self._tables = [_Table(keys, bits) for keys, bits in _TABLES]

    def numbers(self, raw: bytes, starts: Ints, ends: Ints) -> Ints:
        """(c,) the numbers of the words from `starts` (c,) to `ends` (c,) in UTF-8 bytes.

        No word holds a zero byte, and behind the last one stand at least LONGEST of them.
        """
        words: Keys = np.ndarray((len(raw) - KEY_WIDTH + 1,), dtype="<u8", buffer=raw, strides=(1,))
        length = ends - starts
        # Most words are short: all are looked up as if they were, and then the longer ones once more.
        keys = [words[starts] & _MASKS.take(length, mode="clip")]
        numbers, known = self._tables[0].find(keys)
        longer = np.flatnonzero(length > KEY_WIDTH)
        known[longer] = True
        missed = np.flatnonzero(~known)
        self._ask(raw, starts, ends, numbers, missed)
        self._tables[0].learn(keys, numbers, missed)
        for table in self._tables[1:]:
            if not len(longer):
                break
            fits = length[longer] <= table.keys * KEY_WIDTH
            rows, longer = longer[fits], longer[~fits]
            begin, size = starts[rows], length[rows]
            keys = [
                words[begin + place] & _MASKS.take(size - place, mode="clip")
                for place in range(0, table.keys * KEY_WIDTH, KEY_WIDTH)
            ]
            numbers[rows], known = table.find(keys)
            missed = np.flatnonzero(~known)
            self._ask(raw, starts, ends, numbers, rows[missed])
            table.learn(keys, numbers[rows], missed)
        self._ask(raw, starts, ends, numbers, longer)
        return numbers

    def _ask(self, raw: bytes, starts: Ints, ends: Ints, numbers: Ints, rows: Ints) -> None:
        """Fills in the numbers of some rows, each asked for as a string."""
        ask = self._number_of
        places = zip(starts[rows].tolist(), ends[rows].tolist(), strict=True)
        numbers[rows] = [ask(raw[start:end].decode("utf-8", "surrogatepass")) for start, end in places]


class _Table:
    """Words of at most `keys` keys -> number, each in one of two places; a number without a place is not kept."""

    def __init__(self, keys: int, bits: int) -> None:
        self.keys, self._shift = keys, np.uint64(64 - bits)
        # No word's first key is nought, so a place of noughts is free.
        self._held: list[Keys] = [np.zeros(1 << bits, dtype=np.uint64) for _ in range(keys)]
        self._number: Ints = np.zeros(1 << bits, dtype=np.int32)

    def find(self, keys: Sequence[Keys]) -> tuple[Ints, Bools]:
        """(c,) the numbers of words, (c,) of each of their keys, and whether they are known; what is unknown has any number."""
        place = self._place(keys, 0)
        number, known = self._number.take(place), self._holds(place, keys)
        rest = np.flatnonzero(~known)
        if len(rest):
            keys = [one[rest] for one in keys]
            place = self._place(keys, 1)
            number[rest], known[rest] = self._number.take(place), self._holds(place, keys)
        return number, known

    def learn(self, keys: Sequence[Keys], numbers: Ints, rows: Ints) -> None:
        """Keeps the numbers of some rows, where a place for them is free."""
        if not len(rows):
            return
        _, once = np.unique(numbers[rows], return_index=True)
        rows = rows[once]
        for turn in range(len(_MIXING)):
            chosen = [one[rows] for one in keys]
            place, first = np.unique(self._place(chosen, turn), return_index=True)
            free = self._held[0][place] == 0
            place, first = place[free], first[free]
            for held, one in zip(self._held, chosen, strict=True):
                held[place] = one[first]
            self._number[place] = numbers[rows[first]]
            rows = np.delete(rows, first)

    def _place(self, keys: Sequence[Keys], turn: int) -> Ints:
        mixed = keys[0] * _MIXING[turn]
        for one in keys[1:]:
            mixed = (mixed ^ (mixed >> np.uint64(29)) ^ one) * _MIXING[turn]
        return (mixed >> self._shift).view(np.int64)

    def _holds(self, place: Ints, keys: Sequence[Keys]) -> Bools:
        there = self._held[0].take(place) == keys[0]
        for held, one in zip(self._held[1:], keys[1:], strict=True):
            there &= held.take(place) == one
        return there
