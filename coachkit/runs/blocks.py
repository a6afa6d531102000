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


@dataclass(frozen=True, eq=False)
class Block:
    """Rows of the file in order; `number` counts the blocks from 0. Where they begin and end depends on the file alone."""

    number: int
    messages: list[Message]

    @cached_property
    def replies(self) -> list[Reply]:
        """What is scored of it."""
        return [message.reply for message in self.messages if message.reply is not None]

    @cached_property
    def cells(self) -> Cells:
        """The same as columns."""
        return tuple([getattr(reply, name) for reply in self.replies] for name in FIELDS)

    @cached_property
    def digest(self) -> bytes:
        """32 bytes that are the same only for the same replies."""
        return blake2b(json.dumps(self.cells).encode(), digest_size=32).digest()


def blocks(stream: Iterable[Message]) -> Iterator[Block]:
    """The messages in blocks of at most BLOCK, fewer where their texts are long."""
    number, waiting, size = 0, list[Message](), 0
    for message in stream:
        waiting.append(message)
        if message.reply is not None:
            size += len(message.reply.text) + len(message.reply.customer or "")
        if len(waiting) == BLOCK or size >= BLOCK_CHARACTERS:
            yield Block(number, waiting)
            number, waiting, size = number + 1, [], 0
    if waiting:
        yield Block(number, waiting)
