"""Scoring one reply, many, or a DataFrame; all three run the same code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from coachkit.errors import InputError, UnknownName, did_you_mean
from coachkit.model import CHANNELS, DIMENSIONS, LANGUAGES, Finding, Reply, Scorecard
from coachkit.rubrics import Rubric, load_rubric, rubric_for
from coachkit.scoring.cards import card
from coachkit.scoring.collection import no_collection
from coachkit.scoring.evaluate import SCORED, Analyser, Scores, evaluate
from coachkit.scoring.findings import all_findings
from coachkit.scoring.replies import Replies
from coachkit.text.corpus import Floats, Ints
from coachkit.text.held import longest

if TYPE_CHECKING:
    import pandas as pd

BLOCK = 8_000
"""Replies scored at a time: enough to spread the fixed costs, few enough to stay in memory. It changes no result."""

LONGEST = 200_000
"""Characters of one reply that are scored; the rest is left out of account (a gate names such a reply)."""

NUMBERS, TEXTS = ("total", *DIMENSIONS), ("gates", "weakest", "language")
COLUMNS = (*NUMBERS, *TEXTS)


@lru_cache(maxsize=1)
def analyser() -> Analyser:
    """The process's analyser; made on first use."""
    return Analyser()


@dataclass(frozen=True, eq=False)
class Scored:
    """The scores of a block of replies with all their evidence."""

    replies: Sequence[Reply]
    parts: Sequence[tuple[Rubric, Ints, Scores]]

    def card(self, place: int) -> Scorecard:
        """The scorecard of one reply."""
        for rubric, rows, scores in self.parts:
            hits = np.flatnonzero(rows[scores.rows] == place)
            if len(hits):
                return card(scores, int(hits[0]), self.replies[place], rubric)
        raise IndexError(place)

    def columns(self) -> dict[str, Any]:
        """One column per name of COLUMNS; numbers 0 to 100 with two decimals, NaN where they cannot be told."""
        texts = {name: np.array([*words, None], dtype=object)[places] for name, (words, places) in self.texts().items()}
        return self.numbers() | {name: texts[name] for name in TEXTS}

    def numbers(self) -> dict[str, Floats]:
        """The columns of numbers (NUMBERS), as `columns` has them."""
        result = {name: np.full(len(self.replies), np.nan) for name in NUMBERS}
        for _, rows, scores in self.parts:
            places = rows[scores.rows]
            for name, column in {"total": scores.total, **scores.dimensions}.items():
                result[name][places] = np.round(column, 2)
        return result

    def texts(self) -> dict[str, tuple[list[str], Ints]]:
        """The columns of texts (TEXTS): the different texts, and (n,) the place of each reply's among them, -1 for none."""
        n = len(self.replies)
        weakest, gates = {"": 0}, {"": 0}
        columns = np.zeros(n, dtype=np.int32), np.zeros(n, dtype=np.int32), np.full(n, -1, dtype=np.int32)
        for _, rows, scores in self.parts:
            places = rows[scores.rows]
            ids = [one.criterion.id for one in scores.criteria]
            numbers = np.array([*(weakest.setdefault(one, len(weakest)) for one in ids), 0], dtype=np.int32)
            columns[1][places] = numbers[scores.weakest]
            columns[2][places[scores.told]] = LANGUAGES.index(scores.language)
            for one, failed in zip(scores.gates, scores.failed, strict=True):
                _add_gate(gates, columns[0], places[failed], one.criterion.id)
        return dict(zip(TEXTS, zip((list(gates), list(weakest), list(LANGUAGES)), columns, strict=True), strict=True))

    def criteria(self, ids: Sequence[str]) -> dict[str, Any]:
        """One column (n,) per criterion: its score, 0 to 1 with four decimals; NaN where it does not apply, cannot be told
        or is not in the reply's rubric."""
        result = {one: np.full(len(self.replies), np.nan) for one in ids}
        for _, rows, scores in self.parts:
            places = rows[scores.rows]
            for one in scores.criteria:
                if one.criterion.id in result:
                    known = np.where(one.state == SCORED, one.marks.score, np.nan)
                    result[one.criterion.id][places] = np.round(known, 4)
        return result

    def findings(self) -> list[list[Finding]]:
        """The passages that each reply's score rests on, as its card has them: of the criteria, then of failed gates."""
        result: list[list[Finding]] = [[] for _ in range(len(self.replies))]
        for _, rows, scores in self.parts:
            for place, found in zip(rows[scores.rows].tolist(), all_findings(scores), strict=True):
                result[place] = found
        return result


def _add_gate(known: dict[str, int], column: Ints, places: Ints, gate: str) -> None:
    """Adds a gate to what some replies have failed; the different failures are numbered in `known`."""
    for place in places.tolist():
        before = list(known)[column[place]]
        column[place] = known.setdefault(f"{before} {gate}" if before else gate, len(known))


def criteria_ids(rubric: Rubric | None = None) -> tuple[str, ...]:
    """The criteria that a rubric scores, in its order; without one those of all channels' rubrics, each once."""
    rubrics = [rubric] if rubric else [rubric_for(channel) for channel in CHANNELS]
    return tuple(dict.fromkeys(one.id for used in rubrics for one in used.criteria))


def score(reply: Reply | str, rubric: Rubric | str | Path | None = None) -> Scorecard:
    """The scorecard of one reply. `rubric` is a Rubric, a shipped name, a path, or None: chosen by the reply's channel.

    Raises UnknownName for a language or channel that is not known.
    """
    one = Reply(reply) if isinstance(reply, str) else reply
    return next(iter(score_many([one], rubric))).card(0)


def score_many(replies: Sequence[Reply], rubric: Rubric | str | Path | None = None) -> Iterator[Scored]:
    """The replies' scores with their evidence, in blocks and in order. The size of a block changes no score."""
    for start in range(0, len(replies), BLOCK):
        block = replies[start : start + BLOCK]
        whole = Replies.of(block)
        columns = _checked(whole)
        parts = [
            (used, rows, part)
            for used, rows in _by_rubric(columns, rubric)
            for part in evaluate(columns.some(rows), used, analyser())
        ]
        yield Scored(block if columns is whole else columns, parts)


def _by_rubric(replies: Replies, rubric: Rubric | str | Path | None) -> list[tuple[Rubric, Ints]]:
    """The rows that each rubric scores; one group unless the channel decides."""
    if rubric is not None:
        used = rubric if isinstance(rubric, Rubric) else load_rubric(rubric)
        return [(used, np.arange(len(replies)))]
    channels = replies.channels
    # Several channels may share a rubric; the groups come in the order of their first reply either way.
    rubrics = {channel: rubric_for(channel) for channel in dict.fromkeys(channels)}
    used_here = list(dict.fromkeys(rubrics.values()))
    if len(used_here) == 1:
        return [(used_here[0], np.arange(len(replies)))]
    return [(one, np.flatnonzero([rubrics[channel] is one for channel in channels])) for one in used_here]


def _checked(replies: Replies) -> Replies:
    """The replies, those that are too long cut. Raises UnknownName for a language or channel that is not known."""
    for language in set(replies.languages) - {None, *LANGUAGES}:
        raise UnknownName(f"no language '{language}'{did_you_mean(str(language), LANGUAGES)}")
    for channel in set(replies.channels) - {None, *CHANNELS}:
        raise UnknownName(f"no channel '{channel}'{did_you_mean(str(channel), CHANNELS)}")
    if max(longest(replies.texts), longest(replies.customers)) <= LONGEST:
        return replies
    texts = [text[:LONGEST] for text in replies.texts]
    return replace(replies, texts=texts, customers=[message and message[:LONGEST] for message in replies.customers])


def score_frame(frame: pd.DataFrame, rubric: Rubric | str | Path | None = None, *, criteria: bool = False) -> pd.DataFrame:
    """The scores of a DataFrame with a column `text` and, where present, `customer`, `channel`, `language`, `agent_name`,
    `customer_name`.

    Returns a DataFrame with the same index and the columns total, clarity, empathy, readability, tone (0 to 100, NaN where
    it cannot be told), gates (ids of failed gates, space between), weakest (the criterion that costs most) and language;
    with `criteria` one more for each criterion, named by its id: 0 to 1, NaN where it does not apply.
    A missing text scores as an empty one. Raises InputError without a `text` column.
    """
    import pandas as pd

    if "text" not in frame.columns:
        found = did_you_mean("text", [str(name) for name in frame.columns])
        raise InputError(f"no column 'text' in the frame{found}")
    replies = Replies(*_columns_of(frame))
    used = load_rubric(rubric) if isinstance(rubric, str | Path) else rubric
    ids = criteria_ids(used) if criteria else ()
    blocks = [block.columns() | block.criteria(ids) for block in score_many(replies, used)]
    columns = {name: np.concatenate([block[name] for block in blocks]) if blocks else np.zeros(0) for name in (*COLUMNS, *ids)}
    return pd.DataFrame(columns, index=frame.index)


def replies_of(frame: pd.DataFrame) -> list[Reply]:
    """The rows of a frame as replies; a missing value is None, a missing text an empty one."""
    with no_collection():
        return list(map(Reply, *_columns_of(frame)))


def _columns_of(frame: pd.DataFrame) -> list[list[Any]]:
    """The columns of a frame by the parts of a reply, in their order."""
    names = ("text", "customer", "channel", "language", "agent_name", "customer_name")
    nothing = [None] * len(frame)
    columns = [_texts(frame[name].tolist()) if name in frame.columns else nothing for name in names]
    return [[text or "" for text in columns[0]], *columns[1:]]


def _texts(values: list[object]) -> list[str | None]:
    """A column of cells as texts; None for a missing one."""
    return [value if isinstance(value, str) else _text(value) for value in values]


def _text(value: object) -> str | None:
    """A cell as text; None for a missing one."""
    return None if value is None or value != value else str(value)  # noqa: PLR0124 - NaN is not itself
