"""Compiled loops of the signals over tokens and sentences. See coachkit.compiled."""

from __future__ import annotations

import numpy as np

from coachkit.compiled import kernel
from coachkit.text.corpus import Bools, Ints

_STEP, _START = np.int64(2654435761), np.int64(0x9E3779B97F4A7C15 - (1 << 64))


@kernel(*(f"void({kind}[::1], b1[::1], i8[::1], i8[::1], i8[::1], i8[::1], b1[::1])" for kind in ("i8", "i4")))
def repeated(types: Ints, is_word: Bools, first: Ints, reply: Ints, keys: Ints, texts: Ints, same: Bools) -> None:
    """Fills in (s,) `same` as `structure._repeated` does.

    `keys` and `texts` are a table, all nought, of a power of two of places, more than twice the sentences of any text.
    """
    last = len(keys) - 1
    for sentence in range(len(first)):
        end = first[sentence + 1] if sentence + 1 < len(first) else len(types)
        key = np.int64(0)
        for token in range(first[sentence], end):
            if is_word[token]:
                key += (np.int64(types[token]) + 1) * (((token - first[sentence]) * _STEP) ^ _START)
        text = reply[sentence] + 1
        row = (key ^ (key >> 32)) & last
        # A place of another text is free: its sentences are all behind us.
        while texts[row] == text and keys[row] != key:
            row = (row + 1) & last
        same[sentence] = texts[row] == text
        texts[row], keys[row] = text, key
