"""What a database says when it cannot, in words for the person who can mend it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from coachkit.errors import StoreError

SAFE = "what was saved before is safe"
ELSEWHERE = "or name another folder in COACHKIT_HOME"
FULL = f"the disk is full; make room and try again; {SAFE}"
READ_ONLY = f"cannot be written: it or its folder is read-only; allow writing there, {ELSEWHERE}"
DAMAGED = f"is damaged, or no coachkit store; move it away so that a new one can be made, {ELSEWHERE}"
BUSY = f"another program has kept it busy for over 5 seconds; try again; {SAFE}"

# By the beginning of SQLite's own name of the error, the more special ones first.
SQLITE = {
    "SQLITE_FULL": FULL,
    "SQLITE_IOERR": f"the disk does not take it (full, over its quota, or gone?); see to the disk and try again; {SAFE}",
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_PERM": READ_ONLY,
    "SQLITE_CANTOPEN": f"cannot be opened or made there; see whether the folder can be written, {ELSEWHERE}",
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
    "SQLITE_TOOBIG": "the text is longer than a store can keep (1,000,000,000 bytes); shorten it",
}
# By the beginning of PostgreSQL's code of the error (SQLSTATE).
POSTGRESQL = {
    "08": f"the server was lost; see whether it runs and can be reached, and try again; {SAFE}",
    "57P": f"the server is being stopped or started; try again in a moment; {SAFE}",
    "53100": f"the server's disk is full; ask its keeper to make room, and try again; {SAFE}",
    "53": f"the server has no more room or connections; try again in a moment, or ask its keeper; {SAFE}",
    "25006": "the server allows only reading; ask its keeper for the right to write",
    "42501": "this user may not do that there; ask the server's keeper for the right to read and write",
    "55P03": BUSY,
    "40": BUSY,
    "54": "the text is longer than a store can keep; shorten it",
    "22": "the value is out of the range that a store can keep",
    "42": "its tables are not those of a coachkit store; name a database of its own in COACHKIT_DB",
}
UNREACHED = "the server was not reached ({reason}); see whether it runs, and whether COACHKIT_DB names it and its user rightly"


@contextmanager
def told_plainly(place: str) -> Iterator[None]:
    """Turns what goes wrong in the database at `place` into a StoreError that says what to do."""
    try:
        yield
    except StoreError:
        raise
    except DBAPIError as error:
        raise StoreError(f"{place}: {advice(error)}") from error
    except (SQLAlchemyError, OverflowError) as error:
        raise StoreError(f"{place}: {_reason(error)}") from error


def advice(error: DBAPIError) -> str:
    """What happened and what to do, by the database's own code for it."""
    cause = error.orig
    name = getattr(cause, "sqlite_errorname", None)
    if name is not None:
        return _by_beginning(SQLITE, name) or _unforeseen(cause)
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return _by_beginning(POSTGRESQL, state) or _unforeseen(cause)
    if type(cause).__name__ in ("OperationalError", "ConnectionTimeout", "InterfaceError"):
        return UNREACHED.replace("{reason}", _reason(cause))
    return _unforeseen(cause)


def _by_beginning(words: dict[str, str], code: str) -> str | None:
    return next((text for beginning, text in words.items() if code.startswith(beginning)), None)


def _unforeseen(cause: BaseException | None) -> str:
    return f"the database refused it ({_reason(cause)}); try again; {SAFE}"


def _reason(cause: BaseException | None) -> str:
    """The first line of what the database says; it holds neither the password nor any value."""
    lines = str(cause).strip().splitlines()
    return lines[0][:200] if lines else type(cause).__name__
