"""The debrief: what it holds is true of the session, and it speaks of the text in the reader's language."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachkit.advice import KEEP_FROM
from coachkit.errors import UnknownName
from coachkit.model import DIMENSIONS, LANGUAGES
from coachkit.practice.beside import LEAST_DIFFERENCE
from coachkit.practice.debrief import debrief, session_total
from coachkit.practice.model_runs import model_run
from coachkit.practice.next_exercise import Done
from coachkit.practice.session import Move, Session, apply, begin, replay
from coachkit.practice.words import practice_words
from coachkit.scenarios.customer import REASONS
from coachkit.scenarios.schema import Scenario

FRIDAY = "Hi Maya, I'm sorry for the long wait. I checked order 7731 and the coat comes on Friday. Bo"
BLAME = "You should have read the terms. What is your order number?"


@pytest.fixture(scope="module")
def session(coat: Scenario) -> Session:
    """One good reply, then one that blames and asks for what was told."""
    return replay(coat, [Move("send", 30, FRIDAY), Move("hint", 40), Move("send", 150, BLAME)])


def all_texts(value: object) -> list[str]:
    """Every text anywhere inside a value."""
    if isinstance(value, str):
        return [value]
    if is_dataclass(value):
        return [text for field in fields(value) for text in all_texts(getattr(value, field.name))]
    if isinstance(value, dict):
        return [text for one in value.values() for text in all_texts(one)]
    return [text for one in value for text in all_texts(one)] if isinstance(value, tuple) else []


def test_totals_are_the_means_of_the_replies_that_stand(session: Session) -> None:
    found = debrief(session, "en")
    cards = [one.card for one in session.attempts]
    assert found.total == pytest.approx(sum(card.total or 0 for card in cards) / 2, abs=0.01)
    for name in DIMENSIONS:
        assert found.dimensions[name] == pytest.approx(sum(card.dimensions[name] or 0 for card in cards) / 2, abs=0.01)
    again = replay(session.scenario, [*session.moves, Move("again", 200, turn=2)])
    assert session_total(again) == cards[0].total


def test_what_went_well_is_quoted_from_the_reply_and_named_once(session: Session) -> None:
    found = debrief(session, "en").went_well
    assert found
    for one in found:
        attempt = session.attempts[one.reply - 1]
        scored = {each.id: each.score or 0 for each in attempt.card.criteria}
        assert one.quote in attempt.text
        assert scored[one.criterion] >= KEEP_FROM
    assert len({one.criterion for one in found}) == len(found)


def test_changes_are_shown_on_the_reply_they_would_help(session: Session) -> None:
    found = debrief(session, "en").changes
    assert 1 <= len(found) <= 3
    for one in found:
        own = {each.id: each.score for each in session.attempts[one.reply - 1].card.criteria}
        assert (own[one.criterion] or 0) < 0.7
        assert one.message


def test_turning_points_say_where_the_mood_moved_and_why(session: Session) -> None:
    found = debrief(session, "en")
    moods = [session.scenario.customer.mood, *(one.mood_after for one in session.attempts)]
    assert found.mood == tuple(moods)
    assert sum(one.change for one in found.turning_points) == moods[-1] - moods[0]
    up, down = found.turning_points
    assert (up.reply, down.reply) == (1, 2)
    assert up.change > 0 > down.change
    assert "The reply told the customer: “the coat comes on Friday”." in up.reasons
    assert "The reply has words that put the fault on the customer." in down.reasons
    assert "The reply asked for something the customer had already told: the order number." in down.reasons
    assert down.words == "After reply 2 the customer was in lower spirits: calm → annoyed."


def test_the_reasons_of_the_change_come_before_those_against_it(coat: Scenario) -> None:
    session = apply(
        begin(coat), Move("send", 5, "What is your order number? The coat comes on Friday. You failed to read the terms.")
    )
    steps = session.attempts[0].steps
    assert {step.change > 0 for step in steps} == {True, False}
    (point,) = debrief(session, "en").turning_points
    assert point.change < 0
    assert point.reasons[-1] == "The reply told the customer: “the coat comes on Friday”."


def test_points_said_come_with_their_words_and_missed_ones_as_questions(session: Session) -> None:
    found = debrief(session, "en")
    assert [(one.id, one.reply, one.words) for one in found.said] == [("friday", 1, "Friday")]
    assert [(one.id, one.reply, one.words) for one in found.missed] == [
        ("fee", 0, "Could a reply also say this: “the delivery fee is paid back”?")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_absence_is_a_question_in_every_language(session: Session, language: str) -> None:
    assert all(one.words.endswith("?") for one in debrief(session, language).missed)
    assert practice_words(language).reasons.cold.endswith("?")


def test_limits_crossed_and_things_asked_again_are_quoted(coat: Scenario) -> None:
    session = replay(coat, [Move("send", 5, "It comes before noon."), Move("send", 9, "What is your order number?")])
    found = debrief(session, "en")
    assert [(one.reply, one.what, one.quote) for one in found.crossed] == [(1, "promise a time of day", "before noon")]
    assert [(one.reply, one.what, one.quote) for one in found.asked_again] == [(2, "the order number", "order number")]
    assert "promise a time of day" in found.crossed[0].words


def test_the_model_stands_beside_the_reply_to_the_same_words(session: Session) -> None:
    found = debrief(session, "en")
    model = model_run(session.scenario)
    assert [one.reply for one in found.beside] == [1, 2]
    for one, own, best in zip(found.beside, session.attempts, model.attempts, strict=True):
        assert (one.yours, one.customer, one.model) == (own.text, own.asked, best.text)
        assert (one.your_total, one.model_total) == (own.card.total, best.card.total)
    assert found.why_model == session.scenario.models["excellent"].why


def test_a_turn_that_the_model_never_meets_has_no_model_beside_it(coat: Scenario) -> None:
    session = replay(coat, [Move("send", 5, "It comes before noon."), Move("send", 9, "On Friday, yes.")])
    assert session.attempts[1].before.turn == "doubts"
    assert [one.reply for one in debrief(session, "en").beside] == [1]


def test_differences_are_the_widest_with_the_models_lead_first(session: Session) -> None:
    model = model_run(session.scenario)
    for one, own, best in zip(debrief(session, "en").beside, session.attempts, model.attempts, strict=True):
        mine = {each.id: each for each in own.card.criteria}
        theirs = {each.id: each.score for each in best.card.criteria}
        assert 1 <= len(one.differences) <= 3
        for each in one.differences:
            assert each.name == mine[each.criterion].name["en"]
            assert each.yours == pytest.approx(100 * (mine[each.criterion].score or 0), abs=0.06)
            assert each.model == pytest.approx(100 * (theirs[each.criterion] or 0), abs=0.06)
            assert abs(each.model - each.yours) >= 100 * LEAST_DIFFERENCE - 0.1
            assert each.words
        leads = [each.model > each.yours for each in one.differences]
        assert leads == sorted(leads, reverse=True)


def test_the_model_beside_itself_has_no_differences(coat: Scenario) -> None:
    assert all(one.differences == () for one in debrief(model_run(coat), "en").beside)


def test_the_model_is_played_once_for_each_scenario_as_it_is(coat: Scenario) -> None:
    played = model_run(coat)
    assert model_run(coat) is played
    other = coat.model_copy(update={"title": "Another coat"})
    assert model_run(other).scenario is other
    assert model_run(coat, "poor").attempts != played.attempts


def test_times_hints_and_outcome_are_told(session: Session) -> None:
    found = debrief(session, "en")
    assert [(one.reply, one.seconds, one.late) for one in found.times] == [(1, 30, False), (2, 120, True)]
    assert found.times_in_words == (
        "The customer waited 1 min 15 s for a reply on average. The target is 1 min. Reply 2 came later than that."
    )
    assert found.hints == "One hint was used."
    assert (found.ending, found.outcome) == ("handed_over", practice_words("en").outcomes.handed_over)


def test_a_session_that_was_stopped_or_goes_on_is_said_to_be_so(coat: Scenario) -> None:
    words = practice_words("en").outcomes
    begun = begin(coat)
    assert (debrief(begun, "en").outcome, debrief(begun, "en").total) == (words.under_way, None)
    assert debrief(apply(begun, Move("finish", 5)), "en").outcome == words.unfinished
    assert debrief(begun, "en").dimensions == dict.fromkeys(DIMENSIONS)


def test_replies_written_again_show_how_their_totals_went(coat: Scenario) -> None:
    moves = [Move("send", 5, "It is being processed."), Move("again", 9, turn=1), Move("send", 20, FRIDAY)]
    session = replay(coat, moves)
    (tries,) = debrief(session, "en").again
    assert (tries.reply, tries.totals) == (1, (session.tried[0].card.total, session.attempts[0].card.total))
    assert "written 2 times" in tries.words
    assert debrief(replay(coat, moves[:2]), "en").again == ()


def test_an_improved_text_is_held_against_its_draft(library: dict[str, Scenario]) -> None:
    scenario = library["short-note"]
    found = debrief(model_run(scenario), "en")
    draft = apply(begin(scenario), Move("send", 1, scenario.draft)).attempts[0].card.total
    assert found.draft_total == draft
    assert found.draft_in_words == f"The text to improve scored {draft:.0f}, the new one {found.total:.0f}."
    assert found.beside[0].your_total == found.beside[0].model_total


def test_a_failed_gate_is_told_first_and_in_the_reason(coat: Scenario) -> None:
    session = apply(begin(coat), Move("send", 5, "Dear {{name}}, the coat comes on Friday."))
    found = debrief(session, "en")
    (gate,) = found.gates
    assert gate.criterion == "gates.placeholder"
    assert any(gate.message in reason for point in found.turning_points for reason in point.reasons)


def test_the_next_exercise_is_another_one_of_the_library(session: Session, library: dict[str, Scenario]) -> None:
    found = debrief(session, "en", library.values(), [Done("short-note", 95.0)]).next_exercises
    names = [one.scenario for one in found]
    assert names
    assert "late-coat" not in names
    assert "short-note" not in names
    assert debrief(session, "en").next_exercises == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_speaks_the_readers_language_and_fills_its_gaps(
    session: Session, library: dict[str, Scenario], language: str
) -> None:
    found = debrief(session, language, library.values())
    assert not [text for text in all_texts(found) if re.search(r"{\w+}", text)]
    names = {one.id: one.name[language] for one in session.attempts[0].card.criteria}
    assert all(one.name == names[one.criterion] for one in (*found.went_well, *found.changes))
    english = debrief(session, "en")
    if language != "en":
        for name in ("outcome", "times_in_words", "hints"):
            assert getattr(found, name) != getattr(english, name)
        assert not {one.words for one in found.turning_points} & {one.words for one in english.turning_points}
    assert found.total == english.total


def test_another_language_is_refused(session: Session) -> None:
    with pytest.raises(UnknownName, match="no language 'de'"):
        debrief(session, "de")


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=60).filter(str.strip), st.sampled_from(LANGUAGES))
def test_any_reply_can_be_talked_over_and_its_braces_stay_as_they_are(coat: Scenario, text: str, language: str) -> None:
    session = apply(begin(coat), Move("send", 5, text))
    assert debrief(session, language).beside[0].yours == text


def test_braces_in_a_scenario_are_data(coat: Scenario) -> None:
    odd = coat.points[0].model_copy(update={"say": "the {reply} comes"})
    scenario = coat.model_copy(update={"points": (odd, coat.points[1])})
    found = debrief(begin(scenario), "en")
    assert found.missed[0].words == "Could a reply also say this: “the {reply} comes”?"


def test_every_reason_of_the_customer_has_words() -> None:
    for language in LANGUAGES:
        assert set(practice_words(language).reasons.model_dump()) == set(REASONS)
