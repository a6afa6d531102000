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
            word = np.int64(is_word[np.uint64(token)])
            key += word * (np.int64(types[np.uint64(token)]) + 1) * (((token - first[sentence]) * _STEP) ^ _START)
        text = reply[sentence] + 1
        row = (key ^ (key >> 32)) & last
        # A place of another text is free: its sentences are all behind us.
        while texts[row] == text and keys[row] != key:
            row = (row + 1) & last
        same[sentence] = texts[row] == text
        texts[row], keys[row] = text, key


@kernel(*(f"void(i8[::1], i8[::1], {kind}[::1], i4[::1], i8[::1])" for kind in ("i8", "i4")))
def count_types(rows: Ints, reply: Ints, types: Ints, seen: Ints, found: Ints) -> None:
    """Adds to (n,) `found` how many different types the tokens `rows` of each text have; `seen` (t,) by type, all nought."""
    for row in rows:
        # Places without a sign, and no branch: three times as quick.
        text, kind = np.uint64(reply[np.uint64(row)]), np.uint64(types[np.uint64(row)])
        mark = np.int32(text + np.uint64(1))
        found[text] += np.int64(seen[kind] != mark)
        seen[kind] = mark


_SUM = "void({}[::1], i1[::1], i2[::1], i1[::1], i2[::1], b1[::1], b1[::1], i8[::1], i8[::1], i8[:, ::1])"


@kernel(_SUM.format("i8"), _SUM.format("i4"))
def sum_words(
    types: Ints,
    kinds: Ints,
    bits: Ints,
    traits: Ints,
    letters: Ints,
    counted: Bools,
    neutral: Bools,
    limits: Ints,
    ptr: Ints,
    found: Ints,
) -> None:
    """Fills in (6, n) the columns of `word_sums.WordSums`, in its order, as `word_sums._by_columns` does.

    `kinds`, `bits`, `traits` and `letters` are by type; `limits` are the bits for nominal, deictic and rare words, the letters
    of a name, of a long word and of a short one.
    """
    nominal, deictic, rare = limits[0], limits[1], limits[2]
    of_a_name, long_word, short_word = limits[3], limits[4], limits[5]
    for text in range(len(ptr) - 1):
        words = all_letters = longs = nominals = deictics = rares = np.int64(0)
        # Places without a sign, and numbers for yes and no in place of branches: five times as quick.
        for token in range(np.uint64(ptr[text]), np.uint64(ptr[text + 1])):
            kind = np.uint64(types[token])
            word, name, counts = np.int64(kinds[kind] == 0), np.int64(neutral[token]), np.int64(counted[token])
            own, size = counts & (1 - name), counts * (of_a_name * name + (1 - name) * letters[kind])
            words += word
            all_letters += size
            longs += size >= long_word
            nominals += own & np.int64(bits[kind] & nominal != 0)
            deictics += own & np.int64(bits[kind] & deictic != 0)
            rares += own & word & np.int64(traits[kind] & rare != 0) & np.int64(size > short_word)
        found[0, text], found[1, text], found[2, text] = words, all_letters, longs
        found[3, text], found[4, text], found[5, text] = nominals, deictics, rares
