"""Who scores the blocks: this process, several processes of this computer, or a Dask cluster. The bytes are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from coachkit.runs.blocks import Work
from coachkit.runs.job import DASK, Job
from coachkit.runs.pool import Pool
from coachkit.runs.scoring import Settings, score_block

Waiting = Callable[[], bytes]
"""Gives back a block's scores once they are there."""

AHEAD = 2
"""Blocks begun per process before the first of them is waited for: nobody idles while the one that reads writes, and memory
stays bounded."""


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
    pool = Pool(settings.packed(), count)
    try:
        yield Engine(pool.begin, AHEAD * count)
    finally:
        pool.close()
