"""What coachkit knows of each language: one YAML file a language (see LanguagePack for its shape)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from coachkit.documents import load
from coachkit.errors import UnknownName, did_you_mean
from coachkit.model import LANGUAGES

FOLDER = Path(__file__).parent
Phrases = tuple[str, ...]


class Band(BaseModel):
    """What a number means: full marks from `best[0]` to `best[1]`, none at `worst[0]` or below, `worst[1]` or above."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    best: tuple[float, float]
    worst: tuple[float, float]


class Mood(BaseModel):
    """Words of good and of bad feeling, in marker syntax."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    positive: Phrases
    negative: Phrases


class LanguagePack(BaseModel):
    """One language's words for the measuring code; the YAML file says what each list is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Annotated[str, Field(pattern="^[a-z]{2}$")]
    name: str
    abbreviations: Phrases
    ending_abbreviations: Phrases
    function_words: Phrases
    negations: Phrases
    person_words: Phrases
    months: Phrases
    weekdays: Phrases
    number_words: Phrases
    duration_units: Phrases
    money_units: Phrases
    lists: dict[str, Phrases]
    questions: dict[str, Phrases]
    situations: dict[str, Phrases]
    mood: Mood


@lru_cache(maxsize=8)
def language_pack(language: str) -> LanguagePack:
    """The pack of "fi", "sv" or "en". Raises UnknownName for another language."""
    if language not in LANGUAGES:
        raise UnknownName(f"no language '{language}'{did_you_mean(language, LANGUAGES)}")
    return load(FOLDER / f"{language}.yaml", LanguagePack)


@lru_cache(maxsize=1)
def dotted_abbreviations() -> frozenset[str]:
    """The abbreviations of all languages that have a stop inside (bl.a, e.g), without the last stop."""
    return frozenset(word for one in LANGUAGES for word in language_pack(one).abbreviations if "." in word)
