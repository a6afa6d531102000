"""Who scores the blocks: this process, several processes of this computer, or a Dask cluster. The bytes are the same."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait as wait_for

from coachkit.errors import InputError
from coachkit.runs.blocks import Work
from coachkit.runs.job import DASK, Job
from coachkit.runs.own_process import context, keep_out
from coachkit.runs.scoring import Settings, score_block

Waiting = Callable[[], bytes]
"""Gives back a block's scores once they are there."""

AHEAD = 4
"""Blocks begun per process before the first of them is waited for: nobody idles while the one that reads writes, and memory
stays bounded."""

TRIES = 4
"""Times that a block is begun again when the process that scored it was ended from outside."""


@dataclass(frozen=True)
class Engine:
    """`begin` begins to score a block; at most `ahead` blocks are begun before the first of them is waited for."""

    begin: Callable[[Work], Waiting]
    ahead: int


def engine_for(job: Job, settings: Settings, *, several: bool) -> AbstractContextManager[Engine]:
    """The engine that a job asks for; a file of one block is scored right here."""
    if job.engine == DASK:
        from coachkit.runs.dask_cluster import on_dask

        return on_dask(settings, job.processes, job.scheduler)
    return in_processes(settings, job.processes) if several and job.processes > 1 else in_process(settings)


@contextmanager
def in_process(settings: Settings) -> Iterator[Engine]:
    """Scores in this very process, each block when it is asked for."""
    packed = settings.packed()
    yield Engine(lambda work: lambda: score_block(packed, work), 0)


@contextmanager
def in_processes(settings: Settings, count: int) -> Iterator[Engine]:
    """Scores in so many processes of this computer. One that is ended from outside is replaced and its block begun again."""
    pool = _Pool(settings.packed(), count)
    try:
        yield Engine(pool.begin, AHEAD * count)
    finally:
        pool.close()


class _Pool:
    """Processes that score, made anew when one of them was ended."""

    def __init__(self, packed: bytes, count: int) -> None:
        self._packed, self._count = packed, count
        self._context = context()
        self._executor = self._new()

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._count, self._context, initializer=_prepare, initargs=(self._packed,))

    def begin(self, work: Work) -> Waiting:
        """Begins to score a block."""
        begun = self._submit(work)
        return lambda: self._wait(work, *begun)

    def _submit(self, work: Work) -> tuple[ProcessPoolExecutor, Future[bytes] | None]:
        executor = self._executor
        try:
            return executor, executor.submit(_score, work)
        except BrokenProcessPool:
            return executor, None

    def _wait(self, work: Work, executor: ProcessPoolExecutor, future: Future[bytes] | None) -> bytes:
        for _ in range(TRIES):
            try:
                if future is not None:
                    return future.result()
            except BrokenProcessPool:
                pass
            if self._executor is executor:
                executor.shutdown(wait=False, cancel_futures=True)
                self._executor = self._new()
            executor, future = self._submit(work)
        raise InputError(
            f"a scoring process was ended from outside {TRIES} times, perhaps for want of memory; what is done is kept: "
            "start again with fewer --processes, and it goes on from there"
        )

    def close(self) -> None:
        """Ends the processes; what they have not begun is dropped."""
        self._executor.shutdown(wait=True, cancel_futures=True)


_PREPARED: list[bytes] = []
"""The settings of a process that only scores: sent once, not with every block."""


def _score(work: Work) -> bytes:
    return score_block(_PREPARED[0], work)


def _prepare(packed: bytes) -> None:
    """Makes a process that scores leave Ctrl+C to the one that reads, and end when that one is no more."""
    _PREPARED[:] = [packed]
    keep_out()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)
