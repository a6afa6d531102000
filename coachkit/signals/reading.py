"""What the signals are measured on: the replies and the customers' messages, parsed in one language."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from coachkit import compiled
from coachkit.signals.actions import action_tokens, first_person_words
from coachkit.signals.measured import Measured
from coachkit.signals.shared_words import copied_words, matter_within, word_runs
from coachkit.signals.times import amount_tokens, time_tokens, times_and_amounts
from coachkit.signals.word_sums import WordSums, distinct_types, word_sums
from coachkit.text.chunks import Kind
from coachkit.text.corpus import Bools, Ints, among, distinct
from coachkit.text.parsed import Parsed

FEWEST_INSTRUCTIONS = 2
"""A reply instructs that holds more instructions than this."""


class Reading:
    """Replies with their customers' messages in one language; n of each. Where a message is missing its text is empty."""

    def __init__(
        self,
        replies: Parsed,
        customers: Parsed,
        has_customer: Bools,
        customer_names: tuple[str | None, ...],
        other_language: Bools,
    ) -> None:
        self.replies, self.customers, self.has_customer = replies, customers, has_customer
        self.customer_names, self.other_language = customer_names, other_language
        self.n = replies.n
        self.no_customer, self.any_customer = ~has_customer, bool(has_customer.any())
        self._measured: dict[str, Measured] = {}
        self._does: dict[str, Bools] = {}

    def measured(self, name: str, signal: Callable[[Reading], Measured]) -> Measured:
        """The values of a signal, worked out once however many criteria ask."""
        if name not in self._measured:
            self._measured[name] = signal(self)
        return self._measured[name]

    @property
    def language(self) -> str:
        """The language that the replies are read in."""
        return self.replies.facts.language

    def count(self, key: str) -> Ints:
        """(n,) hits of a list in the replies."""
        return self.replies.hits.count(key)

    @cached_property
    def word_sums(self) -> WordSums:
        """What the words of each reply add up to."""
        return word_sums(self.replies)

    @cached_property
    def customer_questions(self) -> Bools:
        """(n,) whether the customer asks something."""
        if not self.any_customer:
            return np.zeros(self.n, dtype=bool)
        return self.customers.replies_with(self.customer_question_sentences)

    @cached_property
    def customer_question_sentences(self) -> Bools:
        """(s,) questions of the customer: with a question mark, or opening with a question word and no mark at all."""
        customers = self.customers
        opened = np.zeros(len(customers.sentence_first), dtype=bool)
        for kind in ("when", "where", "why", "how_much", "how", "yes_no"):
            starts = customers.hits.starts(f"question.{kind}")
            opened |= starts[customers.sentence_first] if len(starts) else opened
        marked = customers.question_sentence
        long_enough = customers.sentence_words >= 3
        return (marked & (customers.sentence_words >= 2)) | (opened & long_enough & ~self._ends_with_stop)

    @cached_property
    def _ends_with_stop(self) -> Bools:
        customers = self.customers
        stops = [customers.corpus.table.type_id.get((mark, int(Kind.END)), -1) for mark in ".!"]
        last = customers.corpus.type[customers.sentence_last] if customers.m else customers.sentence_last
        return np.isin(last, stops)

    def customer_is(self, situation: str) -> Bools:
        """(n,) whether the customer's message shows a situation of the language pack, asks, or tells facts."""
        if situation == "any":
            return self.has_customer
        if situation == "question":
            return self.customer_questions
        if situation == "facts":
            return self.customers.per_reply(self.customers.is_figure) > 0
        return self.customers.hits.count(f"situation.{situation}") > 0

    def does(self, name: str) -> Bools:
        """(n,) whether the reply refuses, instructs, asks or acts."""
        if name not in self._does:
            self._does[name] = self._found(name)
        return self._does[name]

    def _found(self, name: str) -> Bools:
        if name == "refuses":
            return self.count("refusal") > 0
        if name == "instructs":
            return self.count("instruction") > FEWEST_INSTRUCTIONS
        if name == "asks":
            return self.replies.replies_with(self.replies.question_sentence) | (self.count("asks_for") > 0)
        return self.acts

    @cached_property
    def time(self) -> Bools:
        """(m,) tokens of the replies that name a concrete day, time or duration."""
        return self._times[0] if compiled.in_use() else time_tokens(self.replies)

    @cached_property
    def amount(self) -> Bools:
        """(m,) tokens that name a sum or a share."""
        return self._times[1] if compiled.in_use() else amount_tokens(self.replies)

    @cached_property
    def _times(self) -> tuple[Bools, Bools]:
        return times_and_amounts(self.replies)

    @cached_property
    def first_person(self) -> Bools:
        """(m,) words for I and we."""
        return first_person_words(self.replies)

    @cached_property
    def action(self) -> Bools:
        """(m,) verbs of doing something for the customer, said in the first person (see action_tokens)."""
        return action_tokens(self.replies, self.copied)

    @cached_property
    def acts(self) -> Bools:
        """(n,) replies that do something for the customer."""
        return self.replies.per_reply(self.action) > 0

    @cached_property
    def acting(self) -> Bools:
        """(s,) sentences of the replies that do something."""
        return self.replies.sentences_with(self.action)

    @cached_property
    def deeds(self) -> Ints:
        """(n,) different things that each reply does."""
        return distinct_types(self.replies, np.flatnonzero(self.action))

    @cached_property
    def copied(self) -> Bools:
        """(m,) words inside a run of words that stands in the customer's message, in replies that are largely such runs."""
        if not self.customers.m:
            return np.zeros(self.replies.m, dtype=bool)
        _, _, rows, found = self.runs
        return copied_words(self.replies, rows[:, found])

    @cached_property
    def runs(self) -> tuple[Ints, Ints, Ints, Bools]:
        """The replies' runs of words (see word_runs), and which of them stand in the customer's message."""
        own, reply, rows = word_runs(self.replies)
        return own, reply, rows, among(own, word_runs(self.customers)[0])

    @cached_property
    def named(self) -> Bools:
        """(m,) names of places, products and people inside a sentence; the customer's own and the greeting's are left out."""
        parsed = self.replies
        capital = parsed.corpus.capital & ~parsed.starts & parsed.is_kind(Kind.WORD)
        return capital & parsed.neutral & parsed.counted & ~parsed.given_name & ~parsed.greeted

    @cached_property
    def shared(self) -> Bools:
        """(m,) content words and figures of the replies that the customer used too (by lemma)."""
        return self._shared_masks[0]

    @cached_property
    def shared_in_customer(self) -> Bools:
        """(m',) content words and figures of the customers that the reply takes up."""
        return self._shared_masks[1]

    @cached_property
    def _shared_masks(self) -> tuple[Bools, Bools]:
        if not self.customers.m:
            return np.zeros(self.replies.m, dtype=bool), np.zeros(0, dtype=bool)
        return matter_within(self.replies, self.customers) & ~self.copied, matter_within(self.customers, self.replies)

    @cached_property
    def shared_count(self) -> Ints:
        """(n,) different content lemmas and figures that reply and customer share."""
        if not self.shared.any():
            return np.zeros(self.n, dtype=np.int64)
        rows, keys = self.replies.matter_keys
        found = distinct(keys[self.shared[rows]])
        return np.bincount(found >> 32, minlength=self.n)

    @cached_property
    def customer_matter(self) -> Ints:
        """(n,) different content lemmas and figures in the customer's message."""
        _, keys = self.customers.matter_keys
        return np.bincount(distinct(keys) >> 32, minlength=self.n)
