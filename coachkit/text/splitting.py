"""Texts cut at white space: all of a column at once, over their bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from coachkit.text.held import marked
from coachkit.text.slots import LONGEST, Slots

Ints: TypeAlias = npt.NDArray[np.signedinteger[Any]]
Bools: TypeAlias = npt.NDArray[np.bool_]
Bytes: TypeAlias = npt.NDArray[np.uint8]

SPACE = 32
"""The highest byte that may be white space by itself; below it stand control characters as well."""
_CONTROLS = np.array([chr(code) != "\x00" and not chr(code).isspace() for code in range(SPACE)], dtype=bool)
LINE_FEED, _RETURN = 10, 13
_TWO_BYTES, _THREE_BYTES = 0xC2, 0xE1
_LAST_LEAD = 0xE3
"""First bytes of the other white space: C2 with one more, E1 to E3 with two."""


def _key(character: str) -> int:
    """The bytes of a character of two or three bytes as one number."""
    return int.from_bytes(character.encode().ljust(3, b"\0"), "big")


_WIDE_SPACES = np.array([_key(chr(code)) for code in range(0x80, 0x3001) if chr(code).isspace()], dtype=np.int32)
_WIDE_BREAKS = np.array([_key(one) for one in "\x85\u2028\u2029"], dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Joined:
    """The UTF-8 bytes of n texts (a lone surrogate as three bytes) with a mark (a zero byte) before each and behind the last.

    `marks` (n + 1,) are the places of the marks: text t is raw[marks[t] + 1 : marks[t + 1]]. Behind the last mark stand LONGEST
    more, so that loops may look ahead. `codes` are the same bytes as an array, read only.
    """

    raw: bytes
    codes: Bytes
    marks: Ints

    @cached_property
    def small(self) -> Ints:
        """(p,) the places of control characters and line breaks, of marks too."""
        return np.flatnonzero(self.codes < SPACE)

    @cached_property
    def value(self) -> Bytes:
        """(p,) the bytes at the places of `small`."""
        return self.codes.take(self.small)

    @cached_property
    def clean(self) -> bool:
        """Whether no text holds a mark's character itself; one that does cannot be cut."""
        return np.count_nonzero(self.value == 0) == len(self.marks) + LONGEST and not (self.value == 1).any()

    def rows_with(self, byte: int) -> Ints:
        """The texts that hold a control character, once for each time."""
        return np.searchsorted(self.marks, self.small[self.value == byte]) - 1


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines of texts, l of them; each text begins one. `first` (l + 1,) the first chunk of each, `text` (l,) its text,
    `length` (l,) its characters."""

    first: Ints
    text: Ints
    length: Ints


@dataclass(frozen=True, eq=False)
class Split:
    """Texts cut at white space. n texts, c chunks.

    `numbers` (c,) which chunk type, `first` (n + 1,) each text's first chunk; `lines` is None where no text has a line break.
    """

    numbers: Ints
    first: Ints
    lines: Lines | None


def join(texts: Sequence[str]) -> Joined:
    """The texts as bytes. As many marks stand behind the last as a look-up reads beyond a word, and the one of its end."""
    raw, marks = marked(texts, LONGEST + 1)
    return Joined(raw, np.frombuffer(raw, dtype=np.uint8), marks)


def split(joined: Joined, slots: Slots) -> Split:
    """The chunks of texts of which none holds a mark's character."""
    raw, codes, small, value = joined.raw, joined.codes, joined.small, joined.value
    space = codes <= SPACE
    space[small[_CONTROLS.take(value)]] = False
    breaks = small[(value == LINE_FEED) | (value == _RETURN)]
    if not raw.isascii():
        breaks = np.sort(np.concatenate((breaks, _wide_spaces(codes, space))))
    edges = np.flatnonzero(space[1:] != space[:-1]) + 1
    starts, ends = edges[0::2], edges[1::2]
    lines = _lines(codes, starts, joined.marks, breaks) if len(breaks) else None
    return Split(slots.numbers(raw, starts, ends), np.searchsorted(starts, joined.marks), lines)


def _wide_spaces(codes: Bytes, space: Bools) -> Ints:
    """Marks white space of several bytes in `space`; the places of the line breaks among it."""
    lead = np.flatnonzero(codes >= _TWO_BYTES)
    head = codes.take(lead)
    lead = lead[(head == _TWO_BYTES) | ((head >= _THREE_BYTES) & (head <= _LAST_LEAD))]
    three = codes.take(lead) >= _THREE_BYTES
    key = (codes.take(lead).astype(np.int32) << 16) | (codes.take(lead + 1).astype(np.int32) << 8)
    key |= np.where(three, codes.take(lead + 2), 0)
    found = np.isin(key, _WIDE_SPACES)
    for step, places in enumerate((lead[found], lead[found], lead[found & three])):
        space[places + step] = True
    return lead[np.isin(key, _WIDE_BREAKS)]


def _lines(codes: Bytes, starts: Ints, marks: Ints, breaks: Ints) -> Lines:
    """The lines between the marks (n + 1,) and breaks; a return with a line feed behind it is one break."""
    breaks = breaks[(codes.take(breaks) != _RETURN) | (codes.take(breaks + 1) != LINE_FEED)]
    ends = np.sort(np.concatenate((breaks, marks[1:])))
    head = codes.take(ends)
    width = 1 + (head >= _TWO_BYTES).astype(np.int64) + (head >= _THREE_BYTES)
    begins = np.concatenate((marks[:1] + 1, (ends + width)[:-1]))
    closes = ends - ((head == LINE_FEED) & (codes.take(ends - 1) == _RETURN))
    # Of a character of several bytes all but the first have the bits 10 in front: less 0x80 (mod 256) they are the lowest.
    inner = np.flatnonzero(codes - np.uint8(0x80) < 0x40)
    length = closes - begins - np.searchsorted(inner, closes) + np.searchsorted(inner, begins)
    return Lines(
        first=np.append(np.searchsorted(starts, begins), len(starts)),
        text=np.searchsorted(marks, ends) - 1,
        length=length,
    )
