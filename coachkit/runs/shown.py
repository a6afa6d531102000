"""The rows as they are written: as they stand, or with their personal data masked in the order of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from coachkit.documents import home_folder
from coachkit.privacy import Masked, Masker, Masking, RowMasker, Scan, agent_secret, safe_problem
from coachkit.privacy.values import NOTHING
from coachkit.runs.blocks import Block
from coachkit.runs.scoring import Result
from coachkit.transcripts.columns import Columns
from coachkit.transcripts.conversation import Message
from coachkit.transcripts.rows import Row
from coachkit.transcripts.values import text_of


class Shown(NamedTuple):
    """A row as it is written: `values` by column, the customer's words, the reply's text with a way to move offsets there."""

    number: int
    scored: bool
    values: Mapping[str, Any]
    customer: str | None
    problems: tuple[str | None, ...]
    text: Masked | None = None


Show = Callable[[Block, Result], Sequence[Shown]]


def as_it_stands(block: Block, _: Result) -> list[Shown]:
    """The rows that are written, with nothing masked."""
    return [_plain(message) for message in block.messages if not message.is_context]


def _plain(message: Message) -> Shown:
    reply, row = message.reply, message.row
    text = Masked(reply.text) if reply else None
    return Shown(row.number, reply is not None, row.values, reply.customer if reply else None, message.problems, text)


def masked(options: Masking, columns: Columns, *, evidence: bool) -> Show:
    """A function that masks the rows of one block after the other; also those that are not written: they name and number."""
    masker = Masker(options, agent_secret(home_folder()))
    return _InOrder(masker, RowMasker(masker, columns), columns, evidence).show


@dataclass(frozen=True, slots=True)
class _InOrder:
    """The masker of a run. With `evidence` every reply's text also comes with a way to move offsets there."""

    masker: Masker
    rows: RowMasker
    columns: Columns
    evidence: bool

    def show(self, block: Block, result: Result) -> list[Shown]:
        """The rows of a block that are written."""
        count = len(block.replies)
        replies, others = iter(range(count)), iter(range(2 * count, 2 * count + len(block.work.others)))
        rows = []
        for message in block.messages:
            place = next(replies if message.reply else others)
            one = self._shown(message, result.scans.get(place, NOTHING), result.scans.get(place + count, NOTHING))
            if not message.is_context:
                rows.append(one)
        return rows

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
