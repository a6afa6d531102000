"""From a path to a table: the reader is chosen by the file's ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from coachkit.errors import InputError
from coachkit.transcripts.csv_tsv import open_csv
from coachkit.transcripts.jsonl import open_jsonl
from coachkit.transcripts.parquet import open_parquet
from coachkit.transcripts.rows import Table
from coachkit.transcripts.xlsx import open_xlsx

Reader = Callable[[Path, str | None], Table]

FORMATS: Mapping[str, Reader] = {
    ".csv": open_csv,
    ".tsv": open_csv,
    ".txt": open_csv,
    ".jsonl": open_jsonl,
    ".ndjson": open_jsonl,
    ".parquet": open_parquet,
    ".xlsx": open_xlsx,
    ".xlsm": open_xlsx,
}

_REMEDIES = {
    ".json": "; write one object a line and call it .jsonl",
    ".xls": "; save it as .xlsx in Excel",
    ".ods": "; save it as .xlsx or .csv",
}


def open_table(path: Path, encoding: str | None = None) -> Table:
    """The file as a table, not read yet. Raises InputError when it is not there, is empty or has an ending not known."""
    if not path.exists():
        raise InputError(f"{path}: there is no such file")
    if not path.is_file():
        raise InputError(f"{path}: not a file; give the file of replies itself")
    ending = path.suffix.lower()
    if ending not in FORMATS:
        remedy = _REMEDIES.get(ending, "")
        raise InputError(f"{path}: cannot read '{ending or path.name}' files{remedy}; known: {', '.join(FORMATS)}")
    try:
        if not path.stat().st_size:
            raise InputError(f"{path}: the file is empty")
        return FORMATS[ending](path, encoding)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
