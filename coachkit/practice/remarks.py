"""What the replies of a session did well and what would help them most, each with the words it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coachkit.advice import Advice, feedback
from coachkit.model import Scorecard
from coachkit.practice.next_exercise import losses, weakest
from coachkit.practice.values import Attempt

MOST_KEPT = 5
MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class Remark:
    """A piece of advice on one reply of the session. `quote` are words of the reply, empty where something is missing."""

    reply: int
    criterion: str
    name: str
    message: str
    quote: str
    better: str
    source: str


def failed_gates(attempts: Sequence[Attempt], language: str) -> tuple[Remark, ...]:
    """What holds a reply's total down and has to be mended before anything else, in the order of the replies."""
    return tuple(_remark(one.turn, advice) for one in attempts for advice in feedback(one.card, language).gates)


def went_well(attempts: Sequence[Attempt], language: str) -> tuple[Remark, ...]:
    """What to keep, with quotes: the best of every reply first, each criterion once, then in the order of the replies."""
    found = [
        (rank, one.turn, advice)
        for one in attempts
        for rank, advice in enumerate(feedback(one.card, language).keep)
        if advice.quote
    ]
    chosen: dict[str, Remark] = {}
    for _, turn, advice in sorted(found, key=lambda row: row[:2]):
        if advice.criterion not in chosen and len(chosen) < MOST_KEPT:
            chosen[advice.criterion] = _remark(turn, advice)
    return tuple(sorted(chosen.values(), key=lambda one: one.reply))


def changes(attempts: Sequence[Attempt], language: str) -> tuple[Remark, ...]:
    """The changes that would have helped the session most, each shown on the reply that it would help most."""
    found = []
    for name in weakest((one.card for one in attempts), MOST_CHANGES):
        costliest = max(attempts, key=lambda one: losses(one.card).get(name, -1.0))
        advice = change_for(costliest.card, name, language)
        if advice:
            found.append(_remark(costliest.turn, advice))
    return tuple(found)


def change_for(card: Scorecard, criterion: str, language: str) -> Advice | None:
    """The advice on changing one criterion of a card; None where there is nothing to change."""
    alone = replace(card, criteria=tuple(one for one in card.criteria if one.id == criterion), gates=())
    return next(iter(feedback(alone, language).changes), None)


def _remark(reply: int, advice: Advice) -> Remark:
    return Remark(reply, advice.criterion, advice.name, advice.message, advice.quote, advice.better, advice.source)
