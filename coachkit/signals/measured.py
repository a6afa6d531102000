"""What a signal gives: a value for each reply, and the passages it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from coachkit.text.corpus import Corpus, Floats, Ints


@dataclass(frozen=True, eq=False)
class Spans:
    """Passages of the replies, by their first and last token (both included)."""

    first: Ints
    last: Ints


class LateSpans(Spans):
    """Passages that are looked for when somebody asks: for the scores alone nobody does."""

    def __init__(self, find: Callable[[], Spans]) -> None:
        """`find` gives the passages; it is called once."""
        object.__setattr__(self, "_find", find)

    @cached_property
    def _found(self) -> Spans:
        find: Callable[[], Spans] = self.__dict__["_find"]
        return find()

    @property
    def first(self) -> Ints:
        """The first token of each passage."""
        return self._found.first

    @property
    def last(self) -> Ints:
        """The last token of each passage."""
        return self._found.last


NO_SPANS = Spans(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


@dataclass(frozen=True, eq=False)
class Measured:
    """One signal: a value per reply (n,), NaN where it cannot be told, and the passages it rests on."""

    values: Floats
    spans: Spans = NO_SPANS
    about: Spans = NO_SPANS
    """Passages of the customers' messages, such as questions left open."""
    merit: bool = False
    """Whether the passages are what earns (True) or what costs (False)."""


def touched_spans(corpus: Corpus, found: Mapping[int, Sequence[tuple[int, int]]]) -> Spans:
    """Spans of the tokens that ranges of characters touch; `found` has the ranges of each text by its place, in rising order."""

    def find() -> Spans:
        spans = [span for row, places in found.items() for span in corpus.touched(row, places)]
        table = np.array(spans, dtype=np.int64).reshape(-1, 2)
        return Spans(table[:, 0], table[:, 1])

    return LateSpans(find)
