"""Conversations as every reader of them understands them, and the rows they become."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coachkit.errors import InputError
from coachkit.transcripts.rows import NUMBER, TEXT, WHOLE, Row, Table
from coachkit.transcripts.times import instant

CUSTOMER, AGENT = "customer", "agent"

TRANSCRIPT_KINDS: Mapping[str, str] = {
    "conversation": TEXT, "message": WHOLE, "at": TEXT, "speaker": TEXT, "agent_name": TEXT, "customer_name": TEXT,
    "channel": TEXT, "language": TEXT, "text": TEXT, "csat": NUMBER, "nps": NUMBER,
}  # fmt: skip
TRANSCRIPT_COLUMNS = tuple(TRANSCRIPT_KINDS)

LONGEST_TEXT = 1_000_000
"""Characters of one message that are kept."""

LONGEST_LABEL = 300
"""Characters of a name, an id or a time that are kept."""

_LONE = re.compile("[\ud800-\udfff\x00]")


@dataclass(frozen=True, slots=True)
class TranscriptMessage:
    """One message. `number` counts from 1 in its conversation; `at` is ISO 8601; `speaker` is customer, agent or None."""

    number: int
    at: str | None
    speaker: str | None
    name: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """One conversation with its messages in the order of time; `csat` is 1 to 5, `nps` 0 to 10, None where not given.

    `language` is that of the agent's replies and mostly None: exports tell the customer's or the browser's, and the reply's own
    is found in its text.
    """

    conversation: str | None
    channel: str | None
    language: str | None
    messages: tuple[TranscriptMessage, ...]
    csat: float | None = None
    nps: float | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A part that could not be read: where it stands and why."""

    place: str
    why: str

    @property
    def problem(self) -> str:
        """As the row that stands for it says it."""
        return f"unreadable part: {self.place}: {self.why}"


Part = Transcript | Fault
LeftOut = Counter[str]
"""What was left out of the rows on purpose, by kind: internal notes, bots, system lines, media."""

SILENT = "conversation without messages"
"""The kind of a ticket or conversation that nobody has written anything in, or of which everything else was left out."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message before it has its number."""

    at: str | None
    speaker: str | None
    name: str | None
    text: str


def whole(text: str, longest: int = LONGEST_TEXT) -> str:
    """The text as any file can hold it: lone surrogates and NUL replaced, cut at `longest` characters."""
    return _LONE.sub("\ufffd", text[:longest])


def label(value: Any) -> str | None:
    """A name, id or time from a file as one short line; None where it is missing or no plain value."""
    if value is None or isinstance(value, (bool, list, dict)) or value != value:  # noqa: PLR0124 - NaN is not itself
        return None
    try:
        line = " ".join(str(value).split())
    except ValueError:  # a whole number of thousands of digits
        return None
    return whole(line, LONGEST_LABEL) or None


def disguised(kind: str, name: str | None) -> str:
    """An id for a conversation whose own name may be a person's: a file "Chat with Anna", a mail's id. The same every time.

    >>> disguised("chat", "Chat with Anna")
    'chat-5010fe0715'
    """
    return f"{kind}-{hashlib.sha256((name or '').encode('utf-8', 'replace')).hexdigest()[:10]}"


def transcript(
    conversation: Any,
    channel: str | None,
    said: Iterable[Said],
    *,
    language: Any = None,
    csat: float | None = None,
    nps: Any = None,
) -> Transcript:
    """The conversation of these messages, numbered in the order of time where all of them tell theirs; empty ones left out."""
    kept = [one for one in said if one.text.strip()]
    if all(one.at for one in kept):
        kept.sort(key=lambda one: instant(one.at))
    numbered = tuple(
        TranscriptMessage(number, one.at, one.speaker, label(one.name), whole(one.text))
        for number, one in enumerate(kept, start=1)
    )
    return Transcript(label(conversation), channel, label(language), numbered, csat, between(nps, 0, 10))


def between(value: Any, low: float, high: float) -> float | None:
    """The number where it lies within the limits; else None."""
    try:
        number = float(value) if not isinstance(value, (bool, list, dict)) and value is not None else None
    except (ValueError, OverflowError):
        return None
    return number if number is not None and low <= number <= high else None


def rows_of(talk: Transcript, first: int = 1) -> Iterator[Row]:
    """The conversation's messages as rows, numbered from `first`.

    A row bears the customer's name and the agent's: of the one who speaks, else of the last who spoke.
    """
    customers = [one.name for one in talk.messages if one.speaker == CUSTOMER and one.name]
    customer, agent = (customers[0] if customers else None), None
    for number, one in enumerate(talk.messages, start=first):
        customer = (one.name or customer) if one.speaker == CUSTOMER else customer
        agent = (one.name or agent) if one.speaker == AGENT else agent
        yield message_row(number, talk, one, agent, customer)


def message_row(number: int, talk: Transcript, one: TranscriptMessage, agent: str | None, customer: str | None) -> Row:
    """One message as a row. A message of somebody who could not be placed has no speaker, and is kept unscored."""
    values = {
        "conversation": talk.conversation, "message": one.number, "at": one.at, "speaker": one.speaker, "agent_name": agent,
        "customer_name": customer, "channel": talk.channel, "language": talk.language, "text": one.text, "csat": talk.csat,
        "nps": talk.nps,
    }  # fmt: skip
    return Row(number, values)


def fault_row(number: int, fault: Fault) -> Row:
    """The row that stands for a part that could not be read."""
    return Row(number, {}, whole(fault.problem, 500), broken=True)


def rows_of_parts(parts: Iterable[Part], left_out: LeftOut) -> Iterator[Row]:
    """All rows of a file, numbered from 1; conversations of which no message is left are counted in `left_out`."""
    number = 0
    for part in parts:
        if isinstance(part, Transcript) and not part.messages:
            left_out[SILENT] += 1
        for row in [fault_row(number + 1, part)] if isinstance(part, Fault) else rows_of(part, number + 1):
            number += 1
            yield row


def talk_table(path: Path, form: str, rows: Iterator[Row], left_out: LeftOut, agents_by: str) -> Table:
    """The table of a transcript file."""
    return Table(path, TRANSCRIPT_COLUMNS, rows, None, TRANSCRIPT_KINDS, format=form, left_out=left_out, agents_by=agents_by)


def first_row_or_refuse(path: Path, rows: Iterator[Row], what: str) -> Iterator[Row]:
    """The same rows. Raises InputError when there is none."""
    first = next(rows, None)
    if first is None:
        raise InputError(f"{path}: {what}")
    return _with(first, rows)


def _with(first: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rows
