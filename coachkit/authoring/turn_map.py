"""The map of a scenario: its turns and endings in layers, the rules that lead from one to the next, who passes where.

Pure: it says what there is to draw; coachkit/widgets/map_picture.py draws it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from coachkit.authoring.words import MapWords
from coachkit.practice.model_runs import model_runs
from coachkit.practice.values import Attempt
from coachkit.practice.words import filled
from coachkit.scenarios.customer import Facts, first_rule
from coachkit.scenarios.routes import Met
from coachkit.scenarios.schema import LEVELS, WITH_TURNS, Condition, Level, Scenario

TURN, ENDING = "turn", "ending"


class Step(NamedTuple):
    """One step of a model path: the turn, the number of its rule that held (from 0), and where that led."""

    turn: str
    rule: int
    to: str


@dataclass(frozen=True, slots=True)
class Node:
    """A turn or an ending. `layer` counts from 0, the opening; `ending` is an ending's kind, empty for a turn.

    `reached` tells whether any conversation comes here, `paths` which model paths do, the best first.
    """

    id: str
    kind: str
    layer: int
    says: str
    ending: str
    reached: bool
    paths: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A rule: from a turn to a turn or an ending, `number` from 0. `met` tells whether it can ever hold."""

    source: str
    to: str
    number: int
    when: Condition
    met: bool
    paths: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class TurnMap:
    """Nodes in the order they are drawn (by layer, then as in the file), edges in the file's order."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def rules_of(self, turn: str) -> tuple[Edge, ...]:
        """The rules of a turn, in their order."""
        return tuple(one for one in self.edges if one.source == turn)


def turn_map(scenario: Scenario, walks: Mapping[Level, Sequence[Step]] | None = None, met: Met | None = None) -> TurnMap:
    """The map of a scenario; empty for kinds without turns.

    `walks` are the model paths (model_walks), `met` what conversations can come to (routes.met_in). Without `met` a turn
    counts as reached when rules lead to it, and every rule as one that may hold.
    """
    if scenario.kind not in WITH_TURNS or scenario.opening not in scenario.turns:
        return TurnMap((), ())
    edges = tuple(_edges(scenario, walks or {}, met))
    layers = _layers(scenario, edges)
    ends = 1 + max(layers.values())
    known = met.turns if met else frozenset(layers)
    led_to = {one.to for one in edges if one.met and one.source in known}
    nodes = [
        Node(name, TURN, layers.get(name, ends), one.says, "", name in known, _through(name, walks or {}))
        for name, one in scenario.turns.items()
    ]
    nodes += [
        Node(name, ENDING, ends + 1, one.says, one.kind, name in led_to, _through(name, walks or {}))
        for name, one in scenario.endings.items()
    ]
    return TurnMap(tuple(sorted(nodes, key=lambda one: one.layer)), edges)


def _edges(scenario: Scenario, walks: Mapping[Level, Sequence[Step]], met: Met | None) -> list[Edge]:
    return [
        Edge(turn, rule.to, number, rule.when, met is None or (turn, number) in met.rules, _taking(turn, number, walks))
        for turn, body in scenario.turns.items()
        for number, rule in enumerate(body.next)
    ]


def _layers(scenario: Scenario, edges: Sequence[Edge]) -> dict[str, int]:
    """How many replies at least lead to each turn; turns that nothing leads to are left out."""
    layers, waiting = {scenario.opening: 0}, [scenario.opening]
    for turn in waiting:
        for one in edges:
            if one.source == turn and one.to in scenario.turns and one.to not in layers:
                layers[one.to] = layers[turn] + 1
                waiting.append(one.to)
    return layers


def _through(name: str, walks: Mapping[Level, Sequence[Step]]) -> tuple[Level, ...]:
    return tuple(level for level in reversed(LEVELS) if any(name in (one.turn, one.to) for one in walks.get(level, ())))


def _taking(turn: str, rule: int, walks: Mapping[Level, Sequence[Step]]) -> tuple[Level, ...]:
    return tuple(level for level in reversed(LEVELS) if any((one.turn, one.rule) == (turn, rule) for one in walks.get(level, ())))


def model_walks(scenario: Scenario) -> dict[Level, tuple[Step, ...]]:
    """The way that each model path takes, by scoring its replies; none for kinds without turns."""
    if scenario.kind not in WITH_TURNS:
        return {}
    (runs,) = model_runs([scenario], list(scenario.models))
    return {level: tuple(_step(scenario, one) for one in run.attempts) for level, run in runs.items()}


def _step(scenario: Scenario, attempt: Attempt) -> Step:
    turn, after = attempt.before.turn, attempt.after
    return Step(turn, rule_taken(scenario, attempt), after.ending or after.turn)


def rule_taken(scenario: Scenario, attempt: Attempt) -> int:
    """The number of the rule (from 0) that held after a reply."""
    after, seen = attempt.after, attempt.observed
    facts = Facts(after.mood, after.covered, after.replies, bool(seen.crossed), bool(seen.asked_again))
    return first_rule(scenario, attempt.before.turn, facts)


def condition_words(when: Condition, words: MapWords) -> str:
    """When a rule holds, in words: "friday and fee said, mood at least 1"."""
    parts = [filled(words.covered, points=", ".join(when.covered))] if when.covered else []
    parts += [filled(words.open, points=", ".join(when.open))] if when.open else []
    numbers = (("mood_at_least", when.mood_at_least), ("mood_at_most", when.mood_at_most), ("replies", when.replies_at_least))
    parts += [filled(getattr(words, name), number=_signed(value, name)) for name, value in numbers if value is not None]
    flags = (("crossed", when.crossed), ("asked_again", when.asked_again))
    parts += [getattr(words, name if value else f"not_{name}") for name, value in flags if value is not None]
    return ", ".join(parts) or words.always


def _signed(value: int, name: str) -> str:
    """Moods with their sign, a true minus; replies as they are."""
    return str(value) if name == "replies" or value == 0 else f"{'+' if value > 0 else '−'}{abs(value)}"
