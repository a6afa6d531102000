"""The debrief: what a session has to tell, in the reader's language. It speaks of the text, never of the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coachkit.model import DIMENSIONS
from coachkit.practice.beside import Beside, beside
from coachkit.practice.journey import (
    LimitNote,
    PointNote,
    TurningPoint,
    asked_again,
    limits_crossed,
    points_missed,
    points_said,
    turning_points,
)
from coachkit.practice.next_exercise import Done, Suggestion, suggest, weakest
from coachkit.practice.remarks import Remark, changes, failed_gates, went_well
from coachkit.practice.session import score_draft
from coachkit.practice.values import Session
from coachkit.practice.waits import Wait, waits_for, waits_in_words
from coachkit.practice.words import PracticeWords, filled, practice_words
from coachkit.rubrics import rubric_for
from coachkit.scenarios.schema import Scenario


@dataclass(frozen=True, slots=True)
class Tries:
    """A reply that was written more than once: its totals (0 to 100, None where they cannot be told), the first one first."""

    reply: int
    totals: tuple[float | None, ...]
    words: str


@dataclass(frozen=True, slots=True)
class OptionNote:
    """A channel that could have been chosen, with the scenario's word on it."""

    channel: str
    name: str
    right: bool
    why: str


@dataclass(frozen=True, slots=True)
class ChoiceNote:
    """The channel chosen, whether it fits, and the other options."""

    chosen: OptionNote
    words: str
    others: tuple[OptionNote, ...]


@dataclass(frozen=True, slots=True)
class Debrief:
    """Everything there is to learn from a session.

    `total` and `dimensions` are means over the replies that stand, 0 to 100, None where they cannot be told; a channel
    exercise has only a total. `mood` holds the customer's mood (-3 to 3) at the start and after each reply. `ending` is the
    kind of ending, None where the session has come to none. Texts of the scenario stay in its own language.
    """

    language: str
    outcome: str
    ending: str | None
    total: float | None
    dimensions: Mapping[str, float | None]
    gates: tuple[Remark, ...]
    went_well: tuple[Remark, ...]
    changes: tuple[Remark, ...]
    mood: tuple[int, ...]
    turning_points: tuple[TurningPoint, ...]
    said: tuple[PointNote, ...]
    missed: tuple[PointNote, ...]
    crossed: tuple[LimitNote, ...]
    asked_again: tuple[LimitNote, ...]
    beside: tuple[Beside, ...]
    why_model: str
    times: tuple[Wait, ...]
    times_in_words: str
    hints: str
    again: tuple[Tries, ...]
    draft_total: float | None
    draft_in_words: str
    choice: ChoiceNote | None
    next_exercises: tuple[Suggestion, ...]


def debrief(session: Session, language: str, library: Iterable[Scenario] = (), done: Sequence[Done] = ()) -> Debrief:
    """The debrief of a session in "fi", "sv" or "en", at its end or before.

    `library` are the exercises that may come next, `done` those done before, the newest last. Raises UnknownName for another
    language.
    """
    words, attempts = practice_words(language), session.attempts
    total = session_total(session)
    waits = waits_for(attempts, session.scenario.reply_within)
    model = session.scenario.models.get("excellent")
    draft = score_draft(session, session.scenario.draft).total if session.scenario.draft else None
    return Debrief(
        language=language,
        outcome=_outcome(session, words),
        ending=session.ending.kind if session.ending else None,
        total=total,
        dimensions={name: _mean([one.card.dimensions[name] for one in attempts]) for name in DIMENSIONS},
        gates=failed_gates(attempts, language),
        went_well=went_well(attempts, language),
        changes=changes(attempts, language),
        mood=(session.scenario.customer.mood, *(one.mood_after for one in attempts)),
        turning_points=turning_points(session, language, words),
        said=points_said(session),
        missed=points_missed(session, words),
        crossed=limits_crossed(session, words),
        asked_again=asked_again(session, words),
        beside=beside(session, language),
        why_model=model.why if model else "",
        times=waits,
        times_in_words=waits_in_words(waits, words),
        hints=_hints(session.hints_shown, words),
        again=_tries(session, words),
        draft_total=draft,
        draft_in_words=_draft(draft, total, words),
        choice=_choice(session, language, words),
        next_exercises=_next(session, total, library, done),
    )


def next_exercises(session: Session, library: Iterable[Scenario], done: Sequence[Done] = ()) -> tuple[Suggestion, ...]:
    """What the debrief of a session says to practise next, without the rest of it."""
    return _next(session, session_total(session), library, done)


def session_total(session: Session) -> float | None:
    """The session's score, 0 to 100: the mean total of the replies that stand, or the choice's; None where there is none."""
    return session.choice.score if session.choice else _mean([one.card.total for one in session.attempts])


def _mean(numbers: Sequence[float | None]) -> float | None:
    """The mean of the numbers that can be told, with two decimals; None where none can."""
    known = [one for one in numbers if one is not None]
    return round(sum(known) / len(known), 2) if known else None


def _outcome(session: Session, words: PracticeWords) -> str:
    if session.choice:
        return ""
    if session.ending:
        return str(getattr(words.outcomes, session.ending.kind))
    return words.outcomes.unfinished if session.finished else words.outcomes.under_way


def _hints(count: int, words: PracticeWords) -> str:
    return words.no_hints if not count else words.one_hint if count == 1 else filled(words.hints, count=count)


def _tries(session: Session, words: PracticeWords) -> tuple[Tries, ...]:
    """The replies written more than once."""
    totals: dict[int, list[float | None]] = {}
    for one in (*session.tried, *session.attempts):
        totals.setdefault(one.turn, []).append(one.card.total)
    return tuple(
        Tries(
            reply, tuple(each), filled(words.tries, reply=reply, count=len(each), totals=" → ".join(number(one) for one in each))
        )
        for reply, each in sorted(totals.items())
        if len(each) > 1
    )


def number(score: float | None) -> str:
    """A score of 0 to 100 as it is shown: a whole number, a dash where it cannot be told."""
    return "\N{EN DASH}" if score is None else f"{score:.0f}"


def _draft(draft: float | None, total: float | None, words: PracticeWords) -> str:
    return "" if draft is None or total is None else filled(words.draft, draft=number(draft), yours=number(total))


def _choice(session: Session, language: str, words: PracticeWords) -> ChoiceNote | None:
    if not session.choice or not session.scenario.choose:
        return None
    notes = [
        OptionNote(one.channel, channel_name(one.channel, language), one.right, one.why)
        for one in session.scenario.choose.options
    ]
    chosen = notes.pop(session.choice.option)
    template = words.choice.right if chosen.right else words.choice.wrong
    return ChoiceNote(chosen, filled(template, channel=chosen.name), tuple(notes))


def channel_name(channel: str, language: str) -> str:
    """What a channel is called in the language."""
    return str(getattr(rubric_for(channel).file.name, language))


def _next(session: Session, total: float | None, library: Iterable[Scenario], done: Sequence[Done]) -> tuple[Suggestion, ...]:
    """What to practise next: the criteria that cost most here, or what this exercise trains where nothing was scored."""
    weak = weakest(one.card for one in session.attempts) or session.scenario.trains
    return suggest(library, weak, (*done, Done(session.scenario.id, total)), session.scenario.language)
