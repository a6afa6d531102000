"""What a run is asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coachkit.model import Texts
from coachkit.privacy import Masking
from coachkit.rubrics import Rubric
from coachkit.runs.tally import Summary
from coachkit.transcripts.columns import Columns
from coachkit.transcripts.hints import Hints

ANY_COLUMNS = Columns()
"""All columns guessed."""

NO_HINTS = Hints()
"""Nothing said beyond what the file says itself."""

PROCESSES, DASK = "processes", "dask"


@dataclass(frozen=True, slots=True)
class Job:
    """What to score and where to write it.

    `criteria` adds a column per criterion. `processes` score while this one reads and writes; with 1 there is no other.
    `engine` is "processes" or "dask"; `scheduler` the address of a Dask cluster, None for one on this computer. `fresh` drops
    what an unfinished run has left. None of these but `criteria` changes a byte of what is written. `masking` says how personal
    data is masked in all that is written; with None it is written as it stands. Scoring sees the original. `hints` say who the
    agents are and what a table's columns are, where the file does not; `asked` goes before them.
    """

    source: Path
    asked: Columns = ANY_COLUMNS
    encoding: str | None = None
    rubric: Rubric | None = None
    out: Path | None = None
    evidence: Path | None = None
    progress: bool = False
    criteria: bool = False
    processes: int = 1
    fresh: bool = False
    engine: str = PROCESSES
    scheduler: str | None = None
    masking: Masking | None = None
    hints: Hints = NO_HINTS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it; `names` holds the names of all criteria and gates that were used, by id, `left_out` how many parts of
    the file are no row on purpose, by kind."""

    summary: Summary
    columns: Columns
    names: Mapping[str, Texts]
    left_out: Mapping[str, int] = field(default_factory=dict)
