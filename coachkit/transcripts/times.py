"""Times as files write them, as ISO 8601: with an offset where the file says one, in UTC where it counts seconds."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from typing import Any

_MILLISECONDS = 100_000_000_000
"""From here on a number counts milliseconds: as seconds it would be after the year 5138."""

_TWITTER = "%a %b %d %H:%M:%S %z %Y"
_CLOCK = re.compile(r"(?<=\d)\s+(?:klo|kl\.?)\s+(?=\d)", re.IGNORECASE)
_DOTTED_HOUR = re.compile(r"(?<=\s)(\d{1,2})\.(\d{2})(?:\.(\d{2}))?$")
_DOTTED_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_DIGITS = re.compile(r"\d{9,17}(?:\.\d+)?")


def iso_time(value: Any) -> str | None:
    """The time in ISO 8601; None where it is none.

    Takes seconds or milliseconds since 1970, ISO 8601, the form of e-mail headers, that of tweets and that of Finnish tables
    (3.2.2026 klo 9.15).

    >>> iso_time(1741000000), iso_time("2025-03-03 13:06:40+02:00")
    ('2025-03-03T11:06:40+00:00', '2025-03-03T13:06:40+02:00')
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return _counted(value)
    if not isinstance(value, str) or len(value) > 80:
        return None
    text = value.strip()
    if _DIGITS.fullmatch(text):
        return _counted(float(text))
    for read in (
        dt.datetime.fromisoformat,
        _dotted,
        *((parsedate_to_datetime, _tweet) if "," in text else (_tweet, parsedate_to_datetime)),
    ):
        try:
            return read(text).isoformat()
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def without_clock_word(text: str) -> str:
    """The time as other countries write it: without "klo" or "kl.", the hours and minutes with a colon.

    >>> without_clock_word("3.2.2026 klo 9.15")
    '3.2.2026 9:15'
    """
    bare = _CLOCK.sub(" ", text.strip())
    return _DOTTED_HOUR.sub(lambda found: ":".join(filter(None, found.groups())), bare)


def _dotted(text: str) -> dt.datetime:
    """A day before its month, with stops. Raises ValueError for anything else."""
    found = _DOTTED_DAY.fullmatch(without_clock_word(text))
    if found is None:
        raise ValueError(text)
    day, month, year, hour, minute, second = (int(one or 0) for one in found.groups())
    return dt.datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - such tables tell no offset


def _tweet(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, _TWITTER)  # noqa: DTZ007 - the form has an offset


def _counted(value: float) -> str | None:
    try:
        seconds = value / 1000 if abs(value) >= _MILLISECONDS else value
        return dt.datetime.fromtimestamp(seconds, tz=dt.UTC).isoformat() if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def instant(at: str | None) -> float:
    """A time to sort by, in seconds; times without an offset count as UTC, missing ones come first."""
    if at is None:
        return float("-inf")
    try:
        moment = dt.datetime.fromisoformat(at)
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()
    except (ValueError, OverflowError):
        return float("-inf")
