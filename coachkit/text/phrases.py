"""Finding markers in texts: all lists of a language in one automaton.

Matching runs over token forms, so letter case, line breaks, commas, quotation marks and the form of an apostrophe never
matter, and only whole words match. The syntax of a marker is in markers.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from coachkit.text.automaton import Automaton
from coachkit.text.corpus import Bools, Corpus, Ints
from coachkit.text.markers import Marker


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

    def starts(self, key: str) -> Bools:
        """(m,) tokens at which a hit of one list begins."""
        mask = np.zeros(len(self.corpus.type), dtype=bool)
        mask[self.first[self.of(key)]] = True
        return mask


def _covered(first: Ints, last: Ints, size: int) -> Bools:
    """(size,) places from `first` to `last` of any of the spans."""
    mask = np.zeros(size, dtype=bool)
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
        found = self._automaton.find(corpus.type, corpus.table)
        return self._settle(corpus, negated, self._key[found.marker], found.marker, found.first, found.last)

    def _settle(self, corpus: Corpus, negated: Bools, key: Ints, marker: Ints, first: Ints, last: Ints) -> Hits:
        """Drops hits across texts, turned off by a negation, inside a longer one of their list, or touching a blaming one."""
        keep = corpus.reply[first] == corpus.reply[last] if len(first) else np.zeros(0, dtype=bool)
        keep &= ~negated[first] | self.plain[key] if len(first) else keep
        key, marker, first, last = key[keep], marker[keep], first[keep], last[keep]
        # By place and longest first, then by list: both sorts are stable, and the second is a radix sort on small numbers.
        order = np.argsort(first.astype(np.int64) * 4096 - np.minimum(last - first, 4095), kind="stable")
        order = order[np.argsort(key[order].astype(np.int16), kind="stable")]
        key, marker, first, last = key[order], marker[order], first[order], last[order]
        keep = ~_inside_earlier(key, last, len(corpus.type))
        keep &= self.blaming[key] | self.plain[key] | ~self._touches_blame(key, first, last, len(corpus.type))
        return Hits(self, corpus, key[keep], marker[keep], first[keep], last[keep])

    def _touches_blame(self, key: Ints, first: Ints, last: Ints, size: int) -> Bools:
        """Hits that begin or end inside a hit of a blaming list: what is blamed does not earn as well."""
        rows = self.blaming[key]
        blamed = _covered(first[rows], last[rows], size)
        return blamed[first] | blamed[last]


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
    carried = negation & ~blocked
    for _ in range(reach):
        scope[1:] |= carried[:-1]
        carried = np.concatenate(([False], carried[:-1])) & ~blocked
    return scope
