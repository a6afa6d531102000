"""The promises of the customer: the same replies give the same conversation, and the mood moves for reasons that are told."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.batch import score
from coachkit.documents import shipped_folder
from coachkit.model import Reply
from coachkit.scenarios.customer import (
    CARE,
    FAULTS,
    FEELING,
    GATES,
    REASONS,
    SAYS_NOTHING,
    CustomerState,
    MoodStep,
    Observed,
    observe,
    react,
    start,
)
from coachkit.scenarios.loading import criterion_ids, load_scenario
from coachkit.scenarios.points import find_points
from coachkit.scenarios.schema import Scenario

SHOWN = st.builds(
    Observed,
    earned=st.frozensets(st.sampled_from([*sorted(CARE), "clarity.next_step"]), max_size=4),
    lost=st.frozensets(st.sampled_from([*FAULTS, "tone.greeting"]), max_size=3),
    covered=st.frozensets(st.sampled_from(["replacement", "no_return", "arrives"]), max_size=3),
    asked_again=st.frozensets(st.just("the order number"), max_size=1),
    crossed=st.frozensets(st.just("promise a time of day for the delivery"), max_size=1),
    gates=st.frozensets(st.sampled_from([*GATES, "gates.hidden_text"]), max_size=2),
)
FEELS = frozenset({"empathy.shows_feeling"})


def shown(**names: Iterable[str]) -> Observed:
    """What a reply showed, each part as a list."""
    return Observed(**{part: frozenset(values) for part, values in names.items()})


def at(mood: int, **known: object) -> CustomerState:
    """The state in the turn `presses`, which leaves from mood -3 on."""
    return CustomerState("presses", mood, **known)  # type: ignore[arg-type]


def story(scenario: Scenario, replies: Iterable[Observed]) -> list[tuple[CustomerState, tuple[MoodStep, ...]]]:
    """The states and steps of a conversation, up to its end."""
    state, told = start(scenario), []
    for one in replies:
        if state.ending is None:
            state, steps = react(scenario, state, one)
            told.append((state, steps))
    return told


@given(st.lists(SHOWN, max_size=8))
def test_the_same_replies_give_the_same_conversation(replies: list[Observed]) -> None:
    scenario = parcel_scenario()
    assert story(scenario, replies) == story(scenario, list(replies))


@given(st.lists(SHOWN, max_size=8))
def test_the_mood_stays_in_range_and_moves_two_steps_at_most(replies: list[Observed]) -> None:
    scenario = parcel_scenario()
    before = start(scenario)
    for after, steps in story(scenario, replies):
        assert -3 <= after.mood <= 3
        assert abs(after.mood - before.mood) <= 2
        total = sum(step.change for step in steps)
        assert (after.mood - before.mood) * total >= 0
        assert after.mood - before.mood == max(-2, min(2, total)) or abs(after.mood) == 3
        assert all(step.reason in REASONS and step.change for step in steps)
        assert after.replies == before.replies + 1
        assert after.covered >= before.covered
        assert after.turn in scenario.turns
        assert after.ending is None or after.ending in scenario.endings
        before = after


@given(SHOWN, st.integers(-3, 3))
def test_a_fault_never_lifts_and_a_point_never_lowers_the_mood(one: Observed, mood: int) -> None:
    scenario = parcel_scenario()
    as_is = react(scenario, at(mood), one)[0].mood
    blamed = Observed(one.earned, one.lost | {"tone.no_blame"}, one.covered, one.asked_again, one.crossed, one.gates)
    said = Observed(one.earned, one.lost, one.covered | {"arrives"}, one.asked_again, one.crossed, one.gates)
    assert react(scenario, at(mood), blamed)[0].mood <= as_is
    assert react(scenario, at(mood), said)[0].mood >= as_is


@pytest.mark.parametrize(
    ("one", "change", "reasons"),
    [
        (shown(covered=["arrives"]), 1, ["point"]),
        (shown(covered=["arrives", "no_return", "replacement"]), 2, ["point", "point"]),
        (shown(covered=["arrives"], earned=CARE), 2, ["point", "care"]),
        (shown(earned=FEELS), 1, ["care"]),
        (shown(earned=["empathy.thanks", "clarity.next_step"]), -1, ["cold"]),
        (shown(), -1, ["cold"]),
        (shown(covered=["arrives"], asked_again=["the order number"]), 0, ["point", "asked_again"]),
        (shown(asked_again=["the order number"]), -2, ["asked_again", "cold"]),
        (shown(covered=["arrives"], lost=["tone.no_blame"]), 0, ["point", "blame"]),
        (shown(covered=["arrives"], lost=["clarity.no_evasion", "tone.no_brush_off"]), -1, ["point", "evasion", "brush_off"]),
        (shown(covered=["arrives"], lost=FAULTS), -2, ["point", *FAULTS.values()]),
        (shown(covered=["arrives"], earned=FEELS, gates=["gates.abuse"]), -2, ["rude"]),
        (shown(covered=["arrives"], gates=["gates.placeholder"]), -1, ["gate"]),
        (shown(covered=["arrives"], crossed=["promise a time of day for the delivery"]), 1, ["point"]),
    ],
)
def test_what_moves_the_mood_and_why(parcel: Scenario, one: Observed, change: int, reasons: list[str]) -> None:
    after, steps = react(parcel, at(0), one)
    assert after.mood == change
    assert [step.reason for step in steps] == reasons


def test_a_point_lifts_only_the_first_time(parcel: Scenario) -> None:
    after, steps = react(parcel, at(0, covered=frozenset({"arrives"})), shown(covered=["arrives"]))
    assert after.mood == -1
    assert [step.reason for step in steps] == ["cold"]


def test_warm_words_alone_are_welcome_once(parcel: Scenario) -> None:
    first, _ = react(parcel, at(0), shown(earned=FEELS))
    second, steps = react(parcel, first, shown(earned=FEELS))
    assert (first.mood, first.sympathies, second.sympathies) == (1, 1, 2)
    assert [step.reason for step in steps] == ["empty_sympathy", "cold"]
    third, _ = react(parcel, second, shown(earned=FEELS, covered=["no_return"]))
    assert third.mood == second.mood + 2


def test_when_all_is_said_a_friendly_word_costs_nothing(parcel: Scenario) -> None:
    everything = frozenset(parcel.point_ids)
    after, steps = react(parcel, CustomerState("relieved", 1, everything, 2, sympathies=2), shown(earned=FEELS))
    assert after.mood == 2
    assert [step.reason for step in steps] == ["care"]
    assert react(parcel, CustomerState("relieved", 1, everything, 2), shown())[1] == ()


def test_copied_words_and_gibberish_say_nothing(parcel: Scenario) -> None:
    for gate in SAYS_NOTHING:
        after, steps = react(parcel, at(0), shown(covered=["replacement", "arrives"], gates=[gate]))
        assert after.covered == frozenset()
        assert [step.reason for step in steps] == ["gate", "cold"]


def test_the_first_rule_that_holds_wins(parcel: Scenario) -> None:
    crossed = ["promise a time of day for the delivery"]
    assert react(parcel, start(parcel), shown(covered=["replacement"], crossed=crossed))[0].turn == "doubtful"
    both = react(parcel, start(parcel), shown(covered=["replacement", "arrives"], crossed=crossed))[0]
    assert (both.turn, both.ending) == ("relieved", None)
    assert react(parcel, start(parcel), shown(gates=["gates.abuse"]))[0].ending == "end_leaves"
    assert react(parcel, start(parcel), shown())[0].turn == "presses"
    assert react(parcel, at(0, replies=3), shown(earned=FEELS))[0].ending == "end_manager"


def test_an_ended_conversation_takes_no_reply(parcel: Scenario) -> None:
    with pytest.raises(ValueError, match="has ended"):
        react(parcel, at(-3, ending="end_leaves"), shown())


def test_what_the_customer_feels_is_there_to_be_scored() -> None:
    criteria = criterion_ids(shipped_folder("exercises") / "any")
    gates = {f"gates.{path.stem}" for path in shipped_folder("rubrics").glob("gates/*.yaml")}
    assert criteria >= CARE | set(FAULTS)
    assert gates >= set(GATES) | SAYS_NOTHING
    assert CARE >= FEELING


def test_what_is_observed_comes_from_the_scorecard(parcel: Scenario) -> None:
    rude = "I know how upsetting that is, but it is your own fault, you should have been at home. A replacement goes out today."
    card = score(Reply(rude, parcel.turns["start"].says, "chat", "en", "Sam", "Priya Nair"))
    seen = observe(card, find_points(parcel, rude))
    assert "tone.no_blame" in seen.lost
    assert seen.earned & FEELING
    assert seen.covered == {"replacement"}
    assert not seen.earned & seen.lost
    assert seen.gates == {gate.id for gate in card.gates}
    assert "blame" in {step.reason for step in react(parcel, start(parcel), seen)[1]}


def parcel_scenario() -> Scenario:
    """The same scenario as the fixture, for tests that make many examples."""
    return load_scenario(Path(__file__).parent / "course" / "parcel-left-outside.yaml")
