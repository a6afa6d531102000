"""What the reply takes up of the customer's message: their facts, their matter, their name; nothing asked again, no copy."""

from __future__ import annotations

import numpy as np

from coachkit.signals.answers import questions_answered
from coachkit.signals.measured import Measured
from coachkit.signals.reading import Reading
from coachkit.signals.spans import sentence_spans, token_spans
from coachkit.text.chunks import Kind
from coachkit.text.corpus import Bools
from coachkit.text.known_names import known_names
from coachkit.text.parsed import Parsed

MANY_DIGITS = 7
"""Digits from which a number reads as a telephone number."""


def facts_restated(reading: Reading) -> Measured:
    """How far the reply takes up the customer's own facts, 0 to 1: three of them, or all when there are fewer.

    NaN where the message holds nothing to take up. The spans are the words taken up.
    """
    possible = np.minimum(reading.customer_matter, 3).astype(float)
    values = np.divide(np.minimum(reading.shared_count, 3), possible, out=np.full(reading.n, np.nan), where=possible > 0)
    return Measured(np.minimum(values, 1.0), token_spans(reading.shared), merit=True)


def on_the_matter(reading: Reading) -> Measured:
    """1 when reply and message share two words or figures, 0.5 with one, 0 with none; NaN where the message is too short.

    A yes or no, or a time where one was asked for, also counts as one.
    """
    answered = np.nan_to_num(reading.measured("questions_answered", questions_answered).values) >= 0.7
    taken = reading.shared_count + answered
    values = np.minimum(taken / 2.0, 1.0)
    values[reading.customer_matter < 2] = np.nan
    return Measured(values, token_spans(reading.shared), merit=True)


def copy_share(reading: Reading) -> Measured:
    """Percentage of the reply's runs of four words that stand in the customer's message, 0 to 100; NaN without a message."""
    _, reply, _, found = reading.runs
    count = np.bincount(reply, minlength=reading.n)
    copied = np.bincount(reply[found], minlength=reading.n)
    values = 100 * reading.replies.mean(copied, count)
    values[~reading.has_customer] = np.nan
    return Measured(np.where(reading.has_customer, np.where(count > 0, values, 0.0), np.nan))


def asked_again(reading: Reading) -> Measured:
    """Facts asked for that the customer has already given (order number, e-mail, telephone, date, what was tried).

    NaN where the customer gave none of them. The spans are the questions.
    """
    given = _given(reading.customers)
    parsed = reading.replies
    asking = parsed.question_sentence | parsed.sentences_with_list("asks_for")
    count = np.zeros(reading.n)
    spans = np.zeros(len(parsed.sentence_first), dtype=bool)
    for fact, there in given.items():
        sentences = parsed.sentences_with_list(f"fact.{fact}") & asking & there[parsed.sentence_reply]
        count += parsed.replies_with(sentences)
        spans |= sentences
    anything = np.any(np.stack(list(given.values())), axis=0)
    return Measured(np.where(anything, count, np.nan), sentence_spans(parsed, spans))


def _given(customers: Parsed) -> dict[str, Bools]:
    """(n,) per kind of fact: whether the customer's message holds it."""
    digits = customers.shape("digits")
    code = customers.is_kind(Kind.CODE) | (customers.is_kind(Kind.NUMBER) & (digits >= 5))
    long_number = customers.is_kind(Kind.NUMBER) & (digits >= MANY_DIGITS)
    masks = {
        "order_number": code,
        "email": customers.is_kind(Kind.EMAIL),
        "phone": long_number,
        "date": customers.is_kind(Kind.DATE),
    }
    given = {fact: customers.per_reply(mask) > 0 for fact, mask in masks.items()}
    given["tried"] = customers.hits.count("situation.tried") > 0
    return given


def name_used(reading: Reading) -> Measured:
    """1 when the customer's name stands in the reply as they spell it, 0 when not; NaN where no name is known."""
    parsed = reading.replies
    values = np.full(reading.n, np.nan)
    if not any(reading.customer_names):
        return Measured(values, merit=True)
    used = known_names(parsed.corpus, [_first_and_last(name) for name in reading.customer_names])
    known = np.array([bool(name) for name in reading.customer_names])
    values[known] = (parsed.per_reply(used) > 0)[known]
    return Measured(values, token_spans(used), merit=True)


def _first_and_last(name: str | None) -> tuple[str, ...]:
    parts = name.casefold().split() if name else []
    return (parts[0], parts[-1]) if parts else ()
