"""Nothing acknowledged is lost: not by a killed process, by several writers, a full disk, a read-only folder or a lost server."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coachkit.errors import AlreadyWritten, StoreError
from coachkit.store import AttemptRow, Store, engines

Begin = Callable[..., str]
Start = Callable[..., subprocess.Popen[str]]

# Writes moves and drafts for ever and tells of each once the store has returned.
WRITER = """
import sys
from coachkit.store import Store
store = Store.open(sys.argv[1])
session = sys.argv[2]
number = len(store.moves(session))
while True:
    store.save_draft(session, number, f"draft {number}")
    print("draft", number, flush=True)
    store.add_move(session, number, "hint", float(number), f"text {number}")
    print("move", number, flush=True)
    number += 1
"""

# Three threads, each in a session of its own and all in one that they share.
CROWD = """
import sys, threading
from datetime import UTC, datetime
from coachkit.errors import AlreadyWritten
from coachkit.store import Store
store, shared, who = Store.open(sys.argv[1]), sys.argv[2], sys.argv[3]

def practise(name):
    own = store.begin_session(store.learner("everyone"), name, 1, "en", datetime.now(UTC))
    for number in range(6):
        store.save_draft(own, number, f"{name} {number}")
        store.add_move(own, number, "send", float(number), f"{name} {number}")
        there = len(store.moves(shared))
        try:
            store.add_move(shared, there, "send", 0.0, f"{name} {there}")
            print(f"{name} {there}", flush=True)
        except AlreadyWritten:
            pass

threads = [threading.Thread(target=practise, args=(f"{who}{n}",)) for n in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""

# A file may not grow beyond so many bytes: to a program that is what a full disk is.
FILLED = """
import resource, sys
from coachkit.errors import StoreError
from coachkit.store import Store
store, session = Store.open(sys.argv[1]), sys.argv[2]
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
number = 0
try:
    while number < 1000:
        store.add_move(session, number, "send", float(number), "x" * 5000)
        number += 1
except StoreError as error:
    print(number, error, flush=True)
try:
    store.save_draft(session, number, "x" * 5000)
except StoreError as error:
    print("draft", error, flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, resource.getrlimit(resource.RLIMIT_FSIZE)[1:] * 2)
store.add_move(session, number, "send", 0.0, "after room was made")
"""


@pytest.mark.parametrize("acknowledged", [1, 2, 15, 40])
@pytest.mark.slow
def test_a_killed_process_loses_nothing_acknowledged(
    store: Store, url: str, begun: Begin, as_another_process: Start, acknowledged: int
) -> None:
    session = begun(store)
    with as_another_process(WRITER, url, session) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(acknowledged)]
        writer.send_signal(signal.SIGKILL)
        told += [line for line in writer.communicate(timeout=60)[0].splitlines(keepends=True) if line.endswith("\n")]
    moves = [int(line.split()[1]) for line in told if line.startswith("move")]
    drafts = [int(line.split()[1]) for line in told if line.startswith("draft")]
    there = store.moves(session)
    assert [(one.number, one.text) for one in there] == [(n, f"text {n}") for n in range(len(there))]
    assert len(moves) <= len(there) <= len(moves) + 1
    draft = store.draft(session)
    assert draft is not None
    assert draft.text in (f"draft {drafts[-1]}", f"draft {drafts[-1] + 1}")
    store.add_move(session, len(there), "hint", 0.0)
    if url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]


@pytest.mark.slow
def test_two_processes_of_three_threads_write_at_once(store: Store, url: str, begun: Begin, as_another_process: Start) -> None:
    shared = begun(store)
    crowds = [as_another_process(CROWD, url, shared, who) for who in ("a", "b")]
    told: list[str] = []
    for crowd in crowds:
        output, errors = crowd.communicate(timeout=120)
        assert (crowd.returncode, errors) == (0, "")
        told += output.splitlines()
    assert sorted(one.text for one in store.moves(shared)) == sorted(told)
    assert [one.number for one in store.moves(shared)] == list(range(len(told)))
    own = store.sessions(store.learner("everyone"))
    assert sorted(one.scenario_id for one in own) == ["a0", "a1", "a2", "b0", "b1", "b2"]
    for session in own:
        assert [one.text for one in store.moves(session.id)] == [f"{session.scenario_id} {n}" for n in range(6)]
        assert store.draft(session.id) is None


def test_one_store_serves_several_threads(store: Store, begun: Begin) -> None:
    session = begun(store)
    together, won, failed = threading.Barrier(6), [], []

    def write(name: str) -> None:
        together.wait()
        try:
            store.add_move(session, 0, "send", 1.0, name)
            won.append(name)
        except AlreadyWritten as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(f"window {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.text for one in store.moves(session)] == won
    assert len(failed) == 5


# a full disk


def test_a_file_that_may_not_grow_is_told_and_loses_nothing(file: Path, begun: Begin, as_another_process: Start) -> None:
    store = Store.open(f"sqlite:///{file}")
    session = begun(store)
    output, errors = as_another_process(FILLED, f"sqlite:///{file}", session).communicate(timeout=60)
    assert errors == ""
    move, draft = output.splitlines()
    written = int(move.split()[0])
    assert written > 0
    for told in (move, draft):
        assert str(file) in told
        assert "see to the disk and try again; what was saved before is safe" in told or "make room and try again" in told
    assert [one.text for one in store.moves(session)] == ["x" * 5000] * written + ["after room was made"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB; only root can make one."""
    mount, folder = shutil.which("mount"), tmp_path / "disk"
    if os.geteuid() != 0 or mount is None or not sys.platform.startswith("linux"):
        pytest.skip("needs root, to mount a small disk")
    folder.mkdir()
    made = subprocess.run([mount, "-t", "tmpfs", "-o", "size=1m", "none", str(folder)], capture_output=True, check=False)
    if made.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {made.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run([shutil.which("umount") or "umount", str(folder)], check=True, capture_output=True)


def fill(disk: Path) -> Path:
    """A file that takes all the room that is left."""
    path = disk / "filling"
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    return path


def test_a_full_disk_is_told_and_loses_nothing(small_disk: Path, begun: Begin, attempt: AttemptRow) -> None:
    store = Store.open(f"sqlite:///{small_disk}/practice.sqlite3")
    session = begun(store)
    store.add_move(session, 0, "send", 1.0, "before", 0, attempt)
    store.save_draft(session, 1, "a draft")
    filling = fill(small_disk)
    calls: tuple[Callable[[], object], ...] = (
        lambda: store.add_move(session, 1, "send", 2.0, "x" * 50_000, 1, attempt),
        lambda: store.save_draft(session, 1, "x" * 50_000),
        lambda: Store.open(f"sqlite:///{small_disk}/another.sqlite3"),
    )
    for call in calls:
        with pytest.raises(StoreError, match="disk") as caught:
            call()
        assert "try again; what was saved before is safe" in str(caught.value)
    filling.unlink()
    draft = store.draft(session)
    assert draft is not None
    assert draft.text == "a draft"
    assert [one.text for one in store.moves(session)] == ["before"]
    store.add_move(session, 1, "send", 2.0, "x" * 50_000, 1, attempt)
    assert len(store.moves(session)) == 2


# a read-only folder


def test_a_folder_that_cannot_be_written_is_told(ordinary_folder: Path) -> None:
    ordinary_folder.chmod(0o500)
    for url in (f"sqlite:///{ordinary_folder}/practice.sqlite3", f"sqlite:///{ordinary_folder}/below/practice.sqlite3"):
        with pytest.raises(StoreError, match=f"{ordinary_folder}.*another.* COACHKIT_HOME"):
            Store.open(url)
    assert list(ordinary_folder.iterdir()) == []


def test_a_store_that_became_read_only_is_told_and_loses_nothing(ordinary_folder: Path, begun: Begin) -> None:
    file = ordinary_folder / "practice.sqlite3"
    store = Store.open(f"sqlite:///{file}")
    session = begun(store)
    store.add_move(session, 0, "send", 1.0, "before")
    file.chmod(0o400)
    ordinary_folder.chmod(0o500)
    calls: tuple[Callable[[], None], ...] = (
        lambda: store.add_move(session, 1, "send", 2.0, "x"),
        lambda: store.save_draft(session, 1, "x"),
    )
    for call in calls:
        with pytest.raises(StoreError, match=f"{file}: .*COACHKIT_HOME"):
            call()
    ordinary_folder.chmod(0o700)
    file.chmod(0o600)
    store.add_move(session, 1, "send", 2.0, "after")
    assert [one.text for one in store.moves(session)] == ["before", "after"]


# other troubles


@pytest.mark.parametrize("content", [b"hello " * 1000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_what_is_no_store_is_told_and_left_alone(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(StoreError, match="damaged, or no coachkit store; move it away"):
        Store.open(f"sqlite:///{file}")
    assert file.read_bytes() == content


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(f"sqlite:///{tmp_path}")


def test_a_store_kept_busy_is_told_and_works_again(file: Path, begun: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "WAIT", 0.1)
    store = Store.open(f"sqlite:///{file}")
    session = begun(store)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(StoreError, match="another program has kept it busy"):
            store.save_draft(session, 0, "x")
        assert store.moves(session) == ()
    store.save_draft(session, 0, "x")


def test_a_file_store_can_be_read_while_it_is_written(file: Path) -> None:
    Store.open(f"sqlite:///{file}")
    with contextlib.closing(sqlite3.connect(file)) as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
    assert [one.name for one in file.parent.iterdir() if one.name.startswith(".trial")] == []


def test_where_the_folder_cannot_do_that_the_store_works_all_the_same(
    file: Path, begun: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(f"sqlite:///{file}")
    session = begun(store)
    monkeypatch.setattr(engines, "takes", lambda _folder, mode: mode == "delete")  # as a network drive answers
    store = Store.open(f"sqlite:///{file}")
    with contextlib.closing(sqlite3.connect(file)) as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("delete",)
    store.add_move(session, 0, "send", 1.0, "Hi")
    assert [one.text for one in store.moves(session)] == ["Hi"]


def test_a_folder_without_room_says_nothing_about_the_journal(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(f"sqlite:///{file}")
    monkeypatch.setattr(engines, "takes", lambda _folder, _mode: False)
    Store.open(f"sqlite:///{file}")
    with contextlib.closing(sqlite3.connect(file)) as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    pytest.importorskip("psycopg")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(StoreError, match=r"the server was not reached.*COACHKIT_DB") as caught:
        Store.open(f"postgresql://coach:geheim@127.0.0.1:{port}/practice")
    assert "geheim" not in str(caught.value)


@pytest.mark.slow
def test_a_server_that_crashes_and_comes_back_has_everything(postgresql: Any, begun: Begin) -> None:
    store = Store.open(postgresql.database())
    session = begun(store)
    store.add_move(session, 0, "send", 1.0, "before")
    postgresql.crash()
    try:
        with pytest.raises(StoreError, match="the server was not reached"):
            store.add_move(session, 1, "send", 2.0, "meanwhile")
    finally:
        postgresql.start()
    store.add_move(session, 1, "send", 2.0, "meanwhile")
    assert [one.text for one in store.moves(session)] == ["before", "meanwhile"]


@pytest.mark.slow
def test_a_database_or_a_right_that_is_missing_is_told(postgresql: Any) -> None:
    url: str = postgresql.database()
    with pytest.raises(StoreError, match="does not exist"):
        Store.open(url + "_none")
    arguments = ("-h", "127.0.0.1", "-p", str(postgresql.port), "-U", "coach", "-d", url.rsplit("/", 1)[1])
    name = url.rsplit("/", 1)[1].replace("practice", "reader")
    postgresql.run("psql", *arguments, "-c", f"create role {name} login")
    with pytest.raises(StoreError, match="ask the server's keeper for the right"):
        Store.open(url.replace("coach@", f"{name}@"))
