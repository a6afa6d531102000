"""What the signals are measured on: the replies and the customers' messages, parsed in one language."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from coachkit import compiled
from coachkit.signals.measured import Measured
from coachkit.signals.times import roles_of_types, time_tokens
from coachkit.signals.word_sums import WordSums, word_sums
from coachkit.text.chunks import Kind
from coachkit.text.corpus import Bools, Ints, among, distinct
from coachkit.text.facts import flag_bit
from coachkit.text.parsed import Parsed

GRAM = 4
"""Words in a row that count as copied."""

COPIED_FROM = 0.35
"""Share of a reply's words in such runs from which it counts as copied."""

FEWEST_INSTRUCTIONS = 2
"""A reply instructs that holds more instructions than this."""

VERB_REACH = 3
"""Words between "I" and its verb that may stand in between ("I have now checked")."""


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
    def _times(self) -> tuple[Bools, Bools]:
        """`time` and `amount`, by one compiled loop."""
        from coachkit.signals import measuring_kernels

        parsed, corpus = self.replies, self.replies.corpus
        time, amount = parsed.hits.tokens("time").copy(), np.zeros(parsed.m, dtype=bool)
        measuring_kernels.find_times(corpus.type, corpus.ptr, roles_of_types(parsed), time, amount)
        return time, amount

    @cached_property
    def amount(self) -> Bools:
        """(m,) tokens that name a sum or a share."""
        if compiled.in_use():
            return self._times[1]
        parsed = self.replies
        number = parsed.is_kind(Kind.NUMBER) | parsed.flag("number")
        unit = parsed.flag("money")
        near = parsed.behind(unit) | parsed.before(unit)
        return parsed.is_kind(Kind.MONEY) | parsed.is_kind(Kind.PERCENT) | (number & near)

    @cached_property
    def first_person(self) -> Bools:
        """(m,) words for I and we."""
        hits = self.replies.hits
        return hits.tokens("first_person_singular") | hits.tokens("first_person_plural")

    @cached_property
    def action(self) -> Bools:
        """(m,) verbs of doing something for the customer, said in the first person; words copied from the customer never.

        A verb of the pack's list, or a word with a verb's ending, near I or we; in Finnish a verb in the first person. Verbs
        of thinking, feeling and wanting (I understand, we value) are no action.
        """
        parsed = self.replies
        verb = self._verbs_compiled() if compiled.in_use() else self._verbs()
        rows = np.flatnonzero(verb)
        own = parsed.is_word[rows] & ((parsed.facts.bits[parsed.corpus.type[rows]] & flag_bit("non_action")) == 0)
        rows = rows[own & ~parsed.negated[rows] & ~self.copied[rows] & ~self._hollow(rows)]
        action = np.zeros(parsed.m, dtype=bool)
        # "Can I check ...?" asks, it does not act.
        action[rows] = ~parsed.question_sentence[parsed.sentence[rows]]
        return action

    def _verbs(self) -> Bools:
        """(m,) verbs of doing something in the first person, whatever stands around them."""
        parsed = self.replies
        subject = self.first_person & ~parsed.flag("oblique") & ~parsed.blocked
        near, carried, next_to = np.zeros(parsed.m, dtype=bool), subject, np.zeros(parsed.m, dtype=bool)
        next_to[1:] = subject[:-1]
        for _ in range(VERB_REACH + 1):
            near[1:] |= carried[:-1]
            carried = np.concatenate(([False], carried[:-1])) & ~parsed.blocked
        if self.language == "sv":
            # Inverted order: "då skickar jag", "i dag har vi skickat".
            inverted = np.append(subject[1:], False) & ~parsed.blocked
            near |= inverted
            next_to |= inverted
        verb = near & parsed.hits.tokens("action_verb")
        beside = np.flatnonzero(next_to)
        verb[beside] |= parsed.facts.shape("verb_ending")[parsed.corpus.type[beside]] > 0
        return self._with_finite(verb)

    def _verbs_compiled(self) -> Bools:
        """The same, looking around the words for I and we alone."""
        from coachkit.signals import measuring_kernels

        parsed, hits, verb = self.replies, self.replies.hits, np.zeros(self.replies.m, dtype=bool)
        types, bits, endings = parsed.corpus.type, parsed.facts.bits, parsed.facts.shape("verb_ending")
        blocked, listed = parsed.blocked, hits.tokens("action_verb")
        oblique, inverts = flag_bit("oblique"), self.language == "sv"
        for key in ("first_person_singular", "first_person_plural"):
            first, last = hits.first[hits.of(key)], hits.last[hits.of(key)]
            measuring_kernels.find_verbs(first, last, types, bits, endings, blocked, listed, oblique, inverts, verb)
        return self._with_finite(verb)

    def _with_finite(self, verb: Bools) -> Bools:
        """The verbs, and those that tell their person by themselves."""
        parsed = self.replies
        if self.language == "fi":
            verb |= parsed.facts.first_person_verb(parsed.corpus.type) > 0
        verb |= parsed.hits.tokens("action_finite")
        return verb

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
        parsed = self.replies
        mask = np.zeros(parsed.m, dtype=bool)
        if not self.customers.m:
            return mask
        _, _, rows, found = self.runs
        mask[rows[:, found].ravel()] = True
        # Taking up a run of the customer's words is attentive; a reply made of such runs is a copy.
        mostly = parsed.per_reply(mask) > COPIED_FROM * np.maximum(parsed.per_reply(parsed.is_word), 1)
        return mask & mostly[parsed.corpus.reply]

    def _hollow(self, rows: Ints) -> Bools:
        """Which tokens stand inside a promise that promises nothing, an evasion, a threat, a brush-off or a stock phrase."""
        hits, hollow = self.replies.hits, np.zeros(len(rows), dtype=bool)
        for key in ("clarity.no_vague_promise", "clarity.no_evasion", "tone.no_threat", "tone.no_brush_off", "stock"):
            hollow |= hits.tokens(key)[rows]
        return hollow

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
        keys = [parsed.matter_keys for parsed in (self.replies, self.customers)]
        masks = []
        for parsed, (rows, own), (_, other) in (
            (self.replies, keys[0], keys[1]),
            (self.customers, keys[1], keys[0]),
        ):
            mask = np.zeros(parsed.m, dtype=bool)
            mask[rows] = among(own, other)
            masks.append(mask)
        return masks[0] & ~self.copied, masks[1]

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


def distinct_types(parsed: Parsed, rows: Ints) -> Ints:
    """(n,) different words among some tokens."""
    if compiled.in_use():
        from coachkit.signals import measuring_kernels

        found, seen = np.zeros(parsed.n, dtype=np.int64), np.zeros(len(parsed.corpus.table.form), dtype=np.int32)
        measuring_kernels.count_types(rows, parsed.corpus.reply, parsed.corpus.type, seen, found)
        return found
    keys = distinct((parsed.corpus.reply[rows].astype(np.int64) << 32) | parsed.corpus.type[rows])
    return np.bincount(keys >> 32, minlength=parsed.n)


def word_runs(parsed: Parsed) -> tuple[Ints, Ints, Ints]:
    """Runs of GRAM words inside one text: a number for each (its text in it), the text, and its tokens (GRAM, runs)."""
    rows = np.flatnonzero(parsed.is_word)
    types, reply = parsed.corpus.type[rows].astype(np.uint64), parsed.corpus.reply[rows]
    size = max(len(rows) - GRAM + 1, 0)
    key = np.zeros(size, dtype=np.uint64)
    for place in range(GRAM):
        key = key * np.uint64(1_000_003) + types[place : place + size] + np.uint64(1)
    inside = reply[:size] == reply[GRAM - 1 :][:size]
    mixed = key * np.uint64(0x9E3779B97F4A7C15) ^ (reply[:size].astype(np.uint64) << np.uint64(40))
    tokens = np.stack([rows[place : place + size][inside] for place in range(GRAM)])
    return mixed[inside].view(np.int64), reply[:size][inside], tokens
