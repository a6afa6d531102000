"""The tokens of a corpus with what a language says of each, and its sentences."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from coachkit import compiled
from coachkit.text.arrays import by_eights
from coachkit.text.chunks import COMMA_AFTER, Kind
from coachkit.text.corpus import Bools, Corpus, Floats, Ints, count_in_runs, with_bits, words
from coachkit.text.facts import TypeFacts, flag_bit, trait_bit
from coachkit.text.sentences import sentence_starts


class Tokens:
    """A corpus read in one language; every column is worked out when first asked for. n texts, m tokens, s sentences."""

    def __init__(self, corpus: Corpus, facts: TypeFacts) -> None:
        facts.update(corpus.type)
        self.corpus, self.facts = corpus, facts
        self._flags: dict[str, Bools] = {}
        self._shapes: dict[str, Ints] = {}
        self.n = len(corpus)
        self.m = len(corpus.type)

    def flag(self, name: str) -> Bools:
        """(m,) tokens in a word list of the language pack (facts.FLAGS)."""
        if name not in self._flags:
            self._flags[name] = with_bits(self._bits, flag_bit(name))
        return self._flags[name]

    @cached_property
    def _bits(self) -> Ints:
        return self.facts.bits.take(self.corpus.type)

    def trait(self, name: str) -> Bools:
        """(m,) what the words' frequency says (facts.TRAITS)."""
        return with_bits(self._traits, trait_bit(name))

    @cached_property
    def _traits(self) -> Ints:
        return self.facts.traits.take(self.corpus.type)

    def shape(self, name: str) -> Ints:
        """(m,) what can be seen of the words' letters alone (facts.SHAPES)."""
        if name not in self._shapes:
            self._shapes[name] = self.facts.shape(name).take(self.corpus.type)
        return self._shapes[name]

    @cached_property
    def kind(self) -> Ints:
        """(m,) chunks.Kind."""
        return self.corpus.kind

    def is_kind(self, kind: Kind) -> Bools:
        """(m,) tokens of one kind."""
        return self.corpus.is_kind(kind)

    def is_mark(self, mark: str) -> Bools:
        """(m,) sentence marks of one form, such as "!"."""
        if mark not in self._marks:
            self._marks[mark] = self.corpus.type == self.corpus.table.type_id.get((mark, int(Kind.END)), -1)
        return self._marks[mark]

    @cached_property
    def _marks(self) -> dict[str, Bools]:
        return {}

    @cached_property
    def is_word(self) -> Bools:
        """(m,) tokens that count as words."""
        return words(self.corpus)

    @cached_property
    def starts(self) -> Bools:
        """(m,) tokens that begin a sentence."""
        return sentence_starts(self.corpus, self.facts.stop, self.flag("function"))

    @cached_property
    def sentence(self) -> Ints:
        """(m,) number of the sentence a token is in."""
        if compiled.in_use():
            return self._sentences[0]
        return np.repeat(np.arange(len(self.sentence_first)), self.sentence_size)

    @cached_property
    def sentence_first(self) -> Ints:
        """(s,) first token of each sentence."""
        if compiled.in_use():
            return self._sentences[1]
        return np.flatnonzero(self.starts)

    @cached_property
    def _sentences(self) -> tuple[Ints, Ints]:
        """`sentence` and `sentence_first`, by one compiled loop."""
        from coachkit.text import token_kernels

        sentence, first = np.empty(self.m, dtype=np.int64), np.empty(self.m + 1, dtype=np.int64)
        found = token_kernels.number_sentences(self.starts, sentence, first)
        return sentence, first[:found].copy()

    @cached_property
    def sentence_bounds(self) -> Ints:
        """(s + 1,) first token of each sentence, and the end of the last."""
        return np.append(self.sentence_first, self.m)

    @cached_property
    def sentence_last(self) -> Ints:
        """(s,) last token of each sentence."""
        return self.sentence_bounds[1:] - 1

    @cached_property
    def sentence_reply(self) -> Ints:
        """(s,) the text each sentence is in."""
        return self.corpus.reply[self.sentence_first]

    @cached_property
    def blocked(self) -> Bools:
        """(m,) tokens after which a clause ends: a comma, a stop, the end of a sentence."""
        if compiled.in_use():
            from coachkit.text import token_kernels

            blocked = np.empty(self.m, dtype=bool)
            token_kernels.block(self.corpus.type, self.corpus.flags, self.corpus.table.kind, self.starts, blocked)
            return blocked
        blocked = self.corpus.has(COMMA_AFTER)
        blocked |= self.is_kind(Kind.END)
        blocked |= self.is_kind(Kind.PAUSE)
        if self.m:
            blocked[self.sentence_last] = True
        return blocked

    @cached_property
    def sentence_size(self) -> Ints:
        """(s,) tokens of each sentence."""
        return self.sentence_last - self.sentence_first + 1

    @cached_property
    def own_letters(self) -> Ints:
        """(m,) letters of each token, whatever it is."""
        return self.corpus.table.letters.take(self.corpus.type)

    def behind(self, mask: Bools) -> Bools:
        """(m,) tokens right behind one of the mask, in the same text."""
        result = np.zeros(self.m, dtype=bool)
        result[1:] = mask[:-1]
        result[self.corpus.text_starts] = False
        return result

    def before(self, mask: Bools) -> Bools:
        """(m,) tokens right before one of the mask, in the same text."""
        result = np.zeros(self.m, dtype=bool)
        result[:-1] = mask[1:]
        result[self.corpus.text_starts[1:] - 1] = False
        return result

    @cached_property
    def is_figure(self) -> Bools:
        """(m,) numbers, dates, times, sums, codes and addresses."""
        return (self.kind >= int(Kind.NUMBER)) & (self.kind <= int(Kind.EMAIL))

    def per_reply(self, mask: Bools) -> Ints:
        """(n,) tokens of a mask in each text."""
        return self.corpus.per_reply(mask)

    def sentences_with(self, mask: Bools) -> Bools:
        """(s,) sentences that hold a token of the mask."""
        result = np.zeros(len(self.sentence_first), dtype=bool)
        if compiled.in_use():
            compiled.loaded("coachkit.text.token_kernels").touch(mask, by_eights(mask), self.sentence, result)
            return result
        result[self.sentence.take(np.flatnonzero(mask))] = True
        return result

    def per_sentence(self, mask: Bools) -> Ints:
        """(s,) tokens of a mask in each sentence."""
        if compiled.in_use():
            return count_in_runs(mask, self.sentence_bounds)
        # Sentences are many and short, where one running count is quicker than a sum for each.
        counted = np.cumsum(mask, dtype=np.int32).take(self.sentence_last)
        return np.diff(counted, prepend=np.int32(0)).astype(np.int64)

    def replies_with(self, sentences: Bools) -> Bools:
        """(n,) texts that hold one of the sentences (s,)."""
        result = np.zeros(self.n, dtype=bool)
        result[self.sentence_reply.take(np.flatnonzero(sentences))] = True
        return result

    def sentences_per_reply(self, sentences: Bools) -> Ints:
        """(n,) how many of the sentences (s,) each text holds."""
        if compiled.in_use():
            return count_in_runs(sentences, self.sentence_ptr)
        return np.bincount(self.sentence_reply.take(np.flatnonzero(sentences)), minlength=self.n)

    @cached_property
    def sentence_count(self) -> Ints:
        """(n,) sentences of each text."""
        return np.diff(self.sentence_ptr)

    @cached_property
    def sentence_ptr(self) -> Ints:
        """(n + 1,) first sentence of each text."""
        return np.searchsorted(self.sentence_reply, np.arange(self.n + 1))

    @cached_property
    def sentence_rank(self) -> Ints:
        """(s,) place of a sentence in its text, from 0."""
        return np.arange(len(self.sentence_first)) - np.repeat(self.sentence_ptr[:-1], self.sentence_count)

    @cached_property
    def sentence_rank_from_end(self) -> Ints:
        """(s,) place of a sentence in its text counted from the end, from 0."""
        return np.repeat(self.sentence_ptr[1:], self.sentence_count) - 1 - np.arange(len(self.sentence_first))

    @cached_property
    def question_sentence(self) -> Bools:
        """(s,) sentences that end with a question mark."""
        return self.sentences_with(self.is_mark("?"))

    def mean(self, total: Ints | Floats, count: Ints | Floats) -> Floats:
        """total / count, NaN where there is nothing to count."""
        if compiled.in_use():
            found = np.empty(len(total))
            compiled.loaded("coachkit.text.token_kernels").divide(total, count, found)
            return found
        return np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0)
