"""Types of columns that keep any Python value as it is, alike in SQLite and PostgreSQL."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from coachkit.reviews.values import Mark

# PostgreSQL takes no NUL in a text and neither database takes half a surrogate pair, which an editor can hold between two
# keystrokes. Each is kept as the control character DLE ("data link escape") and four hexadecimal digits, and so is DLE itself.
ESCAPE = "\x10"
_UNKEEPABLE = re.compile("[\x00\x10\ud800-\udfff]")
_ESCAPED = re.compile(f"{ESCAPE}([0-9a-f]{{4}})")


def keepable(text: str) -> str:
    """The text without what a database refuses; `original` gives it back."""
    return _UNKEEPABLE.sub(lambda found: f"{ESCAPE}{ord(found[0]):04x}", text)


def original(text: str) -> str:
    """The text that `keepable` was given."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


class AnyText(TypeDecorator[str]):
    """Text of any characters, NUL and half surrogate pairs too."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """As it is kept."""
        return None if value is None else keepable(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - as above
        """As it was given."""
        return None if value is None else original(value)


class Moment(TypeDecorator[datetime]):
    """A point in time, kept as ISO 8601 in UTC to the microsecond, so that the order of the texts is the order in time.

    A naive value is taken as local time; what comes back is aware, in UTC.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - as above
        """As it is kept."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as above
        """As it was given, in UTC."""
        return None if value is None else datetime.fromisoformat(value)


class Scores(TypeDecorator[Mapping[str, float | None]]):
    """Scores by criterion id, as a JSON object."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, float | None] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """As it is kept."""
        return None if value is None else json.dumps(dict(value), allow_nan=False)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Mapping[str, float | None] | None:  # noqa: ARG002
        """As it was given."""
        return None if value is None else json.loads(value)


class Names(TypeDecorator[tuple[str, ...]]):
    """Several ids, as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - as above
        """As it is kept."""
        return None if value is None else json.dumps(list(value))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ARG002 - as above
        """As it was given."""
        return None if value is None else tuple(json.loads(value))


class Marks(TypeDecorator[tuple[Mark, ...]]):
    """Marks of a review, as a JSON list of objects."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Mark, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - as above
        """As it is kept."""
        return None if value is None else json.dumps([asdict(one) for one in value])

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[Mark, ...] | None:  # noqa: ARG002 - as above
        """As it was given."""
        return None if value is None else tuple(Mark(**one) for one in json.loads(value))
