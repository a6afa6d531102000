"""The examples of a criterion are its tests: one that does not do what it is there for is told with its place."""

from __future__ import annotations

from typing import Any

import pytest

from coachkit.criteria.schema import Criterion
from coachkit.examples import Problem, count_examples, run_examples, run_many
from coachkit.model import LANGUAGES
from coachkit.rubrics import shipped_criteria

TEXTS = {"fi": "x", "sv": "x", "en": "x"}
EXAMPLES: dict[str, dict[str, list[dict[str, str]]]] = {
    "fi": {"earns": [{"reply": "Kiitos viestistäsi."}], "misses": [{"reply": "Paketti tulee huomenna."}]},
    "sv": {"earns": [{"reply": "Tack för ditt meddelande."}], "misses": [{"reply": "Paketet kommer i morgon."}]},
    "en": {"earns": [{"reply": "Thank you for your message."}], "misses": [{"reply": "The parcel comes tomorrow."}]},
}
THANKS = {"kind": "markers", "fi": ["kiitos"], "sv": ["tack"], "en": ["thank you"], "at_least": 1}
NO_THANKS = {key: value for key, value in THANKS.items() if key != "at_least"} | {"at_most": 0, "cost": 1}


def criterion(**changes: Any) -> Criterion:
    """A small criterion, or gate, with changes."""
    values: dict[str, Any] = {
        "id": "empathy.test_thanks",
        "version": 1,
        "dimension": "empathy",
        "name": TEXTS,
        "question": TEXTS,
        "measure": THANKS,
        "advice": {"keep": TEXTS, "change": TEXTS, "example": TEXTS},
        "source": "test",
        "examples": EXAMPLES,
    }
    return Criterion.model_validate(values | changes)


def gate(**changes: Any) -> Criterion:
    """A gate that fails whoever thanks."""
    swapped = {code: {"earns": lists["misses"], "misses": lists["earns"]} for code, lists in EXAMPLES.items()}
    return criterion(id="gates.test", dimension="gate", measure=NO_THANKS, **({"examples": swapped} | changes))


def test_examples_that_hold_are_no_problem() -> None:
    assert run_examples(criterion()) == []
    assert run_examples(gate()) == []
    assert count_examples(criterion()) == 6


def test_examples_the_wrong_way_round_are_each_told_with_their_place() -> None:
    swapped = {code: {"earns": lists["misses"], "misses": lists["earns"]} for code, lists in EXAMPLES.items()}
    problems = run_examples(criterion(examples=swapped))
    assert [one.place for one in problems] == [("examples", code, side, 0) for code in LANGUAGES for side in ("earns", "misses")]
    assert "scores 0.00 (measured 0, limit 1); it must score at least 0.6" in problems[0].message
    assert "must score at most 0.5" in problems[1].message
    assert [one.message for one in run_examples(gate(examples=EXAMPLES))][:2] == [
        "fi: example 1 that earns fails the gate",
        "fi: example 1 that misses passes the gate",
    ]


def test_an_example_that_is_not_scored_proves_nothing() -> None:
    problems = run_examples(criterion(applies={"words_at_least": 50}))
    assert len(problems) == 6
    assert all("is not applicable (too short)" in one.message for one in problems)


def test_a_list_without_examples_is_a_problem_unless_the_language_is_left_out() -> None:
    some = EXAMPLES | {"sv": {"earns": EXAMPLES["sv"]["earns"], "misses": []}}
    missing = Problem(("examples", "sv", "misses"), "sv: no example that misses; write at least one")
    assert run_examples(criterion(examples=some)) == [missing]
    assert run_examples(criterion(examples=some, applies={"languages": ["fi", "en"]})) == []


def test_examples_are_run_in_a_channel_that_the_criterion_applies_to() -> None:
    assert run_examples(criterion(applies={"channels": ["email"]})) == []


@pytest.mark.slow
def test_many_are_run_as_each_is_alone() -> None:
    swapped = {code: {"earns": lists["misses"], "misses": lists["earns"]} for code, lists in EXAMPLES.items()}
    wrong = criterion(id="empathy.test_wrong", examples=swapped)
    several = [criterion(), gate(), wrong, criterion(applies={"channels": ["email"]}), gate(examples=EXAMPLES)]
    assert run_many(several) == [run_examples(one) for one in several]
    assert run_many([]) == []


@pytest.mark.parametrize("name", ["empathy.thanks", "tone.no_blame"])
def test_a_shipped_criterion_can_be_run(name: str) -> None:
    assert isinstance(run_examples(shipped_criteria()[name]), list)
