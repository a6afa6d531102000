"""Playing the model replies of a scenario: where they end, and whether they score what they promise."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from coachkit.practice.model_runs import model_runs
from coachkit.practice.values import Session
from coachkit.scenarios.references import Problem
from coachkit.scenarios.schema import LEVELS, WITH_TURNS, Level, ModelPath, Scenario

Runs: TypeAlias = Mapping[Level, Session]


def play(scenarios: Sequence[Scenario]) -> list[Runs]:
    """For each scenario its model paths played; none for kinds without turns, and where a level is missing."""
    runs = iter(model_runs([one for one in scenarios if _playable(one)], LEVELS))
    return [next(runs) if _playable(one) else {} for one in scenarios]


def _playable(scenario: Scenario) -> bool:
    return scenario.kind in WITH_TURNS and set(scenario.models) == set(LEVELS)


def model_problems(scenario: Scenario, runs: Runs) -> Iterator[Problem]:
    """What the model paths do otherwise than they should."""
    if not runs:
        return
    for level, run in runs.items():
        yield from _way(scenario, level, run)
        yield from _band(scenario.models[level], level, mean_total(run))
    yield from _order({level: mean_total(run) for level, run in runs.items()})


def mean_total(run: Session) -> float | None:
    """The mean of the totals of all replies, 0 to 100; None where one cannot be told or there is none."""
    totals = [one.card.total for one in run.attempts]
    known = [total for total in totals if total is not None]
    return round(sum(known) / len(known), 2) if known and len(known) == len(totals) else None


def _way(scenario: Scenario, level: Level, run: Session) -> Iterator[Problem]:
    """Whether the path reaches its ending, and the right kind of one, with no reply left over."""
    model, state = scenario.models[level], run.state
    if len(run.attempts) < len(model.replies):
        told = f"the conversation ends in '{state.ending}' before this reply; leave it out, or make the ones before it otherwise"
        yield Problem(("models", level, "replies", len(run.attempts)), told)
    if model.ends and state.ending != model.ends:
        found = f"ends in '{state.ending}'" if state.ending else f"waits in the turn '{state.turn}'"
        yield Problem(
            ("models", level, "ends"), f"the path {found} (mood {state.mood}), not in '{model.ends}'{_open(scenario, run)}"
        )
    kind = scenario.endings[state.ending].kind if state.ending else None
    if level == "excellent" and kind != "resolved":
        yield Problem(("models", level), f"an excellent path ends resolved; this one {_ended(kind)}{_open(scenario, run)}")
    if level == "poor" and kind == "resolved":
        yield Problem(("models", level), "a poor path does not end resolved; this one does")


def _ended(kind: str | None) -> str:
    return f"ends {kind.replace('_', ' ')}" if kind else "comes to no end"


def _open(scenario: Scenario, run: Session) -> str:
    """The points that no reply of the path says, for the message; empty when there are none."""
    missing = [name for name in scenario.point_ids if name not in run.state.covered]
    return f"; points not said: {', '.join(missing)}" if missing else ""


def _band(model: ModelPath, level: Level, total: float | None) -> Iterator[Problem]:
    low, high = model.band
    if total is None:
        yield Problem(
            ("models", level, "replies"), "a total of these replies cannot be told; are they in the scenario's language?"
        )
    elif not low <= total <= high:
        yield Problem(("models", level, "band"), f"the replies score {total:g} on average, outside the band {low:g} to {high:g}")


def _order(totals: dict[Level, float | None]) -> Iterator[Problem]:
    for lower, higher in itertools.pairwise(LEVELS):
        low, high = totals[lower], totals[higher]
        if low is not None and high is not None and low >= high:
            yield Problem(("models", higher), f"the {higher} path scores {high:g}, no more than the {lower} one's {low:g}")
