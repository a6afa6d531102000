"""What may be done in a process that does nothing but score one file, as the command line's, and never in somebody's notebook.

Packages that others import only to ask whether they are there are kept out of it. Its scoring processes are forked from a server
that has imported, loaded and compiled once what all of them need, while this one has begun to read.
"""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from itertools import pairwise
from multiprocessing import forkserver, resource_tracker
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from coachkit.runs.stopping import deaf, listen

NEVER_NEEDED = ("cffi", "pandas", "scipy")
"""pyarrow asks whether a column is one of pandas', Numba whether scipy has a faster matrix product and a value is one of cffi's:
together half a second."""

SERVED = "coachkit.runs.served"
"""What the server imports."""

SEVERAL_BLOCKS = 2_000_000
"""Bytes of a file from which on it is surely more than one block."""

_ours = False


def is_ours(arguments: Sequence[str] = ()) -> None:
    """Says that this process scores a file and does nothing else, from now to its end.

    `arguments` are those of the command. The server is begun by what they look like, before anything is imported that would
    read them: where the guess is wrong, it ends without having served.
    """
    global _ours  # noqa: PLW0603 - a process is one thing or the other
    _ours = True
    listen()
    keep_out()
    gc.disable()  # what is imported is no garbage; until `begins`
    atexit.register(gc.freeze)  # nor is what is left at the end worth looking through
    said = set(arguments)
    if not said & {"--scheduler", "--help"} and not any(pair == ("--processes", "1") for pair in pairwise(arguments)):
        begin_server(arguments, *(["distributed"] if "dask" in said else []), *_of_script())


def _of_script() -> list[str]:
    """What the installed command imports: each process that is begun by it runs it as far as that."""
    return ["coachkit.cli"] if getattr(sys.modules["__main__"], "__spec__", None) is None else []


def begins() -> None:
    """Says that everything is imported; what is there by now is never looked through for garbage."""
    if _ours:
        gc.freeze()
        gc.enable()


def keep_out() -> None:
    """Keeps these packages out of this process from now on, where they are not in it yet; they count as not installed.

    Only for a process of our own: what has asked for them in vain does not ask again.
    """
    if not any(isinstance(one, _Without) for one in sys.meta_path):
        sys.meta_path.insert(0, _Without())


class _Without(MetaPathFinder):
    def find_spec(self, fullname: str, *_: object) -> None:
        """Raises ModuleNotFoundError for a package that is kept out; every other module is left to be found."""
        if fullname in NEVER_NEEDED:
            raise ModuleNotFoundError(fullname)


def method() -> str:
    """How scoring processes begin: forked from the server where there may be one, else started afresh.

    Never forked from this process: a fork of a process with threads may hang, and carries what it holds along.
    """
    return "forkserver" if _ours and sys.platform == "linux" else "spawn"


def new_process(target: Callable[..., object], *arguments: object) -> BaseProcess:
    """A process that is not begun yet, and ends with this one."""
    context: Any = multiprocessing.get_context(method())
    made: BaseProcess = context.Process(target=target, args=arguments, daemon=True)
    return made


@contextmanager
def beginning_deaf() -> Iterator[None]:
    """As `deaf`, for what begins processes."""
    if sys.platform != "win32":
        resource_tracker.ensure_running()  # where it begins it, Python itself lets Ctrl+C through again
    with deaf():
        yield


def begin_server(files: Iterable[str], *others: str) -> None:
    """Starts the server, where there may be one and one of the files is large enough, and does not wait for it.

    `others` are modules that it imports too; one that is not installed is left out.
    """
    if method() == "forkserver" and any(map(_is_large, files)):
        multiprocessing.set_forkserver_preload([SERVED, *others])
        with beginning_deaf():
            forkserver.ensure_running()


def _is_large(file: str) -> bool:
    try:
        return Path(file).stat().st_size >= SEVERAL_BLOCKS
    except (OSError, ValueError):
        return False
