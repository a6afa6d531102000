"""The tables a run writes: every row with its scores, and a row for every finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coachkit.batch import COLUMNS
from coachkit.runs.scoring import Result
from coachkit.runs.shown import Shown
from coachkit.transcripts.columns import Columns
from coachkit.transcripts.rows import NUMBER, TEXT, WHOLE, free_name
from coachkit.transcripts.writing import Write, what_is_lost

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
    """The file of scores."""

    path: Path
    names: Mapping[str, str]
    to_file: Write

    def write(self, shown: Sequence[Shown], result: Result, rules: Sequence[tuple[str, str]]) -> None:
        """Writes the replies of a block and the rows that are kept with a problem, in the order of the file.

        `rules` are the rubric and the fingerprint that each reply was scored by.
        """
        values = [one.values for one in shown]
        columns: dict[str, Sequence[Any]] = {name: [row.get(name) for row in values] for name in self.to_file.names}
        columns[self.names[ROW]] = [one.number for one in shown]
        if CUSTOMER in self.names:
            columns[self.names[CUSTOMER]] = [one.customer for one in shown]
        for name, column in result.columns.items():
            columns[self.names[name]] = _among(shown, _known(column))
        columns[self.names[RUBRIC]] = _among(shown, [rubric for rubric, _ in rules])
        columns[self.names[FINGERPRINT]] = _among(shown, [mark for _, mark in rules])
        columns[self.names[PROBLEM]] = [self._problem(one) for one in shown]
        self.to_file.columns(columns)

    def _problem(self, one: Shown) -> str | None:
        lost = what_is_lost(self.path, one.values)
        return "; ".join(filter(None, (*one.problems, lost))) or None if lost or one.problems else None


def _among(shown: Sequence[Shown], scores: list[Any]) -> list[Any]:
    """What was scored, with nothing for the rows that were not."""
    if len(scores) == len(shown):
        return scores
    rest = iter(scores)
    return [next(rest) if one.scored else None for one in shown]


def _known(column: list[Any]) -> list[Any]:
    """None for what cannot be told."""
    return [None if value != value else value for value in column]  # noqa: PLR0124 - NaN is not itself


def evidence_rows(shown: Sequence[Shown], result: Result) -> Iterator[dict[str, Any]]:
    """A row per finding of the block's replies, with the words it stands on as they are written."""
    replies = [(one.number, one.text) for one in shown if one.scored]
    for place, criterion, polarity, first, last, better in zip(*result.evidence.values(), strict=True):
        number, text = replies[place]
        start, end = text.moved(first, last) if text else (first, last)
        yield {
            "row": number, "criterion": criterion, "polarity": polarity, "start": start, "end": end,
            "quote": text.text[start:end] if text else None, "better": better,
        }  # fmt: skip
