"""What the reply does and what happens next: who does what by when, concrete times and things, repair, care in deeds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coachkit import compiled
from coachkit.signals.measured import Measured
from coachkit.signals.reading import Reading
from coachkit.signals.spans import Spans, list_spans, sentence_spans, token_spans
from coachkit.signals.word_sums import distinct_types
from coachkit.text.chunks import Kind
from coachkit.text.corpus import Bools, Floats, Ints
from coachkit.text.parsed import Parsed

ACTION, ACTION_AND_TIME, PROMISED, ONLY_TIME, ONLY_ASKED = 0.65, 1.0, 0.8, 0.25, 0.5


def next_step(reading: Reading) -> Measured:
    """How fully the reply says who does what by when, 0 to 1.

    1: someone acts and a time is named in the same or next sentence; 0.8: what the customer will get or do, with a time; 0.65:
    someone acts, without a time; 0.5: what the customer is to do next; 0.25: only a time; 0: none of it.
    """
    parsed = reading.replies
    acts, timed = reading.acting, parsed.sentences_with(reading.time)
    told = parsed.sentences_with_list("anticipates")
    asked = parsed.sentences_with_list("instruction") | parsed.question_sentence
    near = timed | _beside(timed, parsed.sentence_reply)
    steps: list[tuple[Bools, float]] = [
        (timed, ONLY_TIME),
        (asked, ONLY_ASKED),
        (told, ONLY_ASKED),
        (acts, ACTION),
        ((told | asked) & near, PROMISED),
        (acts & near, ACTION_AND_TIME),
    ]
    values = _best(parsed, steps)
    return Measured(values, sentence_spans(parsed, (acts | told) & near), merit=True)


def _best(parsed: Parsed, worths: Sequence[tuple[Bools, float]]) -> Floats:
    """(n,) the most that any sentence of the reply is worth; the sentences (s,) come in rising order of their worth."""
    values = np.zeros(parsed.n)
    for sentences, worth in worths:
        values[parsed.sentence_reply.take(np.flatnonzero(sentences))] = worth
    return values


def _beside(sentences: Bools, reply: Ints) -> Bools:
    """(s,) sentences right before or after one of the mask, in the same reply."""
    result = np.zeros(len(sentences), dtype=bool)
    same = reply[1:] == reply[:-1]
    result[1:] |= sentences[:-1] & same
    result[:-1] |= sentences[1:] & same
    return result


def concrete_time(reading: Reading) -> Measured:
    """1 where a concrete time is named, 0 where only a vague one, 0.3 where something is promised without any; else NaN.

    A vague time beside a concrete one costs a little. The spans are the vague words.
    """
    parsed = reading.replies
    concrete, vague = parsed.per_reply(reading.time) > 0, reading.count("vague_time") > 0
    acts = reading.acts
    values = np.full(parsed.n, np.nan)
    values[acts] = 0.3
    values[vague] = 0.0
    values[concrete] = 1.0
    values[concrete & vague] = 0.8
    return Measured(values, list_spans(parsed, "vague_time"))


def named_things(reading: Reading) -> Measured:
    """How concretely the reply speaks, 0 to 1: figures, times and the customer's own words against vague nouns.

    Three different concrete things with no vague noun are 1; each vague noun ("the issue") weighs against them. The spans
    are the vague nouns.
    """
    parsed = reading.replies
    concrete = reading.time | reading.amount | parsed.is_figure | reading.named
    things = distinct_types(parsed, np.flatnonzero(concrete))
    words = distinct_types(parsed, _particular_compiled(reading) if compiled.in_use() else _particular(reading))
    distinct = np.minimum(things, 3) + np.minimum(reading.shared_count, 3)
    distinct = distinct + np.minimum(words, 3) / 3.0
    vague = np.minimum(reading.count("vague_thing"), 4)
    values = np.minimum(distinct / 3.0, 1.0) / (1.0 + 0.35 * np.maximum(vague - distinct / 3.0, 0.0))
    values[parsed.words == 0] = np.nan
    return Measured(values, list_spans(parsed, "vague_thing"))


def _particular(reading: Reading) -> Ints:
    """Content words that are not among the most frequent thousands, by their tokens: a jumper, a roaming charge, not a thing."""
    parsed = reading.replies
    particular = parsed.content & parsed.is_kind(Kind.WORD) & ~parsed.trait("general")
    return np.flatnonzero(particular & ~parsed.neutral & ~parsed.hits.tokens("stock"))


def _particular_compiled(reading: Reading) -> Ints:
    """The same in one pass: of what is no name and no word for a person the type alone tells whether it is particular."""
    from coachkit.signals import measuring_kernels

    parsed, rows = reading.replies, np.empty(reading.replies.m + 1, dtype=np.int64)
    masks = parsed.neutral, parsed.hits.tokens("stock")
    return rows[: measuring_kernels.pick_words(parsed.corpus.type, parsed.facts.particular(), *masks, rows)]


def first_person_action(reading: Reading) -> Measured:
    """Different things that the writer does in the first person, counted to 3; the spans are the verbs."""
    count = np.minimum(reading.deeds, 3).astype(float)
    return Measured(count, token_spans(reading.action), merit=True)


def repair(reading: Reading) -> Measured:
    """1: what went wrong is made good, and the writer does it; 0.6: a repair is named; 0.4: the writer acts; 0: none."""
    parsed = reading.replies
    named, acts = parsed.sentences_with_list("repair"), reading.acting
    return Measured(_best(parsed, [(acts, 0.4), (named, 0.6), (named & acts, 1.0)]), list_spans(parsed, "repair"), merit=True)


def relief(reading: Reading) -> Measured:
    """1: the reply takes work off the customer in words; 0.5: it acts twice or more and asks nothing; 0: neither."""
    parsed = reading.replies
    said = reading.count("relief") > 0
    acts = reading.deeds >= 2
    asks = (reading.count("obligation") > 0) | parsed.replies_with(parsed.question_sentence)
    values = np.where(said, 1.0, np.where(acts & ~asks, 0.5, 0.0))
    return Measured(values, list_spans(parsed, "relief"), merit=True)


def anticipation(reading: Reading) -> Measured:
    """Places where the reply tells what comes next or answers the next question, counted to 2."""
    return _capped(reading, "anticipates", 2)


def choice(reading: Reading) -> Measured:
    """Choices or alternatives that the reply offers, counted to 1."""
    offered = np.minimum(reading.count("choice") + reading.count("alternative"), 1).astype(float)
    spans = [list_spans(reading.replies, key) for key in ("choice", "alternative")]
    return Measured(offered, _joined(spans), merit=True)


def reason(reading: Reading) -> Measured:
    """Reasons given, counted to 1."""
    return _capped(reading, "reason", 1)


def _capped(reading: Reading, key: str, most: int) -> Measured:
    return Measured(np.minimum(reading.count(key), most).astype(float), list_spans(reading.replies, key), merit=True)


def _joined(spans: list[Spans]) -> Spans:
    return Spans(np.concatenate([one.first for one in spans]), np.concatenate([one.last for one in spans]))


def refusal_with_a_way_on(reading: Reading) -> Measured:
    """For a reply that says no: 1 with an alternative, choice or action beside it, 0.4 with a reason alone, else 0; NaN if no no.

    The spans are the refusals.
    """
    refused = reading.count("refusal") > 0
    way_on = (reading.count("alternative") + reading.count("choice") + reading.count("repair")) > 0
    way_on |= reading.acts
    values: Floats = np.where(way_on, 1.0, np.where(reading.count("reason") > 0, 0.4, 0.0))
    values[~refused] = np.nan
    return Measured(values, list_spans(reading.replies, "refusal"))


def needless_redirects(reading: Reading) -> Measured:
    """Redirects to another channel or department in a reply that does nothing itself; a redirect beside an action costs half."""
    count = reading.count("redirect")
    return Measured(np.where(reading.acts, 0.5, 1.0) * np.minimum(count, 2), list_spans(reading.replies, "redirect"))


def care_in_deeds(reading: Reading) -> Measured:
    """Care shown in what the reply does, 0 to 1: the customer's facts taken up, things done, times named, work taken off.

    Each of the four counts a third, so that three of them are full care. Source: Clark, Murfett, Rogers & Ang 2013.
    """
    parsed = reading.replies
    concrete = (parsed.per_reply(reading.time | reading.amount) > 0).astype(float)
    ease = np.minimum(sum(reading.count(key) for key in ("relief", "choice", "repair", "anticipates", "alternative")), 1)
    taken = np.minimum(reading.shared_count, 3) / 3.0
    acts = np.minimum(reading.deeds, 2) / 2.0
    return Measured(np.minimum((taken + acts + concrete + ease) / 3.0, 1.0), merit=True)
