"""Compiled loops of the scoring: what numpy does in many passes over n replies, in one. See coachkit.compiled."""

from __future__ import annotations

import math

from coachkit.compiled import kernel
from coachkit.text.corpus import Bools, Floats, Ints

CONTEXT, LANGUAGE, SITUATION = 1, 2, 4
"""What a criterion asks for: the customer's message, a language that is told, a situation of the customer's."""


@kernel("void(f8[::1], b1[::1], b1[::1], b1[::1], i8, i1[::1], i1[::1])")
def decide(score: Floats, told: Bools, has_customer: Bools, outside: Bools, asks: int, state: Ints, reason: Ints) -> None:
    """Fills in (n,) `state` and `reason` as `deciding._begun` has them; `outside` is (n,), or (0,) for nowhere."""
    anywhere = len(outside) == len(score)
    for place in range(len(score)):
        untold = math.isnan(score[place])
        found, why = 0, 0
        if untold:
            found = 1
            if asks & CONTEXT and not has_customer[place]:
                found, why = 2, 1
        if asks & LANGUAGE and not told[place]:
            found, why = 2, 2
        if asks & SITUATION:
            if anywhere and outside[place]:
                found, why = 1, 3
            if found == 0 and not has_customer[place] and not score[place] >= 0.5:
                found, why = 2, 1
        state[place] = found
        reason[place] = why


@kernel("void(f8[::1], i1[::1], b1, f8, f8, f8, f8[::1], f8[::1], i4, i4[::1], f8[::1])")
def add(
    score: Floats,
    state: Ints,
    full_marks: bool,
    severity: float,
    share: float,
    dimension: float,
    total: Floats,
    weight: Floats,
    number: int,
    which: Ints,
    most: Floats,
) -> None:
    """Adds a criterion to its dimension's (n,) `total` and `weight`, and to (n,) `which` costs `most`, as `adding` does."""
    for place in range(len(score)):
        # Without a branch, so that several replies are added up at once.
        scored, earned = state[place] == 0, full_marks and state[place] == 1
        own = score[place] if severity == 1 else 1 - severity * (1 - score[place])
        value = own if scored else 1.0
        share_here = share if scored or earned else 0.0
        total[place] += value * share if scored or earned else 0.0
        weight[place] += share_here
        loss = (1 - value) * share * dimension if value < 1 else 0.0
        number_here = number if loss > most[place] else which[place]
        most[place] = max(most[place], loss)
        which[place] = number_here
