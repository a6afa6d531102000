"""Which exercise next: from the criteria that cost most and from what has been done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coachkit.advice import CHANGE_BELOW
from coachkit.model import SCORED, Scorecard
from coachkit.scenarios.schema import Scenario

MOST = 3
MOST_WEAK = 5
MASTERED_FROM = 80.0
"""A total from which an exercise counts as done well: the next may be harder, and this one need not come again."""

HARD_BELOW = 60.0
"""A total below which the next exercise should be easier."""


@dataclass(frozen=True, slots=True)
class Done:
    """One exercise done before: its id and its total (0 to 100, None where it cannot be told)."""

    scenario: str
    total: float | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An exercise to do next. `trains` are the weak criteria it trains, the weakest first; `repeat`: it was done before."""

    scenario: str
    title: str
    trains: tuple[str, ...]
    difficulty: int
    repeat: bool


def weakest(cards: Iterable[Scorecard], most: int = MOST_WEAK) -> tuple[str, ...]:
    """The ids of the criteria that cost these replies most, the costliest first; only such as are worth a change."""
    costs: dict[str, float] = {}
    low: set[str] = set()
    for card in cards:
        for name, cost in losses(card).items():
            costs[name] = costs.get(name, 0.0) + cost
        low |= {one.id for one in card.criteria if one.score is not None and one.score < CHANGE_BELOW}
    return tuple(sorted(low, key=lambda name: (-costs.get(name, 0.0), name))[:most])


def losses(card: Scorecard) -> dict[str, float]:
    """What each scored criterion costs its dimension, in points of the dimension's 100."""
    return {one.id: one.lost for one in card.criteria if one.status == SCORED}


def weakest_in(scores: Iterable[Mapping[str, float | None]], most: int = MOST_WEAK) -> tuple[str, ...]:
    """The same from stored attempts ({criterion id: 0 to 1}), where only the scores are kept: those with the lowest mean."""
    kept: dict[str, list[float]] = {}
    for attempt in scores:
        for name, one in attempt.items():
            if one is not None and one == one:  # noqa: PLR0124 - NaN is not itself
                kept.setdefault(name, []).append(one)
    means = {name: sum(values) / len(values) for name, values in kept.items()}
    return tuple(
        sorted((name for name, mean in means.items() if mean < CHANGE_BELOW), key=lambda name: (means[name], name))[:most]
    )


def suggest(
    library: Iterable[Scenario],
    weak: Sequence[str],
    done: Sequence[Done] = (),
    language: str | None = None,
    most: int = MOST,
) -> tuple[Suggestion, ...]:
    """At most `most` exercises of the library in this language (any where None), the most useful first.

    What trains the weakest criteria comes first, then what is near the level that the last results point to; what was done
    well is left out, and so is what was done last, where anything else is left. `done` has the newest last.
    """
    by_id = {one.id: one for one in library if language is None or one.language == language}
    best = {name: max(_numbers(done, name), default=0.0) for name in {one.scenario for one in done}}
    last = done[-1].scenario if done else ""
    fitting = [one for one in by_id.values() if best.get(one.id, 0.0) < MASTERED_FROM]
    others = [one for one in fitting or by_id.values() if one.id != last] or fitting
    level = _level(done, by_id)
    ranked = sorted(others, key=lambda one: (-_gain(one, weak), one.id in best, abs(one.difficulty - level), one.id))
    return tuple(_suggestion(one, weak, repeat=one.id in best) for one in ranked[:most])


def _numbers(done: Sequence[Done], name: str) -> list[float]:
    return [one.total for one in done if one.scenario == name and one.total is not None]


def _gain(scenario: Scenario, weak: Sequence[str]) -> float:
    """How much of the weakest criteria the scenario trains: the weakest counts whole, the next half, then a third."""
    return sum(1 / (place + 1) for place, name in enumerate(weak) if name in scenario.trains)


def _level(done: Sequence[Done], by_id: Mapping[str, Scenario]) -> int:
    """The difficulty to look for, 1 to 5: a step up after a good result, a step down after a poor one; 1 at the start."""
    known = [(by_id[one.scenario].difficulty, one.total) for one in done if one.scenario in by_id and one.total is not None]
    if not known:
        return 1
    difficulty, total = known[-1]
    step = 1 if total >= MASTERED_FROM else (-1 if total < HARD_BELOW else 0)
    return min(5, max(1, difficulty + step))


def _suggestion(scenario: Scenario, weak: Sequence[str], *, repeat: bool) -> Suggestion:
    trains = tuple(name for name in weak if name in scenario.trains)
    return Suggestion(scenario.id, scenario.title, trains, scenario.difficulty, repeat)
