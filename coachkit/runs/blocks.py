"""The rows of a file in blocks: what is scored at a time, by one process, and kept as one part."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from hashlib import blake2b

from coachkit.batch import BLOCK
from coachkit.model import Reply
from coachkit.transcripts.conversation import Message

BLOCK_CHARACTERS = 4_000_000
"""Characters of a block after which it takes no more rows: long texts do not make it grow."""

FIELDS = tuple(one.name for one in fields(Reply))

Cells = tuple[list[str | None], ...]
"""Replies as columns, one per field: they travel between processes ten times faster than replies."""


@dataclass(frozen=True, eq=False, slots=True)
class Work:
    """What a scoring process is sent of a block: its replies, and the texts of its other rows where they are to be scanned."""

    replies: Cells
    others: list[str | None]

    @property
    def texts(self) -> list[str | None]:
        """All that is scanned: the replies, the customers' words before them, the texts of the other rows."""
        return [*self.replies[0], *self.replies[1], *self.others]


@dataclass(frozen=True, eq=False)
class Block:
    """Rows of the file in order; `number` counts the blocks from 0. Where they begin and end depends on the file alone."""

    number: int
    messages: list[Message]
    scanned: str | None = None
    """The column whose texts are scanned for personal data in every row, replies or not; None for none."""

    @cached_property
    def replies(self) -> list[Reply]:
        """What is scored of it."""
        return [message.reply for message in self.messages if message.reply is not None]

    @cached_property
    def work(self) -> Work:
        """What a scoring process is sent."""
        replies = tuple([getattr(reply, name) for reply in self.replies] for name in FIELDS)
        return Work(replies, [self._text(message) for message in self.messages if message.reply is None] if self.scanned else [])

    def _text(self, message: Message) -> str | None:
        cell = message.row.values.get(self.scanned or "")
        return cell if isinstance(cell, str) else None

    @cached_property
    def digest(self) -> bytes:
        """32 bytes that are the same only for the same texts."""
        return blake2b(json.dumps((self.work.replies, self.work.others)).encode(), digest_size=32).digest()


def blocks(stream: Iterable[Message], scanned: str | None = None) -> Iterator[Block]:
    """The messages in blocks of at most BLOCK, fewer where their texts are long."""
    number, waiting, size = 0, list[Message](), 0
    for message in stream:
        waiting.append(message)
        if message.reply is not None:
            size += len(message.reply.text) + len(message.reply.customer or "")
        if len(waiting) == BLOCK or size >= BLOCK_CHARACTERS:
            yield Block(number, waiting, scanned)
            number, waiting, size = number + 1, [], 0
    if waiting:
        yield Block(number, waiting, scanned)
