"""Whether the reply answers: every question of the customer, and up front."""

from __future__ import annotations

import numpy as np

from coachkit.signals.measured import Measured
from coachkit.signals.reading import Reading
from coachkit.signals.spans import Spans, sentence_spans
from coachkit.text.chunks import Kind
from coachkit.text.corpus import Bools, Floats, Ints, among
from coachkit.text.parsed import Parsed


def questions_answered(reading: Reading) -> Measured:
    """Share of the customer's questions that the reply answers, 0 to 1; NaN without questions. `about`: those left open.

    A question counts as answered when the reply has what it asks for (a time for "when", a sum for "how much", a reason for
    "why", a yes or no, a place, an instruction) together with a word of the question, or takes up two of its words in a
    sentence that is no question itself.
    """
    customers = reading.customers
    asked = reading.customer_question_sentences
    share, fits = _question_overlap(reading), _answer_kinds(reading)
    answered = np.minimum(np.maximum(share, fits), 1.0)
    rows = np.flatnonzero(asked)
    reply = customers.sentence_reply[rows]
    count = np.bincount(reply, minlength=reading.n)
    values = customers.mean(np.bincount(reply, weights=answered[rows], minlength=reading.n), count)
    open_rows = rows[answered[rows] < 0.5]
    return Measured(values, about=Spans(customers.sentence_first[open_rows], customers.sentence_last[open_rows]))


def _question_overlap(reading: Reading) -> Floats:
    """(s') share of a question's words that the reply's statements take up; two words are enough for 0.8."""
    customers = reading.customers
    statements = _statement_keys(reading)
    rows, keys = customers.matter_keys
    found = among(keys, statements)
    taken = np.bincount(customers.sentence[rows[found]], minlength=len(customers.sentence_first))
    return np.minimum(taken * 0.4, 0.8)


def _statement_keys(reading: Reading) -> Ints:
    parsed = reading.replies
    rows, keys = parsed.matter_keys
    return keys[~parsed.question_sentence[parsed.sentence[rows]] & ~reading.copied[rows]] if len(rows) else keys


def _answer_kinds(reading: Reading) -> Floats:
    """(s') 1 where the reply has what the question asks for and shares a word with it, 0.7 without a shared word."""
    customers, parsed = reading.customers, reading.replies
    time = parsed.per_reply(reading.time) > 0
    amount = (parsed.per_reply(reading.amount) > 0) | (parsed.per_reply(parsed.is_kind(Kind.NUMBER)) > 0)
    place = (reading.count("place") > 0) | (parsed.per_reply(parsed.is_kind(Kind.URL)) > 0)
    reason = reading.count("reason") > 0
    way = (reading.count("instruction") > 0) | reading.acts
    yes_no = says_yes_or_no(reading)
    has = {"when": time, "how_much": amount, "where": place, "why": reason, "how": way, "yes_no": yes_no}
    result = np.zeros(len(customers.sentence_first))
    shared = np.zeros(len(result), dtype=bool)
    shared[customers.sentence[reading.shared_in_customer]] = True
    for kind, there in has.items():
        asks = customers.sentences_with(customers.hits.starts(f"question.{kind}")) | (
            _finnish_yes_no(customers) if kind == "yes_no" else False
        )
        worth = np.where(shared, 1.0, 0.7) * there[customers.sentence_reply]
        result = np.where(asks, np.maximum(result, worth), result)
    # A question of another kind ("what does this mean?"): a statement about the matter is the best that can be seen.
    on_it = (reading.shared_count > 0)[customers.sentence_reply]
    return np.maximum(result, np.where(shared, 0.7, 0.5) * on_it)


def says_yes_or_no(reading: Reading) -> Bools:
    """(n,) replies in which a sentence begins with yes or no, or says one."""
    parsed = reading.replies
    said = parsed.hits.tokens("yes") | parsed.hits.tokens("no")
    early = parsed.replies_with(parsed.sentences_with(said & parsed.starts))
    return early | (reading.count("refusal") > 0) | ((reading.count("yes") + reading.count("no")) > 0)


def _finnish_yes_no(customers: Parsed) -> Bools:
    """(s') Finnish questions with -ko or -kö on their first or second word."""
    result = np.zeros(len(customers.sentence_first), dtype=bool)
    if customers.facts.language != "fi" or not customers.m:
        return result
    ends = customers.shape("asking") > 0
    early = np.arange(customers.m) - customers.sentence_first[customers.sentence] <= 2
    result[customers.sentence[ends & early]] = True
    return result & customers.question_sentence


def answer_up_front(reading: Reading) -> Measured:
    """1 when the first sentence after the greeting answers, 0.6 when the second does, 0.2 later or never; NaN without questions.

    A sentence answers when it says yes or no, names a time, sum or step, or takes up two of the customer's words; a stock
    phrase never does.
    """
    parsed = reading.replies
    said = parsed.hits.tokens("yes") | parsed.hits.tokens("no") | parsed.hits.tokens("refusal")
    fact = reading.time | reading.amount | reading.action | parsed.hits.tokens("instruction") | parsed.hits.tokens("anticipates")
    taken = np.bincount(parsed.sentence[reading.shared], minlength=len(parsed.sentence_first))
    wanted = _asks_for_a_fact(reading)[parsed.sentence_reply]
    answering = parsed.sentences_with(fact & ~parsed.hits.tokens("stock")) & (wanted | (taken >= 1))
    answering |= parsed.sentences_with(said) | (taken >= 2)
    real = (parsed.sentence_words >= 2) & ~_opening(parsed)
    rank = _rank_among(real, parsed.sentence_reply)
    values = np.full(reading.n, 0.2)
    for place, worth in ((1, 0.6), (0, 1.0)):
        values[parsed.sentence_reply[real & answering & (rank == place)]] = worth
    values[~reading.customer_questions] = np.nan
    return Measured(values, sentence_spans(parsed, real & answering & (rank <= 1)), merit=True)


def _asks_for_a_fact(reading: Reading) -> Bools:
    """(n,) whether the customer asks when, how much, how or where, so that a time, a sum or a step is an answer by itself."""
    hits = reading.customers.hits
    asked = np.zeros(reading.n, dtype=bool)
    for kind in ("when", "how_much", "how", "where"):
        asked |= hits.count(f"question.{kind}") > 0
    return asked


def _opening(parsed: Parsed) -> Bools:
    """(s,) greeting lines."""
    return parsed.sentences_with_list("greeting") & (parsed.sentence_rank == 0) & (parsed.sentence_words <= 4)


def _rank_among(mask: Bools, reply: Ints) -> Ints:
    """(s,) how many masked sentences stand before this one in its reply."""
    before: Ints = np.cumsum(mask) - mask
    first = np.searchsorted(reply, reply)
    return before - before[first]
