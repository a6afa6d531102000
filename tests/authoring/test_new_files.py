"""The promises of new files: valid from the start in every kind, language and channel, whatever the words put into them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.authoring.check import check_paths
from coachkit.authoring.new_files import (
    KINDS,
    MEASURES,
    channels_for,
    course_text,
    criterion_text,
    rubric_text,
    sample_title,
    scenario_text,
)
from coachkit.authoring.rendering import quoted
from coachkit.documents import parse
from coachkit.errors import CoachkitError, InputError, UnknownName
from coachkit.model import CHANNELS, DIMENSIONS, LANGUAGES
from coachkit.scenarios.loading import load_course
from coachkit.scenarios.schema import Scenario

Texts = dict[str, str]


def _save(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.slow
def test_every_new_scenario_is_in_order(language: str, tmp_path: Path) -> None:
    course = tmp_path / "exercises" / "new"
    _save(course / "course.yaml", course_text("new", notes=language))
    chats = [f"conversation-chat-{language}", f"message-chat-{language}"]
    made = 0
    for kind in KINDS:
        for channel in channels_for(kind):
            name = f"{kind}-{channel}-{language}"
            given_chats = chats if kind == "shift" else ()
            _save(course / f"{name}.yaml", scenario_text(name, kind, language, channel, notes=language, chats=given_chats))
            made += 1
    checked = check_paths([tmp_path])
    assert (checked.problems, checked.scenarios) == ([], made)
    for scenario in load_course(course).scenarios:
        assert scenario.title == sample_title(scenario.kind, language)
        assert (scenario.language, f"{scenario.kind}-{scenario.channel}-{language}") == (language, scenario.id)


@pytest.mark.slow
def test_the_excellent_reply_of_a_new_scenario_is_well_above_the_poor_one() -> None:
    """What the bands show is a good and a bad reply in every channel; a sample that teaches nothing would be none."""
    for language in LANGUAGES:
        for kind in ("conversation", "message", "improve", "channel"):
            for channel in channels_for(kind)[:2]:
                scenario = Scenario.model_validate(parse(scenario_text("a", kind, language, channel, notes=""), "a"))
                assert scenario.models["excellent"].band[0] > scenario.models["poor"].band[1] + 10


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.slow
def test_every_new_criterion_is_in_order(measure: str, tmp_path: Path) -> None:
    for part in (*DIMENSIONS, "gates"):
        folder = tmp_path / part if part == "gates" else tmp_path / "criteria" / part
        _save(folder / "own.yaml", criterion_text(f"{part}.own", measure))
    checked = check_paths([tmp_path])
    assert (checked.problems, checked.criteria) == ([], len(DIMENSIONS) + 1)


@pytest.mark.parametrize("minimal", [False, True])
@pytest.mark.slow
def test_every_new_rubric_is_in_order_and_picks_one_s_own_criteria(minimal: bool, tmp_path: Path) -> None:  # noqa: FBT001
    _save(tmp_path / "criteria" / "tone" / "own.yaml", criterion_text("tone.own"))
    _save(tmp_path / "gates" / "own.yaml", criterion_text("gates.own", "at_most"))
    for channel in CHANNELS:
        text = rubric_text(f"own_{channel}", channel, minimal=minimal, criteria={"tone.own": 1.5, "gates.own": 30})
        _save(tmp_path / f"own_{channel}.yaml", text)
        value = parse(text, "rubric")
        assert (value["criteria"]["tone.own"], value["gates"]["gates.own"]) == (1.5, 30)
        assert (len(value["criteria"]) <= 14) is minimal
    checked = check_paths([tmp_path])
    assert (checked.problems, checked.rubrics) == ([], len(CHANNELS))


def test_a_copied_rubric_weighs_as_the_channel_s_own() -> None:
    from coachkit.rubrics import RubricFile, load_rubric

    for channel in CHANNELS:
        copy = RubricFile.model_validate(parse(rubric_text("own", channel), "own"))
        shipped = load_rubric(channel)
        picks = {name: pick if isinstance(pick, float) else pick.weight for name, pick in copy.criteria.items()}
        assert picks == dict(shipped.weights)
        assert {
            name: pick.band for name, pick in copy.criteria.items() if not isinstance(pick, float) and pick.band
        } == shipped.bands
        assert (copy.gates, copy.dimensions, copy.faults) == (shipped.file.gates, shipped.file.dimensions, shipped.file.faults)


@pytest.mark.parametrize("notes", [*LANGUAGES, ""])
def test_comments_change_nothing_but_what_is_read_by_people(notes: str) -> None:
    plain = parse(scenario_text("a", "message", "en", "chat", notes=""), "a")
    text = scenario_text("a", "message", "en", "chat", notes=notes)
    assert parse(text, "a") == plain
    assert ("# " in text) is bool(notes)


def test_the_first_line_names_the_schema_where_one_is_given() -> None:
    text = course_text("new", modeline="../schema/course.json")
    assert text.startswith("# yaml-language-server: $schema=../schema/course.json\n")


HOSTILE = [
    'a "quoted": text # no comment', "{{ 7 * 7 }}", "{% raw %}", "back\\slash", "two\nlines", "- not a list", "*alias", "&anchor",
    "!!python/object:os", "\u2028\x85\x00\ufeff", "]] }}", "näkyvä 😀", "' or '", "%YAML 1.2", "---",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_words_put_into_a_file_are_words_and_nothing_else(words: str) -> None:
    titles = dict.fromkeys(LANGUAGES, words)
    assert parse(scenario_text("a", "channel", "en", "email", words, notes=""), "a")["title"] == words
    assert parse(course_text("a", title=titles, about=titles), "a")["about"] == titles
    criterion = parse(criterion_text("tone.own", name=titles, question=titles), "a")
    assert (criterion["name"], criterion["question"]) == (titles, titles)
    assert parse(rubric_text("own", name=titles), "a")["name"] == titles


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_a_quoted_text_is_read_back_as_it_was(text: str) -> None:
    assert parse(f"value: {quoted(text)}\n", "quoted")["value"] == text


WRONG: dict[str, tuple[Callable[[], str], str]] = {
    "an id with a space": (lambda: scenario_text("late parcel"), "is no id"),
    "a kind that is not there": (lambda: scenario_text("a", "chat"), "no kind 'chat'"),
    "a language that is not there": (lambda: scenario_text("a", language="de"), "no language 'de'"),
    "a channel that is not there": (lambda: scenario_text("a", channel="fax"), "no channel 'fax'"),
    "a channel that does not fit": (lambda: scenario_text("a", "conversation", "en", "article"), "choose from chat"),
    "a shift of one": (lambda: scenario_text("a", "shift", chats=["b"]), "a shift has 2 to 4"),
    "a shift of what is no id": (lambda: scenario_text("a", "shift", chats=["b", "c}: "]), "is no id"),
    "a criterion without dimension": (lambda: criterion_text("wishes"), "clarity, empathy, readability, tone or gates"),
    "a criterion of another dimension": (lambda: criterion_text("mood.good"), "'mood.good' is no id"),
    "a measure that is not there": (lambda: criterion_text("tone.a", "atleast"), "did you mean 'at_least'"),
    "a rubric with a space": (lambda: rubric_text("our chat"), "is no id of a rubric"),
    "a weight over ten": (lambda: rubric_text("a", criteria={"tone.own": 11}), "above 0 and up to 10"),
    "a weight that is no number": (lambda: rubric_text("a", criteria={"tone.own": float("nan")}), "above 0 and up to 10"),
    "a course with capitals": (lambda: course_text("Course"), "is no id"),
}


@pytest.mark.parametrize("case", sorted(WRONG))
def test_what_cannot_be_made_is_told_with_what_can(case: str) -> None:
    make, told = WRONG[case]
    with pytest.raises((InputError, UnknownName)) as caught:
        make()
    assert told in str(caught.value)
    assert isinstance(caught.value, CoachkitError)
