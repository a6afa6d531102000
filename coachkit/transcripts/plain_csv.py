"""CSV files as bytes: the records that are surely plain by a compiled loop, all others as lines for the csv module."""

from __future__ import annotations

import codecs
import io
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from coachkit.transcripts.text_column import TextColumn, gathered

AT_ONCE = 1 << 20
"""Bytes read at a time."""

CLOSER = 1 << 14
"""Bytes of lines that are given to the csv module at a time, where a record needs a closer look."""

_FEWEST_BYTES = 4
"""Bytes of a record for which there is room in the tables of cells; with shorter ones the tables are filled sooner."""


class Plain(NamedTuple):
    """Records as columns: the line in which each starts, the cells, and how many lines they take together."""

    numbers: Sequence[int]
    columns: Mapping[str, TextColumn]
    lines: int


class PlainCsv:
    """The bytes of a file in UTF-8, taken in order: as columns while the records are plain, else as lines."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("rb")
        self._data = np.empty(AT_ONCE, dtype=np.uint8)
        self._at = self._end = 0
        self._ahead = 0
        """Bytes of lines that are given at least: of the header no more than it is."""
        self._fill()
        if self._data[:3].tobytes() == codecs.BOM_UTF8 and self._end >= len(codecs.BOM_UTF8):
            self._at = len(codecs.BOM_UTF8)

    def _fill(self) -> bool:
        """Reads on behind what is held, with more room where that is as much as there is room for; False at the end."""
        held = self._data[self._at : self._end]
        if len(held) > len(self._data) // 2:
            self._data = np.empty(2 * len(self._data), dtype=np.uint8)
        self._data[: len(held)] = held.copy()
        self._at, self._end = 0, len(held)
        if self._file.closed:
            return False
        count = self._file.readinto(self._data[self._end :])  # type: ignore[attr-defined]
        if not count:
            self._file.close()
        self._end += count
        return bool(count)

    def columns(self, names: Sequence[str], separator: str, number: int) -> Plain | None:
        """The plain records that come next, some of them; None where the next one needs a closer look, or there is none.

        `number` is how many lines lie before them.
        """
        from coachkit.transcripts.kernels import CUT, plain_records

        most = len(self._data) // (_FEWEST_BYTES * len(names)) + 1
        begins, ends, doubled = np.empty((3, len(names), most), dtype=np.int32)
        lines, span = np.empty(most, dtype=np.int32), np.empty(5, dtype=np.int64)
        while True:
            span[:2] = self._at, self._end
            rows = plain_records(self._data, span, ord(separator), begins, ends, doubled, lines)
            cells = zip(names, begins[:, :rows], ends[:, :rows], doubled[:, :rows], strict=True)
            columns = {name: gathered(self._data, *some) for name, *some in cells}
            _, _, self._at, taken, why = span.tolist()
            if rows or taken:
                return Plain(array("q", (lines[:rows] + np.int64(number + 1)).tobytes()), columns, taken)
            if why != CUT or self._end - self._at > AT_ONCE or not self._fill():
                return None

    def lines(self) -> list[str] | None:
        """The lines that come next, some of them, with their ends; None at the end of the file."""
        end = self._line_end()
        while not end and self._fill():
            end = self._line_end()
        end = end or self._end
        if end == self._at:
            return None
        text = str(self._data[self._at : end].tobytes(), "utf-8")
        self._at, self._ahead = end, CLOSER
        return io.StringIO(text, newline="").readlines()

    def _line_end(self) -> int:
        """Where a line ends, the first that does so many bytes on, or else the last of those that are held; 0 for none."""
        near = self._data[self._at : self._end].tobytes()
        # The last byte may be a carriage return with its line feed still to come.
        found = near.find(b"\n", self._ahead) + 1 or near.rfind(b"\n") + 1 or near.rfind(b"\r", 0, -1) + 1
        return self._at + found if found else 0
