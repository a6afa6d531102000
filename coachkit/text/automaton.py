"""One automaton for all markers of a language, over whole words, run over a column of token types at once.

A marker is a path of words; what several markers begin with is one path, and equal ends are one as well. The automaton is
kept as flat arrays and moved by numpy for all places of all texts at a time: first every pair of neighbouring tokens is held
against the pairs that any marker begins with, which leaves few places, then those few are followed word by word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from coachkit.text.chunks import ChunkTable
from coachkit.text.corpus import Bools, Ints, distinct, grown
from coachkit.text.markers import GAP
from coachkit.text.paths import ROOT, Edge, Paths, paths_of
from coachkit.text.symbols import SymbolsByType, spread

STOPS = frozenset(".!?…:")
"""Tokens that no gap reaches over."""

_HEAD, _HEADS, _LATER, _LATERS, _WORD, _GAPS, _REACHED = (1 << place for place in range(7))
"""Signs of a token type: it begins markers of several words, more than one way; goes on one, more than one way; is one by itself;
begins one with a gap behind; may stand in a gap."""
Signs: TypeAlias = npt.NDArray[np.uint8]

SIEVE_BITS = 20
EDGE_BITS = 18
SYMBOL_BITS = 20


@dataclass(frozen=True, eq=False)
class Found:
    """Markers found, h of them: `marker` (h,) its number, `first` and `last` (h,) tokens, both included."""

    marker: Ints
    first: Ints
    last: Ints


class Automaton:
    """All markers, given by number and phrase. Symbols are the words of markers: a word, or its beginning with `*`."""

    def __init__(self, phrases: Sequence[str]) -> None:
        paths = paths_of(phrases)
        self._gapped = np.array([GAP in phrase for phrase in phrases], dtype=bool)
        self._take_edges(paths.edges)
        self._take_ends(paths)
        named = [(word, symbol) for symbol, word in enumerate(paths.symbols)]
        self._leads_on = goes_on = self._goes_on | (self._after_any >= 0)
        first = {word: self._first[symbol] for word, symbol in named if symbol in self._first}
        self._heads = SymbolsByType({word: [node] for word, node in first.items() if goes_on[node]})
        self._later = SymbolsByType({word: [symbol] for word, symbol in named if symbol in self._used_later})
        self._words = SymbolsByType({word: self._ends_at(node) for word, node in first.items()})
        self.forget()

    def _take_edges(self, edges: Sequence[Edge]) -> None:
        node, symbol, target = np.array(edges, dtype=np.int64).reshape(-1, 3).T
        begins = node == ROOT
        self._first = dict(zip(symbol[begins].tolist(), target[begins].tolist(), strict=True))
        self._used_later = set(symbol[~begins].tolist())
        table = np.stack([(node << SYMBOL_BITS | symbol)[~begins], target[~begins]], axis=1)
        table = table[np.argsort(table[:, 0])]
        self._code, self._target = np.ascontiguousarray(table[:, 0]), np.ascontiguousarray(table[:, 1])
        self._edge_at = np.zeros(1 << EDGE_BITS, dtype=np.int32)
        self._edge_at[_edge_place(self._code)] = np.arange(len(self._code))
        self._sieve = np.zeros(1 << SIEVE_BITS, dtype=bool)
        self._sieve[_place(self._code >> SYMBOL_BITS, self._code & ((1 << SYMBOL_BITS) - 1))] = True

    def _take_ends(self, paths: Paths) -> None:
        """What ends at a node, one after another."""
        ends = paths.ends
        self._ending = np.array([len(one) for one in ends], dtype=np.int64)
        self._ending_first = np.cumsum(self._ending) - self._ending
        self._markers = np.array([marker for one in ends for marker in one], dtype=np.int32)
        self._after_any = np.full(len(ends), -1, dtype=np.int32)
        for node, target in paths.any_word:
            self._after_any[node] = target
        self._goes_on = np.zeros(len(ends), dtype=bool)
        self._goes_on[self._code >> SYMBOL_BITS] = True

    def by_node(self) -> tuple[Ints, Ints, Ints, Ints]:
        """The tables for compiled loops (marker_kernels.py): edges as numbers, where they lead, the markers that end at nodes,
        and by node (n, 4) where those are, how many, where any word leads (-1: nowhere), and whether anything leads on."""
        columns = self._ending_first, self._ending, self._after_any, self._leads_on
        return self._code, self._target, self._markers, np.stack(columns, axis=1).astype(np.int32)

    def by_type(self, types: Ints, table: ChunkTable) -> tuple[Ints, Ints, Ints, Ints]:
        """What compiled loops look up: by token type (t, 8) the columns named there; the nodes that types begin at, the words of
        markers that they stand for further on, and the markers that they are by themselves."""
        self._update(types, table)
        return self._rows, self._heads.symbol, self._later.symbol, self._words.symbol

    @property
    def gapped(self) -> Bools:
        """By marker: whether it has a gap."""
        return self._gapped

    def _ends_at(self, node: int) -> list[int]:
        first = int(self._ending_first[node])
        return self._markers[first : first + int(self._ending[node])].tolist()

    def find(self, types: Ints, table: ChunkTable) -> Found:
        """All markers in a column of token types."""
        self._update(types, table)
        signs = self._signs.take(types)
        found = [self._single_words(types, signs)]
        first, place, node = self._pairs(types, signs)
        while len(first):
            count = self._ending.take(node)
            rows = np.flatnonzero(count)
            if len(rows):
                owner, entry = spread(self._ending_first.take(node[rows]), count[rows])
                owner = rows[owner]
                found.append((self._markers[entry], first[owner], place[owner]))
            inside = place + 1 < len(types)
            if not inside.all():
                first, place, node = first[inside], place[inside], node[inside]
            rows = np.flatnonzero(self._leads_on.take(node))
            first, place, node = self._step(types, signs, first[rows], place[rows] + 1, node[rows])
        marker, first, last = (np.concatenate(column) for column in zip(*found, strict=True))
        return self._nearest_ends(marker, first, last)

    def _nearest_ends(self, marker: Ints, first: Ints, last: Ints) -> Found:
        """Of a marker with a gap only the nearest end of each beginning."""
        gapped = self._gapped[marker]
        rows = np.flatnonzero(gapped)
        order = rows[np.lexsort((last[rows], first[rows], marker[rows]))]
        again = (np.diff(marker[order], prepend=-1) == 0) & (np.diff(first[order], prepend=-1) == 0)
        kept = np.concatenate((np.flatnonzero(~gapped), order[~again]))
        return Found(marker[kept], first[kept], last[kept])

    def _single_words(self, types: Ints, signs: Signs) -> tuple[Ints, Ints, Ints]:
        """Marker, first and last token of the markers of one word."""
        rows = np.flatnonzero((signs & _WORD) != 0)
        chosen = types.take(rows)
        owner, entry = spread(self._words.first.take(chosen), self._words.count.take(chosen))
        token = rows.take(owner)
        return self._words.symbol.take(entry), token, token

    def _pairs(self, types: Ints, signs: Signs) -> tuple[Ints, Ints, Ints]:
        """The places after two words of a marker, or after one and a word of a gap: first token, present token, node."""
        heads, later = self._heads, self._later
        now, following = signs[:-1], signs[1:]
        rows = np.flatnonzero(((now & _HEAD) != 0) & ((following & _LATER) != 0))
        place = self._head_hash.take(types.take(rows)) + self._later_hash.take(types.take(rows + 1))
        rows = rows[self._sieve.take(place & ((1 << SIEVE_BITS) - 1))]
        node, symbol = heads.single.take(types.take(rows)).astype(np.int64), later.single.take(types.take(rows + 1))
        several = np.flatnonzero(
            (((now & _HEADS) != 0) & ((following & _LATER) != 0)) | (((now & _HEAD) & (following >> 3)) != 0)
        )
        more_rows, more_node, more_symbol = self._all_pairs(types[:-1], types[1:], several)
        rows, reached = self._followed(
            np.concatenate((rows, more_rows)), np.concatenate((node, more_node)), np.concatenate((symbol, more_symbol))
        )
        over = np.flatnonzero(((now & _GAPS) != 0) & ((following & _REACHED) != 0))
        heading = types.take(over)
        owner, entry = spread(heads.first.take(heading), heads.count.take(heading))
        over, after = over[owner], self._after_any[heads.symbol[entry]]
        over, after = over[after >= 0], after[after >= 0]
        rows = np.concatenate((rows, over))
        return rows, rows + 1, np.concatenate((reached, after))

    def _all_pairs(self, now: Ints, following: Ints, rows: Ints) -> tuple[Ints, Ints, Ints]:
        """All pairs of words where a token stands for several, but for the first of each, which are looked at already."""
        owner, head = spread(self._heads.first[now[rows]], self._heads.count[now[rows]])
        owner_2, later = spread(self._later.first[following[rows[owner]]], self._later.count[following[rows[owner]]])
        where, head = rows[owner[owner_2]], head[owner_2]
        fresh = np.flatnonzero((head > self._heads.first[now[where]]) | (later > self._later.first[following[where]]))
        return where[fresh], self._heads.symbol[head[fresh]].astype(np.int64), self._later.symbol[later[fresh]]

    def _followed(self, rows: Ints, node: Ints, symbol: Ints) -> tuple[Ints, Ints]:
        """The rows whose node has an edge for their symbol, and where it leads."""
        if not len(rows):
            return rows, rows
        code = (node << SYMBOL_BITS) | symbol
        # Most edges stand at a place of their own; those that have lost it to another are searched for.
        edge = self._edge_at.take(_edge_place(code))
        astray = np.flatnonzero(self._code.take(edge) != code)
        edge[astray] = np.minimum(np.searchsorted(self._code, code[astray]), len(self._code) - 1)
        there = np.flatnonzero(self._code.take(edge) == code)
        return rows.take(there), self._target.take(edge.take(there))

    def _step(self, types: Ints, signs: Signs, first: Ints, place: Ints, node: Ints) -> tuple[Ints, Ints, Ints]:
        """One word on from every node."""
        sign = signs.take(place)
        going = np.flatnonzero(self._goes_on.take(node) & ((sign & _LATER) != 0))
        token = types.take(place.take(going))
        owner, entry = spread(self._later.first.take(token), self._later.count.take(token))
        owner, symbol = going[owner], self._later.symbol.take(entry)
        owner_node = node.take(owner)
        likely = np.flatnonzero(self._sieve.take(_place(owner_node, symbol)))
        owner, reached = self._followed(owner[likely], owner_node[likely].astype(np.int64), symbol[likely])
        after = self._after_any.take(node)
        over = np.flatnonzero((after >= 0) & ((sign & _REACHED) != 0))
        rows = np.concatenate((owner, over))
        return first[rows], place[rows], np.concatenate((reached, after[over]))

    def forget(self) -> None:
        """Lets the table of types go, and all that was worked out for it; it is learnt anew when texts are looked through."""
        self._owner: ChunkTable | None = None
        self._known: Bools = np.zeros(0, dtype=bool)
        self._signs: Signs = np.zeros(0, dtype=np.uint8)
        self._rows: Ints = np.zeros((0, 8), dtype=np.int32)
        self._head_hash: Ints = np.zeros(0, dtype=np.int32)
        self._later_hash: Ints = np.zeros(0, dtype=np.int32)
        for part in (self._heads, self._later, self._words):
            part.forget()

    def _update(self, types: Ints, table: ChunkTable) -> None:
        """Works out the columns by token type for types that are met for the first time."""
        if self._owner is not table:
            self.forget()
            self._owner = table
        size = len(table.form)
        if size > len(self._known):
            self._known, self._signs = grown(self._known, size), grown(self._signs, size)
            self._rows = grown(self._rows, size)
            self._head_hash, self._later_hash = grown(self._head_hash, size), grown(self._later_hash, size)
        known = self._known.take(types)
        if known.all():
            return
        new = distinct(types[~known])
        self._known[new] = True
        forms = [table.form[one] for one in new.tolist()]
        for part in (self._heads, self._later, self._words):
            part.learn(new, forms, size)
        self._head_hash[new] = _head_hash(self._heads.single[new])
        self._later_hash[new] = _later_hash(self._later.single[new])
        owner, entry = spread(self._heads.first[new], self._heads.count[new])
        gaps = self._after_any[self._heads.symbol[entry]] >= 0
        signs = {
            _HEAD: self._heads.some[new],
            _HEADS: self._heads.several[new],
            _LATER: self._later.some[new],
            _LATERS: self._later.several[new],
            _WORD: self._words.some[new],
            _GAPS: np.bincount(owner, weights=gaps, minlength=len(new)) > 0,
            _REACHED: np.array([form not in STOPS for form in forms], dtype=bool),
        }
        self._signs[new] = np.sum([np.uint8(sign) * held for sign, held in signs.items()], axis=0, dtype=np.uint8)
        heads, later, words = self._heads, self._later, self._words
        columns = (
            self._signs, heads.single, later.single, heads.first, later.first, heads.count << 16 | later.count, words.first,
            words.count,
        )  # fmt: skip
        self._rows[new] = np.stack([column[new] for column in columns], axis=1)


def _head_hash(node: Ints) -> Ints:
    return ((node.astype(np.int64) * 0x9E3779B1) >> 11).astype(np.int32) & ((1 << SIEVE_BITS) - 1)


def _later_hash(symbol: Ints) -> Ints:
    return ((symbol.astype(np.int64) * 0x85EBCA6B) >> 9).astype(np.int32) & ((1 << SIEVE_BITS) - 1)


def _edge_place(code: Ints) -> Ints:
    return (code * 0x9E3779B1 >> 17) & ((1 << EDGE_BITS) - 1)


def _place(node: Ints, symbol: Ints) -> Ints:
    """A place in the sieve for each pair."""
    return (_head_hash(node) + _later_hash(symbol)) & ((1 << SIEVE_BITS) - 1)
