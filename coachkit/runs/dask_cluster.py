"""Scoring on a Dask cluster: the same function on the same blocks, so the same bytes."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coachkit.errors import InputError, MissingExtra
from coachkit.runs.blocks import Work
from coachkit.runs.engines import AHEAD, Engine, Waiting
from coachkit.runs.own_process import method
from coachkit.runs.scoring import Settings, score_block
from coachkit.runs.stopping import may_stop

PATIENCE = "20s"
"""Time to wait for a scheduler."""

RETRIES = 4
"""Times that a block is begun again elsewhere when its worker was lost."""

QUIET = {
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.diagnostics.nvml": False,
    "distributed.comm.compression": False,
}
"""A cluster that is made for one run watches itself less: nobody looks at what it would see."""


@contextmanager
def on_dask(settings: Settings, processes: int, scheduler: str | None = None) -> Iterator[Engine]:
    """Scores on the cluster at `scheduler`, or on one of so many processes that is made on this computer for the time.

    Raises MissingExtra without Dask, InputError when nobody answers at the address. The workers need the same coachkit.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingExtra("scoring on a Dask cluster", "dask") from error
    with _cluster(processes, scheduler) as address:
        try:
            client = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise InputError(f"--scheduler {address}: nobody answers there ({error}); start one with: dask scheduler") from error
        with client:
            # Sent with every block: what is scattered once could be lost with the worker that has it.
            packed = settings.packed()
            yield Engine(lambda work: _begin(client, packed, work), AHEAD * max(_threads(client), 1))


def _threads(client: Any) -> int:
    return sum(client.nthreads().values())


@contextmanager
def _cluster(processes: int, scheduler: str | None) -> Iterator[str]:
    """The address given, or that of a cluster of this computer that nobody else can reach."""
    if scheduler is not None:
        yield scheduler
        return
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set({**QUIET, "distributed.worker.multiprocessing-method": method()}),
        LocalCluster(
            n_workers=processes, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
        ) as cluster,
    ):
        yield cluster.scheduler_address


def _score(packed: bytes, work: bytes) -> bytes:
    return score_block(packed, pickle.loads(work))  # noqa: S301 - what our own process has sent


def _begin(client: Any, packed: bytes, work: Work) -> Waiting:
    # As bytes: Dask looks for its own values in whatever it is given, in every list and every field.
    future = client.submit(_score, packed, pickle.dumps(work, protocol=5), pure=False, retries=RETRIES)

    def wait() -> bytes:
        try:
            with may_stop():
                return future.result()
        finally:
            future.release()

    return wait
