"""The values of masking: what is found in a text by itself, and a text with its personal data behind placeholders."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

PERSON, AGENT, ORDER, ADDRESS, EMAIL, PHONE = "PERSON", "AGENT", "ORDER", "ADDRESS", "EMAIL", "PHONE"
HETU, PERSONNUMMER, Y_TUNNUS, IBAN, CARD = "HETU", "PERSONNUMMER", "Y-TUNNUS", "IBAN", "CARD"
CHECKSUMMED = (HETU, PERSONNUMMER, Y_TUNNUS, IBAN, CARD)
KINDS = (PERSON, *CHECKSUMMED, PHONE, EMAIL, ADDRESS, ORDER)
"""The kinds of placeholder."""


@dataclass(frozen=True, slots=True)
class Masking:
    """How to mask: `orders` is a pattern for order numbers and the like; with `names` agents keep theirs."""

    orders: str | None = None
    names: bool = False


@dataclass(frozen=True, slots=True)
class Scan:
    """What stands in a text by itself, whoever wrote it: pieces (kind, start, end), none inside another, and names that are
    given in it (start, end). The same for the same text in any process."""

    pieces: tuple[tuple[str, int, int], ...] = ()
    names: tuple[tuple[int, int], ...] = ()


NOTHING = Scan()


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of personal data: its kind, where it stood in the original (code points, half open), what stands there now."""

    kind: str
    start: int
    end: int
    placeholder: str


@dataclass(frozen=True)
class Masked:
    """A text with its personal data behind placeholders, and the pieces in order."""

    text: str
    pieces: tuple[Piece, ...] = ()

    @cached_property
    def _places(self) -> tuple[list[int], list[int], list[int]]:
        """Starts and ends of the pieces in the original, and how far the text has moved after each."""
        moves, moved = [0], 0
        for one in self.pieces:
            moved += len(one.placeholder) - (one.end - one.start)
            moves.append(moved)
        return [one.start for one in self.pieces], [one.end for one in self.pieces], moves

    def moved(self, start: int, end: int) -> tuple[int, int]:
        """A range of the original as a range of the masked text; one that cuts a piece holds the whole placeholder.

        Both half open, in code points. An empty range inside a piece stands before its placeholder.
        """
        if not self.pieces:
            return start, end
        starts, ends, moves = self._places
        first = bisect_right(ends, start)
        inside = first < len(starts) and starts[first] < start
        begin = (starts[first] if inside else start) + moves[first]
        if end <= start:
            return begin, begin
        last = bisect_left(starts, end)
        stop = max(end, ends[last - 1]) if last else end
        return begin, stop + moves[last]
