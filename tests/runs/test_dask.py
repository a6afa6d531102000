"""A Dask cluster of separate processes gives the same bytes, also when one of them is killed midway."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coachkit.errors import InputError
from coachkit.privacy import Masking
from coachkit.runs import blocks as blocks_module
from coachkit.runs import score_file as run_module
from coachkit.runs.job import DASK, Job
from coachkit.runs.score_file import score_file

distributed = pytest.importorskip("distributed", reason="needs Dask: pip install 'coachkit[dask]'")
pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks_module, "BLOCK", 250)


@pytest.fixture
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as found:
        yield found


def job_in(folder: Path, source: Path, **options: Any) -> Job:
    folder.mkdir()
    return Job(
        source, out=folder / "scored.parquet", evidence=folder / "evidence.csv", criteria=True, masking=Masking(), **options
    )


def written(job: Job) -> bytes:
    assert job.out
    assert job.evidence
    assert len(list(job.out.parent.iterdir())) == 2
    return job.out.read_bytes() + job.evidence.read_bytes()


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(
    source: Path, tmp_path: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = job_in(tmp_path / "alone", source)
    score_file(alone)
    count = run_module._count
    killed: list[int] = []

    def kill(tally: Any, block: Any, result: Any) -> None:
        count(tally, block, result)
        if block.number == 3:
            killed.append(next(iter(cluster.workers.values())).process.process.pid)
            os.kill(killed[0], signal.SIGKILL)

    monkeypatch.setattr(run_module, "_count", kill)
    job = job_in(tmp_path / "cluster", source, engine=DASK, scheduler=cluster.scheduler_address)
    score_file(job)
    assert killed
    assert written(job) == written(alone)


def test_without_an_address_a_cluster_is_made_for_the_time(source: Path, tmp_path: Path) -> None:
    alone = job_in(tmp_path / "alone", source)
    job = job_in(tmp_path / "cluster", source, engine=DASK, processes=2)
    score_file(alone)
    score_file(job)
    assert written(job) == written(alone)


def test_an_address_where_nobody_answers_is_told(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from coachkit.runs import dask_cluster

    monkeypatch.setattr(dask_cluster, "PATIENCE", "1s")
    with pytest.raises(InputError, match=r"--scheduler tcp://127\.0\.0\.1:9.*dask scheduler"):
        score_file(job_in(tmp_path / "nobody", source, engine=DASK, scheduler="tcp://127.0.0.1:9"))
    assert list((tmp_path / "nobody").iterdir()) == []
