"""The numbers of words by their bytes, looked up for a whole column at once, without a string for every word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.signedinteger[Any]]
Bools: TypeAlias = npt.NDArray[np.bool_]
Keys: TypeAlias = npt.NDArray[np.uint64]

WIDTH = 8
"""Bytes of a key; words of up to two keys are kept here."""
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(WIDTH + 1)], dtype=np.uint64)
_MIXING = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_BITS = (17, 15)
"""Places in the tables of words of one key and of two, as powers of two."""


class Slots:
    """Word -> number for words of up to 2 * WIDTH bytes; `number_of` tells the number of any other, and of a new one.

    A word is found by its bytes themselves, never by a hash of them alone. Words that find no place free are asked for anew
    each time.
    """

    def __init__(self, number_of: Callable[[str], int]) -> None:
        self._number_of = number_of
        self._long: dict[bytes, int] = {}
        self._tables = [_Table(keys, bits) for keys, bits in enumerate(_BITS, 1)]

    def numbers(self, raw: bytes, starts: Ints, ends: Ints) -> Ints:
        """(c,) the numbers of the words from `starts` (c,) to `ends` (c,) in UTF-8 bytes.

        No word holds a zero byte, and behind the last one stand at least 2 * WIDTH of them.
        """
        length = ends - starts
        words: Keys = np.ndarray((len(raw) - WIDTH + 1,), dtype="<u8", buffer=raw, strides=(1,))
        key = words[starts] & _MASKS.take(length, mode="clip")
        numbers, known = self._tables[0].find((key,))
        beyond = np.flatnonzero(length > WIDTH)
        second = words[starts[beyond] + WIDTH] & _MASKS.take(length[beyond] - WIDTH, mode="clip")
        pair = key[beyond], second
        found, there = self._tables[1].find(pair)
        numbers[beyond], known[beyond] = found, there & (length[beyond] <= 2 * WIDTH)
        missed = np.flatnonzero(~known)
        if len(missed):
            numbers[missed] = self._asked(raw, starts[missed].tolist(), ends[missed].tolist())
            self._tables[0].learn((key,), numbers, missed[length[missed] <= WIDTH])
            fits = np.flatnonzero(~known[beyond] & (length[beyond] <= 2 * WIDTH))
            self._tables[1].learn(pair, numbers[beyond], fits)
        return numbers

    def _asked(self, raw: bytes, starts: Sequence[int], ends: Sequence[int]) -> list[int]:
        words = [raw[start:end] for start, end in zip(starts, ends, strict=True)]
        for word in set(words) - self._long.keys():
            self._long[word] = self._number_of(word.decode("utf-8", "surrogatepass"))
        return list(map(self._long.__getitem__, words))


class _Table:
    """Keys -> number, each in one of two places; a number without a place is not kept."""

    def __init__(self, keys: int, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        # No key is nought, so a place of noughts is free.
        self._keys: list[Keys] = [np.zeros(1 << bits, dtype=np.uint64) for _ in range(keys)]
        self._number: Ints = np.zeros(1 << bits, dtype=np.int32)

    def find(self, keys: Sequence[Keys]) -> tuple[Ints, Bools]:
        """(c,) the numbers of keys of (c,) each, and whether they are known; an unknown one's number means nothing."""
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
        _, once = np.unique(numbers[rows], return_index=True)
        rows = rows[once]
        for turn in range(2):
            chosen = [one[rows] for one in keys]
            place = self._place(chosen, turn)
            place, first = np.unique(place, return_index=True)
            free = self._keys[0][place] == 0
            for table, one in zip(self._keys, chosen, strict=True):
                table[place[free]] = one[first[free]]
            self._number[place[free]] = numbers[rows[first[free]]]
            rows = np.delete(rows, first[free])

    def _place(self, keys: Sequence[Keys], turn: int) -> Ints:
        mixed = keys[0] * _MIXING[turn]
        for one in keys[1:]:
            mixed = (mixed ^ (mixed >> np.uint64(29)) ^ one) * _MIXING[turn]
        return (mixed >> self._shift).view(np.int64)

    def _holds(self, place: Ints, keys: Sequence[Keys]) -> Bools:
        held = self._keys[0].take(place) == keys[0]
        for table, one in zip(self._keys[1:], keys[1:], strict=True):
            held &= table.take(place) == one
        return held
