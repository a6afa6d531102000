"""The command line's own process: what is kept out of it, and how its scoring processes begin."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from coachkit.privacy import Masking
from coachkit.runs.job import Job
from coachkit.runs.own_process import SEVERAL_BLOCKS, method
from coachkit.runs.score_file import score_file
from tests.runs.conftest import conversations

OURS = """
from coachkit.runs.own_process import is_ours, method
is_ours()
try:
    import pandas
except ModuleNotFoundError:
    print("no pandas,", method())
"""


def test_nothing_is_kept_out_of_another_process() -> None:
    assert method() == "spawn"
    assert pytest.importorskip("pandas", reason="part of every installation").DataFrame


def test_a_process_of_our_own_does_without_pandas() -> None:
    said = subprocess.run([sys.executable, "-c", OURS], capture_output=True, text=True, check=True).stdout
    assert said.strip() == f"no pandas, {'forkserver' if sys.platform == 'linux' else 'spawn'}"


@pytest.mark.slow
def test_the_command_line_writes_what_one_process_writes(tmp_path: Path) -> None:
    source = conversations(tmp_path / "in.csv", 30_000)
    assert source.stat().st_size >= SEVERAL_BLOCKS
    alone, served = tmp_path / "alone.parquet", tmp_path / "served.parquet"
    score_file(Job(source, out=alone, masking=Masking()))
    command = [sys.executable, "-m", "coachkit", "score", str(source), "--out", str(served), "--processes", "2"]
    subprocess.run(command, capture_output=True, check=True)
    assert served.read_bytes() == alone.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(("asked", "told"), [
    (["--help"], ("score", "explain", "new")),
    (["scor"], ("No such command 'scor'", "score")),
    (["score", "--help"], ("--processes",)),
    (["new", "--help"], ("scenario",)),
])  # fmt: skip
def test_every_command_is_known_though_one_is_looked_through(asked: list[str], told: tuple[str, ...]) -> None:
    said = subprocess.run([sys.executable, "-m", "coachkit", *asked], capture_output=True, text=True, check=False)
    assert all(one in said.stdout + said.stderr for one in told)
