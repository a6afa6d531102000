"""Engines: a connection per call, so that any thread may call, and transactions that hold what they say.

A notebook calls from several threads, a killed kernel leaves nothing open, and a laptop sleeps for a night between two replies:
no connection is kept.
"""

from __future__ import annotations

import contextlib
import sqlite3
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event

from coachkit.errors import MissingExtra, StoreError
from coachkit.store.place import is_file

WAIT = 5  # seconds to wait for a database that is busy, or for a server
# Names of the option that a transaction begins with: what for?
FOR = "coachkit_for"
READING, DRAFTING, KEEPING = "reading", "drafting", "keeping"
# SQLite: a write takes its lock at once, or two writers could each wait for the other. A kept move is on the disk when the call
# returns, even if the power fails then; a draft is safe from a killed process, and comes again with the next keystroke.
BEGINNINGS = {
    READING: ("begin",),
    DRAFTING: ("pragma synchronous = normal", "begin immediate"),
    KEEPING: ("pragma synchronous = full", "begin immediate"),
}


def make_engine(url: URL) -> Engine:
    """An engine for the address. Raises MissingExtra without the driver, StoreError where the file's folder cannot be made."""
    return _file_engine(url) if is_file(url) else _server_engine(url)


def _file_engine(url: URL) -> Engine:
    path = Path(str(url.database)).expanduser().absolute()
    _make_folder(path.parent)
    engine = create_engine(url.set(database=str(path)), poolclass=NullPool, hide_parameters=True, connect_args={"timeout": WAIT})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _server_engine(url: URL) -> Engine:
    options = {"connect_timeout": WAIT, "application_name": "coachkit", "options": f"-c lock_timeout={WAIT}s"}
    asked = {name: value for name, value in options.items() if name not in url.query}
    try:
        return create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=asked)
    except ImportError as error:
        raise MissingExtra("a store on a PostgreSQL server", "postgres") from error


def _make_folder(folder: Path) -> None:
    """Makes the folder of the file, open to its owner only: what is practised is nobody else's business."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(f"{folder}: this folder cannot be made ({reason}); name another one in COACHKIT_HOME") from error


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # Python's own transactions begin too late; ours begin in _begin
    connection.execute("pragma foreign_keys = on")


def _begin(connection: Connection) -> None:
    for statement in BEGINNINGS[connection.get_execution_options().get(FOR, READING)]:
        connection.exec_driver_sql(statement)


def choose_journal(engine: Engine) -> None:
    """Lets the file of a store be read and written at the same time (SQLite's WAL) where its folder can do that.

    Elsewhere (network drives) it keeps a journal that every folder can do. A folder that takes no writes at all just now says
    nothing about the file, which stays as it is; so does one that is busy.
    """
    if not is_file(engine.url):
        return
    path = Path(str(engine.url.database))
    mode = next((mode for mode in ("wal", "delete") if takes(path.parent, mode)), None)
    if mode is not None:
        _set_journal(path, mode)


def takes(folder: Path, mode: str) -> bool:
    """Whether a real write in this mode, in a file of its own, comes back: some network drives only claim that it would."""
    trial = folder / f".trial-{uuid.uuid4().hex}.sqlite3"
    try:
        with contextlib.closing(sqlite3.connect(trial, timeout=WAIT, isolation_level=None)) as first:
            first.execute("pragma synchronous = off")  # no power cut is tried here, only locks and shared memory
            taken = first.execute(f"pragma journal_mode = {mode}").fetchone() == (mode,)
            first.execute("create table trial (n integer)")
            first.execute("insert into trial values (1)")
            with contextlib.closing(sqlite3.connect(trial, timeout=WAIT)) as second:
                return taken and second.execute("select n from trial").fetchall() == [(1,)]
    except sqlite3.Error:
        return False
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                Path(f"{trial}{ending}").unlink()


def _set_journal(path: Path, mode: str) -> None:
    """Sets the mode, which the file remembers."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path, timeout=WAIT)) as connection:
        if connection.execute("pragma journal_mode").fetchone() != (mode,):
            connection.execute(f"pragma journal_mode = {mode}")
