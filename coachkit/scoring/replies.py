"""Replies as columns: what is known of many, without a value for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self, overload

from coachkit.model import Reply
from coachkit.text.corpus import Ints
from coachkit.text.held import some_of


@dataclass(frozen=True, eq=False)
class Replies(Sequence[Reply]):
    """n replies by their columns, in the order of Reply's parts; one of them is put together when it is asked for."""

    texts: Sequence[str]
    customers: Sequence[str | None]
    channels: Sequence[str | None]
    languages: Sequence[str | None]
    agent_names: Sequence[str | None]
    customer_names: Sequence[str | None]

    @classmethod
    def of(cls, replies: Sequence[Reply]) -> Replies:
        """The columns of replies; those that are columns already as they are."""
        if isinstance(replies, Replies):
            return replies
        return cls(
            [one.text for one in replies],
            [one.customer for one in replies],
            [one.channel for one in replies],
            [one.language for one in replies],
            [one.agent_name for one in replies],
            [one.customer_name for one in replies],
        )

    @property
    def columns(self) -> tuple[Sequence[str | None], ...]:
        """The six columns."""
        return self.texts, self.customers, self.channels, self.languages, self.agent_names, self.customer_names

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, place: int) -> Reply: ...
    @overload
    def __getitem__(self, place: slice) -> Self: ...
    def __getitem__(self, place: int | slice) -> Reply | Self:
        if isinstance(place, slice) and place.indices(len(self)) == (0, len(self), 1):
            return self
        parts = [column[place] for column in self.columns]
        return type(self)(*parts) if isinstance(place, slice) else Reply(*parts)  # type: ignore[arg-type]

    def some(self, rows: Ints) -> Self:
        """The replies at these places; the very same where they are all."""
        if len(rows) == len(self):
            return self
        places = rows.tolist()
        columns: tuple[Sequence[Any], ...] = self.columns
        return type(self)(*(some_of(column, rows, places) for column in columns))
