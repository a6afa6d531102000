"""Where the store is: COACHKIT_DB, else a file in COACHKIT_HOME, else one in the user's data folder."""

from __future__ import annotations

import os

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from coachkit.documents import home_folder
from coachkit.errors import StoreError

FILE_NAME = "practice.sqlite3"
# What people write, and the driver that we bring for it.
DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "sqlite+pysqlite": "sqlite+pysqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
HOW = "write sqlite:////folder/practice.sqlite3 or postgresql://user:password@server/database, or leave COACHKIT_DB out"


def address(url: str | None) -> URL:
    """The address asked for, with the driver to use. Raises StoreError for one that no store can have."""
    asked = url or os.environ.get("COACHKIT_DB")
    if not asked:
        return URL.create("sqlite+pysqlite", database=str(home_folder() / FILE_NAME))
    try:
        given = make_url(asked)
    except (ArgumentError, ValueError) as error:
        # What was given is not repeated: it may hold a password.
        raise StoreError(f"the address of the store (COACHKIT_DB) cannot be understood; {HOW}") from error
    if given.drivername not in DRIVERS:
        raise StoreError(f"no store is kept in '{given.drivername}', only in sqlite or postgresql; {HOW}")
    if given.drivername.startswith("sqlite") and given.database in (None, "", ":memory:"):
        raise StoreError(f"a store in memory would be forgotten at once; {HOW}")
    return given.set(drivername=DRIVERS[given.drivername])


def shown(url: URL) -> str:
    """The address for people: the path of a file, or the server's address without its password."""
    if is_file(url):
        return str(url.database)
    return url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)


def is_file(url: URL) -> bool:
    """Whether the store is an SQLite file."""
    return url.get_backend_name() == "sqlite"
