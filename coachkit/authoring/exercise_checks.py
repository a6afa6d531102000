"""Checking scenarios and courses: the files, where their conversations can go, and last whether their texts do what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from coachkit.documents import load
from coachkit.errors import DocumentError, UnknownName
from coachkit.scenarios.loading import COURSE_FILE, at, course_problems, find_near, load_scenario, scenario_files
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
    """Each scenario file with the scenario, None where it cannot be loaded, and the problems of its structure.

    The value of `paths` says whether a file was named itself, so that it need not be in a course.
    """
    owners: dict[str, Path] = {}
    for path, named in paths.items():
        try:
            scenario = load_scenario(path)
        except DocumentError as error:
            yield path, None, str(error).splitlines()
            continue
        found = [f"{at(path, one.place)}: {one.message}" for one in structure_problems(scenario, path)]
        other = owners.setdefault(scenario.id, path)
        if other != path:
            found.append(f"{at(path, ('id',))}: the id '{scenario.id}' is already taken by {other}")
        if not named and not (path.parent / COURSE_FILE).exists():
            found.append(f"{path}:1:1: no {COURSE_FILE} beside it, so no course shows it; write one with id, title and about")
        yield path, scenario, found


def structure_problems(scenario: Scenario, path: Path) -> Iterator[Problem]:
    """What is wrong with a scenario that can be loaded before any text in it is read: its ways, the chats of a shift."""
    yield from faults(scenario)
    for number, chat in enumerate(scenario.chats):
        try:
            kind = find_near(chat.scenario, path).kind
        except (DocumentError, UnknownName):
            continue  # told with the file itself
        if kind not in IN_A_SHIFT:
            place = ("chats", number, "scenario")
            yield Problem(place, f"'{chat.scenario}' is of kind {kind}; a shift holds {' and '.join(IN_A_SHIFT)} only")


def check_replies(scenarios: Mapping[Path, Scenario]) -> Iterator[str]:
    """The problems that only reading and scoring find, of all scenarios together: hints, points, model replies."""
    # Only here: playing needs far more of the program than reading the files does.
    from coachkit.authoring.played_checks import played_problems

    for (path, _), found in zip(scenarios.items(), played_problems(list(scenarios.values())), strict=True):
        yield from (f"{at(path, one.place)}: {one.message}" for one in found)
