"""Compiled loops over the bytes of texts that are masked: see coachkit/compiled.py."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coachkit.compiled import helper, kernel

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int32]


@helper("u1(u1[::1], i8)")
def _small(text: Bytes, place: int) -> np.uint8:
    """A byte of a text; of a capital that is ASCII or Latin-1 that of the small letter."""
    sign: np.uint8 = text[place]
    if 65 <= sign <= 90:
        return np.uint8(sign + 32)
    if 0x80 <= sign <= 0x9E and sign != 0x97 and place > 0 and text[place - 1] == 0xC3:
        return np.uint8(sign + 32)
    return sign


@helper("u1(u1[::1], u1[::1], i4[::1])")
def _stands(text: Bytes, word: Bytes, taken: Places) -> np.uint8:
    """Whether a word of the text begins so, but for the two stretches that are taken: 0 no, 1 yes or cannot be told."""
    small = word[0]
    capital = np.uint8(small - 32) if 97 <= small <= 122 else small
    for place in range(len(text) - len(word) + 1):
        sign = text[place]
        if sign != small and sign != capital:
            continue
        if taken[0] <= place < taken[1] or taken[2] <= place < taken[3]:
            continue
        same = True
        for step in range(1, len(word)):
            if _small(text, place + step) != word[step]:
                same = False
                break
        if not same:
            continue
        before = text[place - 1] if place > 0 else np.uint8(32)
        if not (48 <= before <= 57 or 65 <= before <= 90 or 97 <= before <= 122):
            return np.uint8(1)
    return np.uint8(0)


@helper("u1(u1[::1])")
def _has_odd_capital(text: Bytes) -> np.uint8:
    """Whether one of U+212A, U+212B, U+1E9E and U+0178 may stand in it, whose small letters are ASCII or Latin-1."""
    for place in range(len(text)):
        sign = text[place]
        if sign < 0xC5 or place + 1 == len(text):
            continue
        after = text[place + 1]
        if (sign == 0xC5 and after == 0xB8) or (sign == 0xE1 and after == 0xBA):
            return np.uint8(1)
        if sign == 0xE2 and after == 0x84 and place + 2 < len(text) and text[place + 2] in (0xAA, 0xAB):
            return np.uint8(1)
    return np.uint8(0)


@kernel("void(u1[::1], i4[::1], i4[::1], i4[:, ::1], i4[:, ::1], u1[::1], i4[::1], i4[:, ::1], u1[::1])")
def named_elsewhere(
    data: Bytes,
    begins: Places,
    rows: Places,
    spans: Places,
    codes: Places,
    words: Bytes,
    word_begins: Places,
    of: Places,
    found: Bytes,
) -> None:
    """`found[p]` gets whether text `rows[p]` may hold a word that begins as one of its one or two names does, outside of these.

    `spans[p]` are begin and end of the first name and of the second, or of the first again. `codes[p]` says which names they are
    (-1: there is no second); name k begins as the words from `of[k, 0]` to `of[k, 1]` do, which are in small letters, ASCII or
    Latin-1. False is sure. A text with another sign whose small letter is one of these may hold one.
    """
    taken = np.empty(4, dtype=np.int32)
    for one in range(len(rows)):
        first = begins[rows[one]]
        text = data[first : begins[rows[one] + 1]]
        for side in range(4):
            taken[side] = spans[one, side] - first
        may = np.uint8(0)
        for side in range(2):
            code = codes[one, side]
            if code < 0:
                continue
            for word in range(of[code, 0], of[code, 1]):
                if not may:
                    may = _stands(text, words[word_begins[word] : word_begins[word + 1]], taken)
        found[one] = may or _has_odd_capital(text)
