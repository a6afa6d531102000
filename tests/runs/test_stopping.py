"""Ctrl+C is raised where a run may be stopped, and nowhere else."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator

import pytest

from coachkit import compiled
from coachkit.runs import stopping
from coachkit.runs.stopping import listen, may_stop, stop_if_asked


@pytest.fixture(autouse=True)
def _handler(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(stopping, "_asked", False)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    listen()
    yield
    signal.signal(signal.SIGINT, before)


def press() -> None:
    signal.raise_signal(signal.SIGINT)


def test_it_is_noted_down_and_raised_at_the_next_step() -> None:
    stop_if_asked()
    press()
    with pytest.raises(KeyboardInterrupt):
        stop_if_asked()


def test_it_is_raised_at_once_while_a_run_waits() -> None:
    with pytest.raises(KeyboardInterrupt), may_stop():
        press()
    press()


def test_a_wait_is_not_begun_after_it() -> None:
    press()
    with pytest.raises(KeyboardInterrupt), may_stop():
        pytest.fail("waited")


def test_pressed_again_it_is_raised_at_once() -> None:
    press()
    with pytest.raises(KeyboardInterrupt):
        press()


@pytest.mark.parametrize("other", [signal.SIG_IGN, lambda *_: None])
def test_who_hears_it_already_is_left_alone(other: Callable[..., None]) -> None:
    signal.signal(signal.SIGINT, other)
    listen()
    assert signal.getsignal(signal.SIGINT) is other


def test_it_waits_until_a_module_is_compiled() -> None:
    done: list[int] = []

    def compile_one() -> None:
        with may_stop(), compiled._ctrl_c_later():
            press()
            done.append(1)

    with pytest.raises(KeyboardInterrupt):
        compile_one()
    assert done
    assert signal.getsignal(signal.SIGINT) is stopping._hear
