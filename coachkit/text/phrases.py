"""Finding markers in texts: all lists of a language in one Aho-Corasick automaton.

Markers of a single word need no automaton: the word's type tells them, so they are looked up with it.

Matching runs over token forms, so letter case, line breaks, commas, quotation marks and the form of an apostrophe never
matter, and only whole words match. The syntax of a marker is in markers.py.
"""

from __future__ import annotations

import gc
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from ahocorasick_rs import AhoCorasick

from coachkit.text.chunks import ChunkTable
from coachkit.text.corpus import Bools, Corpus, Ints, among, distinct
from coachkit.text.markers import WIDEST_GAP, Marker, begins_with_gap, read_marker

MOST_SIGNS = 1 << 20
SIEVE_SIZE = 1 << 20


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one literal of the automaton stands for; `tail` must follow where the literal is only a beginning.

    `signs` are the words that the tail may begin with, or their first letters, by which most tails are ruled out at a glance.
    """

    key: int
    marker: int
    tail: re.Pattern[str] | None
    signs: tuple[str, ...] = ()
    gap: bool = False


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
        self._entries: dict[str, list[_Entry]] = {}
        self._words = _WordMarkers()
        number = itertools.count()
        for key, markers in lists.items():
            for marker in markers:
                self._compile(self.keys[key], next(number), marker.phrase)
        self._patterns = list(self._entries)
        self._automaton = AhoCorasick(self._patterns)
        self._columns()

    def _columns(self) -> None:
        """The markers that a literal stands for wholly, one after another; the literals that need a further look apart."""
        plain = [[entry for entry in entries if entry.tail is None] for entries in self._entries.values()]
        self._count = np.array([len(entries) for entries in plain], dtype=np.int64)
        self._first = np.cumsum(self._count) - self._count
        self._key = np.array([entry.key for entries in plain for entry in entries], dtype=np.int32)
        self._marker = np.array([entry.marker for entries in plain for entry in entries], dtype=np.int32)
        tails = [[entry for entry in entries if entry.tail is not None] for entries in self._entries.values()]
        self._signs = _WordMarkers()
        numbers: dict[str, int] = {}
        self._by_code: dict[int, list[_Entry]] = {}
        after_gap: set[int] = set()
        for pattern, entries in enumerate(tails):
            for entry, sign in [(one, sign) for one in entries for sign in one.signs]:
                if sign not in numbers:
                    numbers[sign] = len(numbers)
                    self._signs.add(sign, numbers[sign], 0)
                code = pattern * MOST_SIGNS + numbers[sign]
                self._by_code.setdefault(code, []).append(entry)
                if entry.gap:
                    after_gap.add(code)
        self._codes = np.array(sorted(self._by_code), dtype=np.int64)
        self._gap_codes = np.array(sorted(after_gap), dtype=np.int64)
        self._sieve = np.zeros(SIEVE_SIZE, dtype=bool)
        self._sieve[_hashed(self._codes)] = True
        self._has_gap = np.isin(np.arange(len(tails)), self._gap_codes // MOST_SIGNS)
        self._has_tail = np.array([bool(entries) for entries in tails], dtype=bool)
        self._whole = np.array([pattern.endswith(" ") for pattern in self._patterns], dtype=np.int32)

    def _compile(self, key: int, marker: int, phrase: str) -> None:
        for literal, tail, signs in read_marker(phrase):
            if not literal.startswith(" "):
                self._words.add(literal, key, marker)
            else:
                self._entries.setdefault(literal, []).append(_Entry(key, marker, tail, signs, gap=begins_with_gap(tail)))

    def find(self, corpus: Corpus, negated: Bools) -> Hits:
        """All hits in `corpus`; `negated` (m,) tells the tokens that a negation before them turns off."""
        with _no_collection():
            pattern, begin, stop = self._literals(corpus)
            more = self._look_closer(corpus, pattern, begin, stop, corpus.norm_start)
        bounds = corpus.norm_start
        first = np.searchsorted(bounds, begin, side="right") - 1
        last = np.searchsorted(bounds, stop - self._whole[pattern] - 1, side="right") - 1
        count = self._count[pattern]
        entry = np.arange(int(count.sum())) + np.repeat(self._first[pattern] - (np.cumsum(count) - count), count)
        columns = self._key[entry], self._marker[entry], np.repeat(first, count), np.repeat(last, count)
        single = self._words.find(corpus)
        joined = [np.concatenate(parts).astype(np.int32) for parts in zip(columns, more, single, strict=True)]
        return self._settle(corpus, negated, *joined)

    def _literals(self, corpus: Corpus) -> tuple[Ints, Ints, Ints]:
        """What the automaton finds: which literal, and where it begins (at its first word) and ends in the text searched."""
        found = self._automaton.find_matches_as_indexes(corpus.norm, overlapping=True)
        flat = np.fromiter(itertools.chain.from_iterable(found), dtype=np.int64, count=3 * len(found))
        return flat[0::3], flat[1::3] + 1, flat[2::3]

    def _look_closer(self, corpus: Corpus, pattern: Ints, begin: Ints, stop: Ints, bounds: Ints) -> list[Ints]:
        """The hits of markers whose literal is only their beginning: the rest is matched where the literal ends."""
        rows = np.flatnonzero(self._has_tail[pattern])
        result: list[tuple[int, int, int, int]] = []
        for row, code in self._possible(corpus, pattern, stop, bounds, rows):
            start, end = int(begin[row]), int(stop[row])
            for entry in self._by_code[code]:
                match = entry.tail.match(corpus.norm, end) if entry.tail else None
                if match:
                    result.append((entry.key, entry.marker, start, match.end() - 2))
        table = np.array(result, dtype=np.int64).reshape(-1, 4)
        places = np.searchsorted(bounds, table[:, 2:], side="right") - 1
        return [table[:, 0], table[:, 1], places[:, 0], places[:, 1]]

    def _possible(self, corpus: Corpus, pattern: Ints, stop: Ints, bounds: Ints, rows: Ints) -> list[tuple[int, int]]:
        """Hits of a beginning together with the code of the tails whose sign stands in the words after it."""
        found = []
        for step in range(WIDEST_GAP + 1):
            # Right after the literal every tail may begin; further on only those that begin with a gap.
            codes = self._codes if step == 0 else self._gap_codes
            rows = rows if step == 0 else rows[self._has_gap[pattern[rows]]]
            after = np.searchsorted(bounds, stop[rows] - self._whole[pattern[rows]] - 1, side="right") + step
            owner, sign = self._signs.by_type(corpus.table, corpus.type[np.minimum(after, max(len(corpus.type) - 1, 0))])
            code = pattern[rows][owner] * MOST_SIGNS + sign
            # The sieve lets few through that are not there; the search that follows lets none.
            likely = np.flatnonzero(self._sieve[_hashed(code)])
            owner, code = owner[likely], code[likely]
            known = among(code, codes, in_order=True)
            found.append(rows[owner[known]] * (MOST_SIGNS * len(self._patterns)) + code[known])
        pairs = distinct(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
        return [divmod(pair, MOST_SIGNS * len(self._patterns)) for pair in pairs.tolist()]

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


@contextmanager
def _no_collection() -> Iterator[None]:
    """Puts off garbage collection while the automaton's tuples are alive.

    There are many of them at once and none is garbage; each collection would go through everything the process holds.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _WordMarkers:
    """Markers of one word, found by token type: which markers a word stands for is worked out once per type."""

    def __init__(self) -> None:
        self._exact: dict[str, list[tuple[int, int]]] = {}
        self._beginnings: dict[str, list[tuple[int, int]]] = {}
        self._lengths: list[int] = []
        self._owner: tuple[ChunkTable | None, int] = (None, -1)

    def add(self, word: str, key: int, marker: int) -> None:
        """One marker: a word, or its beginning with `*`."""
        place = self._beginnings if word.endswith("*") else self._exact
        place.setdefault(word.rstrip("*"), []).append((key, marker))

    def find(self, corpus: Corpus) -> tuple[Ints, Ints, Ints, Ints]:
        """Key, marker, first and last token of every hit."""
        self._update(corpus.table)
        rows = np.flatnonzero(self._count[corpus.type])
        owner, entry = self._entries(corpus.type[rows])
        token = rows[owner]
        return self._key[entry], self._marker[entry], token, token

    def by_type(self, table: ChunkTable, types: Ints) -> tuple[Ints, Ints]:
        """For token types: which of them stand for something, and the keys that they stand for."""
        self._update(table)
        owner, entry = self._entries(types)
        return owner, self._key[entry]

    def _entries(self, types: Ints) -> tuple[Ints, Ints]:
        """The rows of all types one after another, and which type each belongs to."""
        count = self._count[types]
        entry = np.arange(int(count.sum())) + np.repeat(self._first[types] - (np.cumsum(count) - count), count)
        return np.repeat(np.arange(len(types)), count), entry

    def _update(self, table: ChunkTable) -> None:
        """Brings the columns by token type up to date with the table."""
        if self._owner != (table, table.generation):
            self._owner = (table, table.generation)
            self._lengths = sorted({len(one) for one in self._beginnings})
            self._count, self._first = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
            self._key, self._marker = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32)
        new = [self._of(form) for form in table.form[len(self._count) :]]
        if not new:
            return
        self._count = np.concatenate((self._count, np.array([len(one) for one in new], dtype=np.int64)))
        self._first = np.cumsum(self._count) - self._count
        pairs = np.array([pair for one in new for pair in one], dtype=np.int32).reshape(-1, 2)
        self._key, self._marker = np.concatenate((self._key, pairs[:, 0])), np.concatenate((self._marker, pairs[:, 1]))

    def _of(self, form: str) -> list[tuple[int, int]]:
        found = list(self._exact.get(form, ()))
        for length in self._lengths:
            if length > len(form):
                break
            found += self._beginnings.get(form[:length], ())
        return found


def _inside_earlier(key: Ints, last: Ints, size: int) -> Bools:
    """For hits sorted by key, first and longest: those inside an earlier hit of the same key."""
    if not len(key):
        return np.zeros(0, dtype=bool)
    reach = key.astype(np.int64) * (size + 1) + last
    before = np.concatenate(([-1], np.maximum.accumulate(reach)[:-1]))
    return before >= reach


def _hashed(codes: Ints) -> Ints:
    """A place in the sieve for each code."""
    return ((codes * 0x9E3779B1) >> 13) & (SIEVE_SIZE - 1)


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
