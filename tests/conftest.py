"""What all tests share: repeatable examples, the network cut where a test asks for it, data beside the project."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.postgresql_server import Server

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"

# The same examples on every run and machine, however slow: a failing test must fail again.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")


class NetworkUsed(AssertionError):
    """Something reached for the network, which nothing in coachkit may."""


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes into the data folder of whoever runs it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COACHKIT_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _commands_made_once() -> Iterator[None]:
    """The tree of commands, which typer makes anew for each call: a process of the command line makes it once too."""
    from typer import main, testing

    made = cache(main.get_command)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(main, "get_command", made)
        patched.setattr(testing, "_get_command", made)
        yield


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cuts the network: whoever looks up a host or connects a socket gets NetworkUsed."""

    def refuse(*args: object, **_: object) -> NoReturn:
        raise NetworkUsed(f"the network was used: {args!r}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public texts and ratings beside the project; without it the test is skipped."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs the data folder ../shared/data, which is no part of the project")
    return SHARED_DATA


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A running PostgreSQL server; without one (or without its driver) the test is skipped."""
    from tests.postgresql_server import installed, running

    pytest.importorskip("psycopg", reason="needs psycopg: pip install 'coachkit[postgres]'")
    programs = installed()
    if programs is None:
        pytest.skip("needs a PostgreSQL server: apt-get install --no-install-recommends postgresql")
    with running(programs) as server:
        yield server
