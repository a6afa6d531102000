"""Excel workbooks (.xlsx): the sheet that was open when it was saved, row by row."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coachkit.errors import InputError, MissingExtra
from coachkit.transcripts.columns import HEADERS, key
from coachkit.transcripts.rows import Row, Table, row_of_cells, unique_names

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


MOST_TITLES = 10
"""Rows among which the header is looked for."""

_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")
_KNOWN = frozenset(name for names in HEADERS.values() for name in names)


def open_xlsx(path: Path, encoding: str | None = None) -> Table:  # noqa: ARG001 - a workbook knows its own encoding
    """The table of a workbook's active sheet; its first row that is not empty holds the names of the columns, or the first
    of several cells where titles of one cell stand over it.

    Raises InputError when it is not a workbook or is empty, MissingExtra without openpyxl.
    """
    book = _book(path)
    sheet = book.active
    if sheet is None or not hasattr(sheet, "iter_rows"):
        raise InputError(f"{path}: the open sheet is a chart; save the workbook with the sheet of replies open")
    sheet.reset_dimensions()
    rows = _filled(path, book, sheet)
    first = list(islice(rows, MOST_TITLES))
    if not first:
        raise InputError(f"{path}: the sheet '{sheet.title}' is empty; it needs a header row and a row for each reply")
    titles = _titles([cells for _, cells in first])
    columns = unique_names(first[titles][1])
    return Table(path, columns, _rows(columns, chain(first[titles + 1 :], rows)))


def _titles(rows: Sequence[Sequence[Any]]) -> int:
    """How many rows stand over the header: a report's title and the like, of one cell each, before a row of several."""
    if any(key(str(cell)) in _KNOWN for cell in rows[0]):
        return 0
    return next((place for place, cells in enumerate(rows) if sum(cell is not None for cell in cells) > 1), 0)


def _rows(columns: tuple[str, ...], rows: Iterable[tuple[int, list[Any]]]) -> Iterator[Row]:
    for number, cells in rows:
        yield row_of_cells(number, columns, [*cells, *[None] * (len(columns) - len(cells))], " ")


def _book(path: Path) -> Workbook:
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise MissingExtra("reading an Excel workbook", "excel") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise InputError(f"{path}: not an Excel workbook that can be read ({error}); save it as .xlsx again") from error


def _as_typed(cell: Any) -> Any:
    """A text without Excel's way of writing control characters: "_x000D_" stands for the carriage return at a line's end."""
    if not isinstance(cell, str) or "_x" not in cell:
        return cell
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell)


def _filled(path: Path, book: Workbook, sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """(row number, cells up to the last filled one) of each row that is not empty."""
    number = 0
    try:
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = [_as_typed(cell) for cell in values]
            while cells and cells[-1] is None:
                cells.pop()
            if cells:
                yield number, cells
    except Exception as error:
        raise InputError(f"{path}: row {number + 1} cannot be read ({error}); save the workbook again") from error
    finally:
        book.close()
