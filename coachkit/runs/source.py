"""The input as it is on the disk: whether it is still what it was."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from hashlib import sha256
from pathlib import Path

from coachkit.errors import InputError
from coachkit.runs.stopping import deaf

_AT_ONCE = 1 << 20

State = tuple[tuple[str, int, int, int], ...]
"""Name, number on the disk, size and time of change of every file that is read."""


def state(path: Path) -> State:
    """How the input stands now: a file, or all files of a folder; empty where it cannot be looked at."""
    try:
        found = [(one, one.stat()) for one in _files(path)]
    except OSError:
        return ()
    return tuple((str(one.relative_to(path)), stat.st_ino, stat.st_size, stat.st_mtime_ns) for one, stat in found)


def digest(path: Path) -> str:
    """32 hexadecimal digits over the content of the input. Raises InputError when it cannot be read."""
    total = sha256()
    try:
        for one in _files(path):
            total.update(f"{one.relative_to(path)}\0{one.stat().st_size}\0".encode("utf-8", "surrogateescape"))
            with one.open("rb") as file:
                while data := file.read(_AT_ONCE):
                    total.update(data)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    return total.hexdigest()[:32]


def digesting(path: Path) -> Callable[[], str]:
    """Begins to read the input for its digest beside what is done meanwhile; waits for that, and raises as `digest` does."""
    found: Future[str] = Future()

    def read() -> None:
        with deaf():
            try:
                found.set_result(digest(path))
            except BaseException as error:  # noqa: BLE001 - whoever waits is told, not this thread
                found.set_exception(error)

    threading.Thread(target=read, daemon=True).start()
    return found.result


def _files(path: Path) -> list[Path]:
    return sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
