"""The paths of all markers of a language from word to word, before they become arrays (automaton.py).

What several markers begin with is one path, and equal ends are one as well. To draw the paths of thousands of markers takes
half a second, so they are kept in the cache folder under the markers themselves.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coachkit import __version__
from coachkit.documents import kept
from coachkit.languages import dotted_abbreviations
from coachkit.text.markers import ANY_WORD, GAP, WIDEST_GAP, read_marker

ROOT = 0
FEWEST_KEPT = 1_000
"""Markers from which on it takes longer to draw their paths than to read them."""
_FORMAT = 1

Edge = tuple[int, int, int]
"""Node, symbol, and the node it leads to."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Nodes are numbered from ROOT. `symbols` are the words of markers by number: a word, or its beginning with `*`.

    `edges` lead from node to node over a symbol, `any_word` (node, node) over any word; `ends` (by node) are the markers that
    end there.
    """

    symbols: Sequence[str]
    edges: Sequence[Edge]
    any_word: Sequence[tuple[int, int]]
    ends: Sequence[Sequence[int]]


def paths_of(phrases: Sequence[str]) -> Paths:
    """The paths of these markers; marker numbers are places in `phrases`. Raises MarkerProblem for one that cannot be read."""
    if len(phrases) < FEWEST_KEPT:
        return _drawn(phrases)
    marks = [_FORMAT, __version__, sorted(dotted_abbreviations()), list(phrases)]
    columns = kept("paths", marks, lambda: _columns(_drawn(phrases)), lambda value: _fits(value, len(phrases)))
    return Paths(*columns)


def _columns(paths: Paths) -> list[Any]:
    return [paths.symbols, paths.edges, paths.any_word, paths.ends]


def _fits(value: object, markers: int) -> bool:
    """Whether what was kept holds the paths of so many markers and leads nowhere else; half a file is none."""
    if not isinstance(value, list) or len(value) != len(Paths.__slots__) or not all(isinstance(one, list) for one in value):
        return False
    symbols, edges, any_word, ends = value
    try:
        leads = _all_below(edges, (len(ends), len(symbols), len(ends))) and _all_below(any_word, (len(ends), len(ends)))
        return leads and set(itertools.chain.from_iterable(ends)) == set(range(markers))
    except (TypeError, ValueError):
        return False


def _all_below(rows: list[Any], limits: tuple[int, ...]) -> bool:
    """Whether each row holds as many whole numbers as there are limits, from 0 up to below them."""
    if not rows:
        return True
    numbers = np.array(rows)
    return numbers.dtype.kind == "i" and numbers.shape[1:] == (len(limits),) and bool(((numbers >= 0) & (numbers < limits)).all())


class _Drawing:
    """The paths of all markers before equal ones are joined: edges from state to state, and what ends where."""

    def __init__(self) -> None:
        self.edges: list[list[tuple[str, int]]] = [[]]
        self.ends: dict[int, list[int]] = {}

    def add(self, marker: int, phrase: str) -> None:
        """Draws the paths of one marker from the root."""
        places = [ROOT]
        for choices in read_marker(phrase):
            join, after = self._state(), []
            for words in choices:
                after += self._thread(places, words, join)
            places = list(dict.fromkeys(after))
        for place in places:
            self.ends.setdefault(place, []).append(marker)

    def _thread(self, places: list[int], words: Sequence[str], join: int) -> list[int]:
        """The states after `words` from any of `places`; the last word leads to `join`."""
        for number, word in enumerate(words, 1):
            if word == GAP:
                places = [*places, *self._gap(places)]
                continue
            target = join if number == len(words) else self._state()
            for place in places:
                self.edges[place].append((word, target))
            places = [target]
        return places

    def _gap(self, places: list[int]) -> list[int]:
        steps = [self._state() for _ in range(WIDEST_GAP)]
        for place in places:
            self.edges[place].append((ANY_WORD, steps[0]))
        for before, after in itertools.pairwise(steps):
            self.edges[before].append((ANY_WORD, after))
        return steps

    def _state(self) -> int:
        self.edges.append([])
        return len(self.edges) - 1


def _drawn(phrases: Sequence[str]) -> Paths:
    drawing = _Drawing()
    for number, phrase in enumerate(phrases):
        drawing.add(number, phrase)
    return _joined(drawing)


def _joined(drawing: _Drawing) -> Paths:
    """Edges between sets of states, each set a node; only what is reached from the root."""
    nodes: dict[tuple[int, ...], int] = {(ROOT,): ROOT}
    queue: list[tuple[int, ...]] = [(ROOT,)]
    symbols: dict[str, int] = {}
    edges, any_word, ends = list[Edge](), list[tuple[int, int]](), list[list[int]]()
    for node, states in enumerate(queue):
        ends.append([marker for state in states for marker in drawing.ends.get(state, ())])
        leads: dict[str, list[int]] = {}
        for state in states:
            for word, target in drawing.edges[state]:
                leads.setdefault(word, []).append(target)
        for word, targets in leads.items():
            goal = tuple(targets) if len(targets) == 1 else tuple(sorted(set(targets)))
            if goal not in nodes:
                nodes[goal] = len(queue)
                queue.append(goal)
            if word == ANY_WORD:
                any_word.append((node, nodes[goal]))
            else:
                edges.append((node, symbols.setdefault(word, len(symbols)), nodes[goal]))
    return Paths(list(symbols), edges, any_word, ends)
