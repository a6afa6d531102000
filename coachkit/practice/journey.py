"""How the customer fared: where the mood turned and why, what was said and what was not, which limits were passed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from coachkit.advice import feedback
from coachkit.practice.values import Attempt, Session
from coachkit.practice.words import PracticeWords, filled
from coachkit.scenarios.customer import MoodStep
from coachkit.scenarios.points import find_points
from coachkit.scenarios.schema import Scenario


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A reply after which the customer's mood (-3 to 3) was another; `reasons` begin with those that the change came from."""

    reply: int
    change: int
    mood: int
    words: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PointNote:
    """A point of the scenario: in which reply (from 1) it was said first and with which words; 0 and none where it was missed."""

    id: str
    say: str
    reply: int
    words: str


@dataclass(frozen=True, slots=True)
class LimitNote:
    """A reply that passed a limit or asked for what was told already: what it is about, said in `words`, and the quote."""

    reply: int
    what: str
    words: str
    quote: str


def turning_points(session: Session, language: str, words: PracticeWords) -> tuple[TurningPoint, ...]:
    """The replies that changed the customer's mood, in order."""
    turned = [one for one in session.attempts if one.mood_after != one.mood_before]
    return tuple(_turning_point(one, session.scenario, language, words) for one in turned)


def _turning_point(attempt: Attempt, scenario: Scenario, language: str, words: PracticeWords) -> TurningPoint:
    change = attempt.mood_after - attempt.mood_before
    template = words.rose if change > 0 else words.fell
    return TurningPoint(
        reply=attempt.turn,
        change=change,
        mood=attempt.mood_after,
        words=filled(template, reply=attempt.turn, before=words.mood(attempt.mood_before), after=words.mood(attempt.mood_after)),
        reasons=mood_reasons(attempt, scenario, language, words),
    )


def mood_reasons(attempt: Attempt, scenario: Scenario, language: str, words: PracticeWords) -> tuple[str, ...]:
    """Why the customer's mood is what it is after the reply; those that the change came from first."""
    change = attempt.mood_after - attempt.mood_before
    steps = sorted(attempt.steps, key=lambda one: one.change * change < 0)
    return tuple(_reason(one, attempt, scenario, language, words) for one in steps)


def _reason(step: MoodStep, attempt: Attempt, scenario: Scenario, language: str, words: PracticeWords) -> str:
    return filled(getattr(words.reasons, step.reason), what=_about(step.about, attempt, scenario, language))


def _about(key: str, attempt: Attempt, scenario: Scenario, language: str) -> str:
    """What a step is about, in words: a point, a criterion, what a failed gate asks for; a thing told stands for itself."""
    names = {one.id: one.say for one in scenario.points}
    names |= {one.id: one.name[language] for one in attempt.card.criteria}
    names |= {one.criterion: one.message for one in feedback(attempt.card, language).gates}
    return names.get(key, key)


def points_said(session: Session) -> tuple[PointNote, ...]:
    """The points that were said, in the scenario's order, each with the reply and the words that said it first."""
    first: dict[str, tuple[int, str]] = {}
    for reply, text, fresh in _told(session):
        for mention in find_points(session.scenario, text).mentions:
            if mention.kind == "point" and mention.key in fresh:
                first.setdefault(mention.key, (reply, mention.quote))
    return tuple(PointNote(one.id, one.say, *first[one.id]) for one in session.scenario.points if one.id in first)


def _told(session: Session) -> list[tuple[int, str, Collection[str]]]:
    """The replies with their numbers and the points that each said for the first time; the reason for a channel is number 1."""
    if session.choice:
        return [(1, session.choice.reason, session.choice.said)]
    return [(one.turn, one.text, one.after.covered - one.before.covered) for one in session.attempts]


def points_missed(session: Session, words: PracticeWords) -> tuple[PointNote, ...]:
    """The points that were not said, each put as a question."""
    said = {one.id for one in points_said(session)}
    missed = [one for one in session.scenario.points if one.id not in said]
    return tuple(PointNote(one.id, one.say, 0, filled(words.ask_point, what=one.say)) for one in missed)


def limits_crossed(session: Session, words: PracticeWords) -> tuple[LimitNote, ...]:
    """What was said although it must not be, reply by reply."""
    return _notes(session, "limit", words.crossed)


def asked_again(session: Session, words: PracticeWords) -> tuple[LimitNote, ...]:
    """What was asked for although the customer had told it, reply by reply."""
    return _notes(session, "told", words.asked_again)


def _notes(session: Session, kind: str, template: str) -> tuple[LimitNote, ...]:
    found: dict[tuple[int, str], LimitNote] = {}
    for one in session.attempts:
        for mention in find_points(session.scenario, one.text).mentions:
            if mention.kind == kind:
                words = filled(template, reply=one.turn, what=mention.key)
                found.setdefault((one.turn, mention.key), LimitNote(one.turn, mention.key, words, mention.quote))
    return tuple(found.values())
