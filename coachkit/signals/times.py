"""Days, times, durations and sums that a reply names, and what a word can be for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from coachkit.text.chunks import Kind
from coachkit.text.corpus import Bools
from coachkit.text.facts import flag_bit
from coachkit.text.parsed import Parsed

ROLES: Sequence[tuple[Sequence[Kind], Sequence[str]]] = (
    ((Kind.NUMBER,), ("number",)),
    ((), ("duration", "month")),
    ((), ("month",)),
    ((Kind.DATE, Kind.CLOCK, Kind.DURATION), ("weekday",)),
    ((), ("money",)),
    ((Kind.MONEY, Kind.PERCENT), ()),
)
"""What a word can be for times and sums, each by kinds and by word lists: a number, a unit of time with a number before it, a
month, a time by itself, a unit of money, a sum by itself."""


def time_tokens(parsed: Parsed) -> Bools:
    """(m,) tokens that name a concrete day, time or duration: 3.5., klo 10.30, Monday, in two days, tomorrow."""
    found = parsed.is_kind(Kind.DATE) | parsed.is_kind(Kind.CLOCK) | parsed.is_kind(Kind.DURATION) | parsed.flag("weekday")
    number = parsed.is_kind(Kind.NUMBER) | parsed.flag("number")
    unit, month = parsed.flag("duration"), parsed.flag("month")
    behind = parsed.behind(number)
    behind |= parsed.behind(behind)
    return found | (unit & behind) | (month & (behind | parsed.before(number))) | parsed.hits.tokens("time")


def amount_tokens(parsed: Parsed) -> Bools:
    """(m,) tokens that name a sum or a share."""
    number = parsed.is_kind(Kind.NUMBER) | parsed.flag("number")
    unit = parsed.flag("money")
    near = parsed.behind(unit) | parsed.before(unit)
    return parsed.is_kind(Kind.MONEY) | parsed.is_kind(Kind.PERCENT) | (number & near)


def times_and_amounts(parsed: Parsed) -> tuple[Bools, Bools]:
    """The tokens of both, by one compiled loop."""
    from coachkit.signals import measuring_kernels

    corpus = parsed.corpus
    time, amount = parsed.hits.tokens("time").copy(), np.zeros(parsed.m, dtype=bool)
    measuring_kernels.find_times(corpus.type, corpus.ptr, roles_of_types(parsed), time, amount)
    return time, amount


def roles_of_types(parsed: Parsed) -> npt.NDArray[np.uint8]:
    """(t,) by token type: the sum of the ROLES that it has, 1 for the first of them, 2 for the second, and so on."""
    bits = parsed.facts.bits
    kind, roles = parsed.corpus.table.kind[: len(bits)], np.zeros(len(bits), dtype=np.uint8)
    for place, (kinds, lists) in enumerate(ROLES):
        found = (bits & sum(map(flag_bit, lists))) != 0
        for one in kinds:
            found |= kind == int(one)
        roles |= found.view(np.uint8) << np.uint8(place)
    return roles
