"""Whether the reply is made of words: with letters, of a language that is known, of the customer's language."""

from __future__ import annotations

import numpy as np

from coachkit.signals.measured import Measured
from coachkit.signals.reading import Reading
from coachkit.text.chunks import Kind


def letters(reading: Reading) -> Measured:
    """Words with letters in the reply."""
    return Measured(reading.word_sums.words.astype(float))


def known_word_share(reading: Reading) -> Measured:
    """Percentage of words that the language knows, 0 to 100; NaN for replies of one to four words, of which some are known.

    Known are frequent words, names, and words whose base form is known; a reply of random letters has hardly any.
    """
    parsed = reading.replies
    word = parsed.is_kind(Kind.WORD)
    known = parsed.trait("frequent") | (parsed.corpus.capital & ~parsed.starts) | parsed.given_name
    unknown = np.flatnonzero(word & ~known)
    reply, count = parsed.corpus.reply.take(unknown), reading.word_sums.words
    share = 100 * parsed.mean(count - np.bincount(reply, minlength=parsed.n), count)
    if (share < 90).any():
        rows = (share < 90)[reply]
        rows[rows] = ~parsed.facts.in_dictionary(parsed.corpus.type[unknown[rows]])
        rows |= (share >= 90)[reply]
        share = 100 * parsed.mean(count - np.bincount(reply[rows], minlength=parsed.n), count)
    share[(count < 5) & (share > 0)] = np.nan
    share[count == 0] = 0.0
    return Measured(share)


def same_language(reading: Reading) -> Measured:
    """1 when reply and message are in the same language, or it cannot be told; 0 when they surely differ."""
    return Measured((~reading.other_language).astype(float))
