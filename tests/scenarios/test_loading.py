"""The promises of loading: every kind of exercise loads, and every mistake is told with its place and what to write instead."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from coachkit.errors import DocumentError, UnknownName
from coachkit.scenarios.loading import find_near, find_scenario, load_course, load_scenario, readable_courses, shipped_courses
from coachkit.scenarios.schema import Scenario

Changed = Callable[..., Path]

LAST_RULE = "      - {to: presses}\n  presses:"
MISTAKES = {
    "an unknown key": ("industry: retail", "indstry: retail", "indstry:", "unknown key 'indstry'; did you mean 'industry'?"),
    "an unknown key in a turn": ('    says: "oh good', '    sayz: "oh good', "sayz:", "unknown key 'sayz'; did you mean 'says'?"),
    "an unknown key in a rule": ("if: {covered: [no_return]}", "iff: {covered: [no_return]}", "iff:", "did you mean 'if'?"),
    "an unknown condition": ("{crossed: true}", "{crosed: true}", "crosed:", "did you mean 'crossed'?"),
    "an unknown industry": ("industry: retail", "industry: retial", "industry:", "'industry': input should be 'retail'"),
    "a mood out of range": ("mood: -1\n", "mood: -4\n", "mood: -4", "greater than or equal to -3"),
    "a criterion that is not there": (
        "clarity.next_step]",
        "clarity.nextstep]",
        "clarity.nextstep",
        "did you mean 'clarity.next_step'?",
    ),
    "a turn that is not there": (
        "to: relieved}",
        "to: releived}",
        "to: releived",
        "no turn or ending 'releived'; did you mean 'relieved'?",
    ),
    "a point that is not there": ("{covered: [no_return]}", "{covered: [noreturn]}", "noreturn", "did you mean 'no_return'?"),
    "an opening that is not there": ("opening: start", "opening: begin", "opening: begin", "no turn 'begin'"),
    "an ending of a model that is not there": (
        "ends: end_happy",
        "ends: end_hapy",
        "ends: end_hapy",
        "did you mean 'end_happy'?",
    ),
    "a marker of nothing": ('"replacement*"', '"* *"', '"* *"', "must begin and end with a word"),
    "a marker with a star inside": ('"replacement*"', '"re*ment"', '"re*ment"', "'*' stands only at the end"),
    "a point without wordings": (
        'find: ["(two|2) (working |)days", "by (Thursday|Friday)"]',
        "find: []",
        "find: []",
        "at least 1 item",
    ),
    "an id that is not the file's name": ("id: parcel-left-outside", "id: parcel", "id: parcel", "write 'parcel-left-outside'"),
    "an id with capitals": ("id: parcel-left-outside", "id: Parcel", "id: Parcel", "lower-case letters"),
    "a rule that hides others": (
        "      - {if: {crossed: true}, to: doubtful}",
        "      - {to: doubtful}",
        "{to: doubtful}",
        "put it last",
    ),
    "a last rule with a condition": (
        LAST_RULE,
        LAST_RULE.replace("to:", "if: {crossed: true}, to:"),
        "{if: {crossed: true}, to: presses}",
        "has no 'if'",
    ),
    "moods that cannot both hold": (
        "{open: [no_return], mood_at_most: -2}",
        "{mood_at_least: 0, mood_at_most: -2}",
        "mood_at_least: 0, mood_at_most: -2",
        "both hold",
    ),
    "a point twice": ("  - id: arrives\n", "  - id: no_return\n", "id: no_return", "'no_return' stands here already"),
    "an ending named as a turn": ("  end_done: {kind", "  relieved: {kind", "relieved: {kind", "is a turn as well"),
    "a hint too few": ("  - What does she need to know before Saturday?\n", "", "hints:", "2 hints; write 3"),
    "a band upside down": ("band: [75, 100]", "band: [100, 75]", "band: [100", "from 100 down to 75"),
    "a part of another kind": (
        "reply_within: 60",
        "reply_within: 60\ndraft: Hello",
        "draft: Hello",
        "'draft' is for scenarios of kind improve",
    ),
    "a part missing": (
        "reply_within: 60\n",
        "",
        "id: parcel",
        "'reply_within' is missing; a scenario of kind conversation needs it",
    ),
    "a text of nothing": ('says: "oh good. do you want the broken one back?"', 'says: " "', 'says: " "', "is empty"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_place(changed: Changed, mistake: str) -> None:
    old, new, there, words = MISTAKES[mistake]
    path = changed(old, new)
    with pytest.raises(DocumentError) as raised:
        load_scenario(path)
    told = [one for one in str(raised.value).splitlines() if words in one]
    assert len(told) == 1
    assert text_at(path, told[0]).startswith(there)


def text_at(path: Path, problem: str) -> str:
    """What stands in the file where the problem says."""
    line, column = re.match(re.escape(str(path)) + r":(\d+):(\d+): .", problem).groups()  # type: ignore[union-attr]
    return path.read_text("utf-8").splitlines()[int(line) - 1][int(column) - 1 :]


DRAFT = 'draft: "Dear customer, your message has been received and will be looked into in due course."'
OTHER_KINDS = {
    "an improvement without a draft": ("quiet-words", "draft:", "subject2:", "unknown key 'subject2'"),
    "an improvement with an empty draft": ("quiet-words", DRAFT, 'draft: ""', "'draft' is missing"),
    "a message that goes on": ("thanks-in-public", "to: end_fine", "to: start", "ends after one reply"),
    "a message with two turns": (
        "thanks-in-public",
        "endings:\n",
        "  more: {says: x, next: [{to: end_fine}]}\nendings:\n",
        "one turn",
    ),
    "two replies to one message": ("thanks-in-public", '["Your', '["Hello.", "Your', "takes one reply"),
    "a channel twice": ("where-to-answer", "channel: chat", "channel: email", "'email' stands here already"),
    "a choice that is not offered": ("where-to-answer", "choice: email", "choice: forum", "'forum' is not among the options"),
    "a choice left out": ("where-to-answer", ", choice: email", "", "'choice' is missing"),
    "a shift of an unknown scenario": ("first-shift", "thanks-in-public", "thanks-in-pubic", "did you mean 'thanks-in-public'?"),
    "a shift of itself": ("first-shift", "thanks-in-public", "first-shift", "no scenario 'first-shift'"),
    "a shift of one": ("first-shift", "  - {scenario: thanks-in-public, after: 25}\n", "", "1 chats; a shift has 2 to 4"),
}


@pytest.mark.parametrize("mistake", OTHER_KINDS)
def test_a_mistake_in_another_kind_of_exercise_is_told(changed: Changed, mistake: str) -> None:
    name, old, new, words = OTHER_KINDS[mistake]
    path = changed(old, new, name)
    with pytest.raises(DocumentError, match=re.escape(words)) as raised:
        load_scenario(path)
    assert re.match(re.escape(str(path)) + r":\d+:\d+: ", str(raised.value))


def test_a_choice_needs_a_right_and_a_wrong_option(changed: Changed) -> None:
    with pytest.raises(DocumentError, match="at least one option is right"):
        load_scenario(changed("right: true", "right: false", "where-to-answer"))


def test_every_kind_of_exercise_loads_in_the_course_s_order(course: Path) -> None:
    loaded = load_course(course)
    assert {one.kind for one in loaded.scenarios} == {"conversation", "message", "improve", "channel", "shift"}
    assert [one.id for one in loaded.scenarios] == [
        "parcel-left-outside", "quiet-words", "thanks-in-public", "where-to-answer", "first-shift",
    ]  # fmt: skip
    assert loaded.title["fi"] == "Ensimmäinen viikko"


def test_a_scenario_cannot_be_changed(parcel: Scenario) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        parcel.title = "Another"


def test_the_whole_rule_is_read(parcel: Scenario) -> None:
    first = parcel.turns["start"].next[0]
    assert first.when.covered == ("replacement", "arrives")
    assert (first.when.mood_at_least, first.when.crossed, first.to) == (0, None, "relieved")
    assert not first.when.always
    assert parcel.turns["start"].next[-1].when.always


def test_all_files_of_a_course_are_told_at_once(changed: Changed) -> None:
    path = changed("industry: retail", "industry: shop")
    changed("kind: improve", "kind: improved", "quiet-words")
    changed("order: [parcel-left-outside]", "order: [parcel-left]", "course")
    with pytest.raises(DocumentError) as raised:
        load_course(path.parent)
    told = str(raised.value)
    assert all(
        word in told
        for word in (
            "parcel-left-outside.yaml:7:1: ",
            "retail",
            "quiet-words.yaml:3:1",
            "course.yaml:8:9: ",
            "no scenario 'parcel-left'",
        )
    )


def test_the_id_of_a_course_is_its_folder(changed: Changed) -> None:
    with pytest.raises(DocumentError, match=r"course\.yaml:1:1: the id 'curse' is not the folder's name; write 'course'"):
        load_course(changed("id: course", "id: curse", "course").parent)


def test_a_folder_without_a_course_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"course\.yaml: cannot be read"):
        load_course(tmp_path)


def test_a_broken_file_leaves_the_others_to_practise_with(changed: Changed) -> None:
    root = changed("industry: retail", "industry: shop").parent.parent
    (course,) = readable_courses(root)
    # The shift needs the broken one only when it is begun.
    assert [one.id for one in course.scenarios] == ["quiet-words", "thanks-in-public", "where-to-answer", "first-shift"]
    assert len(course.problems) == 1
    with pytest.raises(DocumentError, match="'industry'"):
        shipped_courses(root)


def test_an_id_belongs_to_one_course(course: Path, tmp_path: Path) -> None:
    for name in ("course", "second"):
        shutil.copytree(course, tmp_path / name)
    second = tmp_path / "second" / "course.yaml"
    second.write_text(second.read_text("utf-8").replace("id: course", "id: second"), encoding="utf-8")
    with pytest.raises(
        DocumentError, match=r"second/parcel-left-outside\.yaml:1:1: the id .* is already taken in course 'course'"
    ):
        shipped_courses(tmp_path)


def test_a_scenario_is_found_by_its_id(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHKIT_EXERCISES", str(course.parent))
    assert find_scenario("quiet-words").title == "A reply that says nothing"
    assert [one.id for one in shipped_courses()] == ["course"]
    with pytest.raises(UnknownName, match="no scenario 'quiet-word'; did you mean 'quiet-words'"):
        find_scenario("quiet-word")


def test_a_shift_finds_its_chats(course: Path) -> None:
    assert find_near("quiet-words", course / "first-shift.yaml").kind == "improve"
    with pytest.raises(UnknownName, match="no scenario 'none'"):
        find_near("none", course / "first-shift.yaml")


def test_a_workspace_s_own_criteria_may_be_trained(changed: Changed) -> None:
    path = changed("clarity.next_step]", "clarity.house_rule]")
    own = path.parents[2] / "rubrics" / "criteria" / "clarity" / "house_rule.yaml"
    exercises = path.parents[1] / "exercises" / "course"
    shutil.copytree(path.parent, exercises)
    own = exercises.parents[1] / "rubrics" / "criteria" / "clarity" / "house_rule.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("id: clarity.house_rule\n", encoding="utf-8")
    assert "clarity.house_rule" in load_scenario(exercises / path.name).trains


def test_courses_stand_in_the_order_of_their_places_then_by_name(tmp_path: Path) -> None:
    for name, place in (("b", "place: 2\n"), ("c", ""), ("d", "place: 1\n"), ("a", "")):
        (tmp_path / name).mkdir()
        words = "{fi: X, sv: X, en: X}"
        (tmp_path / name / "course.yaml").write_text(f"id: {name}\n{place}title: {words}\nabout: {words}\n", "utf-8")
    assert [course.id for course in shipped_courses(tmp_path)] == ["d", "b", "a", "c"]
