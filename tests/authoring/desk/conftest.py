"""What the tests of authoring share: a workspace of the test's own, with the small course of tests/scenarios and two rubrics."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coachkit.authoring.places import Place
from coachkit.scenarios.loading import load_scenario
from coachkit.scenarios.schema import Scenario

ROOT = Path(__file__).resolve().parents[3]
COURSE = ROOT / "tests" / "scenarios" / "course"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A workspace with a course and two rubrics."""
    folder = tmp_path / "workspace"
    shutil.copytree(COURSE, folder / "exercises" / "course")
    (folder / "rubrics").mkdir()
    for name in ("chat", "email"):
        shutil.copy(ROOT / "rubrics" / f"{name}.yaml", folder / "rubrics")
    return Place(folder, folder / "exercises", folder / "rubrics")


@pytest.fixture
def parcel_file(place: Place) -> Path:
    """The file of a conversation in the workspace."""
    return place.exercises / "course" / "parcel-left-outside.yaml"


@pytest.fixture(scope="session")
def parcel() -> Scenario:
    """A conversation: a parcel left in the rain."""
    return load_scenario(COURSE / "parcel-left-outside.yaml")
