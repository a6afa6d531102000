"""The first line of a YAML file that tells an editor which JSON Schema is the file's. Everything else stays byte for byte."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from coachkit.authoring.check import ENDINGS, kind_of
from coachkit.authoring.new_places import schema_link
from coachkit.documents import parse, read_text
from coachkit.errors import DocumentError, InputError

MARK = b"# yaml-language-server:"
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Linked:
    """What became of a file: "linked", "there" (it had a line already), "no schema" (none in a folder above), "unreadable"."""

    path: Path
    outcome: str
    schema: str = ""


def link_files(paths: Iterable[Path]) -> Iterator[Linked]:
    """Names the schema in the files given, and in those of the folders given that are ours; others are passed over.

    Hidden folders are left alone. Raises InputError for a path that is not there, or a file that cannot be written.
    """
    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: there is no such file or folder")
        for one in _files(path):
            linked = _link(one)
            if linked:
                yield linked


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(one for one in path.rglob("*") if one.suffix.lower() in ENDINGS and one.is_file())
    return [one for one in found if not any(part.startswith(".") for part in one.relative_to(path).parts)]


def _link(path: Path) -> Linked | None:
    """None for a file that is not ours."""
    try:
        kind = kind_of(path, parse(read_text(path), str(path)))
    except DocumentError:
        return Linked(path, "unreadable")
    if not kind:
        return None
    data = path.read_bytes()
    if any(line.startswith(MARK) for line in data.removeprefix(BOM).splitlines()):
        return Linked(path, "there")
    schema = schema_link(path, kind)
    if not schema:
        return Linked(path, "no schema")
    _write(path, with_modeline(data, schema))
    return Linked(path, "linked", schema)


def with_modeline(data: bytes, schema: str) -> bytes:
    """The file's bytes with the line before them: after a byte-order mark, with the line ends that the file has."""
    mark = BOM if data.startswith(BOM) else b""
    rest = data[len(mark) :]
    first = rest.split(b"\n", 1)[0]
    end = b"\r\n" if b"\n" in rest and first.endswith(b"\r") else b"\n"
    return mark + MARK + f" $schema={schema}".encode() + end + rest


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.chmod(path.stat().st_mode)
        part.replace(path)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; nothing was changed in it") from error
    finally:
        part.unlink(missing_ok=True)
