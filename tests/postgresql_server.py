"""A PostgreSQL server of the tests' own, where one is installed."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


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


def installed() -> Path | None:
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


@contextlib.contextmanager
def running(programs: Path) -> Iterator[Server]:
    """A running server, gone with all that it holds afterwards."""
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
