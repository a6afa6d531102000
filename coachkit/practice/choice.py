"""Choosing the channel: which option was taken, and which points the written reason makes."""

from __future__ import annotations

from dataclasses import dataclass

from coachkit.errors import MoveError
from coachkit.scenarios.points import find_points
from coachkit.scenarios.schema import Scenario

FOR_THE_CHANNEL = 50.0
"""Points of a hundred for a channel that fits; the rest is for the reason. All of them where no reason is looked for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The option taken (its place, from 0) and what its written reason says. `why` is the scenario's word on the option.

    `said` and `missed` are ids of the scenario's points. `seconds` is the time it took. `score` is 0 to 100: half for a
    channel that fits, half for the share of points that the reason makes.
    """

    option: int
    channel: str
    right: bool
    why: str
    reason: str
    said: tuple[str, ...]
    missed: tuple[str, ...]
    seconds: float
    score: float


def choose(scenario: Scenario, option: int, reason: str, seconds: float) -> Choice:
    """The choice of the option at this place (from 0). Raises MoveError where the scenario has no such option."""
    options = scenario.choose.options if scenario.choose else ()
    if not 0 <= option < len(options):
        raise MoveError(f"'{scenario.id}': there is no option {option}; it has {len(options)}, counted from 0")
    taken = options[option]
    covered = find_points(scenario, reason).covered
    said = tuple(one for one in scenario.point_ids if one in covered)
    missed = tuple(one for one in scenario.point_ids if one not in covered)
    return Choice(
        option=option,
        channel=taken.channel,
        right=taken.right,
        why=taken.why,
        reason=reason,
        said=said,
        missed=missed,
        seconds=seconds,
        score=_score(right=taken.right, said=len(said), points=len(scenario.points)),
    )


def _score(*, right: bool, said: int, points: int) -> float:
    """0 to 100 for the channel and the reason together."""
    if not points:
        return 100.0 if right else 0.0
    return round((FOR_THE_CHANNEL if right else 0.0) + (100 - FOR_THE_CHANNEL) * said / points, 2)
