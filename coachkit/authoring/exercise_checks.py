"""Checking scenarios and courses: the files, where their conversations can go, and whether the model replies do what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from coachkit.authoring.model_paths import Runs, model_problems, play
from coachkit.documents import load
from coachkit.errors import DocumentError, UnknownName
from coachkit.scenarios.loading import COURSE_FILE, at, course_problems, find_near, load_scenario, scenario_files
from coachkit.scenarios.points import find_points
from coachkit.scenarios.references import Problem
from coachkit.scenarios.routes import faults
from coachkit.scenarios.schema import CourseFile, Scenario

IN_A_SHIFT = ("conversation", "message")
"""Kinds of exercise that a shift may hold."""


def check_courses(paths: list[Path]) -> Iterator[str]:
    """The problems of course.yaml files; those of the scenarios beside them are told with the scenarios."""
    for path in paths:
        try:
            file = load(path, CourseFile)
        except DocumentError as error:
            yield from str(error).splitlines()
        else:
            yield from course_problems(path, file, [one.stem for one in scenario_files(path.parent)])


def check_scenarios(paths: Mapping[Path, bool]) -> Iterator[tuple[Path, Scenario | None, list[str]]]:
    """Each scenario file with the scenario, None where it cannot be loaded, and its problems.

    The value of `paths` says whether a file was named itself, so that it need not be in a course.
    """
    owners: dict[str, Path] = {}
    for path, named in paths.items():
        try:
            scenario = load_scenario(path)
        except DocumentError as error:
            yield path, None, str(error).splitlines()
            continue
        found = [f"{at(path, one.place)}: {one.message}" for one in scenario_problems(scenario, path)]
        other = owners.setdefault(scenario.id, path)
        if other != path:
            found.append(f"{at(path, ('id',))}: the id '{scenario.id}' is already taken by {other}")
        if not named and not (path.parent / COURSE_FILE).exists():
            found.append(f"{path}:1:1: no {COURSE_FILE} beside it, so no course shows it; write one with id, title and about")
        yield path, scenario, found


def scenario_problems(scenario: Scenario, path: Path) -> Iterator[Problem]:
    """What is wrong with a scenario that can be loaded: its ways, its hints, its model replies, the chats of a shift."""
    yield from faults(scenario)
    yield from _hints(scenario)
    runs = play(scenario)
    yield from _points_nobody_makes(scenario, runs)
    yield from model_problems(scenario, runs)
    for number, chat in enumerate(scenario.chats):
        try:
            kind = find_near(chat.scenario, path).kind
        except (DocumentError, UnknownName):
            continue  # told with the file itself
        if kind not in IN_A_SHIFT:
            place = ("chats", number, "scenario")
            yield Problem(place, f"'{chat.scenario}' is of kind {kind}; a shift holds {' and '.join(IN_A_SHIFT)} only")


def _hints(scenario: Scenario) -> Iterator[Problem]:
    for number, hint in enumerate(scenario.hints):
        for one in find_points(scenario, hint).mentions:
            if one.kind == "point":
                told = f"the hint gives the wording '{one.quote}' of the point '{one.key}' away; say where to look instead"
                yield Problem(("hints", number), told)


def _points_nobody_makes(scenario: Scenario, runs: Runs) -> Iterator[Problem]:
    """Points that no model reply says: nothing proves that their wordings can be found in an honest reply."""
    said = frozenset[str]().union(*(run.state.covered for run in runs.values()))
    for number, point in enumerate(scenario.points):
        if runs and point.id not in said and not _side_road(scenario, point.id, runs):
            told = f"no model reply says the point '{point.id}'; let one say it, or mend its wordings in 'find'"
            yield Problem(("points", number), told)


def _side_road(scenario: Scenario, point: str, runs: Runs) -> bool:
    """Whether the point only leads where no model path goes: to a turn aside, or to an ending that is not the good one."""
    met = {one.before.turn for run in runs.values() for one in run.attempts}
    asked = [rule.to for turn in scenario.turns.values() for rule in turn.next if point in rule.when.covered]
    resolved = {name for name, ending in scenario.endings.items() if ending.kind == "resolved"}
    return bool(asked) and met.isdisjoint(asked) and resolved.isdisjoint(asked)
