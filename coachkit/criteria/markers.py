"""The kind "markers": phrases that earn when enough of them are there, or cost when too many are."""

from __future__ import annotations

import numpy as np

from coachkit import compiled
from coachkit.criteria.marks import Marks
from coachkit.criteria.schema import Markers
from coachkit.signals.catalogue import CONTEXTS
from coachkit.signals.reading import Reading
from coachkit.signals.spans import Spans
from coachkit.text.corpus import Bools, Floats, Ints, distinct
from coachkit.text.parsed import Parsed

EDGE = 2
"""Sentences that are the start or the end of a reply, a greeting or signature line not counted against them."""


def by_markers(measure: Markers, key: str, reading: Reading) -> Marks:
    """The score of a list of markers; `key` is the list's name in the phrase book.

    At least n: distinct markers found / n, at most 1. At most n: 1 less `cost` for each hit beyond n, at least 0.
    """
    hits = reading.replies.hits
    rows = hits.of(key)
    first, last, marker, reply = hits.first[rows], hits.last[rows], hits.marker[rows], hits.reply[rows]
    if measure.within != "anywhere" and len(first):
        kept = _at(measure.within, reading.replies, first)
        first, last, marker, reply = first[kept], last[kept], marker[kept], reply[kept]
    if measure.at_most is not None:
        score, count = _costing(reply, reading.n, measure.at_most, measure.cost)
        return Marks(score, count, float(measure.at_most), Spans(first, last), marker, sign=-1)
    assert measure.at_least is not None  # Markers._one_direction
    count = _distinct(reply, marker, reading)
    if compiled.in_use() and not measure.deeds:
        return Marks(_earning(count, measure), count, float(measure.at_least), Spans(first, last), marker, sign=1)
    score = np.minimum(count / measure.at_least, 1.0)
    if measure.deeds:
        deeds = reading.measured("care_in_deeds", CONTEXTS["care_in_deeds"]).values
        score = np.maximum(score * (1 - measure.deeds + measure.deeds * deeds), measure.deeds * deeds)
    if measure.missing == "nothing":
        score = np.where(count > 0, score, np.nan)
    return Marks(score, count, float(measure.at_least), Spans(first, last), marker, sign=1)


def _earning(count: Floats, measure: Markers) -> Floats:
    """(n,) the score of so many different markers in each reply, by a compiled loop."""
    score = np.empty(len(count))
    compiled.loaded("coachkit.criteria.kernels").earning(count, measure.at_least, measure.missing == "nothing", score)
    return score


def _costing(reply: Ints, n: int, at_most: int, cost: float) -> tuple[Floats, Floats]:
    """(n,) the score of the hits in each reply, and their number."""
    if compiled.in_use():
        score, counted = np.ones(n), np.zeros(n)
        compiled.loaded("coachkit.criteria.kernels").costing(reply, at_most, cost, score, counted)
        return score, counted
    count = np.bincount(reply, minlength=n)
    most = int(count.max(initial=0))
    if most <= at_most:
        return np.ones(n), count.astype(float)
    # Most replies have none or a few: each number of hits is reckoned once.
    by_count = np.maximum(1 - cost * np.maximum(np.arange(most + 1.0) - at_most, 0), 0)
    return by_count.take(count), count.astype(float)


def _distinct(reply: Ints, marker: Ints, reading: Reading) -> Floats:
    """(n,) different markers in each reply, so that saying it twice earns no more."""
    if not len(reply):
        return np.zeros(reading.n)
    if compiled.in_use():
        count, seen = np.zeros(reading.n), np.zeros(len(reading.replies.book.markers), dtype=np.int64)
        compiled.loaded("coachkit.criteria.kernels").distinct(reply, marker.astype(np.int64), seen, count)
        return count
    keys = distinct((reply.astype(np.int64) << 32) | marker)
    return np.bincount(keys >> 32, minlength=reading.n).astype(float)


def _at(within: str, parsed: Parsed, first: Ints) -> Bools:
    """Which hits stand where the measure looks."""
    sentence = parsed.sentence[first]
    if within == "start":
        return parsed.sentence_rank[sentence] < EDGE
    if within == "end":
        return parsed.sentence_rank_from_end[sentence] <= EDGE
    return _opens_text(parsed)[first]


def _opens_text(parsed: Parsed) -> Bools:
    """(m,) the first word of each text's first sentence that is not a greeting line."""
    greeting = parsed.sentences_with_list("greeting") & (parsed.sentence_words <= 4)
    real = np.flatnonzero(~greeting & (parsed.sentence_words > 0))
    # Sentences stand reply by reply.
    first = np.flatnonzero(np.diff(parsed.sentence_reply[real], prepend=-1))
    mask = np.zeros(parsed.m, dtype=bool)
    mask[parsed.sentence_first[real[first]]] = True
    return mask
