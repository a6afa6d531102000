"""The rows as they are written: as they stand, or with their personal data masked in the order of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count as counting
from typing import Any, NamedTuple

import numpy as np

from coachkit.documents import home_folder
from coachkit.privacy import Masked, Masker, Masking, RowMasker, Scan, StretchMasker, agent_secret, safe_problem
from coachkit.privacy.finds import Finds
from coachkit.privacy.met import keep_many, kept_afterwards
from coachkit.privacy.stretches import changed
from coachkit.privacy.values import NOTHING
from coachkit.runs.blocks import Block, Piece
from coachkit.runs.scoring import Result
from coachkit.transcripts.columns import Columns
from coachkit.transcripts.conversation import Message, ReplyStretch
from coachkit.transcripts.rows import Row
from coachkit.transcripts.text_column import TextColumn
from coachkit.transcripts.values import text_of


class Shown(NamedTuple):
    """A row as it is written: `values` by column, the customer's words, the reply's text with a way to move offsets there."""

    number: int
    scored: bool
    values: Mapping[str, Any]
    customer: str | None
    problems: tuple[str | None, ...]
    text: Masked | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Page:
    """Rows as they are written, as columns of n cells.

    `scored` says which rows have scores, `texts` holds their replies' texts, with a way to move offsets there where they are
    masked (nothing where no evidence is asked for), `customers` the words before them that were gathered from a conversation,
    `problems` the rows' problems by place.
    """

    numbers: Sequence[int]
    columns: Mapping[str, Sequence[Any]]
    scored: Sequence[bool]
    customers: Sequence[str | None]
    texts: Sequence[Masked | str | None]
    problems: Mapping[int, tuple[str | None, ...]]


Show = Callable[[Block, Result], Sequence[Page]]
"""Gives the rows of a block that are written, some after the other."""


def as_it_stands(block: Block, _: Result) -> list[Page]:
    """The rows that are written, with nothing masked."""
    return [
        _as_columns(piece) if isinstance(piece, ReplyStretch) else _page(map(_plain, _written(piece))) for piece in block.pieces
    ]


def _written(messages: Iterable[Message]) -> Iterator[Message]:
    return (message for message in messages if not message.is_context)


def _as_columns(piece: ReplyStretch) -> Page:
    return Page(piece.rows.numbers, piece.rows.columns, [True] * len(piece), [None] * len(piece), piece.cells[0], {})


def _page(rows: Iterable[Shown]) -> Page:
    shown = list(rows)
    names = dict.fromkeys(name for one in shown for name in one.values)
    return Page(
        numbers=[one.number for one in shown],
        columns={name: [one.values.get(name) for one in shown] for name in names},
        scored=[one.scored for one in shown],
        customers=[one.customer for one in shown],
        texts=[one.text for one in shown],
        problems={place: one.problems for place, one in enumerate(shown) if one.problems},
    )


def _plain(message: Message) -> Shown:
    reply, row = message.reply, message.row
    text = Masked(reply.text) if reply else None
    return Shown(row.number, reply is not None, row.values, reply.customer if reply else None, message.problems, text)


@contextmanager
def masked(options: Masking, columns: Columns, *, evidence: bool) -> Iterator[Show]:
    """A function that masks the rows of one block after the other; also those that are not written: they name and number.

    Afterwards the names that were met are known to this computer (`privacy.met`).
    """
    masker = Masker(options, agent_secret(home_folder()))
    rows = RowMasker(masker, columns)
    with kept_afterwards(masker, home_folder()):
        yield _InOrder(masker, rows, StretchMasker(rows), columns, evidence).show


@dataclass(frozen=True, slots=True)
class _InOrder:
    """The masker of a run. With `evidence` every reply's text also comes with a way to move offsets there."""

    masker: Masker
    rows: RowMasker
    stretches: StretchMasker
    columns: Columns
    evidence: bool

    def show(self, block: Block, result: Result) -> list[Page]:
        """The rows of a block that are written."""
        count = len(block.work.replies[0])
        start, others, pages = 0, counting(2 * count), list[Page]()
        self.masker.look_through(one for piece in block.pieces for one in self._to_look_through(piece))
        for piece in block.pieces:
            if isinstance(piece, ReplyStretch):
                pages.append(self._replies(piece, *(result.scans.part(first, len(piece)) for first in (start, start + count))))
                start += len(piece)
            else:
                pages.append(_page(self._messages(piece, result.scans.scans, start, count, others)))
                start += sum(message.reply is not None for message in piece)
        keep_many(home_folder(), self.masker)
        return pages

    def _to_look_through(self, piece: Piece) -> Iterator[str]:
        """The cells that are scanned here, as the texts and the customers' words were where they are scored."""
        text, customer = self.columns.text or "", self.columns.customer or ""
        if not isinstance(piece, ReplyStretch):
            yield from self.rows.to_look_through((message.row for message in piece), (text,))
            return
        for name in self.rows.looked_in(tuple(piece.rows.columns), (text, customer)):
            cells = piece.rows.columns[name]
            yield from (one for one in (cells.codes[0] if isinstance(cells, TextColumn) else cells) if isinstance(one, str))

    def _messages(
        self, messages: Iterable[Message], scans: Mapping[int, Scan], start: int, count: int, others: Iterator[int]
    ) -> Iterator[Shown]:
        """Rows one by one; the first reply among them is that of place `start`."""
        replies = counting(start)
        for message in messages:
            place = next(replies if message.reply else others)
            one = self._shown(message, scans.get(place, NOTHING), scans.get(place + count, NOTHING))
            if not message.is_context:
                yield one

    def _replies(self, piece: ReplyStretch, texts: Finds, customers: Finds) -> Page:
        """Rows as columns: only those that hold something are looked at by themselves."""
        found = {self.columns.text or "": texts} | ({self.columns.customer: customers} if self.columns.customer else {})
        columns, n = dict(piece.rows.columns), len(piece)
        texts_written, closer = self.stretches.to_mask(piece.rows, found, alone=not self.evidence)
        if texts_written is not None:
            columns[self.columns.text or ""] = texts_written
        cells = list[Masked | str | None](piece.cells[0]) if self.evidence else []
        changes: dict[str, dict[int, Any]] = {name: {} for name in columns}
        said, heard = (self._scans(one, n, closer) for one in (texts, customers))
        for place in self.stretches.in_talks(piece.rows, closer):
            one = self._shown(piece.message(place), said.get(place, NOTHING), heard.get(place, NOTHING))
            if self.evidence:
                cells[place] = one.text
            for name, value in one.values.items():
                changes[name][place] = value
        columns |= {name: changed(columns[name], some) for name, some in changes.items() if some}
        return Page(piece.rows.numbers, columns, [True] * n, [None] * n, cells, {})

    def _scans(self, finds: Finds, n: int, closer: set[int]) -> Mapping[int, Scan]:
        """The scans of the rows that may be looked at by themselves."""
        if self.columns.conversation is not None:
            return finds.scans
        wanted = np.zeros(n, dtype=bool)
        wanted[list(closer)] = True
        return finds.at(wanted).scans

    def _shown(self, message: Message, text: Scan, customer: Scan) -> Shown:
        found = _by_column(message, self.columns, text, customer)
        name = _conversation(message.row, self.columns)
        talk = self.masker.talk(name) if name is not None else None
        if not (talk and talk.words) and self._is_plain(message, found, customer):
            return _plain(message) if self.evidence else _without_text(message)
        talk = talk or self.masker.talk(None)
        row = self.rows.masked_in(talk, message.row, found)
        problems = tuple(safe_problem(one) for one in message.problems)
        if message.reply is None:
            return Shown(row.number, scored=False, values=row.values, customer=None, problems=problems)
        written = self.masker.mask_in(talk, message.reply.text, text) if self.evidence else None
        if written and written.text != row.values.get(self.columns.text or ""):
            # A cell to the right of the text has given a name: now that it is known, all of the row goes by it.
            row = self.rows.masked_in(talk, message.row, found)
        words = self.masker.mask_in(talk, message.reply.customer, customer).text if message.reply.customer else None
        return Shown(row.number, scored=True, values=row.values, customer=words, problems=problems, text=written)

    def _is_plain(self, message: Message, found: Mapping[str, Scan], customer: Scan) -> bool:
        """Whether there is nothing to mask, as in most rows."""
        words = message.reply.customer if message.reply else None
        heard = words is None or (not customer.pieces and not customer.names and "<" not in words)
        return heard and not message.problems and self.rows.may_stand(message.row, found)


def _without_text(message: Message) -> Shown:
    reply, row = message.reply, message.row
    return Shown(row.number, reply is not None, row.values, reply.customer if reply else None, message.problems)


def _conversation(row: Row, columns: Columns) -> str | None:
    return text_of(row.values.get(columns.conversation)) if columns.conversation else None


def _by_column(message: Message, columns: Columns, text: Scan, customer: Scan) -> dict[str, Scan]:
    """The scans of a row's cells that were scanned already. The customer's words are a cell only in a table of single replies."""
    found = {columns.text or "": text}
    words = message.row.values.get(columns.customer) if columns.customer else None
    if columns.customer and message.reply and isinstance(words, str) and words == message.reply.customer:
        found[columns.customer] = customer
    return found
