"""A shift of two chats, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from coachkit.widgets.practice_desk import PracticeDesk
from coachkit.widgets.shift_desk import ShiftDesk
from coachkit.widgets.shift_round import ShiftRound

Make = Callable[..., PracticeDesk]
Find = Callable[..., Any]


def finish(desk: PracticeDesk) -> None:
    """Presses the button that ends the shift."""
    assert isinstance(desk.round, ShiftRound)
    desk.round.button.click()


@pytest.fixture
def desk(make_desk: Make) -> PracticeDesk:
    return make_desk(ShiftDesk)


def test_only_shifts_are_offered(desk: PracticeDesk) -> None:
    desk.picker.filters["reply_language"].value = ""
    assert {one.kind for _, one in desk.picker.list.options} == {"shift"}


def test_each_customer_writes_in_their_time(desk: PracticeDesk, fronts_of: Find) -> None:
    desk.picker.begin()
    first, second = fronts_of(desk)
    assert (first.scene["stage"], second.scene["stage"]) == ("writing", "later")
    assert 0 < second.scene["starts_in"] <= 2
    second.sitting.watch._zero -= 3
    second.say("arrive")
    assert second.scene["stage"] == "writing"


def test_it_ends_as_a_whole_and_is_told_so(desk: PracticeDesk, fronts_of: Find) -> None:
    desk.picker.begin()
    first, second = fronts_of(desk)
    first.sitting.watch._zero -= 3
    second.say("arrive")
    first.say("send", text=first.SETTLES)
    assert first.scene["stage"] == "ended"
    assert desk.debrief.layout.display == "none"
    finish(desk)
    assert second.scene["stage"] == "ended"
    assert not any(second.scene["can"].values())
    assert desk.debrief.layout.display != "none"
    assert "Anna Reed" in desk.debrief.value
    assert [one["kind"] for one in second.say("send", text="too late")] == ["sent", "done"]
    assert second.sitting.session.attempts == ()


def test_it_is_taken_up_again(desk: PracticeDesk, make_desk: Make, fronts_of: Find) -> None:
    desk.picker.begin()
    first, _ = fronts_of(desk)
    first.say("send", text="Hi Anna, it comes on Friday.")
    first.say("draft", text="And the")
    again = make_desk(ShiftDesk)
    front, _ = fronts_of(again)
    assert len(front.scene["messages"]) == 3
    assert front.scene["draft"]["text"] == "And the"


def test_after_its_end_nothing_is_left_open(desk: PracticeDesk, make_desk: Make) -> None:
    desk.picker.begin()
    finish(desk)
    assert make_desk(ShiftDesk).round is None
