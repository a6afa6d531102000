"""A connection and a transaction for each call: what every part of the store stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

from coachkit.privacy import Masking
from coachkit.store.engines import FOR, KEEPING
from coachkit.store.trouble import told_plainly

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, RowMapping, Select


AS_IT_COMES = Masking()
"""Everything that is known without being told: no pattern for orders."""


class Connected:
    """A database, what people call it, and how personal data in what people write about replies is masked; None for not."""

    def __init__(self, engine: Engine, place: str, masking: Masking | None = AS_IT_COMES) -> None:
        self._engine = engine
        self.place = place
        self.masking = masking

    def _rows(self, query: Select[Any]) -> list[RowMapping]:
        with told_plainly(self.place), self._engine.connect() as connection:
            return list(connection.execute(query).mappings().all())

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection to ask several things one after the other."""
        with told_plainly(self.place), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self, purpose: str = KEEPING) -> Iterator[Connection]:
        """A transaction: kept when the block ends, undone when it raises."""
        engine = self._engine.execution_options(**{FOR: purpose})
        with told_plainly(self.place), engine.begin() as connection:
            yield connection

    def _insert(self, table: Any) -> Any:
        """An insert that knows what to do on a conflict; both databases say it alike, SQLAlchemy in two places."""
        return sqlite.insert(table) if self._engine.dialect.name == "sqlite" else postgresql.insert(table)

    def _insert_new(self, connection: Connection, table: Any, values: Mapping[str, Any], key: Any = None) -> int:
        """Inserts a row unless it is there already (by `key`, else by any): 1 when it was new, else 0."""
        new = self._insert(table).values(**values).on_conflict_do_nothing(index_elements=None if key is None else [key])
        # Nobody asks for the new number; without these two a server tells it and counts no rows.
        return int(connection.execute(new.inline(), execution_options={"preserve_rowcount": True}).rowcount)
