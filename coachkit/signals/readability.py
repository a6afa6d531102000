"""How hard the words are to read: indexes and shares, over words counted without names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from coachkit.signals.measured import Measured
from coachkit.signals.ordinary import ORDINARY, standard
from coachkit.signals.reading import Reading
from coachkit.signals.spans import long_spans, rare_spans
from coachkit.text.chunks import Kind
from coachkit.text.corpus import Floats
from coachkit.text.parsed import Parsed


def sentences(parsed: Parsed) -> Floats:
    """(n,) sentences that have words."""
    return parsed.sentences_per_reply(parsed.sentence_words > 0).astype(float)


def lix(reading: Reading) -> Measured:
    """LIX: words per sentence + percentage of words over six letters; about 20 (easy) to 60 (hard). NaN without words.

    Source: Björnsson 1968.
    """
    parsed = reading.replies
    words = parsed.words
    per_sentence = parsed.mean(words, sentences(parsed))
    return Measured(per_sentence + 100 * parsed.mean(reading.word_sums.long, words), long_spans(parsed))


def long_word_share(reading: Reading) -> Measured:
    """Percentage of words over six letters, 0 to 100. NaN without words."""
    parsed = reading.replies
    return Measured(100 * parsed.mean(reading.word_sums.long, parsed.words), long_spans(parsed))


def flesch(reading: Reading) -> Measured:
    """Flesch reading ease, about 0 (hard) to 100 (easy). English only, NaN otherwise. Source: Flesch 1948."""
    parsed = reading.replies
    if reading.language != "en":
        return Measured(np.full(parsed.n, np.nan))
    syllables = parsed.corpus.sums(parsed.syllables)
    words = parsed.words
    return Measured(206.835 - 1.015 * parsed.mean(words, sentences(parsed)) - 84.6 * parsed.mean(syllables, words))


def rare_word_share(reading: Reading) -> Measured:
    """Percentage of words that are rare in running text, 0 to 100. NaN without words. Source: wordfreq's lists (Speer 2022)."""
    parsed = reading.replies
    return Measured(100 * parsed.mean(reading.word_sums.rare, parsed.words), rare_spans(parsed))


def difficulty(reading: Reading) -> Measured:
    """How hard a reply reads against ordinary replies of its language: 0 ordinary, 1 a spread harder, about -3 to 4.

    Equal parts of the words per sentence (their logarithm), the syllables per word and the rarity of the words that carry the
    matter. NaN without words. Sources: Flesch 1948 (lengths); Stenner & Burdick 1997 (Lexile: log length and log frequency).
    """
    parts = [standard(one(reading), name, reading.language) for name, one in PARTS.items()]
    return Measured(sum(parts[1:], parts[0]) / len(parts), rare_spans(reading.replies))


def log_sentence(reading: Reading) -> Floats:
    """(n,) natural logarithm of the words per sentence; NaN without words."""
    parsed = reading.replies
    return np.log(parsed.mean(parsed.words, sentences(parsed)))


def syllables_per_word(reading: Reading) -> Floats:
    """(n,) mean syllables of the words; NaN without words."""
    parsed = reading.replies
    return parsed.mean(parsed.corpus.sums(parsed.syllables), parsed.words)


def rarity(reading: Reading) -> Floats:
    """(n,) mean of -log10 of the frequency of the words that are no function words, names or figures; about 3 (everyday) to 6.

    A word too rare for wordfreq's small list counts as a third of the rarest there; without any such words the value is
    the ordinary one.
    """
    parsed = reading.replies
    own = np.flatnonzero(parsed.counted & parsed.is_kind(Kind.WORD) & ~parsed.neutral & ~parsed.flag("function"))
    reply, found = parsed.corpus.reply.take(own), parsed.facts.rarity.take(parsed.corpus.type.take(own))
    total, count = np.bincount(reply, weights=found, minlength=parsed.n), np.bincount(reply, minlength=parsed.n)
    return np.where(count > 0, total / np.maximum(count, 1), ORDINARY[parsed.facts.language]["rarity"][0])


PARTS: Mapping[str, Callable[[Reading], Floats]] = {
    "log_sentence": log_sentence,
    "syllables": syllables_per_word,
    "rarity": rarity,
}
"""What makes a text hard: the parts of `difficulty`, each with its name in `ordinary`."""
