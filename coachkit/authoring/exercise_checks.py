"""Checking scenarios and courses: the files, where their conversations can go, and whether the model replies do what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from coachkit.authoring.model_paths import model_problems
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


def check_scenarios(paths: Mapping[Path, bool]) -> Iterator[str]:
    """The problems of scenario files; the value says whether a file was named itself, so that it need not be in a course."""
    owners: dict[str, Path] = {}
    for path, named in paths.items():
        try:
            scenario = load_scenario(path)
        except DocumentError as error:
            yield from str(error).splitlines()
            continue
        yield from (f"{at(path, one.place)}: {one.message}" for one in scenario_problems(scenario, path))
        other = owners.setdefault(scenario.id, path)
        if other != path:
            yield f"{at(path, ('id',))}: the id '{scenario.id}' is already taken by {other}"
        if not named and not (path.parent / COURSE_FILE).exists():
            yield f"{path}:1:1: no {COURSE_FILE} beside it, so no course shows it; write one with id, title and about"


def scenario_problems(scenario: Scenario, path: Path) -> Iterator[Problem]:
    """What is wrong with a scenario that can be loaded: its ways, its hints, its model replies, the chats of a shift."""
    yield from faults(scenario)
    yield from _hints(scenario)
    yield from model_problems(scenario)
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
