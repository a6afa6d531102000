"""One thing has one name: on the desks, in the reports and on the command line alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coachkit.locale import FOLDER
from coachkit.model import LANGUAGES
from coachkit.widgets.review_words import review_words

REVIEWED = ("review_desk.yaml", "reviews.yaml", "team.yaml", "terminal.yaml", "workshop.yaml")
OTHER_NAMES = ("arviointiperuste", "bedömningsgrund", "medarbetar", "absolut[at]* krav")
"""What a criterion, an agent and a gate are called elsewhere, but not here."""


@pytest.mark.parametrize("name", REVIEWED)
def test_criteria_agents_and_gates_have_one_name(name: str) -> None:
    text = Path(FOLDER / name).read_text("utf-8")
    assert re.findall("|".join(OTHER_NAMES), text, re.IGNORECASE) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_step_for_what_does_not_apply_bears_the_name_of_its_key(language: str) -> None:
    view = review_words(language).view
    assert view.na_short.startswith("N")
    assert " N " in view.keys
