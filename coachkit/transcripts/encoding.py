"""Text files as they come: with or without a byte order mark, and a clear word where the encoding is another."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coachkit import compiled
from coachkit.errors import InputError

BLOCK = 1 << 20
UTF_8 = "utf-8-sig"
"""UTF-8 with or without a byte order mark, as Python names it."""
LONGEST_CHARACTER, FIRST_OF_SEVERAL = 4, 0xC0
"""Bytes of a character in UTF-8 at most, and the least that the first of several may be."""
LINE_FEED = 0x0A
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ONLY_WINDOWS = frozenset(range(0x80, 0xA0))
"""Bytes that are characters in Windows-1252 and unprintable in Latin-1."""


def check_encoding(path: Path, encoding: str | None) -> tuple[str, int]:
    """The encoding to read the file with, and the number of its line ends.

    The whole file is decoded once, so that a wrong encoding is told before anything is scored. Raises InputError naming
    file, line and the encoding to try.
    """
    name = _known(encoding) if encoding else UTF_8
    if compiled.in_use() and name == UTF_8 and (found := _lines_of_utf_8(path)) is not None:
        return name, found
    decoder = codecs.getincrementaldecoder(name)("strict")
    lines = 0
    for number, block in enumerate(_blocks(path)):
        if number == 0 and encoding is None:
            _refuse_binary(path, block)
        try:
            lines += decoder.decode(block).count("\n")
        except UnicodeDecodeError as error:
            # The error's bytes may start with some kept from the block before.
            before = error.object[: error.start].decode(name, "replace").count("\n")
            raise InputError(_wrong(path, lines + before + 1, name, error.object[error.start :])) from error
        except UnicodeError as error:
            raise InputError(f"{path}: not {name}: {error}; leave --encoding out, or try --encoding utf-8") from error
    _finish(decoder, path, lines, name)
    return name, lines


def _lines_of_utf_8(path: Path) -> int | None:
    """The number of line ends of a large file in UTF-8; None where it is none, or needs a closer look."""
    import numpy as np
    import pyarrow as pa

    lines, rest = 0, b""
    for block in _blocks(path):
        if not lines and not rest and block.count(0, 0, 4000):
            return None
        lines += int(np.count_nonzero(np.frombuffer(block, dtype=np.uint8) == LINE_FEED))
        data, rest = _whole_characters(rest + block)
        try:
            _as_text(pa, data).validate(full=True)
        except pa.ArrowInvalid:
            return None
    try:
        str(rest, "utf-8")
    except UnicodeDecodeError:
        return None
    return lines


def _whole_characters(data: bytes) -> tuple[bytes, bytes]:
    """The bytes up to a last character that may go on behind them, and those of that character."""
    for back in range(1, min(LONGEST_CHARACTER, len(data) + 1)):
        if data[-back] >= FIRST_OF_SEVERAL:
            return data[:-back], data[-back:]
    return data, b""


def _as_text(pa: Any, data: bytes) -> Any:
    return pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(struct.pack("=2i", 0, len(data))), pa.py_buffer(data)])


def _finish(decoder: codecs.IncrementalDecoder, path: Path, lines: int, name: str) -> None:
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise InputError(_wrong(path, lines + 1, name, error.object)) from error


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error


def _known(encoding: str) -> str:
    """The encoding's name, with the byte order mark of UTF-8 taken off. Raises InputError for one that is not there."""
    try:
        name = codecs.lookup(encoding).name
        "a".encode(name)
    except (LookupError, ValueError) as error:
        raise InputError(f"no encoding '{encoding}'; try utf-8, latin-1, cp1252 or utf-16") from error
    return UTF_8 if name == "utf-8" else name


def _refuse_binary(path: Path, block: bytes) -> None:
    if block.startswith(UTF16_MARKS):
        raise InputError(f"{path}:1: not UTF-8 but UTF-16; say --encoding utf-16")
    if block.startswith(b"PK\x03\x04"):
        raise InputError(f"{path}: an Excel or ZIP file, not text; give it its own ending, such as .xlsx")
    if block.startswith(b"PAR1"):
        raise InputError(f"{path}: a Parquet file, not text; let its name end with .parquet")
    even, odd = block[:4000:2].count(0), block[1:4000:2].count(0)
    if even + odd > len(block[:4000]) // 4:
        hint = "utf-16-le" if odd > even else "utf-16-be"
        raise InputError(f"{path}:1: not UTF-8; if it is UTF-16, say --encoding {hint}")


def _wrong(path: Path, line: int, name: str, rest: bytes) -> str:
    shown = "UTF-8" if name == UTF_8 else name
    if name != UTF_8:
        return f"{path}:{line}: not {shown}; try --encoding latin-1"
    other = "cp1252" if _ONLY_WINDOWS & set(rest[:1]) else "latin-1"
    return f"{path}:{line}: not {shown}; save the file as UTF-8, or say --encoding {other}"
