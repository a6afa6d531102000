"""Words -> numbers for compiled loops (kernels.py): one table in arrays that grows, words compared byte by byte."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coachkit.text import kernels
from coachkit.text.slots import KEY_WIDTH, LONGEST, Ints, Keys
from coachkit.text.splitting import Joined

_PLACES = 1 << 14
"""In a new table; half of them at most are taken."""


@dataclass(frozen=True, eq=False)
class Cut:
    """Texts cut at white space. n texts, c chunks, b line breaks.

    `chunks` (c,) which chunk type, where below nought the one in `added` at -1 - number; `first` (n + 1,) each text's first
    chunk; `break_chunk` (b,) chunks before each line break that stands behind a chunk of its text, `break_length` (b,)
    characters of the line it ends.
    """

    chunks: Ints
    added: Ints
    first: Ints
    break_chunk: Ints
    break_length: Ints


class WordIndex:
    """Word -> number for words of up to LONGEST bytes; `number_of` tells the number of any other, and of a new one."""

    def __init__(self, number_of: Callable[[str], int]) -> None:
        self._number_of = number_of
        # The loops run beside Python's other threads; a word must have one number all the same.
        self._lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._table: Ints = np.zeros((_PLACES, kernels.ROW), dtype=np.int64)
        self._kept: Keys = np.zeros(_PLACES, dtype=np.uint64)
        self._used = self._held = 0

    def cut(self, joined: Joined) -> Cut:
        """The chunks of texts of which none holds a mark's character."""
        size, texts = len(joined.raw), len(joined.marks) - 1
        words: Keys = np.ndarray((size - KEY_WIDTH + 1,), dtype=np.uint64, buffer=joined.raw, strides=(1,))
        # No page of these is touched beyond what is written: a word takes two bytes with its white space, a line break one.
        chunks, first = np.empty(size // 2 + 1, dtype=np.int32), np.empty(texts + 1, dtype=np.int64)
        break_chunk, break_length = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
        state = np.zeros(kernels.USED + 1, dtype=np.int64)
        added: list[int] = []
        with self._lock:
            while state[kernels.TEXT] < texts:
                text = int(state[kernels.TEXT])
                new = self._room(int(joined.marks[text + 1] - joined.marks[text]))
                state[kernels.USED] = self._used
                kernels.cut(
                    joined.codes, words, joined.marks, LONGEST, self._table, self._kept, chunks, first, break_chunk, break_length,
                    new, state,
                )  # fmt: skip
                self._used = int(state[kernels.USED])
                added += self._learn(joined.raw, new[: state[kernels.NEW] - len(added)])
        first[texts] = state[kernels.CHUNKS]
        breaks = int(state[kernels.BREAKS])
        return Cut(chunks[: first[texts]], np.array(added, dtype=np.int64), first, break_chunk[:breaks], break_length[:breaks])

    def _room(self, size: int) -> Ints:
        """Rows for new words, after making room for those of a text of so many bytes."""
        places = len(self._table)
        while places // 2 - self._held < size:
            places *= 2
        if places > len(self._table):
            larger = np.zeros((places, kernels.ROW), dtype=np.int64)
            kernels.move(self._table, larger)
            self._table = larger
        if len(self._kept) < self._used + size:
            self._kept = np.concatenate((self._kept, np.zeros(len(self._kept) + size, dtype=np.uint64)))
        return np.empty((places // 2 - self._held, 3), dtype=np.int64)

    def _learn(self, raw: bytes, new: Ints) -> list[int]:
        """The numbers of new words (start, end, place in the table), which are put in their places."""
        try:
            numbers = [self._number_of(raw[start:end].decode("utf-8", "surrogatepass")) for start, end in new[:, :2].tolist()]
        except BaseException:
            # Half of what is new has no number, and stands in the table already.
            self._begin()
            raise
        kept = new[:, 2] != kernels.NOWHERE
        self._table[new[kept, 2], kernels.NUMBER] = np.array(numbers, dtype=np.int64)[kept] + 1
        self._held += int(np.count_nonzero(kept))
        return numbers
