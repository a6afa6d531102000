"""A session is a fold over its moves: replayed it is the same, and going back undoes just what came after."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachkit.batch import score
from coachkit.errors import MoveError
from coachkit.model import CHANNELS, Reply
from coachkit.practice.model_runs import model_run, model_runs
from coachkit.practice.session import KINDS, Move, Session, apply, begin, may, replay, score_draft
from coachkit.scenarios.customer import observe, react
from coachkit.scenarios.points import find_points
from coachkit.scenarios.schema import Scenario

FRIDAY = "Hi Maya, I'm sorry for the long wait. I checked order 7731 and the coat comes on Friday. Bo"
FEE = "I'm refunding the delivery fee today, so it is back on Monday."
NOON = "It comes before noon."
NOTHING = "Your query is being processed."
AGAIN = "Please give us your order number."

texts = st.sampled_from([FRIDAY, FEE, NOON, NOTHING, AGAIN, "", " \n", "😀", "Hyvää päivää, tilaus on matkalla."])
moves = st.builds(
    Move,
    kind=st.sampled_from([*KINDS, "send", "send", "again", "dance"]),
    at=st.one_of(st.floats(0, 500), st.sampled_from([math.nan, math.inf, -5.0])),
    text=texts,
    turn=st.integers(-1, 4),
)


def played(scenario: Scenario, wanted: list[Move], starts: float = 0.0) -> Session:
    """The session that the possible ones of these moves make; the others are refused and change nothing."""
    session = begin(scenario, starts)
    for move in wanted:
        before = session
        try:
            session = apply(session, move)
        except MoveError:
            assert session == before
    return session


@settings(max_examples=40)
@given(st.lists(moves, max_size=9), st.sampled_from(["late-coat", "short-note", "public-test", "late-fee"]), st.floats(0, 60))
def test_the_same_moves_make_the_same_session(library: dict[str, Scenario], wanted: list[Move], name: str, starts: float) -> None:
    live = played(library[name], wanted, starts)
    again = replay(library[name], live.moves, starts)
    assert again == live
    assert again.messages == live.messages
    assert (again.ended, again.state, again.hints) == (live.ended, live.state, live.hints)


@settings(max_examples=40)
@given(st.lists(moves, max_size=9))
def test_whatever_is_done_the_session_stays_whole(coat: Scenario, wanted: list[Move]) -> None:
    session = played(coat, wanted)
    assert [one.turn for one in session.attempts] == list(range(1, len(session.attempts) + 1))
    assert session.hints_shown == sum(move.kind == "hint" for move in session.moves) <= len(coat.hints)
    sent = sum(move.kind == "send" for move in session.moves)
    assert sent == len(session.attempts) + len(session.tried)
    assert all(one.seconds >= 0 and -3 <= one.mood_after <= 3 for one in session.attempts)
    assert all(earlier.after == later.before for earlier, later in zip(session.attempts, session.attempts[1:], strict=False))
    assert [one.at for one in session.messages] == sorted(one.at for one in session.messages)
    assert may(session, "send") is not session.ended
    assert (session.asked == "") is session.ended is (session.waiting_since is None)


@settings(max_examples=25)
@given(st.lists(texts.filter(str.strip), min_size=1, max_size=4), st.integers(1, 4))
@pytest.mark.slow
def test_going_back_undoes_the_replies_from_there_and_keeps_them_as_tried(coat: Scenario, replies: list[str], turn: int) -> None:
    session = played(coat, [Move("send", 10.0 * number, text) for number, text in enumerate(replies, 1)])
    turn = min(turn, len(session.attempts))
    back = apply(session, Move("again", 100, turn=turn))
    shorter = played(coat, list(session.moves[: turn - 1]))
    assert back.state == shorter.state
    assert back.messages == shorter.messages
    assert back.attempts == session.attempts[: turn - 1]
    assert back.tried == session.attempts[turn - 1 :]
    assert not back.ended


def test_the_scores_mood_and_answer_are_those_of_the_engine(coat: Scenario) -> None:
    session = apply(begin(coat), Move("send", 20, FRIDAY))
    reply = Reply(FRIDAY, coat.turns["start"].says, "chat", "en", agent_name="Bo", customer_name="Maya Lind")
    attempt = session.attempts[0]
    assert attempt.card == score(reply)
    assert attempt.observed == observe(attempt.card, find_points(coat, FRIDAY))
    assert (attempt.after, attempt.steps) == react(coat, begin(coat).state, attempt.observed)
    assert session.state.turn == "fee"
    assert session.asked == coat.turns["fee"].says


def test_the_conversation_shows_everyone_in_order(coat: Scenario, library: dict[str, Scenario]) -> None:
    session = replay(coat, [Move("send", 20, FRIDAY), Move("send", 45, FEE)])
    assert [(one.speaker, one.name, one.at) for one in session.messages] == [
        ("customer", "Maya Lind", 0),
        ("agent", "Bo", 20),
        ("customer", "Maya Lind", 20),
        ("agent", "Bo", 45),
        ("customer", "Maya Lind", 45),
    ]
    assert session.messages[-1].text == "Lovely, thank you Bo."
    assert (session.ended, session.ending) == (True, coat.endings["end_happy"])
    public = begin(library["late-fee"]).messages
    assert [(one.speaker, one.name, one.likes) for one in public] == [
        ("other", "Kim", 12),
        ("other", "Lou", 0),
        ("customer", "Ivo", 3),
    ]


def test_a_customer_who_just_leaves_says_nothing(library: dict[str, Scenario]) -> None:
    session = apply(begin(library["late-fee"]), Move("send", 5, "Read the terms."))
    assert session.ending == library["late-fee"].endings["end_leaves"]
    assert session.messages[-1].speaker == "agent"


def test_the_draft_gets_the_card_that_the_send_gets(coat: Scenario) -> None:
    session = apply(begin(coat), Move("send", 20, FRIDAY))
    draft = score_draft(session, FEE)
    sent = apply(session, Move("send", 30, FEE))
    assert draft == sent.attempts[-1].card
    assert score_draft(sent, FEE) == draft  # a late look at what was sent last, after the end
    assert session.tried == ()


def test_each_wait_counts_from_the_customers_message_and_late_is_over_the_target(coat: Scenario) -> None:
    session = replay(coat, [Move("send", 60, FRIDAY), Move("send", 121, FEE)])
    assert [(one.seconds, one.late) for one in session.attempts] == [(60, False), (61, True)]
    without = coat.model_copy(update={"reply_within": 0})
    assert not apply(begin(without), Move("send", 9_999, FRIDAY)).attempts[0].late


def test_a_reply_written_again_waits_from_then_and_counts_its_tries(coat: Scenario) -> None:
    session = replay(coat, [Move("send", 50, NOTHING), Move("again", 100, turn=1), Move("send", 130, FRIDAY)])
    assert (session.attempts[0].seconds, session.attempts[0].tries) == (30, 2)
    assert [one.text for one in session.tried] == [NOTHING]
    assert session.tried[0].tries == 1


def test_a_session_that_begins_later_waits_from_its_own_start(coat: Scenario) -> None:
    session = apply(begin(coat, 25), Move("send", 40, FRIDAY))
    assert session.messages[0].at == 25
    assert session.attempts[0].seconds == 15


def test_a_clock_set_back_makes_no_wait_shorter_than_nothing(coat: Scenario) -> None:
    session = replay(coat, [Move("send", 50, FRIDAY), Move("send", 10, FEE)])
    assert session.attempts[1].seconds == 0
    assert session.attempts[1].at == 50


def test_hints_come_one_by_one_and_stay_counted_when_going_back(coat: Scenario) -> None:
    session = replay(coat, [Move("hint", 1), Move("send", 5, NOTHING), Move("hint", 6), Move("again", 7, turn=1)])
    assert session.hints == coat.hints[:2]
    session = apply(session, Move("hint", 8))
    assert not may(session, "hint")
    with pytest.raises(MoveError, match="all 3 hints"):
        apply(session, Move("hint", 9))


def test_finishing_stops_the_session_and_going_back_takes_it_up_again(coat: Scenario) -> None:
    session = replay(coat, [Move("send", 5, NOTHING), Move("finish", 9)])
    assert (session.ended, session.ending) == (True, None)
    assert [kind for kind in KINDS if may(session, kind)] == ["again"]
    assert not apply(session, Move("again", 12, turn=1)).ended


@pytest.mark.parametrize(
    ("name", "before", "move", "message"),
    [
        ("late-coat", [], Move("sned", 1, "x"), "did you mean 'send'"),
        ("late-coat", [], Move("send", 1, " \n"), "empty"),
        ("late-coat", [], Move("send", math.nan, FRIDAY), "plain number"),
        ("late-coat", [], Move("again", 1, turn=1), "nothing has been sent"),
        ("late-coat", [Move("send", 1, NOTHING)], Move("again", 2, turn=2), "no reply 2"),
        ("late-coat", [Move("send", 1, NOTHING)], Move("again", 2), "no reply 0"),
        ("late-coat", [Move("finish", 1)], Move("send", 2, FRIDAY), "ended"),
        ("late-coat", [], Move("choose", 1, "x"), "no channel to choose"),
        ("public-test", [], Move("send", 1, "x"), "make a 'choose' move"),
        ("public-test", [], Move("choose", 1, "x", turn=2), "no option 2"),
    ],
)
def test_a_move_that_is_not_possible_says_what_is(
    library: dict[str, Scenario], name: str, before: list[Move], move: Move, message: str
) -> None:
    session = replay(library[name], before)
    with pytest.raises(MoveError, match=message):
        apply(session, move)


def test_a_shift_is_no_session(library: dict[str, Scenario]) -> None:
    with pytest.raises(MoveError, match="begin_shift"):
        begin(library["two-at-once"])


def test_an_improve_exercise_starts_with_its_draft(library: dict[str, Scenario]) -> None:
    session = begin(library["short-note"])
    assert session.draft == library["short-note"].draft
    assert apply(session, Move("send", 5, "It was our mistake.")).draft == ""


def test_model_paths_go_where_they_should(coat: Scenario, library: dict[str, Scenario]) -> None:
    runs = {level: model_run(coat, level) for level in coat.models}
    assert runs["excellent"].ending == coat.endings["end_happy"]
    assert runs["poor"].ending == coat.endings["end_leaves"]
    assert [one.before.turn for one in runs["excellent"].attempts] == ["start", "fee"]
    assert model_run(coat.model_copy(update={"models": {}})).attempts == ()
    assert model_run(library["public-test"]).attempts == ()


@given(st.text(min_size=1, max_size=40).filter(str.strip), st.sampled_from(CHANNELS))
@settings(max_examples=30)
@pytest.mark.slow
def test_any_text_in_any_channel_can_be_sent(coat: Scenario, text: str, channel: str) -> None:
    scenario = coat.model_copy(update={"channel": channel})
    session = apply(begin(scenario), Move("send", 1, text))
    assert session.messages[1].text == text
    assert replay(scenario, session.moves) == session


def test_model_paths_played_together_are_what_each_is_alone(library: dict[str, Scenario]) -> None:
    scenarios = [one for one in library.values() if one.kind != "shift"]
    together = model_runs(scenarios, ["excellent", "poor"])
    assert together == [{level: model_run(one, level) for level in ("excellent", "poor")} for one in scenarios]
    assert any(len(run.attempts) > 1 for runs in together for run in runs.values())
    assert model_runs([], ["poor"]) == []
