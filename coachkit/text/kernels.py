"""Compiled loops over the bytes of texts: cut at white space, words looked up, token columns written.

Each gives what the numpy way in splitting.py, slots.py and token_columns.py gives; imported only where `compiled.in_use()`.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from coachkit.compiled import helper, kernel
from coachkit.text.corpus import Bools, Ints
from coachkit.text.slots import Keys
from coachkit.text.splitting import Bytes

Number: TypeAlias = int | np.int64
_READ_ONLY = "Array(uint8, 1, 'C', readonly=True)"
_KEYS = "Array(uint64, 1, 'A', readonly=True, aligned=False)"
"""Eight bytes at a time, beginning at any byte (slots.py)."""

_ORDINARY, _BLANK, _BREAK, _MARK, _LEAD = range(5)
_CLASS = np.zeros(256, dtype=np.uint8)
"""What a byte may be: part of a word, white space, a line break, the end of a text, the first of several bytes of white space."""
_CLASS[list(b"\t\x0b\x0c\x1c\x1d\x1e\x1f ")] = _BLANK
_CLASS[list(b"\n\r")] = _BREAK
_CLASS[0] = _MARK
_CLASS[[0xC2, 0xE1, 0xE2, 0xE3]] = _LEAD

KEY = 8
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(KEY)] + [(1 << 64) - 1], dtype=np.uint64)
_MIXING = np.uint64(0x9E3779B97F4A7C15)
_LONG = np.uint64(0xFF)
"""In the first byte of a key: no word begins with it, so no short word is taken for a long one."""
_EACH, _HIGH = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)
"""A one in every byte of eight, and the highest bit of each."""

_WORD, NUMBER, _AT, _LENGTH = range(4)
ROW = 4
"""A row of the table of words: the key, the number and one (0 for a free row; less than nought while the number is not known),
where the bytes of a longer word are kept and how many they are. All in one row, which is fetched from memory at once."""
NOWHERE = -1

TEXT, CHUNKS, BREAKS, NEW, USED = range(5)
"""How far `cut` has come: the next text, and how much of its columns and of the words' bytes is filled."""


@kernel(f"b1({_READ_ONLY}, i8[::1], b1[::1], b1[::1], b1[::1])")
def glance(codes: Bytes, marks: Ints, opens: Bools, closes: Bools, found: Bools) -> bool:
    """Which texts begin or end with one of some bytes or have a line feed (`found`, n); whether any byte is nought or one."""
    low = False
    for text in range(len(found)):
        lines = False
        for code in codes[marks[text] + 1 : marks[text + 1]]:
            lines |= code == 10
            low |= code <= 1
        found[text] = lines or opens[codes[marks[text] + 1]] or closes[codes[marks[text + 1] - 1]]
    return low


@helper(inline=True)
def _wide(codes: Bytes, place: Number) -> int:
    """The bytes of the white space of several bytes that begins here: 2 or 3, less than nought for a line break, or 0."""
    lead, second, third = codes[place], codes[place + 1], codes[place + 2]
    if lead == 0xC2:
        return 2 if second == 0xA0 else -2 if second == 0x85 else 0
    if lead == 0xE2:
        if second == 0x80:
            return 3 if third <= 0x8A or third == 0xAF else -3 if 0xA8 <= third <= 0xA9 else 0
        return 3 if second == 0x81 and third == 0x9F else 0
    return 3 if (lead == 0xE1 and second == 0x9A and third == 0x80) or (lead == 0xE3 and second == 0x80 and third == 0x80) else 0


@helper(inline=True)
def _word_end(codes: Bytes, words: Keys, start: Number) -> Number:
    """Where the word ends that goes on here; eight bytes are looked at in one go."""
    place = np.uint64(start)
    while True:
        eight = words[place]
        # The lowest high bit left is that of the first byte that is no letter, digit or sign of ASCII.
        odd = ((eight - _EACH * np.uint64(33)) | eight) & _HIGH
        if odd == 0:
            place += np.uint64(KEY)
            continue
        below = (((odd & (np.uint64(0) - odd)) >> np.uint64(7)) - np.uint64(1)) & _EACH
        place += (below * _EACH) >> np.uint64(56)
        what = _CLASS[codes[place]]
        if what != _ORDINARY and (what != _LEAD or _wide(codes, np.int64(place)) != 0):
            return np.int64(place)
        place += np.uint64(1)


@helper(f"i8({_READ_ONLY}, i8, i8)")
def _characters(codes: Bytes, start: Number, end: Number) -> Number:
    """How many characters these bytes are."""
    count = 0
    for place in range(start, end):
        count += (codes[place] & 0xC0) != 0x80
    return count


@helper(inline=True)
def _key(words: Keys, start: Number, size: Number) -> np.uint64:
    """A word as one number: its bytes where they are few, and else a mixture of them that no few bytes are."""
    if size <= KEY:
        return words[np.uint64(start)] & _MASKS[np.uint64(size)]
    mixed = words[start] * _MIXING
    for place in range(KEY, size, KEY):
        mixed = (mixed ^ (mixed >> np.uint64(29)) ^ (words[start + place] & _MASKS[min(size - place, KEY)])) * _MIXING
    return mixed | _LONG


@helper(inline=True)
def _place(key: Number) -> Number:
    """Where in a table of any size a key is looked for first."""
    return np.int64((np.uint64(key) * _MIXING) >> np.uint64(32))


@helper(inline=True)
def _same(words: Keys, start: Number, size: Number, kept: Keys, at: Number) -> bool:
    """Whether the kept bytes, eight by eight, are those of the word."""
    for place in range(0, size, KEY):
        if words[start + place] & _MASKS[min(size - place, KEY)] != kept[at]:
            return False
        at += 1
    return True


@helper(inline=True)
def _row(words: Keys, start: Number, size: Number, key: Number, table: Ints, kept: Keys) -> Number:
    """The row of a word in the table, or the free one where it belongs. One row at least must be free."""
    last = len(table) - 1
    row = _place(key) & last
    while table[row, NUMBER] != 0:
        if table[row, _WORD] == key and (
            size <= KEY or (table[row, _LENGTH] == size and _same(words, start, size, kept, table[row, _AT]))
        ):
            return row
        row = (row + 1) & last
    return row


@kernel(f"void({_READ_ONLY}, {_KEYS}, i8[::1], i8, i8[:, ::1], u8[::1], i4[::1], i8[::1], i4[::1], i4[::1], i8[:, ::1], i8[::1])")
def cut(
    codes: Bytes,
    words: Keys,
    marks: Ints,
    longest: Number,
    table: Ints,
    kept: Keys,
    chunks: Ints,
    first: Ints,
    break_chunk: Ints,
    break_length: Ints,
    new: Ints,
    state: Ints,
) -> None:
    """Cuts texts at white space, from state[TEXT] on, as long as there is surely room for the words of the next one.

    Writes each chunk's number, or -1 - count for the first, second ... that is new (`new`: start, end, row in the table or
    NOWHERE); each text's first chunk; for each line break behind a chunk of its text the chunks before it and the characters
    of its line.
    """
    text, chunk, broken, fresh, used = state[TEXT], state[CHUNKS], state[BREAKS], state[NEW], state[USED]
    before = fresh
    while text < len(marks) - 1:
        place, end = marks[text] + 1, marks[text + 1]
        if fresh - before + (end - place) // 2 + 1 > len(new) or used + (end - place) > len(kept):
            break
        line, first[text] = place, chunk
        while place < end:
            what = _CLASS[codes[np.uint64(place)]]
            wide = _wide(codes, place) if what == _LEAD else 0
            if what == _ORDINARY or (what == _LEAD and wide == 0):
                start = place
                place = np.int64(_word_end(codes, words, place + 1))
                size = place - start
                key = np.int64(_key(words, start, size))
                row = NOWHERE if size > longest else _row(words, start, size, key, table, kept)
                number = np.int64(0) if row == NOWHERE else table[row, NUMBER]
                if number == 0:
                    number = -1 - fresh
                    new[fresh - before, 0], new[fresh - before, 1], new[fresh - before, 2] = start, place, row
                    if row != NOWHERE:
                        table[row, _WORD], table[row, NUMBER] = key, number
                        table[row, _AT], table[row, _LENGTH] = used, size
                        for step in range(0, size if size > KEY else 0, KEY):
                            kept[used] = words[start + step] & _MASKS[min(size - step, KEY)]
                            used += 1
                    fresh += 1
                chunks[np.uint64(chunk)] = number - 1 if number > 0 else number
                chunk += 1
                continue
            after = place + max(abs(wide), 1)
            if (what == _BREAK and (codes[place] == 10 or codes[place + 1] != 10)) or wide < 0:
                if chunk > first[text]:
                    closes = place - (codes[place] == 10 and codes[place - 1] == 13)
                    break_chunk[broken], break_length[broken] = chunk, _characters(codes, line, closes)
                    broken += 1
                line = after
            place = after
        text += 1
    state[TEXT], state[CHUNKS], state[BREAKS], state[NEW], state[USED] = text, chunk, broken, fresh, used


@kernel("void(i8[:, ::1], i8[:, ::1])")
def move(table: Ints, larger: Ints) -> None:
    """Takes all words of a table over into a larger one, where none is yet."""
    last = len(larger) - 1
    for row in range(len(table)):
        if table[row, NUMBER] != 0:
            goal = _place(table[row, _WORD]) & last
            while larger[goal, NUMBER] != 0:
                goal = (goal + 1) & last
            larger[goal] = table[row]


@kernel("i8(i4[::1], i8[::1], i8[::1], i4[::1], i8[::1])")
def count_tokens(chunks: Ints, added: Ints, first: Ints, count: Ints, ptr: Ints) -> Number:
    """Puts the numbers of added chunks in their places; each text's first token; how many tokens there are."""
    tokens = 0
    for text in range(len(first) - 1):
        ptr[text] = tokens
        for chunk in range(first[text], first[text + 1]):
            if chunks[chunk] < 0:
                chunks[chunk] = added[-1 - chunks[chunk]]
            tokens += count[chunks[chunk]]
    ptr[len(first) - 1] = tokens
    return tokens


@kernel(
    "void(i4[::1], i8[::1], i4[::1], i4[::1], i4[::1], i4[::1], i8[::1], i2[::1], i8[::1], i8[::1], i2[::1], i4[::1], i4[::1],"
    " i8[::1], i8[::1])"
)
def write_tokens(
    chunks: Ints,
    first: Ints,
    break_chunk: Ints,
    break_length: Ints,
    row_first: Ints,
    row_count: Ints,
    row_type: Ints,
    row_flags: Ints,
    reply: Ints,
    types: Ints,
    flags: Ints,
    newlines: Ints,
    line_length: Ints,
    rows: Ints,
    chunk_of: Ints,
) -> None:
    """The columns of tokens (Corpus) from the chunks and line breaks of texts."""
    token, broken = 0, 0
    for text in range(len(first) - 1):
        begin, breaks, ended = token, 0, 0
        for chunk in range(first[text], first[text + 1]):
            while broken < len(break_chunk) and break_chunk[broken] <= chunk:
                # Only a line with a token is measured; a break of a text before ours has no token of ours behind it.
                if token > begin:
                    ended = break_length[broken] if breaks == 0 else ended
                    breaks += 1
                broken += 1
            number = np.uint64(chunks[chunk])
            row, here = np.uint64(row_first[number]), np.uint64(token)
            for _ in range(row_count[number]):
                reply[here], types[here], flags[here] = text, row_type[row], row_flags[row]
                rows[here], chunk_of[here] = row, chunk
                newlines[here], line_length[here] = breaks, ended
                breaks, ended = 0, 0
                row += np.uint64(1)
                here += np.uint64(1)
            token += row_count[number]
