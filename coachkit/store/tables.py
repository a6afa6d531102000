"""The tables as they are now. How a database came to have them stands in migrations.py; a test holds the two together."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Double, ForeignKey, ForeignKeyConstraint, Integer, MetaData, Table, UniqueConstraint

from coachkit.model import DIMENSIONS
from coachkit.store.columns import AnyText, Marks, Moment, Names, Scores

METADATA = MetaData()


def _totals() -> list[Column[float]]:
    """What a text scored, 0 to 100: anew for each table, for a column belongs to one."""
    return [Column(name, Double) for name in ("total", *DIMENSIONS)]


def _grounds() -> list[Column[Any]]:
    """By which rubric, and what for: the score of each criterion, and the gates that failed."""
    return [
        Column("rubric", AnyText, nullable=False),
        Column("criteria", Scores, nullable=False),
        Column("gates", Names, nullable=False),
    ]


LEARNERS = Table(
    "learners",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", AnyText, nullable=False, unique=True),
)

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("id", AnyText, primary_key=True),
    Column("learner", Integer, ForeignKey("learners.id"), nullable=False, index=True),
    Column("scenario_id", AnyText, nullable=False),
    Column("scenario_version", Integer, nullable=False),
    Column("language", AnyText, nullable=False),
    Column("started", Moment, nullable=False),
    Column("ended", Moment),
    Column("ending", AnyText),
    Column("part_of", AnyText, ForeignKey("sessions.id"), index=True),
)

DRAFTS = Table(
    "drafts",
    METADATA,
    Column("session_id", AnyText, ForeignKey("sessions.id"), primary_key=True),
    Column("turn", Integer, nullable=False),
    Column("text", AnyText, nullable=False),
    Column("saved", Moment, nullable=False),
)

MOVES = Table(
    "moves",
    METADATA,
    Column("session_id", AnyText, ForeignKey("sessions.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", AnyText, nullable=False),
    Column("at", Double, nullable=False),
    Column("text", AnyText, nullable=False),
    Column("turn", Integer, nullable=False),
)

ATTEMPTS = Table(
    "attempts",
    METADATA,
    Column("session_id", AnyText, primary_key=True),
    Column("number", Integer, primary_key=True),
    *_totals(),
    Column("fingerprint", AnyText, nullable=False),
    *_grounds(),
    Column("mood_before", Integer, nullable=False),
    Column("mood_after", Integer, nullable=False),
    Column("seconds", Double, nullable=False),
    ForeignKeyConstraint(["session_id", "number"], ["moves.session_id", "moves.number"]),
)

RESCORED = Table(
    "rescored",
    METADATA,
    Column("session_id", AnyText, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("fingerprint", AnyText, primary_key=True),
    Column("scenario_version", Integer, primary_key=True),
    Column("scored", Moment, nullable=False),
    *_totals(),
    *_grounds(),
    ForeignKeyConstraint(["session_id", "number"], ["attempts.session_id", "attempts.number"]),
)

REPLIES = Table(
    "replies",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("key", AnyText, nullable=False, unique=True),
    Column("text", AnyText, nullable=False),
    Column("customer", AnyText, nullable=False),
    Column("conversation", AnyText, nullable=False, index=True),
    Column("place", AnyText, nullable=False),
    Column("channel", AnyText, nullable=False),
    Column("language", AnyText, nullable=False),
    Column("agent", AnyText, nullable=False, index=True),
    Column("at", AnyText, nullable=False),
    Column("csat", Double),
    Column("nps", Double),
    Column("added", Moment, nullable=False),
)

MACHINE_SCORES = Table(
    "machine_scores",
    METADATA,
    Column("reply", AnyText, ForeignKey("replies.key"), primary_key=True),
    Column("fingerprint", AnyText, primary_key=True),
    Column("scored", Moment, nullable=False),
    *_totals(),
    *_grounds(),
)

REVIEWS = Table(
    "reviews",
    METADATA,
    Column("id", AnyText, primary_key=True),
    Column("reply", AnyText, ForeignKey("replies.key"), nullable=False),
    Column("reviewer", AnyText, nullable=False),
    Column("version", Integer, nullable=False),
    Column("saved", Moment, nullable=False),
    Column("scores", Scores, nullable=False),
    Column("total", Double),
    Column("blind", Boolean, nullable=False),
    Column("comment", AnyText, nullable=False),
    Column("root_cause", AnyText, nullable=False),
    Column("marks", Marks, nullable=False),
    Column("gates", Names, nullable=False),
    Column("rubric", AnyText, nullable=False),
    Column("fingerprint", AnyText, nullable=False),
    Column("seconds", Double),
    UniqueConstraint("reply", "reviewer", "version"),
)

DISPUTES = Table(
    "disputes",
    METADATA,
    Column("id", AnyText, primary_key=True),
    Column("review", AnyText, ForeignKey("reviews.id"), nullable=False, index=True),
    Column("author", AnyText, nullable=False),
    Column("saved", Moment, nullable=False),
    Column("expected", Scores, nullable=False),
    Column("comment", AnyText, nullable=False),
    Column("root_cause", AnyText, nullable=False),
)

DISPUTE_ANSWERS = Table(
    "dispute_answers",
    METADATA,
    Column("dispute", AnyText, ForeignKey("disputes.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("author", AnyText, nullable=False),
    Column("decision", AnyText, nullable=False),
    Column("comment", AnyText, nullable=False),
    Column("saved", Moment, nullable=False),
)

PRACTICE_QUEUE = Table(
    "practice_queue",
    METADATA,
    Column("learner", Integer, ForeignKey("learners.id"), primary_key=True),
    Column("scenario_id", AnyText, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("added", Moment, nullable=False),
    Column("criteria", Names, nullable=False),
    Column("reason", AnyText, nullable=False),
    Column("author", AnyText, nullable=False),
)

RESCORED_REPLIES = Table(
    "rescored_replies",
    METADATA,
    Column("reply", AnyText, ForeignKey("replies.key"), primary_key=True),
    Column("fingerprint", AnyText, primary_key=True),
    Column("scored", Moment, nullable=False),
    *_totals(),
    *_grounds(),
)

MASKED_WORDS = Table(
    "masked_words",
    METADATA,
    Column("masking", AnyText, primary_key=True),
    Column("kind", AnyText, primary_key=True),
    Column("row", AnyText, primary_key=True),
    Column("columns", Names, nullable=False),
    Column("author", AnyText, nullable=False),
    Column("masked", Moment, nullable=False),
)
