"""Markers found by compiled loops (marker_kernels.py): the tables they look up, and the room they work in."""

from __future__ import annotations

import threading

import numpy as np

from coachkit.text import marker_kernels as kernels
from coachkit.text.automaton import Automaton
from coachkit.text.corpus import Bools, Corpus, Ints

_NODES, _FOUND = 1 << 8, 1 << 14
"""Room at first for the nodes that are reached from one token, and for all that is found; it grows where it must."""


class Search:
    """The search for the markers of a book: `key` (by marker) tells its list, `plain` and `blaming` (by list) what PhraseBook
    says."""

    def __init__(self, automaton: Automaton, key: Ints, plain: Bools, blaming: Bools) -> None:
        self._automaton, self._lists = automaton, len(plain)
        self._by_marker = automaton.gapped, key, plain, blaming
        codes, targets, self._markers, self._by_node = automaton.by_node()
        self._edges = np.full((1 << (2 * len(codes) + 1).bit_length(), 2), kernels.NONE, dtype=np.int64)
        self._sieve = np.zeros((1 << kernels.SIEVE_BITS) // 8, dtype=np.uint8)
        kernels.lay_out(codes, targets, self._edges, self._sieve)
        # The loops run beside Python's other threads, and all work in the same room.
        self._lock = threading.Lock()
        self._nodes, self._found = np.zeros(_NODES, dtype=np.int32), np.zeros((3, _FOUND), dtype=np.int32)

    def find(self, corpus: Corpus, negated: Bools) -> tuple[Ints, Ints, Ints, Ints]:
        """Key, marker, first and last token of all hits, as in Hits; `negated` (m,) see PhraseBook."""
        blamed, reach = np.zeros(len(corpus.type), dtype=bool), np.full(self._lists, -1, dtype=np.int64)
        with self._lock:
            size = self._follow(corpus)
            hits = np.empty((4, size), dtype=np.int32)
            size = int(kernels.settle(self._found, size, negated, self._by_marker, reach, blamed, hits))
        bounds = np.zeros(self._lists + 2, dtype=np.int64)
        key, marker = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
        first, last = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
        left = kernels.sort(hits, size, self._by_marker, blamed, bounds, key, marker, first, last)
        return key[:left], marker[:left], first[:left], last[:left]

    def _follow(self, corpus: Corpus) -> int:
        """Fills the room with what is found; how much."""
        by_type, *lists = self._automaton.by_type(corpus.type, corpus.table)
        places = np.empty(len(corpus.type) + 1, dtype=np.int32)
        places = places[: kernels.sift(corpus.type, by_type, self._sieve, places)]
        state = np.zeros(kernels.NODES + 1, dtype=np.int64)
        while True:
            kernels.follow(
                corpus.type, corpus.ptr, places, by_type, self._by_node, (*lists, self._markers), self._edges, self._sieve,
                self._nodes, self._found, state,
            )  # fmt: skip
            if state[kernels.NEXT] == len(places):
                return int(state[kernels.FOUND])
            if state[kernels.NODES] > len(self._nodes):
                self._nodes = np.zeros(2 * int(state[kernels.NODES]), dtype=np.int32)
            else:
                self._found = np.concatenate((self._found, np.zeros_like(self._found)), axis=1)
