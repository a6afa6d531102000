"""The promises of every shipped exercise: it loads, its conversations go where they say, its model replies do what they say."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from coachkit.authoring.exercise_checks import structure_problems
from coachkit.authoring.model_paths import mean_total
from coachkit.authoring.played_checks import played_problems
from coachkit.documents import shipped_folder
from coachkit.practice.model_runs import model_run
from coachkit.practice.values import Session
from coachkit.scenarios.loading import at, load_course, load_scenario, scenario_files, shipped_courses
from coachkit.scenarios.schema import LEVELS, WITH_TURNS, Level, Scenario

ROOT = shipped_folder("exercises")
COURSES = sorted(path.parent for path in ROOT.glob("*/course.yaml"))
PATHS = [path for folder in COURSES for path in scenario_files(folder)]
FEWEST_TURNS = 3
FEWEST_ENDINGS = 3

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not PATHS, reason="there are no exercises yet")]
each_file = pytest.mark.parametrize("path", PATHS, ids=[f"{path.parent.name}/{path.stem}" for path in PATHS])


@cache
def scenario_of(path: Path) -> Scenario:
    """The scenario, read once for all tests of it."""
    return load_scenario(path)


@cache
def run_of(path: Path, level: Level) -> Session:
    """The session that a model path makes, played once for all tests of it."""
    return model_run(scenario_of(path), level)


def modelled(path: Path) -> Scenario:
    """The scenario, where it has turns and so model paths that can be played."""
    scenario = scenario_of(path)
    if scenario.kind not in WITH_TURNS:
        pytest.skip(f"a scenario of kind {scenario.kind} has no conversation of its own")
    return scenario


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_a_course_loads(folder: Path) -> None:
    course = load_course(folder)
    assert course.scenarios
    assert all(text.strip() for texts in (course.title, course.about) for text in texts.values())


def test_no_two_courses_share_an_exercise() -> None:
    courses = shipped_courses(ROOT)
    assert len(courses) == len(COURSES)
    assert sum(len(course.scenarios) for course in courses) == len(PATHS)


@each_file
def test_nothing_is_wrong_with_it(path: Path) -> None:
    """Every turn, rule and ending can be met, no loop goes on for ever, no hint holds a point's wording."""
    scenario = scenario_of(path)
    (played,) = played_problems([scenario])
    found = [*structure_problems(scenario, path), *played]
    assert [f"{at(path, one.place)}: {one.message}" for one in found] == []


@each_file
def test_a_conversation_has_turns_and_endings_worth_the_name(path: Path) -> None:
    scenario = modelled(path)
    if scenario.kind == "conversation":
        assert len(scenario.turns) >= FEWEST_TURNS
        assert len({ending.kind for ending in scenario.endings.values()}) >= FEWEST_ENDINGS


@each_file
@pytest.mark.parametrize("level", LEVELS)
def test_a_model_path_lands_in_its_band(path: Path, level: Level) -> None:
    model = modelled(path).models[level]
    total = mean_total(run_of(path, level))
    assert total is not None
    assert model.band[0] <= total <= model.band[1]


@each_file
def test_the_poor_path_is_below_the_ordinary_and_that_below_the_excellent(path: Path) -> None:
    modelled(path)
    poor, ordinary, excellent = (mean_total(run_of(path, level)) or 0.0 for level in LEVELS)
    assert poor < ordinary < excellent


@each_file
def test_only_the_good_paths_end_well(path: Path) -> None:
    scenario = modelled(path)
    kinds = {level: scenario.endings[end].kind for level in LEVELS if (end := run_of(path, level).state.ending)}
    assert kinds["excellent"] == "resolved"
    assert kinds.get("poor") != "resolved"


@each_file
def test_a_model_path_has_one_reply_per_turn_met(path: Path) -> None:
    scenario = modelled(path)
    for level in LEVELS:
        assert len(run_of(path, level).attempts) == len(scenario.models[level].replies)


@each_file
def test_the_excellent_path_passes_no_limit_and_asks_nothing_again(path: Path) -> None:
    modelled(path)
    assert [one.text for one in run_of(path, "excellent").attempts if one.observed.crossed or one.observed.asked_again] == []
