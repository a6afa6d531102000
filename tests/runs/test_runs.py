"""A run gives the same bytes however it is split, by whomever it is scored, and however often it was stopped before."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coachkit.errors import InputError
from coachkit.rubrics import load_rubric
from coachkit.runs import blocks as blocks_module
from coachkit.runs import score_file as run_module
from coachkit.runs.job import Job
from coachkit.runs.lock import BEAT
from coachkit.runs.parts import folder_beside, parts_beside
from coachkit.runs.score_file import score_file
from coachkit.runs.source import digest, digesting
from coachkit.transcripts.columns import choose_columns
from coachkit.transcripts.conversation import messages
from coachkit.transcripts.reading import open_table

pytestmark = pytest.mark.slow

SMALL = 250
KILLS = 20
PROGRAM = """
import resource, sys
from pathlib import Path
import coachkit.runs.blocks as blocks
from coachkit.errors import InputError
from coachkit.runs.job import Job
from coachkit.runs.score_file import score_file
from coachkit.transcripts.columns import choose_columns
from coachkit.transcripts.conversation import messages
from coachkit.transcripts.reading import open_table
source, out, evidence, processes, most, small = sys.argv[1:]
blocks.BLOCK = int(small)
if int(most):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), resource.RLIM_INFINITY))
try:
    score_file(Job(Path(source), out=Path(out), evidence=Path(evidence), criteria=True, processes=int(processes)))
except InputError as error:
    sys.exit(f"refused: {error}")
"""


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks_module, "BLOCK", SMALL)


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an undisturbed run writes, in one process and with the blocks as they are: by the ending."""
    folder = tmp_path_factory.mktemp("whole")
    found = {}
    for ending in (".csv", ".parquet", ".jsonl", ".xlsx"):
        job = job_in(folder, source, ending)
        score_file(job)
        assert job.out
        assert job.evidence
        found[ending] = job.out.read_bytes() + job.evidence.read_bytes()
    return found


def job_in(folder: Path, source: Path, ending: str = ".csv", **options: Any) -> Job:
    return Job(source, out=folder / f"scored{ending}", evidence=folder / f"evidence{ending}", criteria=True, **options)


def written(job: Job) -> bytes:
    """The bytes of a run's files; nothing else is left where they are."""
    assert job.out
    assert job.evidence
    assert sorted(one.name for one in job.out.parent.iterdir()) == sorted((job.out.name, job.evidence.name))
    return job.out.read_bytes() + job.evidence.read_bytes()


def at_block(number: int, what: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Does something when the block of that number is counted."""
    count = run_module._count

    def counted(tally: Any, block: Any, result: Any) -> None:
        count(tally, block, result)
        if block.number == number:
            what()

    monkeypatch.setattr(run_module, "_count", counted)


@pytest.fixture
def stopped(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """A run that was stopped at its sixth block."""

    def stop() -> None:
        raise KeyboardInterrupt

    job = job_in(tmp_path, source)
    with monkeypatch.context() as patched:
        at_block(5, stop, patched)
        with pytest.raises(KeyboardInterrupt):
            score_file(job)
    assert job.out
    assert not job.out.exists()
    assert len(list(folder_beside(job.out).glob("part-*.bin"))) == 6
    return job


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".jsonl", ".xlsx"])
@pytest.mark.parametrize("size", [SMALL, 1_111])
def test_the_split_changes_no_byte(
    source: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, size: int
) -> None:
    monkeypatch.setattr(blocks_module, "BLOCK", size)
    job = job_in(tmp_path, source, ending)
    score_file(job)
    assert written(job) == whole[ending]


def test_long_texts_make_a_block_end_sooner(monkeypatch: pytest.MonkeyPatch, source: Path) -> None:
    monkeypatch.setattr(blocks_module, "BLOCK_CHARACTERS", 1_000)
    table = open_table(source)
    columns = choose_columns(source, table.columns, Job(source).asked)
    found = list(blocks_module.blocks(messages(table.rows, columns)))
    assert max(sum(map(len, filter(None, block.work.replies[0]))) for block in found) < 1_500
    assert [block.number for block in found] == list(range(len(found)))
    assert sum(block.rows for block in found) == 4_000


def test_a_stopped_run_goes_on_where_it_was(stopped: Job, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    monkeypatch.setattr(run_module, "_finished", _noting(begun))
    score_file(stopped)
    assert written(stopped) == whole[".csv"]
    assert len(begun) == 10  # of sixteen blocks the six that were done are not scored again


def _noting(begun: list[int]) -> Callable[..., Any]:
    finished = run_module._finished

    def note(block: Any, scores: Any, parts: Any) -> Any:
        if callable(scores):
            begun.append(block.number)
        return finished(block, scores, parts)

    return note


def test_parts_hold_no_word_of_anybody(stopped: Job) -> None:
    assert stopped.out
    kept = b"".join(one.read_bytes() for one in folder_beside(stopped.out).iterdir())
    for word in ("parcel", "paketti", "Liisa", "policy", "sorry"):
        assert word.encode() not in kept


@pytest.mark.parametrize("damage", [lambda data: data[:-7], lambda data: data[:100] + b"x" + data[101:], lambda _: b""])
def test_a_damaged_part_is_made_again(stopped: Job, whole: dict[str, bytes], damage: Callable[[bytes], bytes]) -> None:
    assert stopped.out
    part = sorted(folder_beside(stopped.out).glob("part-*.bin"))[2]
    part.write_bytes(damage(part.read_bytes()))
    score_file(stopped)
    assert written(stopped) == whole[".csv"]


def test_a_part_of_other_replies_is_not_taken(stopped: Job, whole: dict[str, bytes]) -> None:
    assert stopped.out
    first, second, *_ = sorted(folder_beside(stopped.out).glob("part-*.bin"))
    second.write_bytes(first.read_bytes())
    score_file(stopped)
    assert written(stopped) == whole[".csv"]


def test_other_options_and_rules_are_refused_until_fresh(stopped: Job, tmp_path: Path) -> None:
    for other, words in (
        (replace(stopped, criteria=False), "other options"),
        (replace(stopped, rubric=load_rubric("chat")), "rubric"),
    ):
        with pytest.raises(InputError, match=f"{words}.*--fresh"):
            score_file(other)
    score_file(replace(stopped, criteria=False, fresh=True))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["evidence.csv", "scored.csv"]


def test_a_changed_input_is_refused_until_fresh(source: Path, tmp_path: Path, stopped: Job) -> None:
    other = tmp_path / "other.csv"
    other.write_bytes(source.read_bytes().replace(b"sorry", b"happy", 1))
    with pytest.raises(InputError, match=r"another input.*--fresh"):
        score_file(replace(stopped, source=other))
    other.write_bytes(source.read_bytes())  # the same content elsewhere, and later, is the same input
    score_file(replace(stopped, source=other))


def test_an_input_that_changes_while_it_is_read_gives_no_file(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changing = tmp_path / "changing.csv"
    changing.write_bytes(source.read_bytes())

    def grow() -> None:
        with changing.open("a") as file:
            file.write("c1,agent,chat,One more.\n")

    at_block(4, grow, monkeypatch)
    with pytest.raises(InputError, match="changed while it was read"):
        score_file(job_in(tmp_path, changing))
    assert [one.name for one in tmp_path.iterdir()] == ["changing.csv"]


def test_an_input_that_is_cut_off_while_it_is_read_is_told_as_changed(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored = job_in(tmp_path, source, ".parquet")
    score_file(scored)
    assert scored.out
    at_block(0, lambda: os.truncate(scored.out or "", 3_000), monkeypatch)
    with pytest.raises(InputError, match="changed while it was read"):
        score_file(replace(scored, source=scored.out, out=tmp_path / "again.csv", evidence=None))
    assert not (tmp_path / "again.csv").exists()


def test_two_runs_on_one_output_the_second_is_refused(source: Path, tmp_path: Path) -> None:
    job = job_in(tmp_path, source)
    assert job.out
    with parts_beside(job.out, {"input": 0, "options": 0, "rules": 0}, fresh=False):
        with pytest.raises(InputError, match=f"process {os.getpid()} on {socket.gethostname()}"):
            score_file(job)
        with pytest.raises(InputError, match="is writing it"):
            score_file(replace(job, fresh=True))
    assert not job.out.exists()


@pytest.mark.parametrize(("host", "age", "refused"), [("", 0, False), ("elsewhere", 0, True), ("elsewhere", BEAT + 9, False)])
def test_a_lock_left_behind_is_taken_over_once_nobody_holds_it(
    stopped: Job, whole: dict[str, bytes], host: str, age: int, *, refused: bool
) -> None:
    assert stopped.out
    lock = folder_beside(stopped.out) / "lock"
    lock.write_text(json.dumps({"pid": 1, "host": host or socket.gethostname()}))
    os.utime(lock, (time.time() - age,) * 2)
    if refused:
        with pytest.raises(InputError, match="process 1 on elsewhere"):
            score_file(stopped)
        lock.unlink()
    score_file(stopped)
    assert written(stopped) == whole[".csv"]


def test_a_scoring_process_that_is_killed_is_replaced(
    source: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed: list[int] = []

    def kill() -> None:
        for child in multiprocessing.active_children()[:1]:
            assert child.pid
            killed.append(child.pid)
            os.kill(child.pid, signal.SIGKILL)

    at_block(2, kill, monkeypatch)
    job = job_in(tmp_path, source, processes=2)
    score_file(job)
    assert killed
    assert written(job) == whole[".csv"]


def _start(source: Path, out: Path, evidence: Path, processes: int, most: int = 0) -> subprocess.Popen[bytes]:
    arguments = [str(one) for one in (source, out, evidence, processes, most, SMALL)]
    return subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments], stderr=subprocess.PIPE)


def test_killed_at_any_moment_and_started_again_gives_the_same_files(
    source: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    chance = random.Random(20)  # noqa: S311 - a fixed order, no secret
    job = job_in(tmp_path, source, ".parquet")
    assert job.out
    assert job.evidence
    killed = 0
    while killed < KILLS:
        process = _start(source, job.out, job.evidence, 1 + killed % 2)
        _await(process, (folder_beside(job.out) / "manifest.json").exists)
        with suppress(subprocess.TimeoutExpired):
            process.wait(chance.random() * 2)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            killed += 1
            continue
        assert process.communicate()[1] == b""
        assert written(job) == whole[".parquet"]
        job.out.unlink()
    process = _start(source, job.out, job.evidence, 2)
    assert process.communicate()[1] == b""
    assert written(job) == whole[".parquet"]


def _await(process: subprocess.Popen[bytes], ready: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while process.poll() is None and not ready() and time.monotonic() < end:
        time.sleep(0.01)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the children of a process are looked up in /proc")
def test_processes_that_score_end_with_the_one_that_reads(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "scored.csv"
    process = _start(source, out, tmp_path / "evidence.csv", 2)
    _await(process, lambda: any(folder_beside(out).glob("part-*.bin")))
    children = "".join(one.read_text() for one in Path(f"/proc/{process.pid}/task").glob("*/children")).split()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert len(children) >= 2
    end = time.monotonic() + 20
    while any(_alive(int(child)) for child in children) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(_alive(int(child)) for child in children)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on the size of files stands in for a full disk")
@pytest.mark.parametrize("most", [20_000, 200_000])
def test_a_full_disk_is_told_and_the_next_run_goes_on(source: Path, whole: dict[str, bytes], tmp_path: Path, most: int) -> None:
    job = job_in(tmp_path, source)
    assert job.out
    assert job.evidence
    job.out.write_bytes(b"old")
    process = _start(source, job.out, job.evidence, 1, most)
    told = process.communicate()[1].decode()
    assert told.startswith("refused: ")
    assert "cannot be written" in told
    assert job.out.read_bytes() == b"old"
    assert not [one.name for one in tmp_path.iterdir() if one.name.endswith(".part")]
    score_file(job)
    assert written(job) == whole[".csv"]


def test_the_digest_that_is_made_beside_is_that_of_the_input(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"text\nHello\n")
    assert digesting(tmp_path / "a.csv")() == digest(tmp_path / "a.csv")
    with pytest.raises(InputError, match="cannot be read"):
        digesting(tmp_path / "none.csv")()
