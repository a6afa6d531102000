"""The conversations around the replies of a scored file, as a reviewer reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coachkit.reviews.scored import ScoredFile
from coachkit.reviews.values import ReplyRow
from coachkit.transcripts.values import text_of

CUSTOMER, AGENT = "customer", "agent"


@dataclass(frozen=True)
class Said:
    """One message: `speaker` is "customer" or "agent", `at` ISO 8601 or empty; `key` the reply's where it can be reviewed."""

    speaker: str
    text: str
    name: str = ""
    at: str = ""
    key: str = ""


def conversations_of(file: ScoredFile) -> dict[str, tuple[Said, ...]]:
    """The messages of each conversation in the order of the file, by its id.

    Rows that were not scored are the customer's. Where the file has none of those, the words that a reply answers stand before
    it. Rows without a conversation are left out: they have nothing around them.
    """
    found: dict[str, list[Said]] = {}
    for row, reply in zip(file.rows, file.replies(), strict=True):
        conversation = reply.conversation if reply else text_of(row.get(file.columns.conversation or ""))
        if not conversation:
            continue
        said = found.setdefault(conversation, [])
        if reply is None:
            said.extend(_customers(file, row))
        else:
            said.extend(around(reply, with_customer=file.columns.speaker is None or not _asked(said)))
    return {name: tuple(said) for name, said in found.items()}


def around(reply: ReplyRow, *, with_customer: bool = True) -> tuple[Said, ...]:
    """A reply with the words it answers before it."""
    before = (Said(CUSTOMER, reply.customer),) if with_customer and reply.customer else ()
    return (*before, Said(AGENT, reply.text, reply.agent, reply.at, reply.key))


def _asked(said: list[Said]) -> bool:
    """Whether the customer's own rows stand in the file, so that the words answered need not be said again."""
    return any(one.speaker == CUSTOMER for one in said)


def _customers(file: ScoredFile, row: Mapping[str, Any]) -> tuple[Said, ...]:
    text = text_of(row.get(file.columns.text or ""))
    at = text_of(row.get(file.more.get("at", "")))
    return (Said(CUSTOMER, text, text_of(row.get(file.columns.customer_name or "")) or "", at or ""),) if text else ()
