"""What a language's pack and rules say of each token type, worked out once per type and kept as columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import numpy.typing as npt

from coachkit.languages import language_pack
from coachkit.text import finnish
from coachkit.text.chunks import ChunkTable, Kind
from coachkit.text.corpus import Bools, Floats, Ints
from coachkit.text.lemmas import is_known, lemma
from coachkit.text.sentences import stop_kinds
from coachkit.text.syllables import syllables

FLAGS = ("function", "negation", "person", "month", "weekday", "number", "duration", "money", "formal_you", "informal_you",
    "oblique", "non_action", "joining", "nominal", "deictic")  # fmt: skip
NEUTRAL_LETTERS = 5
NEUTRAL_SYLLABLES = 2
"""A name or a word for a person counts as this much, whatever it is, so that swapping it changes no score."""

JOINING = ("and", "then", "please", "ja", "sitten", "sen", "jälkeen", "och", "sedan", "så", "därefter")
"""Words after which an imperative may stand in the middle of a sentence ("and open ...")."""

STEM_LETTERS = 6
RAREST = 1e-6
"""Frequency below which a word is rare: once in a million words of running text (Zipf 3)."""


class WordSet:
    """Single words in marker syntax: exact forms, and beginnings where the marker ends with `*`."""

    def __init__(self, words: Iterable[str]) -> None:
        lowered = [word.lower() for word in words if " " not in word]
        self.exact = frozenset(word for word in lowered if not word.endswith("*"))
        self.beginnings = tuple(word[:-1] for word in lowered if word.endswith("*"))

    def __contains__(self, form: str) -> bool:
        return form in self.exact or (bool(self.beginnings) and form.startswith(self.beginnings))


class TypeFacts:
    """Columns by token type for one language: `flag(name)`, `syllables`, `stop`, `frequency`, `lemma_id`."""

    def __init__(self, table: ChunkTable, language: str) -> None:
        self.table, self.language = table, language
        pack = language_pack(language)
        lists = pack.lists
        sources = {
            "function": pack.function_words,
            "negation": pack.negations,
            "person": pack.person_words,
            "month": pack.months,
            "weekday": pack.weekdays,
            "number": pack.number_words,
            "duration": pack.duration_units,
            "money": pack.money_units,
            "formal_you": lists.get("formal_you", ()),
            "informal_you": lists.get("informal_you", ()),
            "oblique": lists.get("oblique", ()),
            "non_action": lists.get("non_action", ()),
            "joining": JOINING,
            "nominal": lists.get("nominal", ()),
            "deictic": lists.get("deictic", ()),
        }
        self._sets = [WordSet(sources[name]) for name in FLAGS]
        self._moods = WordSet(pack.mood.positive), WordSet(pack.mood.negative)
        self._frequencies = _frequencies(language)
        self._lemma_numbers: dict[str, int] = {}
        self._bits = np.zeros(0, dtype=np.int32)
        self.syllables = np.zeros(0, dtype=np.int32)
        self.stop = np.zeros(0, dtype=np.int32)
        self.frequency: Floats = np.zeros(0)
        self._lemma = np.zeros(0, dtype=np.int32)
        self._passive = np.zeros(0, dtype=np.int8)
        self._person = np.zeros(0, dtype=np.int8)
        self._known = np.zeros(0, dtype=np.int8)
        self._feeling = np.zeros(0, dtype=np.int8)
        self._shapes = {name: np.zeros(0, dtype=np.int32) for name in SHAPES}

    def update(self) -> None:
        """Works out the columns for token types that are new in the table."""
        known, size = len(self._bits), len(self.table.form)
        if known == size:
            return
        forms, kinds = self.table.form[known:], self.table.kind[known:]
        self._bits = np.concatenate((self._bits, self._bits_of(forms)))
        counted = [syllables(f, self.language) if k == Kind.WORD else 1 for f, k in zip(forms, kinds.tolist(), strict=True)]
        self.syllables = np.concatenate((self.syllables, np.array(counted, dtype=np.int32)))
        self.stop = np.concatenate((self.stop, stop_kinds(forms, kinds, self.language)))
        found = [self._frequencies.get(form, 0.0) for form in forms]
        self.frequency = np.concatenate((self.frequency, np.array(found)))
        self.frequent: Bools = (self.frequency > 0) | self.flag("function")
        self._lemma = np.concatenate((self._lemma, np.full(len(forms), -1, dtype=np.int32)))
        self._passive = np.concatenate((self._passive, np.full(len(forms), -1, dtype=np.int8)))
        self._person = np.concatenate((self._person, np.full(len(forms), -1, dtype=np.int8)))
        self._known = np.concatenate((self._known, np.full(len(forms), -1, dtype=np.int8)))
        self._feeling = np.concatenate((self._feeling, np.full(len(forms), -1, dtype=np.int8)))
        for name, shape in SHAPES.items():
            seen = np.array([shape(form, self.language) for form in forms], dtype=np.int32)
            self._shapes[name] = np.concatenate((self._shapes[name], seen))

    def _bits_of(self, forms: list[str]) -> Ints:
        return np.array(
            [sum(1 << place for place, words in enumerate(self._sets) if form in words) for form in forms], dtype=np.int32
        )

    def flag(self, name: str) -> Bools:
        """By token type: whether the word is in the pack's list of that name (see FLAGS)."""
        return (self._bits & (1 << FLAGS.index(name))) > 0

    def shape(self, name: str) -> Ints:
        """By token type: what can be seen of the word's letters alone (see SHAPES)."""
        return self._shapes[name]

    def stem_ids(self, types: Ints) -> Ints:
        """For token types: a number per stem, the first letters of the lemma; figures and addresses stand for themselves.

        The cut brings together what derivation and compounds part (toimitus, toimittaa; leverans, leverera).
        """
        for row in np.unique(types[self._lemma[types] < 0]).tolist():
            form = self.table.form[row]
            base = lemma(form, self.language)[:STEM_LETTERS] if self.table.kind[row] == Kind.WORD else f"={form}"
            self._lemma[row] = self._lemma_numbers.setdefault(base, len(self._lemma_numbers))
        return self._lemma[types]

    def in_dictionary(self, types: Ints) -> Bools:
        """For token types: words that simplemma's dictionary or rules know a base form of."""
        for row in np.unique(types[self._known[types] < 0]).tolist():
            self._known[row] = is_known(self.table.form[row], self.language)
        return self._known[types] > 0

    def feeling(self, types: Ints) -> Ints:
        """For token types: 1 for a word of good feeling in the pack's mood, 2 for one of bad feeling, 0 for all else."""
        good, bad = self._moods
        for row in np.unique(types[self._feeling[types] < 0]).tolist():
            form = self.table.form[row]
            self._feeling[row] = 1 if form in good else 2 if form in bad else 0
        return self._feeling[types]

    def is_frequent(self, form: str, share: float) -> bool:
        """Whether a word makes up at least this share of running text."""
        return self._frequencies.get(form, 0.0) >= share

    def passive(self, types: Ints) -> Bools:
        """For token types: Finnish finite passive forms (always False in the other languages)."""
        if self.language != "fi":
            return np.zeros(len(types), dtype=bool)
        for row in np.unique(types[self._passive[types] < 0]).tolist():
            form = self.table.form[row]
            known = self.table.kind[row] == Kind.WORD and len(form) > 4
            self._passive[row] = known and finnish.is_passive(form, lemma(form, "fi"))
        return self._passive[types] > 0

    def first_person_verb(self, types: Ints) -> Ints:
        """For token types: 1 for a Finnish verb with the ending of I, 2 with that of we, 0 for all else."""
        if self.language != "fi":
            return np.zeros(len(types), dtype=np.int8)
        for row in np.unique(types[self._person[types] < 0]).tolist():
            form = self.table.form[row]
            may = self.table.kind[row] == Kind.WORD and form.endswith(("n", "mme")) and len(form) > 3
            self._person[row] = {"1sg": 1, "1pl": 2}.get(finnish.person(form, lemma(form, "fi")), 0) if may else 0
        return self._person[types]


def _verb_ending(form: str, language: str) -> bool:
    """Whether a word beside "I" has the ending of a verb: English -ed, -ing; Swedish -r, -de, -te."""
    if language == "en":
        return len(form) > 4 and form.endswith(("ed", "ing"))
    return language == "sv" and len(form) > 3 and form.endswith(("ar", "er", "år", "de", "te"))


def _contraction(form: str, language: str) -> bool:
    """English contractions (I'll, don't)."""
    return language == "en" and "'" in form and form.endswith(("n't", "'ll", "'ve", "'re", "'m", "'d"))


def _digits(form: str, language: str) -> int:
    """How many digits the word has; the same in every language."""
    return sum(map(str.isdigit, form)) if language and not form.isalpha() else 0


def _asking(form: str, language: str) -> bool:
    """Finnish words with the asking ending -ko, -kö."""
    return language == "fi" and len(form) > 3 and form.endswith(("ko", "kö"))


SHAPES: Mapping[str, Callable[[str, str], int]] = {
    "verb_ending": _verb_ending,
    "contraction": _contraction,
    "digits": _digits,
    "asking": _asking,
}


def _frequencies(language: str) -> dict[str, float]:
    """Word -> share of running text, for words of at least about one in a million (wordfreq's small lists)."""
    import wordfreq

    frequencies: dict[str, float] = wordfreq.get_frequency_dict(language, wordlist="small")
    return frequencies


__all__ = ["NEUTRAL_LETTERS", "NEUTRAL_SYLLABLES", "RAREST", "TypeFacts", "WordSet", "npt"]
