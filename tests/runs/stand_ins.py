"""What stands in for a scoring process at the other end of a line: it must be found by its name in a process of its own."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import time
from pathlib import Path

from coachkit.errors import InputError
from coachkit.runs.pool import received, send

SCORES = b"scores " * 100_000
"""More than fits on a line at a time."""


def killed_within_an_answer(line: socket.socket, folder: bytes) -> None:
    """Is killed after the first half of its first answer, as often as there are files in a folder; each time it takes one."""
    answer = pickle.dumps(SCORES)
    while True:
        received(line)
        left = sorted(Path(folder.decode()).iterdir())
        if left:
            left[0].unlink()
            line.sendall(len(answer).to_bytes(8, "big") + answer[: len(answer) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        send(line, answer)


def refuses_every_other(line: socket.socket, _: bytes) -> None:
    """Answers with an error and with scores by turns."""
    while True:
        received(line)
        send(line, pickle.dumps(InputError("other rules")))
        received(line)
        send(line, pickle.dumps(SCORES))


def never_answers(line: socket.socket, _: bytes) -> None:
    """Does not even see that its line has ended."""
    received(line)
    time.sleep(600)
