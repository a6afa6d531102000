"""Looking at what is not saved: the scenario or the mistakes with their lines, and the file on the disk left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachkit.authoring.drafts import LONGEST, Mistake, first_look, full_check, mistakes
from coachkit.documents import cache_folder


def test_a_sound_text_is_a_scenario(parcel_file: Path) -> None:
    text = parcel_file.read_text("utf-8").replace("The parcel the rain got to", "Another title")
    found = first_look(parcel_file, text)
    assert found.scenario is not None
    assert (found.scenario.title, found.mistakes) == ("Another title", ())
    assert "Another title" not in parcel_file.read_text("utf-8")
    assert full_check(parcel_file, text) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("kind: conversation", "knd: conversation", 3, "did you mean 'kind'"),
        ("title: The parcel", "title: The\n\tparcel", 7, "a tab; indent with spaces"),
        ("to: presses", "to: preses", 50, "did you mean 'presses'"),
        ("title: The parcel", "title: [The parcel", 7, ""),
    ],
)
def test_a_broken_text_tells_its_lines(parcel_file: Path, old: str, new: str, line: int, words: str) -> None:
    found = first_look(parcel_file, parcel_file.read_text("utf-8").replace(old, new, 1))
    assert found.scenario is None
    assert any(one.line == line and words in one.words and not one.file for one in found.mistakes), found.mistakes


def test_the_full_check_plays_the_model_replies(parcel_file: Path) -> None:
    text = parcel_file.read_text("utf-8").replace("ends: end_happy", "ends: end_done", 1)
    assert first_look(parcel_file, text).scenario is not None
    (found,) = full_check(parcel_file, text)
    assert "the path ends in 'end_happy'" in found.words
    assert text.splitlines()[found.line - 1].strip() == "ends: end_done"


def test_a_text_too_long_is_told_at_once(parcel_file: Path) -> None:
    for look in (first_look(parcel_file, "x" * (LONGEST + 1)).mistakes, full_check(parcel_file, "x" * (LONGEST + 1))):
        assert [one.line for one in look] == [1]
        assert "at most 200,000" in look[0].words


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "no such file" in full_check(tmp_path / "gone.yaml", "id: gone\n")[0].words


def test_what_is_typed_leaves_nothing_in_the_cache(parcel_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = parcel_file.read_text("utf-8")
    first_look(parcel_file, text)
    monkeypatch.setenv("COACHKIT_CACHE", str(tmp_path / "cache"))
    for number in range(3):
        assert first_look(parcel_file, f"{text}# {number}\n").scenario is not None
    kept = [one.read_text("utf-8") for one in (cache_folder() / "yaml").glob("*.json")] if cache_folder().exists() else []
    assert not [one for one in kept if "The parcel the rain got to" in one]


def test_problems_are_taken_apart_wherever_they_are() -> None:
    path = Path("/home/a b/x: y/late.yaml")
    lines = [
        f"{path}:3:7: no turn 'a:4:5: b'",
        f"{path}: cannot be read",
        "/other/file.yaml:9:1: bad",
        "something else",
        "something else",
    ]
    assert list(mistakes(path, lines)) == [
        Mistake(3, 7, "no turn 'a:4:5: b'"),
        Mistake(1, 1, "cannot be read"),
        Mistake(9, 1, "bad", "file.yaml"),
        Mistake(1, 1, "something else"),
    ]
