"""The words that the program says to people: one YAML file here for each part of it, in Finnish, Swedish and English."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from coachkit.documents import load
from coachkit.errors import UnknownName, did_you_mean
from coachkit.model import LANGUAGES

FOLDER = Path(__file__).parent


class Strict(BaseModel):
    """Words of one language or a part of them; nothing may be missing, and nothing unknown may stand there."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Counted(Strict):
    """Words that stand with a number: with 1, and with any other, 0 too, which takes the place of {count}."""

    one: str
    many: str

    def of(self, count: int, shown: str | None = None) -> str:
        """The words for so many; `shown` is the number as it is written, where that is not its digits alone."""
        return self.one if count == 1 else self.many.replace("{count}", shown or str(count))


def whole(count: int, language: str) -> str:
    """A count as it is written in the language: 2,350 is a little over two to a Finn.

    >>> whole(2350, "en"), whole(2350, "fi") == "2\N{NO-BREAK SPACE}350"
    ('2,350', True)
    """
    shown = f"{count:,}"
    return shown if language == "en" else shown.replace(",", "\N{NO-BREAK SPACE}")


Words = TypeVar("Words", bound=BaseModel)


class _InEachLanguage(Strict, Generic[Words]):
    fi: Words
    sv: Words
    en: Words


@lru_cache(maxsize=16)
def _file(name: str, schema: type[BaseModel]) -> _InEachLanguage[BaseModel]:
    return load(FOLDER / name, _InEachLanguage[schema])  # type: ignore[valid-type]


def words_of(name: str, schema: type[Words], language: str) -> Words:
    """The words of a file in this folder in "fi", "sv" or "en". Raises UnknownName for another language."""
    if language not in LANGUAGES:
        raise UnknownName(f"no language '{language}'{did_you_mean(language, LANGUAGES)}")
    words: Words = getattr(_file(name, schema), language)
    return words
