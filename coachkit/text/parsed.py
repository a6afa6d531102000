"""A corpus read in one language: sentences, names put aside, counts by text, markers found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from coachkit.text.chunks import CAPITAL, COMMA_AFTER, SHOUT, Kind
from coachkit.text.corpus import Bools, Corpus, Floats, Ints, words
from coachkit.text.facts import NEUTRAL_LETTERS, NEUTRAL_SYLLABLES, TypeFacts
from coachkit.text.phrases import Hits, PhraseBook, negation_scope
from coachkit.text.sentences import sentence_starts

LONG_WORD = 7
"""Letters from which LIX counts a word as long (more than six)."""

NAME_SLOT = 3
"""Words after a greeting that are taken for the name of the person greeted."""


class Parsed:
    """A corpus with what the language says of it; every column is worked out when first asked for.

    n texts, m tokens, s sentences. `names` holds the names known for each text (the customer's, the agent's).
    """

    def __init__(self, corpus: Corpus, facts: TypeFacts, book: PhraseBook, names: Sequence[tuple[str, ...]] = ()) -> None:
        facts.update(corpus.type)
        self.corpus, self.facts, self.book, self._names = corpus, facts, book, names
        self._flags: dict[str, Bools] = {}
        self.n = len(corpus)
        self.m = len(corpus.type)

    def flag(self, name: str) -> Bools:
        """(m,) tokens in a word list of the language pack (facts.FLAGS)."""
        if name not in self._flags:
            self._flags[name] = self.facts.flag(name).take(self.corpus.type)
        return self._flags[name]

    def shape(self, name: str) -> Ints:
        """(m,) what can be seen of the words' letters alone (facts.SHAPES)."""
        return self.facts.shape(name).take(self.corpus.type)

    @cached_property
    def kind(self) -> Ints:
        """(m,) chunks.Kind."""
        return self.corpus.kind

    @cached_property
    def is_word(self) -> Bools:
        """(m,) tokens that count as words."""
        return words(self.corpus)

    @cached_property
    def starts(self) -> Bools:
        """(m,) tokens that begin a sentence."""
        return sentence_starts(self.corpus, self.facts.stop.take(self.corpus.type), self.flag("function"))

    @cached_property
    def sentence(self) -> Ints:
        """(m,) number of the sentence a token is in."""
        return np.cumsum(self.starts, dtype=np.int32).astype(np.int64) - 1

    @cached_property
    def sentence_first(self) -> Ints:
        """(s,) first token of each sentence."""
        return np.flatnonzero(self.starts)

    @cached_property
    def sentence_last(self) -> Ints:
        """(s,) last token of each sentence."""
        return np.append(self.sentence_first[1:], self.m)[: len(self.sentence_first)] - 1

    @cached_property
    def sentence_reply(self) -> Ints:
        """(s,) the text each sentence is in."""
        return self.corpus.reply[self.sentence_first]

    @cached_property
    def blocked(self) -> Bools:
        """(m,) tokens after which a clause ends: a comma, a stop, the end of a sentence."""
        blocked = (self.corpus.flags & COMMA_AFTER) > 0
        blocked |= (self.kind == Kind.END) | (self.kind == Kind.PAUSE)
        if self.m:
            blocked[self.sentence_last] = True
        return blocked

    @cached_property
    def negated(self) -> Bools:
        """(m,) tokens that a negation shortly before them turns round."""
        return negation_scope(self.corpus, self.flag("negation"), self.blocked)

    @cached_property
    def hits(self) -> Hits:
        """All markers found."""
        return self.book.find(self.corpus, self.negated)

    @cached_property
    def given_name(self) -> Bools:
        """(m,) tokens that are part of a name known for the text, inflected too."""
        mask = np.zeros(self.m, dtype=bool)
        if not any(self._names):
            return mask
        form, kinds = self.corpus.table.form, self.corpus.table.kind
        for row, names in enumerate(self._names):
            if names:
                first, last = int(self.corpus.ptr[row]), int(self.corpus.ptr[row + 1])
                types = self.corpus.type[first:last].tolist()
                mask[first:last] = [kinds[one] == Kind.WORD and is_name(form[one], names) for one in types]
        return mask

    @cached_property
    def neutral(self) -> Bools:
        """(m,) names and words for persons, which count alike whoever is meant.

        A capitalised word inside a sentence, or at its start when it is no frequent word, is taken for a name.
        """
        capital = (self.corpus.flags & (CAPITAL | SHOUT)) == CAPITAL
        name = (self.kind == Kind.WORD) & capital & ~self.flag("function")
        return (name | self.flag("person") | self.given_name | self.greeted) & self.is_word

    @cached_property
    def greeted(self) -> Bools:
        """(m,) the words after a greeting at the start of a text, up to the end of its line or clause."""
        rows = self.hits.of("greeting")
        last, first = self.hits.last[rows], self.hits.first[rows]
        last = last[self.sentence_first[self.sentence[first]] == first] if self.m else last
        mask = np.zeros(self.m + 1, dtype=bool)
        open_slots = last[~self.blocked[last]] if self.m else last
        for step in range(1, NAME_SLOT + 1):
            place = np.minimum(open_slots + step, self.m)
            mask[place] = True
            stops = np.append(self.blocked, True)[place]
            open_slots = open_slots[~stops]
        # Only a short first line is a greeting line; "hi I wonder why ..." has no name after "hi".
        return mask[:-1] & ~self.flag("function") & (self._sentence_size[self.sentence] <= NAME_SLOT + 3)

    @cached_property
    def signed(self) -> Bools:
        """(m,) the name on the last line of a text: one to three words there, all with a capital, no mark after them."""
        mask = np.zeros(self.m, dtype=bool)
        if not self.m:
            return mask
        last = (self.sentence_rank_from_end == 0) & (self.sentence_rank > 0) & (self._sentence_size <= NAME_SLOT)
        last &= self.corpus.newlines[self.sentence_first] > 0
        capital = (self.kind == Kind.WORD) & ((self.corpus.flags & CAPITAL) > 0)
        return (last & ~self.sentences_with(~capital))[self.sentence]

    @cached_property
    def _sentence_size(self) -> Ints:
        return self.sentence_last - self.sentence_first + 1

    @cached_property
    def counted(self) -> Bools:
        """(m,) words as they are counted: a run of names counts as one."""
        run_on = np.zeros(self.m, dtype=bool)
        run_on[1:] = self.neutral[1:] & self.neutral[:-1] & ~self.blocked[:-1]
        return self.is_word & ~run_on

    @cached_property
    def frequency(self) -> Floats:
        """(m,) share of running text that the word makes up; 0 for words that are rare, and for what is no word."""
        return self.facts.frequency.take(self.corpus.type)

    @cached_property
    def letters(self) -> Ints:
        """(m,) letters of a counted word, names alike; 0 for what is not counted."""
        own = np.where(self.neutral, NEUTRAL_LETTERS, self.corpus.table.letters.take(self.corpus.type))
        return np.where(self.counted, own, 0)

    @cached_property
    def syllables(self) -> Ints:
        """(m,) syllables of a counted word, names alike; 0 for what is not counted."""
        own = np.where(self.neutral, NEUTRAL_SYLLABLES, self.facts.syllables.take(self.corpus.type))
        return np.where(self.counted, own, 0)

    @cached_property
    def long_word(self) -> Bools:
        """(m,) counted words of more than six letters."""
        return self.letters >= LONG_WORD

    @cached_property
    def words(self) -> Ints:
        """(n,) words of each text."""
        return self.corpus.per_reply(self.counted)

    @cached_property
    def sentence_words(self) -> Ints:
        """(s,) words of each sentence."""
        return self.per_sentence(self.counted)

    @cached_property
    def content(self) -> Bools:
        """(m,) words that carry a matter: no function words, no person's name, nothing of one or two letters; figures too.

        Other capitalised words (places, products) carry a matter like any word.
        """
        letters = self.corpus.table.letters.take(self.corpus.type)
        word = (self.kind == Kind.WORD) & (letters > 2) & ~self.flag("function") & ~self.flag("negation")
        person = self.given_name | self.greeted | self.flag("person")
        # Of a name of several words the first stands for all, so that a longer name is no more of a matter.
        return (word | self.is_figure) & ~person & (self.counted | ~self.neutral)

    @cached_property
    def matter_keys(self) -> tuple[Ints, Ints]:
        """Tokens that carry a matter, and for each its text and stem as one number (text << 32 | stem)."""
        rows = np.flatnonzero(self.content)
        stems = self.facts.stem_ids(self.corpus.type[rows]).astype(np.int64)
        return rows, (self.corpus.reply[rows] << 32) | stems

    @cached_property
    def is_figure(self) -> Bools:
        """(m,) numbers, dates, times, sums, codes and addresses."""
        return (self.kind >= Kind.NUMBER) & (self.kind <= Kind.EMAIL)

    def per_reply(self, mask: Bools) -> Ints:
        """(n,) tokens of a mask in each text."""
        return self.corpus.per_reply(mask)

    def sentences_with(self, mask: Bools) -> Bools:
        """(s,) sentences that hold a token of the mask."""
        result = np.zeros(len(self.sentence_first), dtype=bool)
        result[self.sentence.take(np.flatnonzero(mask))] = True
        return result

    def per_sentence(self, mask: Bools) -> Ints:
        """(s,) tokens of a mask in each sentence."""
        # Sentences are many and short, where one running count is quicker than a sum for each.
        counted = np.cumsum(mask, dtype=np.int32).take(self.sentence_last)
        return np.diff(counted, prepend=np.int32(0)).astype(np.int64)

    def replies_with(self, sentences: Bools) -> Bools:
        """(n,) texts that hold one of the sentences (s,)."""
        result = np.zeros(self.n, dtype=bool)
        result[self.sentence_reply[sentences]] = True
        return result

    @cached_property
    def sentence_rank(self) -> Ints:
        """(s,) place of a sentence in its text, from 0."""
        first = np.searchsorted(self.sentence_reply, np.arange(self.n))
        return np.arange(len(self.sentence_first)) - first[self.sentence_reply]

    @cached_property
    def sentence_rank_from_end(self) -> Ints:
        """(s,) place of a sentence in its text counted from the end, from 0."""
        last = np.searchsorted(self.sentence_reply, np.arange(self.n), side="right") - 1
        return last[self.sentence_reply] - np.arange(len(self.sentence_first))

    @cached_property
    def question_sentence(self) -> Bools:
        """(s,) sentences that end with a question mark."""
        mark = self.corpus.table.type_id.get(("?", int(Kind.END)), -1)
        return self.sentences_with(self.corpus.type == mark)

    def mean(self, total: Ints | Floats, count: Ints | Floats) -> Floats:
        """total / count, NaN where there is nothing to count."""
        return np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0)


def is_name(form: str, names: tuple[str, ...]) -> bool:
    """Whether a token is one of the names, or one of them with an ending ("Annan", "Anna's"; a short name only with a case's)."""
    for name in names:
        ending = form.removeprefix(name)
        if form == name or (
            ending != form and (len(ending) <= LONGEST_ENDING if len(name) > SHORT_NAME else ending in CASE_ENDINGS)
        ):
            return True
    return False


SHORT_NAME = 2
LONGEST_ENDING = 4
CASE_ENDINGS = frozenset(("n", "a", "ä", "lle", "lta", "ltä", "lla", "llä", "ssa", "ssä", "sta", "stä", "s", "'s"))
