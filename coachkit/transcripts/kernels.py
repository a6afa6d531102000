"""Compiled loops over the bytes of tables: see coachkit/compiled.py."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coachkit.compiled import helper, kernel

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int32]
Keys = npt.NDArray[np.uint64]

_MIXING = np.uint64(0x9E3779B97F4A7C15)

TAKEN, CUT, ODD = 0, 1, 2
"""Why no more records were taken: there is no room for more, the bytes end within one, or one needs a closer look."""

NUL = -1


@helper("UniTuple(i8, 3)(u1[::1])")
def _to_quote(data: Bytes) -> tuple[int, int, int]:
    """How many bytes there are before a quotation mark or a NUL, how many lines end in them, and which it is (NUL at the end)."""
    lines = 0
    for place in range(len(data)):
        sign = data[place]
        if sign == 34 or sign == 0:
            return place, lines, 34 if sign else 0
        if sign == 10 or (sign == 13 and place + 1 < len(data) and data[place + 1] != 10):
            lines += 1
    return len(data), lines, 0


@helper("i8(u1[::1], u1)")
def _to_cell_end(data: Bytes, separator: int) -> int:
    """How many bytes there are before a separator, the end of a line or a NUL."""
    for place in range(len(data)):
        sign = data[place]
        if sign == separator or sign == 10 or sign == 13 or sign == 0:
            return place
    return len(data)


@helper("i8(u1[::1], u1[::1], i8)")
def _copied(source: Bytes, out: Bytes, to: int) -> int:
    """Copies bytes to a place of `out`; the place behind them."""
    target = out[to : to + len(source)]
    for place in range(len(source)):
        target[place] = source[place]
    return to + len(source)


@helper("UniTuple(i8, 3)(u1[::1])")
def _quoted(data: Bytes) -> tuple[int, int, int]:
    """How many bytes there are before the mark that closes a cell, how many marks are written twice in it, how many lines end.

    The first is NUL where one stands in the cell.
    """
    place, twice, lines = 0, 0, 0
    while place < len(data):
        steps, broken, sign = _to_quote(data[place:])
        place, lines = place + steps, lines + broken
        if sign == 0 and place < len(data):
            return NUL, twice, lines
        if place + 1 >= len(data) or data[place + 1] != 34:
            break
        twice, place = twice + 1, place + 2
    return place, twice, lines


@helper("UniTuple(i8, 3)(u1[::1], i8, u1, i4[:, ::1], i4[:, ::1], i4[:, ::1], i8)")
def _record(
    data: Bytes, place: int, separator: int, begins: Places, ends: Places, doubled: Places, row: int
) -> tuple[int, int, int]:
    """One record, from `place` to the end of the bytes at most: where it ends, how many lines do in it, and TAKEN, CUT or ODD."""
    quote, feed, back, end, line = 34, 10, 13, len(data), 0
    for cell in range(len(begins)):
        if place >= end:
            return place, line, CUT
        twice, first = 0, place
        if data[place] == quote:
            first = place + 1
            steps, twice, broken = _quoted(data[first:])
            if steps == NUL:
                return place, line, ODD
            last, line = first + steps, line + broken
            place = last + 1
        else:
            place += _to_cell_end(data[place:], separator)
            last = place
        if place >= end:
            return place, line, CUT
        begins[cell, row], ends[cell, row], doubled[cell, row] = first, last, twice
        sign = data[place]
        if sign == back:
            if place + 1 >= end:
                return place, line, CUT
            place += 1
            sign = data[place] if data[place] == feed else 0
        place += 1
        if sign != separator:
            return place, line + 1, TAKEN if sign == feed and cell == len(begins) - 1 else ODD
    return place, line, ODD


@kernel("i8(u1[::1], i8[::1], u1, i4[:, ::1], i4[:, ::1], i4[:, ::1], i4[::1])")
def plain_records(
    data: Bytes, span: npt.NDArray[np.int64], separator: int, begins: Places, ends: Places, doubled: Places, lines: Places
) -> int:
    """The records of a CSV file that are surely plain, up to the first that is not; how many they are.

    `span` holds where the bytes begin, where they end, and gets where the records end, how many lines they take and why no more
    were taken. Of record r and column c, `begins[c, r]` and `ends[c, r]` get the place of the cell between its quotes,
    `doubled[c, r]` how many quotes in it are written twice; `lines[r]` gets how many lines lie before the record. Blank lines
    are no records. Plain: as many cells as columns, nothing behind a closing quote, no carriage return outside of quotes but
    before a line feed, no NUL.
    """
    feed, back = 10, 13
    place, end, line, rows = span[0], span[1], 0, 0
    span[2], span[3], span[4] = place, 0, TAKEN
    data = data[:end]
    while rows < begins.shape[1] and place < end:
        blank = 1 if data[place] == feed else 2 if data[place] == back and place + 1 < end and data[place + 1] == feed else 0
        if blank:
            place, line = place + blank, line + 1
        else:
            lines[rows] = line
            after, ended, why = _record(data, place, separator, begins, ends, doubled, rows)
            if why != TAKEN:
                span[4] = why
                return rows
            place, line, rows = after, line + ended, rows + 1
        span[2], span[3] = place, line
    return rows


@kernel("void(u1[::1], i4[::1], i4[::1], i4[::1], i4[::1], u1[::1])")
def gather(data: Bytes, begins: Places, ends: Places, doubled: Places, targets: Places, out: Bytes) -> None:
    """Copies stretches of bytes to the places `targets` of `out`, a doubled quotation mark as one."""
    for row in range(len(begins)):
        begin, end, to = begins[row], ends[row], targets[row]
        if doubled[row] == 0:
            _copied(data[begin:end], out, to)
            continue
        place = begin
        while place < end:
            sign = data[place]
            out[to] = sign
            to += 1
            place += 2 if sign == 34 else 1


@helper()
def _mixed(data: Bytes, words: Keys, begin: int, end: int) -> np.uint64:
    """A number that is the same for the same bytes, and seldom for others; two eights at a time, neither waiting."""
    one, other, place = np.uint64(end - begin), np.uint64(0), begin
    while place + 16 <= end:
        one = (((one << np.uint64(5)) | (one >> np.uint64(59))) ^ words[place]) * _MIXING
        other = (((other << np.uint64(5)) | (other >> np.uint64(59))) ^ words[place + 8]) * _MIXING
        place += 16
    while place < end:
        one = (((one << np.uint64(5)) | (one >> np.uint64(59))) ^ np.uint64(data[place])) * _MIXING
        place += 1
    one = (one ^ (other >> np.uint64(32)) ^ other) * _MIXING
    return one ^ (one >> np.uint64(32))


@kernel("i8(u1[::1], Array(uint64, 1, 'A', readonly=True, aligned=False), i4[::1], i4[::1], u8[::1], i4[::1], i4[::1])")
def number(data: Bytes, words: Keys, begins: Places, table: Places, mixed: Keys, first: Places, which: Places) -> int:
    """Numbers n texts, `data` from `begins[t]` to `begins[t + 1]`, by the order in which different ones come; how many differ.

    `which` (n,) gets the number of each, `first` (n,) the text in which each number comes first. `words` are the bytes read by
    eight from each place on, `table` noughts, of a power of two that is twice n at least, `mixed` (n,) room.
    """
    many, last = 0, len(table) - 1
    for row in range(len(begins) - 1):
        begin, end = begins[row], begins[row + 1]
        key = _mixed(data, words, begin, end)
        slot = np.int64(key & np.uint64(0x7FFFFFFF)) & last
        while table[slot] != 0:
            known = table[slot] - 1
            before = begins[first[known]]
            if mixed[known] == key and begins[first[known] + 1] - before == end - begin:
                place = begin
                while place < end and data[place] == data[before + place - begin]:
                    place += 1
                if place == end:
                    break
            slot = (slot + 1) & last
        if table[slot] == 0:
            mixed[many], first[many] = key, row
            many += 1
            table[slot] = many
        which[row] = table[slot] - 1
    return many


@kernel("void(u1[::1], i4[::1], u1[::1], i8[::1])")
def mark(data: Bytes, begins: Places, out: Bytes, marks: npt.NDArray[np.int64]) -> None:
    """Copies n texts, `data` from `begins[t]` to `begins[t + 1]`, to `out`, a nought before each and in all that is left.

    `marks` (n + 1,) gets the places of the noughts before each, and of the first behind the last.
    """
    to = 0
    for row in range(len(begins) - 1):
        marks[row] = to
        out[to] = 0
        to = _copied(data[begins[row] : begins[row + 1]], out, to + 1)
    marks[len(begins) - 1] = to
    out[to:] = 0


@kernel("void(u1[::1], i4[::1], i4[::1], i4[::1], i4[::1], u1[::1], i4[::1], i4[::1], u1[::1], i4[::1])")
def edited(
    data: Bytes,
    begins: Places,
    rows: Places,
    starts: Places,
    ends: Places,
    put: Bytes,
    firsts: Places,
    lasts: Places,
    out: Bytes,
    out_begins: Places,
) -> None:
    """Copies n texts, `data` from `begins[t]` to `begins[t + 1]`, to `out`, other words in the place of some of theirs.

    Edit e puts the bytes of `put` from `firsts[e]` to `lasts[e]` where `data` holds `starts[e]` to `ends[e]`, in
    text `rows[e]`; edits are in order and do not overlap. `out_begins` (n + 1,) gets where each text begins in `out`.
    """
    edit, to, place = 0, 0, begins[0]
    for row in range(len(begins) - 1):
        out_begins[row] = to
        while edit < len(rows) and rows[edit] == row:
            to = _copied(data[place : starts[edit]], out, to)
            to = _copied(put[firsts[edit] : lasts[edit]], out, to)
            place = ends[edit]
            edit += 1
        to = _copied(data[place : begins[row + 1]], out, to)
        place = begins[row + 1]
    out_begins[len(begins) - 1] = to


@kernel("void(u1[::1], i4[::1], i4[::1], i4[::1])")
def to_bytes(data: Bytes, begins: Places, characters: Places, found: Places) -> None:
    """`found[p]` gets the place of the byte where character `characters[p]` of the text that begins at `begins[p]` begins.

    The pairs are in order: of texts, and within a text of characters, but for some that begin again.
    """
    text, place, counted = np.int32(-1), np.int64(0), 0
    for one in range(len(characters)):
        if begins[one] != text or characters[one] < counted:
            text, place, counted = begins[one], np.int64(begins[one]), 0
        while counted < characters[one]:
            place += 1
            while place < len(data) and (data[place] & 0xC0) == 0x80:
                place += 1
            counted += 1
        found[one] = place
