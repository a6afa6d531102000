"""A shift: every customer waits on their own, and waiting costs what it should."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachkit.errors import MoveError, UnknownName
from coachkit.model import LANGUAGES
from coachkit.practice.session import Move
from coachkit.practice.shift import (
    MOST_OFF,
    Shift,
    apply_to,
    begin_shift,
    cost,
    finish_shift,
    replay_shift,
    shift_debrief,
    shift_score,
    waiting,
)
from coachkit.scenarios.schema import Scenario

FRIDAY = "Hi Maya, I'm sorry for the long wait. I checked order 7731 and the coat comes on Friday. Bo"
FEE = "I'm refunding the delivery fee today, so it is back on Monday."
FIRST, SECOND = 0, 1


@pytest.fixture
def shift(library: dict[str, Scenario]) -> Shift:
    """Two customers: one at once, one after 25 seconds; the target for a reply is 60 seconds."""
    return begin_shift(library["two-at-once"], library.values())


def test_every_customer_writes_at_their_time(shift: Shift) -> None:
    assert [one.messages[0].at for one in shift.chats] == [0, 25]
    assert [one is not None for one in waiting(shift, 10)] == [True, False]
    assert [one is not None for one in waiting(shift, 25)] == [True, True]


def test_each_customer_waits_on_their_own(shift: Shift) -> None:
    shift = apply_to(shift, SECOND, Move("send", 40, FRIDAY))
    first, second = waiting(shift, 70)
    assert first is not None
    assert second is not None
    assert (first.seconds, first.target, first.late) == (70, 60, True)
    assert (second.seconds, second.target, second.late) == (30, 60, False)
    assert shift.chats[SECOND].attempts[0].seconds == 15


def test_who_has_been_served_waits_no_more(shift: Shift) -> None:
    for at, text in ((20, FRIDAY), (40, FEE)):
        shift = apply_to(shift, FIRST, Move("send", at, text))
    assert shift.chats[FIRST].ended
    assert waiting(shift, 500)[FIRST] is None
    assert not shift.ended
    for at, text in ((50, FRIDAY), (60, FEE)):
        shift = apply_to(shift, SECOND, Move("send", at, text))
    assert shift.ended


@pytest.mark.parametrize(
    ("seconds", "target", "points"),
    [(0, 60, 0), (60, 60, 0), (75, 60, 5), (90, 60, 10), (120, 60, MOST_OFF), (9_999, 60, MOST_OFF), (9_999, 0, 0)],
)
def test_a_wait_costs_nothing_up_to_the_target_and_at_most_twenty(seconds: float, target: int, points: float) -> None:
    assert cost(seconds, target) == points


def test_the_score_is_the_texts_less_the_waits(shift: Shift) -> None:
    shift = apply_to(shift, FIRST, Move("send", 30, FRIDAY))
    shift = apply_to(shift, SECOND, Move("send", 25 + 90, FRIDAY))
    score = shift_score(shift, 115)
    total = shift.chats[FIRST].attempts[0].card.total
    assert [one.replies for one in score.chats] == [total, total]
    assert [[one.seconds for one in chat.waits] for chat in score.chats] == [[30, 85], [90, 0]]
    assert [[one.answered for one in chat.waits] for chat in score.chats] == [[True, False], [True, False]]
    assert score.chats[FIRST].off == pytest.approx(cost(85, 60) / 2, abs=0.01)
    assert score.chats[SECOND].off == 5
    for one in score.chats:
        assert one.score == pytest.approx((one.replies or 0) - one.off)
    assert score.score == pytest.approx(score.replies - score.off, abs=0.02)


def test_a_customer_without_a_reply_scores_nothing(shift: Shift) -> None:
    shift = apply_to(shift, FIRST, Move("send", 30, FRIDAY))
    score = shift_score(shift, 40)
    assert (score.chats[SECOND].replies, score.chats[SECOND].score, score.chats[SECOND].off) == (None, 0, 0)
    assert score.score == pytest.approx(score.chats[FIRST].score / 2, abs=0.01)


def test_who_has_not_written_yet_is_left_out_of_the_score(shift: Shift) -> None:
    score = shift_score(apply_to(shift, FIRST, Move("send", 10, FRIDAY)), 20)
    assert [one.chat for one in score.chats] == [FIRST]
    assert score.score == score.chats[FIRST].score


def test_the_same_replies_later_never_score_more(shift: Shift) -> None:
    scores = []
    for delay in (0, 40, 80, 160):
        done = apply_to(shift, FIRST, Move("send", 30 + delay, FRIDAY))
        done = finish_shift(apply_to(done, SECOND, Move("send", 40 + delay, FRIDAY)), 50 + delay)
        scores.append(shift_score(done, 0).score)
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]


def test_a_stopped_shift_keeps_its_score_and_takes_no_more_moves(shift: Shift) -> None:
    stopped = finish_shift(apply_to(shift, FIRST, Move("send", 30, FRIDAY)), 80)
    assert stopped.ended
    assert shift_score(stopped, 9_999) == shift_score(stopped, 80)
    assert waiting(stopped, 90) == (None, None)
    with pytest.raises(MoveError, match="over"):
        apply_to(stopped, FIRST, Move("send", 90, FEE))
    with pytest.raises(MoveError, match="over already"):
        finish_shift(stopped, 100)


@pytest.mark.parametrize(
    ("chat", "move", "message"),
    [
        (SECOND, Move("send", 24, FRIDAY), "begins at 25 s"),
        (2, Move("send", 30, FRIDAY), "no conversation 2; there are 2"),
        (-1, Move("send", 30, FRIDAY), "no conversation -1"),
        (FIRST, Move("finish", 30), "finish_shift"),
        (FIRST, Move("again", 30, turn=1), "what is sent in a shift is sent"),
        (FIRST, Move("send", 30, " "), "empty"),
    ],
)
def test_a_move_that_is_not_possible_says_what_is(shift: Shift, chat: int, move: Move, message: str) -> None:
    with pytest.raises(MoveError, match=message):
        apply_to(shift, chat, move)


def test_a_shift_needs_a_shift_and_its_conversations(library: dict[str, Scenario]) -> None:
    with pytest.raises(MoveError, match="no shift"):
        begin_shift(library["late-coat"], library.values())
    with pytest.raises(UnknownName, match="no scenario 'late-coat'; known: late-fee"):
        begin_shift(library["two-at-once"], [library["late-fee"]])


moves = st.lists(
    st.tuples(
        st.sampled_from([FIRST, SECOND]),
        st.builds(
            Move,
            st.sampled_from(["send", "send", "hint", "again", "finish"]),
            st.floats(0, 300),
            st.sampled_from([FRIDAY, FEE, "It is being processed."]),
        ),
    ),
    max_size=7,
)


@pytest.mark.slow
@settings(max_examples=30)
@given(moves, st.none() | st.floats(0, 400))
def test_a_shift_replayed_is_the_shift(
    library: dict[str, Scenario], wanted: list[tuple[int, Move]], finished_at: float | None
) -> None:
    scenario = library["two-at-once"]
    live = begin_shift(scenario, library.values())
    for chat, move in wanted:
        try:
            live = apply_to(live, chat, move)
        except MoveError:
            continue
    if finished_at is not None:
        live = finish_shift(live, finished_at)
    again = replay_shift(scenario, library.values(), [one.moves for one in live.chats], finished_at)
    assert again == live
    assert shift_score(again, 400) == shift_score(live, 400)
    assert 0 <= shift_score(live, 400).score <= 100


def test_replaying_needs_a_list_of_moves_for_every_conversation(library: dict[str, Scenario]) -> None:
    with pytest.raises(MoveError, match="moves for 1 conversations; it has 2"):
        replay_shift(library["two-at-once"], library.values(), [[]])


def test_the_debrief_tells_every_wait_over_the_target(shift: Shift, library: dict[str, Scenario]) -> None:
    shift = apply_to(shift, FIRST, Move("send", 75, FRIDAY))
    shift = apply_to(shift, SECOND, Move("send", 80, FRIDAY))
    shift = finish_shift(apply_to(shift, SECOND, Move("send", 100, FEE)), 110)
    found = shift_debrief(shift, "en", 0, library.values())
    assert found.words[2:] == (
        "Maya Lind: reply 1 took 1 min 15 s against a target of 1 min (−5).",
        "Maya Lind was still waiting for an answer when the shift ended (35 s).",
        "Maya Lind: every reply came in time (target 1 min).",
    )
    assert found.words[1] == "Waits over the target cost 1.2 points."
    assert found.score == shift_score(shift, 0)
    assert [one.total for one in found.chats] == [one.replies for one in found.score.chats]
    assert found.chats[FIRST].outcome == "The exercise was stopped before the customer's matter was settled."
    assert found.chats[SECOND].ending == "resolved"
    assert "two-at-once" not in [one.scenario for one in found.next_exercises]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_debrief_of_a_shift_speaks_every_language(shift: Shift, language: str) -> None:
    served = apply_to(apply_to(shift, FIRST, Move("send", 30, FRIDAY)), FIRST, Move("send", 95, FEE))
    found = shift_debrief(finish_shift(served, 100), language, 0)
    assert len(found.words) == 4  # the score, the cost, the late wait, the customer without a reply
    assert not any("{" in one for one in found.words)
    assert ("0.4" if language == "en" else "0,4") in found.words[1]
    in_time = finish_shift(apply_to(shift, FIRST, Move("send", 20, FRIDAY)), 22)
    assert len(shift_debrief(in_time, language, 0).words) == 3
