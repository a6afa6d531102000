"""The tables as they are now. How a database came to have them stands in migrations.py; a test holds the two together."""

from __future__ import annotations

from sqlalchemy import Column, Double, ForeignKey, ForeignKeyConstraint, Integer, MetaData, Table

from coachkit.store.columns import AnyText, Moment, Names, Scores

METADATA = MetaData()

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
    Column("total", Double),
    Column("clarity", Double),
    Column("empathy", Double),
    Column("readability", Double),
    Column("tone", Double),
    Column("fingerprint", AnyText, nullable=False),
    Column("rubric", AnyText, nullable=False),
    Column("criteria", Scores, nullable=False),
    Column("gates", Names, nullable=False),
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
    Column("total", Double),
    Column("clarity", Double),
    Column("empathy", Double),
    Column("readability", Double),
    Column("tone", Double),
    Column("rubric", AnyText, nullable=False),
    Column("criteria", Scores, nullable=False),
    Column("gates", Names, nullable=False),
    ForeignKeyConstraint(["session_id", "number"], ["attempts.session_id", "attempts.number"]),
)
