"""A practice session: a fold over the moves of the trainee. The same moves always give the same session.

Times are seconds on a clock that the caller keeps; nothing here reads one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

from coachkit.batch import score
from coachkit.errors import MoveError, did_you_mean
from coachkit.model import Reply, Scorecard
from coachkit.practice.choice import Choice, choose
from coachkit.practice.values import Attempt, Message, Move, Session, open_question
from coachkit.scenarios.customer import observe, react
from coachkit.scenarios.points import Said, find_points
from coachkit.scenarios.schema import Scenario

__all__ = [
    "KINDS",
    "Attempt",
    "Choice",
    "Message",
    "Move",
    "Session",
    "apply",
    "apply_scored",
    "begin",
    "is_late",
    "may",
    "replay",
    "score_draft",
]

KINDS = ("send", "hint", "again", "finish", "choose")


def begin(scenario: Scenario, starts: float = 0.0) -> Session:
    """A session in which the customer has just written. Raises MoveError for a shift, which is begun with begin_shift."""
    if scenario.kind == "shift":
        raise MoveError(f"'{scenario.id}' is a shift of several conversations; begin it with begin_shift")
    return Session(scenario, starts, starts)


def apply(session: Session, move: Move) -> Session:
    """The session after one more move. Raises MoveError when the move is not possible now; nothing has changed then."""
    _check(session, move)
    return _moved(session, move, _STEPS[move.kind])


def apply_scored(session: Session, move: Move, card: Scorecard, said: Said) -> Session:
    """As apply for a "send" whose card (of reply_to) and points are known already: many replies are scored faster together."""
    _check(session, move)
    return _moved(session, move, partial(_sent, card=card, said=said))


def _moved(session: Session, move: Move, step: Callable[[Session, Move], Session]) -> Session:
    # A clock that was set back must not make a wait shorter than nothing.
    at = max(move.at, _latest(session))
    return replace(step(session, replace(move, at=at)), moves=(*session.moves, move))


def replay(scenario: Scenario, moves: Iterable[Move], starts: float = 0.0) -> Session:
    """The session that these moves make, from the start. Raises MoveError at the first move that is not possible."""
    session = begin(scenario, starts)
    for move in moves:
        session = apply(session, move)
    return session


def may(session: Session, kind: str) -> bool:
    """Whether a move of this kind is possible now."""
    return kind in KINDS and not _hindrance(session, kind)


def score_draft(session: Session, text: str) -> Scorecard:
    """The card that this text would get as the reply to what the customer said last."""
    return score(reply_to(session, text))


def reply_to(session: Session, text: str) -> Reply:
    """This text as the reply to what the customer said last."""
    scenario = session.scenario
    return Reply(
        text,
        customer=open_question(session),
        channel=scenario.channel,
        language=scenario.language,
        agent_name=scenario.agent.name,
        customer_name=scenario.customer.name,
    )


def replies_in(scenario: Scenario, moves: Iterable[Move]) -> dict[int, Reply]:
    """The replies that were sent in a session, by the place of their move, each with the customer's words it answers.

    Raises MoveError where the moves do not fit the scenario as it is now.
    """
    session, found = begin(scenario), dict[int, Reply]()
    for place, move in enumerate(moves):
        if move.kind == "send":
            found[place] = reply_to(session, move.text)
        session = apply(session, move)
    return found


def _check(session: Session, move: Move) -> None:
    """Raises MoveError when the move is not possible now."""
    if move.kind not in KINDS:
        raise MoveError(f"no move '{move.kind}'{did_you_mean(move.kind, KINDS)}")
    if not math.isfinite(move.at):
        raise MoveError(f"a move at {move.at}; give the seconds since the start as a plain number")
    hindrance = _hindrance(session, move.kind) or _CHECKS.get(move.kind, _nothing)(session, move)
    if hindrance:
        raise MoveError(f"'{session.scenario.id}': {hindrance}")


def _hindrance(session: Session, kind: str) -> str:
    """Why a move of this kind is not possible now, whatever it says; empty when it is."""
    choosing = session.scenario.kind == "channel"
    if session.ended and kind != "again":
        return "this has ended; write a reply again or begin a new session"
    if kind == "send" and choosing:
        return "nothing is sent where a channel is chosen; make a 'choose' move"
    if kind == "choose" and not choosing:
        return "there is no channel to choose; make a 'send' move"
    if kind == "hint" and session.hints_shown >= len(session.scenario.hints):
        return f"all {len(session.scenario.hints)} hints are shown"
    if kind == "again" and not session.attempts and session.choice is None:
        return "nothing has been sent yet, so there is nothing to write again"
    return ""


def _nothing(_session: Session, _move: Move) -> str:
    return ""


def _check_send(_session: Session, move: Move) -> str:
    return "" if move.text.strip() else "the reply is empty; write something first"


def _check_again(session: Session, move: Move) -> str:
    last = 1 if session.choice else len(session.attempts)
    return "" if 1 <= move.turn <= last else f"there is no reply {move.turn} to write again; choose one from 1 to {last}"


def _send(session: Session, move: Move) -> Session:
    return _sent(session, move, score_draft(session, move.text), find_points(session.scenario, move.text))


def _sent(session: Session, move: Move, card: Scorecard, said: Said) -> Session:
    scenario, before = session.scenario, session.state
    observed = observe(card, said)
    after, steps = react(scenario, before, observed)
    seconds = move.at - session.since
    attempt = Attempt(
        turn=session.turn,
        asked=session.asked,
        text=move.text,
        card=card,
        observed=observed,
        before=before,
        after=after,
        steps=steps,
        at=move.at,
        seconds=seconds,
        late=is_late(scenario, seconds),
        tries=1 + sum(one.turn == session.turn for one in session.tried),
    )
    return replace(session, attempts=(*session.attempts, attempt), since=move.at)


def is_late(scenario: Scenario, seconds: float) -> bool:
    """Whether a wait is over the scenario's target; never where it has none."""
    return 0 < scenario.reply_within < seconds


def _hint(session: Session, _move: Move) -> Session:
    return replace(session, hints_shown=session.hints_shown + 1)


def _again(session: Session, move: Move) -> Session:
    keep = move.turn - 1
    return replace(
        session,
        attempts=session.attempts[:keep],
        tried=(*session.tried, *session.attempts[keep:]),
        choice=None,
        finished=False,
        since=move.at,
    )


def _finish(session: Session, _move: Move) -> Session:
    return replace(session, finished=True)


def _choose(session: Session, move: Move) -> Session:
    return replace(session, choice=choose(session.scenario, move.turn, move.text, move.at - session.since))


_STEPS: Mapping[str, Callable[[Session, Move], Session]] = {
    "send": _send,
    "hint": _hint,
    "again": _again,
    "finish": _finish,
    "choose": _choose,
}
_CHECKS: Mapping[str, Callable[[Session, Move], str]] = {"send": _check_send, "again": _check_again}


def _latest(session: Session) -> float:
    """When the last move was made; the start before any."""
    return max((session.starts, *(move.at for move in session.moves)))
