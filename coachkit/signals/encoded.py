"""A column of texts as bytes, for passes over all of them at once."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coachkit.text.corpus import Ints

Bytes = npt.NDArray[np.uint8]

MOST_BYTES = 2**31 - 1

BEYOND_ASCII = 0x80
"""Bytes from which on they belong to characters of several bytes."""


@dataclass(frozen=True, eq=False, slots=True)
class Encoded:
    """n texts in UTF-8, one directly after the other: `data` (b,), and `begins` (n + 1,), where each begins and the last ends."""

    data: Bytes
    begins: npt.NDArray[np.int32]

    def rows(self, places: Ints) -> Ints:
        """(p,) the text that each byte is in."""
        return np.searchsorted(self.begins, places, side="right") - 1


def encoded(texts: Sequence[str]) -> Encoded | None:
    """The texts as bytes; None where one has half a character, or they are too long for the numbers."""
    try:
        parts = list(map(str.encode, texts))
    except UnicodeEncodeError:
        return None
    ends = list(itertools.accumulate(map(len, parts), initial=0))
    if ends[-1] > MOST_BYTES:
        return None
    return Encoded(np.frombuffer(b"".join(parts), dtype=np.uint8), np.array(ends, dtype=np.int32))


def byte_table(characters: str) -> npt.NDArray[np.bool_]:
    """(256,) the bytes of these characters, which are ASCII, and all that may belong to others."""
    table = np.zeros(256, dtype=bool)
    table[[ord(one) for one in characters]] = True
    table[BEYOND_ASCII:] = True
    return table
