"""The tables a run writes: every row with its scores, and a row for every finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

import pyarrow as pa

from coachkit.batch import COLUMNS
from coachkit.privacy import Masked
from coachkit.runs.scoring import Result
from coachkit.runs.shown import Page
from coachkit.transcripts.columns import Columns
from coachkit.transcripts.rows import NUMBER, TEXT, WHOLE, free_name
from coachkit.transcripts.text_column import joined as cells_joined
from coachkit.transcripts.writing import Write, lost_in

ROW, CUSTOMER, RUBRIC, FINGERPRINT, PROBLEM = "row", "customer", "rubric", "fingerprint", "problem"
EVIDENCE = {
    "row": WHOLE, "criterion": TEXT, "polarity": WHOLE, "start": WHOLE, "end": WHOLE, "quote": TEXT, "better": TEXT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns of the file of scores with their kinds: the input's, then ours (`names`: ours by the name it gets)."""

    kinds: Mapping[str, Any]
    names: Mapping[str, str]


def plan(found: Sequence[str], known: Mapping[str, Any], columns: Columns, criteria: Sequence[str]) -> Plan:
    """The columns of the file of scores; one of ours whose name the input has already gets "coachkit_" before it."""
    kinds = {name: known.get(name, TEXT) for name in found}
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
    rules = {RUBRIC: TEXT, FINGERPRINT: TEXT}
    return {ROW: WHOLE, **gathered, **scores, **rules, **dict.fromkeys(criteria, NUMBER), PROBLEM: TEXT}


@dataclass(frozen=True, slots=True)
class ScoresOut:
    """The file of scores; `path` is where it is written, which says what it cannot hold."""

    path: Path
    names: Mapping[str, str]
    to_file: Write

    def write(self, pages: Sequence[Page], result: Result, rules: Sequence[pa.Array]) -> None:
        """Writes the replies of a block and the rows that are kept with a problem, in the order of the file.

        `rules` are two columns: the rubric and the fingerprint that each reply was scored by.
        """
        page = joined(pages, self.to_file.names)
        nothing = pa.nulls(len(page.numbers))
        columns: dict[str, Any] = {name: page.columns.get(name, nothing) for name in self.to_file.names}
        columns[self.names[ROW]] = page.numbers
        if CUSTOMER in self.names:
            columns[self.names[CUSTOMER]] = page.customers
        scored = None if all(page.scored) else _places(page.scored)
        for name, column in result.scores.items():
            columns[self.names[name]] = known(_among(scored, column))
        for name, rule in zip((RUBRIC, FINGERPRINT), rules, strict=True):
            columns[self.names[name]] = _among(scored, rule)
        columns[self.names[PROBLEM]] = self._problems(page)
        self.to_file.columns(columns)

    def _problems(self, page: Page) -> Sequence[str | None]:
        problems = {place: list(filter(None, some)) for place, some in page.problems.items()}
        for place, lost in lost_in(self.path, page.columns.values()):
            problems.setdefault(place, []).append(lost)
        if not problems:
            return pa.nulls(len(page.numbers))
        return ["; ".join(problems[place]) or None if place in problems else None for place in range(len(page.numbers))]


def joined(pages: Sequence[Page], names: Sequence[str]) -> Page:
    """Rows one after the other as one page; a column that some rows have not is empty there."""
    if len(pages) == 1:
        return pages[0]
    nothing: list[list[None]] = [[None] * len(page.numbers) for page in pages]
    filled = [name for name in names if any(name in page.columns for page in pages)]
    problems, start = dict[int, tuple[str | None, ...]](), 0
    for page in pages:
        problems |= {start + place: some for place, some in page.problems.items()}
        start += len(page.numbers)
    return Page(
        numbers=_joined(page.numbers for page in pages),
        columns={
            name: _joined(page.columns.get(name, empty) for page, empty in zip(pages, nothing, strict=True)) for name in filled
        },
        scored=_joined(page.scored for page in pages),
        customers=_joined(page.customers for page in pages),
        texts=_joined(page.texts for page in pages),
        problems=problems,
    )


def _joined(columns: Iterable[Sequence[Any]]) -> Sequence[Any]:
    return cells_joined(list(columns))


def _places(scored: Sequence[bool]) -> pa.Array:
    """The place of each row among those that were scored, nothing for the others."""
    places = count()
    return pa.array([next(places) if one else None for one in scored], pa.int32())


def _among(scored: pa.Array | None, column: pa.Array) -> pa.Array:
    """What was scored, with nothing for the rows that were not."""
    return column if scored is None else column.take(scored)


def known(column: pa.Array) -> pa.Array:
    """Nothing for what cannot be told."""
    if not pa.types.is_floating(column.type):
        return column
    return pa.array(column.to_numpy(zero_copy_only=False), column.type, from_pandas=True)


def evidence_rows(pages: Sequence[Page], result: Result) -> Iterator[dict[str, Any]]:
    """A row per finding of the block's replies, with the words it stands on as they are written."""
    rows = chain.from_iterable(zip(page.numbers, page.texts, page.scored, strict=True) for page in pages)
    replies = [(number, text) for number, text, scored in rows if scored]
    for place, criterion, polarity, first, last, better in zip(*result.evidence.values(), strict=True):
        number, text = replies[place]
        words = Masked(text) if isinstance(text, str) else text
        start, end = words.moved(first, last) if words else (first, last)
        yield {
            "row": number, "criterion": criterion, "polarity": polarity, "start": start, "end": end,
            "quote": words.text[start:end] if words else None, "better": better,
        }  # fmt: skip
