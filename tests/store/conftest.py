"""Stores to test on: a real SQLite file, and a real PostgreSQL server where one is installed."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy", reason="needs SQLAlchemy: pip install 'coachkit[workbench]'")

from coachkit.store import AttemptRow, Store

ROOT = Path(__file__).parents[2]
STARTED = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)


@dataclass
class Server:
    """A PostgreSQL server of our own on 127.0.0.1, in a folder of its own."""

    programs: Path
    folder: Path
    user: str | None
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None)

    def run(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's own programs."""
        command = [str(self.programs / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, user=self.user, cwd=self.folder, timeout=60)

    def start(self) -> None:
        """Starts it and waits until it answers."""
        settings = ("listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}", "fsync=off", "max_connections=60")
        command = [str(self.programs / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)]
        command += [part for setting in settings for part in ("-c", setting)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, user=self.user, cwd=self.folder)
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(subprocess.CalledProcessError):
                self.run("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "coach", "-d", "postgres")
                return
            assert self.process.poll() is None, (self.folder / "server.log").read_text()
            assert time.monotonic() < deadline, "PostgreSQL did not start"
            time.sleep(0.05)

    def crash(self) -> None:
        """Stops it at once, as a power cut for its programs would; what was committed must survive."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(60)
            self.process = None

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"practice_{secrets.token_hex(6)}"
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "coach", name)
        return f"postgresql://coach@127.0.0.1:{self.port}/{name}"


def _programs() -> Path | None:
    """The folder with PostgreSQL's programs: Debian's of the newest version, or the one on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).resolve().parent if named else None


def _unprivileged() -> str | None:
    """A user to run the server as, which refuses to be root; None where we are an ordinary user ourselves."""
    if os.geteuid() != 0:
        return None
    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A running PostgreSQL server; without one (or without its driver) the test is skipped."""
    pytest.importorskip("psycopg", reason="needs psycopg: pip install 'coachkit[postgres]'")
    programs = _programs()
    if programs is None:
        pytest.skip("needs a PostgreSQL server: apt-get install --no-install-recommends postgresql")
    user = _unprivileged()
    # Not pytest's own folder: the server's user could not enter it.
    with tempfile.TemporaryDirectory(prefix="coachkit-postgresql-", ignore_cleanup_errors=True) as name:
        server = Server(programs, Path(name), user, _free_port())
        if user:
            shutil.chown(name, user)
        server.run("initdb", "-D", f"{name}/data", "-U", "coach", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
        server.start()
        try:
            yield server
        finally:
            server.crash()


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
