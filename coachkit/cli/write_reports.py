"""Writing the reports of a scored file, and putting exercises into practice queues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coachkit.cli.terminal import say, tidy, watched
from coachkit.errors import InputError
from coachkit.practice.words import filled
from coachkit.rubrics import load_rubric
from coachkit.team.table import Roles
from coachkit.team.words import SaidWords, team_words
from coachkit.team_reports import Team, open_team, write_reports
from coachkit.transcripts.reading import open_table

MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """The files that were named and the columns that were asked for."""

    scored: Path
    out: Path
    evidence: Path | None
    columns: Roles
    encoding: str | None = None
    exercises: Path | None = None
    learners: Path | None = None
    rubric: str | None = None


def run(asked: Asked, language: str, *, team: bool = True, agents: bool = True, queue: bool = False) -> None:
    """Writes the reports and says where they are. Raises InputError when a file cannot be read or written."""
    rubric = load_rubric(asked.rubric) if asked.rubric else None
    opened = open_team(asked.scored, asked.evidence, asked.columns, asked.exercises, asked.encoding, rubric)
    _check_agents(asked.scored, opened, needed=(agents and not team) or queue)
    names = learner_names(asked.learners)
    written = write_reports(opened, asked.out, language, with_team=team, with_agents=agents, watch=watched)
    words = team_words(language).said
    say(filled(words.report.of(len(written.pages)), folder=asked.out))
    if queue:
        added, waiting = enqueue(opened, names, language)
        say(filled(words.queued.of(added), waiting=waiting))
        for line in _passed_over(names, opened.scored.named("agent"), words):
            say(line)


def _passed_over(learners: Mapping[str, str] | None, agents: Sequence[str], words: SaidWords) -> Iterator[str]:
    """Who got nothing: those whom only the table of learners names, and those whom it does not."""
    if learners is None:
        return
    for told, names in ((words.strangers, learners.keys() - set(agents)), (words.unnamed, set(agents) - learners.keys())):
        if names:
            yield filled(told, names=tidy(", ".join(sorted(names)[:MOST_NAMED])), count=len(names))


def _check_agents(path: Path, team: Team, *, needed: bool) -> None:
    if needed and not team.scored.named("agent"):
        raise InputError(f"{path}: no column names the agents; say --agent-name-column NAME")


def learner_names(path: Path | None) -> Mapping[str, str] | None:
    """Which learner each agent is, from a table with the columns agent and learner; None without one.

    Raises InputError when the file cannot be read, lacks a column or says two things of one agent.
    """
    if path is None:
        return None
    table, found = open_table(path), dict[str, str]()
    missing = [name for name in ("agent", "learner") if name not in table.columns]
    if missing:
        raise InputError(f"{path}: no column '{missing[0]}'; it needs the columns agent and learner")
    for row in table.rows:
        agent, learner = (str(row.values.get(name) or "").strip() for name in ("agent", "learner"))
        if agent and learner and found.setdefault(agent, learner) != learner:
            raise InputError(f"{path}:{row.number}: agent '{agent}' is '{found[agent]}' already; name each agent once")
    return found


def enqueue(team: Team, learners: Mapping[str, str] | None, language: str) -> tuple[int, int]:
    """Puts each agent's next exercises into the practice queue: how many were put there, and how many waited there already.

    The learner is the one that `learners` names; an agent whom it does not name gets none, as nobody would find a queue under
    a pseudonym. Without `learners` it is the one of the agent's name as it stands in the scored file.
    """
    from coachkit.store import Store

    store, why = Store.open(), team_words(language).next_note
    agents = team.scored.named("agent")
    known = {one: one for one in agents} if learners is None else {one: learners[one] for one in agents if one in learners}
    asked = [
        store.enqueue(store.learner(learner), one.scenario, one.trains, why, "coachkit report")
        for agent, learner in known.items()
        for one in team.exercises(agent)
    ]
    return sum(asked), len(asked) - sum(asked)
