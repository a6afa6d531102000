"""Given names by which somebody is known where the words about it do not tell; they stand in given_names.yaml beside this."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from coachkit.documents import load


class GivenNames(BaseModel):
    """Given names in small letters; see the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fi: frozenset[str]
    sv: tuple[str, ...]
    en: tuple[str, ...]
    other: tuple[str, ...]
    ordinary: frozenset[str]

    @cached_property
    def every(self) -> frozenset[str]:
        """The names of all languages."""
        return frozenset((*self.fi, *self.sv, *self.en, *self.other))

    @cached_property
    def sure(self) -> frozenset[str]:
        """Those that are no ordinary words."""
        return self.every - self.ordinary


@cache
def listed_names() -> GivenNames:
    """The lists, read once."""
    return load(Path(__file__).with_name("given_names.yaml"), GivenNames)
