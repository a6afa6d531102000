"""The sessions that model replies make, the replies of many scored together: scoring has a price that many share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from coachkit.batch import score_many
from coachkit.model import Scorecard
from coachkit.practice.session import apply_scored, begin, reply_to
from coachkit.practice.values import Move, Session
from coachkit.scenarios.points import Said, find_points_many
from coachkit.scenarios.schema import Level, Scenario


@dataclass(frozen=True, slots=True, eq=False)
class _This:
    """A scenario as itself: a frozen value cannot change, and comparing one word by word would cost more than it saves."""

    scenario: Scenario

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and self.scenario is other.scenario

    def __hash__(self) -> int:
        return id(self.scenario)


def model_run(scenario: Scenario, level: Level = "excellent") -> Session:
    """The session that a model path of the scenario makes, scored; without replies where there is no such path.

    Played once and kept: a debrief shows it again in each language and after each try.
    """
    return _played(_This(scenario), level)


@lru_cache(maxsize=32)
def _played(this: _This, level: Level) -> Session:
    return model_runs([this.scenario], [level])[0][level]


@dataclass(slots=True)
class _Walk:
    """A model path on its way: its session so far, the replies that are to come, and what each says."""

    session: Session
    replies: Sequence[str]
    said: list[Said] = field(default_factory=list)


def model_runs(scenarios: Sequence[Scenario], levels: Sequence[Level]) -> list[dict[Level, Session]]:
    """For each scenario its sessions by level, each the same as when it is played alone.

    Every path waits for the others after each reply: what the customer asks next hangs on the score of the one before.
    """
    walks = [{level: _Walk(begin(one), _replies(one, level)) for level in levels} for one in scenarios]
    for scenario, own in zip(scenarios, walks, strict=True):
        _find_points(scenario, own)
    going = [walk for own in walks for walk in own.values()]
    number = 0
    while going := [one for one in going if number < len(one.replies) and not one.session.ended]:
        for walk, card in zip(going, _cards(going, number), strict=True):
            walk.session = apply_scored(walk.session, Move("send", 0.0, walk.replies[number]), card, walk.said[number])
        number += 1
    return [{level: walk.session for level, walk in own.items()} for own in walks]


def _replies(scenario: Scenario, level: Level) -> Sequence[str]:
    path = scenario.models.get(level)
    return path.replies if path and scenario.kind != "channel" else ()


def _find_points(scenario: Scenario, walks: Mapping[Level, _Walk]) -> None:
    """Reads all replies of a scenario at once."""
    found = iter(find_points_many(scenario, [reply for one in walks.values() for reply in one.replies]))
    for one in walks.values():
        one.said = [next(found) for _ in one.replies]


def _cards(walks: Sequence[_Walk], number: int) -> list[Scorecard]:
    """The card of every path's reply at this place."""
    replies = [reply_to(one.session, one.replies[number]) for one in walks]
    return [block.card(place) for block in score_many(replies) for place in range(len(block.replies))]
