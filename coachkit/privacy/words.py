"""The words around which names are given; they stand in words.yaml beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from coachkit.documents import load

NEEDS_A_BREAK = frozenset((
    "t", "best", "yours", "thanks", "thank you", "many thanks", "cheers", "kiitos", "tack", "hälsar", "vänligen", "sent by",
))  # fmt: skip
"""Closings that may also be words of a sentence: they close a text only behind a break."""

NEEDS_A_CAPITAL = NEEDS_A_BREAK - {"t"}
"""Closings behind which a name has a capital; behind all others one in small letters is taken too."""


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
