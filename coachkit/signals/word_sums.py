"""What the words of each reply add up to: counted once for all signals that ask."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coachkit import compiled
from coachkit.text.chunks import Kind
from coachkit.text.corpus import Bools, Ints, distinct
from coachkit.text.facts import NEUTRAL_LETTERS, flag_bit, trait_bit
from coachkit.text.parsed import LONG_WORD, Parsed

SHORT_WORD = 3
"""Letters up to which no word counts as rare."""


@dataclass(frozen=True, eq=False)
class WordSums:
    """Columns (n,): `words` with letters; of the counted words their `letters`, those that are `long`, that are `nominal`
    (articles, prepositions) or `deictic` (pronouns, adverbs), and those that are `rare` (see rare_words)."""

    words: Ints
    letters: Ints
    long: Ints
    nominal: Ints
    deictic: Ints
    rare: Ints


def rare_words(parsed: Parsed) -> Bools:
    """(m,) words met less than about once in a million words; names, figures and short words never."""
    return parsed.trait("rare") & parsed.is_kind(Kind.WORD) & parsed.counted & ~parsed.neutral & (parsed.letters > SHORT_WORD)


def word_sums(parsed: Parsed) -> WordSums:
    """The sums of a column of texts."""
    return _compiled(parsed) if compiled.in_use() else _by_columns(parsed)


def _by_columns(parsed: Parsed) -> WordSums:
    own = parsed.counted & ~parsed.neutral
    return WordSums(
        parsed.letter_words,
        parsed.corpus.sums(parsed.letters),
        parsed.long_words,
        parsed.per_reply(parsed.flag("nominal") & own),
        parsed.per_reply(parsed.flag("deictic") & own),
        parsed.per_reply(rare_words(parsed)),
    )


_LIMITS = np.array(
    [flag_bit("nominal"), flag_bit("deictic"), trait_bit("rare"), NEUTRAL_LETTERS, LONG_WORD, SHORT_WORD], dtype=np.int64
)


def _compiled(parsed: Parsed) -> WordSums:
    """The same in one pass."""
    from coachkit.signals import measuring_kernels

    found = np.empty((6, parsed.n), dtype=np.int64)
    corpus, facts = parsed.corpus, parsed.facts
    by_type = corpus.table.kind, facts.bits, facts.traits, corpus.table.letters
    measuring_kernels.sum_words(corpus.type, *by_type, parsed.counted, parsed.neutral, _LIMITS, corpus.ptr, found)
    return WordSums(*found)


def distinct_types(parsed: Parsed, rows: Ints) -> Ints:
    """(n,) different words among some tokens."""
    if compiled.in_use():
        from coachkit.signals import measuring_kernels

        found, seen = np.zeros(parsed.n, dtype=np.int64), np.zeros(len(parsed.corpus.table.form), dtype=np.int32)
        measuring_kernels.count_types(rows, parsed.corpus.reply, parsed.corpus.type, seen, found)
        return found
    keys = distinct((parsed.corpus.reply[rows].astype(np.int64) << 32) | parsed.corpus.type[rows])
    return np.bincount(keys >> 32, minlength=parsed.n)
