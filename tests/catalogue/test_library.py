"""The promises of the library as a whole: months of practice in each language, every need, nothing twice, no robot wins."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coachkit.documents import parse, read_text, shipped_folder
from coachkit.model import LANGUAGES
from coachkit.practice.session import Move, apply, begin
from coachkit.scenarios.loading import shipped_courses
from coachkit.scenarios.schema import WITH_TURNS, Scenario

ROOT = shipped_folder("exercises")
NEEDS = Path(__file__).with_name("needs.yaml")
COURSES = (
    "first-week", "clear-answers", "good-email", "chat-at-speed", "customers-journey", "hard-conversation", "in-public",
    "honest-sales", "right-channel", "self-service", "plain-language",
)  # fmt: skip
STAGES = {"before", "during", "after", "complaint", "leaving"}
FEWEST_IN_A_LANGUAGE = 30
FEWEST_INDUSTRIES = 12
LONG_SENTENCE = 8
"""Words from which the same sentence in two scenarios is no chance."""

TEMPLATE = {
    "fi": (
        "Hei! Kiitos yhteydenotostasi. Olemme pahoillamme aiheutuneesta vaivasta. Asiasi on meille tärkeä, ja "
        "selvitämme sen mahdollisimman pian. Palaamme asiaan. Ystävällisin terveisin Asiakaspalvelu"
    ),
    "sv": (
        "Hej! Tack för att du kontaktar oss. Vi beklagar besväret. Ditt ärende är viktigt för oss och vi utreder det så snart "
        "som möjligt. Vi återkommer. Vänliga hälsningar Kundtjänst"
    ),
    "en": (
        "Hello! Thank you for contacting us. We apologise for any inconvenience. Your matter is important to us and we will "
        "look into it as soon as possible. We will get back to you. Kind regards, Customer Service"
    ),
}


@cache
def library() -> tuple[Scenario, ...]:
    """All shipped scenarios, in the order of their courses."""
    return tuple(one for course in shipped_courses(ROOT) for one in course.scenarios)


def with_turns() -> list[Scenario]:
    """Those in which a customer can be answered."""
    return [one for one in library() if one.kind in WITH_TURNS]


def test_the_courses_are_there_in_their_order() -> None:
    assert tuple(course.id for course in shipped_courses(ROOT)) == COURSES


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_months_of_practice(language: str) -> None:
    mine = [one for one in library() if one.language == language]
    assert len(mine) >= FEWEST_IN_A_LANGUAGE
    assert {one.stage for one in mine} == STAGES
    assert {one.difficulty for one in mine} == {1, 2, 3, 4, 5}
    assert {one.kind for one in mine} == {"conversation", "message", "improve", "channel", "shift"}
    assert {"chat", "email", "social", "messaging", "article"} <= {one.channel for one in mine}


@pytest.mark.parametrize("course", COURSES)
def test_every_course_can_be_taken_in_every_language(course: str) -> None:
    (found,) = [one for one in shipped_courses(ROOT) if one.id == course]
    assert {one.language for one in found.scenarios} == set(LANGUAGES)


def test_the_customers_come_from_many_trades() -> None:
    assert len({one.industry for one in library()}) >= FEWEST_INDUSTRIES


def needs() -> dict[str, Any]:
    """What good digital service is, need by need, with the exercises that practise it."""
    found: dict[str, Any] = parse(read_text(NEEDS), str(NEEDS))
    return found


def test_every_need_is_practised_in_every_language() -> None:
    languages = {one.id: one.language for one in library()}
    assert list(needs()) == [f"N{number}" for number in range(1, 21)]
    for name, need in needs().items():
        assert len(need["need"]) > 20, name
        assert [one for one in need["exercises"] if one not in languages] == [], name
        assert {languages[one] for one in need["exercises"]} == set(LANGUAGES), name


def test_every_exercise_serves_a_need() -> None:
    named = {one for need in needs().values() for one in need["exercises"]}
    assert sorted({one.id for one in library()} - named) == []


def skeleton(scenario: Scenario) -> tuple[Any, ...]:
    """How a conversation hangs together, without its words: turns in the order they are met, rules, where these lead."""
    order: dict[str, int] = {}
    queue = [scenario.opening]
    while queue:
        name = queue.pop(0)
        if name in scenario.turns and name not in order:
            order[name] = len(order)
            queue += [rule.to for rule in scenario.turns[name].next]
    turns = (tuple((_condition(rule), _place(scenario, order, rule.to)) for rule in scenario.turns[name].next) for name in order)
    return scenario.kind, len(scenario.points), tuple(turns)


def _condition(rule: Any) -> tuple[tuple[str, Any], ...]:
    asked = rule.when.model_dump(exclude_defaults=True)
    return tuple(sorted((key, len(value) if isinstance(value, (list, tuple)) else value) for key, value in asked.items()))


def _place(scenario: Scenario, order: dict[str, int], name: str) -> int | str:
    return order[name] if name in order else scenario.endings[name].kind


def test_no_two_exercises_share_a_skeleton() -> None:
    shapes = defaultdict(list)
    for one in with_turns():
        shapes[skeleton(one)].append(one.id)
    assert [names for names in shapes.values() if len(names) > 1] == []


def test_no_two_exercises_share_a_sentence() -> None:
    owners = defaultdict(set)
    for one in library():
        texts = [
            *(turn.says for turn in one.turns.values()),
            *(reply for model in one.models.values() for reply in model.replies),
        ]
        for sentence in re.split(r"(?<=[.!?])\s+|\n+", "\n".join(texts)):
            if len(sentence.split()) >= LONG_SENTENCE:
                owners[sentence.strip().lower()].add(one.id)
    assert {sentence: names for sentence, names in owners.items() if len(names) > 1} == {}


def test_no_customer_is_met_twice() -> None:
    names = Counter(one.customer.name for one in with_turns())
    assert [name for name, count in names.items() if count > 1] == []


def sends(scenario: Scenario, replies: tuple[str, ...]) -> str | None:
    """The kind of ending a robot reaches that sends these replies one after another, the last one for ever."""
    session = begin(scenario)
    for number in range(20):
        if session.ending:
            break
        session = apply(session, Move("send", 10.0 * (number + 1), replies[min(number, len(replies) - 1)]))
    return session.ending.kind if session.ending else None


@pytest.mark.slow
def test_a_robot_with_excellent_replies_resolves_every_conversation() -> None:
    assert [one.id for one in with_turns() if sends(one, one.models["excellent"].replies) != "resolved"] == []


@pytest.mark.slow
def test_a_robot_with_poor_replies_resolves_none() -> None:
    assert [one.id for one in with_turns() if sends(one, one.models["poor"].replies) == "resolved"] == []
    assert [one.id for one in with_turns() if sends(one, one.models["poor"].replies[-1:]) == "resolved"] == []


@pytest.mark.slow
def test_a_robot_with_a_polite_template_resolves_at_most_a_tenth() -> None:
    resolved = [one.id for one in with_turns() if sends(one, (TEMPLATE[one.language],)) == "resolved"]
    assert len(resolved) <= len(with_turns()) / 10, resolved


@pytest.mark.parametrize("language", LANGUAGES)
def test_hints_facts_and_texts_say_enough(language: str) -> None:
    for one in library():
        if one.language == language and one.kind in WITH_TURNS:
            assert len(one.agent.facts) >= 2, one.id
            assert one.customer.told or one.kind != "conversation", one.id
