"""The clock of a session: seconds since its start, going on where it stood when a session is taken up again."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST_SKIP = 5.0


class Stopwatch:
    """Seconds since the start. It never goes back; `begins` is where it starts, after a break where it stood before."""

    def __init__(self, begins: float = 0.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._zero = clock() - begins
        self._latest = begins

    def now(self) -> float:
        """Seconds since the start."""
        self._latest = max(self._latest, self._clock() - self._zero)
        return self._latest

    def leave_out(self, seconds: float) -> None:
        """Leaves out a moment in which nobody waited: the customer was shown typing. At most LONGEST_SKIP seconds."""
        self._zero += min(max(0.0, seconds), LONGEST_SKIP)
