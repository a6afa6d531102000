"""The compiled loop of the detection of languages. See coachkit.compiled."""

from __future__ import annotations

import numpy as np

from coachkit.compiled import kernel
from coachkit.text.corpus import Floats, Ints

_VOTE = "void({}[::1], i1[::1], i2[::1], i4[::1], i8[::1], f8[:, ::1], f8, i8, f8[:, ::1], i4[::1])"


@kernel(_VOTE.format("i8"), _VOTE.format("i4"))
def vote(
    types: Ints,
    kinds: Ints,
    flags: Ints,
    newlines: Ints,
    ptr: Ints,
    votes: Floats,
    sure: float,
    fewest: int,
    table: Floats,
    result: Ints,
) -> None:
    """Fills in (n, languages) the votes of each text and (n,) the language that has won, as `detection._voted` does."""
    for text in range(len(ptr) - 1):
        fi = sv = en = np.float64(0)
        words = np.int64(0)
        begin = np.uint64(ptr[text])
        # Places without a sign and no branches, as which words may vote cannot be foreseen: five times as quick.
        for token in range(begin, np.uint64(ptr[text + 1])):
            kind = np.uint64(types[token])
            word = np.int64(kinds[kind] == 0)
            words += word
            small = np.int64(flags[token] & 1 == 0) | np.int64(token == begin) | np.int64(newlines[token] > 0)
            may = np.float64(word & small)
            fi += may * votes[kind, 0]
            sv += may * votes[kind, 1]
            en += may * votes[kind, 2]
        table[text, 0], table[text, 1], table[text, 2] = fi, sv, en
        first = 0 if fi >= sv and fi >= en else 1 if sv >= en else 2
        second = max(min(fi, sv), min(max(fi, sv), en))
        most = max(fi, sv, en)
        won = most - second >= sure and most >= 2 * second
        result[text] = first if won else -2 if words >= fewest else -1
