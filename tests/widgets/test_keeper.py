"""Keeping a session: what waits, what rests, what the clock leaves out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("sqlalchemy")

from coachkit.errors import AlreadyWritten, StoreError
from coachkit.practice.session import Move
from coachkit.store import Store
from coachkit.widgets.keeper import Keeper, Shelf
from coachkit.widgets.stopwatch import LONGEST_SKIP, Stopwatch


class Flaky:
    """A store that can be cut off."""

    def __init__(self, store: Store) -> None:
        self.store, self.away, self.asked = store, False, 0

    def open(self) -> Any:
        """The store, or trouble."""
        if self.away:
            raise StoreError("the server is not reached")
        return self

    def __getattr__(self, name: str) -> Any:
        self.asked += 1
        if self.away:
            raise StoreError("the server is not reached")
        return getattr(self.store, name)


@pytest.fixture
def flaky(tmp_path: Path) -> Flaky:
    return Flaky(Store.open(f"sqlite:///{tmp_path / 'p.sqlite3'}"))


def keeper(flaky: Flaky) -> Keeper:
    return Keeper(Shelf("Aino", flaky.open), "late-coat", 1, "en")


def test_moves_made_while_the_store_is_away_are_written_in_order_later(flaky: Flaky) -> None:
    one = keeper(flaky)
    flaky.away = True
    for at in (1.0, 2.0):
        one.add(Move("hint", at), None)
    assert one.shelf.trouble == "the server is not reached"
    flaky.away = False
    one.add(Move("finish", 3.0), None)
    assert one.shelf.trouble == ""
    assert [move.at for move in one.moves()] == [1.0, 2.0, 3.0]


def test_a_session_begun_without_a_store_gets_its_row_later_and_keeps_its_name(flaky: Flaky) -> None:
    flaky.away = True
    one = keeper(flaky)
    name = one.id
    assert name
    assert not one.row
    flaky.away = False
    one.add(Move("hint", 1.0), None)
    assert one.row
    assert one.id == name


def test_drafts_rest_after_trouble_so_that_typing_never_waits(flaky: Flaky) -> None:
    one = keeper(flaky)
    flaky.away = True
    one.draft(1, "a")
    before = flaky.asked
    for text in ("ab", "abc", "abcd"):
        one.draft(1, text)
    assert flaky.asked == before
    assert one.shelf.resting


def test_an_end_that_could_not_be_written_is_written_later(flaky: Flaky) -> None:
    one = keeper(flaky)
    flaky.away = True
    one.end("end_happy")
    flaky.away = False
    one.add(Move("hint", 1.0), None)
    assert one.shelf.sessions()[0].ending == "end_happy"


def test_another_window_s_move_is_not_overwritten(flaky: Flaky) -> None:
    one = keeper(flaky)
    other = Keeper(one.shelf, "late-coat", 1, "en", row=one.row)
    other.add(Move("hint", 1.0), None)
    with pytest.raises(AlreadyWritten):
        one.add(Move("finish", 2.0), None)
    assert [move.kind for move in one.moves()] == ["hint"]


def test_the_clock_goes_on_where_it_stood_and_never_back() -> None:
    seconds = [100.0]
    watch = Stopwatch(30.0, lambda: seconds[0])
    assert watch.now() == 30.0
    seconds[0] += 5
    assert watch.now() == 35.0
    seconds[0] -= 50
    assert watch.now() == 35.0


@pytest.mark.parametrize(("held", "left_out"), [(2.0, 2.0), (-3.0, 0.0), (1e9, LONGEST_SKIP)])
def test_the_clock_leaves_out_the_customer_s_typing_and_no_more(held: float, left_out: float) -> None:
    seconds = [0.0]
    watch = Stopwatch(0.0, lambda: seconds[0])
    seconds[0] = 20.0
    watch.leave_out(held)
    assert watch.now() == 20.0 - left_out
