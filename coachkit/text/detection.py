"""Which of the three languages a text is in: votes of frequent words first, py3langid where they do not settle it."""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import Any

import numpy as np

from coachkit import compiled
from coachkit.languages import language_pack
from coachkit.model import LANGUAGES
from coachkit.text.chunks import ChunkTable, Kind
from coachkit.text.corpus import Bools, Corpus, Floats, Ints
from coachkit.text.language_model import language_model
from coachkit.text.wordlists import WordSet

FEWEST_WORDS = 2
"""A text with fewer words than this is not given a language: "ok", "Ja" and a name tell none."""

FEWEST_TO_GUESS = 3
"""Words from which a text without a single telling word may be put to the model."""

FOREIGN_FROM = 8
"""Words from which a text that the model takes for none of ours is given no language."""

SURE = 1.5
"""Votes that the first language must have more than the second for the words alone to decide."""


ASK = -2
"""In place of a language: the words leave it open, and are enough to put them to the model."""


class LanguageVotes:
    """By token type and language: the votes of the language's frequent words and letters; `some` by type, whether it votes."""

    def __init__(self, table: ChunkTable) -> None:
        self.table = table
        self._sets = [WordSet(language_pack(one).function_words) for one in LANGUAGES]
        self.votes: Floats = np.zeros((0, len(LANGUAGES)))
        self.some: Bools = np.zeros(0, dtype=bool)

    def update(self) -> None:
        """Works out the votes of token types that are new in the table."""
        known = len(self.some)
        if known < len(self.table.form):
            new = np.array([self._vote(form) for form in self.table.form[known:]]).reshape(-1, len(LANGUAGES))
            self.votes = np.concatenate((self.votes, new))
            self.some = np.concatenate((self.some, (new > 0).any(axis=1)))

    def _vote(self, form: str) -> tuple[float, float, float]:
        """A word that one language alone has votes fully, a shared one little; letters and endings vote a little."""
        known = [form in words for words in self._sets]
        weight = {1: 1.0, 2: 0.3, 3: 0.0}.get(sum(known), 0.0)
        fi, sv, en = (weight * hit for hit in known)
        if "å" in form:
            sv += 0.6
        elif "ä" in form or "ö" in form:
            fi, sv = fi + 0.3, sv + 0.3
        if len(form) > 5 and form.endswith(
            ("ssa", "ssä", "sta", "stä", "lla", "llä", "mme", "tte", "vat", "vät", "een", "aan", "ään")
        ):
            fi += 0.5
        elif len(form) > 5 and form.endswith(("ing", "tion", "ly", "ould")):
            en += 0.2
        elif len(form) > 5 and form.endswith(("arna", "erna", "ande", "ning", "het", "ligt", "lig")):
            sv += 0.4
        return fi, sv, en


def detect(corpus: Corpus, votes: LanguageVotes) -> Ints:
    """(n,) row in LANGUAGES of each text's language, -1 where it cannot be told.

    Capitalised words inside a sentence do not vote (names), so a name never decides a text's language.
    """
    votes.update()
    counts, table, result = (_voted_compiled if compiled.in_use() else _voted)(corpus, votes)
    for row in np.flatnonzero(result == ASK).tolist():
        result[row] = _ask_model(corpus, row, counts, table[row])
    return result


def _voted(corpus: Corpus, votes: LanguageVotes) -> tuple[Bools, Floats, Ints]:
    """(m,) the words that may vote, (n, languages) the sums of their votes, (n,) the language that has won, -1 or ASK."""
    small = ~corpus.capital
    small[corpus.text_starts] = True
    small[np.flatnonzero(corpus.newlines)] = True
    counts = corpus.is_kind(Kind.WORD) & small
    voting = np.flatnonzero(counts & votes.some.take(corpus.type))
    reply, types = corpus.reply.take(voting), corpus.type.take(voting)
    columns = [np.bincount(reply, weights=column.take(types), minlength=len(corpus)) for column in votes.votes.T]
    table: Floats = np.stack(columns, axis=1)
    order = np.sort(table, axis=1)
    won = (order[:, -1] - order[:, -2] >= SURE) & (order[:, -1] >= 2 * order[:, -2])
    unsure = np.where(corpus.letter_words >= FEWEST_WORDS, ASK, -1)
    return counts, table, np.where(won, table.argmax(axis=1), unsure).astype(np.int32)


def _voted_compiled(corpus: Corpus, votes: LanguageVotes) -> tuple[Bools, Floats, Ints]:
    """The same in one pass."""
    from coachkit.text import detection_kernels

    counts, table = np.empty(len(corpus.type), dtype=bool), np.empty((len(corpus), len(LANGUAGES)))
    result = np.empty(len(corpus), dtype=np.int32)
    columns = corpus.type, corpus.table.kind, corpus.flags, corpus.newlines, corpus.ptr, votes.votes, votes.some
    detection_kernels.vote(*columns, SURE, FEWEST_WORDS, counts, table, result)
    return counts, table, result


def _ask_model(corpus: Corpus, row: int, counts: Any, votes: Floats) -> int:
    """The model's answer on the words that may vote; where it and a clear vote differ, the vote."""
    first, last = int(corpus.ptr[row]), int(corpus.ptr[row + 1])
    words = [corpus.table.form[corpus.type[token]] for token in range(first, min(last, first + 200)) if counts[token]]
    if len(words) < FEWEST_TO_GUESS and votes.max() < 1.0:
        return -1
    if votes.max() >= 1.0 and votes.max() >= 2 * np.sort(votes)[-2]:
        return int(votes.argmax())
    text = " ".join(words)
    if len(words) >= FOREIGN_FROM and language_model().classify(text)[0] not in LANGUAGES:
        return -1
    return LANGUAGES.index(_ours().classify(text)[0])


@lru_cache(maxsize=1)
def _ours() -> Any:
    """The model held to our languages."""
    identifier = copy.copy(language_model())
    identifier.set_languages(list(LANGUAGES))
    return identifier
