"""Words that people wrote before they were masked: found, masked where that is asked for, and never shown as they stand.

Everything else in a store stays as it was written. This is the one exception, for the sake of the people whose names are in it:
the words change, the versions, scores, times and authors do not, and the store says of each row when it was done and by whom.
"""

from __future__ import annotations

import contextlib
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Table, select, text
from sqlalchemy.exc import SQLAlchemyError

from coachkit.errors import StoreError
from coachkit.privacy import Masking
from coachkit.reviews.masking import Comments, words_of
from coachkit.reviews.values import AnswerRow, DisputeRow, ReviewRow
from coachkit.store import review_reading as reading
from coachkit.store.connected import Connected
from coachkit.store.engines import WAIT
from coachkit.store.place import is_file
from coachkit.store.tables import DISPUTE_ANSWERS, DISPUTES, MASKED_WORDS, REPLIES, REVIEWS

REVIEW, DISPUTE, ANSWER = "review", "dispute", "answer"
KINDS = (REVIEW, DISPUTE, ANSWER)
Said = TypeVar("Said", ReviewRow, DisputeRow, AnswerRow)


@dataclass(frozen=True)
class PastWords:
    """Where words hold personal data: which kind of row, its id (an answer's with its number), who wrote it about which reply
    (conversation and place), and the columns that would change."""

    kind: str
    row: str
    by: str
    conversation: str
    place: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class MaskedPast:
    """What was masked, and whether the database was rebuilt so that no old words are left in its own files."""

    found: tuple[PastWords, ...]
    rebuilt: bool


@dataclass(frozen=True)
class MaskedRow:
    """That the words of a row were masked afterwards; the store keeps nothing of what they were."""

    kind: str
    row: str
    columns: tuple[str, ...]
    by: str
    masked: datetime


@dataclass(frozen=True)
class _Change:
    where: PastWords
    table: Table
    key: Any
    values: dict[str, Any]


class Masks(Protocol):
    """Masks what somebody wrote about the reply of a key."""

    def __call__(self, reply: str, written: Said, /) -> Said:
        """The same masked."""


class MaskedAfterwards(Connected):
    """The part of the store that masks what was kept unmasked; how, its `masking` says."""

    def past_words(self) -> tuple[PastWords, ...]:
        """Where personal data stands in what people wrote, by what this computer knows now. Changes nothing.

        Raises StoreError for a store that was opened without masking.
        """
        with self._reading() as connection:
            return tuple(one.where for one in self._changes(connection))

    def mask_past_words(self, by: str) -> MaskedPast:
        """Masks it, all or none, and notes each row with `by` and the time; then rebuilds the tables without the old words."""
        with self._writing() as connection:
            changes = list(self._changes(connection))
            noted = {"masking": uuid.uuid4().hex, "author": by, "masked": datetime.now(UTC)}
            for one in changes:
                connection.execute(one.table.update().where(one.key).values(one.values))
                where = {"kind": one.where.kind, "row": one.where.row, "columns": one.where.columns}
                connection.execute(MASKED_WORDS.insert().values(**noted, **where))
        return MaskedPast(tuple(one.where for one in changes), self._rebuilt())

    def masked_rows(self) -> tuple[MaskedRow, ...]:
        """The rows whose words were masked afterwards, in the order of time."""
        ordered = select(MASKED_WORDS).order_by(MASKED_WORDS.c.masked, MASKED_WORDS.c.kind, MASKED_WORDS.c.row)
        return tuple(
            MaskedRow(one["kind"], one["row"], one["columns"], one["author"], one["masked"]) for one in self._rows(ordered)
        )

    def shown_reviews(self, reviews: Iterable[ReviewRow]) -> tuple[ReviewRow, ...]:
        """The same reviews as they may be shown or written out: masked, also where they are kept unmasked."""
        with self._reading() as connection:
            masks = self._masks(connection)
            return tuple(masks(one.reply, one) for one in reviews)

    def shown_disputes(self, disputes: Iterable[DisputeRow]) -> tuple[DisputeRow, ...]:
        """The same of disputes, with their answers."""
        with self._reading() as connection:
            masks = self._masks(connection)
            return tuple(
                replace(
                    masks(one.reply, replace(one, answers=())),
                    answers=tuple(masks(one.reply, each) for each in one.answers),
                )
                for one in disputes
            )

    def _masks(self, connection: Connection) -> Masks:
        """What masks words about a reply; of replies one after the other, each conversation is read once."""

        @lru_cache(maxsize=1)
        def about(reply: str, masking: Masking) -> Comments:
            return reading.comments(connection.execute(reading.select_around(reply)).mappings(), masking)

        def masks(reply: str, written: Said) -> Said:
            if self.masking is None or not any(words_of(written)):
                return written
            return about(reply, self.masking).fresh().masked(written)

        return masks

    def _changes(self, connection: Connection) -> Iterator[_Change]:
        if self.masking is None:
            raise StoreError(f"{self.place}: was opened without masking; open it with")
        masks = self._masks(connection)
        places = {row.key: (row.conversation, row.place) for row in connection.execute(_PLACES)}
        for row in connection.execute(select(REVIEWS).order_by(REVIEWS.c.saved, REVIEWS.c.id)).mappings().all():
            one = reading.review_row(row)
            after = masks(one.reply, one)
            columns = _differing(one, after, ("comment", "root_cause", "marks"))
            if columns:
                where = PastWords(REVIEW, one.id, one.reviewer, *places[one.reply], columns)
                yield _Change(where, REVIEWS, REVIEWS.c.id == one.id, _values(after, columns))
        yield from self._disputed(connection, places, masks)

    def _disputed(self, connection: Connection, places: dict[str, tuple[str, str]], masks: Masks) -> Iterator[_Change]:
        answers: dict[str, list[Any]] = {}
        for row in connection.execute(reading.select_answers()).mappings().all():
            answers.setdefault(row["dispute"], []).append(row)
        for row in connection.execute(reading.select_disputes()).mappings().all():
            one = reading.dispute_row(row, ())
            after = masks(one.reply, one)
            if columns := _differing(one, after, ("comment", "root_cause")):
                where = PastWords(DISPUTE, one.id, one.by, *places[one.reply], columns)
                yield _Change(where, DISPUTES, DISPUTES.c.id == one.id, _values(after, columns))
            for each in answers.get(one.id, ()):
                said = AnswerRow(each["author"], each["decision"], each["comment"], each["saved"])
                then = masks(one.reply, said)
                if columns := _differing(said, then, ("comment",)):
                    where = PastWords(ANSWER, f"{one.id} {each['number']}", said.by, *places[one.reply], columns)
                    key = (DISPUTE_ANSWERS.c.dispute == one.id) & (DISPUTE_ANSWERS.c.number == each["number"])
                    yield _Change(where, DISPUTE_ANSWERS, key, _values(then, columns))

    def _rebuilt(self) -> bool:
        """Rebuilds what holds the words; False where the database does not let us just now."""
        if is_file(self._engine.url):
            return _rebuilt_file(Path(str(self._engine.url.database)))
        try:
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                for one in (REVIEWS, DISPUTES, DISPUTE_ANSWERS):
                    connection.execute(text(f"vacuum full {one.name}"))
        except SQLAlchemyError:
            return False
        return True


_PLACES = select(REPLIES.c.key, REPLIES.c.conversation, REPLIES.c.place)


def _differing(before: Any, after: Any, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in columns if getattr(before, one) != getattr(after, one))


def _values(row: Any, columns: Sequence[str]) -> dict[str, Any]:
    return {one: getattr(row, one) for one in columns}


def _rebuilt_file(path: Path) -> bool:
    """Writes an SQLite file anew without its free pages, and empties the journal beside it."""
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as connection:
            connection.execute("vacuum")
            (busy, *_) = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
            return not busy
    except sqlite3.Error:
        return False
