"""Finding markers in texts: all lists of a language in one automaton.

Matching runs over token forms, so letter case, line breaks, commas, quotation marks and the form of an apostrophe never
matter, and only whole words match. The syntax of a marker is in markers.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from coachkit import compiled
from coachkit.text.automaton import Automaton
from coachkit.text.corpus import Bools, Corpus, Ints
from coachkit.text.markers import Marker

if TYPE_CHECKING:
    from coachkit.text.searching import Search

LONGEST_HIT = 4095
"""Tokens of a hit beyond which its length says nothing of the order."""


@dataclass(frozen=True, eq=False)
class Hits:
    """Markers found, sorted by list and place. h hits: `key` (h,) the list, `marker` (h,) which phrase of the book,
    `reply` (h,), `first` and `last` (h,) tokens, both included."""

    book: PhraseBook
    corpus: Corpus
    key: Ints
    marker: Ints
    first: Ints
    last: Ints

    @cached_property
    def reply(self) -> Ints:
        """(h,) the text each hit is in."""
        return self.corpus.reply[self.first]

    @cached_property
    def _bounds(self) -> list[int]:
        return np.searchsorted(self.key, np.arange(len(self.book.keys) + 1)).tolist()

    def of(self, key: str) -> slice:
        """The rows of one list; empty for a list that this book does not have."""
        number = self.book.keys.get(key)
        return slice(0, 0) if number is None else slice(self._bounds[number], self._bounds[number + 1])

    def count(self, key: str) -> Ints:
        """(n,) hits of one list in each text."""
        return np.bincount(self.reply[self.of(key)], minlength=len(self.corpus))

    def tokens(self, key: str) -> Bools:
        """(m,) tokens inside a hit of one list."""
        if key not in self._masks:
            rows = self.of(key)
            self._masks[key] = _covered(self.first[rows], self.last[rows], len(self.corpus.type))
        return self._masks[key]

    @cached_property
    def _masks(self) -> dict[str, Bools]:
        return {}

    def outside(self, tokens: Bools) -> Hits:
        """The same without those that lie in `tokens` (m,) from end to end."""
        kept = ~(tokens[self.first] & tokens[self.last])
        if kept.all():
            return self
        return Hits(self.book, self.corpus, self.key[kept], self.marker[kept], self.first[kept], self.last[kept])

    def starts(self, key: str) -> Bools:
        """(m,) tokens at which a hit of one list begins."""
        mask = np.zeros(len(self.corpus.type), dtype=bool)
        mask[self.first[self.of(key)]] = True
        return mask


def _covered(first: Ints, last: Ints, size: int) -> Bools:
    """(size,) places from `first` to `last` of any of the spans."""
    mask = np.zeros(size, dtype=bool)
    if compiled.in_use():
        from coachkit.text import token_kernels

        token_kernels.cover(first, last, mask)
        return mask
    while len(first):
        mask[first] = True
        more = first < last
        first, last = first[more] + 1, last[more]
    return mask


class PhraseBook:
    """The lists of one language, compiled. `blaming` names lists whose hits silence praising hits that touch them;
    `plain` names lists that a negation before the phrase leaves alone."""

    def __init__(
        self,
        lists: Mapping[str, Sequence[Marker]],
        blaming: frozenset[str] = frozenset(),
        plain: frozenset[str] = frozenset(),
    ) -> None:
        self.keys = {key: number for number, key in enumerate(lists)}
        self.markers = [marker for markers in lists.values() for marker in markers]
        self.blaming = np.array([key in blaming for key in lists], dtype=bool)
        self.plain = np.array([key in plain for key in lists], dtype=bool)
        self._key = np.repeat(np.arange(len(lists), dtype=np.int32), [len(markers) for markers in lists.values()])
        self._automaton = Automaton([marker.phrase for marker in self.markers])

    def find(self, corpus: Corpus, negated: Bools) -> Hits:
        """All hits in `corpus`; `negated` (m,) tells the tokens that a negation before them turns off."""
        if not len(corpus.type):
            nothing = np.zeros(0, dtype=np.int64)
            return Hits(self, corpus, nothing, nothing, nothing, nothing)
        if compiled.in_use():
            return Hits(self, corpus, *self._search.find(corpus, negated))
        found = self._automaton.find(corpus.type, corpus.table)
        return self._settle(corpus, negated, self._key[found.marker], found.marker, found.first, found.last)

    def forget(self) -> None:
        """Lets go what was worked out for the types of the texts so far."""
        self._automaton.forget()

    @cached_property
    def _search(self) -> Search:
        """The same by compiled loops."""
        from coachkit.text.searching import Search

        return Search(self._automaton, self._key, self.plain, self.blaming)

    def _settle(self, corpus: Corpus, negated: Bools, key: Ints, marker: Ints, first: Ints, last: Ints) -> Hits:
        """Drops hits across texts, turned off by a negation, inside a longer one of their list, or touching a blaming one."""
        keep = (corpus.reply.take(first) == corpus.reply.take(last)) & (~negated.take(first) | self.plain.take(key))
        rows = np.flatnonzero(keep)
        rows = rows.take(_in_order(key.take(rows), first.take(rows), last.take(rows), len(corpus.type)))
        key, first, last = key.take(rows), first.take(rows), last.take(rows)
        keep = ~_inside_earlier(key, last, len(corpus.type))
        keep &= (self.blaming | self.plain).take(key) | ~self._touches_blame(key, first, last, len(corpus.type))
        kept = np.flatnonzero(keep)
        return Hits(self, corpus, key.take(kept), marker.take(rows.take(kept)), first.take(kept), last.take(kept))

    def _touches_blame(self, key: Ints, first: Ints, last: Ints, size: int) -> Bools:
        """Hits that begin or end inside a hit of a blaming list: what is blamed does not earn as well."""
        rows = self.blaming[key]
        blamed = _covered(first[rows], last[rows], size)
        return blamed[first] | blamed[last]


def _in_order(key: Ints, first: Ints, last: Ints, size: int) -> Ints:
    """The order of hits by list, place and longest first; equal ones stay as they came."""
    bits = [int(most).bit_length() for most in (size, LONGEST_HIT, len(key))]
    shorter = LONGEST_HIT - np.minimum(last - first, LONGEST_HIT)
    if int(key.max(initial=0)).bit_length() + sum(bits) > 63:
        return np.lexsort((shorter, first, key))
    # All in one number, the place before the sort last of all: sorting plain numbers is several times as quick.
    packed = key.astype(np.int64)
    for size_there, column in zip(bits, (first, shorter, np.arange(len(key))), strict=True):
        packed <<= size_there
        packed |= column
    packed.sort()
    packed &= (1 << bits[2]) - 1
    return packed


def _inside_earlier(key: Ints, last: Ints, size: int) -> Bools:
    """For hits sorted by key, first and longest: those inside an earlier hit of the same key."""
    if not len(key):
        return np.zeros(0, dtype=bool)
    reach = key.astype(np.int64) * (size + 1) + last
    before = np.concatenate(([-1], np.maximum.accumulate(reach)[:-1]))
    return before >= reach


def negation_scope(corpus: Corpus, negation: Bools, blocked: Bools, reach: int = 3) -> Bools:
    """(m,) tokens with a negation up to `reach` tokens before them in the same clause.

    `negation` (m,) the negating words; `blocked` (m,) tokens after which a clause ends.
    """
    scope = np.zeros(len(corpus.type), dtype=bool)
    if compiled.in_use():
        from coachkit.text import token_kernels

        token_kernels.scope(negation, blocked, reach, scope)
        return scope
    carried = negation & ~blocked
    for _ in range(reach):
        scope[1:] |= carried[:-1]
        carried = np.concatenate(([False], carried[:-1])) & ~blocked
    return scope
