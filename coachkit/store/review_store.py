"""The part of the store that reviewers use: replies, reviews, disputes with their answers, and exercises that wait.

Nothing is overwritten: a review saved again is a new version, an answer comes after the answers before it, and scores of
another version of the rules are kept beside the first ones. The one exception, masking what was kept unmasked, stands in
past_words.py.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, func, select

from coachkit.errors import AlreadyWritten, InputError, StoreError
from coachkit.reviews.masking import unnumbered
from coachkit.reviews.values import OPEN, AnswerRow, DisputeRow, QueueRow, ReplyRow, ReviewRow
from coachkit.scoring.kept import ScoreRow
from coachkit.store import review_reading as reading
from coachkit.store.past_words import MaskedAfterwards
from coachkit.store.tables import (
    DISPUTE_ANSWERS,
    DISPUTES,
    LEARNERS,
    MACHINE_SCORES,
    PRACTICE_QUEUE,
    REPLIES,
    RESCORED_REPLIES,
    REVIEWS,
)

Said = TypeVar("Said", ReviewRow, DisputeRow, AnswerRow)


class Reviews(MaskedAfterwards):
    """What is reviewed. Each call has a transaction of its own; what it has returned from is kept.

    Comments and root causes are kept with their personal data masked (reviews.masking), unless the store was opened without.
    """

    def add_reply(self, reply: ReplyRow) -> bool:
        """Keeps a reply; whether it was new. See `add_replies`."""
        return self.add_replies([reply]) == 1

    def add_replies(self, replies: Iterable[ReplyRow]) -> int:
        """Keeps replies and the machine's scores of them, all or none; how many were new.

        A reply of a key that is there stays as it was. Its scores under another fingerprint are kept beside the first.
        """
        added = 0
        with self._writing() as connection:
            for reply in replies:
                added += self._add_reply(connection, reply.plain())
        return added

    def reply(self, key: str) -> ReplyRow | None:
        """One reply by its key, with the machine's scores that were added last."""
        return next(iter(self._replies(REPLIES.c.key == key)), None)

    def replies(self, *, conversation: str | None = None, agent: str | None = None) -> tuple[ReplyRow, ...]:
        """The replies of a conversation, of an agent, or all: by conversation, in the order of adding."""
        asked = ((REPLIES.c.conversation, conversation), (REPLIES.c.agent, agent))
        return self._replies(*(column == value for column, value in asked if value is not None))

    def machine_scores(self, key: str) -> tuple[ScoreRow, ...]:
        """The machine's scores of a reply, one for each fingerprint, the first ones first."""
        return tuple(reading.score_row(row) for row in self._rows(reading.select_scores(MACHINE_SCORES.c.reply == key)))

    def reviewed_replies(self) -> tuple[ReplyRow, ...]:
        """The replies that somebody has reviewed, as `replies`."""
        return self._replies(REPLIES.c.key.in_(select(REVIEWS.c.reply)))

    def add_rescored_replies(self, scores: Iterable[tuple[str, ScoreRow]]) -> int:
        """Keeps scores of replies (by key) under other rules, all or none; how many were new.

        They stand beside the machine's own, which `reply` and `replies` go on to give. What is there already under the same
        rules stays as it is. Raises StoreError for a reply that is not in the store.
        """
        added, now = 0, datetime.now(UTC)
        with self._writing() as connection:
            for key, score in scores:
                values = {"reply": key, "scored": now, **reading.score_values(score.plain())}
                added += self._insert_new(connection, RESCORED_REPLIES, values)
        return added

    def rescored_replies(self) -> dict[str, tuple[ScoreRow, ...]]:
        """The scores under other rules by the replies' keys, the first ones first; only replies that have some."""
        ordered = select(RESCORED_REPLIES).order_by(RESCORED_REPLIES.c.scored, RESCORED_REPLIES.c.fingerprint)
        found: dict[str, tuple[ScoreRow, ...]] = {}
        for row in self._rows(ordered):
            found[row["reply"]] = (*found.get(row["reply"], ()), reading.score_row(row))
        return found

    def add_review(self, review: ReviewRow) -> ReviewRow:
        """Keeps a review as a new version; gives it back with its id, version and time.

        Raises StoreError for a reply that is not in the store and for scores out of their range. With an `id` of its own a
        review may be sent again after a failure without a clear answer: the same one is not kept twice. Raises AlreadyWritten
        where another review has that id.
        """
        kept = replace(_checked(review), id=review.id or uuid.uuid4().hex, saved=review.saved or datetime.now(UTC))
        with self._writing() as connection:
            self._hold(connection, REPLIES.c.key, kept.reply, "reply", "add_reply() keeps one")
            kept = self._masked(connection, kept.reply, kept)
            there = connection.execute(select(REVIEWS).where(REVIEWS.c.id == kept.id)).mappings().first()
            if there is not None:
                found = reading.review_row(there)
                if self._compared(connection, kept.reply, found).says_the_same(self._compared(connection, kept.reply, kept)):
                    return found
                raise self._other("review", kept.id)
            mine = (REVIEWS.c.reply == kept.reply) & (REVIEWS.c.reviewer == kept.reviewer)
            version = connection.execute(select(func.coalesce(func.max(REVIEWS.c.version), 0) + 1).where(mine)).scalar_one()
            kept = replace(kept, version=int(version))
            connection.execute(REVIEWS.insert().values(**vars(kept)))
        return kept

    def reviews(
        self, *, reply: str | None = None, reviewer: str | None = None, every_version: bool = False
    ) -> tuple[ReviewRow, ...]:
        """Reviews in the order of saving: each reviewer's last version of a reply, or every version."""
        asked = ((REVIEWS.c.reply, reply), (REVIEWS.c.reviewer, reviewer))
        query = select(REVIEWS).where(*(column == value for column, value in asked if value is not None))
        found = [reading.review_row(row) for row in self._rows(query.order_by(REVIEWS.c.saved, REVIEWS.c.version, REVIEWS.c.id))]
        last: dict[tuple[str, str], int] = {}
        for one in found:
            last[one.reply, one.reviewer] = max(one.version, last.get((one.reply, one.reviewer), 0))
        return tuple(one for one in found if every_version or one.version == last[one.reply, one.reviewer])

    def add_dispute(self, dispute: DisputeRow) -> DisputeRow:
        """Keeps an objection to a review; gives it back with its id, the reply's key and the time. Repeats as `add_review`."""
        kept = _checked(dispute)
        kept = replace(kept, id=kept.id or uuid.uuid4().hex, saved=kept.saved or datetime.now(UTC))
        with self._writing() as connection:
            self._hold(connection, REVIEWS.c.id, kept.review, "review", "add_review() gives its id")
            reply = self._reviewed(connection, kept.review)
            kept = self._masked(connection, reply, kept)
            there = connection.execute(select(DISPUTES).where(DISPUTES.c.id == kept.id)).mappings().first()
            if there is None:
                connection.execute(DISPUTES.insert().values(**reading.dispute_values(kept), id=kept.id, saved=kept.saved))
            elif not self._is_same_dispute(connection, reply, there, kept):
                raise self._other("dispute", kept.id)
        return self._dispute(kept.id)

    def answer_dispute(self, dispute_id: str, answer: AnswerRow) -> DisputeRow:
        """Keeps an answer after those that are there; gives the dispute back with all of them."""
        kept = _checked(answer)
        with self._writing() as connection:
            self._hold(connection, DISPUTES.c.id, dispute_id, "dispute", "disputes() lists them")
            review = connection.execute(select(DISPUTES.c.review).where(DISPUTES.c.id == dispute_id)).scalar_one()
            kept = self._masked(connection, self._reviewed(connection, review), kept)
            before = select(func.count()).where(DISPUTE_ANSWERS.c.dispute == dispute_id)
            values = {"author": kept.by, "decision": kept.decision, "comment": kept.comment}
            number = connection.execute(before).scalar_one()
            saved = kept.saved or datetime.now(UTC)
            connection.execute(DISPUTE_ANSWERS.insert().values(dispute=dispute_id, number=number, saved=saved, **values))
        return self._dispute(dispute_id)

    def disputes(self, *, reply: str | None = None, review: str | None = None, open_only: bool = False) -> tuple[DisputeRow, ...]:
        """Disputes in the order of saving, each with its answers."""
        asked = ((REVIEWS.c.reply, reply), (DISPUTES.c.review, review))
        found = self._disputes(*(column == value for column, value in asked if value is not None))
        return tuple(one for one in found if not open_only or one.status == OPEN)

    def enqueue(self, learner: int, scenario_id: str, criteria: Sequence[str] = (), reason: str = "", by: str = "") -> bool:
        """Asks a learner to do an exercise; False where it waits for them already."""
        values = {"added": datetime.now(UTC), "criteria": tuple(criteria), "reason": reason, "author": by}
        with self._writing() as connection:
            self._hold(connection, LEARNERS.c.id, learner, "learner", "learner() gives the number")
            rows = connection.execute(reading.select_queue(learner)).mappings().all()
            mine = [row for row in rows if row["scenario_id"] == scenario_id]
            if any(row["done"] is None for row in mine):
                return False
            entry = {"learner": learner, "scenario_id": scenario_id, "number": len(mine)}
            connection.execute(PRACTICE_QUEUE.insert().values(**entry, **values))
        return True

    def queue(self, learner: int, *, everything: bool = False) -> tuple[QueueRow, ...]:
        """The exercises that wait for a learner, oldest first; with `everything` those that are done too.

        One is done when a session of that scenario, begun since, has ended.
        """
        found = [reading.queue_row(row) for row in self._rows(reading.select_queue(learner))]
        return tuple(one for one in found if everything or one.done is None)

    def _add_reply(self, connection: Connection, reply: ReplyRow) -> int:
        if not reply.key:
            raise StoreError("a reply without a key; reply_key() makes one")
        values = {name: value for name, value in vars(reply).items() if name != "machine"}
        now = datetime.now(UTC)
        added = self._insert_new(connection, REPLIES, {**values, "added": now}, REPLIES.c.key)
        if reply.machine is not None:
            scores = {"reply": reply.key, "scored": now, **reading.score_values(reply.machine)}
            self._insert_new(connection, MACHINE_SCORES, scores)
        return added

    def _replies(self, *conditions: Any) -> tuple[ReplyRow, ...]:
        query = select(REPLIES).where(*conditions).order_by(REPLIES.c.conversation, REPLIES.c.number)
        scored = self._rows(reading.select_scores(*conditions))
        last = {row["reply"]: reading.score_row(row) for row in scored}
        return tuple(reading.reply_row(row, last.get(row["key"])) for row in self._rows(query))

    def _dispute(self, dispute_id: str) -> DisputeRow:
        (found,) = self._disputes(DISPUTES.c.id == dispute_id)
        return found

    def _disputes(self, *conditions: Any) -> list[DisputeRow]:
        rows = self._rows(reading.select_disputes(*conditions))
        answers: dict[str, list[RowMapping]] = {}
        for row in self._rows(reading.select_answers(*conditions)):
            answers.setdefault(row["dispute"], []).append(row)
        return [reading.dispute_row(row, answers.get(row["id"], ())) for row in rows]

    def _hold(self, connection: Connection, column: Any, value: str | int, what: str, how: str) -> None:
        """Makes sure a row is there, and lets nobody else write about it until the transaction ends."""
        if connection.execute(select(column).where(column == value).with_for_update()).first() is None:
            raise StoreError(f"{self.place}: has no {what} {value}; {how}")

    def _masked(self, connection: Connection, reply: str, written: Said) -> Said:
        """What somebody wrote about a reply, as it is kept."""
        return written if self.masking is None else reading.masked(connection, reply, written, self.masking)

    def _compared(self, connection: Connection, reply: str, written: Said) -> Said:
        """As it is compared with another: what was kept before words were masked is the same as what would be kept now."""
        return unnumbered(self._masked(connection, reply, written)) if self.masking else written

    def _is_same_dispute(self, connection: Connection, reply: str, there: RowMapping, kept: DisputeRow) -> bool:
        found = DisputeRow(there["review"], there["author"], there["expected"], there["comment"], there["root_cause"])
        one, other = (reading.dispute_values(self._compared(connection, reply, each)) for each in (found, kept))
        return one == other

    def _reviewed(self, connection: Connection, review: str) -> str:
        """The key of the reply that a review is about."""
        return str(connection.execute(select(REVIEWS.c.reply).where(REVIEWS.c.id == review)).scalar_one())

    def _other(self, what: str, name: str) -> AlreadyWritten:
        return AlreadyWritten(f"{self.place}: another {what} has the id {name}; nothing was overwritten. Leave the id out")


def _checked(value: Said) -> Said:
    """The same with plain numbers. Raises StoreError for what cannot be kept."""
    try:
        return value.plain()
    except InputError as error:
        raise StoreError(str(error)) from error
