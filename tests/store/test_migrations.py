"""A store made by any version of the program opens in this one with everything in it, and a newer one is refused."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, inspect, text

from coachkit.errors import StoreError
from coachkit.store import AttemptRow, MoveRow, Store
from coachkit.store.engines import make_engine
from coachkit.store.migrations import MIGRATIONS
from coachkit.store.place import address
from coachkit.store.tables import METADATA
from coachkit.store.versions import bring_up_to_date

Begin = Callable[..., str]
FIRST = Path(__file__).parent / "data" / "version-1.sql"
ENDED, OPEN = "1f0c6a2b9d3e4f5a8b7c6d5e4f3a2b1c", "2a0c6a2b9d3e4f5a8b7c6d5e4f3a2b1d"
INSERT = re.compile(r"^INSERT INTO \"(?!schema_version).*;$", re.MULTILINE)
ORDER = ("learners", "sessions", "moves", "attempts", "drafts")


def first_rows() -> list[str]:
    """The rows of the first store as statements, each table after those that it refers to."""
    statements = INSERT.findall(FIRST.read_text("utf-8"))
    return sorted(statements, key=lambda one: ORDER.index(one.split('"')[1]))


def made_by(url: str, version: int) -> Engine:
    """A store as the program of an earlier version made it, with the rows of the first store."""
    engine = make_engine(address(url))
    bring_up_to_date(engine, "here", MIGRATIONS[:version])
    columns = {name: [one["name"] for one in inspect(engine).get_columns(name)] for name in ORDER}
    with engine.begin() as connection:
        for statement in first_rows():
            table = statement.split('"')[1]
            count = {"sessions": 8}.get(table, len(columns[table]))
            named = statement.replace(" VALUES(", f" ({', '.join(columns[table][:count])}) VALUES(", 1)
            connection.exec_driver_sql(named.replace("%", "%%") if engine.dialect.name == "postgresql" else named)
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("alter table learners alter column id restart with 3")
    return engine


def version_of(engine: Engine) -> int:
    """The version that the store says it has."""
    with engine.connect() as connection:
        return int(connection.execute(text("select version from schema_version")).scalar_one())


def holds_the_first_rows(store: Store) -> None:
    """Whether everything is there that the first store held, and can be gone on with."""
    aino, ake = store.learner("Aino"), store.learner("Åke 😀")
    (ended,) = store.sessions(aino)
    assert (ended.id, ended.scenario_id, ended.ending, ended.part_of) == (ENDED, "parcel-left-outside", "end_happy", None)
    assert ended.ended == datetime(2026, 3, 9, 8, 41, 10, 250_000, tzinfo=UTC)
    scores = AttemptRow(
        81.5, 90.0, 75.0, None, 80.125, "3f2a9c", "chat", {"clarity.next_step": 1.0, "tone.closing": None}, (), -1, 1, 56.75
    )
    reply = "Hi Priya! I sent you a new one today; keep the wet one."
    assert store.moves(ENDED) == (MoveRow(0, "hint", 4.5, "", 0, None), MoveRow(1, "send", 61.25, reply, 0, scores))
    (past,) = store.attempts(aino)
    assert (past.total, past.sent) == (81.5, datetime(2026, 3, 9, 8, 30, tzinfo=UTC) + timedelta(seconds=61.25))
    still_open = store.open_session(ake)
    assert still_open is not None
    assert still_open.id == OPEN
    assert store.moves(OPEN)[0].text == "Hei! Puolikas \ud83d ja nolla \x00."
    assert store.draft(OPEN) == (1, "Siirsin eräpäivän", datetime(2026, 3, 10, 8, 31, 7, 1, tzinfo=UTC))
    store.add_move(OPEN, 1, "send", 99.0, "Siirsin eräpäivän perjantaille.", 1, replace(scores, total=1.0))
    assert store.draft(OPEN) is None
    assert len(store.attempts(ake)) == 1
    assert store.learner("a new one") not in (aino, ake)


def test_the_first_store_opens_in_this_program(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.executescript(FIRST.read_text("utf-8"))
    holds_the_first_rows(Store.open(f"sqlite:///{file}"))
    holds_nothing_twice = Store.open(f"sqlite:///{file}")
    assert len(holds_nothing_twice.moves(OPEN)) == 2


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
@pytest.mark.slow
def test_a_store_of_every_version_opens_in_this_program(url: str, version: int) -> None:
    engine = made_by(url, version)
    assert version_of(engine) == version
    holds_the_first_rows(Store.open(url))
    assert version_of(engine) == len(MIGRATIONS)


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_store_grows_up_one_version_at_a_time_too(url: str, version: int) -> None:
    engine = made_by(url, version)
    for later in range(version + 1, len(MIGRATIONS) + 1):
        bring_up_to_date(engine, "here", MIGRATIONS[:later])
        assert version_of(engine) == later
    holds_the_first_rows(Store.open(url))


def test_the_first_migration_makes_what_it_always_made(tmp_path: Path) -> None:
    def schema(path: Path) -> list[tuple[str, ...]]:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            return connection.execute(
                "select type, name, sql from sqlite_master where name != 'schema_version' and sql is not null order by name"
            ).fetchall()

    with contextlib.closing(sqlite3.connect(tmp_path / "then")) as connection:
        connection.executescript(FIRST.read_text("utf-8"))
    bring_up_to_date(make_engine(address(f"sqlite:///{tmp_path}/now")), "here", MIGRATIONS[:1])
    assert [tuple(map(str.lower, one)) for one in schema(tmp_path / "now")] == [
        tuple(map(str.lower, one)) for one in schema(tmp_path / "then")
    ]


def shape(source: Any) -> dict[str, Any]:
    """Columns, keys and indexes of all tables, as far as both databases tell them alike."""
    found = inspect(source)
    return {
        name: {
            "columns": [(one["name"], one["nullable"], one["type"].python_type) for one in found.get_columns(name)],
            "key": found.get_pk_constraint(name)["constrained_columns"],
            "refers": sorted((one["constrained_columns"], one["referred_table"]) for one in found.get_foreign_keys(name)),
            "indexes": sorted((one["name"] or "", one["column_names"]) for one in found.get_indexes(name) if not one["unique"]),
            "unique": [one["column_names"] for one in found.get_unique_constraints(name)],
        }
        for name in found.get_table_names()
        if name != "schema_version"
    }


def test_the_migrations_lead_to_the_tables_of_this_program(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    migrated = make_engine(address(url))
    bring_up_to_date(migrated, "here")
    other = f"sqlite:///{tmp_path}/other" if url.startswith("sqlite") else request.getfixturevalue("postgresql").database()
    described = make_engine(address(other))
    METADATA.create_all(described)
    assert shape(migrated) == shape(described)


def test_opening_again_changes_nothing(file: Path, begun: Begin) -> None:
    begun(Store.open(f"sqlite:///{file}"))
    before = file.read_bytes()
    Store.open(f"sqlite:///{file}")
    assert file.read_bytes() == before


def test_a_store_that_several_programs_open_first_is_made_once(url: str) -> None:
    together, stores, failures = threading.Barrier(5), [], []

    def start() -> None:
        together.wait()
        try:
            stores.append(Store.open(url))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len({one.learner("Aino") for one in stores}) == 1


def test_a_migration_that_fails_leaves_the_store_as_it_was(url: str) -> None:
    engine = made_by(url, len(MIGRATIONS))
    before = shape(engine)

    def broken(connection: Connection) -> None:
        connection.exec_driver_sql("create table half_done (n integer)")
        connection.exec_driver_sql("delete from drafts")
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="the power went"):
        bring_up_to_date(engine, "here", (*MIGRATIONS, broken))
    assert (shape(engine), version_of(engine)) == (before, len(MIGRATIONS))
    holds_the_first_rows(Store.open(url))


def test_a_newer_store_is_refused_in_clear_words_and_left_alone(url: str, tmp_path: Path) -> None:
    Store.open(url)
    engine = make_engine(address(url))
    with engine.begin() as connection:
        connection.execute(text("update schema_version set version = 99"))
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(StoreError, match=r"made by a newer coachkit \(schema 99; this one knows up to \d+\). Update coachkit"):
        Store.open(url)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == files
    assert version_of(engine) == 99


@pytest.mark.parametrize("statement", ["create table sessions (sid text)", "create table schema_version (installed text)"])
def test_another_programs_database_is_refused_and_left_alone(url: str, statement: str) -> None:
    engine = make_engine(address(url))
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    before = inspect(engine).get_table_names()
    with pytest.raises(StoreError, match="COACHKIT_DB"):
        Store.open(url)
    assert inspect(engine).get_table_names() == before
