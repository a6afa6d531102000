"""The words around which names are given; they stand in words.yaml beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from coachkit.documents import load


class NameWords(BaseModel):
    """All in small letters; see the file for what each list is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    greetings: tuple[str, ...]
    thanks: tuple[str, ...]
    closings: tuple[str, ...]
    introductions: tuple[str, ...]
    labels: tuple[str, ...]
    titles: tuple[str, ...]
    particles: frozenset[str]
    firms: frozenset[str]
    not_names: frozenset[str]
    homonyms: frozenset[str]


@cache
def name_words() -> NameWords:
    """The lists, read once."""
    return load(Path(__file__).with_name("words.yaml"), NameWords)
