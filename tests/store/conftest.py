"""Stores to test on: a real SQLite file, and a real PostgreSQL server where one is installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("sqlalchemy", reason="needs SQLAlchemy: pip install 'coachkit[workbench]'")

from coachkit.store import AttemptRow, Store

if TYPE_CHECKING:
    from tests.postgresql_server import Server

ROOT = Path(__file__).parents[2]
STARTED = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store, once in SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/practice.sqlite3"
    server: Server = request.getfixturevalue("postgresql")
    return server.database()


@pytest.fixture
def store(url: str) -> Store:
    """A new store."""
    return Store.open(url)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The path of an SQLite store that is not there yet."""
    return tmp_path / "practice.sqlite3"


@pytest.fixture
def begun() -> Callable[..., str]:
    """Begins a session of a learner in a store."""

    def begin(store: Store, name: str = "Aino", scenario: str = "parcel-left-outside", part_of: str | None = None) -> str:
        return store.begin_session(store.learner(name), scenario, 1, "en", STARTED, part_of=part_of)

    return begin


@pytest.fixture
def attempt() -> AttemptRow:
    """The scores of a reply."""
    return AttemptRow(
        total=71.5,
        clarity=80.0,
        empathy=62.25,
        readability=None,
        tone=0.1 + 0.2,
        fingerprint="3f2a9c",
        rubric="chat",
        criteria={"clarity.next_step": 1.0, "empathy.thanks": 1 / 3, "tone.closing": None},
        gates=("gates.placeholder",),
        mood_before=-1,
        mood_after=1,
        seconds=42.5,
    )


@pytest.fixture
def as_another_process() -> Callable[..., subprocess.Popen[str]]:
    """Starts Python code in a process of its own; its standard output can be read line by line."""

    def start(code: str, *arguments: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    return start


@pytest.fixture
def ordinary_folder() -> Iterator[Path]:
    """An empty folder that belongs to an ordinary user, whom the test becomes for a while if it runs as root.

    To root no folder is read-only.
    """
    with tempfile.TemporaryDirectory(prefix="coachkit-store-", ignore_cleanup_errors=True) as name:
        was = os.geteuid()
        if was == 0:
            shutil.chown(name, "nobody")
            try:
                os.seteuid(pwd.getpwnam("nobody").pw_uid)
            except OSError as error:
                pytest.skip(f"root may not become another user here: {error}")
        try:
            yield Path(name)
        finally:
            os.seteuid(was)
            Path(name).chmod(0o700)
