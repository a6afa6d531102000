"""Playing the model replies of a scenario: where they end, and whether they score what they promise."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from coachkit.authoring.played import Run, run_of
from coachkit.practice.values import Session
from coachkit.scenarios.references import Problem
from coachkit.scenarios.schema import LEVELS, Level, ModelPath, Scenario

Runs: TypeAlias = Mapping[Level, Run]


def model_problems(scenario: Scenario, runs: Runs) -> Iterator[Problem]:
    """What the model paths do otherwise than they should."""
    if not runs:
        return
    for level, run in runs.items():
        yield from _way(scenario, level, run)
        yield from _band(scenario.models[level], level, run.mean)
    yield from _order({level: run.mean for level, run in runs.items()})


def mean_total(run: Session) -> float | None:
    """The mean of the totals of all replies, 0 to 100; None where one cannot be told or there is none."""
    return run_of(run).mean


def _way(scenario: Scenario, level: Level, run: Run) -> Iterator[Problem]:
    """Whether the path reaches its ending, and the right kind of one, with no reply left over."""
    model = scenario.models[level]
    if len(run.totals) < len(model.replies):
        told = f"the conversation ends in '{run.ending}' before this reply; leave it out, or make the ones before it otherwise"
        yield Problem(("models", level, "replies", len(run.totals)), told)
    if model.ends and run.ending != model.ends:
        found = f"ends in '{run.ending}'" if run.ending else f"waits in the turn '{run.turn}'"
        yield Problem(
            ("models", level, "ends"), f"the path {found} (mood {run.mood}), not in '{model.ends}'{_open(scenario, run)}"
        )
    kind = scenario.endings[run.ending].kind if run.ending else None
    if level == "excellent" and kind != "resolved":
        yield Problem(("models", level), f"an excellent path ends resolved; this one {_ended(kind)}{_open(scenario, run)}")
    if level == "poor" and kind == "resolved":
        yield Problem(("models", level), "a poor path does not end resolved; this one does")


def _ended(kind: str | None) -> str:
    return f"ends {kind.replace('_', ' ')}" if kind else "comes to no end"


def _open(scenario: Scenario, run: Run) -> str:
    """The points that no reply of the path says, for the message; empty when there are none."""
    missing = [name for name in scenario.point_ids if name not in run.covered]
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
