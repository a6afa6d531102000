"""A shift: two to four sessions at once on one clock, scored for the replies and for what the customers waited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from coachkit.errors import MoveError, UnknownName, did_you_mean
from coachkit.practice.debrief import Debrief, debrief, number, session_total
from coachkit.practice.next_exercise import Done, Suggestion, suggest, weakest
from coachkit.practice.session import Move, apply, begin, is_late
from coachkit.practice.values import Session
from coachkit.practice.waits import duration
from coachkit.practice.words import PracticeWords, filled, practice_words
from coachkit.scenarios.schema import Scenario

MOST_OFF = 20.0
"""Points that a wait costs at most: a wait of twice the target or more. Over the target they grow evenly up to there."""


@dataclass(frozen=True, slots=True)
class Shift:
    """The conversations of a shift, in the scenario's order. `finished_at` is when it was stopped, None while it runs."""

    scenario: Scenario
    chats: tuple[Session, ...]
    finished_at: float | None = None

    @property
    def ended(self) -> bool:
        """Whether it was stopped, or no customer is waiting or still to come."""
        return self.finished_at is not None or all(one.ended for one in self.chats)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A customer who waits now: for how many seconds, against which target (0: none), and whether that is over it."""

    seconds: float
    target: int
    late: bool


@dataclass(frozen=True, slots=True)
class ShiftWait:
    """One wait of a shift: for which reply (from 1), how long, and how many points it costs. `answered`: a reply came."""

    reply: int
    seconds: float
    target: int
    off: float
    answered: bool


@dataclass(frozen=True, slots=True)
class ChatScore:
    """One conversation of a shift; `chat` is its place, from 0.

    `replies` is the mean total of its replies (0 to 100, None without any), `off` what its waits took from that on average,
    `score` what is left: 0 where the customer had no reply.
    """

    chat: int
    scenario: str
    customer: str
    replies: float | None
    off: float
    score: float
    waits: tuple[ShiftWait, ...]


@dataclass(frozen=True, slots=True)
class ShiftScore:
    """The shift's score (0 to 100): `replies`, the mean of the conversations' texts, less `off`, what the waits cost."""

    score: float
    replies: float
    off: float
    chats: tuple[ChatScore, ...]


@dataclass(frozen=True, slots=True)
class ShiftDebrief:
    """The shift's score, told in sentences, the debrief of each conversation that score.chats has, and what comes next."""

    score: ShiftScore
    words: tuple[str, ...]
    chats: tuple[Debrief, ...]
    next_exercises: tuple[Suggestion, ...]


def begin_shift(scenario: Scenario, library: Iterable[Scenario]) -> Shift:
    """A shift in which every customer writes at their time. `library` holds the scenarios that it names.

    Raises MoveError for a scenario that is no shift and UnknownName for a conversation that the library does not have.
    """
    if scenario.kind != "shift":
        raise MoveError(f"'{scenario.id}' is one exercise and no shift; begin it with begin")
    known = {one.id: one for one in library}
    for chat in scenario.chats:
        if chat.scenario not in known:
            raise UnknownName(f"'{scenario.id}': no scenario '{chat.scenario}'{did_you_mean(chat.scenario, known)}")
    return Shift(scenario, tuple(begin(known[chat.scenario], float(chat.after)) for chat in scenario.chats))


def apply_to(shift: Shift, chat: int, move: Move) -> Shift:
    """The shift after a move in the conversation at this place (from 0), at a time on the shift's clock.

    Raises MoveError when the shift is over, the conversation has not begun, or the move is not possible in it. What has been
    sent is sent, as at work: "again" and "finish" are not possible in a shift.
    """
    hindrance = _hindrance(shift, chat, move)
    if hindrance:
        raise MoveError(f"'{shift.scenario.id}': {hindrance}")
    chats = list(shift.chats)
    chats[chat] = apply(chats[chat], move)
    return replace(shift, chats=tuple(chats))


def _hindrance(shift: Shift, chat: int, move: Move) -> str:
    """Why the move is not possible in this shift; empty when it may be."""
    if not 0 <= chat < len(shift.chats):
        return f"no conversation {chat}; there are {len(shift.chats)}, counted from 0"
    if shift.finished_at is not None:
        return "the shift is over; begin a new one"
    if move.kind == "again":
        return "what is sent in a shift is sent; practise this conversation alone to write a reply again"
    if move.kind == "finish":
        return "one conversation of a shift cannot be stopped; stop the shift with finish_shift"
    begins = shift.chats[chat].starts
    return f"conversation {chat} begins at {begins:g} s; wait until then" if move.at < begins else ""


def finish_shift(shift: Shift, at: float) -> Shift:
    """The shift stopped at this time; whoever waits then is left waiting. Raises MoveError when it was stopped before."""
    if shift.finished_at is not None:
        raise MoveError(f"'{shift.scenario.id}': the shift is over already")
    return replace(shift, finished_at=at)


def replay_shift(
    scenario: Scenario, library: Iterable[Scenario], moves: Sequence[Sequence[Move]], finished_at: float | None = None
) -> Shift:
    """The shift that these moves make, one list for each conversation in the scenario's order.

    Raises as begin_shift and apply_to do.
    """
    shift = begin_shift(scenario, library)
    if len(moves) != len(shift.chats):
        raise MoveError(
            f"'{scenario.id}': moves for {len(moves)} conversations; it has {len(shift.chats)}, so give as many lists"
        )
    for chat, each in enumerate(moves):
        for move in each:
            shift = apply_to(shift, chat, move)
    return shift if finished_at is None else finish_shift(shift, finished_at)


def waiting(shift: Shift, at: float) -> tuple[Waiting | None, ...]:
    """Who waits at this time, one for each conversation; None where it has not begun or nothing waits for an answer."""
    return tuple(_waiting(one, at) if shift.finished_at is None else None for one in shift.chats)


def _waiting(session: Session, at: float) -> Waiting | None:
    since = session.waiting_since
    if since is None or at < session.starts:
        return None
    seconds = max(0.0, at - since)
    return Waiting(seconds, session.scenario.reply_within, is_late(session.scenario, seconds))


def shift_score(shift: Shift, at: float) -> ShiftScore:
    """The score as it stands at this time, or when the shift was stopped; conversations not begun by then are left out."""
    now = at if shift.finished_at is None else shift.finished_at
    chats = tuple(_chat_score(place, one, now) for place, one in enumerate(shift.chats) if one.starts <= now)
    return ShiftScore(
        score=_mean([one.score for one in chats]),
        replies=_mean([one.replies or 0.0 for one in chats]),
        off=_mean([one.off for one in chats]),
        chats=chats,
    )


def _mean(numbers: Sequence[float]) -> float:
    return round(sum(numbers) / len(numbers), 2) if numbers else 0.0


def _chat_score(place: int, session: Session, now: float) -> ChatScore:
    waits = tuple(_waits(session, now))
    replies = session_total(session)
    off = min(replies or 0.0, _mean([one.off for one in waits]))
    score = round((replies or 0.0) - off, 2)
    return ChatScore(place, session.scenario.id, session.scenario.customer.name, replies, off, score, waits)


def _waits(session: Session, now: float) -> list[ShiftWait]:
    """The waits for every reply, and the one that is still open."""
    target = session.scenario.reply_within
    found = [ShiftWait(one.turn, one.seconds, target, cost(one.seconds, target), answered=True) for one in session.attempts]
    open_wait = _waiting(session, now)
    if open_wait:
        seconds = open_wait.seconds
        found.append(ShiftWait(session.turn, seconds, target, cost(seconds, target), answered=False))
    return found


def cost(seconds: float, target: int) -> float:
    """The points that a wait costs: 0 up to the target, MOST_OFF from twice the target, evenly between; 0 without a target."""
    return round(MOST_OFF * min(1.0, max(0.0, seconds - target) / target), 2) if target else 0.0


def shift_debrief(
    shift: Shift, language: str, at: float, library: Iterable[Scenario] = (), done: Sequence[Done] = ()
) -> ShiftDebrief:
    """The debrief of a shift in "fi", "sv" or "en". Raises UnknownName for another language."""
    words, score, known = practice_words(language), shift_score(shift, at), tuple(library)
    said = [filled(words.shift.score, score=number(score.score), replies=number(score.replies))]
    if score.off:
        said.append(filled(words.shift.off, points=_points(score.off, language)))
    elif all(any(wait.answered for wait in one.waits) for one in score.chats):
        said.append(words.shift.nothing_off)
    for chat in score.chats:
        said += _chat_in_words(chat, words, language)
    stopped = shift.finished_at is not None
    begun = [replace(shift.chats[one.chat], finished=stopped) for one in score.chats]
    weak = weakest(one.card for chat in begun for one in chat.attempts) or shift.scenario.trains
    past = (*done, *(Done(one.scenario, one.replies) for one in score.chats), Done(shift.scenario.id, score.score))
    return ShiftDebrief(
        score=score,
        words=tuple(said),
        chats=tuple(debrief(one, language, known, done) for one in begun),
        next_exercises=suggest(known, weak, past, shift.scenario.language),
    )


def _points(off: float, language: str) -> str:
    """Points with one decimal where they are not whole, as it is written in the language."""
    shown = f"{off:.1f}".removesuffix(".0")
    return shown if language == "en" else shown.replace(".", ",")


def _chat_in_words(chat: ChatScore, words: PracticeWords, language: str) -> list[str]:
    """How long one customer waited, wait by wait where they were over the target."""
    answered, left = [one for one in chat.waits if one.answered], [one for one in chat.waits if not one.answered]
    if not answered:
        return [filled(words.shift.no_reply, customer=chat.customer)]
    said = [_late_in_words(chat.customer, one, words, language) for one in answered if one.off]
    if left:
        said.append(filled(words.shift.left_waiting, customer=chat.customer, time=duration(left[0].seconds)))
    elif not said and answered[0].target:
        said.append(filled(words.shift.kept, customer=chat.customer, target=duration(answered[0].target)))
    return said


def _late_in_words(customer: str, wait: ShiftWait, words: PracticeWords, language: str) -> str:
    return filled(
        words.shift.waited,
        customer=customer,
        reply=wait.reply,
        time=duration(wait.seconds),
        target=duration(wait.target),
        points=_points(wait.off, language),
    )
