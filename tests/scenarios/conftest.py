"""What the tests of scenarios share: the small course beside this file, and scenarios changed in one place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coachkit.scenarios.loading import load_course, load_scenario
from coachkit.scenarios.schema import Scenario

COURSE = Path(__file__).parent / "course"

Changed = Callable[..., Path]


@pytest.fixture(scope="session")
def course() -> Path:
    """The folder of the small course."""
    return COURSE


@pytest.fixture(scope="session")
def parcel() -> Scenario:
    """A conversation: a parcel left in the rain."""
    return load_scenario(COURSE / "parcel-left-outside.yaml")


@pytest.fixture(scope="session")
def thanks() -> Scenario:
    """A message in public: praise with a question."""
    return load_scenario(COURSE / "thanks-in-public.yaml")


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """Gives a function that copies the course, replaces one text in one of its files and gives that file's path."""

    def change(old: str, new: str, name: str = "parcel-left-outside") -> Path:
        folder = tmp_path / "course"
        if not folder.exists():
            shutil.copytree(COURSE, folder)
        path = folder / f"{name}.yaml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return change


@pytest.fixture(scope="session")
def course_scenarios() -> dict[str, Scenario]:
    """The scenarios of the small course by id."""
    return {one.id: one for one in load_course(COURSE).scenarios}
