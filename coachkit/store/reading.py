"""From rows of the database to plain values."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any

from sqlalchemy import RowMapping, Select, select

from coachkit.store.rows import AttemptRow, MoveRow, PastAttempt, SessionRow
from coachkit.store.tables import ATTEMPTS, MOVES, SESSIONS

_SCORES = tuple(one.name for one in fields(AttemptRow))
_SESSION = tuple(one.name for one in fields(SessionRow))
_MOVE = ("number", "kind", "at", "text", "turn")
_PAST = ("session_id", "scenario_id", "scenario_version", "language", "number", "turn")
_BESIDE = (ATTEMPTS.c.session_id == MOVES.c.session_id) & (ATTEMPTS.c.number == MOVES.c.number)

SESSION_COLUMNS = tuple(SESSIONS.c[name] for name in _SESSION)


def session_row(row: RowMapping) -> SessionRow:
    """A session from its columns (SESSION_COLUMNS)."""
    return SessionRow(**row)


def select_moves(session_id: str) -> Select[Any]:
    """The moves of a session in order, each with its attempt where it has one."""
    scores = (ATTEMPTS.c[name] for name in _SCORES)
    move = (MOVES.c[name] for name in _MOVE)
    return (
        select(*move, ATTEMPTS.c.number.label("scored"), *scores)
        .outerjoin(ATTEMPTS, _BESIDE)
        .where(MOVES.c.session_id == session_id)
        .order_by(MOVES.c.number)
    )


def move_row(row: RowMapping) -> MoveRow:
    """A move from the columns of `select_moves`."""
    attempt = None if row["scored"] is None else AttemptRow(**_scores(row))
    return MoveRow(**{name: row[name] for name in _MOVE}, attempt=attempt)


def select_attempts(learner: int) -> Select[Any]:
    """All attempts of a learner, oldest session first."""
    of_session = (SESSIONS.c.scenario_id, SESSIONS.c.scenario_version, SESSIONS.c.language, SESSIONS.c.started)
    of_move = (MOVES.c.session_id, MOVES.c.number, MOVES.c.turn, MOVES.c.at)
    return (
        select(*of_session, *of_move, *(ATTEMPTS.c[name] for name in _SCORES))
        .join_from(SESSIONS, MOVES, MOVES.c.session_id == SESSIONS.c.id)
        .join(ATTEMPTS, _BESIDE)
        .where(SESSIONS.c.learner == learner)
        .order_by(SESSIONS.c.started, SESSIONS.c.id, MOVES.c.number)
    )


def past_attempt(row: RowMapping) -> PastAttempt:
    """An attempt from the columns of `select_attempts`."""
    beside = {name: row[name] for name in _PAST}
    return PastAttempt(**_scores(row), **beside, sent=row["started"] + timedelta(seconds=row["at"]))


def _scores(row: RowMapping) -> dict[str, Any]:
    return {name: row[name] for name in _SCORES}
