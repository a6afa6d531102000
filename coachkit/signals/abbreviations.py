"""Abbreviations that the customer may not know."""

from __future__ import annotations

import numpy as np

from coachkit.signals.measured import Measured
from coachkit.signals.reading import Reading
from coachkit.signals.spans import token_spans
from coachkit.text.chunks import ACRONYM
from coachkit.text.corpus import Bools, Corpus, Ints
from coachkit.text.facts import EVERYDAY
from coachkit.text.sign_offs import bare_initials


def unexplained_abbreviations(reading: Reading) -> Measured:
    """Abbreviations in capitals that are not in everyday use, not the customer's own and not explained in brackets.

    The initials of who has written are none.
    """
    parsed = reading.replies
    corpus = parsed.corpus
    capitals = corpus.has(ACRONYM) & ~parsed.given_name & ~parsed.flag("function") & ~parsed.trait("everyday")
    rows = np.flatnonzero(capitals & ~parsed.signed_off & ~bare_initials(corpus))
    names = {one: _abbreviation(corpus.table.form[one]) for one in set(corpus.type[rows].tolist())}
    unknown = {one: name for one, name in names.items() if not parsed.facts.is_frequent(name, EVERYDAY)}
    theirs = reading.customers.corpus.texts
    places = zip(rows.tolist(), corpus.type[rows].tolist(), corpus.reply[rows].tolist(), strict=True)
    found = [row for row, one, reply in places if one in unknown and unknown[one] not in theirs[reply].lower()]
    rows = np.array(found, dtype=np.int64)
    unexplained = np.zeros(parsed.m, dtype=bool)
    unexplained[rows] = ~_bracketed(corpus, rows)
    return Measured(parsed.per_reply(unexplained).astype(float), token_spans(unexplained))


def _abbreviation(form: str) -> str:
    """The abbreviation that a word begins with (KYC-tiedot, PDF:n)."""
    return form.partition("-")[0].partition(":")[0]


def _bracketed(corpus: Corpus, rows: Ints) -> Bools:
    """For tokens: whether each stands right after an opening bracket, or one follows it."""
    after = np.minimum(rows + 1, len(corpus.row) - 1)
    following = np.where((corpus.reply[after] == corpus.reply[rows]) & (after > rows), after, rows)
    # The same few words come again and again.
    _, once, again = np.unique(
        (corpus.row[rows].astype(np.int64) << 32) | corpus.row[following], return_index=True, return_inverse=True
    )
    rows, following = rows[once], following[once]
    places = corpus.table.row_start[corpus.row[rows]].tolist(), corpus.table.row_end[corpus.row[rows]].tolist()
    found = [
        chunk[max(start - 1, 0) : start] == "(" or chunk[end : end + 1] == "(" or (end == len(chunk) and further.startswith("("))
        for chunk, further, start, end in zip(corpus.chunk_texts(rows), corpus.chunk_texts(following), *places, strict=True)
    ]
    return np.array(found, dtype=bool)[again]
