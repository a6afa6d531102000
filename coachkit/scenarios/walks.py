"""The map on which routes.py walks: where a conversation can stand, and where one reply can take it.

Moods are kept as sets of bits (bit 0 is the angriest), so that all moods of a stand are moved at once.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from coachkit.scenarios.customer import MOST_CHANGE, MOST_POINTS, Facts, first_rule, moved
from coachkit.scenarios.schema import ANGRIEST, CALMEST, Scenario

MOODS = range(ANGRIEST, CALMEST + 1)

EVERY_CHOICE_OF = 6
"""Groups of points still open up to which every choice of them is tried in one reply of a conversation.

Of more, it is what the turn's rules ask for, up to two more or less, and everything: other choices take two replies.
"""

MOST_LIFT = MOST_POINTS + 1
"""What points and care lift before a reply's change is held within its limits."""


class Stand(NamedTuple):
    """Where a conversation stands, but for the mood.

    Points that the rules always name together are one group; `said` holds the groups wholly said, as bits. `others` tells
    whether any further point is open, that lifts the mood and moves no rule. Replies are counted as far as the rules count.
    """

    turn: str
    said: int
    others: bool
    replies: int


class Spot(NamedTuple):
    """A stand in one mood, counted from 0, the angriest."""

    stand: Stand
    mood: int


class Reply(NamedTuple):
    """What one reply in a turn leads to, but for the mood: groups `said` by now (bits), replies sent, limits, told things."""

    turn: str
    said: int
    replies: int
    crossed: bool
    asked: bool


class Way(NamedTuple):
    """Where one kind of reply may lead: it changes the mood by -2 to `best`; in these `moods` (bits) this rule holds then.

    `to` is None for an ending.
    """

    best: int
    moods: int
    rule: int
    to: Stand | None


def _reach(mood: int, best: int) -> int:
    """The moods (bits) that a change of -2 to `best` takes one mood to."""
    return sum({1 << (moved(mood, change) - ANGRIEST) for change in range(-MOST_CHANGE, best + 1)})


def _all_of(moods: int, sets: Sequence[int]) -> int:
    """The sets of the moods (bits) together."""
    return reduce(or_, (one for place, one in enumerate(sets) if moods >> place & 1), 0)


_REACH = [[_reach(mood, best) for mood in MOODS] for best in range(MOST_LIFT + 1)]
_SETS = range(1 << len(MOODS))

SPREAD = [[_all_of(moods, reach) for moods in _SETS] for reach in _REACH]
"""SPREAD[best][moods]: the moods that a change of -2 to `best` takes any of these moods to."""

CAN_COME_FROM = [[sum(1 << place for place, one in enumerate(reach) if one & moods) for moods in _SETS] for reach in _REACH]
"""CAN_COME_FROM[best][moods]: the moods from which such a change can lead into one of these."""


class Ways:
    """What can follow on what in one scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._groups = _groups(scenario)
        self._others = len(scenario.points) - len(self._groups)
        rules = [rule.when for turn in scenario.turns.values() for rule in turn.next]
        self._most_replies = max([1, *(when.replies_at_least or 1 for when in rules)])
        self._flags = {turn: _flags(scenario, turn) for turn in scenario.turns}
        self._rules: dict[Reply, tuple[tuple[int, int, str | None], ...]] = {}
        self._known: dict[Stand, tuple[Way, ...]] = {}

    @property
    def beginning(self) -> tuple[Stand, int]:
        """Where a conversation begins, and the mood there as a bit."""
        stand = Stand(self.scenario.opening, 0, self._others > 0, 0)
        return stand, 1 << (self.scenario.customer.mood - ANGRIEST)

    def from_stand(self, stand: Stand) -> tuple[Way, ...]:
        """All that one reply may lead to from a stand; of ways that differ only in how far they lift, the highest."""
        if stand not in self._known:
            highest: dict[tuple[int, int, Stand | None], int] = {}
            for best, moods, rule, to in self._ways(stand):
                highest[moods, rule, to] = max(best, highest.get((moods, rule, to), 0))
            self._known[stand] = tuple(Way(best, *way) for way, best in highest.items())
        return self._known[stand]

    def after_nothing(self, spot: Spot) -> Spot | None:
        """Where a reply that says nothing new leads; None for an ending."""
        stand, everything = spot.stand, (1 << len(self._groups)) - 1
        mood = moved(spot.mood + ANGRIEST, -1 if stand.others or stand.said != everything else 0) - ANGRIEST
        replies = self._one_more(stand.replies)
        now = Reply(stand.turn, stand.said, replies, crossed=False, asked=False)
        to = self._turn_after(stand.turn, self._rule(now, mood + ANGRIEST))
        return Spot(Stand(to, stand.said, stand.others, replies), mood) if to else None

    def _ways(self, stand: Stand) -> Iterator[tuple[int, int, int, Stand | None]]:
        turn, replies = stand.turn, self._one_more(stand.replies)
        for (said, points), (others, more) in itertools.product(self._said_then(turn, stand.said), self._others_then(stand)):
            for crossed, asked in self._flags[turn]:
                # Points and care lift; a rude word or two faults always take it down as far as one reply can.
                best = min(MOST_POINTS, points + more) + 1 - asked
                for rule, moods, to in self._rules_after(Reply(turn, said, replies, crossed, asked)):
                    yield best, moods, rule, Stand(to, said, others, replies) if to else None

    def _said_then(self, turn: str, said: int) -> Iterator[tuple[int, int]]:
        """The groups said after one more reply, and how many points that are more."""
        left = [1 << number for number in range(len(self._groups)) if not said >> number & 1]
        if len(left) <= EVERY_CHOICE_OF or self.scenario.kind != "conversation":
            choices = {sum(chosen) for size in range(len(left) + 1) for chosen in itertools.combinations(left, size)}
        else:
            asked_for = {0, sum(left), *(wanted & sum(left) for wanted in self._wanted(turn))}
            near = {0, *left, *(one | other for one, other in itertools.combinations(left, 2))}
            choices = {wanted ^ change for wanted in asked_for for change in near}
        for chosen in sorted(choices):
            yield said | chosen, chosen.bit_count()

    def _wanted(self, turn: str) -> Iterator[int]:
        """The groups that each rule of a turn asks for."""
        for rule in self.scenario.turns[turn].next:
            yield sum(1 << number for number, group in enumerate(self._groups) if group[0] in rule.when.covered)

    def _others_then(self, stand: Stand) -> tuple[tuple[bool, int], ...]:
        """Whether other points are open after one more reply, and how many of them it can have said."""
        if not stand.others:
            return ((False, 0),)
        most = min(MOST_POINTS, self._others)
        return (True, most if self._others > 1 else 0), (False, most)

    def _one_more(self, replies: int) -> int:
        return min(replies + 1, self._most_replies)

    def _rules_after(self, reply: Reply) -> tuple[tuple[int, int, str | None], ...]:
        """The rules that may hold after a reply, each with its moods (bits) and the turn it leads to; None for an ending."""
        if reply not in self._rules:
            by_mood = [self._rule(reply, mood) for mood in MOODS]
            moods = {rule: sum(1 << place for place, one in enumerate(by_mood) if one == rule) for rule in by_mood}
            self._rules[reply] = tuple((rule, bits, self._turn_after(reply.turn, rule)) for rule, bits in moods.items())
        return self._rules[reply]

    def _rule(self, reply: Reply, mood: int) -> int:
        """The number of the rule that holds in a mood (-3 to 3)."""
        covered = frozenset(name for number, group in enumerate(self._groups) if reply.said >> number & 1 for name in group)
        return first_rule(self.scenario, reply.turn, Facts(mood, covered, reply.replies, reply.crossed, reply.asked))

    def _turn_after(self, turn: str, rule: int) -> str | None:
        to = self.scenario.turns[turn].next[rule].to
        return None if to in self.scenario.endings else to


def _flags(scenario: Scenario, turn: str) -> tuple[tuple[bool, bool], ...]:
    """Whether a limit is crossed and something asked for again; only as far as the turn's rules look at it."""
    rules = [rule.when for rule in scenario.turns[turn].next]
    crossed = bool(scenario.agent.must_not) and any(when.crossed is not None for when in rules)
    asked = bool(scenario.asks_again) and any(when.asked_again is not None for when in rules)
    return tuple(itertools.product((False, True)[: 1 + crossed], (False, True)[: 1 + asked]))


def _groups(scenario: Scenario) -> tuple[tuple[str, ...], ...]:
    """The points that rules ask for; those that are always asked for together are one group."""
    conditions = [rule.when for turn in scenario.turns.values() for rule in turn.next]
    lists = [names for when in conditions for names in (when.covered, when.open) if names]
    groups: defaultdict[tuple[int, ...], list[str]] = defaultdict(list)
    for name in scenario.point_ids:
        groups[tuple(number for number, names in enumerate(lists) if name in names)].append(name)
    return tuple(tuple(names) for named_in, names in groups.items() if named_in)
