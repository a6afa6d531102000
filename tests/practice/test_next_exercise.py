"""What comes next: from the weakest criteria, the level and what was done."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.advice import CHANGE_BELOW
from coachkit.batch import score
from coachkit.model import SCORED, Reply
from coachkit.practice.next_exercise import Done, losses, suggest, weakest, weakest_in
from coachkit.scenarios.schema import Scenario

CRITERIA = ["clarity.next_step", "empathy.apology", "tone.no_blame", "clarity.names_a_time"]


@pytest.fixture(scope="module")
def shelf(coat: Scenario) -> list[Scenario]:
    """Five exercises: what each trains, how hard it is, its language."""
    rows: list[tuple[str, list[str], int, str]] = [
        ("a-step", ["clarity.next_step"], 1, "en"),
        ("b-sorry", ["empathy.apology"], 2, "en"),
        ("c-both", ["clarity.next_step", "empathy.apology"], 3, "en"),
        ("d-blame", ["tone.no_blame"], 5, "en"),
        ("e-askel", ["clarity.next_step"], 1, "fi"),
    ]
    return [
        coat.model_copy(
            update={"id": name, "title": name.upper(), "trains": tuple(trains), "difficulty": level, "language": code}
        )
        for name, trains, level, code in rows
    ]


def names(shelf: list[Scenario], weak: list[str], *done: Done, language: str | None = "en", most: int = 3) -> list[str]:
    return [one.scenario for one in suggest(shelf, weak, done, language, most)]


def test_what_trains_the_weakest_criteria_comes_first(shelf: list[Scenario]) -> None:
    assert names(shelf, ["clarity.next_step", "empathy.apology"]) == ["c-both", "a-step", "b-sorry"]
    assert names(shelf, ["tone.no_blame"])[0] == "d-blame"
    first = suggest(shelf, ["empathy.apology", "clarity.next_step"], (), "en")[0]
    assert (first.title, first.trains, first.difficulty) == ("C-BOTH", ("empathy.apology", "clarity.next_step"), 3)


def test_what_was_done_well_does_not_come_again_and_what_was_not_is_marked(shelf: list[Scenario]) -> None:
    weak = ["clarity.next_step"]
    assert "a-step" not in names(shelf, weak, Done("a-step", 91.0), Done("b-sorry", 70.0), most=9)
    again = suggest(shelf, weak, [Done("c-both", 40.0), Done("b-sorry", 70.0)], "en")
    assert {one.scenario: one.repeat for one in again}["c-both"]


def test_the_best_result_counts_and_what_was_just_done_waits(shelf: list[Scenario]) -> None:
    weak = ["clarity.next_step"]
    assert "a-step" not in names(shelf, weak, Done("a-step", 91.0), Done("a-step", 30.0), Done("b-sorry", 50.0), most=9)
    assert "a-step" not in names(shelf, weak, Done("a-step", 30.0), most=9)
    assert names(shelf[:1], weak, Done("a-step", 30.0)) == ["a-step"]  # the only one there is


@pytest.mark.parametrize(
    ("total", "first"),
    [(90.0, "c-both"), (70.0, "b-sorry"), (40.0, "a-step")],
)
def test_a_good_result_leads_to_harder_and_a_poor_one_to_easier_exercises(
    shelf: list[Scenario], coat: Scenario, total: float, first: str
) -> None:
    here = coat.model_copy(update={"id": "here", "difficulty": 2})
    assert names([*shelf, here], [], Done("here", total))[0] == first


def test_exercises_are_in_the_language_asked_for(shelf: list[Scenario]) -> None:
    assert names(shelf, ["clarity.next_step"], language="fi", most=9) == ["e-askel"]
    assert len(names(shelf, [], language=None, most=9)) == 5
    assert names(shelf, [], language="sv") == []


def test_when_all_is_done_well_there_is_still_something_to_do(shelf: list[Scenario]) -> None:
    done = [Done(one.id, 95.0) for one in shelf]
    assert len(names(shelf, ["clarity.next_step"], *done)) == 3


@given(
    st.lists(st.builds(Done, st.sampled_from(["a-step", "b-sorry", "c-both", "d-blame", "zz"]), st.none() | st.floats(0, 100))),
    st.lists(st.sampled_from(CRITERIA), unique=True),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_library_changes_nothing(
    shelf: list[Scenario], done: list[Done], weak: list[str], chance: object
) -> None:
    mixed = list(shelf)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    found = suggest(mixed, weak, done, "en")
    assert found == suggest(shelf, weak, done, "en")
    assert len({one.scenario for one in found}) == len(found) > 0


def test_losses_add_up_to_what_each_dimension_lacks() -> None:
    card = score(Reply("Your query is being processed.", "Where is my coat? I am very disappointed.", "chat", "en"))
    lost = losses(card)
    for name, number in card.dimensions.items():
        missing = sum(lost[one.id] for one in card.criteria if one.dimension == name and one.status == SCORED)
        assert number == pytest.approx(max(100 - missing, 0), abs=0.1)


def test_the_weakest_are_those_that_cost_most_and_are_worth_a_change() -> None:
    card = score(Reply("Your query is being processed.", "Where is my coat? I am very disappointed.", "chat", "en"))
    found, lost = weakest([card], most=4), losses(card)
    scores = {one.id: one.score or 0.0 for one in card.criteria if one.status == SCORED}
    assert all(scores[name] < CHANGE_BELOW for name in found)
    assert [lost[name] for name in found] == sorted((lost[name] for name in found), reverse=True)
    assert lost[found[0]] == max(lost.values())
    assert weakest([]) == ()


def test_stored_scores_give_the_lowest_means_and_leave_out_what_cannot_be_told() -> None:
    stored: list[dict[str, float | None]] = [
        {"a": 0.2, "b": 0.6, "c": 1.0, "d": None},
        {"a": 0.4, "b": 0.1, "c": 0.9, "d": math.nan},
    ]
    assert weakest_in(stored) == ("a", "b")
    assert weakest_in(stored, most=1) == ("a",)
    assert weakest_in([]) == ()
