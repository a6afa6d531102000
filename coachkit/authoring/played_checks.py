"""Checking what only reading and scoring find in a scenario: hints that give away, points nobody makes, the model replies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coachkit.authoring.model_paths import Runs, model_problems
from coachkit.authoring.played import Played, played
from coachkit.scenarios.references import Problem
from coachkit.scenarios.schema import Scenario


def played_problems(scenarios: Sequence[Scenario]) -> Iterator[list[Problem]]:
    """For each scenario what is wrong with its texts; the model replies of all are scored together."""
    for scenario, one in zip(scenarios, played(scenarios), strict=True):
        yield [*_hints(one), *_points_nobody_makes(scenario, one.runs), *model_problems(scenario, one.runs)]


def _hints(played: Played) -> Iterator[Problem]:
    for number, point, words in played.told:
        told = f"the hint gives the wording '{words}' of the point '{point}' away; say where to look instead"
        yield Problem(("hints", number), told)


def _points_nobody_makes(scenario: Scenario, runs: Runs) -> Iterator[Problem]:
    """Points that no model reply says: nothing proves that their wordings can be found in an honest reply."""
    said = frozenset[str]().union(*(run.covered for run in runs.values()))
    for number, point in enumerate(scenario.points):
        if runs and point.id not in said and not _side_road(scenario, point.id, runs):
            told = f"no model reply says the point '{point.id}'; let one say it, or mend its wordings in 'find'"
            yield Problem(("points", number), told)


def _side_road(scenario: Scenario, point: str, runs: Runs) -> bool:
    """Whether the point only leads where no model path goes: to a turn aside, or to an ending that is not the good one."""
    met = {turn for run in runs.values() for turn in run.turns}
    asked = [rule.to for turn in scenario.turns.values() for rule in turn.next if point in rule.when.covered]
    resolved = {name for name, ending in scenario.endings.items() if ending.kind == "resolved"}
    return bool(asked) and met.isdisjoint(asked) and resolved.isdisjoint(asked)
