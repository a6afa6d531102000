"""The words that a reply and the customer's message share: runs of them that are copied, and what both speak of."""

from __future__ import annotations

import numpy as np

from coachkit.text.corpus import Bools, Ints, among
from coachkit.text.parsed import Parsed

GRAM = 4
"""Words in a row that count as copied."""

COPIED_FROM = 0.35
"""Share of a reply's words in such runs from which it counts as copied."""


def word_runs(parsed: Parsed) -> tuple[Ints, Ints, Ints]:
    """Runs of GRAM words inside one text: a number for each (its text in it), the text, and its tokens (GRAM, runs)."""
    rows = np.flatnonzero(parsed.is_word)
    types, reply = parsed.corpus.type[rows].astype(np.uint64), parsed.corpus.reply[rows]
    size = max(len(rows) - GRAM + 1, 0)
    key = np.zeros(size, dtype=np.uint64)
    for place in range(GRAM):
        key = key * np.uint64(1_000_003) + types[place : place + size] + np.uint64(1)
    inside = reply[:size] == reply[GRAM - 1 :][:size]
    mixed = key * np.uint64(0x9E3779B97F4A7C15) ^ (reply[:size].astype(np.uint64) << np.uint64(40))
    tokens = np.stack([rows[place : place + size][inside] for place in range(GRAM)])
    return mixed[inside].view(np.int64), reply[:size][inside], tokens


def copied_words(parsed: Parsed, runs: Ints) -> Bools:
    """(m,) words inside these runs of tokens (GRAM, r), which the customer used too, in replies that are largely such runs."""
    mask = np.zeros(parsed.m, dtype=bool)
    mask[runs.ravel()] = True
    # Taking up a run of the customer's words is attentive; a reply made of such runs is a copy.
    mostly = parsed.per_reply(mask) > COPIED_FROM * np.maximum(parsed.per_reply(parsed.is_word), 1)
    return mask & mostly[parsed.corpus.reply]


def matter_within(parsed: Parsed, others: Parsed) -> Bools:
    """(m,) content words and figures that the text of the same place in `others` holds too (by lemma)."""
    mask = np.zeros(parsed.m, dtype=bool)
    rows, keys = parsed.matter_keys
    mask[rows] = among(keys, others.matter_keys[1])
    return mask
