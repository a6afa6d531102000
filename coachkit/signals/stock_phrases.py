"""Polite stock phrases, and a reply of nothing else."""

from __future__ import annotations

import numpy as np

from coachkit.signals.answers import says_yes_or_no
from coachkit.signals.measured import Measured
from coachkit.signals.reading import Reading
from coachkit.signals.spans import list_spans
from coachkit.signals.word_sums import distinct_types
from coachkit.text.chunks import COMMA_AFTER
from coachkit.text.corpus import Bools, Floats

POLITE_WORDS = 1.5
"""A reply whose words are polite phrases for two thirds is one from beginning to end."""

SHORTEST_TEMPLATE = 15
"""Words from which a reply has room to say something."""

COMMAS, MANY_COMMAS = 3, 0.3
"""Commas of a sentence at least, and their share of its words, from which it is a mere string of words."""


def stock_share(reading: Reading) -> Measured:
    """Percentage of words inside polite stock phrases, 0 to 100; NaN without words."""
    parsed = reading.replies
    stock = parsed.hits.tokens("stock") & parsed.counted
    return Measured(100 * parsed.mean(parsed.per_reply(stock), parsed.words), list_spans(parsed, "stock"))


def emptiness(reading: Reading) -> Measured:
    """How far the reply says nothing about this case, 0 (substance) to 1 (a template for anyone, or a string of polite words).

    Substance is the customer's own words taken up, figures and times, a yes or no to a question. NaN for short replies.
    """
    parsed = reading.replies
    courtesy = _courtesy(reading)
    values = np.maximum(_without_substance(reading, courtesy), _strung_together(reading, courtesy))
    values[parsed.words < SHORTEST_TEMPLATE] = np.nan
    return Measured(values, list_spans(parsed, "stock"))


def _without_substance(reading: Reading, courtesy: Bools) -> Floats:
    """(n,) how far a reply to a message takes up nothing of it; 0 where there is no message, or a very short one."""
    if not reading.any_customer:
        return np.zeros(reading.n)
    parsed = reading.replies
    figures = (reading.time | parsed.is_figure | reading.amount) & ~parsed.hits.tokens("stock")
    yes_no = says_yes_or_no(reading) & reading.customer_questions
    substance = np.minimum((reading.shared_count + distinct_types(parsed, np.flatnonzero(figures)) + yes_no) / 2.0, 1.0)
    polite = parsed.sentences_with(courtesy)
    polite_share = parsed.mean(parsed.sentences_per_reply(polite), parsed.sentence_count)
    # A single "sorry" in a sentence makes it no phrase: the polite words themselves must fill a good part of the reply.
    words_share = parsed.mean(parsed.per_reply(courtesy & parsed.counted), parsed.words)
    polite_share = np.minimum(polite_share, POLITE_WORDS * words_share)
    values = (1 - substance) * np.minimum(0.4 + polite_share, 1.0)
    values[reading.no_customer | (reading.customer_matter < 2)] = 0.0
    return values


def _strung_together(reading: Reading, courtesy: Bools) -> Floats:
    """(n,) share of words in sentences that are mere polite words strung together: a comma after every third word or more."""
    parsed = reading.replies
    commas = parsed.per_sentence(parsed.corpus.has(COMMA_AFTER))
    # A comma after every third word, of ten at least: hardly any sentence has them.
    rows = np.flatnonzero((commas >= COMMAS) & (parsed.sentence_words >= COMMAS / MANY_COMMAS))
    words = parsed.sentence_words[rows]
    polite = parsed.per_sentence(courtesy & parsed.counted)[rows] if len(rows) else words
    strung = (commas[rows] / words >= MANY_COMMAS) & (polite / words >= 0.15)
    inside = np.bincount(parsed.sentence_reply[rows[strung]], weights=words[strung], minlength=reading.n)
    return np.where(parsed.words > 0, inside / np.maximum(parsed.words, 1), 0.0)


def _courtesy(reading: Reading) -> Bools:
    """(m,) words of courtesy: stock phrases, warm words, greetings, sign-offs."""
    hits = reading.replies.hits
    return hits.tokens("stock") | hits.tokens("warm") | hits.tokens("greeting") | hits.tokens("sign_off")
