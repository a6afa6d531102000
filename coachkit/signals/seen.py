"""What was seen in the texts of a block, for the signal to ask where the masking has looked already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from coachkit.signals.numbers_held import Places

Held = tuple[Places, bool]
"""The windows of a text that may hold a number, and whether an @ may stand inside an address."""


@dataclass(frozen=True, eq=False)
class _Seen:
    """Texts of a block, no two the same, and by their rows what those hold that hold something."""

    texts: Sequence[str]
    held: Mapping[int, Held]

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each text."""
        return dict(zip(self.texts, range(len(self.texts)), strict=True))


_last: list[_Seen] = []
"""What is remembered of one block, the latest."""


def remember(texts: Sequence[str], places: Mapping[int, Places], mail: Iterable[int]) -> None:
    """Keeps, in place of what was kept of another block, what its texts hold: `places` and `mail` by their rows.

    No two of the texts are the same.
    """
    held: dict[int, Held] = dict.fromkeys(mail, ((), True))
    held.update((row, (one, row in held)) for row, one in places.items())
    _last[:] = [_Seen(texts, held)]


def held_by(texts: Sequence[str]) -> Mapping[int, Held] | None:
    """What the texts hold, by their places; those that hold nothing are left out. None where one of them is not remembered."""
    if not _last:
        return None
    seen = _last[0]
    # Mostly they are all the replies, each another, and those are the first that were looked through. Lists are compared
    # without a look at texts that are the very same ones, which would be far from the processor by now.
    if texts is seen.texts:
        return seen.held
    if isinstance(texts, list) and isinstance(seen.texts, list) and texts == seen.texts[: len(texts)]:
        return {row: one for row, one in seen.held.items() if row < len(texts)}
    try:
        rows = list(map(seen.rows.__getitem__, texts))
    except KeyError:
        return None
    return {place: seen.held[row] for place, row in enumerate(rows) if row in seen.held}
