"""A corpus read in one language: names put aside, words counted, markers found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from coachkit.text.chunks import CAPITAL, SHOUT, Kind
from coachkit.text.corpus import Bools, Corpus, Ints, runs_with
from coachkit.text.facts import FEWEST_LETTERS, NEUTRAL_LETTERS, NEUTRAL_SYLLABLES, TypeFacts
from coachkit.text.known_names import known_names
from coachkit.text.phrases import Hits, PhraseBook, negation_scope
from coachkit.text.sign_offs import signed_off
from coachkit.text.tokens import Tokens

LONG_WORD = 7
"""Letters from which LIX counts a word as long (more than six)."""

SHORTEST_SENTENCE = 3
"""Words from which a sentence is more than a greeting or a sign-off."""

NAME_SLOT = 3
"""Words after a greeting that are taken for the name of the person greeted."""
LONGEST_GREETING = NAME_SLOT + 3
"""Tokens of a greeting line with a name at most."""


class Parsed(Tokens):
    """A corpus with what the language says of it; every column is worked out when first asked for.

    n texts, m tokens, s sentences. `names` holds the names known for each text (the customer's, the agent's).
    """

    def __init__(self, corpus: Corpus, facts: TypeFacts, book: PhraseBook, names: Sequence[tuple[str, ...]] = ()) -> None:
        super().__init__(corpus, facts)
        self.book, self._names = book, names

    @cached_property
    def negated(self) -> Bools:
        """(m,) tokens that a negation shortly before them turns round."""
        return negation_scope(self.corpus, self.flag("negation"), self.blocked)

    @cached_property
    def hits(self) -> Hits:
        """All markers found. Initials are no words, whatever they spell (^NP, ^BR)."""
        return self.book.find(self.corpus, self.negated).outside(self.signed_off)

    @cached_property
    def given_name(self) -> Bools:
        """(m,) tokens that are part of a name known for the text, inflected too."""
        if not any(self._names):
            return np.zeros(self.m, dtype=bool)
        return known_names(self.corpus, self._names, self.corpus.table.kind == Kind.WORD)

    @cached_property
    def neutral(self) -> Bools:
        """(m,) names and words for persons, which count alike whoever is meant.

        A capitalised word inside a sentence, or at its start when it is no frequent word, is taken for a name.
        """
        name = (self.corpus.flags & (CAPITAL | SHOUT)) == CAPITAL
        name &= self.is_kind(Kind.WORD)
        name &= ~self.flag("function")
        return (name | self.person) & self.is_word

    @cached_property
    def person(self) -> Bools:
        """(m,) words for persons, names known for the text, and the words after a greeting."""
        return self.flag("person") | self.given_name | self.greeted

    @cached_property
    def greeted(self) -> Bools:
        """(m,) the words after a greeting at the start of a text, up to the end of its line or clause."""
        mask = np.zeros(self.m, dtype=bool)
        rows = self.hits.of("greeting")
        last, first = self.hits.last[rows], self.hits.first[rows]
        if not len(last):
            return mask
        sentence = self.sentence[first]
        # Only a short first line is a greeting line; "hi I wonder why ..." has no name after "hi".
        open_slots = last[
            (self.sentence_first[sentence] == first) & (self.sentence_size[self.sentence[last]] <= LONGEST_GREETING)
        ]
        for _ in range(NAME_SLOT):
            # The last token of a text ends a clause, so no step leads into the next text.
            open_slots = open_slots[~self.blocked[open_slots]] + 1
            mask[open_slots] = True
        return mask & ~self.flag("function")

    @cached_property
    def signed(self) -> Bools:
        """(m,) the name on the last line of a text: one to three words there, all with a capital, no mark after them."""
        mask = np.zeros(self.m, dtype=bool)
        last = (self.sentence_rank_from_end == 0) & (self.sentence_rank > 0) & (self.sentence_size <= NAME_SLOT)
        rows = np.flatnonzero(last)
        rows = rows[self.corpus.newlines[self.sentence_first[rows]] > 0]
        if not len(rows):
            return mask
        # Of a shorter line the last token is looked at more than once.
        first, last = self.sentence_first[rows], self.sentence_last[rows]
        tokens = np.minimum(first[:, np.newaxis] + np.arange(NAME_SLOT), last[:, np.newaxis])
        mask[tokens[(self.corpus.capital[tokens] & (self.kind[tokens] == int(Kind.WORD))).all(axis=1)]] = True
        return mask

    @cached_property
    def signed_off(self) -> Bools:
        """(m,) the name or initials behind a mark at the very end of a text."""
        return signed_off(self.corpus)

    @cached_property
    def counted(self) -> Bools:
        """(m,) words as they are counted: a run of names counts as one."""
        run_on = np.zeros(self.m, dtype=bool)
        run_on[1:] = self.neutral[1:] & self.neutral[:-1] & ~self.blocked[:-1]
        return self.is_word & ~run_on

    @cached_property
    def letters(self) -> Ints:
        """(m,) letters of a counted word, names alike; 0 for what is not counted."""
        own = self.own_letters.copy()
        np.putmask(own, self.neutral, NEUTRAL_LETTERS)
        own *= self.counted
        return own

    @cached_property
    def syllables(self) -> Ints:
        """(m,) syllables of a counted word, names alike; 0 for what is not counted."""
        own = self.facts.syllables.take(self.corpus.type)
        np.putmask(own, self.neutral, NEUTRAL_SYLLABLES)
        own *= self.counted
        return own

    @cached_property
    def long_word(self) -> Bools:
        """(m,) counted words of more than six letters."""
        return self.letters >= LONG_WORD

    @cached_property
    def long_words(self) -> Ints:
        """(n,) counted words of more than six letters in each text."""
        return self.per_reply(self.long_word)

    @cached_property
    def words(self) -> Ints:
        """(n,) words of each text."""
        return runs_with(self.sentence_words, self.sentence_ptr)

    @cached_property
    def letter_words(self) -> Ints:
        """(n,) words with letters in each text, names counted one by one."""
        return self.corpus.letter_words

    @cached_property
    def sentence_words(self) -> Ints:
        """(s,) words of each sentence."""
        return self.per_sentence(self.counted)

    @cached_property
    def content(self) -> Bools:
        """(m,) words that carry a matter: no function words, no person's name, nothing of one or two letters; figures too.

        Other capitalised words (places, products) carry a matter like any word.
        """
        word = self.is_kind(Kind.WORD) & (self.own_letters > FEWEST_LETTERS) & ~self.flag("function") & ~self.flag("negation")
        # Of a name of several words the first stands for all, so that a longer name is no more of a matter.
        return (word | self.is_figure) & ~self.person & (self.counted | ~self.neutral)

    @cached_property
    def matter_keys(self) -> tuple[Ints, Ints]:
        """Tokens that carry a matter, and for each its text and stem as one number (text << 32 | stem)."""
        rows = np.flatnonzero(self.content)
        stems = self.facts.stem_ids(self.corpus.type[rows]).astype(np.int64)
        return rows, (self.corpus.reply[rows] << 32) | stems

    def sentences_with_list(self, key: str) -> Bools:
        """(s,) sentences that hold a token inside a hit of a list."""
        if key not in self._with_list:
            rows = self.hits.of(key)
            touched = np.zeros(len(self.sentence_first), dtype=bool)
            first, last = self.sentence[self.hits.first[rows]], self.sentence[self.hits.last[rows]]
            touched[first], touched[last] = True, True
            for hit in np.flatnonzero(last > first + 1).tolist():
                touched[first[hit] : last[hit]] = True
            self._with_list[key] = touched
        return self._with_list[key]

    @cached_property
    def _with_list(self) -> dict[str, Bools]:
        return {}

    @cached_property
    def real_sentence(self) -> Bools:
        """(s,) sentences of three words or more; greetings and sign-offs are shorter."""
        return self.sentence_words >= SHORTEST_SENTENCE

    @cached_property
    def real_sentences(self) -> Ints:
        """(n,) sentences of three words or more in each text."""
        return self.sentences_per_reply(self.real_sentence)
