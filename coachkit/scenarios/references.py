"""What a scenario's parts say of one another: names that must be there, parts that a kind of exercise needs.

Every problem has the place in the file it is at, as a path of keys, so that the loader can name line and column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from coachkit.errors import did_you_mean
from coachkit.scenarios.schema import LEVELS, WITH_TURNS, Rule, Scenario

HINTS = 3
"""Steps of help: a nudge, more, nearly the way."""

FEWEST_CHATS, MOST_CHATS = 2, 4

Place = tuple[str | int, ...]


class Problem(NamedTuple):
    """What is wrong, and at which path of keys."""

    place: Place
    message: str


def problems(scenario: Scenario, criteria: Collection[str], scenarios: Collection[str]) -> list[Problem]:
    """Everything in `scenario` that does not fit together; empty when all is well.

    `criteria` are the ids that may be trained, `scenarios` the ids that a shift may take its chats from.
    """
    found = [*_trains(scenario, criteria), *_needed(scenario), *_unique(scenario), *_models(scenario), *_hints(scenario)]
    if scenario.kind in WITH_TURNS:
        found += [*_turns(scenario), *_rules(scenario)]
    elif scenario.kind == "channel":
        found += _choices(scenario)
    else:
        found += _chats(scenario, scenarios)
    return found


def _trains(scenario: Scenario, criteria: Collection[str]) -> Iterator[Problem]:
    for number, name in enumerate(scenario.trains):
        if name not in criteria:
            yield Problem(("trains", number), f"no criterion '{name}'{did_you_mean(name, criteria)}")


NEEDED = {
    "conversation": ("customer", "agent", "reply_within", "turns", "endings", "points", "hints", "models"),
    "message": ("customer", "agent", "turns", "endings", "points", "hints", "models"),
    "improve": ("customer", "agent", "turns", "endings", "points", "hints", "models", "draft"),
    "channel": ("situation", "choose", "points"),
    "shift": ("chats",),
}
"""The parts that each kind of exercise cannot do without."""

OWN_PARTS = {"draft": "improve", "situation": "channel", "choose": "channel", "chats": "shift"}
"""The parts that only one kind has."""


def _needed(scenario: Scenario) -> Iterator[Problem]:
    given = {name for name in scenario.model_fields_set if getattr(scenario, name) not in ("", (), {}, None)}
    for part in NEEDED[scenario.kind]:
        if part not in given:
            yield Problem((part,), f"'{part}' is missing; a scenario of kind {scenario.kind} needs it")
    for part, kind in OWN_PARTS.items():
        if part in given and scenario.kind != kind:
            yield Problem((part,), f"'{part}' is for scenarios of kind {kind}; this one is of kind {scenario.kind}")
    if scenario.kind in ("message", "improve") and len(scenario.turns) > 1:
        extra = list(scenario.turns)[1]
        yield Problem(("turns", extra), f"a scenario of kind {scenario.kind} has one turn; leave this one out")


def _unique(scenario: Scenario) -> Iterator[Problem]:
    lists: tuple[tuple[Place, str, Iterable[str]], ...] = (
        (("points",), "id", (one.id for one in scenario.points)),
        (("asks_again",), "what", (one.what for one in scenario.asks_again)),
        (("agent", "must_not"), "say", (one.say for one in scenario.agent.must_not)),
        (("choose", "options"), "channel", (one.channel for one in (scenario.choose.options if scenario.choose else ()))),
    )
    for place, key, values in lists:
        seen: Counter[str] = Counter()
        for number, value in enumerate(values):
            seen[value] += 1
            if seen[value] > 1:
                yield Problem((*place, number, key), f"'{value}' stands here already; each has its own '{key}'")


def _turns(scenario: Scenario) -> Iterator[Problem]:
    if scenario.turns and scenario.opening not in scenario.turns:
        told = "'opening'" if "opening" in scenario.model_fields_set else "without 'opening' the first turn is 'start', and it"
        yield Problem(("opening",), f"{told}: no turn '{scenario.opening}'{did_you_mean(scenario.opening, scenario.turns)}")
    for name in scenario.endings:
        if name in scenario.turns:
            yield Problem(("endings", name), f"'{name}' is a turn as well; give the ending another name (end_{name})")


def _rules(scenario: Scenario) -> Iterator[Problem]:
    targets = [*scenario.turns, *scenario.endings]
    for turn, body in scenario.turns.items():
        for number, rule in enumerate(body.next):
            place = ("turns", turn, "next", number)
            if rule.to not in targets:
                yield Problem((*place, "to"), f"no turn or ending '{rule.to}'{did_you_mean(rule.to, targets)}")
            elif scenario.kind != "conversation" and rule.to in scenario.turns:
                yield Problem((*place, "to"), f"a scenario of kind {scenario.kind} ends after one reply; lead to an ending")
            yield from _condition(rule, place, scenario.point_ids)
            yield from _order(rule, place, last=number == len(body.next) - 1)


def _order(rule: Rule, place: Place, *, last: bool) -> Iterator[Problem]:
    if last and not rule.when.always:
        yield Problem(place, "the last rule of a turn has no 'if': it says what comes when no other holds")
    if not last and rule.when.always:
        yield Problem(place, "a rule without 'if' always holds, so those after it never do; put it last")


def _condition(rule: Rule, place: Place, points: Collection[str]) -> Iterator[Problem]:
    for part in ("covered", "open"):
        for number, name in enumerate(getattr(rule.when, part)):
            if name not in points:
                yield Problem((*place, "if", part, number), f"no point '{name}'{did_you_mean(name, points)}")
    low, high = rule.when.mood_at_least, rule.when.mood_at_most
    if low is not None and high is not None and low > high:
        yield Problem((*place, "if", "mood_at_least"), f"mood at least {low} and at most {high} cannot both hold")


def _models(scenario: Scenario) -> Iterator[Problem]:
    for level in LEVELS:
        if scenario.models and level not in scenario.models:
            yield Problem(("models", level), f"'{level}' is missing; models are excellent, ordinary and poor")
    for level, model in scenario.models.items():
        place = ("models", level)
        if model.band[0] > model.band[1]:
            yield Problem(
                (*place, "band"), f"the band runs from {model.band[0]:g} down to {model.band[1]:g}; write the lower first"
            )
        if model.ends is not None and model.ends not in scenario.endings:
            yield Problem((*place, "ends"), f"no ending '{model.ends}'{did_you_mean(model.ends, scenario.endings)}")
        if scenario.kind != "conversation" and len(model.replies) > 1:
            yield Problem((*place, "replies", 1), f"a scenario of kind {scenario.kind} takes one reply")
        yield from _choice(scenario, model.choice, place)


def _choice(scenario: Scenario, choice: str | None, place: Place) -> Iterator[Problem]:
    if scenario.choose is None:
        if choice is not None:
            yield Problem((*place, "choice"), "'choice' is for scenarios of kind channel")
        return
    offered = [option.channel for option in scenario.choose.options]
    if choice is None:
        yield Problem(place, f"'choice' is missing: the channel chosen{did_you_mean('', offered)}")
    elif choice not in offered:
        yield Problem((*place, "choice"), f"'{choice}' is not among the options{did_you_mean(choice, offered)}")


def _hints(scenario: Scenario) -> Iterator[Problem]:
    if scenario.hints and len(scenario.hints) != HINTS:
        yield Problem(("hints",), f"{len(scenario.hints)} hints; write {HINTS} steps, from a nudge to nearly the way")


def _choices(scenario: Scenario) -> Iterator[Problem]:
    options = scenario.choose.options if scenario.choose else ()
    if options and len({option.right for option in options}) == 1:
        yield Problem(("choose", "options"), "at least one option is right and at least one is not")


def _chats(scenario: Scenario, scenarios: Collection[str]) -> Iterator[Problem]:
    if scenario.chats and not FEWEST_CHATS <= len(scenario.chats) <= MOST_CHATS:
        yield Problem(("chats",), f"{len(scenario.chats)} chats; a shift has {FEWEST_CHATS} to {MOST_CHATS}")
    for number, chat in enumerate(scenario.chats):
        if chat.scenario not in scenarios:
            near = did_you_mean(chat.scenario, scenarios)
            yield Problem(("chats", number, "scenario"), f"no scenario '{chat.scenario}'{near}")
