"""The words of the desk: complete in every language, each used, the same places to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coachkit.errors import UnknownName
from coachkit.model import CHANNELS, LANGUAGES
from coachkit.reports.desk_words import desk_words

PACKAGE = Path(__file__).resolve().parents[2] / "coachkit"


def texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text with the path to it."""
    for key, one in value.items():
        yield from texts(one, f"{name}.{key}") if isinstance(one, dict) else [(f"{name}.{key}", one)]


def by_name(language: str) -> dict[str, str]:
    return dict(texts(desk_words(language).model_dump(by_alias=True)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_places_to_fill_in(language: str) -> None:
    english, own = by_name("en"), by_name(language)
    assert own.keys() == english.keys()
    for name, text in own.items():
        assert text.strip()
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", english[name])), name


def test_no_language_leaves_another_s_words() -> None:
    same = {name for name, text in by_name("fi").items() if text == by_name("en")[name]}
    assert same <= {".view.send_key", ".scene.minutes", ".scene.role", ".view.of_hundred"}


def test_every_word_is_used() -> None:
    code = "\n".join(
        path.read_text("utf-8") for folder in ("widgets",) for path in (PACKAGE / folder).iterdir() if path.is_file()
    )
    keys = {part for name in by_name("en") for part in name.split(".")[2:3]}
    unused = {key for key in keys if not re.search(rf"[\w\]`)]\.{key}\b|length_\$\{{fits\}}|\[one\.kind\]", code)}
    assert unused - {"from", "formality", "emoji"} == set()


def test_each_channel_has_its_editor_and_its_button() -> None:
    for language in LANGUAGES:
        view = desk_words(language).view
        for channel in CHANNELS:
            assert getattr(view.editor, channel)
            assert getattr(view.send, channel)


def test_another_language_is_refused() -> None:
    with pytest.raises(UnknownName, match="no language 'no'"):
        desk_words("no")
