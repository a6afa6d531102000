"""Markers: phrases looked for in texts, all lists of a language in one Aho-Corasick automaton.

Markers of a single word need no automaton: the word's type tells them, so they are looked up with it.

A marker is words with single spaces; `*` at the end of a word stands for any ending, `(a|b|)` for alternatives, `...` for a
gap of up to five words. Matching runs over token forms, so letter case, line breaks, commas, quotation marks and the form of
an apostrophe never matter, and only whole words match.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from ahocorasick_rs import AhoCorasick

from coachkit.text.chunks import ChunkTable
from coachkit.text.corpus import Bools, Corpus, Ints, among, distinct

MOST_EXPANSIONS = 512
WIDEST_GAP = 5
SIGN_LETTERS = 3
MOST_SIGNS = 1 << 20
_GAP_WORD = r"(?![.!?…:] )\S+ "
_ALTERNATIVES = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Marker:
    """One phrase of a list; `better` is its plain substitute, where there is one."""

    phrase: str
    better: str = ""


class MarkerProblem(ValueError):
    """A marker that cannot be read; the text says why and what to write instead."""


def expand(phrase: str) -> list[str]:
    """The phrase without alternatives: one string for each choice, white space put in order."""
    pieces = _ALTERNATIVES.split(phrase)
    if "(" in "".join(pieces[::2]) or ")" in "".join(pieces[::2]):
        raise MarkerProblem(f"'{phrase}': brackets must pair and not stand inside each other")
    options = [[piece] if place % 2 == 0 else piece.split("|") for place, piece in enumerate(pieces)]
    count = int(np.prod([len(one) for one in options]))
    if count > MOST_EXPANSIONS:
        limit = f"at most {MOST_EXPANSIONS}, so write several markers"
        raise MarkerProblem(f"'{phrase}': {count} choices in one marker; {limit}")
    return list(dict.fromkeys(" ".join("".join(choice).split()) for choice in itertools.product(*options)))


def check(phrase: str) -> str:
    """The phrase, or MarkerProblem with the reason why it can never match."""
    table = ChunkTable()
    for one in expand(phrase):
        words = one.split()
        if not words or words[0] in ("...", "*") or words[-1] == "...":
            raise MarkerProblem(f"'{phrase}': must begin and end with a word")
        for word in words:
            if "*" in word[:-1] or (word.startswith("*") and word != "..."):
                raise MarkerProblem(f"'{phrase}': '*' stands only at the end of a word")
            if word != "..." and not table.tokens_of(word.rstrip("*")):
                raise MarkerProblem(f"'{phrase}': '{word}' has no letter or digit")
    return phrase


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one literal of the automaton stands for; `tail` must follow where the literal is only a beginning.

    `sign` is the tail's first whole word, or its first letters, by which most tails are ruled out at a glance.
    """

    key: int
    marker: int
    tail: re.Pattern[str] | None
    sign: str = ""


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
    """The lists of one language, compiled. `blaming` names lists whose hits silence praising hits inside them;
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
        self._table = ChunkTable()
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
        for pattern, entries in enumerate(tails):
            for entry in entries:
                if entry.sign not in numbers:
                    numbers[entry.sign] = len(numbers)
                    self._signs.add(entry.sign, numbers[entry.sign], 0)
                self._by_code.setdefault(pattern * MOST_SIGNS + numbers[entry.sign], []).append(entry)
        self._codes = np.array(sorted(self._by_code), dtype=np.int64)
        self._has_tail = np.array([bool(entries) for entries in tails], dtype=bool)
        self._whole = np.array([pattern.endswith(" ") for pattern in self._patterns], dtype=np.int32)

    def _compile(self, key: int, marker: int, phrase: str) -> None:
        for one in expand(phrase):
            words = " ".join(word if word == "..." else self._normal(word) for word in one.split()).split()
            if len(words) == 1:
                self._words.add(words[0], key, marker)
                continue
            cut = next((place for place, word in enumerate(words) if word == "..." or word.endswith("*")), len(words))
            literal = " " + "".join(f"{word} " for word in words[:cut])
            tail = None
            if cut < len(words):
                if words[cut] != "...":
                    literal += words[cut][:-1]
                if cut < len(words) - 1 or words[cut] == "...":
                    tail = _tail(words[cut:])
            sign = _sign(next((word for word in words[cut + 1 :] if word != "..."), "*"))
            entry = _Entry(key, marker, tail, sign)
            self._entries.setdefault(literal, []).append(entry)

    def _normal(self, word: str) -> str:
        """The word's form as in a corpus; one marker word may be several tokens ("e.g")."""
        star = "*" if word.endswith("*") else ""
        forms = [token[0] for token in self._table.tokens_of(word.rstrip("*"))]
        return " ".join(forms) + star

    def find(self, corpus: Corpus, negated: Bools) -> Hits:
        """All hits in `corpus`; `negated` (m,) tells the tokens that a negation before them turns off."""
        found = self._automaton.find_matches_as_indexes(corpus.norm, overlapping=True)
        flat = np.fromiter(itertools.chain.from_iterable(found), dtype=np.int64, count=3 * len(found))
        pattern, begin, stop = flat[0::3], flat[1::3] + 1, flat[2::3]
        bounds = corpus.norm_start
        more = self._look_closer(corpus, pattern, begin, stop, bounds)
        first = np.searchsorted(bounds, begin, side="right") - 1
        last = np.searchsorted(bounds, stop - self._whole[pattern] - 1, side="right") - 1
        count = self._count[pattern]
        entry = np.arange(int(count.sum())) + np.repeat(self._first[pattern] - (np.cumsum(count) - count), count)
        columns = self._key[entry], self._marker[entry], np.repeat(first, count), np.repeat(last, count)
        single = self._words.find(corpus)
        joined = [np.concatenate(parts).astype(np.int32) for parts in zip(columns, more, single, strict=True)]
        return self._settle(corpus, negated, *joined)

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
        after = np.searchsorted(bounds, stop[rows] - self._whole[pattern[rows]] - 1, side="right")
        found = []
        for step in range(WIDEST_GAP + 2):
            place = np.minimum(after + step, max(len(corpus.type) - 1, 0))
            owner, sign = self._signs.by_type(corpus.table, corpus.type[place])
            code = pattern[rows][owner] * MOST_SIGNS + sign
            known = among(code, self._codes)
            found.append(rows[owner[known]] * (MOST_SIGNS * len(self._patterns)) + code[known])
        pairs = distinct(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
        return [divmod(pair, MOST_SIGNS * len(self._patterns)) for pair in pairs.tolist()]

    def _settle(self, corpus: Corpus, negated: Bools, key: Ints, marker: Ints, first: Ints, last: Ints) -> Hits:
        """Drops hits across texts, turned off by a negation, inside a longer one of their list, or inside a blaming one."""
        keep = corpus.reply[first] == corpus.reply[last] if len(first) else np.zeros(0, dtype=bool)
        keep &= ~negated[first] | self.plain[key] if len(first) else keep
        key, marker, first, last = key[keep], marker[keep], first[keep], last[keep]
        # By place and longest first, then by list: both sorts are stable, and the second is a radix sort on small numbers.
        order = np.argsort(first.astype(np.int64) * 4096 - np.minimum(last - first, 4095), kind="stable")
        order = order[np.argsort(key[order].astype(np.int16), kind="stable")]
        key, marker, first, last = key[order], marker[order], first[order], last[order]
        keep = ~_inside_earlier(key, last, len(corpus.type))
        keep &= self.blaming[key] | ~self._inside_blame(key, first, last, len(corpus.type))
        return Hits(self, corpus, key[keep], marker[keep], first[keep], last[keep])

    def _inside_blame(self, key: Ints, first: Ints, last: Ints, size: int) -> Bools:
        """Hits that lie wholly inside a longer hit of a blaming list."""
        rows = self.blaming[key]
        reach = np.full(size + 1, -1, dtype=np.int64)
        np.maximum.at(reach, first[rows], last[rows])
        reach = np.maximum.accumulate(reach)
        return reach[first] >= last


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


def _sign(word: str) -> str:
    """A word of a tail in marker syntax, cut to its first letters where it ends with `*`."""
    return f"{word.rstrip('*')[:SIGN_LETTERS]}*" if word.endswith("*") else word


def _tail(words: Sequence[str]) -> re.Pattern[str]:
    """The pattern of what follows a literal: the rest of a cut word, gaps, further words; ends after a space."""
    parts = []
    for place, word in enumerate(words):
        if word == "...":
            parts.append(f"(?:{_GAP_WORD}){{0,{WIDEST_GAP}}}?")
        elif word.endswith("*"):
            parts.append(r"\S* " if place == 0 else re.escape(word[:-1]) + r"\S* ")
        else:
            parts.append(re.escape(word) + " ")
    return re.compile("".join(parts))


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
