"""The tables a run writes: every row with its scores, and a row for every finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coachkit.batch import COLUMNS
from coachkit.runs.blocks import Block
from coachkit.runs.scoring import Result
from coachkit.transcripts.columns import Columns
from coachkit.transcripts.conversation import Message
from coachkit.transcripts.rows import NUMBER, TEXT, WHOLE, Table, free_name
from coachkit.transcripts.writing import Write, what_is_lost

ROW, CUSTOMER, PROBLEM = "row", "customer", "problem"
EVIDENCE = {
    "row": WHOLE, "criterion": TEXT, "polarity": WHOLE, "start": WHOLE, "end": WHOLE, "quote": TEXT, "better": TEXT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns of the file of scores with their kinds: the input's, then ours (`names`: ours by the name it gets)."""

    kinds: Mapping[str, Any]
    names: Mapping[str, str]


def plan(table: Table, columns: Columns, criteria: Sequence[str]) -> Plan:
    """The columns of the file of scores; one of ours whose name the input has already gets "coachkit_" before it."""
    kinds = {name: table.kinds.get(name, TEXT) for name in table.columns}
    names: dict[str, str] = {}
    for key, kind in _our_columns(columns, criteria).items():
        names[key] = key if key not in kinds else free_name(f"coachkit_{key}", kinds)
        kinds[names[key]] = kind
    return Plan(kinds, names)


def _our_columns(columns: Columns, criteria: Sequence[str]) -> dict[str, str]:
    """The columns we add, each with its kind; the customer's words where they were gathered from a conversation."""
    texts = dict.fromkeys(("gates", "weakest", "language"), TEXT)
    gathered = {CUSTOMER: TEXT} if columns.conversation and columns.speaker else {}
    scores = {name: texts.get(name, NUMBER) for name in COLUMNS}
    return {ROW: WHOLE, **gathered, **scores, **dict.fromkeys(criteria, NUMBER), PROBLEM: TEXT}


@dataclass(frozen=True, slots=True)
class ScoresOut:
    """The file of scores."""

    path: Path
    names: Mapping[str, str]
    to_file: Write

    def write(self, block: Block, result: Result) -> None:
        """Writes the replies of a block and the rows that are kept with a problem, in the order of the file."""
        scored = [(self.names[name], column) for name, column in result.columns.items()]
        names, columns = [name for name, _ in scored], [_known(column) for _, column in scored]
        scores = iter(zip(*columns, strict=True))
        nothing = (None,) * len(names)
        rows = []
        for message in block.messages:
            if not message.is_context:
                cells = next(scores) if message.reply is not None else nothing
                rows.append(self._row(message, dict(zip(names, cells, strict=True))))
        self.to_file(rows)

    def _row(self, message: Message, scores: Mapping[str, Any]) -> dict[str, Any]:
        lost = what_is_lost(self.path, message.row.values)
        problems = (*message.problems, lost) if lost else message.problems
        row = {**message.row.values, self.names[ROW]: message.row.number, **scores}
        if CUSTOMER in self.names:
            row[self.names[CUSTOMER]] = message.reply.customer if message.reply else None
        row[self.names[PROBLEM]] = "; ".join(problems) or None
        return row


def _known(column: list[Any]) -> list[Any]:
    """None for what cannot be told."""
    return [None if value != value else value for value in column]  # noqa: PLR0124 - NaN is not itself


def evidence_rows(block: Block, result: Result) -> Iterator[dict[str, Any]]:
    """A row per finding of the block's replies, with the words it stands on."""
    replies = [(message.row.number, message.reply) for message in block.messages if message.reply is not None]
    for place, criterion, polarity, start, end, better in zip(*result.evidence.values(), strict=True):
        number, reply = replies[place]
        yield {
            "row": number, "criterion": criterion, "polarity": polarity, "start": start, "end": end,
            "quote": reply.text[start:end], "better": better,
        }  # fmt: skip
