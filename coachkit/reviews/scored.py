"""A scored file as replies to review: what `coachkit score --out` has written, in any of its formats."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coachkit.errors import InputError
from coachkit.model import DIMENSIONS, LANGUAGES, Reply
from coachkit.reviews.values import ReplyRow, reply_key
from coachkit.rubrics import shipped_criteria
from coachkit.scoring.kept import ScoreRow
from coachkit.transcripts.columns import HEADERS, Columns, choose_columns, key
from coachkit.transcripts.reading import open_table
from coachkit.transcripts.rows import Table
from coachkit.transcripts.values import channel_of
from coachkit.transcripts.writing import SPREADSHEETS, as_meant

OURS = ("row", "customer", "total", *DIMENSIONS, "gates", "weakest", "language", "problem", "rubric", "fingerprint")
AS_GUESSED = Columns()
_CRITERION = re.compile(rf"(?:{'|'.join(DIMENSIONS)})\.[a-z0-9_]+")
_HEADERS = {
    "place": ("message", "message_id", "message_number", "viesti_numero", "viestin_tunnus", "meddelande_id"),
    **{name: HEADERS[name] for name in ("at", "csat", "nps")},
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class ScoredFile:
    """The rows of a scored file in order (those with a problem too), their table, and what its columns are.

    `ours` has the columns that the program added by their plain names, `columns` the guessed ones, `more` place, at, csat
    and nps, `criteria` the criteria's.
    """

    table: Table
    rows: tuple[Mapping[str, Any], ...]
    columns: Columns
    ours: Mapping[str, str]
    more: Mapping[str, str]
    criteria: tuple[str, ...]

    def replies(self) -> list[ReplyRow | None]:
        """The reply of each row; None for a row that was not scored."""
        return [self.reply(row) for row in self.rows]

    def key(self, row: Mapping[str, Any]) -> str | None:
        """The key of one row's reply; None for a row that was not scored."""
        text = self._text(row, self.columns.text)
        scored = number(row.get(self.ours["total"])) is not None or self._text(row, self.ours.get("language"))
        return reply_key(self._text(row, self.columns.conversation), self._place(row), text) if text and scored else None

    def _place(self, row: Mapping[str, Any]) -> str:
        return self._text(row, self.more.get("place")) or self._text(row, self.ours.get("row"))

    def reply(self, row: Mapping[str, Any]) -> ReplyRow | None:
        """The reply of one row; None for one that was not scored."""
        key = self.key(row)
        if key is None:
            return None
        return ReplyRow(
            key=key,
            text=self._text(row, self.columns.text),
            customer=self._text(row, self.ours.get("customer")) or self._text(row, self.columns.customer),
            conversation=self._text(row, self.columns.conversation),
            place=self._place(row),
            channel=self._text(row, self.columns.channel),
            language=self._text(row, self.ours.get("language")),
            agent=self._text(row, self.columns.agent_name),
            at=self._text(row, self.more.get("at")),
            csat=number(row.get(self.more.get("csat", ""))),
            nps=number(row.get(self.more.get("nps", ""))),
            machine=self._machine(row),
        )

    def _machine(self, row: Mapping[str, Any]) -> ScoreRow:
        numbers = {name: number(row.get(self.ours.get(name, ""))) for name in ("total", *DIMENSIONS)}
        told = {name: number(row.get(name)) for name in self.criteria}
        criteria = {name: score for name, score in told.items() if score is not None}
        gates = tuple(self._text(row, self.ours.get("gates")).split())
        fingerprint = self._text(row, self.ours.get("fingerprint")) or _digest([numbers, criteria, gates])
        return ScoreRow(
            **numbers, fingerprint=fingerprint, rubric=self._text(row, self.ours.get("rubric")), criteria=criteria, gates=gates
        )

    @staticmethod
    def _text(row: Mapping[str, Any], column: str | None) -> str:
        value = row.get(column) if column else None
        return "" if value is None or (isinstance(value, float) and math.isnan(value)) else _plain(value)


def as_asked(one: ReplyRow) -> Reply:
    """A stored reply as the program is asked to score it."""
    language = one.language if one.language in LANGUAGES else None
    return Reply(one.text, one.customer or None, channel_of(one.channel or None)[0], language)


def read_scored(path: Path, asked: Columns = AS_GUESSED) -> ScoredFile:
    """The file, read whole. `asked` names columns that their headers do not tell.

    Raises InputError where it cannot be read, lacks an asked column, or was not written by `coachkit score --out`.
    """
    scored, rows = open_scored(path, asked)
    return replace(scored, rows=tuple(rows))


def open_scored(path: Path, asked: Columns = AS_GUESSED) -> tuple[ScoredFile, Iterator[Mapping[str, Any]]]:
    """The file without its rows, and the rows, to be read once: for files that are too large to keep. Raises as `read_scored`."""
    table = open_table(path)
    ours = {name: found for name in OURS for found in (own_column(name, table.columns),) if found}
    if "total" not in ours:
        raise InputError(f"{path}: no column 'total'; give a file that `coachkit score --out` has written")
    columns = choose_columns(path, [one for one in table.columns if one not in ours.values() or one == "customer"], asked)
    known = shipped_criteria()
    criteria = tuple(name for name in table.columns if name in known or _CRITERION.fullmatch(name))
    free = {key(name): name for name in reversed(table.columns)}
    more = {what: next(free[one] for one in names if one in free) for what, names in _HEADERS.items() if free.keys() & set(names)}
    return ScoredFile(table, (), columns, ours, more, criteria), _as_scored(table)


def _as_scored(table: Table) -> Iterator[Mapping[str, Any]]:
    """The rows with their cells as they were before a spreadsheet was guarded: a reply has one key in every format."""
    guarded = table.path.suffix.lower() in SPREADSHEETS
    for row in table.rows:
        values = row.values
        yield {name: as_meant(cell) for name, cell in values.items()} if guarded else values


def own_column(name: str, columns: Sequence[str]) -> str | None:
    """Our column of this name: with "coachkit_" before it where the input had one of the name."""
    return next((one for one in (f"coachkit_{name}", name) if one in columns), None)


def number(value: Any) -> float | None:
    """A cell as a number; None for what is none."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        found = float(value)
    except (TypeError, ValueError):
        try:
            found = float(str(value).strip().replace(",", ".").replace("\u2212", "-"))
        except ValueError:
            return None
    return found if math.isfinite(found) else None


def _plain(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _digest(value: Any) -> str:
    """A fingerprint for scores whose file does not say what made them."""
    return f"file-{hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:11]}"
