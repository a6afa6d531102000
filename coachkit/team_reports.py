"""From a scored file to a folder of reports: read, count, draw, write. What the command and the dashboard share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
from coachkit.rubrics import shipped_criteria
from coachkit.scenarios.loading import readable_courses
from coachkit.scenarios.schema import Scenario
from coachkit.team.numbers import Means, means
from coachkit.team.quotes import Gathered, Picked, gather, pick
from coachkit.team.summary import summary
from coachkit.team.table import Roles, ScoredReplies, needed_columns, standard
from coachkit.transcripts.reading import open_table
from coachkit.transcripts.rows import NUMBER, TEXT, WHOLE
from coachkit.transcripts.writing import whole_file, writing

TEAM, INDEX, SUMMARY = "team.html", "index.html", "summary"
EVIDENCE = ("row", "criterion", "polarity", "start", "end", "quote", "better")
BLOCK = 100_000
"""Findings read at a time."""

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
        return gather(evidence_blocks(self.evidence), self.scored, frozenset(shipped_criteria()))

    def part(self, scored: ScoredReplies) -> Team:
        """The same team with some of its replies."""
        return Team(scored, self.evidence, self.library)

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
        return Agent(name, self.own(name), self.means, picked, self.exercises(name), trend)


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
) -> Team:
    """The team of a scored file. Raises InputError when a file cannot be read or has not the columns of one."""
    scored = standard(read_frame(path, roles, encoding), roles)
    if scored.frame.empty:
        raise InputError(f"{path}: no row has a score; give the file that `coachkit score FILE --out` wrote")
    if evidence is not None:
        _check_evidence(evidence)
    return Team(scored, evidence, tuple(one for course in readable_courses(exercises) for one in course.scenarios))


def read_frame(path: Path, roles: Roles | None = None, encoding: str | None = None) -> pd.DataFrame:
    """The columns of a scored file that the reports use."""
    table = open_table(path, encoding)
    names = needed_columns(table.columns, roles)
    if path.suffix.lower() == ".parquet" and len(set(table.columns)) == len(table.columns):
        try:
            return pd.read_parquet(path, columns=names)
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: not a Parquet file that can be read: {str(error).splitlines()[0]}") from error
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for row in table.rows:
        cells = row.values  # noqa: PD011 - a row of a file, no frame
        for name in names:
            columns[name].append(cells.get(name))
    return pd.DataFrame(columns)


def evidence_blocks(path: Path) -> Iterator[pd.DataFrame]:
    """The findings, block by block."""
    rows = iter(open_table(path).rows)
    while block := [row.values for row in islice(rows, BLOCK)]:  # noqa: PD011 - as above
        yield pd.DataFrame({name: [values.get(name) for values in block] for name in EVIDENCE})


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
        return agent_body(team.agent(agent, language), language)
    drawn = {} if team.scored.frame.empty else drawn_or_nothing(lambda: pictures(team.scored, language)) or {}
    return team_body(team.scored, language, drawn, {})


def write_reports(
    team: Team, folder: Path, language: str, *, with_team: bool = True, with_agents: bool = True, tables: bool = True
) -> Written:
    """Writes index.html, team.html, agent-001.html, ... and summary.csv, .parquet, .xlsx into the folder.

    The agents are numbered in alphabetical order: no name of a file comes from the data. Pages of agents that an earlier run
    left behind are taken away. Raises InputError when something cannot be written.
    """
    names = team.scored.named("agent") if with_agents else ()
    files = {name: f"agent-{place:03d}.html" for place, name in enumerate(names, start=1)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _take_away(folder, set(files.values()))
        whole_file(folder / INDEX, index_html(files, language, TEAM if with_team else ""))
        if with_team:
            drawn = drawn_or_nothing(lambda: pictures(team.scored, language)) or {}
            whole_file(folder / TEAM, team_html(team.scored, language, drawn, files, home=INDEX))
        for name, file in files.items():
            whole_file(folder / file, agent_html(team.agent(name, language), language))
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
