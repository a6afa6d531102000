"""Ctrl+C where it does no harm, in the command line's own process.

Python raises KeyboardInterrupt wherever it happens to be. In the middle of an import, or where C calls Python, that is lost or
leaves a lock taken for ever, and other threads wait for it. So it is only noted down, and raised where a run may be stopped:
between two blocks, and while it waits. Pressed once more, it is raised at once.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_asked = False
_waiting = False


def listen() -> None:
    """Notes Ctrl+C down from now on. Where it is to be ignored, as in a job in the background, it still is."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _hear)


def _hear(*_: object) -> None:
    global _asked  # noqa: PLW0603 - the process is asked once
    if _asked or _waiting:
        raise KeyboardInterrupt
    _asked = True


def stop_if_asked() -> None:
    """Raises KeyboardInterrupt where it was noted down before."""
    if _asked:
        raise KeyboardInterrupt


@contextmanager
def may_stop() -> Iterator[None]:
    """Lets Ctrl+C be raised at once meanwhile, or where it was noted down before: for waiting, in the main thread."""
    global _waiting  # noqa: PLW0603 - as above
    _waiting = True
    try:
        stop_if_asked()
        yield
    finally:
        _waiting = False


@contextmanager
def deaf() -> Iterator[None]:
    """Keeps Ctrl+C from this thread meanwhile, and for good from processes that it begins: the main thread hears of it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
