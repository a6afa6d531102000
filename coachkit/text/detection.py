"""Which of the three languages a text is in: votes of frequent words first, py3langid where they do not settle it."""

from __future__ import annotations

import copy
import re
from functools import lru_cache
from typing import Any

import numpy as np

from coachkit import compiled
from coachkit.languages import language_pack
from coachkit.model import LANGUAGES
from coachkit.text.chunks import CAPITAL, ChunkTable, Kind
from coachkit.text.corpus import Bools, Corpus, Floats, Ints
from coachkit.text.language_model import language_model
from coachkit.text.wordlists import WordSet

FEWEST_WORDS = 2
"""A text with fewer words than this is not given a language: "ok", "Ja" and a name tell none."""

FEWEST_TO_GUESS = 3
"""Words from which a text without a single telling word may be put to the model."""

FOREIGN_FROM = 8
"""Words from which a text that the model takes for none of ours is given no language."""

MOST_ASKED = 200
"""Tokens of a text that the model is asked about."""

SURE = 1.5
"""Votes that the first language must have more than the second for the words alone to decide."""


_OUR_LETTERS = re.compile("[a-zåäö]")
"""Without one of them a text is in none of our languages, however short it is."""

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
    table, result = (_voted_compiled if compiled.in_use() else _voted)(corpus, votes)
    for row in np.flatnonzero(result == ASK).tolist():
        result[row] = _ask_model(corpus, row, table[row])
    return result


def _may_vote(corpus: Corpus, first: int = 0, last: int | None = None) -> Bools:
    """Which of the tokens from `first` to before `last` may vote; a text begins at `first`."""
    tokens = slice(first, last)
    small = (corpus.flags[tokens] & CAPITAL) == 0
    small[np.flatnonzero(corpus.newlines[tokens])] = True
    starts = corpus.text_starts if last is None else np.zeros(min(1, last - first), dtype=np.int64)
    small[starts] = True
    return small & (corpus.table.kind.take(corpus.type[tokens]) == int(Kind.WORD))


def _voted(corpus: Corpus, votes: LanguageVotes) -> tuple[Floats, Ints]:
    """(n, languages) the sums of the votes, and (n,) the language that has won, -1 for none, or ASK."""
    voting = np.flatnonzero(_may_vote(corpus) & votes.some.take(corpus.type))
    reply, types = corpus.reply.take(voting), corpus.type.take(voting)
    columns = [np.bincount(reply, weights=column.take(types), minlength=len(corpus)) for column in votes.votes.T]
    table: Floats = np.stack(columns, axis=1)
    order = np.sort(table, axis=1)
    won = (order[:, -1] - order[:, -2] >= SURE) & (order[:, -1] >= 2 * order[:, -2])
    unsure = np.where(corpus.letter_words >= FEWEST_WORDS, ASK, -1)
    return table, np.where(won, table.argmax(axis=1), unsure).astype(np.int32)


def _voted_compiled(corpus: Corpus, votes: LanguageVotes) -> tuple[Floats, Ints]:
    """The same in one pass."""
    from coachkit.text import detection_kernels

    table, result = np.empty((len(corpus), len(LANGUAGES))), np.empty(len(corpus), dtype=np.int32)
    columns = corpus.type, corpus.table.kind, corpus.flags, corpus.newlines, corpus.ptr
    detection_kernels.vote(*columns, votes.votes, SURE, FEWEST_WORDS, table, result)
    return table, result


def _ask_model(corpus: Corpus, row: int, votes: Floats) -> int:
    """The model's answer on the words that may vote; where it and a clear vote differ, the vote."""
    first, last = int(corpus.ptr[row]), int(corpus.ptr[row + 1])
    last = min(last, first + MOST_ASKED)
    types = corpus.type[first:last][_may_vote(corpus, first, last)]
    words = [corpus.table.form[one] for one in types.tolist()]
    if len(words) < FEWEST_TO_GUESS and votes.max() < 1.0:
        return -1
    if votes.max() >= 1.0 and votes.max() >= 2 * np.sort(votes)[-2]:
        return int(votes.argmax())
    text = " ".join(words)
    if not _OUR_LETTERS.search(text):
        return -1
    if len(words) >= FOREIGN_FROM and language_model().classify(text)[0] not in LANGUAGES:
        return -1
    return LANGUAGES.index(_ours().classify(text)[0])


@lru_cache(maxsize=1)
def _ours() -> Any:
    """The model held to our languages."""
    identifier = copy.copy(language_model())
    identifier.set_languages(list(LANGUAGES))
    return identifier
