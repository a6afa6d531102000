"""What comes of a scenario's hints and model replies, kept from one check to the next: what stayed is not scored again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

import coachkit
from coachkit.documents import find_kept, keep
from coachkit.rubrics import rubric_for
from coachkit.scenarios.schema import LEVELS, WITH_TURNS, Level, Scenario
from coachkit.scoring.fingerprint import fingerprint

if TYPE_CHECKING:
    from coachkit.practice.values import Session

FOLDER = "played"


class Run(BaseModel):
    """A model path as it was played: the total of each reply (None where it cannot be told), the turn that each one answered,
    the points said, and where the customer then stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    totals: tuple[float | None, ...]
    turns: tuple[str, ...]
    covered: frozenset[str]
    turn: str
    mood: int
    ending: str | None

    @property
    def mean(self) -> float | None:
        """The mean of the totals, 0 to 100; None where one cannot be told or there is none."""
        known = [total for total in self.totals if total is not None]
        return round(sum(known) / len(known), 2) if known and len(known) == len(self.totals) else None


class Played(BaseModel):
    """What comes of a scenario's texts: `told` are the points whose wordings a hint holds (hint, point, words), `runs` the
    model paths by level; none for kinds without turns, and where a level is missing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    told: tuple[tuple[int, str, str], ...]
    runs: Mapping[Level, Run]


def played(scenarios: Sequence[Scenario]) -> list[Played]:
    """What comes of each scenario's texts; the model replies of all that changed are scored together."""
    marks = [_marks(one) for one in scenarios]
    found = [_kept(one) for one in marks]
    new = [place for place, one in enumerate(found) if one is None]
    if new:
        for place, one in zip(new, _play([scenarios[place] for place in new]), strict=True):
            found[place] = one
            keep(FOLDER, marks[place], one.model_dump(mode="json"))
    return [one for one in found if one is not None]


def _kept(marks: object) -> Played | None:
    try:
        return Played.model_validate(find_kept(FOLDER, marks))
    except ValidationError:
        return None


def _marks(scenario: Scenario) -> list[Any]:
    """All that what comes of the texts hangs on. The bands are what it is held against afterwards."""
    said = scenario.model_dump(mode="json")
    for model in said["models"].values():
        del model["band"]
    return [_program(), fingerprint(rubric_for(scenario.channel)), said]


@lru_cache(maxsize=1)
def _program() -> str:
    """Changes whenever a file of the program does, as while one works on it."""
    folder = Path(coachkit.__file__).parent
    digest = hashlib.sha256()
    for path in sorted((*folder.rglob("*.py"), *folder.rglob("*.yaml"))):
        stat = path.stat()
        digest.update(f"{path.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _play(scenarios: Sequence[Scenario]) -> list[Played]:
    # Only here: scoring needs far more of the program than reading what was kept does.
    from coachkit.practice.model_runs import model_runs
    from coachkit.scenarios.points import find_points_many

    def told(scenario: Scenario) -> tuple[tuple[int, str, str], ...]:
        hints = enumerate(find_points_many(scenario, scenario.hints))
        return tuple((number, one.key, one.quote) for number, said in hints for one in said.mentions if one.kind == "point")

    sessions = iter(model_runs([one for one in scenarios if _playable(one)], LEVELS))
    return [
        Played(told=told(one), runs={level: run_of(ran) for level, ran in next(sessions).items()} if _playable(one) else {})
        for one in scenarios
    ]


def run_of(session: Session) -> Run:
    """What a check wants to know of a session."""
    state, attempts = session.state, session.attempts
    return Run(
        totals=tuple(one.card.total for one in attempts),
        turns=tuple(one.before.turn for one in attempts),
        covered=frozenset(state.covered),
        turn=state.turn,
        mood=state.mood,
        ending=state.ending,
    )


def _playable(scenario: Scenario) -> bool:
    return scenario.kind in WITH_TURNS and set(scenario.models) == set(LEVELS)
