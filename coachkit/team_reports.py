"""From a scored file to a folder of reports: read, count, draw, write. What the command and the dashboard share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from coachkit.errors import InputError, MissingExtra
from coachkit.plots.team import agent_trend, pictures
from coachkit.practice.next_exercise import Suggestion
from coachkit.reports.agent import Agent, agent_body, agent_html, index_html, next_exercises
from coachkit.reports.team import team_body, team_html
from coachkit.reports.team_parts import Known
from coachkit.rubrics import Rubric, shipped_criteria
from coachkit.scenarios.loading import readable_courses
from coachkit.scenarios.schema import Scenario
from coachkit.team.numbers import Means, means
from coachkit.team.quotes import Gathered, Picked, gather, pick, with_texts, wording_known
from coachkit.team.summary import summary
from coachkit.team.table import Roles, ScoredReplies, joined, needed_columns, row_column, row_numbers, standard, text_column
from coachkit.transcripts.reading import open_table
from coachkit.transcripts.rows import NUMBER, TEXT, WHOLE, Table
from coachkit.transcripts.writing import SPREADSHEETS, as_meant, whole_file, writing

TEAM, INDEX, SUMMARY = "team.html", "index.html", "summary"
EVIDENCE = ("row", "criterion", "polarity", "start", "end", "quote", "better")
BLOCK = 20_000
"""Rows read at a time."""

Texts = Callable[[Iterable[int]], Mapping[int, str]]

_OURS = re.compile(r"agent-\d{3,}\.html")
_MARK = '<meta name="generator" content="coachkit">'
_KINDS = {
    "group": TEXT,
    "name": TEXT,
    "measure": TEXT,
    "replies": WHOLE,
    "units": WHOLE,
    "mean": NUMBER,
    "low": NUMBER,
    "high": NUMBER,
}


@dataclass(frozen=True)
class Team:
    """A scored file with its evidence, and what is worked out from them when it is first asked for."""

    scored: ScoredReplies
    evidence: Path | None = None
    library: Sequence[Scenario] = field(default=(), repr=False)
    texts: Texts | None = field(default=None, repr=False)
    """Reads the texts of some rows; None where they stand in `scored`."""
    known: Known = field(default_factory=shipped_criteria, repr=False)
    """The criteria and gates whose names and advice are shown; of others the id is."""

    @cached_property
    def means(self) -> Means:
        """The team's means."""
        return means(self.scored)

    @cached_property
    def weekly(self) -> Means:
        """The team's mean total week by week."""
        return means(self.scored, "week", ("total",))

    @cached_property
    def gathered(self) -> Gathered | None:
        """The quotes of all agents; None without evidence."""
        if self.evidence is None:
            return None
        found = gather(evidence_blocks(self.evidence), self.scored, wording_known(self.known))
        return with_texts(found, self.texts(found.best["row"])) if self.texts else found

    def part(self, scored: ScoredReplies) -> Team:
        """The same team with some of its replies."""
        return replace(self, scored=scored)

    def own(self, agent: str) -> ScoredReplies:
        """The replies of one agent."""
        return self.scored.where(self.scored.frame["agent"] == agent)

    def exercises(self, agent: str) -> tuple[Suggestion, ...]:
        """The exercises that the agent's replies point to."""
        return next_exercises(self.own(agent), self.library)

    def agent(self, name: str, language: str) -> Agent:
        """What the agent's page is made of; without a chart where charts cannot be drawn."""
        picked = pick(self.gathered, name) if self.gathered else Picked()
        trend = drawn_or_nothing(lambda: agent_trend(self.scored, name, self.weekly, language))
        return Agent(name, self.own(name), self.means, picked, self.exercises(name), trend, self.gathered is not None)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the pages in order, the first one to be opened first, and the file of each agent."""

    pages: tuple[Path, ...]
    agents: Mapping[str, str]


def open_team(
    path: Path,
    evidence: Path | None = None,
    roles: Roles | None = None,
    exercises: Path | None = None,
    encoding: str | None = None,
    rubric: Rubric | None = None,
) -> Team:
    """The team of a scored file; `rubric` is the one that it was scored by, where it is not a shipped one.

    Raises InputError when a file cannot be read or has not the columns of one.
    """
    scored = read_scored_table(path, roles, encoding)
    if scored.frame.empty:
        raise InputError(f"{path}: no row has a score; give the file that `coachkit score FILE --out` wrote")
    if evidence is not None:
        _check_evidence(evidence)
    library = tuple(one for course in readable_courses(exercises) for one in course.scenarios)
    own = {one.id: one for one in (*rubric.criteria, *rubric.gates)} if rubric else {}
    return Team(scored, evidence, library, lambda rows: read_texts(path, rows, roles, encoding), shipped_criteria() | own)


def read_scored_table(path: Path, roles: Roles | None = None, encoding: str | None = None) -> ScoredReplies:
    """A scored file in the one form, read block by block and without its texts."""
    table = open_table(path, encoding)
    return joined(_blocks(table, needed_columns(table.columns, roles), roles))


def _blocks(table: Table, names: Sequence[str], roles: Roles | None) -> Iterator[ScoredReplies]:
    """The file block by block in the one form; an empty one first, so that there always is one."""
    yield standard(pd.DataFrame(columns=list(names)), roles)
    first = 1
    for frame in frames(table, names):
        yield standard(frame, roles, first)
        first += len(frame)


def read_texts(path: Path, rows: Iterable[int], roles: Roles | None = None, encoding: str | None = None) -> dict[int, str]:
    """The texts of some rows, by the number that each has in the file that was scored."""
    table, wanted = open_table(path, encoding), set(rows)
    text, found, first = text_column(table.columns, roles), dict[int, str](), 1
    if text is None or not wanted:
        return {}
    names = [name for name in (row_column(table.columns), text) if name]
    for frame in frames(table, names):
        numbers = row_numbers(frame, first)
        first += len(frame)
        some = frame[text][numbers.isin(wanted)].dropna().astype(str).str.strip()
        for number, words in zip(numbers[some.index].tolist(), some.tolist(), strict=True):
            if words:
                found.setdefault(number, words)
    return found


def frames(table: Table, names: Sequence[str]) -> Iterator[pd.DataFrame]:
    """The columns of a file of that name, block by block. Of a Parquet file no other column is read.

    Raises InputError when the file turns out not to be readable.
    """
    if table.path.suffix.lower() == ".parquet":
        yield from _parquet_frames(table, names)
        return
    rows = iter(table.rows)
    meant = as_meant if table.path.suffix.lower() in SPREADSHEETS else lambda cell: cell
    while block := [row.values for row in islice(rows, -(-BLOCK // 4))]:  # noqa: PD011 - a row of a file, no frame
        yield pd.DataFrame({name: [meant(values.get(name)) for values in block] for name in names})


def _parquet_frames(table: Table, names: Sequence[str]) -> Iterator[pd.DataFrame]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    places = [table.columns.index(name) for name in names]
    try:
        with pq.ParquetFile(table.path, pre_buffer=False) as file:
            own = file.schema_arrow.names
            # Names that stand there twice cannot be asked for one by one.
            asked = [own[place] for place in places] if len(set(own)) == len(own) else None
            for batch in file.iter_batches(batch_size=BLOCK, columns=asked):
                kept = batch if asked else batch.rename_columns(list(table.columns))
                yield (
                    pa.Table.from_batches([kept])
                    .select([*asked] if asked else list(names))
                    .rename_columns(list(names))
                    .to_pandas()
                )
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(f"{table.path}: not a Parquet file that can be read: {str(error).splitlines()[0]}") from error


def evidence_blocks(path: Path) -> Iterator[pd.DataFrame]:
    """The findings, block by block."""
    return frames(open_table(path), EVIDENCE)


def _check_evidence(path: Path) -> None:
    missing = [name for name in EVIDENCE if name not in open_table(path).columns]
    if missing:
        raise InputError(f"{path}: no column '{missing[0]}'; give the file that `coachkit score FILE --evidence` wrote")


def drawn_or_nothing(draw: Any) -> Any:
    """What `draw` draws; None where the extra that draws charts is not installed."""
    try:
        return draw()
    except MissingExtra:
        return None


def shown_html(team: Team, agent: str, language: str) -> str:
    """The agent's page, or with "" the team's, to be shown in a notebook."""
    if agent:
        return agent_body(team.agent(agent, language), language, team.known)
    drawn = {} if team.scored.frame.empty else drawn_or_nothing(lambda: pictures(team.scored, language)) or {}
    return team_body(team.scored, language, drawn, {}, team.known)


def write_reports(  # noqa: PLR0913 - what is written, each part by its own yes or no
    team: Team,
    folder: Path,
    language: str,
    *,
    with_team: bool = True,
    with_agents: bool = True,
    tables: bool = True,
    watch: Callable[[Sequence[str]], Iterable[str]] = iter,
) -> Written:
    """Writes index.html, team.html, agent-001.html, ... and summary.csv, .parquet, .xlsx into the folder.

    The agents are numbered in alphabetical order: no name of a file comes from the data. Pages of agents that an earlier run
    left behind are taken away. `watch` may tell of progress while the agents' pages are written. Raises InputError when something
    cannot be written.
    """
    names = team.scored.named("agent") if with_agents else ()
    files = {name: f"agent-{place:03d}.html" for place, name in enumerate(names, start=1)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _take_away(folder, set(files.values()))
        whole_file(folder / INDEX, index_html(files, language, TEAM if with_team else ""))
        if with_team:
            drawn = drawn_or_nothing(lambda: pictures(team.scored, language)) or {}
            whole_file(folder / TEAM, team_html(team.scored, language, drawn, files, team.known, home=INDEX))
        for name in watch(names):
            whole_file(folder / files[name], agent_html(team.agent(name, language), language, team.known))
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror or error}") from error
    if tables:
        _write_tables(team.scored, folder)
    shown = (INDEX, *((TEAM,) if with_team else ()), *files.values())
    return Written(tuple(folder / one for one in shown), files)


def _take_away(folder: Path, kept: set[str]) -> None:
    """Removes pages of agents that we wrote once and do not write now; nothing else that lies there."""
    for path in folder.iterdir():
        if (
            _OURS.fullmatch(path.name)
            and path.name not in kept
            and path.is_file()
            and _MARK in path.read_text("utf-8", "replace")
        ):
            path.unlink()


def _write_tables(scored: ScoredReplies, folder: Path) -> None:
    """The summary in each format; as a workbook where the extra is installed."""
    table = summary(scored)
    rows = [dict(zip(_KINDS, row, strict=True)) for row in table.itertuples(index=False)]
    for ending in (".csv", ".parquet", ".xlsx"):
        try:
            with writing(folder / f"{SUMMARY}{ending}", _KINDS) as write:
                write([{name: _cell(value) for name, value in row.items()} for row in rows])
        except MissingExtra:
            continue


def _cell(value: Any) -> Any:
    """A plain value; None for what cannot be told."""
    if isinstance(value, str):
        return value
    return None if pd.isna(value) else value.item() if hasattr(value, "item") else value
