"""The work of one scoring process: the replies of a block in, their scores out as bytes. The same bytes wherever it runs."""

from __future__ import annotations

import io
import pickle
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from coachkit import __version__, compiled
from coachkit.batch import COLUMNS, TEXTS, Scored, score_many
from coachkit.errors import InputError
from coachkit.model import CHANNELS, Finding
from coachkit.privacy import ScanColumns, scan_columns
from coachkit.privacy.finds import Finds
from coachkit.rubrics import Rubric, rubric_for
from coachkit.runs.blocks import Work
from coachkit.scoring.collection import no_collection
from coachkit.scoring.fingerprint import fingerprint
from coachkit.scoring.replies import Replies
from coachkit.text.corpus import Ints
from coachkit.transcripts.conversation import Cells
from coachkit.transcripts.text_column import TextColumn

EVIDENCE = ("place", "criterion", "polarity", "start", "end", "better")
SCANS = ("place", "kind", "start", "end")


@dataclass(frozen=True)
class Settings:
    """How the replies are scored: by one rubric or each by its channel's, with which criteria's columns, with evidence or not."""

    rubric: Rubric | None = None
    criteria: tuple[str, ...] = ()
    evidence: bool = False
    rules: tuple[str, ...] = ()
    """The fingerprints of the rubrics that may be used (`rules`)."""
    scan: bool = False
    """Whether the texts are also looked through for personal data, order numbers by the pattern `orders` among it."""
    orders: str | None = None
    compiled: bool = False
    """Whether the compiled loops are used: not a byte of the results depends on it."""

    def packed(self) -> bytes:
        """The settings as they travel to another process."""
        return pickle.dumps(self, protocol=5)


@dataclass(frozen=True, eq=False)
class Result:
    """The scores of a block as Arrow columns (COLUMNS, then the criteria), its evidence (EVIDENCE; `place` counts its replies)
    and where personal data stands (SCANS; `place` counts the texts of `Work.texts`)."""

    scores: Mapping[str, Any]
    evidence: Mapping[str, list[Any]]
    scanned: Mapping[str, Any]

    @cached_property
    def columns(self) -> Mapping[str, list[Any]]:
        """The scores as Python values; None for a text that is missing, NaN for a number that cannot be told."""
        return {name: listed(column) for name, column in self.scores.items()}

    @cached_property
    def scans(self) -> Finds:
        """What was found in each text, by its place; texts in which nothing was found are left out."""
        words, codes = _words(self.scanned["kind"])
        columns = (self.scanned["place"], codes, self.scanned["start"], self.scanned["end"])
        places, kinds, starts, ends = (np.asarray(one, dtype=np.int32) for one in columns)
        return Finds(places, kinds, starts, ends, words)


def _words(column: Any) -> tuple[list[str], Any]:
    """The different texts of a column, and which of them stands at each place."""
    if isinstance(column, pa.DictionaryArray):
        return column.dictionary.to_pylist(), column.indices
    words = list(dict.fromkeys(column))
    return words, list(map(words.index, column))


def rules(rubric: Rubric | None = None) -> tuple[str, ...]:
    """The fingerprints of the rubrics that may be used: of the one given, or of every channel's."""
    return (fingerprint(rubric),) if rubric else tuple(fingerprint(rubric_for(channel)) for channel in CHANNELS)


@lru_cache(maxsize=4)
def _settings(packed: bytes) -> Settings:
    """The settings, the same value for the same bytes: the analyser keeps what it has compiled for a rubric.

    Raises InputError where other rules hold, as on a computer with another version of coachkit.
    """
    settings: Settings = pickle.loads(packed)  # noqa: S301 - what our own process has sent
    if rules(settings.rubric) != settings.rules:
        raise InputError(
            f"{socket.gethostname()}: scores by other rules; install the same version of coachkit ({__version__} here), "
            "its language packs and its libraries on every computer of the cluster"
        )
    return settings


def score_block(packed: bytes, work: Work) -> bytes:
    """The scores of a block's replies, to be opened with `opened`. A reply that occurs more than once is scored once."""
    settings = _settings(packed)
    if settings.compiled:  # all of them: a process that only reads has some
        compiled.use()
    with no_collection():
        return _block(work if compiled.in_use() else work.listed(), settings)


def _block(work: Work, settings: Settings) -> bytes:
    # Before the scoring: what it sees in the texts, a signal need not look for.
    scans = scan_columns(work.texts, settings.orders) if settings.scan else ScanColumns()
    cells, places = _distinct(work.replies)
    scored = next(score_many(Replies(*cells), settings.rubric)) if places else None  # type: ignore[arg-type]
    columns = _taken(scored, settings, places)
    findings = scored.findings() if scored and settings.evidence else []
    return _written(pa.table(columns), _evidence([findings[place] for place in places] if findings else []), _scans(scans))


def _distinct(cells: Cells) -> tuple[Cells, Sequence[int]]:
    """The rows that differ, in order, and the place among them of every row: what an agent sends from a template repeats."""
    if isinstance(cells[0], TextColumn):
        if not cells[0].repeats:
            return cells, range(len(cells[0]))
        if all(map(_is_one_value, cells[1:])):
            texts, which = cells[0].repeats
            return (texts, *(column[: len(texts)] for column in cells[1:])), which.tolist()
    elif len(set(cells[0])) == len(cells[0]):
        return cells, range(len(cells[0]))
    seen: dict[tuple[str | None, ...], int] = {}
    places = [seen.setdefault(row, len(seen)) for row in zip(*cells, strict=True)]
    return tuple(map(list, zip(*seen, strict=True))), places


def _is_one_value(column: Sequence[str | None]) -> bool:
    return column.is_one_value() if isinstance(column, TextColumn) else column.count(column[0]) == len(column)


def _taken(scored: Scored | None, settings: Settings, places: Sequence[int]) -> dict[str, pa.Array]:
    """The columns of all rows, from those of the rows that differ."""
    names = (*COLUMNS, *settings.criteria)
    if scored is None:
        return {name: pa.array([], pa.string() if name in TEXTS else pa.float64()) for name in names}
    rows = np.asarray(places) if len(places) > len(scored.replies) else slice(None)
    numbers = scored.numbers() | scored.criteria(settings.criteria)
    columns = {name: pa.array(column[rows], pa.float64()) for name, column in numbers.items()}
    columns |= {name: _worded(words, column[rows]) for name, (words, column) in scored.texts().items()}
    return {name: columns[name] for name in names}


def _worded(words: Sequence[str], column: Ints) -> pa.Array:
    """The texts that a column's numbers stand for, -1 for none; each is stored once, in the order of their first row."""
    used = pa.array(column, mask=column < 0).dictionary_encode()
    texts = [words[one] for one in used.dictionary.to_pylist()]
    return pa.DictionaryArray.from_arrays(used.indices, pa.array(texts, pa.string()))


def _evidence(findings: Sequence[Sequence[Finding]]) -> pa.Table:
    """Offsets, never quotes: a part that is kept holds no word of anybody's."""
    rows = [(place, one) for place, found in enumerate(findings) for one in found]
    columns: dict[str, Any] = {
        "place": [place for place, _ in rows],
        "criterion": [one.criterion for _, one in rows],
        "polarity": [one.polarity for _, one in rows],
        "start": [one.span.start for _, one in rows],
        "end": [one.span.end for _, one in rows],
        "better": [one.better for _, one in rows],
    }
    kinds = {name: pa.string() if name in ("criterion", "better") else pa.int32() for name in EVIDENCE}
    return pa.table({name: pa.array(columns[name], kinds[name]) for name in EVIDENCE})


def _scans(columns: ScanColumns) -> pa.Table:
    """A row per piece, and one without a kind per name."""
    kinds = (pa.int32(), pa.string(), pa.int32(), pa.int32())
    return pa.table({name: pa.array(column, kind) for name, column, kind in zip(SCANS, columns, kinds, strict=True)})


def _written(*tables: pa.Table) -> bytes:
    """The tables one after the other, each text stored once."""
    sink = io.BytesIO()
    for table in tables:
        short = pa.table(
            {name: _short(column.combine_chunks()) for name, column in zip(table.column_names, table.columns, strict=True)}
        )
        with pa.ipc.new_stream(sink, short.schema) as stream:
            stream.write_table(short)
    return sink.getvalue()


def _short(column: pa.Array) -> pa.Array:
    return column.dictionary_encode() if pa.types.is_string(column.type) else column


def opened(data: bytes) -> Result:
    """What `score_block` has packed. Raises pyarrow's errors for bytes that are something else."""
    source = io.BytesIO(data)
    scores, evidence, scanned = (_read(source) for _ in range(3))
    return Result(scores, {name: listed(column) for name, column in evidence.items()}, scanned)


def _read(source: io.BytesIO) -> dict[str, pa.Array]:
    table = pa.ipc.open_stream(source).read_all()
    return {name: _whole(table.column(name)) for name in table.column_names}


def _whole(column: Any) -> Any:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def listed(column: Any) -> list[Any]:
    """A column as Python values; None for what is missing, NaN as it is."""
    if isinstance(column, pa.ChunkedArray):
        column = _whole(column)
    if not pa.types.is_dictionary(column.type):
        return column.to_numpy(zero_copy_only=False).tolist()
    words = [*column.dictionary.to_pylist(), None]
    return [words[place] for place in column.indices.fill_null(len(words) - 1).to_numpy(zero_copy_only=False).tolist()]
