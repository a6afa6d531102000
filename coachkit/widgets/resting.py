"""Work that waits until the writer rests: only the latest is done, and what is out of date by then is thrown away."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock, RLock, Timer
from typing import TypeVar

Result = TypeVar("Result")
_LOG = logging.getLogger(__name__)


class Resting:
    """Does slow work in a thread `after` seconds without a new request; one piece at a time.

    `lock` is held while a result is delivered, not while it is worked out.
    """

    def __init__(self, lock: RLock, after: float) -> None:
        self._lock = lock
        self._after = after
        self._at_work = Lock()
        self._latest = 0
        self._timer: Timer | None = None

    def ask(self, work: Callable[[], Result], deliver: Callable[[Result], None]) -> None:
        """Has the work done and its result delivered, unless something else is asked for before it is ready."""
        self.forget()
        number = self._latest
        self._timer = Timer(self._after, self._do, (number, work, deliver))
        self._timer.daemon = True
        self._timer.start()

    def forget(self) -> None:
        """What was asked for is wanted no more."""
        self._latest += 1
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _do(self, number: int, work: Callable[[], Result], deliver: Callable[[Result], None]) -> None:
        with self._at_work:
            if number != self._latest:
                return
            try:
                result = work()
            except Exception:  # noqa: BLE001 - logged; the desk goes on
                # Nobody waits for an answer here; the first look has told what can be told.
                _LOG.exception("a check in the background could not be finished")
                return
        with self._lock:
            if number == self._latest:
                deliver(result)
