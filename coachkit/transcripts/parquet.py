"""Parquet, in batches; its column types are kept for Parquet written again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coachkit import compiled
from coachkit.errors import InputError
from coachkit.transcripts.rows import Rows, Stretch, Table, unique_names
from coachkit.transcripts.text_column import column_of_arrow

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

BATCH = 2_000


def open_parquet(path: Path, encoding: str | None = None) -> Table:  # noqa: ARG001 - Parquet knows its own encoding
    """The table of a Parquet file. Raises InputError when it is not one, or has no rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path, pre_buffer=False)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(f"{path}: not a Parquet file that can be read: {_first_line(error)}") from error
    total = file.metadata.num_rows
    if not total:
        raise InputError(f"{path}: the file has no rows")
    schema = file.schema_arrow
    columns = unique_names(schema.names)
    return Table(path, columns, Rows(_stretches(path, file, columns)), total, dict(zip(columns, schema.types, strict=True)))


def _stretches(path: Path, file: pq.ParquetFile, columns: tuple[str, ...]) -> Iterator[Stretch]:
    import pyarrow as pa

    number = 0
    try:
        for batch in file.iter_batches(batch_size=BATCH):
            cells = dict(zip(columns, map(_cells, batch.columns), strict=True))
            yield Stretch(range(number + 1, number + 1 + batch.num_rows), cells)
            number += batch.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(f"{path}: row {number + 1} cannot be read: {_first_line(error)}") from error
    finally:
        file.close()


def _cells(column: pa.Array) -> Sequence[Any]:
    """The values of a column, as the bytes they are where it holds nothing but texts and compiled loops are there for them."""
    import pyarrow as pa

    if compiled.in_use() and column.type == pa.string() and not column.null_count:
        try:
            column.validate(full=True)
        except pa.ArrowInvalid:
            return column.to_pylist()
        return column_of_arrow(column)
    return column.to_pylist()


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
