"""What the words of markers are to each token type: numbers, worked out once for each type that is met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from coachkit.text.corpus import Bools, Ints, grown
from coachkit.text.wordlists import ByWord


class SymbolsByType:
    """What each token type stands for, by exact word or by beginning, worked out once for each type that is met.

    For t types: `count` and `first` (t,) into `symbol`; `single` (t,) the first of a type's symbols or -1; `some` and `several`
    (t,) whether there is one, or more than one.
    """

    def __init__(self, symbols: Mapping[str, Sequence[int]]) -> None:
        self._words = ByWord(symbols.items())
        self.forget()

    def forget(self) -> None:
        """Starts again with no type known."""
        self.count: Ints = np.zeros(0, dtype=np.int64)
        self.first: Ints = np.zeros(0, dtype=np.int64)
        self.single: Ints = np.zeros(0, dtype=np.int32)
        self.symbol: Ints = np.zeros(0, dtype=np.int32)
        self.some: Bools = np.zeros(0, dtype=bool)
        self.several: Bools = np.zeros(0, dtype=bool)

    def learn(self, types: Ints, forms: Sequence[str], size: int) -> None:
        """Takes in these types with their forms; `size` types there are in all."""
        self.count, self.first = grown(self.count, size), grown(self.first, size)
        self.single, self.some, self.several = grown(self.single, size), grown(self.some, size), grown(self.several, size)
        found = [[symbol for symbols in self._words.of(form) for symbol in symbols] for form in forms]
        count = np.array([len(one) for one in found], dtype=np.int64)
        self.count[types] = count
        self.first[types] = len(self.symbol) + np.cumsum(count) - count
        self.symbol = np.concatenate((self.symbol, np.array([symbol for one in found for symbol in one], dtype=np.int32)))
        self.single[types] = [one[0] if one else -1 for one in found]
        self.some[types], self.several[types] = count > 0, count > 1


def spread(first: Ints, count: Ints) -> tuple[Ints, Ints]:
    """For runs of rows, first, first + 1, ... `count` of them each: which run each belongs to, and the rows."""
    ends = np.cumsum(count)
    if not len(ends) or ends[-1] == len(count) == np.count_nonzero(count):
        return np.arange(len(count)), first
    return np.repeat(np.arange(len(count)), count), np.arange(ends[-1]) + np.repeat(first - (ends - count), count)
