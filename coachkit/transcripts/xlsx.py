"""Excel workbooks (.xlsx): the sheet that was open when it was saved, row by row."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coachkit.errors import InputError, MissingExtra
from coachkit.transcripts.rows import Table, row_of_cells, unique_names

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


def open_xlsx(path: Path, encoding: str | None = None) -> Table:  # noqa: ARG001 - a workbook knows its own encoding
    """The table of a workbook's active sheet; its first row that is not empty holds the names of the columns.

    Raises InputError when it is not a workbook or is empty, MissingExtra without openpyxl.
    """
    book = _book(path)
    sheet = book.active
    if sheet is None or not hasattr(sheet, "iter_rows"):
        raise InputError(f"{path}: the open sheet is a chart; save the workbook with the sheet of replies open")
    sheet.reset_dimensions()
    rows = _filled(path, book, sheet)
    header = next(rows, None)
    if header is None:
        raise InputError(f"{path}: the sheet '{sheet.title}' is empty; it needs a header row and a row for each reply")
    columns = unique_names(header[1])
    return Table(path, columns, (row_of_cells(number, columns, cells, " ") for number, cells in rows))


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


def _filled(path: Path, book: Workbook, sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """(row number, cells up to the last filled one) of each row that is not empty."""
    number, width = 0, 0
    try:
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = list(values)
            while len(cells) > width and cells[-1] is None:
                cells.pop()
            if any(cell is not None for cell in cells):
                cells += [None] * (width - len(cells))
                width = width or len(cells)
                yield number, cells
    except Exception as error:
        raise InputError(f"{path}: row {number + 1} cannot be read ({error}); save the workbook again") from error
    finally:
        book.close()
