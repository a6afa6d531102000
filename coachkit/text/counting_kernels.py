"""Compiled loops that count tokens by text and by sentence. See coachkit.compiled; each says which numpy way it replaces."""

from __future__ import annotations

import numpy as np

from coachkit.compiled import kernel
from coachkit.text.corpus import Bools, Floats, Ints


@kernel(*(f"void({kind}[::1], i8[::1], i8[::1])" for kind in ("b1", "i2", "i4", "i8")))
def sums(values: Bools | Ints, ptr: Ints, found: Ints) -> None:
    """Fills in (r,) `found` as `corpus.runs_with` does."""
    for run in range(len(found)):
        total = np.int64(0)
        for place in range(ptr[run], ptr[run + 1]):
            total += np.int64(values[place])
        found[run] = total


@kernel(*(f"void(i8[::1], i8[::1], {kind}[::1], i4[::1], i8[::1])" for kind in ("i8", "i4")))
def count_types(rows: Ints, reply: Ints, types: Ints, seen: Ints, found: Ints) -> None:
    """Adds to (n,) `found` how many different types the tokens `rows` of each text have; `seen` (t,) by type, all nought."""
    for row in rows:
        text = reply[row]
        if seen[types[row]] != text + 1:
            seen[types[row]] = text + 1
            found[text] += 1


@kernel("void(i8[::1], i8[::1], b1[::1])", "void(i4[::1], i4[::1], b1[::1])")
def cover(first: Ints, last: Ints, mask: Bools) -> None:
    """Marks the tokens of all spans, as `phrases._covered` does."""
    for span in range(len(first)):
        for place in range(first[span], last[span] + 1):
            mask[place] = True


_VOTE = "void({}[::1], i1[::1], i2[::1], i4[::1], i8[::1], f8[:, ::1], b1[::1], f8, i8, b1[::1], f8[:, ::1], i4[::1])"


@kernel(_VOTE.format("i8"), _VOTE.format("i4"))
def vote(
    types: Ints,
    kinds: Ints,
    flags: Ints,
    newlines: Ints,
    ptr: Ints,
    votes: Floats,
    some: Bools,
    sure: float,
    fewest: int,
    may: Bools,
    table: Floats,
    result: Ints,
) -> None:
    """Fills in (m,) which tokens `may` vote, (n, languages) the votes of each text and (n,) the language that has won.

    As `detection._votes` does; the result is -2 where the model is to be asked, -1 where there are fewer than `fewest` words.
    """
    for text in range(len(ptr) - 1):
        fi, sv, en, words = 0.0, 0.0, 0.0, 0
        for token in range(ptr[text], ptr[text + 1]):
            kind = types[token]
            word = kinds[kind] == 0
            words += word
            may[token] = word and (not flags[token] & 1 or token == ptr[text] or newlines[token] > 0)
            if some[kind] and may[token]:
                fi += votes[kind, 0]
                sv += votes[kind, 1]
                en += votes[kind, 2]
        table[text, 0], table[text, 1], table[text, 2] = fi, sv, en
        first = 0 if fi >= sv and fi >= en else 1 if sv >= en else 2
        second = max(min(fi, sv), min(max(fi, sv), en))
        most = max(fi, sv, en)
        won = most - second >= sure and most >= 2 * second
        result[text] = first if won else -2 if words >= fewest else -1
