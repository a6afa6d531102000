"""What is practised, kept: learners, sessions, drafts, moves and attempts, in SQLite or PostgreSQL.

Plain values in and out. It knows no scenarios and scores nothing.
"""

from __future__ import annotations

from coachkit.errors import MissingExtra
from coachkit.store.rows import AttemptRow, Draft, MoveRow, PastAttempt, RescoredRow, SessionRow

try:
    from coachkit.store.practice_store import Store
except ModuleNotFoundError as error:
    if error.name != "sqlalchemy":
        raise
    raise MissingExtra("keeping what is practised", "workbench") from error

__all__ = ["AttemptRow", "Draft", "MoveRow", "PastAttempt", "RescoredRow", "SessionRow", "Store"]
