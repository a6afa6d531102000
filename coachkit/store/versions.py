"""Bringing a store to the version of the schema that this program knows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, insert, inspect, select, text, update

from coachkit.errors import StoreError
from coachkit.store.engines import FOR, KEEPING
from coachkit.store.migrations import MIGRATIONS, Migration

LOCK = 20_261_122  # any number of our own: two programs that open an empty database at once migrate it one after the other

SCHEMA_VERSION = Table("schema_version", MetaData(), Column("version", Integer, nullable=False))
# What every store has had from the first version on: with only some of these a database is a stranger's.
OURS = frozenset(("schema_version", "learners", "sessions", "drafts", "moves", "attempts"))


def bring_up_to_date(engine: Engine, place: str, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Runs the migrations that the store has not had, all of them or none.

    Raises StoreError where the store is newer than this program; it is left as it is then.
    """
    with engine.connect() as connection:
        if _version(connection, place, len(migrations)) == len(migrations):
            return
    with engine.connect().execution_options(**{FOR: KEEPING}) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        version = _version(connection, place, len(migrations))
        for migrate in migrations[version:]:
            migrate(connection)
        _note(connection, version, len(migrations))


def _version(connection: Connection, place: str, known: int) -> int:
    """The store's version, 0 for an empty database. Raises StoreError for a newer one and for a stranger's database."""
    names = OURS.intersection(inspect(connection).get_table_names())
    if not names:
        return 0
    if names != OURS:
        raise StoreError(f"{place}: holds tables of another program; name a database of its own in COACHKIT_DB")
    version = int(connection.execute(select(SCHEMA_VERSION.c.version)).scalar_one())
    if version > known:
        raise StoreError(
            f"{place}: was made by a newer coachkit (schema {version}; this one knows up to {known}). Update coachkit, or name "
            "another folder in COACHKIT_HOME. Nothing was changed there."
        )
    return version


def _note(connection: Connection, before: int, after: int) -> None:
    if before == 0:
        SCHEMA_VERSION.create(connection)
        connection.execute(insert(SCHEMA_VERSION).values(version=after))
    elif before != after:
        connection.execute(update(SCHEMA_VERSION).values(version=after))
