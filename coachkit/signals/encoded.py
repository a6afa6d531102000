"""A column of texts as bytes, for passes over all of them at once."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coachkit.text.corpus import Bools, Ints

Bytes = npt.NDArray[np.uint8]
Eights = npt.NDArray[np.uint64]

MOST_BYTES = 2**31 - 1

BEYOND_ASCII = 0x80
"""Bytes from which on they belong to characters of several bytes."""

PAD = 8
"""Bytes of `joined` before the first text and behind the last."""

_PIECE = 1 << 15
_SMALL = np.uint64(0x2020202020202020)


@dataclass(frozen=True, eq=False, slots=True)
class Encoded:
    """n texts in UTF-8, one directly after the other: `data` (b,), and `begins` (n + 1,), where each begins and the last ends.

    `joined` holds the same with eight noughts before and behind.
    """

    joined: bytes
    data: Bytes
    begins: npt.NDArray[np.int32]

    def rows(self, places: Ints) -> Ints:
        """(p,) the text that each byte is in."""
        return np.searchsorted(self.begins, places, side="right") - 1

    def places(self, test: Callable[[Bytes, Bytes], Bools]) -> Ints:
        """(p,) the bytes for which a test is true, in order; it is given the byte before each, then the byte.

        The column is taken in pieces small enough to stay near the processor, and what is made of them too.
        """
        shifted = np.frombuffer(self.joined, dtype=np.uint8)[PAD - 1 :]
        found = [np.zeros(0, dtype=np.int64)]
        for start in range(0, len(self.data), _PIECE):
            here = self.data[start : start + _PIECE]
            found.append(np.flatnonzero(test(shifted[start : start + len(here)], here)) + start)
        return np.concatenate(found)

    def eight_before(self, places: Ints) -> Eights:
        """(p,) the eight bytes before each place as one number, the last one highest; letters small, as are å, ä, ö and é.

        Where a text is shorter, it begins with the end of the one before it.
        """
        eights: Eights = np.ndarray((len(self.data) + PAD + 1,), dtype="<u8", buffer=self.joined, strides=(1,))
        return eights[places] | _SMALL


def encoded(texts: Sequence[str]) -> Encoded | None:
    """The texts as bytes; None where one has half a character, or they are too long for the numbers."""
    try:
        parts = list(map(str.encode, texts))
    except UnicodeEncodeError:
        return None
    ends = list(itertools.accumulate(map(len, parts), initial=0))
    if ends[-1] > MOST_BYTES:
        return None
    joined = b"".join((bytes(PAD), *parts, bytes(PAD)))
    data = np.frombuffer(joined, dtype=np.uint8)[PAD:-PAD]
    return Encoded(joined, data, np.array(ends, dtype=np.int32))


def byte_table(characters: str, *, beyond: bool = True) -> Bools:
    """(256,) the bytes of these characters, which are ASCII; with `beyond` also all that belong to others."""
    table = np.zeros(256, dtype=bool)
    table[[ord(one) for one in characters]] = True
    table[BEYOND_ASCII:] = beyond
    return table
