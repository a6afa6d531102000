"""Short signatures at the very end of a text, as chat and public replies have them: ^AB, /Anna, -Mika Virtanen, *TL.

Any word behind such a mark is taken for a name, whoever's it is: no list of names has a say in a score.
"""

from __future__ import annotations

import numpy as np

from coachkit.text.chunks import ACRONYM, COMMA_AFTER, MARKED, Kind
from coachkit.text.corpus import Bools, Corpus, Ints
from coachkit.text.names import CLOSINGS

_LINKS = 2
"""Links that may follow a signature."""

LONGEST_INITIALS = 3


def last_words(corpus: Corpus) -> Ints:
    """The last token of each text with tokens that is no link, and no stop behind one: a stop may follow a signature."""
    filled = np.flatnonzero(corpus.ptr[1:] > corpus.ptr[:-1])
    first, last = corpus.ptr[:-1][filled], corpus.ptr[1:][filled] - 1
    kind = corpus.kind
    for passed in (*[Kind.URL] * _LINKS, Kind.END):
        last = last - ((kind[last] == int(passed)) & (last > first))
    return last[last > first]


def signed_off(corpus: Corpus) -> Bools:
    """(m,) the names or initials behind a mark at the end of each text."""
    signs = np.zeros(len(corpus.type), dtype=bool)
    marked = np.flatnonzero(corpus.has(MARKED) & corpus.capital & ~listed(corpus))
    if not len(marked):
        return signs
    closings = [corpus.table.type_id.get((word, int(Kind.WORD)), -1) for word in CLOSINGS]
    marked = marked[~np.isin(corpus.type[marked], closings)]
    last = np.full(len(corpus), -1, dtype=np.int64)
    ends = last_words(corpus)
    last[corpus.reply[ends]] = ends
    last = last[corpus.reply[marked]]
    alone = last == marked
    beside = np.minimum(marked + 1, len(signs) - 1)
    # A surname is of the same line, and a place of work parted by a comma.
    two = (last == beside) & (beside > marked) & (corpus.kind[beside] == int(Kind.WORD)) & (corpus.newlines[beside] == 0)
    parted = (corpus.flags[marked] & COMMA_AFTER) > 0
    two &= parted | corpus.capital[beside]
    signs[marked[alone | two]] = True
    signs[beside[two & ~parted]] = True
    return signs


def listed(corpus: Corpus) -> Bools:
    """(m,) words behind such marks in texts with several of them, which are lists: "-Name", "-Order number"."""
    points = corpus.has(MARKED)
    rows = np.flatnonzero(points)
    if len(rows):
        points[rows] = np.bincount(corpus.reply[rows], minlength=len(corpus))[corpus.reply[rows]] > 1
    return points


def bare_initials(corpus: Corpus) -> Bools:
    """(m,) two or three capitals alone at the very end of a text, behind a stop or a link: HRB."""
    bare = np.zeros(len(corpus.type), dtype=bool)
    last = last_words(corpus)
    last = last[((corpus.flags[last] & ACRONYM) > 0) & (corpus.table.letters[corpus.type[last]] <= LONGEST_INITIALS)]
    before = corpus.kind[last - 1]
    bare[last[(before == int(Kind.END)) | (before == int(Kind.URL)) | (before == int(Kind.EMOJI))]] = True
    return bare
