"""The course that the tests of practice are run on."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachkit.scenarios.loading import load_course
from coachkit.scenarios.schema import Scenario

COURSE = Path(__file__).parent / "course"


@pytest.fixture(scope="session")
def library() -> dict[str, Scenario]:
    """The scenarios by id: late-coat (chat), short-note (improve), public-test (channel), late-fee (forum), two-at-once."""
    return {one.id: one for one in load_course(COURSE).scenarios}


@pytest.fixture(scope="session")
def coat(library: dict[str, Scenario]) -> Scenario:
    """A chat with three turns and four endings; the target for a reply is 60 seconds."""
    return library["late-coat"]
