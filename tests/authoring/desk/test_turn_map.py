"""The map: every turn and rule is on it, in layers, with the model paths on the rules that they really take."""

from __future__ import annotations

import pytest

from coachkit.authoring.turn_map import ENDING, TURN, TurnMap, condition_words, model_walks, rule_taken, turn_map
from coachkit.authoring.words import author_words
from coachkit.model import LANGUAGES
from coachkit.practice.model_runs import model_run
from coachkit.scenarios.loading import readable_courses
from coachkit.scenarios.routes import Met, met_in
from coachkit.scenarios.schema import LEVELS, WITH_TURNS, Condition, Scenario

SHIPPED = [one for course in readable_courses() for one in course.scenarios]


def test_every_turn_ending_and_rule_is_on_it(parcel: Scenario) -> None:
    found = turn_map(parcel)
    assert {one.id for one in found.nodes if one.kind == TURN} == set(parcel.turns)
    assert {one.id for one in found.nodes if one.kind == ENDING} == set(parcel.endings)
    rules = [(turn, rule.to, rule.when) for turn, body in parcel.turns.items() for rule in body.next]
    assert [(one.source, one.to, one.when) for one in found.edges] == rules


def test_a_layer_is_the_number_of_replies_that_lead_there_at_least(parcel: Scenario) -> None:
    found = turn_map(parcel)
    layers = {one.id: one.layer for one in found.nodes}
    assert layers[parcel.opening] == 0
    for one in found.edges:
        if one.to in parcel.turns:
            assert layers[one.to] <= layers[one.source] + 1
        else:
            assert layers[one.to] > max(layers[name] for name in parcel.turns)
    assert [one.layer for one in found.nodes] == sorted(layers.values())


def test_model_paths_take_the_rules_that_lead_where_they_go(parcel: Scenario) -> None:
    walks = model_walks(parcel)
    found = turn_map(parcel, walks)
    for level in LEVELS:
        went = [one.after.ending or one.after.turn for one in model_run(parcel, level).attempts]
        assert [one.to for one in walks[level]] == went
        taken = {(one.source, one.number) for one in found.edges if level in one.paths}
        assert taken == {(one.turn, one.rule) for one in walks[level]}
        assert {one.id for one in found.nodes if level in one.paths} == {parcel.opening, *went}


@pytest.mark.parametrize("scenario", SHIPPED, ids=lambda one: one.id)
@pytest.mark.slow
def test_the_rule_of_every_model_reply_leads_where_the_conversation_went(scenario: Scenario) -> None:
    for level in scenario.models if scenario.kind in WITH_TURNS else ():
        for attempt in model_run(scenario, level).attempts:
            rule = scenario.turns[attempt.before.turn].next[rule_taken(scenario, attempt)]
            assert rule.to == (attempt.after.ending or attempt.after.turn)


def test_what_nobody_comes_to_is_told(parcel: Scenario) -> None:
    turns = {**parcel.turns, "lonely": parcel.turns["presses"]}
    found = turn_map(parcel.model_copy(update={"turns": turns}))
    assert [one.id for one in found.nodes if not one.reached] == ["lonely"]
    met = met_in(parcel)
    less = Met(met.turns - {"doubtful"}, frozenset(one for one in met.rules if one[0] != "doubtful"))
    seen = turn_map(parcel, met=less)
    assert "doubtful" in {one.id for one in seen.nodes if not one.reached}
    assert {one.source for one in seen.edges if not one.met} == {"doubtful"}


def test_all_of_a_sound_scenario_is_reached(parcel: Scenario) -> None:
    found = turn_map(parcel, met=met_in(parcel))
    assert all(one.reached for one in found.nodes)
    assert all(one.met for one in found.edges)


@pytest.mark.parametrize("scenario", [one for one in SHIPPED if one.kind not in WITH_TURNS], ids=lambda one: one.id)
def test_kinds_without_turns_have_an_empty_map(scenario: Scenario) -> None:
    assert turn_map(scenario, model_walks(scenario), met_in(scenario)) == TurnMap((), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_of_a_condition_has_its_words(language: str) -> None:
    words = author_words(language).map
    whole = Condition(
        covered=("a",), open=("b",), mood_at_least=-2, mood_at_most=1, replies_at_least=4, crossed=True, asked_again=False
    )
    said = condition_words(whole, words)
    assert said.count(",") == 6
    for part in ("a", "b", "−2", "+1", "4", words.crossed, words.not_asked_again):
        assert part in said
    assert condition_words(Condition(), words) == words.always
