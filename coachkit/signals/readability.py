"""How hard the words are to read: indexes and shares, over words counted without names."""

from __future__ import annotations

import numpy as np

from coachkit.signals.reading import Measured, Reading
from coachkit.text.chunks import Kind
from coachkit.text.corpus import Bools, Floats
from coachkit.text.facts import RAREST
from coachkit.text.parsed import Parsed


def _sentences(parsed: Parsed) -> Floats:
    """Sentences that have words, per reply."""
    return np.bincount(parsed.sentence_reply[parsed.sentence_words > 0], minlength=parsed.n).astype(float)


def lix(reading: Reading) -> Measured:
    """LIX: words per sentence + percentage of words over six letters; about 20 (easy) to 60 (hard). NaN without words.

    Source: Björnsson 1968.
    """
    parsed = reading.replies
    words = parsed.words
    per_sentence = parsed.mean(words, _sentences(parsed))
    return Measured(per_sentence + 100 * parsed.mean(parsed.per_reply(parsed.long_word), words), reading.tokens(parsed.long_word))


def long_word_share(reading: Reading) -> Measured:
    """Percentage of words over six letters, 0 to 100. NaN without words."""
    parsed = reading.replies
    return Measured(100 * parsed.mean(parsed.per_reply(parsed.long_word), parsed.words), reading.tokens(parsed.long_word))


def flesch(reading: Reading) -> Measured:
    """Flesch reading ease, about 0 (hard) to 100 (easy). English only, NaN otherwise. Source: Flesch 1948."""
    parsed = reading.replies
    if reading.language != "en":
        return Measured(np.full(parsed.n, np.nan))
    syllables = np.bincount(parsed.corpus.reply, weights=parsed.syllables, minlength=parsed.n)
    words = parsed.words
    return Measured(206.835 - 1.015 * parsed.mean(words, _sentences(parsed)) - 84.6 * parsed.mean(syllables, words))


def rare_words(parsed: Parsed) -> Bools:
    """(m,) words met less than about once in a million words; names, figures and short words never."""
    rare = parsed.facts.frequency[parsed.corpus.type] < RAREST
    return rare & (parsed.kind == Kind.WORD) & parsed.counted & ~parsed.neutral & (parsed.letters > 3)


def rare_word_share(reading: Reading) -> Measured:
    """Percentage of words that are rare in running text, 0 to 100. NaN without words. Source: wordfreq's lists (Speer 2022)."""
    parsed = reading.replies
    rare = rare_words(parsed)
    return Measured(100 * parsed.mean(parsed.per_reply(rare), parsed.words), reading.tokens(rare))


def difficulty(reading: Reading) -> Measured:
    """One number for how hard a text reads: LIX, with a rare word weighing half a long one more. NaN without words.

    Words per sentence + percentage of long words + half the percentage of rare words.
    """
    return Measured(lix(reading).values + 0.5 * rare_word_share(reading).values)
