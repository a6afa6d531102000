"""Loops that Numba compiles, for large batches. They are off until a run switches them on, and give the results of numpy's way.

A module of such loops has a name that ends with kernels, imports `kernel` from here, and is itself imported only where
`in_use()` says so: importing Numba takes a third of a second, which somebody who waits for one reply's score should not pay.
What Numba makes of the loops is kept in the cache folder; without Numba (`pip install 'coachkit[fast]'`) everything works,
only slower.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

from coachkit.documents import cache_folder, write_quietly

Function = TypeVar("Function", bound=Callable[..., object])

MODULES: tuple[str, ...] = (
    "coachkit.criteria.kernels",
    "coachkit.privacy.kernels",
    "coachkit.privacy.masking_kernels",
    "coachkit.privacy.name_kernels",
    "coachkit.scoring.kernels",
    "coachkit.signals.kernels",
    "coachkit.signals.measuring_kernels",
    "coachkit.signals.number_kernels",
    "coachkit.text.detection_kernels",
    "coachkit.text.kernels",
    "coachkit.text.marker_kernels",
    "coachkit.text.token_kernels",
    "coachkit.transcripts.kernels",
)
"""All modules of kernels."""

SWITCH = "COACHKIT_COMPILED"
"""With 0 nothing is compiled, with 1 everything that can be, for one reply as well: so all tests can be run both ways."""


def can_be_used() -> bool:
    """Whether Numba is installed and not switched off."""
    return os.environ.get(SWITCH) != "0" and _numba_is_there()


def _numba_is_there() -> bool:
    try:
        return importlib.util.find_spec("numba") is not None
    except ValueError:  # as a module that was kept from being imported
        return False


def always() -> bool:
    """Whether the kernels are to be used even where that does not pay."""
    return os.environ.get(SWITCH) == "1" and can_be_used()


_on = always()


def in_use() -> bool:
    """Whether the kernels are switched on in this process."""
    return _on


def use(*, on: bool = True, first: tuple[str, ...] = ()) -> bool:
    """Switches the kernels on, where they can be used, or off; whether they are on now.

    With `first` only these modules of them are loaded now, where all have been compiled before: the others when somebody needs
    them.
    """
    global _on  # noqa: PLW0603 - one switch for the process, as with a logger's level
    _on = on and can_be_used() and not trouble(first)
    return _on


@cache
def trouble(first: tuple[str, ...] = ()) -> str:
    """Why the kernels cannot be loaded here, empty where they can: a Numba that does not fit its numpy, nowhere to keep code.

    `first` as with `use`.
    """
    try:
        if first and ready():
            _load(first)
        else:
            prepare()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with Numba, numpy's way gives the same results
        return f"{type(error).__name__}: {error}".partition("\n")[0]
    return ""


def kernel(*signatures: str) -> Callable[[Function], Function]:
    """A function that Numba compiles for these types of its arguments, once on a computer: its code is kept.

    What it calls must be helpers and kernels of the same file: Numba looks only at that file to see whether kept code is still
    right.
    """
    import numba

    numba.config.CACHE_DIR = str(_folder())
    made: Callable[[Function], Function] = numba.njit(list(signatures), cache=True, **_OPTIONS)
    return made


def helper(*signatures: str, inline: bool = False) -> Callable[[Function], Function]:
    """A function that kernels of its file call, and nobody else: compiled as a part of them, not kept and not loaded by itself.

    It is compiled for the types that it is called with, or for these and no others. A small one that takes arrays and is called
    in a loop should be written out in its callers (`inline`): else every call counts who holds the arrays, which takes longer
    than most of what it does.
    """
    import numba

    def made(function: Function) -> Function:
        compiled = numba.njit(inline="always" if inline else "never", **_OPTIONS)(function)
        return _only_for(signatures, compiled) if signatures else compiled

    return made


_OPTIONS = {"nogil": True, "error_model": "numpy"}


def _only_for(signatures: Sequence[str], function: Any) -> Any:
    """The same, compiled for these types once somebody asks what it gives back."""
    known = function.get_call_template

    def compiled_first(*types: Any) -> Any:
        if not function.signatures:
            for one in signatures:
                function.compile(one)
            function.disable_compile()
        return known(*types)

    function.get_call_template = compiled_first
    return function


@cache
def loaded(name: str) -> Any:
    """A module of kernels by its name: for functions that are called often, where an import takes longer than the loop."""
    return importlib.import_module(name)


def ready() -> bool:
    """Whether the kernels of this version have been compiled on this computer."""
    return can_be_used() and _mark().exists()


def prepare() -> None:
    """Compiles all kernels (about half a minute), or loads them where that was done before.

    Raises KeyboardInterrupt between two of their modules.
    """
    _load(MODULES)
    write_quietly(_mark(), b"")


def _load(names: Iterable[str]) -> None:
    for name in names:
        with _ctrl_c_later():
            importlib.import_module(name)


@contextmanager
def _ctrl_c_later() -> Iterator[None]:
    """Lets Ctrl+C wait meanwhile: in the middle of compiling, where C calls Python, Python would print it and go on."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    heard: list[tuple[int, FrameType | None]] = []
    signal.signal(signal.SIGINT, lambda number, frame: heard.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if heard:
            before(*heard[0])


def _folder() -> Path:
    return cache_folder() / "compiled"


def _mark() -> Path:
    """The file that says that it is done, under another name for every version of the loops and of what compiles them.

    Like Numba it knows a file by where it stands, how large it is and when it was written.
    """
    known: list[object] = [*_versions()]
    for name in MODULES:
        source = Path(__file__).parents[1].joinpath(*name.split(".")).with_suffix(".py")
        stat = source.stat()
        known += [str(source), stat.st_size, stat.st_mtime_ns]
    return _folder() / hashlib.blake2b(repr(known).encode(), digest_size=16).hexdigest()


@cache
def _versions() -> tuple[str, ...]:
    """Of what compiles: telling them takes some milliseconds."""
    try:
        return version("numba"), version("llvmlite")
    except PackageNotFoundError:
        return ()
