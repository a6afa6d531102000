"""Saving: only what loads, whole or not at all, never over somebody else's change, never outside; good versions are kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coachkit.authoring.check import check_paths
from coachkit.authoring.places import RUBRIC, SCENARIO, Place
from coachkit.authoring.saving import KEPT, MOST_KEPT, Opened, kept_versions, open_file, save, save_as, save_new, with_id
from coachkit.errors import ChangedOnDisk, DocumentError, SaveError
from coachkit.scenarios.loading import find_scenario, load_scenario

TITLE = "The parcel the rain got to"


def test_what_loads_is_saved_and_both_versions_are_kept(place: Place, parcel_file: Path) -> None:
    before = parcel_file.read_bytes()
    saved = save(open_file(parcel_file), open_file(parcel_file).text.replace(TITLE, "New"), SCENARIO, place.workspace)
    assert load_scenario(parcel_file).title == "New"
    assert saved == open_file(parcel_file)
    assert [one.read_bytes() for one in kept_versions(parcel_file)] == [parcel_file.read_bytes(), before]


@pytest.mark.parametrize("broken", ["", "id: [", "id: parcel-left-outside\n", "a: 1\tb"])
def test_what_does_not_load_is_refused_with_its_place(place: Place, parcel_file: Path, broken: str) -> None:
    before = parcel_file.read_bytes()
    with pytest.raises(DocumentError, match=r"parcel-left-outside\.yaml"):
        save(open_file(parcel_file), broken, SCENARIO, place.workspace)
    assert parcel_file.read_bytes() == before
    course = Path(__file__).parents[2] / "scenarios" / "course"
    assert sorted(one.name for one in parcel_file.parent.iterdir()) == sorted(one.name for one in course.iterdir())


def test_a_file_changed_meanwhile_is_not_overwritten(place: Place, parcel_file: Path) -> None:
    opened = open_file(parcel_file)
    parcel_file.write_text(opened.text + "# mine\n", "utf-8")
    with pytest.raises(ChangedOnDisk, match="reload it or save it as another"):
        save(opened, opened.text.replace(TITLE, "New"), SCENARIO, place.workspace)
    assert parcel_file.read_text("utf-8").endswith("# mine\n")
    parcel_file.unlink()
    with pytest.raises(ChangedOnDisk):
        save(opened, opened.text, SCENARIO, place.workspace)
    assert not parcel_file.exists()


def test_another_name_makes_another_file_with_its_own_id(place: Place, parcel_file: Path) -> None:
    opened = open_file(parcel_file)
    other = save_as(opened, opened.text, SCENARIO, place.workspace, "wet-parcel")
    assert load_scenario(other.path).id == "wet-parcel"
    assert parcel_file.read_text("utf-8") == opened.text
    for name in ("parcel-left-outside", "wet-parcel"):
        with pytest.raises(SaveError, match="is there already"):
            save_as(opened, opened.text, SCENARIO, place.workspace, name)


@pytest.mark.parametrize("name", ["../away", "a/b", "", ".hidden", "Åland", "x.yaml", "con:aux", "a\nb"])
def test_a_name_that_is_a_path_is_refused(place: Place, parcel_file: Path, name: str) -> None:
    opened = open_file(parcel_file)
    with pytest.raises(SaveError, match="is no name for a file"):
        save_as(opened, opened.text, SCENARIO, place.workspace, name)


def test_nothing_is_written_outside_the_workspace(place: Place, parcel_file: Path, tmp_path: Path) -> None:
    outside = tmp_path / "parcel-left-outside.yaml"
    text = parcel_file.read_text("utf-8")
    outside.write_text(text, "utf-8")
    link = place.exercises / "course" / "linked"
    link.symlink_to(tmp_path)
    hidden = place.workspace / ".secret"
    hidden.mkdir()
    for path in (outside, link / outside.name, parcel_file.parent / ".." / ".." / ".." / outside.name):
        with pytest.raises(SaveError, match="outside the workspace"):
            save(open_file(path), text.replace(TITLE, "New"), SCENARIO, place.workspace)
    with pytest.raises(SaveError, match="hidden file"):
        save_new(hidden / outside.name, text, SCENARIO, place.workspace)
    assert TITLE in outside.read_text("utf-8")
    assert list(hidden.iterdir()) == []


def test_a_disk_that_cannot_be_written_leaves_the_file(place: Place, parcel_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = parcel_file.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveError, match="No space left on device; the file is as it was"):
        save(open_file(parcel_file), open_file(parcel_file).text.replace(TITLE, "New"), SCENARIO, place.workspace)
    assert parcel_file.read_bytes() == before
    assert not list(parcel_file.parent.rglob("*.part"))


def test_the_last_good_versions_are_kept_and_no_more(place: Place, parcel_file: Path) -> None:
    opened = open_file(parcel_file)
    for number in range(MOST_KEPT + 3):
        opened = save(opened, opened.text.replace("minutes: ", f"# {number}\nminutes: ", 1), SCENARIO, place.workspace)
    versions = kept_versions(parcel_file)
    assert len(versions) == MOST_KEPT
    assert versions[0].read_bytes() == parcel_file.read_bytes()
    assert "# 22" not in versions[1].read_text("utf-8")


def test_a_broken_version_on_the_disk_is_not_kept_as_a_good_one(place: Place, parcel_file: Path) -> None:
    text = parcel_file.read_text("utf-8")
    parcel_file.write_text("id: [", "utf-8")
    save(open_file(parcel_file), text, SCENARIO, place.workspace)
    assert [one.read_text("utf-8") for one in kept_versions(parcel_file)] == [text]


def test_kept_versions_are_nobody_s_exercises(place: Place, parcel_file: Path) -> None:
    opened = open_file(parcel_file)
    save(opened, opened.text.replace(TITLE, "New"), SCENARIO, place.workspace)
    kept = kept_versions(parcel_file)[0]
    kept.write_text("id: [", "utf-8")
    assert check_paths([place.exercises]).problems == []
    assert check_paths([kept]).problems
    assert find_scenario(parcel_file.stem, place.exercises / "course").title == "New"
    assert not [one for one in (place.exercises / "course").iterdir() if one.name.startswith(".") and one.name != KEPT]


@pytest.mark.parametrize(
    ("line_end", "mark"), [(b"\n", b""), (b"\r\n", b""), (b"\r\n", b"\xef\xbb\xbf"), (b"\n", b"\xef\xbb\xbf")]
)
def test_line_ends_and_the_byte_order_mark_stay(place: Place, parcel_file: Path, line_end: bytes, mark: bytes) -> None:
    plain = parcel_file.read_bytes()
    parcel_file.write_bytes(mark + plain.replace(b"\n", line_end))
    opened = open_file(parcel_file)
    assert "\r" not in opened.text
    save(opened, opened.text.replace(TITLE, "Uusi – ny"), SCENARIO, place.workspace)
    assert parcel_file.read_bytes() == mark + plain.replace(TITLE.encode(), "Uusi – ny".encode()).replace(b"\n", line_end)


def test_a_rubric_is_saved_by_the_same_rules(place: Place) -> None:
    path = place.rubrics / "chat.yaml"
    opened = open_file(path)
    with pytest.raises(DocumentError, match=r"no criterion 'clarity\.next_stp'"):
        save(opened, opened.text.replace("clarity.next_step", "clarity.next_stp"), RUBRIC, place.workspace)
    assert save(opened, opened.text.replace("faults: 3", "faults: 2"), RUBRIC, place.workspace).seen != opened.seen


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("id: a\nb: 1\n", "id: new\nb: 1\n"),
        ('# c\nid:   "a"   # why\nb: {id: 2}\n', "# c\nid: new   # why\nb: {id: 2}\n"),
        ("b: 1\n", "b: 1\n"),
    ],
)
def test_another_id_leaves_the_rest(text: str, changed: str) -> None:
    assert with_id(text, "new") == changed


def test_a_new_file_has_not_been_seen(place: Place, parcel_file: Path) -> None:
    text = with_id(parcel_file.read_text("utf-8"), "new-one")
    made = save(Opened(parcel_file.with_name("new-one.yaml"), "", ""), text, SCENARIO, place.workspace)
    assert made.path.read_text("utf-8") == text
