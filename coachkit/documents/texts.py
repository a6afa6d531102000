"""Files as text, and texts that are not saved yet in the place of their files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from coachkit.errors import DocumentError

MAX_BYTES = 500_000
"""Parsing takes seconds for a file of this size; the largest of ours, a language pack, has less than half of it."""

_UNSAVED: ContextVar[Mapping[Path, str]] = ContextVar("_UNSAVED", default={})  # noqa: B039 - never changed, only replaced


def read_text(path: Path) -> str:
    """The file as text. Raises DocumentError when it is missing, too large or not UTF-8."""
    unsaved = _UNSAVED.get()
    if unsaved and (text := unsaved.get(path.resolve())) is not None:
        return _not_too_large(path, text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror or error}") from error
    try:
        return _not_too_large(path, data).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DocumentError(f"{path}:{line}:1: not UTF-8; save the file as UTF-8 and try again") from error


def _not_too_large(path: Path, data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{path}:1:1: {len(data):,} bytes; a file that is written by hand has at most {MAX_BYTES:,}")
    return data


@contextmanager
def instead_of(path: Path, text: str) -> Iterator[None]:
    """Within it the file at `path` says `text`, to this thread and its tasks only: for checking what is not saved yet."""
    token = _UNSAVED.set({**_UNSAVED.get(), path.resolve(): text})
    try:
        yield
    finally:
        _UNSAVED.reset(token)


def is_unsaved(text: str) -> bool:
    """Whether somebody is typing this text just now: it is another one at every key, and nothing made of it should be kept."""
    return text in _UNSAVED.get().values()


def any_unsaved() -> bool:
    """Whether some file is read as it is being typed."""
    return bool(_UNSAVED.get())
