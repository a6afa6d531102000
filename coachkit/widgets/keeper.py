"""Keeps a practice session in the store; what cannot be written now waits, and nobody loses a word over a full disk."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from coachkit.errors import AlreadyWritten, CoachkitError, StoreError
from coachkit.practice.session import Attempt, Move

if TYPE_CHECKING:
    from coachkit.store import AttemptRow, Draft, PastAttempt, SessionRow, Store

PAUSE = 5.0
"""Seconds after trouble in which drafts are not tried again: typing must not wait at every key for a server that is away."""

Answer = TypeVar("Answer")


class Shelf:
    """The store as the desk uses it: opened at the first need, tried again after trouble.

    `name` is the learner under which everything is kept. `trouble` says what went wrong last; empty when all is well.
    """

    def __init__(self, learner: str, open_store: Callable[[], Store] | None = None) -> None:
        self.name = learner
        self.trouble = ""
        self._open = open_store or _default_store
        self._store: Store | None = None
        self._learner: int | None = None
        self._failed = -PAUSE

    def ask(self, question: Callable[[Store, int], Answer]) -> Answer | None:
        """What the store answers; None where it cannot, and `trouble` says why. AlreadyWritten is passed on."""
        try:
            if self._store is None:
                self._store = self._open()
            if self._learner is None:
                self._learner = self._store.learner(self.name)
            answer = question(self._store, self._learner)
        except AlreadyWritten:
            raise
        except CoachkitError as error:  # StoreError, and MissingExtra without SQLAlchemy
            self.trouble = str(error)
            self._failed = time.monotonic()
            return None
        self.trouble = ""
        return answer

    @property
    def resting(self) -> bool:
        """Whether the last trouble is so young that what can wait should wait."""
        return bool(self.trouble) and time.monotonic() - self._failed < PAUSE

    def sessions(self) -> tuple[SessionRow, ...]:
        """All sessions of the learner, oldest first; none where the store cannot be read."""
        return self.ask(lambda store, learner: store.sessions(learner)) or ()

    def attempts(self) -> tuple[PastAttempt, ...]:
        """All attempts of the learner, oldest first; none where the store cannot be read."""
        return self.ask(lambda store, learner: store.attempts(learner)) or ()

    def unfinished(self) -> SessionRow | None:
        """The session begun last that has not ended, if any."""
        return self.ask(lambda store, learner: store.open_session(learner))

    def parts(self, row: str) -> Sequence[SessionRow]:
        """The chats of a stored shift, in the order they were begun."""
        return self.ask(lambda store, _: store.parts(row)) or ()


def _default_store() -> Store:
    from coachkit.store import Store

    return Store.open()


class Keeper:
    """One session's place on the shelf: its moves go there in order, each once, as soon as the store takes them.

    `id` names the session in the browser's drafts too; it is the store's id unless the store could not be reached at first.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what a session's row holds
        self,
        shelf: Shelf,
        scenario: str,
        version: int,
        language: str,
        part_of: Keeper | None = None,
        row: str = "",
        written: int = 0,
    ) -> None:
        self.shelf = shelf
        self._what = (scenario, version, language, datetime.now(UTC))
        self._part_of = part_of
        self._written = written
        self._waiting: list[tuple[Move, AttemptRow | None]] = []
        self._ending: tuple[str | None] | None = None
        self.row = row
        self._begin()
        self.id = self.row or uuid4().hex

    def _begin(self) -> bool:
        """Whether the session has its row; a shift's own row comes before those of its chats."""
        above = self._part_of
        if self.row or (above is not None and not above._begin()):  # noqa: SLF001 - another of its own kind
            return bool(self.row)
        part_of = above.row if above else None
        self.row = self.shelf.ask(lambda store, learner: store.begin_session(learner, *self._what, part_of=part_of)) or ""
        return bool(self.row)

    def draft(self, turn: int, text: str) -> None:
        """Keeps what stands in the editor; left out for a moment after trouble."""
        if not self.shelf.resting and self._flush():
            self.shelf.ask(lambda store, _: store.save_draft(self.row, turn, text))

    def kept_draft(self) -> Draft | None:
        """The draft in the store, if any."""
        return self.shelf.ask(lambda store, _: store.draft(self.row)) if self.row else None

    def add(self, move: Move, attempt: Attempt | None) -> None:
        """Keeps a move and the scores it made. Raises AlreadyWritten when another window has written another one."""
        # The session knows which reply a send is; the store is told, so that progress can say it.
        numbered = replace(move, turn=attempt.turn) if attempt else move
        self._waiting.append((numbered, row_of(attempt) if attempt else None))
        self._flush()

    def end(self, ending: str | None) -> None:
        """Notes that the session has ended, and how (the scenario's ending, None where it was stopped)."""
        self._ending = (ending,)
        self._flush()

    def _flush(self) -> bool:
        """Writes what waits, in order. Whether nothing waits any more."""
        while self._waiting and self._begin():
            self._write(self._written, *self._waiting[0])
            if self.shelf.trouble:
                return False
            self._waiting.pop(0)
            self._written += 1
        if self._ending and self._begin():
            ending = self._ending[0]
            self.shelf.ask(lambda store, _: store.end_session(self.row, ending))
            self._ending = self._ending if self.shelf.trouble else None
        return self._begin() and not self._waiting

    def _write(self, number: int, move: Move, attempt: AttemptRow | None) -> None:
        self.shelf.ask(lambda store, _: store.add_move(self.row, number, move.kind, move.at, move.text, move.turn, attempt))

    def moves(self) -> tuple[Move, ...]:
        """The moves that stand in the store; what waited to be written is given up for them."""
        rows = self.shelf.ask(lambda store, _: store.moves(self.row)) if self.row else None
        if rows is None:
            raise StoreError(self.shelf.trouble)
        self._waiting, self._written = [], len(rows)
        return tuple(Move(one.kind, one.at, one.text, one.turn) for one in rows)


def row_of(made: Attempt) -> AttemptRow:
    """An attempt's scores as the store keeps them: total and dimensions 0 to 100, scored criteria 0 to 1."""
    from coachkit.store import AttemptRow

    return AttemptRow(
        **made.card.columns(),
        mood_before=made.mood_before,
        mood_after=made.mood_after,
        seconds=made.seconds,
    )
