"""The conversations around the replies of a scored file, as a reviewer reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coachkit.reviews.values import ReplyRow

CUSTOMER, AGENT = "customer", "agent"


@dataclass(frozen=True)
class Said:
    """One message: `speaker` is "customer" or "agent", `at` ISO 8601 or empty; `key` the reply's where it can be reviewed."""

    speaker: str
    text: str
    name: str = ""
    at: str = ""
    key: str = ""


def conversations_of(replies: Iterable[ReplyRow]) -> dict[str, tuple[Said, ...]]:
    """The messages of each conversation in the order of its replies, by its id: before each reply the words that it answers.

    Two replies to the same words stand one after the other. Replies without a conversation are left out: nothing is around them.
    """
    found: dict[str, list[Said]] = {}
    for reply in replies:
        if reply.conversation:
            said = found.setdefault(reply.conversation, [])
            said.extend(_after(said, reply))
    return {name: tuple(said) for name, said in found.items()}


def around(reply: ReplyRow) -> tuple[Said, ...]:
    """A reply with the words it answers before it."""
    before = (Said(CUSTOMER, reply.customer),) if reply.customer else ()
    return (*before, Said(AGENT, reply.text, reply.agent, reply.at, reply.key))


def _after(said: Sequence[Said], reply: ReplyRow) -> tuple[Said, ...]:
    last = next((one.text for one in reversed(said) if one.speaker == CUSTOMER), None)
    return around(reply)[1:] if last is not None and last == reply.customer else around(reply)
