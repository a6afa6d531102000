"""JSON as exports write it: an array or one object a line, read one record at a time, or one object, read whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from coachkit.errors import InputError
from coachkit.transcripts.encoding import check_encoding
from coachkit.transcripts.talk import Fault

LARGEST_OBJECT = 100_000_000
"""Bytes of a file that is one JSON object: it is read whole, so it must fit in memory several times over."""

_PEEK = 1_000
LINES, ARRAY, OBJECT = "lines", "array", "object"


@dataclass(frozen=True, slots=True)
class Record:
    """One JSON object: the line it starts on where objects stand one a line, else its number, and where it stands in words."""

    number: int
    place: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JsonFile:
    """An opened JSON file; `whole` is its value where it is one object."""

    path: Path
    encoding: str
    layout: str
    whole: Mapping[str, Any] | None = None

    def records(self) -> Iterator[Record | Fault]:
        """Its records, each read when it is asked for; what cannot be read is a Fault."""
        if self.whole is not None:
            return iter([Record(1, "the object", self.whole)])
        return _lines(self.path, self.encoding) if self.layout == LINES else _array(self.path, self.encoding)


def open_json_file(path: Path, encoding: str | None) -> JsonFile:
    """The file, with its layout told from its beginning. Raises InputError when it is no JSON, or too large to read whole."""
    name, _ = check_encoding(path, encoding)
    with path.open(encoding=name, newline="\n") as file:
        begins = _begins_with(file, path)
        if begins == "[":
            return JsonFile(path, name, ARRAY)
        if begins != "{":
            raise InputError(f"{path}:1: not JSON: it begins with {begins!r}, and JSON with [ or {{")
        line = file.readline(LARGEST_OBJECT)
        if _is_object(line) and any(one.strip() for one in file):
            return JsonFile(path, name, LINES)
    if path.suffix.lower() != ".json" and not _is_object(line):
        return JsonFile(path, name, LINES)
    return JsonFile(path, name, OBJECT, _whole(path, name))


def _begins_with(file: TextIO, path: Path) -> str:
    """The first character that is no white space; the file is then at the line that it stands on."""
    while True:
        place = file.tell()
        piece = file.readline(_PEEK)
        if not piece:
            raise InputError(f"{path}: the file is empty")
        if piece.strip():
            file.seek(place)
            return piece.lstrip()[0]


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _whole(path: Path, encoding: str) -> Mapping[str, Any]:
    size = path.stat().st_size
    if size > LARGEST_OBJECT:
        most = f"{LARGEST_OBJECT // 1_000_000} MB"
        raise InputError(f"{path}: one JSON object of {size:,} bytes; at most {most}. Export one object a line, or an array")
    try:
        value = json.loads(path.read_text(encoding))
    except json.JSONDecodeError as error:
        raise InputError(f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: not JSON that can be read: {type(error).__name__}") from error
    if not isinstance(value, dict):
        raise InputError(f"{path}: not a JSON object")
    return value


def _lines(path: Path, encoding: str) -> Iterator[Record | Fault]:
    with path.open(encoding=encoding, newline="\n") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                why = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
                yield Fault(f"line {number}", f"not a JSON object ({why})")
                continue
            yield _record(number, f"line {number}", value)


def _record(number: int, place: str, value: Any) -> Record | Fault:
    if not isinstance(value, dict):
        return Fault(place, f"not a JSON object but a {type(value).__name__}")
    return Record(number, place, value)


def _array(path: Path, encoding: str) -> Iterator[Record | Fault]:
    import ijson

    number = 0
    with path.open("rb") as raw:
        source = _Utf8(raw, encoding) if encoding != "utf-8-sig" else _after_mark(raw)
        try:
            for value in ijson.items(source, "item", use_float=True):
                number += 1
                yield _record(number, f"record {number}", value)
        except (ijson.JSONError, ValueError, OverflowError, RecursionError) as error:
            why = (str(error).splitlines() or [type(error).__name__])[0]
            yield Fault(f"after record {number}", f"the JSON breaks off here, what follows is not read ({why})")


def _after_mark(raw: BinaryIO) -> BinaryIO:
    if raw.read(3) != b"\xef\xbb\xbf":
        raw.seek(0)
    return raw


class _Utf8:
    """A file in another encoding, read as UTF-8."""

    def __init__(self, raw: BinaryIO, encoding: str) -> None:
        import codecs

        self._reader = codecs.getreader(encoding)(raw, "replace")

    def read(self, size: int = -1) -> bytes:
        """At least one character while there is any."""
        return b"" if size == 0 else self._reader.read(size, -1).encode("utf-8", "replace")


def dig(value: Any, *path: str | int) -> Any:
    """What stands at the end of a path of keys and places; None where the path breaks off."""
    for part in path:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value


def objects(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list; none where it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text_in(record: Mapping[str, Any], *keys: str) -> str:
    """The first of the keys that holds a text; else empty."""
    return next((value for one in keys if isinstance(value := record.get(one), str) and value.strip()), "")
