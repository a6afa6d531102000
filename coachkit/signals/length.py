"""How long a reply, its sentences and its paragraphs are."""

from __future__ import annotations

import numpy as np

from coachkit.signals.measured import Measured
from coachkit.signals.reading import Reading
from coachkit.signals.spans import Spans
from coachkit.text.chunks import Kind
from coachkit.text.corpus import Ints, runs_with


def words(reading: Reading) -> Measured:
    """Words in the reply."""
    return Measured(reading.replies.words.astype(float))


def words_per_sentence(reading: Reading) -> Measured:
    """Mean words per sentence over sentences of three words or more; NaN where there is none.

    Greetings and sign-offs of fewer words do not pull the mean down.
    """
    parsed = reading.replies
    return Measured(
        parsed.mean(runs_with(parsed.sentence_words * parsed.real_sentence, parsed.sentence_ptr), parsed.real_sentences)
    )


def longest_sentence(reading: Reading) -> Measured:
    """Words in the longest sentence; the span is that sentence. NaN without sentences."""
    parsed = reading.replies
    return _longest(parsed.sentence_words, parsed.sentence_reply, parsed.sentence_first, parsed.sentence_last, parsed.n)


def longest_paragraph(reading: Reading) -> Measured:
    """Words in the longest paragraph (text between blank lines, or list items); NaN without words."""
    parsed = reading.replies
    corpus = parsed.corpus
    opened = np.flatnonzero(corpus.newlines)
    opened = opened[(corpus.newlines[opened] > 1) | parsed.is_kind(Kind.BULLET)[opened]]
    if not len(opened):
        first = corpus.text_starts
        reply = corpus.reply[first]
        return _longest(parsed.words[reply], reply, first, np.append(first[1:], parsed.m) - 1, parsed.n)
    first = np.union1d(opened, corpus.text_starts)
    size = runs_with(parsed.counted, np.append(first, parsed.m))
    return _longest(size, corpus.reply[first], first, np.append(first[1:], parsed.m) - 1, parsed.n)


def clauses_per_sentence(reading: Reading) -> Measured:
    """Subordinating words per sentence; NaN without sentences of three words."""
    parsed = reading.replies
    return Measured(parsed.mean(reading.count("subordinator"), parsed.real_sentences))


def _longest(size: Ints, reply: Ints, first: Ints, last: Ints, n: int) -> Measured:
    """The largest of the parts of each reply, and the part itself."""
    values = np.full(n, np.nan)
    if not len(size):
        return Measured(values)
    # The last of the largest parts of each reply: parts come reply by reply, so the place of one settles between equals.
    starts = np.flatnonzero(np.append(True, reply[1:] != reply[:-1]))
    best = np.maximum.reduceat(size * len(size) + np.arange(len(size)), starts) % len(size)
    values[reply[starts]] = size[best]
    values[values <= 0] = np.nan
    return Measured(values, Spans(first[best], last[best]))
