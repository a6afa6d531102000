"""A column of texts as the bytes they were read as: what nobody looks at by itself is never made a text of its own."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from coachkit.text.held import HeldTexts, Ints

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int32]

_SPACE, _BEYOND_ASCII = 0x20, 0x80


@dataclass(frozen=True, eq=False)
class TextColumn(HeldTexts):
    """n texts in UTF-8: text t is `data[begins[t]:begins[t + 1]]`. Whoever reads them one by one finds a list of texts.

    Made by compiled loops, and needs them for all but being read and being sent: it travels as the bytes of these texts alone.
    None of the texts is missing.
    """

    data: Bytes
    begins: Places

    @cached_property
    def listed(self) -> list[str]:
        """The texts themselves."""
        texts: list[str] = self.arrow.to_pylist()
        return texts

    def __len__(self) -> int:
        return len(self.begins) - 1

    def __iter__(self) -> Iterator[str]:
        return iter(self.listed)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> TextColumn: ...
    def __getitem__(self, place: int | slice) -> str | TextColumn:
        if isinstance(place, slice):
            start, end, step = place.indices(len(self))
            if step != 1:
                raise ValueError("texts in another order are a list's matter")
            if start == 0 and end == len(self):
                # Its list of texts, where it is made already, serves both.
                return self
            return TextColumn(self.data, self.begins[start : max(start, end) + 1])
        return self.listed[place] if "listed" in self.__dict__ or place < 0 else self._text(place)

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpacked, (bytearray(self.own_bytes), bytearray(self.own_begins))

    def _text(self, place: int) -> str:
        data, begins = self._views
        end = begins[place + 1]  # raises IndexError behind the last
        return str(data[begins[place] : end], "utf-8")

    @cached_property
    def _views(self) -> tuple[memoryview, memoryview]:
        """The same as Python's own views: one number or one text is taken out of these five times as quickly."""
        return self.data.data, self.begins.data

    def at(self, rows: Sequence[int]) -> list[str]:
        """Some of the texts, by their places (from nought on)."""
        return list(map(self.listed.__getitem__ if "listed" in self.__dict__ else self._text, rows))

    def some(self, rows: Ints) -> TextColumn:
        """The same as a column."""
        return gathered(self.data, self.begins[rows], self.begins[rows + 1])

    @property
    def most_bytes(self) -> int:
        """Of the longest text; nought where there is none."""
        return int(np.diff(self.begins).max(initial=0))

    def marked(self, behind: int) -> tuple[bytes, Ints]:
        """See HeldTexts."""
        from coachkit.transcripts.kernels import mark

        out = np.empty(int(self.begins[-1] - self.begins[0]) + len(self) + behind, dtype=np.uint8)
        marks = np.empty(len(self.begins), dtype=np.int64)
        mark(self.data, self.begins, out, marks)
        return out.tobytes(), marks

    @property
    def own_bytes(self) -> Bytes:
        """The bytes of these texts alone."""
        return self.data[self.begins[0] : self.begins[-1]]

    @property
    def own_begins(self) -> Places:
        """Where each begins among these."""
        return self.begins - self.begins[0] if self.begins[0] else self.begins

    @property
    def arrow(self) -> Any:
        """The same as an Arrow array of texts."""
        return _arrow(self.own_bytes, self.own_begins)

    def is_one_value(self) -> bool:
        """Whether there are some, and all are the same."""
        lengths = np.diff(self.begins)
        if not len(lengths) or (lengths != lengths[0]).any():
            return False
        rows = self.own_bytes.reshape(len(lengths), lengths[0])
        return bool((rows == rows[0]).all())

    @property
    def characters(self) -> int:
        """Code points of all texts."""
        return int(np.count_nonzero((self.own_bytes & 0xC0) != _BEYOND_ASCII))

    @cached_property
    def codes(self) -> tuple[list[str], npt.NDArray[np.int32]]:
        """The different texts in the order they come in, and (n,) which of them stands at each place."""
        column = self.arrow.dictionary_encode()
        return column.dictionary.to_pylist(), column.indices.to_numpy()

    @cached_property
    def repeats(self) -> tuple[TextColumn, Places] | None:
        """The different texts in the order they come in, and (n,) which of them stands at each place; None where all differ."""
        from coachkit.transcripts.kernels import number

        n, data = len(self), np.ascontiguousarray(self.data)
        eights = np.ndarray((max(len(data) - 7, 0),), dtype=np.uint64, buffer=data, strides=(1,))
        eights.flags.writeable = False
        table, room = np.zeros(2 << n.bit_length(), dtype=np.int32), np.empty(n, dtype=np.uint64)
        first, which = np.empty((2, n), dtype=np.int32)
        many = number(data, eights, self.begins, table, room, first, which)
        return None if many == n else (self.some(first[:many]), which)

    def has_blank(self) -> bool:
        """Whether one is empty, or nothing but white space."""
        if not len(self):
            return False
        lengths = np.diff(self.begins)
        first = self.data[np.minimum(self.begins[:-1], len(self.data) - 1)] if len(self.data) else np.zeros(len(self), np.uint8)
        unsure = np.flatnonzero((lengths == 0) | (first <= _SPACE) | (first >= _BEYOND_ASCII))
        return any(not one or one.isspace() for one in map(self._text, unsure.tolist()))

    def with_edits(self, rows: Places, starts: Places, ends: Places, put: TextColumn, which: Places) -> TextColumn:
        """The texts with other words in the place of some: of text `rows[e]` the bytes `data[starts[e]:ends[e]]` become
        text `which[e]` of `put`. Edits are in order and do not overlap."""
        from coachkit.transcripts.kernels import edited

        begins, ends_of_put = put.begins[which], put.begins[which + 1]
        size = int(self.begins[-1] - self.begins[0]) + int((ends_of_put - begins).sum()) - int((ends - starts).sum())
        out, targets = np.empty(size, dtype=np.uint8), np.empty(len(self.begins), dtype=np.int32)
        edited(self.data, self.begins, rows, starts, ends, put.data, begins, ends_of_put, out, targets)
        return TextColumn(out, targets)

    def changed(self, texts: Mapping[int, str]) -> TextColumn:
        """The column with other texts at some places."""
        if not texts:
            return self
        rows = np.array(sorted(texts), dtype=np.int32)
        put = text_column([texts[place] for place in rows.tolist()])
        return self.with_edits(rows, self.begins[rows], self.begins[rows + 1], put, np.arange(len(rows), dtype=np.int32))

    def bytes_at(self, rows: Places, characters: Places) -> Places:
        """(p,) where in `data` these characters of these texts begin; the pairs are in order of texts."""
        from coachkit.transcripts.kernels import to_bytes

        found = np.empty(len(rows), dtype=np.int32)
        to_bytes(self.data, self.begins[rows], characters, found)
        return found


def text_column(texts: Sequence[str]) -> TextColumn:
    """The texts as bytes. Raises UnicodeEncodeError for half a character."""
    parts = list(map(str.encode, texts))
    begins = np.zeros(len(parts) + 1, dtype=np.int32)
    np.cumsum(np.fromiter(map(len, parts), dtype=np.int64, count=len(parts)), out=begins[1:])
    return TextColumn(np.frombuffer(bytearray(b"".join(parts)), dtype=np.uint8), begins)


def column_of_arrow(column: Any) -> TextColumn:
    """The texts of an Arrow array of type string, none of them missing, all of them UTF-8."""
    _, begins, data = column.buffers()
    if not len(column):
        return TextColumn(np.zeros(0, dtype=np.uint8), np.zeros(1, dtype=np.int32))
    places = np.frombuffer(begins, dtype=np.int32)[column.offset : column.offset + len(column) + 1]
    # Copied: compiled loops are made for columns that may be written to.
    own = np.frombuffer(data, dtype=np.uint8)[places[0] : places[-1]].copy() if data else np.zeros(0, dtype=np.uint8)
    return TextColumn(own, places - places[0])


def gathered(data: Bytes, begins: Places, ends: Places, doubled: Places | None = None) -> TextColumn:
    """The stretches of `data` as a column; of `doubled[t]` quotation marks in one, each is written twice."""
    from coachkit.transcripts.kernels import gather

    twice = np.zeros(len(begins), dtype=np.int32) if doubled is None else doubled
    targets = np.zeros(len(begins) + 1, dtype=np.int32)
    np.cumsum(ends - begins - twice, out=targets[1:])
    out = np.empty(int(targets[-1]), dtype=np.uint8)
    gather(data, begins, ends, twice, targets[:-1], out)
    return TextColumn(out, targets)


def joined(columns: Sequence[Sequence[Any]]) -> Sequence[Any]:
    """The cells of several columns, one after the other."""
    if len(columns) == 1:
        return columns[0]
    if all(isinstance(column, array) for column in columns):
        return array("q", b"".join(map(bytes, columns)))
    texts = [column for column in columns if isinstance(column, TextColumn)]
    if not texts or len(texts) < len(columns):
        return list(chain.from_iterable(columns))
    starts = np.cumsum([0, *(len(one.own_bytes) for one in texts)])
    begins = [one.own_begins[:-1] + np.int32(start) for one, start in zip(texts, starts, strict=False)]
    ends = np.array(starts[-1:], dtype=np.int32)
    return TextColumn(np.concatenate([one.own_bytes for one in texts]), np.concatenate([*begins, ends]))


def _arrow(data: Any, begins: Any) -> Any:
    import pyarrow as pa

    buffers = [None, pa.py_buffer(np.ascontiguousarray(begins)), pa.py_buffer(np.ascontiguousarray(data))]
    return pa.Array.from_buffers(pa.string(), len(begins) - 1, buffers)


def _unpacked(data: bytearray, begins: bytearray) -> TextColumn:
    """The texts as another process gets them; they may be written to, as compiled loops want them."""
    return TextColumn(np.frombuffer(data, dtype=np.uint8), np.frombuffer(begins, dtype=np.int32))
