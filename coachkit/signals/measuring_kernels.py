"""Compiled loops of the signals over tokens and sentences. See coachkit.compiled."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from coachkit.compiled import kernel
from coachkit.text.corpus import Bools, Ints

Roles: TypeAlias = npt.NDArray[np.uint8]

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


# As in times.py and actions.py, written out: what is kept compiled is held against this file alone.
_NUMBER, _UNIT, _MONTH, _TIME, _MONEY, _AMOUNT = 1, 2, 4, 8, 16, 32
_VERB_REACH = 4


@kernel("void(i8[::1], i8[::1], u1[::1], b1[::1], b1[::1])")
def find_times(types: Ints, ptr: Ints, roles: Roles, time: Bools, amount: Bools) -> None:
    """Adds to (m,) `time` what `times.time_tokens` finds beside its list, and to (m,) `amount` what `Reading.amount` has.

    `roles` is by type: the sum of what a word can be for them (times.roles_of_types), nought for nearly all.
    """
    for text in range(len(ptr) - 1):
        first, after = ptr[text], ptr[text + 1]
        for token in range(first, after):
            role = roles[np.uint64(types[np.uint64(token)])]
            if role == 0:
                continue
            behind = roles[types[token - 1]] if token > first else np.uint8(0)
            behind_two = roles[types[token - 2]] if token > first + 1 else np.uint8(0)
            ahead = roles[types[token + 1]] if token + 1 < after else np.uint8(0)
            if role & _TIME or (role & _UNIT and (behind | behind_two) & _NUMBER) or (role & _MONTH and ahead & _NUMBER):
                time[token] = True
            if role & _AMOUNT or (role & _NUMBER and (behind | ahead) & _MONEY):
                amount[token] = True


@kernel("i8(i8[::1], b1[::1], b1[::1], b1[::1], i8[::1])")
def pick_words(types: Ints, own: Bools, neutral: Bools, stock: Bools, rows: Ints) -> int:
    """Fills in `rows` the tokens whose type is one of its `own` (t,) and that are neither `neutral` (m,) nor `stock` (m,); how
    many there are. `rows` has room for one more than all tokens."""
    found = np.uint64(0)
    for token in range(np.uint64(len(types))):
        # Written for every token, and kept where it is one of them: no branch to be guessed at.
        rows[found] = np.int64(token)
        found += np.uint64(own[np.uint64(types[token])] & (not neutral[token]) & (not stock[token]))
    return int(found)


@kernel("void(i8[::1], i8[::1], i8[::1], i2[::1], i2[::1], b1[::1], b1[::1], i8, b1, b1[::1])")
def find_verbs(
    first: Ints,
    last: Ints,
    types: Ints,
    bits: Ints,
    endings: Ints,
    blocked: Bools,
    listed: Bools,
    oblique: int,
    inverts: bool,
    verb: Bools,
) -> None:
    """Adds to (m,) `verb` the verbs near the words for I and we, which stand from `first` to `last`, as `Reading.action` does.

    `bits` and `endings` are by type; `listed` (m,) are verbs of the list; `inverts` where a verb may stand before its subject.
    """
    for hit in range(len(first)):
        for place in range(first[hit], last[hit] + 1):
            if blocked[place] or bits[types[place]] & oblique:
                continue
            verb[place + 1] |= endings[types[place + 1]] > 0
            # The last token of a text ends a clause, so no step leads into the next text.
            for token in range(place + 1, place + 1 + _VERB_REACH):
                verb[token] |= listed[token]
                if blocked[token]:
                    break
            if inverts and place and not blocked[place - 1]:
                verb[place - 1] |= listed[place - 1] or endings[types[place - 1]] > 0
