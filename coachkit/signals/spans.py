"""Passages that signals rest on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from coachkit.signals.word_sums import rare_words
from coachkit.text.corpus import Bools, Corpus, Ints
from coachkit.text.parsed import Parsed


@dataclass(frozen=True, eq=False)
class Spans:
    """Passages of the replies, by their first and last token (both included)."""

    first: Ints
    last: Ints


class LateSpans(Spans):
    """Passages that are looked for when somebody asks: for the scores alone nobody does.

    What looks for them may hold the texts, never the reading that holds the passages: in such a ring all that a block has made
    would stay until garbage is collected.
    """

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


def token_spans(mask: Bools) -> Spans:
    """Passages of one token each."""

    def find() -> Spans:
        rows = np.flatnonzero(mask)
        return Spans(rows, rows)

    return LateSpans(find)


def rare_spans(parsed: Parsed) -> Spans:
    """The rare words."""
    return LateSpans(lambda: token_spans(rare_words(parsed)))


def long_spans(parsed: Parsed) -> Spans:
    """The long words."""
    return LateSpans(lambda: token_spans(parsed.long_word))


def list_spans(parsed: Parsed, key: str) -> Spans:
    """A list's hits."""
    rows = parsed.hits.of(key)
    return Spans(parsed.hits.first[rows], parsed.hits.last[rows])


def sentence_spans(parsed: Parsed, sentences: Bools) -> Spans:
    """Whole sentences; `sentences` says of each whether it is one."""

    def find() -> Spans:
        rows = np.flatnonzero(sentences)
        return Spans(parsed.sentence_first[rows], parsed.sentence_last[rows])

    return LateSpans(find)


def touched_spans(corpus: Corpus, found: Mapping[int, Sequence[tuple[int, int]]]) -> Spans:
    """The tokens that ranges of characters touch; `found` has the ranges of each text by its place, in rising order."""

    def find() -> Spans:
        spans = [span for row, places in found.items() for span in corpus.touched(row, places)]
        table = np.array(spans, dtype=np.int64).reshape(-1, 2)
        return Spans(table[:, 0], table[:, 1])

    return LateSpans(find)
