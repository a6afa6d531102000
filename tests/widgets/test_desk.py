"""The desk: choosing, going on where one stopped, the debrief, the languages."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

import coachkit
from coachkit.errors import MissingExtra, UnknownName
from coachkit.model import LANGUAGES
from coachkit.practice.words import practice_words
from coachkit.reports.desk_words import desk_words
from coachkit.widgets.practice_desk import PracticeDesk, practice_desk
from coachkit.widgets.progress_desk import ProgressDesk
from coachkit.widgets.visitor import browser_language, learner_name

Make = Callable[..., PracticeDesk]
Begin = Callable[..., Any]
Find = Callable[..., Any]


def shown(widget: Any) -> bool:
    """Whether a part of the desk is on the page."""
    return bool(widget.layout.display != "none")


def test_the_list_narrows_by_every_filter(desk: PracticeDesk) -> None:
    desk.picker.filters["reply_language"].value = ""
    ids = {one.id for _, one in desk.picker.list.options}
    assert ids == {one.id for one in desk.library}
    for name, value, left in (
        ("channel", "email", {"fel-pa-fakturan", "better-words"}),
        ("skill", "empathy.joins_in_praise", {"kind-word"}),
        ("difficulty", 3, {"two-at-once"}),
        ("reply_language", "fi", {"paketti-myohassa"}),
        ("course", "desk", ids),
    ):
        desk.picker.filters[name].value = value
        assert {one.id for _, one in desk.picker.list.options} == left
        desk.picker.filters[name].value = 0 if name == "difficulty" else ""


def test_where_nothing_fits_nothing_can_be_started(desk: PracticeDesk) -> None:
    desk.picker.filters["reply_language"].value = "fi"
    desk.picker.filters["channel"].value = "email"
    assert desk.picker.chosen is None
    assert desk.picker.button.disabled
    assert desk_words("en").desk.none in desk.picker.about.value
    desk.picker.button.click()
    assert desk.round is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_customer_s_language_follows_the_interface_until_it_is_set(make_desk: Make, language: str) -> None:
    desk = make_desk(language=language)
    assert {one.language for _, one in desk.picker.list.options} == {language}
    desk.picker.filters["reply_language"].value = ""
    desk.picker.filters["reply_language"].value = "sv"
    desk.languages.value = "en" if language != "en" else "fi"
    assert desk.picker.filters["reply_language"].value == "sv"


def test_the_end_brings_the_debrief_and_what_comes_next(desk: PracticeDesk, begun: Begin, front_of: Find) -> None:
    front = begun(desk)
    assert not shown(desk.debrief)
    front.say("send", text=front.SETTLES)
    assert shown(desk.debrief)
    assert practice_words("en").outcomes.resolved in desk.debrief.value
    buttons = [one for one in desk.after.children if hasattr(one, "click")]
    assert buttons[-1].description == desk_words("en").desk.retry
    buttons[-1].click()
    assert desk.round is not None
    assert not shown(desk.debrief)
    assert front_of(desk).sitting.session.attempts == ()


def test_an_unfinished_exercise_is_taken_up_with_history_and_draft(make_desk: Make, begun: Begin, front_of: Find) -> None:
    front = begun(make_desk())
    front.say("send", text="Hi Anna, it comes on Friday.")
    front.say("draft", text="And the fee")
    again = front_of(make_desk())
    assert [one["text"] for one in again.scene["messages"]] == [one["text"] for one in front.scene["messages"]]
    assert again.scene["draft"]["text"] == "And the fee"
    assert again.scene["session"] == front.scene["session"]
    assert again.scene["place"] == front.scene["place"]
    again.say("send", text="And the fee is paid back today.")
    assert again.scene["stage"] == "ended"
    assert make_desk().round is None


def test_another_learner_does_not_see_it(make_desk: Make, begun: Begin) -> None:
    begun(make_desk()).say("draft", text="Mine")
    assert make_desk(learner="Bo").round is None


def test_the_clock_goes_on_where_it_stood(make_desk: Make, begun: Begin, front_of: Find) -> None:
    front = begun(make_desk())
    front.sitting.watch._zero -= 30
    front.say("send", text="Hi Anna, it comes on Friday.")
    again = front_of(make_desk())
    assert 30 <= again.sitting.watch.now() < 40


def test_an_exercise_that_has_changed_since_is_not_taken_up(make_desk: Make, begun: Begin) -> None:
    begun(make_desk()).say("draft", text="Mine")
    desk = make_desk()
    desk.library = tuple(one.model_copy(update={"version": 99}) for one in desk.library)
    desk.round = None
    desk.open()
    assert desk.round is None
    assert shown(desk.picker.view)
    assert desk_words("en").desk.changed in desk.notice.value


def test_list_and_progress_leave_the_exercise_as_it_is(desk: PracticeDesk, begun: Begin, front_of: Find) -> None:
    front = begun(desk)
    front.say("draft", text="Hi Anna")
    for button in (desk.to_progress, desk.to_picker):
        button.click()
        assert not shown(desk.stage)
        (back,) = desk.after.children
        assert back.description == desk_words("en").desk.resume
        back.click()
        assert shown(desk.stage)
    assert front.sitting is front_of(desk).sitting


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switch_turns_every_word(desk: PracticeDesk, language: str, begun: Begin) -> None:
    front = begun(desk)
    front.say("send", text=front.SETTLES)
    desk.languages.value = "sv" if language != "sv" else "en"
    desk.languages.value = language
    words = desk_words(language)
    assert words.desk.title in desk.heading.value
    assert desk.to_progress.description == words.desk.progress
    assert desk.picker.button.description == words.desk.start
    assert front.scene["words"]["thread"] == words.view.thread
    assert practice_words(language).headings.title in desk.debrief.value


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ({"languages": ["fi-FI", "en"], "page": "en"}, "fi"),
        ({"languages": ["sv-FI"], "page": ""}, "sv"),
        ({"languages": ["de-DE", "sv"], "page": "en"}, "sv"),
        ({"languages": ["en-GB", "fi"], "page": "fi-FI"}, "fi"),
        ({"languages": ["fi"], "page": "en", "chosen": "sv"}, "sv"),
        ({"languages": ["ja"], "page": "ja"}, "en"),
        ({"languages": "nonsense", "page": None}, "en"),
        ({}, "en"),
    ],
)
def test_the_browser_s_language_comes_first(said: dict[str, Any], language: str) -> None:
    assert browser_language(said) == language


def test_only_the_first_hello_decides_and_only_unless_one_was_asked_for(make_desk: Make) -> None:
    desk = make_desk(language=None)
    desk.door._heard(None, {"kind": "hello", "seq": 1, "languages": ["fi-FI"]}, [])
    assert desk.language == "fi"
    desk.door._heard(None, {"kind": "hello", "seq": 2, "languages": ["sv-FI"]}, [])
    assert desk.language == "fi"
    asked = make_desk(language="sv")
    asked.door._heard(None, {"kind": "hello", "seq": 1, "languages": ["fi-FI"]}, [])
    assert asked.language == "sv"


def test_an_unknown_language_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="no language 'se'"):
        practice_desk(language="se")


def test_without_the_workbench_the_error_says_the_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "anywidget" else object())
    with pytest.raises(MissingExtra, match=r"pip install 'coachkit\[workbench\]'"):
        practice_desk()


def test_it_shows_itself_and_says_without_a_kernel_how_to_get_one(desk: PracticeDesk) -> None:
    data, _ = desk._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert desk_words("en").desk.static in data["text/html"]


def test_trouble_on_the_desk_is_told(desk: PracticeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(desk.progress, "refresh", fail)
    desk.to_progress.click()
    assert "ZeroDivisionError" in desk.notice.value
    assert "secret" not in desk.notice.value


def test_the_public_names_make_these_desks() -> None:
    assert coachkit.practice_desk is practice_desk
    from coachkit import widgets

    assert widgets.practice is practice_desk
    with pytest.raises(AttributeError, match="practise"):
        widgets.practise  # noqa: B018 - reading it is the test


def test_the_progress_desk_opens_at_the_progress(make_desk: Make) -> None:
    desk = make_desk(ProgressDesk)
    assert shown(desk.progress.view)
    assert not shown(desk.picker.view)
    assert desk_words("en").progress.none in desk.progress.page.value


def test_the_learner_is_who_the_surroundings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "hub-user")
    assert learner_name() == "hub-user"
    monkeypatch.setenv("COACHKIT_LEARNER", "Aino")
    assert learner_name() == "Aino"
