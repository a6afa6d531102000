"""Looking at a file that is being written: what it says now, and everything that is wrong with it, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from coachkit.authoring.check import check_paths
from coachkit.documents import instead_of
from coachkit.errors import CoachkitError, DocumentError
from coachkit.scenarios.loading import load_scenario
from coachkit.scenarios.schema import Scenario

LONGEST = 200_000
"""Characters of a text that is looked at while it is written; a scenario has about 15,000."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, at line and column (from 1). `file` names another file, when it is not the one being written."""

    line: int
    column: int
    words: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """A first look: the scenario when the text can be loaded, else None and why."""

    scenario: Scenario | None
    mistakes: tuple[Mistake, ...] = ()


def first_look(path: Path, text: str) -> Look:
    """The scenario that `text` would be in the file at `path`: schema and references only, fast enough for every key."""
    if len(text) > LONGEST:
        return Look(None, (Mistake(1, 1, f"{len(text):,} characters; a scenario written by hand has at most {LONGEST:,}"),))
    try:
        with instead_of(path, text):
            return Look(load_scenario(path))
    except DocumentError as error:
        return Look(None, tuple(mistakes(path, str(error).splitlines())))


def full_check(path: Path, text: str) -> tuple[Mistake, ...]:
    """Everything that `coachkit check` would say of the file if it held `text`: it plays the model replies and takes a while."""
    if len(text) > LONGEST:
        return first_look(path, text).mistakes
    try:
        with instead_of(path, text):
            return tuple(mistakes(path, check_paths([path]).problems))
    except CoachkitError as error:
        return tuple(mistakes(path, str(error).splitlines()))


def mistakes(path: Path, problems: Iterable[str]) -> Iterator[Mistake]:
    """Problems as `file:line:column: words` taken apart, each once."""
    own, other = re.compile(rf"{re.escape(str(path))}:(?:(\d+):(\d+):)? ?(.*)"), re.compile(r"(.+?\.ya?ml):(\d+):(\d+): (.*)")
    for problem in dict.fromkeys(problems):
        if here := own.fullmatch(problem):
            yield Mistake(int(here[1] or 1), int(here[2] or 1), here[3])
        elif there := other.fullmatch(problem):
            yield Mistake(int(there[2]), int(there[3]), there[4], Path(there[1]).name)
        else:
            yield Mistake(1, 1, problem)
