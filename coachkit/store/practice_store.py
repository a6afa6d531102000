"""The store: learners, their sessions, drafts, moves and attempts; and, from review_store, what is reviewed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, true, update
from sqlalchemy.exc import IntegrityError

from coachkit.errors import AlreadyWritten, StoreError
from coachkit.privacy import Masking
from coachkit.store.connected import AS_IT_COMES
from coachkit.store.engines import DRAFTING, choose_journal, make_engine
from coachkit.store.place import address, shown
from coachkit.store.reading import (
    SESSION_COLUMNS,
    move_row,
    past_attempt,
    select_attempts,
    select_moves,
    session_row,
)
from coachkit.store.review_store import Reviews
from coachkit.store.rows import AttemptRow, Draft, MoveRow, PastAttempt, RescoredRow, SessionRow
from coachkit.store.tables import ATTEMPTS, DRAFTS, LEARNERS, MOVES, RESCORED, SESSIONS
from coachkit.store.trouble import told_plainly
from coachkit.store.versions import bring_up_to_date

LONGEST_NAME = 200
# Moves that take what stands in the editor; the draft has become the move.
SENDING = frozenset(("send", "choose"))


class Store(Reviews):
    """Keeps what is practised and reviewed, in an SQLite file or on a PostgreSQL server.

    Any thread may call, and several programs may share a store: each call has a connection and a transaction of its own, and what
    it has returned from is kept. Every call raises StoreError with what to do when it cannot; nothing is half written then,
    and the store works again as soon as the cause is gone. Every Python string is kept as it is.
    """

    @classmethod
    def open(cls, url: str | None = None, *, masking: Masking | None = AS_IT_COMES) -> Store:
        """The store at `url`, else at COACHKIT_DB, else in COACHKIT_HOME or the user's data folder; made where there is none.

        Personal data in what people write about replies is masked by `masking`; with None it is kept as they wrote it, for a team
        whose replies were scored without masking. An older store is brought up to date. Raises StoreError for a newer one and
        where it cannot be reached or written.
        """
        where = address(url)
        place = shown(where)
        with told_plainly(place):
            engine = make_engine(where)
            bring_up_to_date(engine, place)
        choose_journal(engine)
        return cls(engine, place, masking)

    def learner(self, name: str) -> int:
        """The number of the learner of this name (compared exactly, 1 to 200 characters); made on first use."""
        if not 0 < len(name) <= LONGEST_NAME:
            raise StoreError(f"a learner's name has 1 to {LONGEST_NAME} characters, this one {len(name)}; choose another")
        known = select(LEARNERS.c.id).where(LEARNERS.c.name == name)
        found = self._rows(known)
        if found:
            return int(found[0]["id"])
        with self._writing() as connection:
            connection.execute(self._insert(LEARNERS).values(name=name).on_conflict_do_nothing())
            return int(connection.execute(known).scalar_one())

    def begin_session(
        self,
        learner: int,
        scenario_id: str,
        scenario_version: int,
        language: str,
        started: datetime,
        *,
        part_of: str | None = None,
    ) -> str:
        """The id of a new session, a uuid4 in hexadecimal digits; `part_of` is the id of the shift whose chat it is."""
        session_id = uuid.uuid4().hex
        values = {
            "id": session_id, "learner": learner, "scenario_id": scenario_id, "scenario_version": scenario_version,
            "language": language, "started": started, "part_of": part_of,
        }  # fmt: skip
        with self._writing() as connection:
            try:
                connection.execute(SESSIONS.insert().values(values))
            except IntegrityError as error:
                shift = f", or no shift {part_of}" if part_of else ""
                raise StoreError(f"{self.place}: has no learner {learner}{shift}; ask learner() for the number") from error
        return session_id

    def save_draft(self, session_id: str, turn: int, text: str) -> None:
        """Keeps what stands in the editor for the reply of this turn, in place of the session's draft before it."""
        values = {"turn": turn, "text": text, "saved": datetime.now(UTC)}
        kept = self._insert(DRAFTS).values(session_id=session_id, **values)
        with self._writing(DRAFTING) as connection:
            try:
                connection.execute(kept.on_conflict_do_update(index_elements=[DRAFTS.c.session_id], set_=values))
            except IntegrityError as error:
                raise self._no_session(session_id) from error

    def draft(self, session_id: str) -> Draft | None:
        """The draft of a session, None where nothing was typed since the last reply was sent."""
        found = self._rows(select(DRAFTS.c.turn, DRAFTS.c.text, DRAFTS.c.saved).where(DRAFTS.c.session_id == session_id))
        return Draft(**found[0]) if found else None

    def add_move(  # noqa: PLR0913, PLR0917 - a move as practice makes it, and its scores
        self,
        session_id: str,
        number: int,
        kind: str,
        at: float,
        text: str = "",
        turn: int = 0,
        attempt: AttemptRow | None = None,
    ) -> None:
        """Keeps a move, with the scores of the reply that it sent; a sent reply takes the draft away.

        Moves are numbered from 0 without gaps. Raises AlreadyWritten when another notebook has written another move of this
        number. The very same move again is no error, so a call that failed without a clear answer may be repeated.
        """
        move = MoveRow(number, kind, at, text, turn, attempt and attempt.plain())
        try:
            with self._writing() as connection:
                self._check_number(connection, session_id, number)
                _write(connection, session_id, move)
        except StoreError as error:
            # Either it is there already, or another notebook was faster by a hair.
            if isinstance(error.__cause__, IntegrityError) or isinstance(error, AlreadyWritten):
                self._compare(session_id, move, error)
                return
            raise

    def end_session(self, session_id: str, ending: str | None) -> None:
        """Ends a session now, with the scenario's ending where one was reached. The first end stays; a draft stays too."""
        ended = update(SESSIONS).where(SESSIONS.c.id == session_id, SESSIONS.c.ended.is_(None))
        with self._writing() as connection:
            if connection.execute(ended.values(ended=datetime.now(UTC), ending=ending)).rowcount:
                return
        if self.session(session_id) is None:
            raise self._no_session(session_id)

    def session(self, session_id: str) -> SessionRow | None:
        """One session by its id."""
        found = self._rows(select(*SESSION_COLUMNS).where(SESSIONS.c.id == session_id))
        return session_row(found[0]) if found else None

    def open_session(self, learner: int) -> SessionRow | None:
        """The session that the learner began last and has not ended; the chats of a shift do not count, their shift does."""
        mine = select(*SESSION_COLUMNS).where(
            SESSIONS.c.learner == learner, SESSIONS.c.ended.is_(None), SESSIONS.c.part_of.is_(None)
        )
        found = self._rows(mine.order_by(SESSIONS.c.started.desc(), SESSIONS.c.id).limit(1))
        return session_row(found[0]) if found else None

    def parts(self, session_id: str) -> tuple[SessionRow, ...]:
        """The chats of a shift, in the order in which they were begun."""
        return self._sessions(SESSIONS.c.part_of == session_id)

    def sessions(self, learner: int) -> tuple[SessionRow, ...]:
        """All sessions of a learner, oldest first."""
        return self._sessions(SESSIONS.c.learner == learner)

    def moves(self, session_id: str) -> tuple[MoveRow, ...]:
        """The moves of a session, by number."""
        return tuple(move_row(row) for row in self._rows(select_moves(session_id)))

    def attempts(self, learner: int) -> tuple[PastAttempt, ...]:
        """All attempts of a learner, oldest first: what progress is drawn from."""
        return tuple(past_attempt(row) for row in self._rows(select_attempts(learner)))

    def every_session(self) -> tuple[SessionRow, ...]:
        """The sessions of all learners, oldest first."""
        return self._sessions(true())

    def add_rescored(self, rows: Sequence[RescoredRow]) -> int:
        """Keeps scores of attempts under other rules, all or none; how many were new.

        What is there already under the same rules stays as it is. Raises StoreError for an attempt that is not in the store.
        """
        added = 0
        with self._writing() as connection:
            for row in rows:
                added += self._insert_new(connection, RESCORED, vars(row.plain()))
        return added

    def rescored(self, session_id: str) -> tuple[RescoredRow, ...]:
        """The scores under other rules of a session's attempts, by attempt and then by when they were scored."""
        mine = select(RESCORED).where(RESCORED.c.session_id == session_id)
        found = self._rows(mine.order_by(RESCORED.c.number, RESCORED.c.scored, RESCORED.c.fingerprint))
        return tuple(RescoredRow(**row) for row in found)

    def _sessions(self, condition: Any) -> tuple[SessionRow, ...]:
        found = self._rows(select(*SESSION_COLUMNS).where(condition).order_by(SESSIONS.c.started, SESSIONS.c.id))
        return tuple(session_row(row) for row in found)

    def _check_number(self, connection: Connection, session_id: str, number: int) -> None:
        next_number = connection.execute(
            select(func.coalesce(func.max(MOVES.c.number), -1) + 1).where(MOVES.c.session_id == session_id)
        ).scalar_one()
        if number < next_number:
            raise self._taken(number)
        if number > next_number:
            raise StoreError(f"{self.place}: move {next_number} of this session is not written yet; write it before {number}")

    def _compare(self, session_id: str, move: MoveRow, error: StoreError) -> None:
        """Returns when the very same move is in the store. Raises what is the matter otherwise."""
        if self.session(session_id) is None:
            raise self._no_session(session_id) from error
        there = next((one for one in self.moves(session_id) if one.number == move.number), None)
        if there is None:
            raise error
        if there != move:
            raise self._taken(move.number) from error

    def _taken(self, number: int) -> AlreadyWritten:
        return AlreadyWritten(
            f"{self.place}: move {number} of this session was written from another window. Nothing was overwritten: "
            "open the session again to go on from there, and close the other window"
        )

    def _no_session(self, session_id: str) -> StoreError:
        return StoreError(f"{self.place}: has no session {session_id}; begin one first")


def _write(connection: Connection, session_id: str, move: MoveRow) -> None:
    """The move, its scores, and no more draft of it."""
    values = {"kind": move.kind, "at": move.at, "text": move.text, "turn": move.turn}
    connection.execute(MOVES.insert().values(session_id=session_id, number=move.number, **values))
    if move.attempt is not None:
        connection.execute(ATTEMPTS.insert().values(session_id=session_id, number=move.number, **asdict(move.attempt)))
    if move.kind in SENDING:
        connection.execute(delete(DRAFTS).where(DRAFTS.c.session_id == session_id))
