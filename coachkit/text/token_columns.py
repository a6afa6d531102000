"""The columns of a corpus: the tokens of joined texts, by numpy or by compiled loops."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from coachkit import compiled
from coachkit.text.arrays import Ints
from coachkit.text.chunks import ChunkTable
from coachkit.text.splitting import Joined, Split, split

Columns: TypeAlias = tuple[Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints]
"""The columns of a corpus from `reply` to `first_chunk`."""

_KINDS = (np.int64, np.int64, np.int16, np.int32, np.int32, np.int64, np.int64)
"""The kinds of numbers of those by token: reply, type, flags, newlines, line_length, row, chunk."""


def no_columns(texts: int) -> Columns:
    """The columns of empty texts."""
    columns: list[Ints] = [np.zeros(0, dtype=kind) for kind in _KINDS]
    reply, types, flags, newlines, line_length, rows, chunk = columns
    ptr = np.zeros(texts + 1, dtype=np.int64)
    return reply, types, flags, newlines, line_length, ptr, rows, chunk, ptr[:-1]


def token_columns(joined: Joined, table: ChunkTable) -> Columns:
    """The columns of texts that are joined; `table` learns the chunk types it has not met."""
    return _compiled_columns(joined, table) if compiled.in_use() else _columns(joined, table)


def _columns(joined: Joined, table: ChunkTable) -> Columns:
    cut = split(joined, table.slots)
    table.columns()
    counts = table.count.take(cut.numbers)
    # (c + 1,) how many tokens stand before each chunk, and in all.
    before = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=before[1:])
    rows = np.arange(before[-1]) + np.repeat(table.first.take(cut.numbers) - before[:-1], counts)
    ptr = before.take(cut.first)
    reply, chunk = np.repeat(np.arange(len(ptr) - 1), np.diff(ptr)), np.repeat(np.arange(len(counts)), counts)
    newlines, line_length = _line_breaks(cut, before)
    types, flags = table.row_type.take(rows), table.row_flags.take(rows)
    return reply, types, flags, newlines, line_length, ptr, rows, chunk, cut.first[:-1]


def _compiled_columns(joined: Joined, table: ChunkTable) -> Columns:
    """The same in compiled loops."""
    from coachkit.text import kernels

    cut = table.index.cut(joined)
    table.columns()
    ptr = np.empty(len(cut.first), dtype=np.int64)
    size = kernels.count_tokens(cut.chunks, cut.added, cut.first, table.count, ptr)
    columns: list[Ints] = [np.empty(size, dtype=kind) for kind in _KINDS]
    reply, types, flags, newlines, line_length, rows, chunk = columns
    kernels.write_tokens(
        cut.chunks, cut.first, cut.break_chunk, cut.break_length, table.first, table.count, table.row_type, table.row_flags,
        reply, types, flags, newlines, line_length, rows, chunk,
    )  # fmt: skip
    return reply, types, flags, newlines, line_length, ptr, rows, chunk, cut.first[:-1]


def _line_breaks(cut: Split, before: Ints) -> tuple[Ints, Ints]:
    """(m,) line breaks before each token, and the length of the line that the first of them ended (see Corpus)."""
    newlines = np.zeros(before[-1], dtype=np.int32)
    line_length = np.zeros(before[-1], dtype=np.int32)
    if cut.lines:
        token = before.take(cut.lines.first)
        # A line that has a token, and the one before it that has.
        held = np.flatnonzero(token[1:] > token[:-1])
        line, earlier = held[1:], held[:-1]
        same = cut.lines.text[line] == cut.lines.text[earlier]
        line, earlier = line[same], earlier[same]
        newlines[token[line]] = line - earlier
        line_length[token[line]] = cut.lines.length[earlier]
    return newlines, line_length
