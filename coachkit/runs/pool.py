"""Processes of this computer that score blocks, each over a line of its own.

Nothing is shared between two of them. One that is ended from outside, in the middle of a word even, leaves its line at an end and
no lock taken: another takes its place and begins its blocks again. That is why this is no ProcessPoolExecutor, whose processes
write into one pipe: where one is killed while it writes, the reader waits for the rest of its answer for ever.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import struct
import threading
import traceback
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from typing import Any

from coachkit.errors import InputError
from coachkit.runs.blocks import Work
from coachkit.runs.own_process import beginning_deaf, keep_out, new_process
from coachkit.runs.scoring import score_block
from coachkit.runs.stopping import may_stop

TRIES = 4
"""Times that a block is begun when the process that scores it is ended from outside."""

ON_THE_LINE = 2
"""Blocks a process has been sent and not answered: while it scores one, the next is there already."""

PATIENCE = 5
"""Seconds that a process has to see that its line has ended."""

Target = Callable[[socket.socket, bytes], None]
"""What runs in the process: given its end of the line and the packed settings."""


class Pool:
    """At most `count` processes, begun as they are needed."""

    def __init__(self, packed: bytes, count: int, target: Target | None = None) -> None:
        self._packed, self._count, self._target = packed, count, target or score_what_comes
        self._keepers: list[_Keeper] = []

    def begin(self, work: Work) -> Callable[[], bytes]:
        """Begins to score a block where fewest are waiting; the function that is given back waits for the scores.

        That raises what the scoring raised, or InputError where its process was ended TRIES times.
        """
        idlest = min(self._keepers, key=_Keeper.waiting, default=None)
        if idlest is None or (idlest.waiting() and len(self._keepers) < self._count):
            idlest = _Keeper(self._packed, self._target)
            self._keepers.append(idlest)
        scores = idlest.begin(work)

        def wait() -> bytes:
            with may_stop():
                return scores.result()

        return wait

    def close(self) -> None:
        """Ends the processes, whatever they do."""
        for one in self._keepers:
            one.end()
        for one in self._keepers:
            one.join()


class _Task:
    """A block, how often its process was ended, and where its scores are waited for."""

    def __init__(self, work: Work) -> None:
        self.work, self.lost = work, 0
        self.scores: Future[bytes] = Future()


class _Keeper:
    """A thread that keeps one process: sends it blocks, takes its answers, and begins another when it was ended."""

    def __init__(self, packed: bytes, target: Target) -> None:
        self._packed, self._target = packed, target
        self._asked: SimpleQueue[_Task | None] = SimpleQueue()
        self._sent: deque[_Task] = deque()
        self._line: socket.socket | None = None
        self._process: BaseProcess | None = None
        self._ending = False
        self._cutting = threading.Lock()  # else a line could be begun while the end is said
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def waiting(self) -> int:
        """How many blocks have been begun and are not done, nearly."""
        return self._asked.qsize() + len(self._sent)

    def begin(self, work: Work) -> Future[bytes]:
        """The scores of a block, once they are there."""
        task = _Task(work)
        self._asked.put(task)
        return task.scores

    def end(self) -> None:
        """Cuts the line, at which the process ends."""
        with self._cutting:
            self._ending = True
            if self._line:
                with suppress(OSError):  # the other side was quicker
                    self._line.shutdown(socket.SHUT_RDWR)
        self._asked.put(None)

    def join(self) -> None:
        """Waits until the thread and the process have ended."""
        self._thread.join()

    def _keep(self) -> None:
        with beginning_deaf():
            while not self._ending:
                try:
                    self._serve()
                except (EOFError, OSError) as error:
                    self._lost(error)
                except BaseException as error:  # noqa: BLE001 - whoever waits is told, not this thread
                    self._fail(error)
                finally:
                    self._hang_up()

    def _serve(self) -> None:
        """Sends and takes over one line. Raises EOFError or OSError when that ends, ours or not."""
        sent = 0
        while self._take_more():
            line = self._line or self._call()
            while sent < len(self._sent):
                send(line, pickle.dumps(self._sent[sent].work, protocol=5))
                sent += 1
            self._answered(pickle.loads(received(line)))  # noqa: S301 - what our own process has sent
            sent -= 1

    def _take_more(self) -> bool:
        """Takes what may be on the line at a time, and waits where there is nothing; False at the end."""
        with suppress(Empty):
            while len(self._sent) < ON_THE_LINE and (task := self._asked.get(block=not self._sent)):
                self._sent.append(task)
        return bool(self._sent)

    def _answered(self, answer: bytes | BaseException) -> None:
        task = self._sent.popleft()
        if isinstance(answer, bytes):
            task.scores.set_result(answer)
        else:
            task.scores.set_exception(answer)

    def _call(self) -> socket.socket:
        """Begins a process at the other end of a new line. Raises OSError or EOFError where none can be begun."""
        ours, theirs = socket.socketpair()
        with theirs:
            with self._cutting:
                self._line = ours
                if self._ending:
                    raise EOFError
            process = new_process(self._target, theirs, self._packed)
            process.start()
        self._process = process
        return ours

    def _hang_up(self) -> None:
        """Ends the line, and the process with it."""
        with self._cutting:
            line, self._line = self._line, None
        process, self._process = self._process, None
        if line:
            line.close()
        if process:
            process.join(PATIENCE)
            process.kill()
            process.join()

    def _lost(self, error: Exception) -> None:
        """After a line has ended: the block that was being scored is begun again by another process, but not for ever."""
        if self._ending or not self._sent:
            return
        self._sent[0].lost += 1
        if self._sent[0].lost == TRIES:
            told = InputError(
                f"a scoring process was ended from outside {TRIES} times, perhaps for want of memory; what is done is kept: "
                "start again with fewer --processes, and it goes on from there"
            )
            told.__cause__ = error
            self._fail(told)

    def _fail(self, error: BaseException) -> None:
        """Tells everybody who waits for this process."""
        while self._sent:
            self._sent.popleft().scores.set_exception(error)


_LENGTH = struct.Struct("!Q")


def send(line: socket.socket, message: bytes) -> None:
    """Sends a message and waits until the other side has nearly all of it. Raises OSError where nobody is there any more."""
    line.sendall(_LENGTH.pack(len(message)))
    line.sendall(message)


def received(line: socket.socket) -> bytes:
    """The next message. Raises EOFError or OSError where the line ends before or within it."""
    (length,) = _LENGTH.unpack(_exactly(line, _LENGTH.size))
    return bytes(_exactly(line, length))


def _exactly(line: socket.socket, length: int) -> bytearray:
    """So many bytes, in one wait where the system can: each wait would have to ask for the interpreter's lock again."""
    data = bytearray(length)
    view, there = memoryview(data), 0
    while there < length:
        got = line.recv_into(view[there:], length - there, socket.MSG_WAITALL)
        if not got:
            raise EOFError
        there += got
    return data


def score_what_comes(line: socket.socket, packed: bytes) -> None:
    """The life of a scoring process: a block in, its scores out or what went wrong, until the line ends."""
    keep_out()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    blocks: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(line, blocks), daemon=True).start()
    while True:
        answer = pickle.dumps(_answer(packed, blocks.get()), protocol=5)
        try:
            send(line, answer)
        except OSError:
            os._exit(0)


def _answer(packed: bytes, block: bytes) -> Any:
    try:
        return score_block(packed, pickle.loads(block))  # noqa: S301 - what our own process has sent
    except Exception as error:  # noqa: BLE001 - it is told where the run is
        error.add_note(f"In a scoring process:\n{traceback.format_exc()}")
        return error


def _listen(line: socket.socket, blocks: SimpleQueue[bytes]) -> None:
    """Takes blocks as they come, and ends the process with the line: nobody waits for its scores any more."""
    with suppress(EOFError, OSError):
        while True:
            blocks.put(received(line))
    os._exit(0)
