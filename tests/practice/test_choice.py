"""Choosing a channel: what counts, and what the debrief says of it."""

from __future__ import annotations

import pytest

from coachkit.errors import MoveError
from coachkit.model import LANGUAGES
from coachkit.practice.choice import choose
from coachkit.practice.debrief import debrief
from coachkit.practice.session import Move, apply, begin, may, replay
from coachkit.scenarios.schema import Scenario

SOCIAL, EMAIL = 0, 1


@pytest.fixture
def scenario(library: dict[str, Scenario]) -> Scenario:
    """A public post about a lost blood test: social or e-mail, with two points for the reason."""
    return library["public-test"]


@pytest.mark.parametrize(
    ("option", "reason", "score"),
    [
        (EMAIL, "Her health is private and the search takes days.", 100.0),
        (EMAIL, "It is private.", 75.0),
        (EMAIL, "", 50.0),
        (SOCIAL, "It takes days.", 25.0),
        (SOCIAL, "", 0.0),
    ],
)
def test_half_is_for_the_channel_and_half_for_the_reason(scenario: Scenario, option: int, reason: str, score: float) -> None:
    assert choose(scenario, option, reason, 5).score == score


def test_the_reason_says_some_points_and_misses_others(scenario: Scenario) -> None:
    choice = choose(scenario, EMAIL, "It keeps her matter private.", 12)
    assert (choice.said, choice.missed) == (("private",), ("days",))
    assert (choice.channel, choice.right, choice.why, choice.seconds) == ("email", True, "It is private and lasts.", 12)


def test_without_points_the_channel_is_all(scenario: Scenario) -> None:
    bare = scenario.model_copy(update={"points": ()})
    assert (choose(bare, EMAIL, "", 1).score, choose(bare, SOCIAL, "", 1).score) == (100.0, 0.0)


@pytest.mark.parametrize("option", [-1, 2])
def test_an_option_that_is_not_there_is_refused(scenario: Scenario, option: int) -> None:
    with pytest.raises(MoveError, match=f"no option {option}; it has 2"):
        choose(scenario, option, "", 1)


def test_a_scenario_without_a_choice_has_no_option(coat: Scenario) -> None:
    with pytest.raises(MoveError, match="it has 0"):
        choose(coat, 0, "", 1)


def test_choosing_ends_the_session_and_it_can_be_done_again(scenario: Scenario) -> None:
    begun = begin(scenario)
    assert (begun.asked, begun.messages) == (scenario.situation, ())
    assert may(begun, "choose")
    chosen = apply(begun, Move("choose", 20, "Quick.", turn=SOCIAL))
    assert chosen.ended
    assert not may(chosen, "choose")
    again = replay(scenario, [*chosen.moves, Move("again", 30, turn=1), Move("choose", 42, "It is private.", turn=EMAIL)])
    assert again.choice is not None
    assert (again.choice.right, again.choice.seconds) == (True, 12)
    assert replay(scenario, again.moves) == again


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_debrief_tells_how_the_channel_fits(scenario: Scenario, language: str) -> None:
    wrong = debrief(apply(begin(scenario), Move("choose", 20, "It takes days.", turn=SOCIAL)), language)
    right = debrief(apply(begin(scenario), Move("choose", 20, "It is private.", turn=EMAIL)), language)
    assert wrong.choice is not None
    assert right.choice is not None
    assert wrong.choice.words != right.choice.words
    assert wrong.choice.words.endswith("?")
    assert right.choice.words.startswith(right.choice.chosen.name)
    assert [one.right for one in wrong.choice.others] == [True]
    assert (wrong.total, right.total) == (25.0, 75.0)
    assert [one.id for one in wrong.said] == ["days"]
    assert [one.id for one in wrong.missed] == ["private"]
    assert wrong.said[0].words == "days"


def test_the_models_reason_stands_beside(scenario: Scenario) -> None:
    (beside,) = debrief(apply(begin(scenario), Move("choose", 20, "Quick.", turn=SOCIAL)), "en").beside
    assert (beside.yours, beside.model) == ("Quick.", scenario.models["excellent"].replies[0])
    assert (beside.your_total, beside.model_total) == (0.0, 100.0)


def test_a_model_without_a_channel_is_not_shown(scenario: Scenario) -> None:
    bare = scenario.model_copy(update={"models": {}})
    assert debrief(apply(begin(bare), Move("choose", 20, "Quick.", turn=SOCIAL)), "en").beside == ()
