"""What a language's pack and rules say of each token type, worked out once per type and kept as columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version

import numpy as np

from coachkit.documents import kept
from coachkit.languages import language_pack
from coachkit.text import finnish
from coachkit.text.chunks import ChunkTable, Kind
from coachkit.text.corpus import Bools, Floats, Ints, distinct, grown
from coachkit.text.lemmas import is_known, lemma
from coachkit.text.sentences import stop_kinds
from coachkit.text.syllables import syllables
from coachkit.text.wordlists import ByWord, WordSet

FLAGS = ("function", "negation", "person", "month", "weekday", "number", "duration", "money", "formal_you", "informal_you",
    "oblique", "non_action", "joining", "nominal", "deictic")  # fmt: skip
TRAITS = ("frequent", "rare", "general", "common", "everyday")
"""What the word's frequency says: known to the list of frequencies or a function word; below RAREST; above GENERAL, above COMMON;
from EVERYDAY on."""
FEWEST_LETTERS = 2
"""A word that carries a matter has more letters than this."""
NEUTRAL_LETTERS = 5
NEUTRAL_SYLLABLES = 2
"""A name or a word for a person counts as this much, whatever it is, so that swapping it changes no score."""

JOINING = ("and", "then", "please", "ja", "sitten", "sen", "jälkeen", "och", "sedan", "så", "därefter")
"""Words after which an imperative may stand in the middle of a sentence ("and open ...")."""

STEM_LETTERS = 6
FEWEST_KNOWN = 1_000
"""Words that a list of frequencies has at the very least."""
RAREST = 1e-6
"""Frequency below which a word is rare: once in a million words of running text (Zipf 3)."""
GENERAL = 2e-5
"""Frequency above which a word is too general to name a thing (Zipf 4.3)."""
COMMON = 1e-5
"""Frequency above which a word in capitals is no abbreviation but a word that is shouted."""
EVERYDAY = 3e-6
"""Frequency from which an abbreviation (PDF, SMS) needs no explanation."""


class TypeFacts:
    """Columns by token type for one language: `bits` (see FLAGS), `traits` (see TRAITS), `syllables`, `stop`, `rarity` (-log10 of
    the frequency)."""

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
        self._flag_bits = ByWord(
            [(word.lower(), 1 << place) for place, name in enumerate(FLAGS) for word in sources[name] if " " not in word]
        )
        self._moods = WordSet(pack.mood.positive), WordSet(pack.mood.negative)
        self._frequencies = _frequencies(language)
        self._seen: Bools = np.zeros(0, dtype=bool)
        self.bits: Ints = np.zeros(0, dtype=np.int16)
        self.traits: Ints = np.zeros(0, dtype=np.int8)
        self.syllables: Ints = np.zeros(0, dtype=np.int16)
        self.stop: Ints = np.zeros(0, dtype=np.int8)
        self.rarity: Floats = np.zeros(0)
        self._lemma: Ints = np.zeros(0, dtype=np.int32)
        self._passive: Ints = np.zeros(0, dtype=np.int8)
        self._person: Ints = np.zeros(0, dtype=np.int8)
        self._known: Ints = np.zeros(0, dtype=np.int8)
        self._feeling: Ints = np.zeros(0, dtype=np.int8)
        self._shapes: dict[str, Ints] = {name: np.zeros(0, dtype=np.int16) for name in SHAPES}
        self._lemma_numbers: dict[str, int] = {}

    def update(self, types: Ints) -> None:
        """Works out the columns for these token types where they are met for the first time."""
        size = len(self.table.form)
        if size > len(self._seen):
            self._grow(size)
        seen = self._seen.take(types)
        if seen.all():
            return
        new = distinct(types[~seen])
        self._seen[new] = True
        forms, kinds = [self.table.form[one] for one in new.tolist()], self.table.kind[new]
        self.bits[new] = [_all_of(self._flag_bits.of(form)) for form in forms]
        self.syllables[new] = [
            syllables(form, self.language) if kind == Kind.WORD else 1 for form, kind in zip(forms, kinds.tolist(), strict=True)
        ]
        self.stop[new] = stop_kinds(forms, kinds, self.language)
        frequency = np.array([self._frequencies.get(form, 0.0) for form in forms])
        self.rarity[new] = -np.log10(np.maximum(frequency, RAREST / 3))
        self.traits[new] = self._traits(frequency, (self.bits[new] & flag_bit("function")) > 0)
        for column in (self._lemma, self._passive, self._person, self._known, self._feeling):
            column[new] = -1
        for name, shape in SHAPES.items():
            self._shapes[name][new] = [shape(form, self.language) for form in forms]

    @staticmethod
    def _traits(frequency: Floats, function: Bools) -> Ints:
        """The bits of TRAITS, in their order."""
        traits = (
            (frequency > 0) | function,
            frequency < RAREST,
            frequency > GENERAL,
            frequency > COMMON,
            frequency >= EVERYDAY,
        )
        return np.sum([one.astype(np.int8) << place for place, one in enumerate(traits)], axis=0, dtype=np.int8)

    def _grow(self, size: int) -> None:
        for name in ("_seen", "bits", "traits", "syllables", "stop", "rarity"):
            setattr(self, name, grown(getattr(self, name), size))
        for name in ("_lemma", "_passive", "_person", "_known", "_feeling"):
            setattr(self, name, grown(getattr(self, name), size))
        self._shapes = {name: grown(column, size) for name, column in self._shapes.items()}

    def shape(self, name: str) -> Ints:
        """By token type: what can be seen of the word's letters alone (see SHAPES)."""
        return self._shapes[name]

    def particular(self) -> Bools:
        """By token type: words that carry a matter and are not among the most frequent thousands, if they are no names.

        What Parsed.content says of a single token beside that, its type cannot tell.
        """
        size = len(self.bits)
        word = (self.table.kind[:size] == int(Kind.WORD)) & (self.table.letters[:size] > FEWEST_LETTERS)
        word &= (self.bits & (flag_bit("function") | flag_bit("negation"))) == 0
        return word & ((self.traits & trait_bit("general")) == 0)

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


def flag_bit(name: str) -> int:
    """The bit of one of FLAGS."""
    return 1 << FLAGS.index(name)


def trait_bit(name: str) -> int:
    """The bit of one of TRAITS."""
    return 1 << TRAITS.index(name)


def _all_of(bits: Sequence[int]) -> int:
    """Several flags as one number."""
    result = 0
    for one in bits:
        result |= one
    return result


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


STREETS = ("katu", "tie", "kuja", "polku", "kaari", "ranta", "gatan", "vägen", "gränden", "stigen", "allén", "väg", "gata")
ROADS = ("street", "road", "avenue", "lane", "close", "drive", "court", "terrace", "way")


def _street(form: str, language: str) -> int:
    """1 for a word that a number may follow in an address (Kotikatu 5), 2 for one that it may stand before (5 High Street);
    the same in every language."""
    return 1 if language and form.endswith(STREETS) else 2 if form.startswith(ROADS) else 0


SHAPES: Mapping[str, Callable[[str, str], int]] = {
    "verb_ending": _verb_ending,
    "contraction": _contraction,
    "digits": _digits,
    "asking": _asking,
    "street": _street,
}


def _frequencies(language: str) -> dict[str, float]:
    """Word -> share of running text, for words of at least about one in a million (wordfreq's small lists).

    Kept in the cache folder: importing wordfreq and reading its list takes longer than a first score.
    """

    def ask() -> dict[str, float]:
        import wordfreq

        found: dict[str, float] = wordfreq.get_frequency_dict(language, wordlist="small")
        return found

    frequencies: dict[str, float] = kept("frequencies", [version("wordfreq"), language], ask, _are_shares)
    return frequencies


def _are_shares(value: object) -> bool:
    return isinstance(value, dict) and len(value) > FEWEST_KNOWN and all(isinstance(one, float) for one in value.values())


__all__ = ["FEWEST_LETTERS", "NEUTRAL_LETTERS", "NEUTRAL_SYLLABLES", "RAREST", "TypeFacts"]
