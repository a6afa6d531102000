"""The promises of the route check: what cannot happen in a conversation is found, and what can happen is left alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coachkit.scenarios.customer import Facts, Observed, first_rule, react, start
from coachkit.scenarios.references import problems
from coachkit.scenarios.routes import faults
from coachkit.scenarios.schema import Scenario

Rules = list[dict[str, object]]

FORWARD: Rules = [{"if": {"covered": ["a"]}, "to": "end_well"}, {"if": {"mood_at_most": -3}, "to": "end_left"}, {"to": "start"}]


def small(
    turns: Mapping[str, Rules], *, mood: int = 0, limits: int = 1, told: int = 1, endings: Sequence[str] = (), **more: object
) -> Scenario:
    """A scenario of two points and these turns; its endings are those that the rules name and those in `endings`."""
    named = [str(rule["to"]) for rules in turns.values() for rule in rules if str(rule["to"]).startswith("end_")]
    return Scenario.model_validate({
        "id": "small", "version": 1, "kind": "conversation", "language": "en", "channel": "chat", "title": "Small",
        "industry": "retail", "stage": "after", "difficulty": 1, "minutes": 1, "trains": ["empathy.thanks"],
        "customer": {"name": "Bo", "wants": "it", "mood": mood}, "reply_within": 60,
        "agent": {"name": "Jo", "company": "We", "must_not": [{"say": "no", "find": ["no"]}] * limits},
        "asks_again": [{"what": "it", "find": ["it"]}] * told,
        "points": [{"id": "a", "say": "a", "find": ["a"]}, {"id": "b", "say": "b", "find": ["b"]}],
        "turns": {name: {"says": "Well?", "next": rules} for name, rules in turns.items()},
        "endings": {name: {"kind": "resolved"} for name in (*named, *endings)},
    } | more)  # fmt: skip


def places(scenario: Scenario) -> list[tuple[str | int, ...]]:
    """Where the faults are."""
    return [one.place for one in faults(scenario)]


def test_a_conversation_in_order_has_no_faults(parcel: Scenario, thanks: Scenario) -> None:
    assert faults(small({"start": FORWARD})) == faults(parcel) == faults(thanks) == ()


def test_a_turn_nobody_reaches() -> None:
    lonely = small({"start": FORWARD, "lonely": FORWARD})
    assert places(lonely) == [("turns", "lonely")]
    assert "no conversation comes to the turn 'lonely'" in faults(lonely)[0].message


def test_an_ending_that_cannot_happen() -> None:
    assert places(small({"start": FORWARD}, endings=["end_never"])) == [("endings", "end_never")]


@pytest.mark.parametrize(
    ("condition", "options"),
    [
        ({"mood_at_least": 3}, {"kind": "message"}),
        ({"crossed": True}, {"limits": 0}),
        ({"asked_again": True}, {"told": 0}),
        ({"covered": ["a", "b"]}, {"earlier": {"covered": ["b"]}}),
        ({"mood_at_most": -2}, {"earlier": {"mood_at_most": 0}}),
        ({"replies_at_least": 2}, {"kind": "message"}),
        ({"covered": ["a"], "open": ["a"]}, {}),
    ],
)
def test_a_rule_that_is_never_met(condition: dict[str, object], options: dict[str, object]) -> None:
    options = dict(options)
    kind, earlier = options.pop("kind", "conversation"), options.pop("earlier", None)
    rules: Rules = [{"if": earlier, "to": "end_early"}] if earlier else []
    rules += [{"if": condition, "to": "end_odd"}, {"if": {"covered": ["a", "b"]}, "to": "end_well"}]
    rules += [{"to": "end_else"}] if kind == "message" or earlier else FORWARD[1:]
    found = places(small({"start": rules}, kind=kind, **options))  # type: ignore[arg-type]
    number = 1 if earlier else 0
    assert ("turns", "start", "next", number) in found
    assert ("endings", "end_odd") in found
    assert all(place in (("turns", "start", "next", number), ("endings", "end_odd")) or earlier for place in found)


def test_a_loop_that_never_ends() -> None:
    trap = small(
        {
            "start": [{"if": {"covered": ["a"]}, "to": "round"}, *FORWARD[1:]],
            "round": [{"to": "again"}],
            "again": [{"to": "round"}],
        }
    )
    told = faults(trap)
    assert {one.place for one in told} == {("turns", "round"), ("turns", "again")}
    assert any("may never end, whatever is written" in one.message for one in told)


def test_a_reply_that_says_nothing_must_not_be_taken_for_ever() -> None:
    patient = small({"start": [FORWARD[0], {"to": "start"}]})
    assert places(patient) == [("turns", "start")]
    assert "says nothing new" in faults(patient)[0].message
    counted = small({"start": [FORWARD[0], {"if": {"replies_at_least": 5}, "to": "end_left"}, {"to": "start"}]})
    assert faults(counted) == ()


def test_when_all_is_said_the_conversation_must_still_end() -> None:
    # With nothing left open the mood falls no more, so leaving at -3 does not end this one.
    rules: Rules = [{"if": {"mood_at_most": -3}, "to": "end_left"}, {"to": "start"}]
    assert places(small({"start": rules})) == [("turns", "start")]


def test_kinds_without_turns_have_no_routes(course_scenarios: dict[str, Scenario]) -> None:
    assert faults(course_scenarios["where-to-answer"]) == faults(course_scenarios["first-shift"]) == ()


CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "covered": st.lists(st.sampled_from(["a", "b"]), max_size=2, unique=True),
        "open": st.lists(st.sampled_from(["a", "b"]), max_size=2, unique=True),
        "mood_at_least": st.integers(-3, 3),
        "mood_at_most": st.integers(-3, 3),
        "replies_at_least": st.integers(1, 4),
        "crossed": st.booleans(),
        "asked_again": st.booleans(),
    },
)
TARGETS = st.sampled_from(["start", "more", "end_well", "end_left"])
TURN = st.builds(
    lambda rules, last: [*({"if": when, "to": to} for when, to in rules), {"to": last}],
    st.lists(st.tuples(CONDITIONS.filter(bool), TARGETS), max_size=3),
    TARGETS,
)
SHOWN = st.builds(
    Observed,
    earned=st.frozensets(st.just("empathy.shows_feeling"), max_size=1),
    lost=st.frozensets(st.sampled_from(["tone.no_blame", "clarity.no_evasion"]), max_size=2),
    covered=st.frozensets(st.sampled_from(["a", "b"])),
    asked_again=st.frozensets(st.just("it"), max_size=1),
    crossed=st.frozensets(st.just("no"), max_size=1),
    gates=st.frozensets(st.sampled_from(["gates.abuse", "gates.placeholder"]), max_size=1),
)


@given(TURN, TURN, st.integers(-3, 3), st.lists(SHOWN, min_size=1, max_size=6))
def test_what_is_said_to_be_impossible_never_happens(first: Rules, second: Rules, mood: int, replies: list[Observed]) -> None:
    scenario = small({"start": first, "more": second}, mood=mood, endings=["end_well", "end_left"])
    assume(not [one for one in problems(scenario, ["empathy.thanks"], ()) if one.place[0] == "turns"])
    found = set(places(scenario))
    state = start(scenario)
    for one in replies:
        if state.ending is None:
            assert ("turns", state.turn) not in found or "comes to the turn" not in told_of(scenario, state.turn)
            before, state = state, react(scenario, state, one)[0]
            facts = Facts(state.mood, state.covered, state.replies, bool(one.crossed), bool(one.asked_again))
            assert ("turns", before.turn, "next", first_rule(scenario, before.turn, facts)) not in found
    assert state.ending is None or ("endings", state.ending) not in found


def told_of(scenario: Scenario, turn: str) -> str:
    """What is told of a turn as a whole."""
    return " ".join(one.message for one in faults(scenario) if one.place == ("turns", turn))


def test_many_points_are_no_hindrance() -> None:
    names = [f"p{number}" for number in range(10)]
    rules: Rules = [{"if": {"covered": names[: number + 1]}, "to": f"end_{number}"} for number in range(9, -1, -1)]
    many = [{"id": name, "say": name, "find": [name]} for name in names]
    assert faults(small({"start": rules + FORWARD[1:]}, points=many)) == ()


def test_one_reply_may_say_just_what_a_rule_asks_for() -> None:
    names = [f"p{number}" for number in range(8)]
    many = [{"id": name, "say": name, "find": [name]} for name in names]
    exact: Rules = [
        {"if": {"covered": names}, "to": "end_all"},
        {"if": {"covered": names[2:5]}, "to": "end_three"},
        {"to": "end_else"},
    ]
    assert faults(small({"start": exact}, points=many, kind="message")) == ()
    assert faults(small({"start": exact}, points=many)) == ()
