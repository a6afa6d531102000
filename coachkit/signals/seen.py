"""What was seen in the texts of a block, for the signal to ask where the masking has looked already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from coachkit.signals.numbers_held import Places

Held = tuple[Places, bool]
"""The windows of a text that may hold a number, and whether an @ may stand inside an address."""

NOTHING: Held = ((), False)
_last: list[Mapping[str | None, Held]] = []
"""What is remembered of one block, the latest."""


def remember(texts: Sequence[str | None], places: Mapping[int, Places], mail: Iterable[int]) -> None:
    """Keeps, in place of what was kept of another block, what its texts hold: `places` and `mail` by their rows."""
    held: dict[str | None, Held] = dict.fromkeys(texts, NOTHING)
    held.update((texts[row], ((), True)) for row in mail)
    held.update((texts[row], (one, held[texts[row]][1])) for row, one in places.items())
    _last[:] = [held]


def held_by(texts: Sequence[str]) -> list[Held] | None:
    """What each of the texts holds, NOTHING for most; None where one of them is not remembered."""
    found = list(map(_last[0].get, texts)) if _last else []
    return None if None in found or len(found) < len(texts) else cast("list[Held]", found)
