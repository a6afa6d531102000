"""One run at a time on one output: a lock that the system lets go of when its process ends, however it ends."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coachkit.errors import InputError

BEAT = 600
"""Seconds after which a run on another computer that gave no sign counts as ended."""

_FAR = 1 << 30
"""Where the lock lies on Windows: beyond the content, which others may then read."""


@contextmanager
def locked(path: Path, what: Path) -> Iterator[None]:
    """Holds the lock file `path` meanwhile; it is deleted after. Raises InputError when another run has it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        before = path.read_text(encoding="utf-8", errors="replace")
        if not _taken(handle) or not _same(handle, path) or _elsewhere(before, path):
            raise InputError(f"{what}: {_who(before)} is writing it; wait until it is done, or give another name")
        os.ftruncate(handle, 0)
        os.write(handle, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode())
        try:
            yield
        finally:
            if os.name != "nt":  # Windows deletes no open file
                path.unlink(missing_ok=True)
    finally:
        os.close(handle)
    if os.name == "nt":
        path.unlink(missing_ok=True)


def _taken(handle: int) -> bool:
    """Whether the lock could be had at once."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _same(handle: int, path: Path) -> bool:
    """Whether the lock is still the file of that name: another run may have ended, and deleted it, in between."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _owner(text: str) -> dict[str, object]:
    try:
        owner = json.loads(text)
    except ValueError:
        return {}
    return owner if isinstance(owner, dict) else {}


def _elsewhere(before: str, path: Path) -> bool:
    """Whether a run on another computer still gives signs: its lock does not reach us through every shared folder."""
    host = _owner(before).get("host")
    return host not in (None, socket.gethostname()) and time.time() - path.stat().st_mtime < BEAT


def _who(before: str) -> str:
    owner = _owner(before)
    return f"another run (process {owner['pid']} on {owner.get('host')})" if "pid" in owner else "another run"
