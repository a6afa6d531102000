"""CSV and TSV: separator found from the header, quoted line breaks kept, a quote left open costs one row and no more."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from coachkit import compiled
from coachkit.errors import InputError
from coachkit.transcripts.encoding import UTF_8, check_encoding
from coachkit.transcripts.plain_csv import PlainCsv
from coachkit.transcripts.rows import Row, Rows, Stretch, Table, row_of_cells, unique_names

Record = tuple[int, list[str], str | None]
"""The line where it starts, its cells, its problem."""

SEPARATORS = (",", ";", "\t")
_HINTS = {f"sep={one}".strip(): one for one in SEPARATORS}
CHUNK = 1 << 19
"""Characters of lines read ahead at a time."""

LONGEST_CELL = 8_000_000
"""Characters of one cell; a longer one is taken for a quote that was never closed."""


class _Lines:
    """The file's lines, of which those of the row being read can be put back."""

    def __init__(self, chunks: Iterator[list[str]]) -> None:
        self._chunks = chunks
        self._waiting: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0
        self.width = 0
        """Cells of the first record that was whole, the header as a rule."""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if not self._waiting and not self.more():
            raise StopIteration
        line = self._waiting.popleft()
        self.taken.append(line)
        self.number += 1
        return line

    @property
    def are_ahead(self) -> bool:
        """Whether lines were read ahead."""
        return bool(self._waiting)

    def more(self) -> bool:
        """Reads some more lines ahead; False at the end of the file."""
        chunk = next(self._chunks, None)
        self._waiting.extend(chunk or ())
        return chunk is not None

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

    def whole(self, separator: str) -> tuple[list[int], list[list[str]], bool]:
        """Takes the records up to the first with a quote where none belongs, among the lines read ahead: the line where each
        starts, its cells (none for a blank line), and whether the last one goes on beyond these lines."""
        records, ends, goes_on = list[list[str]](), [0], False
        reader = csv.reader(self._waiting, delimiter=separator, strict=True)
        try:
            for cells in reader:
                records.append(cells)
                ends.append(reader.line_num)
        except csv.Error as error:
            goes_on = _is_cut(error)
        last = ends.pop()
        numbers = [self.number + 1 + end for end in ends]
        if last == len(self._waiting):
            self._waiting.clear()
        else:
            for _ in range(last):
                self._waiting.popleft()
        self.number += last
        self.width = self.width or next((len(cells) for cells in records if cells), 0)
        return numbers, records, goes_on


def open_csv(path: Path, encoding: str | None = None) -> Table:
    """The table of a CSV or TSV file. Raises InputError when it is empty or in another encoding."""
    name, line_ends = check_encoding(path, encoding)
    csv.field_size_limit(LONGEST_CELL)
    plain = PlainCsv(path) if compiled.in_use() and name == UTF_8 else None
    lines, separator = _Lines(iter(plain.lines, None) if plain else _chunks(path, name)), _separator(path, name)
    header = _record(lines, separator)
    if header is not None and _is_excels_hint(header[1], separator):
        lines.width = 0
        header = _record(lines, separator)
    if header is None:
        raise InputError(f"{path}: the file is empty; it needs a header line and a row for each reply")
    columns = unique_names(header[1])
    rows = Rows(_pieces(lines, columns, separator, plain))
    return Table(path, columns, rows, max(line_ends, 1), delimiter=separator)


def _is_excels_hint(cells: Sequence[str], separator: str) -> bool:
    """Whether the line says what the separator is, as Excel wants to be told: "sep=;"."""
    return separator.join(cells).strip() in _HINTS


def _file_lines(path: Path, encoding: str) -> Iterator[str]:
    with path.open(encoding=encoding, newline="") as file:
        yield from file


def _chunks(path: Path, encoding: str) -> Iterator[list[str]]:
    """The lines of the file, so many at a time that they come to about CHUNK characters."""
    with path.open(encoding=encoding, newline="") as file:
        while lines := file.readlines(CHUNK):
            yield lines


def _separator(path: Path, encoding: str) -> str:
    """Of comma, semicolon and tab the one that parts the header into most cells; a .tsv file has tabs."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    for line in _file_lines(path, encoding):
        if line.strip() in _HINTS:
            return _HINTS[line.strip()]
        if line.strip():
            return max(SEPARATORS, key=lambda one: len(next(csv.reader([line], delimiter=one))))
    return SEPARATORS[0]


def _pieces(lines: _Lines, columns: tuple[str, ...], separator: str, plain: PlainCsv | None) -> Iterator[Stretch | Row]:
    """The rows: as stretches where every quote is where it belongs, a record that needs a closer look by itself."""
    goes_on = False
    while True:
        if plain and not lines.are_ahead and (found := plain.columns(columns, separator, lines.number)):
            lines.number += found.lines
            if found.numbers:
                yield Stretch(found.numbers, found.columns)
            continue
        if not lines.are_ahead and not lines.more():
            return
        if goes_on:
            lines.more()
        numbers, records, goes_on = lines.whole(separator)
        yield from _stretches(numbers, records, columns, separator)
        if not records:
            one, goes_on = _record(lines, separator), False
            if one:
                yield _row(one, columns, separator)


def _stretches(numbers: list[int], records: list[list[str]], columns: tuple[str, ...], separator: str) -> Iterator[Stretch | Row]:
    """The same records, those with as many cells as there are columns as stretches; blank lines are left out."""
    if set(map(len, records)) == {len(columns)}:
        yield Stretch(numbers, dict(zip(columns, zip(*records, strict=True), strict=True)))
        return
    for width, group in groupby(zip(numbers, records, strict=True), key=_width):
        if width == len(columns):
            starts, whole = zip(*group, strict=True)
            yield Stretch(starts, dict(zip(columns, zip(*whole, strict=True), strict=True)))
        elif width:
            yield from (row_of_cells(number, columns, cells, separator) for number, cells in group)


def _width(one: tuple[int, list[str]]) -> int:
    return len(one[1])


def _row(record: Record, columns: tuple[str, ...], separator: str) -> Row:
    number, cells, problem = record
    row = row_of_cells(number, columns, cells, separator)
    return Row(row.number, row.values, problem, broken=True) if problem else row


def _record(lines: _Lines, separator: str) -> Record | None:
    """The next record, None at the end; blank lines are left out."""
    cells: list[str] = []
    while not cells:
        lines.start_row()
        number = lines.number + 1
        try:
            cells = next(csv.reader(lines, delimiter=separator))
            unclosed = len(lines.taken) > 1 and _left_open(lines.taken, separator, fits=len(cells) == lines.width)
        except StopIteration:
            return None
        except csv.Error:
            unclosed = True
        if unclosed:
            first = lines.put_back_all_but_first()
            cells = first.rstrip("\r\n").split(separator)
            return number, cells, "open quote: a quotation mark opens a cell and is never closed"
    lines.width = lines.width or len(cells)
    return number, cells, None


def _left_open(taken: list[str], separator: str, *, fits: bool) -> bool:
    """Whether a record of several lines was not meant as one.

    It ends inside quotes (at the end of the file), or a quote of a later row closed it, which leaves it with words after
    the quote and, but for chance, another number of cells than the header.
    """
    try:
        list(csv.reader(taken, delimiter=separator, strict=True))
    except csv.Error as error:
        return not fits or _is_cut(error)
    return False


def _is_cut(error: csv.Error) -> bool:
    """Whether the lines ended inside quotes."""
    return "unexpected end of data" in str(error)
