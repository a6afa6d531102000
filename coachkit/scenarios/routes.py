"""Whether a conversation can go everywhere it says it goes: turns nobody reaches, endings that cannot happen, rules that are
never met, loops that never end.

All that a reply may show is tried from everywhere a conversation can come to. Where a reply's effect is not known beforehand,
more is held possible than may be, so what is reported as impossible surely is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from coachkit.scenarios.references import Place, Problem
from coachkit.scenarios.schema import WITH_TURNS, Scenario
from coachkit.scenarios.walks import CAN_COME_FROM, SPREAD, Spot, Stand, Ways

CAUGHT = "a conversation may never end, whatever is written; add a rule to an ending"
ENDLESS = (
    "a reply that says nothing new, sent again and again, never ends the conversation; add a rule with 'mood_at_most' or "
    "'replies_at_least' to an ending"
)


class _Found:
    """All walks through a scenario: stands reached with the moods they are reached in (a set of bits), rules met."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.ways = Ways(scenario)
        self.moods: defaultdict[Stand, int] = defaultdict(int)
        self.met: set[tuple[str, int]] = set()
        self._explore()

    def _explore(self) -> None:
        first, moods = self.ways.beginning
        self.moods[first] = moods
        waiting = [first]
        while waiting:
            stand = waiting.pop()
            for way in self.ways.from_stand(stand):
                arriving = SPREAD[way.best][self.moods[stand]] & way.moods
                if arriving:
                    self.met.add((stand.turn, way.rule))
                if way.to is not None and arriving & ~self.moods[way.to]:
                    self.moods[way.to] |= arriving
                    waiting.append(way.to)

    @property
    def turns(self) -> dict[str, None]:
        """The turns reached, in the order they are."""
        return dict.fromkeys(stand.turn for stand, moods in self.moods.items() if moods)

    def spots(self) -> Iterator[Spot]:
        """Every stand reached with every mood it is reached in."""
        for stand, moods in self.moods.items():
            yield from (Spot(stand, mood) for mood in range(moods.bit_length()) if moods >> mood & 1)


class Met(NamedTuple):
    """What conversations can come to: turns, and rules as (turn, number of the rule in it, from 0)."""

    turns: frozenset[str]
    rules: frozenset[tuple[str, int]]


def met_in(scenario: Scenario) -> Met:
    """Everything that can be met in a scenario; nothing for kinds without turns."""
    if scenario.kind not in WITH_TURNS:
        return Met(frozenset(), frozenset())
    found = _found_in(scenario)
    return Met(frozenset(found.turns), frozenset(found.met))


def _found_in(scenario: Scenario) -> _Found:
    return _walked(scenario.model_dump_json(by_alias=True))


@lru_cache(maxsize=2)
def _walked(scenario: str) -> _Found:
    """All walks through a scenario written as JSON: its checks and its picture ask for the same ones, one after the other."""
    return _Found(Scenario.model_validate_json(scenario))


def faults(scenario: Scenario) -> tuple[Problem, ...]:
    """What cannot happen in a conversation, each with its place in the file; nothing for kinds without turns."""
    if scenario.kind not in WITH_TURNS:
        return ()
    found = _found_in(scenario)
    return (*_unreached_turns(found), *_unmet_rules(found), *_impossible_endings(found), *_loops(found))


def _unreached_turns(found: _Found) -> Iterator[Problem]:
    for turn in found.scenario.turns:
        if turn not in found.turns:
            yield Problem(("turns", turn), f"no conversation comes to the turn '{turn}'; lead a rule to it or leave it out")


def _unmet_rules(found: _Found) -> Iterator[Problem]:
    for turn in found.turns:
        for number, rule in enumerate(found.scenario.turns[turn].next):
            if (turn, number) in found.met:
                continue
            place: Place = ("turns", turn, "next", number)
            if rule.when.crossed and not found.scenario.agent.must_not:
                why = "it waits for a limit to be crossed, and the agent has no 'must_not'"
            elif rule.when.asked_again and not found.scenario.asks_again:
                why = "it waits for something to be asked for again, and there is no 'asks_again'"
            else:
                why = "where it could hold an earlier rule holds as well, or it cannot hold here at all"
            yield Problem(place, f"this rule (to '{rule.to}') is never met: {why}")


def _impossible_endings(found: _Found) -> Iterator[Problem]:
    happens = {found.scenario.turns[turn].next[number].to for turn, number in found.met}
    for name in found.scenario.endings:
        if name not in happens:
            yield Problem(("endings", name), f"the ending '{name}' cannot happen: no rule that is ever met leads to it")


def _loops(found: _Found) -> Iterator[Problem]:
    """Turns in which a conversation can be caught; if not, those in which it goes on for ever when nothing new is said."""
    caught = _caught(found)
    for turn in caught:
        yield Problem(("turns", turn), f"from the turn '{turn}' {CAUGHT}")
    for turn in _endless(found):
        if turn not in caught:
            yield Problem(("turns", turn), f"in the turn '{turn}' {ENDLESS}")


def _caught(found: _Found) -> dict[str, None]:
    """Turns from which, in some mood, no reply leads to an ending any more."""
    coming: defaultdict[Stand, list[tuple[Stand, int, int]]] = defaultdict(list)
    free: defaultdict[Stand, int] = defaultdict(int)
    for stand in list(found.moods):
        for way in found.ways.from_stand(stand):
            if way.to is None:
                free[stand] |= CAN_COME_FROM[way.best][way.moods]
            else:
                coming[way.to].append((stand, way.best, way.moods))
    waiting = list(free)
    while waiting:
        stand = waiting.pop()
        for before, best, moods in coming[stand]:
            leaving = CAN_COME_FROM[best][moods & free[stand]]
            if leaving & ~free[before]:
                free[before] |= leaving
                waiting.append(before)
    return dict.fromkeys(stand.turn for stand, moods in found.moods.items() if moods & ~free[stand])


def _endless(found: _Found) -> dict[str, None]:
    """Turns in which a trainee who says nothing new is asked for ever: people leave, or ask for somebody else."""
    endless: dict[str, None] = {}
    ends: set[Spot] = set()
    for first in found.spots():
        met: dict[Spot, None] = {}
        now: Spot | None = first
        while now is not None and now not in met and now not in ends:
            met[now] = None
            now = found.ways.after_nothing(now)
        if now is None or now in ends:
            ends |= set(met)
        else:
            walked = list(met)
            endless |= dict.fromkeys(one.stand.turn for one in walked[walked.index(now) :])
    return endless
