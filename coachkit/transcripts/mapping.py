"""A small YAML file that says what the columns of a table are, so that a team settles it once.

columns: {text: Vastaus, customer: Viesti, agent_name: Käsittelijä}
speakers: {agent: ["False"], customer: ["True"]}   # what the speaker column holds, where it is neither word
channel: chat                                     # for the whole file, where it has no column for it
language: fi
agents: [Liisa Virtanen, "@shop.example"]
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from coachkit.documents import load
from coachkit.errors import InputError
from coachkit.transcripts.columns import Columns, key
from coachkit.transcripts.rows import TEXT, Row, Table
from coachkit.transcripts.writing import whole_file


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MappedColumns(_Strict):
    """The header of each column that is used; what is left out is guessed."""

    text: str | None = None
    customer: str | None = None
    channel: str | None = None
    language: str | None = None
    agent_name: str | None = None
    customer_name: str | None = None
    speaker: str | None = None
    conversation: str | None = None
    at: str | None = None
    csat: str | None = None
    nps: str | None = None


class Speakers(_Strict):
    """The values of the speaker column that mean an agent and a customer."""

    agent: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()


class TableMapping(_Strict):
    """What a table's columns are; see the head of this module."""

    columns: MappedColumns = MappedColumns()
    speakers: Speakers = Speakers()
    channel: Literal["chat", "email", "social", "messaging", "forum", "article", "call"] | None = None
    language: Literal["fi", "sv", "en"] | None = None
    agents: tuple[str, ...] = Field(default=())

    def as_columns(self) -> Columns:
        """Its columns, None for those that are to be guessed."""
        return Columns(**self.columns.model_dump())


def load_mapping(path: Path) -> TableMapping:
    """The mapping in a file. Raises DocumentError with line and column for what is wrong in it."""
    return load(path, TableMapping)


def save_mapping(path: Path, columns: Columns, mapping: TableMapping | None = None) -> None:
    """Writes the columns that are in use as a mapping that can be given again. Raises InputError where it cannot."""
    from ruamel.yaml import YAML

    kept = {one.name: getattr(columns, one.name) for one in fields(Columns) if getattr(columns, one.name)}
    rest = mapping.model_dump(mode="json", exclude_defaults=True, exclude={"columns"}) if mapping else {}
    text = io.StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style, writer.allow_unicode, writer.width = False, True, 10_000
    writer.dump({"columns": kept, **rest}, text)
    try:
        whole_file(path, text.getvalue())
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}") from error


def mapped(table: Table, mapping: TableMapping) -> Table:
    """The table with the mapping's speakers under their usual names, and with its channel and language in every row."""
    added = {name: value for name in ("channel", "language") if (value := getattr(mapping, name))}
    speakers = {key(one): name for name in ("agent", "customer") for one in getattr(mapping.speakers, name)}
    if not added and not speakers:
        return table
    kinds = {**table.kinds, **dict.fromkeys(added, TEXT)}
    rows = _mapped_rows(table.rows, _header(table, mapping.columns.speaker), speakers, added)
    columns = (*table.columns, *(name for name in added if name not in table.columns))
    return replace(table, columns=columns, rows=rows, kinds=kinds)


def _header(table: Table, asked: str | None) -> str | None:
    wanted = key(asked or "speaker")
    return next((one for one in table.columns if key(one) == wanted), None)


def _mapped_rows(rows: Iterator[Row], column: str | None, speakers: Mapping[str, str], added: Mapping[str, Any]) -> Iterator[Row]:
    for row in rows:
        values = {**row.values, **added}
        if column in values and speakers:
            values[column] = speakers.get(key(str(values[column])), values[column])
        yield row._replace(values=values)
