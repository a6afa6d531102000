"""How long a reply, its sentences and its paragraphs are."""

from __future__ import annotations

import numpy as np

from coachkit.signals.reading import Measured, Reading, Spans
from coachkit.text.chunks import Kind
from coachkit.text.corpus import Ints, runs_with

SHORTEST_SENTENCE = 3
"""Words; greetings and sign-offs of fewer words do not pull the mean sentence length down."""


def words(reading: Reading) -> Measured:
    """Words in the reply."""
    return Measured(reading.replies.words.astype(float))


def words_per_sentence(reading: Reading) -> Measured:
    """Mean words per sentence over sentences of three words or more; NaN where there is none."""
    parsed = reading.replies
    counted = parsed.sentence_words >= SHORTEST_SENTENCE
    total = np.bincount(parsed.sentence_reply[counted], weights=parsed.sentence_words[counted], minlength=parsed.n)
    return Measured(parsed.mean(total, np.bincount(parsed.sentence_reply[counted], minlength=parsed.n)))


def longest_sentence(reading: Reading) -> Measured:
    """Words in the longest sentence; the span is that sentence. NaN without sentences."""
    parsed = reading.replies
    return _longest(parsed.sentence_words, parsed.sentence_reply, parsed.sentence_first, parsed.sentence_last, parsed.n)


def longest_paragraph(reading: Reading) -> Measured:
    """Words in the longest paragraph (text between blank lines, or list items); NaN without words."""
    parsed = reading.replies
    corpus = parsed.corpus
    starts = (corpus.newlines > 1) | ((corpus.newlines > 0) & (parsed.kind == Kind.BULLET))
    starts[corpus.ptr[:-1][corpus.ptr[:-1] < corpus.ptr[1:]]] = True
    first = np.flatnonzero(starts)
    size = runs_with(parsed.counted, np.append(first, parsed.m))
    return _longest(size, corpus.reply[first], first, np.append(first[1:], parsed.m) - 1, parsed.n)


def clauses_per_sentence(reading: Reading) -> Measured:
    """Subordinating words per sentence; NaN without sentences of three words."""
    parsed = reading.replies
    counted = parsed.sentence_words >= SHORTEST_SENTENCE
    sentences = np.bincount(parsed.sentence_reply[counted], minlength=parsed.n)
    return Measured(parsed.mean(reading.count("subordinator"), sentences))


def _longest(size: Ints, reply: Ints, first: Ints, last: Ints, n: int) -> Measured:
    """The largest of the parts of each reply, and the part itself."""
    values = np.full(n, np.nan)
    if not len(size):
        return Measured(values)
    # The largest part of each reply: in order of size, the last one of a reply is written last.
    order = np.argsort(size, kind="stable")[::-1]
    leading, first_seen = np.unique(reply[order], return_index=True)
    best = order[first_seen]
    values[leading] = size[best]
    values[values <= 0] = np.nan
    return Measured(values, Spans(first[best], last[best]))
