"""Trying a reply gives what practising it would give."""

from __future__ import annotations

import pytest

from coachkit.authoring.trial import state_at, try_reply
from coachkit.errors import MoveError
from coachkit.practice.model_runs import model_run
from coachkit.practice.session import Move, apply, begin
from coachkit.scenarios.schema import Scenario

REPLY = "Hi Priya, I'm so sorry your lamp got wet. I'm sending a new one today, and it is with you in two working days."


def test_a_trial_is_the_attempt_that_practising_would_make(parcel: Scenario) -> None:
    practised = apply(begin(parcel), Move("send", 5.0, REPLY)).attempts[0]
    tried = try_reply(parcel, state_at(parcel, parcel.opening), REPLY)
    for name in ("card", "observed", "before", "after", "steps", "asked"):
        assert getattr(tried.attempt, name) == getattr(practised, name)
    assert set(tried.open) == set(parcel.point_ids) - practised.after.covered


def test_a_later_turn_is_met_as_the_best_model_path_comes_to_it(parcel: Scenario) -> None:
    second = model_run(parcel).attempts[1].before
    assert state_at(parcel, second.turn) == second
    assert state_at(parcel, second.turn, mood=-3).mood == -3
    assert state_at(parcel, second.turn, mood=-3).covered == second.covered


def test_a_turn_that_no_path_meets_begins_as_the_scenario(parcel: Scenario) -> None:
    met = {one.before.turn for level in parcel.models for one in model_run(parcel, level).attempts}
    other = next(name for name in parcel.turns if name not in met)
    assert (state_at(parcel, other).mood, state_at(parcel, other).covered) == (parcel.customer.mood, frozenset())


def test_a_turn_that_is_not_there_is_refused_with_the_nearest(parcel: Scenario) -> None:
    with pytest.raises(MoveError, match=r"no turn 'strat' .*did you mean 'start'"):
        state_at(parcel, "strat")
