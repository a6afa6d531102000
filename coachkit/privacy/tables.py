"""Rows of a table with all their personal data masked: every cell that may hold some, not the replies alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coachkit.privacy.headers import AGENTS_NAME, held_by
from coachkit.privacy.masker import Masker
from coachkit.privacy.scanning import scan
from coachkit.privacy.talk import Talk
from coachkit.privacy.values import PERSON, Scan
from coachkit.transcripts.columns import Columns
from coachkit.transcripts.conversation import AGENT, speaker_of
from coachkit.transcripts.rows import TEXT, Row, Table
from coachkit.transcripts.values import is_missing, text_of

NO_SCANS: Mapping[str, Scan] = {}
LONG_NUMBER = 10**8
"""From here on a number in a cell is looked at as a text: it may be a telephone or identity number."""

_QUOTED = re.compile(r"'.*'", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Cells:
    """What the cells of one row are masked with."""

    masker: Masker
    talk: Talk
    agents_row: bool
    found: Mapping[str, Scan]

    def cell(self, header: str, value: Any) -> Any:
        """A value with its personal data masked; lists and objects in depth. Numbers and dates stay what they are."""
        if isinstance(value, str) and held_by(header) is None:  # as most are
            return self.masker.mask_in(self.talk, value, self.found.get(header)).text
        if is_missing(value) or isinstance(value, bool):
            return value
        if isinstance(value, dict):
            return {name: self.cell(str(name), one) for name, one in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.cell(header, one) for one in value]
        kind = held_by(header)
        if kind is not None and isinstance(value, (str, int, float)):
            return self.whole(kind, _written(value))
        return self._number(value)

    def whole(self, kind: str, value: str) -> str:
        """The placeholder or pseudonym of a cell that is personal data as a whole."""
        if kind == AGENTS_NAME or (kind == PERSON and self.agents_row):
            return self.masker.agent_in(self.talk, value)
        if kind == PERSON:
            return self.masker.person_in(self.talk, value)
        return self.masker.piece_in(self.talk, kind, value)

    def _number(self, value: Any) -> Any:
        """A long whole number that turns out to be personal data is masked; any other value stays."""
        if not _is_long(value):
            return value
        text = _written(value)
        pieces = scan(text).pieces
        return self.masker.mask_in(self.talk, text).text if pieces else value


def _is_long(value: Any) -> bool:
    """Whether it is a number that may be a telephone or identity number."""
    return isinstance(value, (int, float)) and LONG_NUMBER <= abs(value) < 10**20


def _written(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What the columns of a table hold: `ours` have a way of their own, `whole` are personal data as a whole, `texts` may hold
    some, `others` are both in order; `looked` are those whose cells are looked through."""

    ours: tuple[str, ...]
    whole: tuple[str, ...]
    texts: tuple[str, ...]
    others: tuple[str, ...]
    looked: tuple[str, ...]


class RowMasker:
    """Masks the rows of one table, in the order of the file.

    In its methods `found` holds scans that were made already, by column.
    """

    def __init__(self, masker: Masker, columns: Columns) -> None:
        self.masker, self.columns = masker, columns
        self._ours = _ours(columns)
        self._named = {columns.agent_name, columns.customer_name, columns.speaker}
        self._plans: dict[tuple[str, ...], ColumnPlan] = {}

    def mask(self, row: Row, found: Mapping[str, Scan] = NO_SCANS) -> Row:
        """The row with every cell masked, as a part of its conversation.

        The conversation's id stays unless it holds personal data itself. A broken row keeps its number and its problem only:
        what cannot be read cannot be masked.
        """
        talk = self.masker.talk(_name(row.values, self.columns.conversation))
        return row if not talk.words and self.may_stand(row, found) else self.masked_in(talk, row, found)

    def looked_in(self, names: tuple[str, ...], scanned: Collection[str]) -> list[str]:
        """The columns of these whose cells are looked through one by one: not those that were `scanned` already."""
        return [name for name in self.plan(names).looked if name not in scanned]

    def to_look_through(self, rows: Iterable[Row], scanned: Collection[str]) -> Iterator[str]:
        """Their texts in all of these rows, for `Masker.look_through`."""
        for row in rows:
            for name in self.looked_in(tuple(row.values), scanned):
                if isinstance(cell := row.values[name], str):
                    yield cell

    def may_stand(self, row: Row, found: Mapping[str, Scan] = NO_SCANS) -> bool:
        """Whether the row may stand as it is in a conversation of which no name is known yet; most rows may.

        False says only that a closer look is needed.
        """
        if row.broken or row.problem is not None:
            return False
        values = row.values
        plan = self.plan(tuple(values))
        for name in plan.whole:
            if values[name] is not None:
                return False
        for name in plan.ours:
            if not self.may_stay(name, values[name]):
                return False
        return all(self.is_plain(values[name], found.get(name)) for name in plan.texts)

    def masked_in(self, talk: Talk, row: Row, found: Mapping[str, Scan] = NO_SCANS) -> Row:
        """The row masked as a part of this conversation, whose names it knows."""
        if row.broken:
            return Row(row.number, {}, safe_problem(row.problem), broken=True)
        columns, values, agents = self.columns, row.values, _said(row, self.columns.speaker)
        self.masker.meet(talk, _name(values, columns.agent_name), _name(values, columns.customer_name))
        cells = _Cells(self.masker, talk, agents == AGENT, found)
        plan = self.plan(tuple(values))
        masked = dict(values)
        # In the order of the columns: a cell may give a name that one to its right is masked by.
        masked |= {name: cells.cell(name, values[name]) for name in plan.others}
        masked |= _known_columns(cells, values, columns, plan.ours, agents)
        return Row(row.number, masked, safe_problem(row.problem))

    def plan(self, names: tuple[str, ...]) -> ColumnPlan:
        """What the columns of these names hold."""
        plan = self._plans.get(names)
        if plan is None:
            ours = tuple(name for name in names if name in self._ours)
            whole = tuple(name for name in names if name not in ours and held_by(name) is not None)
            texts = tuple(name for name in names if name not in ours + whole)
            looked = tuple(name for name in ours if name not in self._named) + texts
            others = tuple(name for name in names if name not in ours)
            plan = self._plans[names] = ColumnPlan(ours, whole, texts, others, looked)
        return plan

    def may_stay(self, name: str, value: Any) -> bool:
        """The same for a cell that has a way of its own."""
        if value is None:
            return True
        if not isinstance(value, str) or name in {self.columns.agent_name, self.columns.customer_name}:
            return False
        return speaker_of(value) is not None if name == self.columns.speaker else self.is_plain(value, None)

    def is_plain(self, value: Any, known: Scan | None) -> bool:
        """The same for a cell that may hold some; `known` is its scan, where it was made already."""
        if not isinstance(value, str):
            return not isinstance(value, (dict, list, tuple)) and not _is_long(value)
        one = self.masker.scanned(value) if known is None else known
        return not one.pieces and not one.names and "<" not in value


def _ours(columns: Columns) -> set[str | None]:
    """Columns with a way of their own, or with nothing to mask."""
    return {
        columns.agent_name, columns.customer_name, columns.conversation, columns.speaker, columns.channel, columns.language,
    }  # fmt: skip


def _known_columns(
    cells: _Cells, values: Mapping[str, Any], columns: Columns, ours: tuple[str, ...], speaker: str | None
) -> dict[str, Any]:
    masked: dict[str, Any] = {}
    for name in ours:
        value = values[name]
        written = text_of(value)
        if written is None:
            masked[name] = cells.cell("", value)
        elif name == columns.agent_name:
            masked[name] = cells.whole(AGENTS_NAME, written)
        elif name == columns.customer_name:
            # The customer is no agent in the agent's own rows either.
            masked[name] = cells.masker.person_in(cells.talk, written)
        elif name == columns.conversation:
            masked[name] = cells.masker.conversation_id(cells.talk, written) if cells.masker.may_name(written) else value
        elif name == columns.speaker and speaker is None:
            masked[name] = cells.whole(PERSON, written)
        else:
            masked[name] = value if name == columns.speaker else cells.cell("", value)
    return masked


def _said(row: Row, column: str | None) -> str | None:
    return speaker_of(row.values.get(column)) if column else None


def _name(values: Mapping[str, Any], column: str | None) -> str | None:
    return text_of(values.get(column)) if column else None


def safe_problem(problem: str | None) -> str | None:
    """A row's problem without what it quotes from the file.

    >>> safe_problem("unknown speaker: 'Liisa' is not customer or agent")
    "unknown speaker: '…' is not customer or agent"
    >>> safe_problem('not a JSON object: not an object: "Liisa"')
    'not a JSON object: not an object'
    """
    if problem is None:
        return None
    if problem.startswith("not a JSON object: "):
        return ": ".join(problem.split(": ")[:2])
    return _QUOTED.sub("'…'", problem)


def masked_kinds(table: Table, columns: Columns) -> dict[str, Any]:
    """The kinds of the masked columns, for the writers: a column that is personal data as a whole becomes text."""
    named = {columns.agent_name, columns.customer_name, columns.conversation}
    return {name: TEXT if name in named or held_by(name) is not None else table.kinds.get(name, TEXT) for name in table.columns}
