"""From rows of the database to what people said of replies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, Select, func, or_, select

from coachkit.privacy import Masking
from coachkit.reviews.masking import Around, Comments, known_here, words_of
from coachkit.reviews.values import AnswerRow, DisputeRow, QueueRow, ReplyRow, ReviewRow
from coachkit.scoring.kept import ScoreRow
from coachkit.store.tables import DISPUTE_ANSWERS, DISPUTES, MACHINE_SCORES, PRACTICE_QUEUE, REPLIES, REVIEWS, SESSIONS

Said = TypeVar("Said", ReviewRow, DisputeRow, AnswerRow)
_SCORES = tuple(one.name for one in fields(ScoreRow))
_REPLY = tuple(one.name for one in fields(ReplyRow) if one.name != "machine")
_REVIEW = tuple(one.name for one in fields(ReviewRow))
MOST_AROUND = 500
"""Messages of a conversation whose names are looked for in what is written about it; the reply itself is among them."""


def select_around(reply: str) -> Select[Any]:
    """The replies of a reply's conversation, that one first."""
    conversation = select(REPLIES.c.conversation).where(REPLIES.c.key == reply).scalar_subquery()
    beside = (REPLIES.c.conversation != "") & (REPLIES.c.conversation == conversation)
    query = select(REPLIES.c.agent, REPLIES.c.customer, REPLIES.c.text).where(or_(REPLIES.c.key == reply, beside))
    return query.order_by(REPLIES.c.key != reply, REPLIES.c.number).limit(MOST_AROUND)


def comments(rows: Iterable[RowMapping], masking: Masking) -> Comments:
    """What masks the words about a conversation, from the columns of `select_around`."""
    return Comments((Around(**row) for row in rows), masking.orders, known_here())


def masked(connection: Connection, reply: str, written: Said, masking: Masking) -> Said:
    """What somebody wrote about a reply, with its personal data masked."""
    if not any(words_of(written)):
        return written
    return comments(connection.execute(select_around(reply)).mappings(), masking).masked(written)


def select_scores(*conditions: Any) -> Select[Any]:
    """The machine's scores of some replies, the first ones first."""
    joined = select(MACHINE_SCORES).join(REPLIES, REPLIES.c.key == MACHINE_SCORES.c.reply)
    return joined.where(*conditions).order_by(MACHINE_SCORES.c.scored, MACHINE_SCORES.c.fingerprint)


def score_row(row: RowMapping) -> ScoreRow:
    """The machine's scores from the columns of `select_scores`."""
    return ScoreRow(**{name: row[name] for name in _SCORES})


def score_values(scores: ScoreRow) -> dict[str, Any]:
    """The machine's scores by column."""
    return {name: getattr(scores, name) for name in _SCORES}


def reply_row(row: RowMapping, machine: ScoreRow | None) -> ReplyRow:
    """A reply from its columns."""
    return ReplyRow(**{name: row[name] for name in _REPLY}, machine=machine)


def review_row(row: RowMapping) -> ReviewRow:
    """A review from its columns."""
    return ReviewRow(**{name: row[name] for name in _REVIEW})


def dispute_values(dispute: DisputeRow) -> dict[str, Any]:
    """What a dispute says, by column."""
    return {
        "review": dispute.review, "author": dispute.by, "expected": dict(dispute.expected),
        "comment": dispute.comment, "root_cause": dispute.root_cause,
    }  # fmt: skip


def select_disputes(*conditions: Any) -> Select[Any]:
    """Disputes in the order of saving, each with its reply's key."""
    joined = select(DISPUTES, REVIEWS.c.reply).join(REVIEWS, REVIEWS.c.id == DISPUTES.c.review)
    return joined.where(*conditions).order_by(DISPUTES.c.saved, DISPUTES.c.id)


def select_answers(*conditions: Any) -> Select[Any]:
    """The answers to some disputes, in order."""
    joined = select(DISPUTE_ANSWERS).join(DISPUTES, DISPUTES.c.id == DISPUTE_ANSWERS.c.dispute)
    joined = joined.join(REVIEWS, REVIEWS.c.id == DISPUTES.c.review)
    return joined.where(*conditions).order_by(DISPUTE_ANSWERS.c.number)


def dispute_row(row: RowMapping, answers: Iterable[RowMapping]) -> DisputeRow:
    """A dispute from the columns of `select_disputes` and of its answers."""
    given = tuple(AnswerRow(one["author"], one["decision"], one["comment"], one["saved"]) for one in answers)
    same = {name: row[name] for name in ("review", "expected", "comment", "root_cause", "id", "reply", "saved")}
    return DisputeRow(by=row["author"], answers=given, **same)


def select_queue(learner: int) -> Select[Any]:
    """A learner's exercises, oldest first, with the end of the first session of it begun since."""
    done = (
        select(func.min(SESSIONS.c.ended))
        .where(
            SESSIONS.c.learner == PRACTICE_QUEUE.c.learner,
            SESSIONS.c.scenario_id == PRACTICE_QUEUE.c.scenario_id,
            SESSIONS.c.started >= PRACTICE_QUEUE.c.added,
        )
        .scalar_subquery()
    )
    query = select(PRACTICE_QUEUE, done.label("done")).where(PRACTICE_QUEUE.c.learner == learner)
    return query.order_by(PRACTICE_QUEUE.c.added, PRACTICE_QUEUE.c.scenario_id)


def queue_row(row: RowMapping) -> QueueRow:
    """An exercise that waits from the columns of `select_queue`."""
    same = {name: row[name] for name in ("learner", "scenario_id", "criteria", "reason", "added", "done")}
    return QueueRow(by=row["author"], **same)
