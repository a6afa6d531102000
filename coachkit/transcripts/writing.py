"""Writing tables: the format by the file's ending, block by block, and never half a file."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import json
import math
import os
import re
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coachkit.errors import InputError, MissingExtra
from coachkit.transcripts.rows import NUMBER, TEXT, WHOLE, YES_NO
from coachkit.transcripts.text_column import TextColumn

Rows = Sequence[Mapping[str, Any]]
Cells = Sequence[Any]
"""Rows as columns: a sequence of cells or an Arrow array for each column, all of one length."""
Put = Callable[[Cells], None]
Kinds = Mapping[str, Any]
"""The columns in order, each with its kind: one of rows.py, or an Arrow type."""

EXCEL_CELL = 32_767
EXCEL_ROWS = 1_048_576
ROW_GROUP = 10000
TRIED = 1_000
"""Rows by which is told whether a column of a Parquet file repeats itself."""
_DIFFERENT = ("string", "int64")
"""Arrow types of columns that often do not."""

_NO_DATE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the same rows give the same bytes, whenever they are written

SPREADSHEETS = frozenset({".csv", ".tsv", ".xlsx"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Write:
    """What `writing` gives: a function that writes rows, and their columns where they are at hand, which is quicker."""

    names: tuple[str, ...]
    put: Callable[[Cells], None]

    def __call__(self, rows: Rows) -> None:
        """Writes rows; a value that a row has not is nothing."""
        self.put([[row.get(name) for row in rows] for name in self.names])

    def columns(self, columns: Mapping[str, Any]) -> None:
        """Writes rows given as columns, every one of them, of one length: sequences, or Arrow arrays."""
        self.put([columns[name] for name in self.names])


@contextmanager
def writing(path: Path, columns: Kinds, delimiter: str = ",") -> Iterator[Write]:
    """A function that writes rows to a temporary file beside `path`, which takes its place when all is well.

    Raises InputError for an ending that is not known, or a place that cannot be written.
    """
    target = check_target(path)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    opened = WRITERS[target.suffix.lower()]
    try:
        with opened(part, columns, "\t" if target.suffix.lower() == ".tsv" else delimiter) as put:
            yield Write(tuple(columns), put)
        os.replace(part, target)  # noqa: PTH105 - the one call that is atomic everywhere
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def whole_file(path: Path, text: str) -> None:
    """Writes a text file in one step, so that nobody ever meets half of it. Raises OSError where it cannot be written."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, path)  # noqa: PTH105 - the one call that is atomic everywhere
    finally:
        part.unlink(missing_ok=True)


def check_target(path: Path) -> Path:
    """The file that is to be written, links followed. Raises InputError when it could not be."""
    target = path.resolve()
    if target.suffix.lower() not in WRITERS:
        raise InputError(f"{path}: cannot write '{target.suffix or target.name}' files; known: {', '.join(WRITERS)}")
    if target.exists() and not target.is_file():
        raise InputError(f"{path}: not a file; give the name of a file to write")
    if not target.parent.is_dir():
        raise InputError(f"{path}: there is no folder {target.parent}; make it first")
    if target.suffix.lower() == ".xlsx":
        _xlsxwriter()
    return target


def lost_in(path: Path, columns: Iterable[Sequence[Any]]) -> Iterator[tuple[int, str]]:
    """The rows that the format cannot hold whole, given as columns: (place, problem)."""
    if path.suffix.lower() != ".xlsx":
        return
    for place, row in enumerate(zip(*columns, strict=True)):
        if max((len(one) for one in row if isinstance(one, str)), default=0) > EXCEL_CELL - 1:
            yield place, f"cut for Excel: a cell holds at most {EXCEL_CELL:,} characters"


def plain(value: Any) -> str | int | float | bool | None:
    """A value as a cell holds it: dates in ISO form, lists and objects as JSON, bytes in base 64, NaN as nothing."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, (list, dict, tuple)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before one that would start it.

    >>> harmless("=1+1"), harmless("-12,5"), harmless("- yes")
    ("'=1+1", '-12,5', "'- yes")
    """
    cell = value if isinstance(value, str) else plain(value)
    if isinstance(cell, str) and cell.startswith(_FORMULA) and not _PLAIN_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def as_meant(cell: Any) -> Any:
    """A cell that we have written, without the apostrophe that `harmless` has put before it.

    >>> as_meant("'@anna It left today."), as_meant("'tis so")
    ('@anna It left today.', "'tis so")
    """
    if isinstance(cell, str) and cell.startswith("'") and harmless(cell[1:]) == cell:
        return cell[1:]
    return cell


@contextmanager
def _csv(path: Path, columns: Kinds, delimiter: str) -> Iterator[Put]:
    with path.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow([harmless(name) for name in columns])
        yield lambda cells: writer.writerows(zip(*([_csv_cell(one) for one in column] for column in _lists(cells)), strict=True))


def _lists(cells: Cells) -> list[Sequence[Any]]:
    return [column.to_pylist() if hasattr(column, "to_pylist") else column for column in cells]


def _csv_cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else harmless(value)


@contextmanager
def _jsonl(path: Path, columns: Kinds, delimiter: str) -> Iterator[Put]:  # noqa: ARG001 - one signature for all
    with path.open("x", encoding="utf-8", newline="\n") as file:
        yield lambda cells: file.writelines(
            f"{_json(dict(zip(columns, row, strict=True)))}\n" for row in zip(*_lists(cells), strict=True)
        )


def _json(row: Mapping[str, Any]) -> str:
    try:
        return json.dumps(row, ensure_ascii=False, default=plain, allow_nan=False)
    except ValueError:
        finite = json.loads(json.dumps(row, default=plain), parse_constant=lambda _: None)
        return json.dumps(finite, ensure_ascii=False)


@contextmanager
def _parquet(path: Path, columns: Kinds, delimiter: str) -> Iterator[Put]:  # noqa: ARG001 - one signature for all
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {TEXT: pa.string(), WHOLE: pa.int64(), NUMBER: pa.float64(), YES_NO: pa.bool_()}
    schema = pa.schema([(name, types.get(kind, kind) if isinstance(kind, str) else kind) for name, kind in columns.items()])
    waiting, opened = list[Any](), list[Any]()

    def flush(*, last: bool = False) -> None:
        if waiting or (last and not opened):
            table = pa.Table.from_batches(waiting, schema=schema)
            if not opened:
                opened.append(stack.enter_context(pq.ParquetWriter(path, schema, **_how(pa, table))))
            opened[0].write_table(table)
            waiting.clear()

    def write(cells: Cells) -> None:
        named = zip(cells, columns.items(), strict=True)
        arrays = [_arrow(pa, column, kind, schema.field(name).type) for column, (name, kind) in named]
        waiting.append(pa.record_batch(arrays, schema=schema))
        if sum(len(batch) for batch in waiting) >= ROW_GROUP:
            flush()

    path.touch(exist_ok=False)  # that it cannot be written is told now
    with ExitStack() as stack:
        yield write
        flush(last=True)


def _how(pa: Any, table: Any) -> dict[str, Any]:
    """What brings nothing is left out: the least and greatest of texts; and as many values at a time as there are, not 1024."""
    numbers = [field.name for field in table.schema if not pa.types.is_string(field.type)]
    return {"use_dictionary": _repeating(table), "write_statistics": numbers, "write_batch_size": ROW_GROUP}


def _repeating(table: Any) -> list[str]:
    """The columns whose values are worth a dictionary, by the first of them: texts that all differ are only written twice."""
    start = table.slice(0, TRIED)
    return [
        name
        for name, column in zip(table.column_names, start.columns, strict=True)
        if str(column.type) not in _DIFFERENT or len(set(column.to_pylist())) * 2 <= len(column)
    ]


def _arrow(pa: Any, column: Any, kind: Any, of_type: Any) -> Any:
    """A column as an Arrow array of this type."""
    if isinstance(column, TextColumn) and of_type == pa.string():
        return column.arrow
    if isinstance(column, pa.Array):
        return column.cast(of_type)
    return pa.array(_texts(column) if kind == TEXT else column, of_type)


def _texts(column: Sequence[Any]) -> Sequence[str | None]:
    """A column of texts; the very same where it is one already."""
    return column if set(map(type, column)) <= {str, type(None)} else [_as_text(one) for one in column]


def _as_text(value: Any) -> str | None:
    cell = plain(value)
    return None if cell is None else str(cell)


def _xlsxwriter() -> Any:
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtra("writing an Excel workbook", "excel") from error
    return xlsxwriter


@contextmanager
def _xlsx(path: Path, columns: Kinds, delimiter: str) -> Iterator[Put]:  # noqa: ARG001 - one signature for all
    with tempfile.TemporaryDirectory(prefix="coachkit-") as folder:
        book = _xlsxwriter().Workbook(str(path), {"constant_memory": True, "tmpdir": folder})
        book.set_properties({"created": _NO_DATE})
        sheet = book.add_worksheet("replies")
        sheet.freeze_panes(1, 0)
        written = 0

        def write(cells: Cells) -> None:
            nonlocal written
            if written + len(cells[0]) > EXCEL_ROWS:
                raise InputError(f"Excel holds at most {EXCEL_ROWS - 1:,} rows; write .csv, .jsonl or .parquet instead")
            for row in zip(*_lists(cells), strict=True):
                for place, cell in enumerate(row):
                    _excel_cell(sheet, written, place, cell)
                written += 1

        try:
            write([[name] for name in columns])
            yield write
        finally:
            book.close()


def _excel_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    cell = harmless(value)
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, float) or (isinstance(cell, int) and abs(cell) < 10**15):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        text = str(cell)
        sheet.write_string(row, column, text if len(text) <= EXCEL_CELL else f"{text[: EXCEL_CELL - 1]}…")


WRITERS: Mapping[str, Callable[[Path, Kinds, str], AbstractContextManager[Put]]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".parquet": _parquet,
    ".xlsx": _xlsx,
}
