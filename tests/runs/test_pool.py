"""Processes that score: what is sent comes back in order, and one that is ended at any moment is replaced."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from coachkit.errors import InputError
from coachkit.runs import pool as pool_module
from coachkit.runs.blocks import Work
from coachkit.runs.pool import TRIES, Pool, received, score_what_comes, send
from coachkit.runs.scoring import Settings, opened, rules, score_block

pytestmark = pytest.mark.slow

NOTHING = Work(([], [], [], [], [], []), [])


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What may stand at the other end of a line: a module that a process of its own finds by its name."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return importlib.import_module("stand_ins")


@contextmanager
def pool(target: Any, packed: bytes = b"", count: int = 1) -> Iterator[Pool]:
    found = Pool(packed, count, target)
    try:
        yield found
    finally:
        found.close()
        assert not multiprocessing.active_children()


def work(*texts: str) -> Work:
    return Work((list(texts), *([None] * len(texts) for _ in range(5))), [])


@pytest.mark.skipif(sys.platform == "win32", reason="nobody is killed that way there")
@pytest.mark.parametrize("times", [1, TRIES - 1])
def test_one_that_is_killed_while_it_answers_is_replaced(other: Any, tmp_path: Path, times: int) -> None:
    for number in range(times):
        (tmp_path / str(number)).touch()
    with pool(other.killed_within_an_answer, str(tmp_path).encode(), 2) as begun:
        waiting = [begun.begin(NOTHING) for _ in range(8)]
        assert [wait() for wait in waiting] == [other.SCORES] * 8
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="nobody is killed that way there")
def test_one_that_is_killed_again_and_again_is_given_up(other: Any, tmp_path: Path) -> None:
    for number in range(TRIES):
        (tmp_path / str(number)).touch()
    with pool(other.killed_within_an_answer, str(tmp_path).encode()) as begun:
        first, second = begun.begin(NOTHING), begun.begin(NOTHING)
        for wait in (first, second):
            with pytest.raises(InputError, match=f"ended from outside {TRIES} times.*fewer --processes"):
                wait()
        assert begun.begin(NOTHING)() == other.SCORES


def test_what_is_wrong_with_one_block_is_told_and_the_next_is_scored(other: Any) -> None:
    with pool(other.refuses_every_other) as begun:
        waiting = [begun.begin(NOTHING) for _ in range(4)]
        for refused, scored in (waiting[:2], waiting[2:]):
            with pytest.raises(InputError, match="other rules"):
                refused()
            assert scored() == other.SCORES


def test_one_that_does_not_end_is_ended(other: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "PATIENCE", 0.1)
    with pool(other.never_answers, count=2) as begun:
        for _ in range(2):
            begun.begin(NOTHING)
        end = time.monotonic() + 60
        while len(multiprocessing.active_children()) < 2 and time.monotonic() < end:
            time.sleep(0.01)
        assert len(multiprocessing.active_children()) == 2


def test_no_more_processes_than_blocks(other: Any) -> None:
    with pool(other.refuses_every_other, count=8) as begun:
        begun.begin(NOTHING)
        begun.begin(NOTHING)
        assert len(begun._keepers) == 2


def test_a_process_scores_as_this_one_does_and_says_where_it_failed() -> None:
    packed = Settings(rules=rules()).packed()
    with pool(score_what_comes, packed) as begun:
        replies = work("Hello Amy, I have sent a new one today.", "Kiitos viestistäsi!")
        scored, failed = begun.begin(replies), begun.begin(Work(([3], [None]), []))  # type: ignore[list-item]
        assert opened(scored()).columns == opened(score_block(packed, replies)).columns
        with pytest.raises(TypeError, match="missing") as found:
            failed()
    assert "In a scoring process:\nTraceback" in found.value.__notes__[0]


def test_other_rules_are_refused() -> None:
    with pool(score_what_comes, Settings(rules=("other",)).packed()) as begun, pytest.raises(InputError, match="other rules"):
        begun.begin(work("Hello"))()


def test_a_line_that_ends_within_a_message_is_noticed() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        send(ours, b"one")
        ours.sendall((10).to_bytes(8, "big") + b"half")
        ours.shutdown(socket.SHUT_WR)
        assert received(theirs) == b"one"
        with pytest.raises(EOFError):
            received(theirs)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process begun from here")
def test_a_scoring_process_hears_no_ctrl_c(other: Any) -> None:
    with pool(other.refuses_every_other) as begun:
        scored = [begun.begin(NOTHING) for _ in range(2)][1]
        assert scored() == other.SCORES
        (child,) = multiprocessing.active_children()
        assert child.pid
        os.kill(child.pid, signal.SIGINT)
        assert [begun.begin(NOTHING) for _ in range(2)][1]() == other.SCORES
        assert multiprocessing.active_children() == [child]
