"""JSON Lines: one object a line; a broken line is kept as a row with its problem."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from coachkit.errors import InputError
from coachkit.transcripts.encoding import check_encoding
from coachkit.transcripts.rows import NUMBER, TEXT, WHOLE, YES_NO, Row, Table

SHOWN = 120
"""Characters of a broken line that its problem quotes."""

_KINDS = {bool: YES_NO, int: WHOLE, float: NUMBER, str: TEXT}


def open_jsonl(path: Path, encoding: str | None = None) -> Table:
    """The table of a JSON Lines file; its columns are the keys of all its objects, in the order they first occur.

    The file is read twice, the first time for the keys. Raises InputError when it is empty or in another encoding.
    """
    name, _ = check_encoding(path, encoding)
    kinds: dict[str, str] = {}
    total = 0
    first_problem = None
    for row in _rows(path, name):
        total += 1
        first_problem = first_problem or (row.problem if row.broken else None)
        for key, value in row.values.items():
            kinds[key] = wider(kinds.get(key), value)
    if not total:
        raise InputError(f"{path}: the file is empty; it needs a line with a JSON object for each reply")
    if not kinds:
        raise InputError(f"{path}: no line is a JSON object ({first_problem}); JSON Lines has one object a line")
    return Table(path, tuple(kinds), _rows(path, name), total, {key: kind or TEXT for key, kind in kinds.items()})


def _rows(path: Path, encoding: str) -> Iterator[Row]:
    # Only "\n" ends a line: JSON text may hold the other line separators of Unicode as they are.
    with path.open(encoding=encoding, newline="\n") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield _row(number, line)


def _row(number: int, line: str) -> Row:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        return _broken(number, f"{error.msg} at column {error.colno}", line)
    except (ValueError, RecursionError) as error:
        return _broken(number, type(error).__name__, line)
    if not isinstance(value, dict):
        return _broken(number, "not an object", line)
    if "\\ud" in line.lower() and _has_half_characters(value):
        return Row(number, _whole_characters(value), "half a character: half of a surrogate pair was replaced")
    return Row(number, value)


def _broken(number: int, why: str, line: str) -> Row:
    shown = line.strip().encode("utf-8", "replace").decode()
    shown = shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
    return Row(number, {}, f"not a JSON object: {why}: {shown}", broken=True)


def _has_half_characters(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _whole_characters(value: Any) -> Any:
    """The value with every lone surrogate, which no file can hold, replaced."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole_characters(one) for one in value]
    if isinstance(value, Mapping):
        return {_whole_characters(key): _whole_characters(one) for key, one in value.items()}
    return value


def wider(kind: str | None, value: Any) -> str:
    """The kind that holds both what was seen of a column and this value; "" while only nulls were seen."""
    if value is None:
        return kind or ""
    new = _KINDS.get(type(value), TEXT)
    if new == WHOLE and not -(2**63) <= value < 2**63:
        new = TEXT
    if not kind or kind == new:
        return new
    return NUMBER if {kind, new} == {WHOLE, NUMBER} else TEXT
