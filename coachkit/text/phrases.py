"""Markers: phrases looked for in texts, all lists of a language in one Aho-Corasick automaton.

Markers of a single word need no automaton: the word's type tells them, so they are looked up with it.

A marker is words with single spaces; `*` at the end of a word stands for any ending, `(a|b|)` for alternatives, `...` for a
gap of up to five words. Matching runs over token forms, so letter case, line breaks, commas, quotation marks and the form of
an apostrophe never matter, and only whole words match.
"""

from __future__ import annotations

import gc
import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from ahocorasick_rs import AhoCorasick

from coachkit.errors import DocumentError
from coachkit.languages import dotted_abbreviations
from coachkit.text.chunks import ELLIPSIS_FOLDED, ONE_FORM, ChunkTable, folded
from coachkit.text.corpus import Bools, Corpus, Ints, among, distinct

MOST_CHOICES = 20_000
"""Readings that one marker may have; more is surely not meant."""
FEW_CHOICES = 8
"""Readings up to which a marker is spelt out whole; of the others only the first words are."""
HEAD_WORDS = 2
WIDEST_GAP = 5
SIGN_LETTERS = 3
MOST_SIGNS = 1 << 20
SIEVE_SIZE = 1 << 20
_GAP_WORD = rf"(?![.!?{ELLIPSIS_FOLDED}:] )\S+ "
_GAP = f"(?:{_GAP_WORD}){{0,{WIDEST_GAP}}}?"
_ALTERNATIVES = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Marker:
    """One phrase of a list; `better` is its plain substitute, where there is one."""

    phrase: str
    better: str = ""


class MarkerProblem(DocumentError, ValueError):
    """A marker that cannot be read; the text says why and what to write instead."""


def expand(phrase: str) -> list[str]:
    """The phrase without alternatives: one string for each choice, white space put in order."""
    pieces = _ALTERNATIVES.split(phrase)
    if "(" in "".join(pieces[::2]) or ")" in "".join(pieces[::2]):
        raise MarkerProblem(f"'{phrase}': brackets must pair and not stand inside each other")
    options = [[piece] if place % 2 == 0 else piece.split("|") for place, piece in enumerate(pieces)]
    count = math.prod(map(len, options))
    if count > MOST_CHOICES:
        limit = f"at most {MOST_CHOICES}, so write several markers"
        raise MarkerProblem(f"'{phrase}': {count} choices in one marker; {limit}")
    return list(dict.fromkeys(" ".join("".join(choice).split()) for choice in itertools.product(*options)))


def check(phrase: str) -> str:
    """The phrase, or MarkerProblem with the reason why it can never match. Quick: it runs on every marker of every file."""
    pieces = _ALTERNATIVES.split(phrase)
    choices = math.prod(piece.count("|") + 1 for piece in pieces[1::2])
    outside = "".join(pieces[::2])
    if "(" in outside or ")" in outside or choices > MOST_CHOICES:
        expand(phrase)
    shortest = "".join(min(piece.split("|"), key=len) if place % 2 else piece for place, piece in enumerate(pieces)).split()
    edges = [choice.split() for piece in (pieces[1::2][:1] if not pieces[0].strip() else []) for choice in piece.split("|")]
    if not shortest or shortest[0] == "..." or shortest[-1] == "..." or any(one[:1] == ["..."] for one in edges):
        raise MarkerProblem(f"'{phrase}': must begin and end with a word")
    words = phrase.replace("(", " ").replace(")", " ").replace("|", " ").split()
    if not words or words[0] in ("...", "*") or words[-1] == "...":
        raise MarkerProblem(f"'{phrase}': must begin and end with a word")
    for word in words:
        if word != "..." and ("*" in word[:-1] or not any(map(str.isalnum, word))):
            what = "'*' stands only at the end of a word" if "*" in word[:-1] else f"'{word}' has no letter or digit"
            raise MarkerProblem(f"'{phrase}': {what}")
    return phrase


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
        for literal, tail, signs in _read(phrase):
            if not literal.startswith(" "):
                self._words.add(literal, key, marker)
            else:
                self._entries.setdefault(literal, []).append(_Entry(key, marker, tail, signs, gap=_begins_with_gap(tail)))

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


_Reading = tuple[str, "re.Pattern[str] | None", tuple[str, ...]]


@lru_cache(maxsize=100_000)
def _read(phrase: str) -> tuple[_Reading, ...]:
    """What a marker means to the automaton: literals, each with the pattern that must follow it and the pattern's signs.

    A marker of one word is that word; a literal of several begins with a space. A marker with many choices is spelt out for
    its first words only, the rest is one pattern.
    """
    ordered = _in_order(phrase)
    if math.prod(piece.count("|") + 1 for piece in _ALTERNATIVES.split(ordered)[1::2]) <= FEW_CHOICES or not _PLAIN.match(
        ordered
    ):
        return tuple(_read_choice(one) for one in expand(phrase))
    heads, rest = _head(ordered)
    if not rest:
        return tuple(_read_choice(one) for one in expand(phrase))
    pattern, signs = re.compile(_pattern(rest)), tuple(sorted(set(_first_words(rest))))
    return tuple((folded(f" {' '.join(map(_normal, head.split()))} "), pattern, signs) for head in heads)


_PLAIN = re.compile(r"^[\w ()|'’*.-]+$")


def _in_order(phrase: str) -> str:
    """The phrase with the space after an optional part moved into it: "(so|) sorry" is "(so |)sorry"."""

    def moved(match: re.Match[str]) -> str:
        choices = match.group(1).split("|")
        if "" not in (one.strip() for one in choices):
            return match.group()
        return f"({'|'.join(f'{one.strip()} ' if one.strip() else '' for one in choices)})"

    return re.sub(r"(?<![^\s])\(([^()]*)\) ", moved, " ".join(phrase.split()))


def _head(phrase: str) -> tuple[list[str], str]:
    """The readings of the first words, and what is left of the phrase; nothing left where it cannot be cut in two cleanly."""
    pieces = _ALTERNATIVES.split(phrase)
    readings = [""]
    for place, piece in enumerate(pieces):
        rest = "".join(f"({part})" if number % 2 else part for number, part in enumerate(pieces) if number > place)
        before, gap, after = piece.partition("...")
        readings = [one + choice for one in readings for choice in (before.split("|") if place % 2 else [before])]
        long_enough = all(len(one.split()) >= (1 if gap else HEAD_WORDS) for one in readings)
        rest = f"{gap}{after}{rest}"
        clean = gap or all(one.endswith(" ") for one in readings) or rest.startswith(" ")
        if long_enough and clean and rest.strip() and not any("*" in one for one in readings):
            return list(dict.fromkeys(" ".join(one.split()) for one in readings)), rest.strip()
        if gap:
            break
    return [], ""


def _pattern(rest: str) -> str:
    """The pattern of the rest of a phrase, choices and all; it begins at a word and ends after a space."""
    lowered = rest.translate(ONE_FORM).lower()
    words = (
        re.escape(lowered).replace(r"\ ", " ").replace(r"\(", "(?:").replace(r"\)", ")").replace(r"\|", "|").replace(r"\'", "'")
    )
    return folded(words).replace(r"\.\.\. ", _GAP).replace(r"\*", r"\S*").replace(r"\-", "-") + " "


def _first_words(rest: str) -> list[str]:
    """The signs of the words that the rest of a phrase may begin with; the sign of any word where it cannot be told."""
    rest = rest.strip().removeprefix("... ").translate(ONE_FORM).lower()
    if not rest.startswith("("):
        return [_sign(rest.split()[0])] if "(" not in rest.split()[0] else [_sign("*")]
    inside, _, after = rest[1:].partition(")")
    found = []
    for choice in inside.split("|"):
        if not choice.strip():
            found += _first_words(after) if after.strip() else [_sign("*")]
        elif " " in choice.lstrip() or after.startswith(" ") or not after:
            found.append(_sign(choice.split()[0]))
        else:
            found.append(_sign("*"))
    return found


def _read_choice(choice: str) -> _Reading:
    words = " ".join(word if word == "..." else _normal(word) for word in choice.split()).split()
    if len(words) == 1:
        return words[0], None, ()
    cut = next((place for place, word in enumerate(words) if word == "..." or word.endswith("*")), len(words))
    literal = folded(" " + "".join(f"{word} " for word in words[:cut]))
    if cut == len(words):
        return literal, None, ()
    if words[cut] != "...":
        literal += folded(words[cut][:-1])
    tail = _tail(words[cut:]) if cut < len(words) - 1 or words[cut] == "..." else None
    return literal, tail, (_sign(next((word for word in words[cut + 1 :] if word != "..."), "*")),)


@lru_cache(maxsize=50_000)
def _normal(word: str) -> str:
    """The word's form as in a corpus; one marker word may be several tokens ("e.g")."""
    if word.isalpha():
        return word.lower()
    star = "*" if word.endswith("*") else ""
    return " ".join(token[0] for token in _marker_table().tokens_of(word.rstrip("*"))) + star


@lru_cache(maxsize=1)
def _marker_table() -> ChunkTable:
    return ChunkTable(dotted_abbreviations())


def _sign(word: str) -> str:
    """A word of a tail in marker syntax, cut to its first letters where it ends with `*`."""
    return f"{word.rstrip('*')[:SIGN_LETTERS]}*" if word.endswith("*") else word


def _hashed(codes: Ints) -> Ints:
    """A place in the sieve for each code."""
    return ((codes * 0x9E3779B1) >> 13) & (SIEVE_SIZE - 1)


def _begins_with_gap(tail: re.Pattern[str] | None) -> bool:
    return tail is not None and tail.pattern.removeprefix(r"\S* ").startswith(_GAP)


def _tail(words: Sequence[str]) -> re.Pattern[str]:
    """The pattern of what follows a literal: the rest of a cut word, gaps, further words; ends after a space."""
    parts = []
    for place, word in enumerate(words):
        if word == "...":
            parts.append(_GAP)
        elif word.endswith("*"):
            parts.append(r"\S* " if place == 0 else re.escape(folded(word[:-1])) + r"\S* ")
        else:
            parts.append(re.escape(folded(word)) + " ")
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
