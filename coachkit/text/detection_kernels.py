"""The compiled loop of the detection of languages. See coachkit.compiled."""

from __future__ import annotations

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
        fi, sv, en, words = 0.0, 0.0, 0.0, 0
        for token in range(ptr[text], ptr[text + 1]):
            kind = types[token]
            word = kinds[kind] == 0
            words += word
            # Without a branch: which words may vote cannot be foreseen.
            may = 1.0 * (word & ((flags[token] & 1 == 0) | (token == ptr[text]) | (newlines[token] > 0)))
            fi += may * votes[kind, 0]
            sv += may * votes[kind, 1]
            en += may * votes[kind, 2]
        table[text, 0], table[text, 1], table[text, 2] = fi, sv, en
        first = 0 if fi >= sv and fi >= en else 1 if sv >= en else 2
        second = max(min(fi, sv), min(max(fi, sv), en))
        most = max(fi, sv, en)
        won = most - second >= sure and most >= 2 * second
        result[text] = first if won else -2 if words >= fewest else -1
