"""The rows of a file in blocks: what is scored at a time, by one process, and kept as one part."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from hashlib import sha256
from itertools import accumulate, chain, groupby
from typing import Any, NamedTuple

import numpy as np

from coachkit.batch import BLOCK
from coachkit.model import Reply
from coachkit.transcripts.conversation import Cells, Message, ReplyStretch
from coachkit.transcripts.rows import Stretch
from coachkit.transcripts.text_column import TextColumn, joined

BLOCK_CHARACTERS = 4_000_000
"""Characters of a block after which it takes no more rows: long texts do not make it grow."""

FIELDS = tuple(one.name for one in fields(Reply))
CHANNEL = FIELDS.index("channel")
"""Where the column of the channels stands among those of the replies."""

Piece = ReplyStretch | list[Message]
"""Rows one after the other: as columns where they are replies without a problem, else each by itself."""


@dataclass(frozen=True, eq=False, slots=True)
class Work:
    """What a scoring process is sent of a block: its replies, and the texts of its other rows where they are to be scanned."""

    replies: Cells
    others: Sequence[str | None]

    @property
    def texts(self) -> Sequence[str | None]:
        """All that is scanned: the replies, the customers' words before them, the texts of the other rows.

        As bytes where all of them are; then what is missing at the end is left out.
        """
        texts, customers = self.replies[:2]
        if isinstance(texts, TextColumn) and not any(self.others):
            if isinstance(customers, TextColumn):
                return joined((texts, customers))
            if customers.count(None) == len(customers):
                return texts
        return [*texts, *customers, *self.others]

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpacked, (tuple(map(_packed, self.replies)), _packed(self.others))

    def listed(self) -> Work:
        """The same without columns of bytes, for a process without compiled loops."""
        return Work(tuple(map(list, self.replies)), self.others)


class _Same(NamedTuple):
    """A list of one value, so many times."""

    value: str | None
    times: int


def _packed(column: Sequence[str | None]) -> Any:
    """The column as it travels: most of what a file does not tell is one value."""
    if type(column) is list and len(column) > 1 and column[0] is column[-1] and column.count(column[0]) == len(column):
        return _Same(column[0], len(column))
    return column


def _unpacked(replies: Sequence[Any], others: Any) -> Work:
    columns = [[column.value] * column.times if isinstance(column, _Same) else column for column in (*replies, others)]
    return Work(tuple(columns[:-1]), columns[-1])


@dataclass(frozen=True, eq=False)
class Block:
    """Rows of the file in order; `number` counts the blocks from 0. Where they begin and end depends on the file alone."""

    number: int
    pieces: Sequence[Piece]
    scanned: str | None = None
    """The column whose texts are scanned for personal data in every row, replies or not; None for none."""

    @cached_property
    def rows(self) -> int:
        """How many rows it has."""
        return sum(map(len, self.pieces))

    @property
    def messages(self) -> Iterator[Message]:
        """All of its rows, in order."""
        return chain.from_iterable(piece.messages() if isinstance(piece, ReplyStretch) else piece for piece in self.pieces)

    @property
    def with_care(self) -> Iterator[Message]:
        """The rows that are kept by themselves: all that are no replies or have a problem are among them."""
        return chain.from_iterable(piece for piece in self.pieces if not isinstance(piece, ReplyStretch))

    @cached_property
    def work(self) -> Work:
        """What a scoring process is sent."""
        columns = [piece.cells if isinstance(piece, ReplyStretch) else _cells(piece) for piece in self.pieces]
        replies = columns[0] if len(columns) == 1 else tuple(map(joined, zip(*columns, strict=True)))
        return Work(replies, [self._text(message) for message in self.with_care if message.reply is None] if self.scanned else [])

    def _text(self, message: Message) -> str | None:
        cell = message.row.values.get(self.scanned or "")
        return cell if isinstance(cell, str) else None

    @cached_property
    def digest(self) -> bytes:
        """32 bytes that are the same only for the same texts."""
        total = sha256()
        for column in (*self.work.replies, self.work.others):
            total.update(len(column).to_bytes(8, "little"))
            for part in _digestible(column):
                total.update(part)
        return total.digest()


def _digestible(column: Sequence[str | None]) -> tuple[Any, ...]:
    """Bytes that differ for different texts: whether they are all the same, their lengths, and one after the other."""
    if isinstance(column, TextColumn):
        one_value = column.is_one_value()
        texts = column[:1] if one_value else column
        return b"%d" % one_value, np.diff(texts.begins).astype(np.int64), np.ascontiguousarray(texts.own_bytes)
    one_value = bool(column) and column.count(column[0]) == len(column)
    parts = [None if one is None else one.encode("utf-8", "surrogatepass") for one in (column[:1] if one_value else column)]
    lengths = array("q", [-1 if one is None else len(one) for one in parts])
    return b"%d" % one_value, lengths, b"".join(filter(None, parts))


def _cells(messages: Iterable[Message]) -> Cells:
    replies = [message.reply for message in messages if message.reply is not None]
    return tuple([getattr(reply, name) for reply in replies] for name in FIELDS)


def blocks(stream: Iterable[Message | ReplyStretch], scanned: str | None = None) -> Iterator[Block]:
    """The messages in blocks of at most BLOCK, fewer where their texts are long."""
    number, waiting, rows, size = 0, list[Message | ReplyStretch](), 0, 0
    for piece in stream:
        start = 0
        while start < _rows(piece):
            fitting, characters = _fitting(piece, start, BLOCK - rows, BLOCK_CHARACTERS - size)
            waiting.append(_part(piece, start, start + fitting))
            start, rows, size = start + fitting, rows + fitting, size + characters
            if rows >= BLOCK or size >= BLOCK_CHARACTERS:
                yield Block(number, _pieces(waiting), scanned)
                number, waiting, rows, size = number + 1, [], 0, 0
    if waiting:
        yield Block(number, _pieces(waiting), scanned)


def _rows(piece: Message | ReplyStretch) -> int:
    return len(piece) if isinstance(piece, ReplyStretch) else 1


def _part(piece: Message | ReplyStretch, start: int, end: int) -> Message | ReplyStretch:
    return piece.part(start, end) if isinstance(piece, ReplyStretch) and end - start < len(piece) else piece


def _fitting(piece: Message | ReplyStretch, start: int, rows: int, characters: int) -> tuple[int, int]:
    """How many rows from `start` on make a block full, or all that there are, and how many characters they come to."""
    if not isinstance(piece, ReplyStretch):
        return 1, len(piece.reply.text) + len(piece.reply.customer or "") if piece.reply else 0
    texts, customers = (column[start : start + rows] for column in piece.cells[:2])
    if isinstance(texts, TextColumn) and (total := _characters(texts) + _characters(customers)) < characters:
        return len(texts), total
    lengths = list(map(len, filter(None, texts)))
    if customers.count(None) < len(customers):
        lengths = [one + len(words or "") for one, words in zip(lengths, customers, strict=True)]
    if sum(lengths) < characters:
        return len(lengths), sum(lengths)
    return next((place, total) for place, total in enumerate(accumulate(lengths), start=1) if total >= characters)


def _characters(column: Sequence[str | None]) -> int:
    return column.characters if isinstance(column, TextColumn) else sum(map(len, filter(None, column)))


def _pieces(waiting: Sequence[Message | ReplyStretch]) -> list[Piece]:
    """What waits, with neighbours of one kind as one."""
    found: list[Piece] = []
    for as_columns, group in groupby(waiting, key=_is_columns):
        some: list[Any] = list(group)
        found.append(_joined(some) if as_columns else some)
    return found


def _is_columns(piece: Message | ReplyStretch) -> bool:
    return isinstance(piece, ReplyStretch)


def _joined(parts: Sequence[ReplyStretch]) -> ReplyStretch:
    if len(parts) == 1:
        return parts[0]
    names = parts[0].rows.columns
    columns = {name: joined([part.rows.columns[name] for part in parts]) for name in names}
    numbers = joined([part.rows.numbers for part in parts])
    # A column that is the reply's text as it stands is joined once.
    done = {tuple(id(part.rows.columns[name]) for part in parts): column for name, column in columns.items()}
    cells = [done.get(tuple(map(id, column))) or joined(column) for column in zip(*(part.cells for part in parts), strict=True)]
    return ReplyStretch(Stretch(numbers, columns), tuple(cells))
