"""The promises of coachkit.documents: a mistake in a YAML file is told with its place and what to write instead."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from coachkit import DocumentError
from coachkit.documents import instead_of, load, parse, position, read_text


class Strict(BaseModel):
    """A schema that refuses unknown keys, as ours do."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Weight(Strict):
    """A part of Recipe."""

    grams: float


class Recipe(Strict):
    """A small document of every kind: a text, a number, a choice, a part, a list of parts."""

    language: str
    servings: int = 1
    course: Literal["starter", "main"] = "main"
    weight: Weight | None = None
    extras: tuple[Weight, ...] = ()


Write = Callable[[str], Path]

BOMB = "language: fi\na0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 9)
)
MISTAKES = {
    "a key twice": ("language: fi\nservings: 1\nservings: 2\n", 3, 1, "duplicate key"),
    "a tab": ("language: fi\nweight:\n\tgrams: 1\n", 3, 1, "indent with spaces"),
    "an unknown key": ("language: fi\nservigns: 2\n", 2, 1, "unknown key 'servigns'; did you mean 'servings'?"),
    "an unknown key inside": ("language: fi\nweight: {grams: 1, gramms: 2}\n", 2, 20, "did you mean 'grams'?"),
    "an unknown key far from all": ("language: fi\nzzz: 2\n", 2, 1, "known: course, extras, language, servings, weight"),
    "a key missing": ("servings: 2\n", 1, 1, "'language' is missing"),
    "a key missing inside": ("language: fi\nweight: {}\n", 2, 1, "'grams' is missing"),
    "a wrong type": ("language: fi\nservings: many\n", 2, 1, "'servings': input should be a valid integer"),
    "a wrong type in a list": ("language: fi\nextras:\n  - grams: 1\n  - grams: much\n", 4, 5, "'extras.1.grams'"),
    "a value not offered": ("language: fi\ncourse: dessert\n", 2, 1, "'starter' or 'main'"),
    "a quotation left open": ("language: 'fi\n", 2, 1, "found unexpected end of stream"),
    "an alias of nothing": ("language: *nobody\n", 1, 11, "undefined alias"),
    "code": ("language: !!python/object/apply:os.getcwd []\n", 1, 11, "could not determine a constructor"),
    "two documents": ("language: fi\n---\nlanguage: sv\n", 2, 1, "another document"),
    "an empty file": ("", 1, 1, "no keys and values"),
    "a list": ("- fi\n", 1, 1, "no keys and values"),
}
NOT_PLAIN = {
    "an alias bomb": (BOMB, "more than 20 YAML aliases"),
    "brackets without end": ("language: " + "[" * 100_000 + "]" * 5000, "more than 50 deep"),
    "brackets without end, with words between": ("language: " + "[*a, {b: " * 50_000, "more than 50 deep"),
    "dashes without end": ("- " * 200_000, "more than 50 deep"),
    "a value inside itself": ("language: fi\nweight: &w {grams: *w}\n", "a value that holds itself"),
}


@pytest.fixture(scope="module", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keeps what these tests parse out of the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACHKIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a text as a YAML file and gives its path."""

    def _write(text: str) -> Path:
        path = tmp_path / "recipe.yaml"
        path.write_text(text, "utf-8")
        return path

    return _write


def copy_of(path: Path) -> Path:
    """The same text in another file: the folder of parsed texts knows it, this process does not."""
    return Path(shutil.copy(path, path.with_name("copy.yaml")))


def mistake(path: Path) -> str:
    """The message for the person who wrote the file."""
    with pytest.raises(DocumentError) as caught:
        load(path, Recipe)
    return str(caught.value)


def test_a_sound_file_becomes_a_value(write: Write) -> None:
    recipe = load(write("language: fi\nservings: 4\nweight: {grams: 250}\n"), Recipe)
    assert recipe == Recipe(language="fi", servings=4, weight=Weight(grams=250))


@pytest.mark.parametrize("case", sorted(MISTAKES))
def test_a_mistake_is_told_with_its_place(case: str, write: Write) -> None:
    text, line, column, told = MISTAKES[case]
    path = write(text)
    message = mistake(path)
    assert any(one.startswith(f"{path}:{line}:{column}: ") and told in one for one in message.splitlines()), message


@pytest.mark.parametrize("case", sorted(NOT_PLAIN))
def test_a_file_that_is_no_plain_document_is_told_by_name_and_line(case: str, write: Write) -> None:
    text, told = NOT_PLAIN[case]
    path = write(text)
    message = mistake(path)
    assert re.match(rf"{re.escape(str(path))}:\d+:1: ", message)
    assert told in message
    assert "\n" not in message


def test_every_mistake_of_a_file_is_told_at_once(write: Write) -> None:
    assert len(mistake(write("servings: many\ncourse: dessert\nzzz: 1\n")).splitlines()) == 4


def test_a_mistake_is_told_the_same_way_again(write: Write) -> None:
    path = write("language: fi\nservigns: 2\n")
    assert mistake(path) == mistake(path)


def test_a_file_that_is_not_utf8_is_told_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "recipe.yaml"
    path.write_bytes("language: fi\ncourse: pääruoka\n".encode("latin-1"))
    assert mistake(path) == f"{path}:2:1: not UTF-8; save the file as UTF-8 and try again"


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "recipe.yaml"
    path.write_text("language: fi\n", "utf-8-sig")
    assert load(path, Recipe).language == "fi"


def test_a_huge_file_is_refused_before_it_is_read_as_yaml(tmp_path: Path) -> None:
    path = tmp_path / "recipe.yaml"
    path.write_bytes(b"a: b\n" * 2_000_000)
    assert "10,000,000 bytes" in mistake(path)


def test_a_missing_file_and_a_folder_are_told_by_name(tmp_path: Path) -> None:
    assert mistake(tmp_path / "none.yaml").startswith(f"{tmp_path / 'none.yaml'}: cannot be read")
    assert mistake(tmp_path).startswith(f"{tmp_path}: cannot be read")


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "n"])
def test_a_word_stays_a_word(word: str, write: Write) -> None:
    assert load(write(f"language: {word}\n"), Recipe).language == word


@pytest.mark.parametrize("place", ["a file in its way", "no name for it"])
def test_a_cache_that_cannot_be_written_is_no_error(
    place: str, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COACHKIT_CACHE", str(tmp_path / "file") if place == "a file in its way" else f"{tmp_path}/{'x' * 300}")
    path = write("language: fi\nservings: 3\n")
    assert load(path, Recipe) == load(copy_of(path), Recipe) == Recipe(language="fi", servings=3)


def test_a_spoilt_cache_is_read_past(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHKIT_CACHE", str(tmp_path / "cache"))
    path = write("language: fi\n")
    first = load(path, Recipe)
    kept = list((tmp_path / "cache").rglob("*.json"))
    assert kept
    for one in kept:
        one.write_bytes(b'{"language": \xff')
    assert load(copy_of(path), Recipe) == first


def test_a_text_is_checked_once_and_a_changed_one_anew(write: Write) -> None:
    first = load(write("language: fi\nservings: 3\n"), Recipe)
    assert load(write("language: fi\nservings: 3\n"), Recipe) is first
    assert load(write("language: fi\nservings: 5\n"), Recipe).servings == 5
    path = write("language: fi\nservings: 3\n")
    with instead_of(path, "language: sv\n"):
        assert load(path, Recipe).language == "sv"
    assert load(path, Recipe) is first


def test_the_cache_changes_no_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHKIT_CACHE", str(tmp_path / "cache"))
    text = "text: ä\nnumber: 1.5\nwhole: 3\nnone: null\nlist: [a, {b: c}]\n"
    assert (
        parse(text, "x.yaml")
        == parse(text, "x.yaml")
        == {
            "text": "ä",
            "number": 1.5,
            "whole": 3,
            "none": None,
            "list": ["a", {"b": "c"}],
        }
    )


def test_nothing_is_written_beside_the_file(write: Write) -> None:
    path = write("language: fi\n")
    load(path, Recipe)
    assert [one.name for one in path.parent.iterdir()] == ["recipe.yaml"]


def test_a_place_that_is_not_there_is_told_by_its_nearest_parent() -> None:
    text = "language: fi\nweight:\n  grams: 1\n"
    assert position(text, ("weight", "grams")) == (3, 3)
    assert position(text, ("weight", "kilos")) == (2, 1)
    assert position(text, ()) == (1, 1)


@given(st.text(max_size=200))
def test_any_text_at_all_gives_a_value_or_a_document_error(text: str) -> None:
    try:
        parse(text, "any.yaml")
    except DocumentError as error:
        assert str(error).startswith("any.yaml")  # noqa: PT017 - both outcomes keep the promise


def test_an_unsaved_text_is_read_instead_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text("a: 1\n")
    with instead_of(path, "a: 2\n"):
        assert read_text(path) == "a: 2\n"
        assert read_text(tmp_path / ".." / tmp_path.name / "one.yaml") == "a: 2\n"
    assert read_text(path) == "a: 1\n"
    with instead_of(tmp_path / "not_there.yaml", "b: 1\n"):
        assert read_text(tmp_path / "not_there.yaml") == "b: 1\n"
    with instead_of(path, "x" * 3_000_000), pytest.raises(DocumentError, match=r"one\.yaml:1:1: 3,000,000 bytes"):
        read_text(path)
