"""Every shipped exercise can be practised on the desk to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coachkit.model import LANGUAGES
from coachkit.scenarios.loading import readable_courses
from coachkit.scenarios.schema import Scenario
from coachkit.widgets.practice_desk import PracticeDesk

SHIPPED = Path(__file__).resolve().parents[2] / "exercises"
SCENARIOS = [one for course in readable_courses(SHIPPED) for one in course.scenarios]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeDesk]:
    """One desk for all exercises, begun one after the other: making it, which reads them all, takes longer than most of them."""
    store = f"sqlite:///{tmp_path_factory.mktemp('shipped') / 'practice.sqlite3'}"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("coachkit.widgets.practice_desk.meanwhile", lambda *_: None)
        yield PracticeDesk(learner="Aino", language="en", exercises=SHIPPED, store=store)


@pytest.mark.parametrize("scenario", [one for one in SCENARIOS if one.models], ids=lambda one: one.id)
@pytest.mark.slow
def test_the_excellent_way_leads_to_a_debrief(
    desk: PracticeDesk, front_of: Callable[[PracticeDesk], Any], scenario: Scenario
) -> None:
    desk.begin(scenario)
    front, path = front_of(desk), scenario.models["excellent"]
    option = [one.channel for one in scenario.choose.options].index(path.choice) if scenario.choose and path.choice else None
    for reply in path.replies:
        assert front.scene["stage"] == "writing"
        assert front.answer("sent", asked="send", text=reply, option=option)["ok"]
    if front.scene["stage"] == "writing":
        front.say("finish")
    assert desk.languages.value != LANGUAGES[0]  # each is switched to
    for language in LANGUAGES:
        desk.languages.value = language
        assert f'<section class="ck-debrief" lang="{language}"' in desk.debrief.value
        assert not desk.notice.value


@pytest.mark.parametrize("scenario", [one for one in SCENARIOS if one.kind == "shift"], ids=lambda one: one.id)
def test_a_shift_begins_and_ends(desk: PracticeDesk, fronts_of: Callable[[PracticeDesk], list[Any]], scenario: Scenario) -> None:
    desk.begin(scenario)
    assert len(fronts_of(desk)) == len(scenario.chats)
    desk.round.button.click()  # type: ignore[union-attr]
    assert "ck-shift-debrief" in desk.debrief.value
