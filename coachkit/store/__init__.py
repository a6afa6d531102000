"""What is practised and reviewed, kept: sessions, attempts, replies, reviews and disputes, in SQLite or PostgreSQL.

Plain values in and out. It knows no scenarios and scores nothing.
"""

from __future__ import annotations

from coachkit.errors import MissingExtra
from coachkit.reviews.values import AnswerRow, DisputeRow, Mark, QueueRow, ReplyRow, ReviewRow, reply_key
from coachkit.scoring.kept import ScoreRow
from coachkit.store.rows import AttemptRow, Draft, MoveRow, PastAttempt, RescoredRow, SessionRow

try:
    from coachkit.store.practice_store import Store
except ModuleNotFoundError as error:
    if error.name != "sqlalchemy":
        raise
    raise MissingExtra("keeping what is practised", "workbench") from error

__all__ = [
    "AnswerRow", "AttemptRow", "DisputeRow", "Draft", "Mark", "MoveRow", "PastAttempt", "QueueRow", "ReplyRow", "RescoredRow",
    "ReviewRow", "ScoreRow", "SessionRow", "Store", "reply_key",
]  # fmt: skip
