"""Where a trainer works: which workspace, which files, and copies of what is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachkit.authoring.check import check_paths
from coachkit.authoring.drafts import full_check
from coachkit.authoring.new_files import KINDS, channels_for, scenario_text
from coachkit.authoring.places import (
    Place,
    copy_scenario,
    course_names,
    find_place,
    new_scenario,
    rubric_entries,
    scenario_entries,
)
from coachkit.authoring.reply_samples import MOST, bundled, from_file
from coachkit.authoring.words import author_words
from coachkit.documents import shipped_folder
from coachkit.errors import InputError, SaveError, UnknownName
from coachkit.model import LANGUAGES
from coachkit.scenarios.loading import load_course, load_scenario, scenario_files


def test_the_workspace_is_the_one_that_is_practised(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COACHKIT_EXERCISES", str(place.exercises))
    assert find_place() == place
    assert find_place(tmp_path).folder == tmp_path
    monkeypatch.delenv("COACHKIT_EXERCISES")
    assert find_place(here=tmp_path).folder is None
    (place.workspace / ".coachkit").mkdir()
    assert find_place(here=place.exercises / "course") == place


def test_without_a_workspace_nothing_can_be_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COACHKIT_EXERCISES", raising=False)
    place = find_place(here=tmp_path)
    entries = scenario_entries(place)
    assert entries
    assert not any(one.own for one in (*entries, *rubric_entries(place)))
    assert course_names(place) == []
    with pytest.raises(SaveError, match="coachkit lab"):
        copy_scenario(entries[0], place)


def test_own_files_come_first_and_broken_ones_too(place: Place) -> None:
    (place.exercises / "course" / "broken.yaml").write_text("id: [", "utf-8")
    entries = scenario_entries(place)
    own = [one for one in entries if one.own]
    assert entries[: len(own)] == own
    assert {one.path.stem for one in own} == {one.stem for one in scenario_files(place.exercises / "course")}
    assert next(one.title for one in own if one.path.stem == "broken") == "broken"
    assert len({one.key for one in entries}) == len(entries)
    shipped = [one.path for one in entries if not one.own]
    assert shipped
    assert all(one.is_relative_to(shipped_folder("exercises")) for one in shipped)


def test_a_shipped_one_with_the_name_of_an_own_one_is_not_shown(place: Place) -> None:
    shipped = next(one for one in scenario_entries(place) if not one.own)
    copied = copy_scenario(shipped, place)
    assert copied.path.is_relative_to(place.exercises)
    assert [one.own for one in scenario_entries(place) if one.path.stem == shipped.path.stem] == [True]
    with pytest.raises(SaveError, match="is there already"):
        copy_scenario(shipped, place)


@pytest.mark.slow
def test_every_shipped_scenario_can_be_copied_and_practised(place: Place) -> None:
    for one in [one for one in scenario_entries(place) if not one.own]:
        assert load_scenario(copy_scenario(one, place).path).id == one.path.stem
    for name in course_names(place):
        assert load_course(place.exercises / name).problems == ()


def test_a_course_comes_along_without_the_names_that_are_not_there(place: Place, tmp_path: Path) -> None:
    source = tmp_path / "source" / "course-two"
    source.mkdir(parents=True)
    for path in scenario_files(place.exercises / "course")[:1]:
        (source / path.name).write_bytes(path.read_bytes())
        path.unlink()
    text = (place.exercises / "course" / "course.yaml").read_text("utf-8").replace("id: course", "id: course-two")
    head = "\n".join(line for line in text.splitlines() if not line.startswith("order"))
    (source / "course.yaml").write_text(f"{head}\norder:\n- a\n- b\n", "utf-8")
    from coachkit.authoring.places import Entry

    path = next(iter(scenario_files(source)))
    copy_scenario(Entry("shipped:x", path, own=False, group="course-two", title="x"), place)
    assert load_course(place.exercises / "course-two").problems == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "shift"])
@pytest.mark.slow
def test_a_new_scenario_is_in_order_from_the_start(place: Place, kind: str, language: str) -> None:
    for channel in channels_for(kind)[:2]:
        text = scenario_text(f"new-{channel}", kind, language, channel, 'He said "no" \\ & left: # why')
        made = new_scenario(place, "course", f"new-{channel}", text)
        assert full_check(made.path, made.text) == ()
        assert load_scenario(made.path).title == 'He said "no" \\ & left: # why'
    assert check_paths([place.exercises]).problems == []


def test_a_new_scenario_needs_a_course_and_a_free_name(place: Place) -> None:
    text = scenario_text("new-one")
    for course in ("nowhere", "../..", ""):
        with pytest.raises(SaveError, match="there is no course"):
            new_scenario(place, course, "new-one", text)
    with pytest.raises(SaveError, match="already"):
        new_scenario(place, "course", "parcel-left-outside", text)
    with pytest.raises(UnknownName, match="no kind 'quiz'"):
        scenario_text("x", "quiz")
    with pytest.raises(InputError, match="id"):
        scenario_text("")


def test_rubrics_are_own_or_shipped(place: Place) -> None:
    (place.rubrics / "mine.yaml").write_text("id: mine\n", "utf-8")
    entries = rubric_entries(place)
    assert {one.title for one in entries if one.own} == {"chat", "email", "mine"}
    assert "forum" in {one.title for one in entries if not one.own}
    assert [one.title for one in entries].count("chat") == 1


def test_the_sample_is_of_the_channel_where_there_is_enough(tmp_path: Path) -> None:
    sample = bundled("email")
    assert sample.replies
    assert sample.other or {one.channel for one in sample.replies} == {"email"}
    assert bundled("call").other
    path = tmp_path / "own.csv"
    path.write_text("reply,customer\n" + "".join(f"Hi {number},Where?\n" for number in range(MOST + 9)), "utf-8")
    own = from_file(path)
    assert (len(own.replies), own.cut, own.name) == (MOST, True, "own.csv")
    path.write_text("reply,customer\n", "utf-8")
    with pytest.raises(InputError, match="no reply that can be scored"):
        from_file(path)
    with pytest.raises(InputError, match="no such file"):
        from_file(tmp_path / "gone.csv")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_has_words_in_every_language(language: str) -> None:
    words = author_words(language)
    assert words.view.title
    assert words != author_words("sv" if language != "sv" else "fi")
