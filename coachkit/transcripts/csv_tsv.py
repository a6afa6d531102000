"""CSV and TSV: separator found from the header, quoted line breaks kept, a quote left open costs one row and no more."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from coachkit.errors import InputError
from coachkit.transcripts.encoding import check_encoding
from coachkit.transcripts.rows import Row, Table, row_of_cells, unique_names

SEPARATORS = (",", ";", "\t")
LONGEST_CELL = 8_000_000
"""Characters of one cell; a longer one is taken for a quote that was never closed."""


class _Lines:
    """The file's lines, of which those of the row being read can be put back."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self._waiting: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else next(self._source)
        self.taken.append(line)
        self.number += 1
        return line

    def start_row(self) -> None:
        """Lets go of the lines of the row before."""
        self.taken.clear()

    def put_back_all_but_first(self) -> str:
        """The first line of the row; the others are read again."""
        first, *others = self.taken
        self._waiting.extendleft(reversed(others))
        self.number -= len(others)
        self.taken.clear()
        return first


def open_csv(path: Path, encoding: str | None = None) -> Table:
    """The table of a CSV or TSV file. Raises InputError when it is empty or in another encoding."""
    name, line_ends = check_encoding(path, encoding)
    records = _records(_Lines(_file_lines(path, name)), separator := _separator(path, name))
    header = next(records, None)
    if header is None:
        raise InputError(f"{path}: the file is empty; it needs a header line and a row for each reply")
    columns = unique_names(header[1])
    return Table(path, columns, _rows(records, columns, separator), max(line_ends, 1), delimiter=separator)


def _file_lines(path: Path, encoding: str) -> Iterator[str]:
    with path.open(encoding=encoding, newline="") as file:
        yield from file


def _separator(path: Path, encoding: str) -> str:
    """Of comma, semicolon and tab the one that parts the header into most cells; a .tsv file has tabs."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    for line in _file_lines(path, encoding):
        if line.strip():
            return max(SEPARATORS, key=lambda one: len(next(csv.reader([line], delimiter=one))))
    return SEPARATORS[0]


def _rows(records: Iterator[tuple[int, list[str], str | None]], columns: tuple[str, ...], separator: str) -> Iterator[Row]:
    for number, cells, problem in records:
        row = row_of_cells(number, columns, cells, separator)
        yield Row(row.number, row.values, problem, broken=True) if problem else row


def _records(lines: _Lines, separator: str) -> Iterator[tuple[int, list[str], str | None]]:
    """(line where it starts, cells, problem) of each record; blank lines are left out."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=separator)
    width = 0
    while True:
        lines.start_row()
        number = lines.number + 1
        try:
            cells = next(reader)
            unclosed = len(lines.taken) > 1 and _left_open(lines.taken, separator, fits=len(cells) == width)
        except StopIteration:
            return
        except csv.Error:
            unclosed = True
        if unclosed:
            first = lines.put_back_all_but_first()
            reader = csv.reader(lines, delimiter=separator)
            cells = first.rstrip("\r\n").split(separator)
            yield number, cells, "open quote: a quotation mark opens a cell and is never closed"
        elif cells:
            width = width or len(cells)
            yield number, cells, None


def _left_open(taken: list[str], separator: str, *, fits: bool) -> bool:
    """Whether a record of several lines was not meant as one.

    It ends inside quotes (at the end of the file), or a quote of a later row closed it, which leaves it with words after
    the quote and, but for chance, another number of cells than the header.
    """
    try:
        list(csv.reader(taken, delimiter=separator, strict=True))
    except csv.Error as error:
        return not fits or "unexpected end of data" in str(error)
    return False
