"""What every reader yields: a table of rows, read one after the other, none of them lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

TEXT, WHOLE, NUMBER, YES_NO = "text", "whole", "number", "yes_no"
"""The kinds of value a column holds, for the formats that want to know; a Parquet file brings its own."""


class Row(NamedTuple):
    """One row of a file. `number` counts from 1: the line in a text file (where the row starts), else the row.

    `problem` says what is wrong with it, "kind: detail"; with `broken` its values are not to be trusted and it is kept
    without a score.
    """

    number: int
    values: Mapping[str, Any]
    problem: str | None = None
    broken: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Stretch:
    """Whole rows of a file, one after the other, as columns: much cheaper than a value per row.

    `numbers` (n,) are the rows' own; `columns` holds n cells for each column of the table, in its order.
    """

    numbers: Sequence[int]
    columns: Mapping[str, Sequence[Any]]

    def row(self, place: int) -> Row:
        """One of its rows, counted from 0."""
        return Row(self.numbers[place], {name: cells[place] for name, cells in self.columns.items()})

    def rows(self) -> Iterator[Row]:
        """All of its rows, in order."""
        names = tuple(self.columns)
        for number, cells in zip(self.numbers, zip(*self.columns.values(), strict=True), strict=True):
            yield Row(number, dict(zip(names, cells, strict=True)))

    def part(self, start: int, end: int) -> Stretch:
        """The rows from `start` up to `end`."""
        return Stretch(self.numbers[start:end], {name: cells[start:end] for name, cells in self.columns.items()})


class Rows(Iterator[Row]):
    """Rows that were read as stretches: one after the other as any rows are, or `pieces` by pieces. Either way once."""

    def __init__(self, pieces: Iterator[Stretch | Row]) -> None:
        self.pieces = pieces
        self._rows = _one_by_one(pieces)

    def __next__(self) -> Row:
        return next(self._rows)


def _one_by_one(pieces: Iterator[Stretch | Row]) -> Iterator[Row]:
    for piece in pieces:
        if isinstance(piece, Stretch):
            yield from piece.rows()
        else:
            yield piece


@dataclass(frozen=True, eq=False)
class Table:
    """An opened file: its columns in order and its rows, to be read once. `total` is about how many rows there are.

    `format` says what kind of file it was taken for. In transcripts `agents_by` says how the agents were told from the
    customers (format, asked or guess), and `left_out` counts what is no row on purpose (bots, internal notes, system lines);
    it fills while the rows are read.
    """

    path: Path
    columns: tuple[str, ...]
    rows: Iterator[Row]
    total: int | None = None
    kinds: Mapping[str, Any] = field(default_factory=dict)
    delimiter: str = ","
    format: str = "table"
    left_out: Counter[str] = field(default_factory=Counter)
    agents_by: str = ""


def unique_names(headers: Iterable[object]) -> tuple[str, ...]:
    """Column names as text, each only once: a second `text` becomes `text_2`, one without a name `column_3`."""
    taken: set[str] = set()
    names = []
    for place, header in enumerate(headers, start=1):
        wanted = str(header).strip() if header is not None else ""
        names.append(free_name(wanted or f"column_{place}", taken))
        taken.add(names[-1])
    return tuple(names)


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """The name itself, or with _2, _3, ... where it is taken."""
    used = set(taken)
    name, number = wanted, 1
    while name in used:
        number += 1
        name = f"{wanted}_{number}"
    return name


def row_of_cells(number: int, columns: Sequence[str], cells: Sequence[Any], joint: str) -> Row:
    """A row of a sheet. Cells beyond the columns are kept in the last one, joined by `joint`; missing ones are None."""
    n = len(columns)
    if len(cells) == n:
        return Row(number, dict(zip(columns, cells, strict=True)))
    if len(cells) > n:
        rest = joint.join("" if cell is None else str(cell) for cell in cells[n - 1 :])
        problem = f"too many cells: {len(cells)} for {n} columns; quote a text that holds the separator"
        return Row(number, dict(zip(columns, [*cells[: n - 1], rest], strict=True)), problem, broken=True)
    values = dict(zip(columns, [*cells, *[None] * (n - len(cells))], strict=True))
    return Row(number, values, f"too few cells: {len(cells)} for {n} columns")


def kind_of(problem: str) -> str:
    """What a problem is counted under: its words before the first colon."""
    return problem.split(":", 1)[0]


def tally(problems: Iterable[str]) -> Counter[str]:
    """How often each kind of problem occurs."""
    return Counter(kind_of(problem) for problem in problems)
