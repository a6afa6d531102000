"""The reply held against the customer's message: questions answered, facts taken up, nothing asked again, no copy."""

from __future__ import annotations

import numpy as np

from coachkit.signals.measured import Measured
from coachkit.signals.reading import Reading, distinct_types
from coachkit.signals.spans import Spans, list_spans, sentence_spans, token_spans
from coachkit.text.chunks import ACRONYM, COMMA_AFTER, Kind
from coachkit.text.corpus import Bools, Corpus, Floats, Ints, among
from coachkit.text.facts import EVERYDAY
from coachkit.text.known_names import known_names
from coachkit.text.parsed import Parsed

MANY_DIGITS = 7
"""Digits from which a number reads as a telephone number."""


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
    yes_no = _yes_or_no(reading)
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


def _yes_or_no(reading: Reading) -> Bools:
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


def needless_redirects(reading: Reading) -> Measured:
    """Redirects to another channel or department in a reply that does nothing itself; a redirect beside an action costs half."""
    count = reading.count("redirect")
    return Measured(np.where(reading.acts, 0.5, 1.0) * np.minimum(count, 2), list_spans(reading.replies, "redirect"))


def unexplained_abbreviations(reading: Reading) -> Measured:
    """Abbreviations in capitals that are not in everyday use, not the customer's own and not explained in brackets."""
    parsed = reading.replies
    capitals = parsed.corpus.has(ACRONYM) & ~parsed.given_name & ~parsed.flag("function") & ~parsed.trait("everyday")
    corpus, rows = parsed.corpus, np.flatnonzero(capitals)
    names = {one: _abbreviation(corpus.table.form[one]) for one in set(corpus.type[rows].tolist())}
    unknown = {one: name for one, name in names.items() if not parsed.facts.is_frequent(name, EVERYDAY)}
    theirs = reading.customers.corpus.texts
    places = zip(rows.tolist(), corpus.type[rows].tolist(), corpus.reply[rows].tolist(), strict=True)
    found = [row for row, one, reply in places if one in unknown and unknown[one] not in theirs[reply].lower()]
    rows = np.array(found, dtype=np.int64)
    unexplained = np.zeros(parsed.m, dtype=bool)
    unexplained[rows] = ~_bracketed(corpus, rows)
    return Measured(parsed.per_reply(unexplained).astype(float), token_spans(unexplained))


def _abbreviation(form: str) -> str:
    """The abbreviation that a word begins with (KYC-tiedot, PDF:n)."""
    return form.partition("-")[0].partition(":")[0]


def _bracketed(corpus: Corpus, rows: Ints) -> Bools:
    """For tokens: whether each stands right after an opening bracket, or one follows it."""
    after = np.minimum(rows + 1, len(corpus.row) - 1)
    following = np.where((corpus.reply[after] == corpus.reply[rows]) & (after > rows), after, rows)
    # The same few words come again and again.
    _, once, again = np.unique(
        (corpus.row[rows].astype(np.int64) << 32) | corpus.row[following], return_index=True, return_inverse=True
    )
    rows, following = rows[once], following[once]
    places = corpus.table.row_start[corpus.row[rows]].tolist(), corpus.table.row_end[corpus.row[rows]].tolist()
    found = [
        chunk[max(start - 1, 0) : start] == "(" or chunk[end : end + 1] == "(" or (end == len(chunk) and further.startswith("("))
        for chunk, further, start, end in zip(corpus.chunk_texts(rows), corpus.chunk_texts(following), *places, strict=True)
    ]
    return np.array(found, dtype=bool)[again]


def same_language(reading: Reading) -> Measured:
    """1 when reply and message are in the same language, or it cannot be told; 0 when they surely differ."""
    return Measured((~reading.other_language).astype(float))


def stock_share(reading: Reading) -> Measured:
    """Percentage of words inside polite stock phrases, 0 to 100; NaN without words."""
    parsed = reading.replies
    stock = parsed.hits.tokens("stock") & parsed.counted
    return Measured(100 * parsed.mean(parsed.per_reply(stock), parsed.words), list_spans(parsed, "stock"))


def _courtesy(reading: Reading) -> Bools:
    """(m,) words of courtesy: stock phrases, warm words, greetings, sign-offs."""
    hits = reading.replies.hits
    return hits.tokens("stock") | hits.tokens("warm") | hits.tokens("greeting") | hits.tokens("sign_off")


def emptiness(reading: Reading) -> Measured:
    """How far the reply says nothing about this case, 0 (substance) to 1 (a template for anyone, or a string of polite words).

    Substance is the customer's own words taken up, figures and times, a yes or no to a question. NaN for short replies.
    """
    parsed = reading.replies
    courtesy = _courtesy(reading)
    values = np.maximum(_without_substance(reading, courtesy), _strung_together(reading, courtesy))
    values[parsed.words < SHORTEST_TEMPLATE] = np.nan
    return Measured(values, list_spans(parsed, "stock"))


def _without_substance(reading: Reading, courtesy: Bools) -> Floats:
    """(n,) how far a reply to a message takes up nothing of it; 0 where there is no message, or a very short one."""
    if not reading.any_customer:
        return np.zeros(reading.n)
    parsed = reading.replies
    figures = (reading.time | parsed.is_figure | reading.amount) & ~parsed.hits.tokens("stock")
    yes_no = _yes_or_no(reading) & reading.customer_questions
    substance = np.minimum((reading.shared_count + distinct_types(parsed, np.flatnonzero(figures)) + yes_no) / 2.0, 1.0)
    polite = parsed.sentences_with(courtesy)
    polite_share = parsed.mean(parsed.sentences_per_reply(polite), parsed.sentence_count)
    # A single "sorry" in a sentence makes it no phrase: the polite words themselves must fill a good part of the reply.
    words_share = parsed.mean(parsed.per_reply(courtesy & parsed.counted), parsed.words)
    polite_share = np.minimum(polite_share, POLITE_WORDS * words_share)
    values = (1 - substance) * np.minimum(0.4 + polite_share, 1.0)
    values[reading.no_customer | (reading.customer_matter < 2)] = 0.0
    return values


POLITE_WORDS = 1.5
"""A reply whose words are polite phrases for two thirds is one from beginning to end."""

SHORTEST_TEMPLATE = 15
"""Words from which a reply has room to say something."""


def _strung_together(reading: Reading, courtesy: Bools) -> Floats:
    """(n,) share of words in sentences that are mere polite words strung together: a comma after every third word or more."""
    parsed = reading.replies
    commas = parsed.per_sentence(parsed.corpus.has(COMMA_AFTER))
    # A comma after every third word, of ten at least: hardly any sentence has them.
    rows = np.flatnonzero((commas >= COMMAS) & (parsed.sentence_words >= COMMAS / MANY_COMMAS))
    words = parsed.sentence_words[rows]
    polite = parsed.per_sentence(courtesy & parsed.counted)[rows] if len(rows) else words
    strung = (commas[rows] / words >= MANY_COMMAS) & (polite / words >= 0.15)
    inside = np.bincount(parsed.sentence_reply[rows[strung]], weights=words[strung], minlength=reading.n)
    return np.where(parsed.words > 0, inside / np.maximum(parsed.words, 1), 0.0)


COMMAS, MANY_COMMAS = 3, 0.3
"""Commas of a sentence at least, and their share of its words, from which it is a mere string of words."""


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


def known_word_share(reading: Reading) -> Measured:
    """Percentage of words that the language knows, 0 to 100; NaN for replies of one to four words, of which some are known.

    Known are frequent words, names, and words whose base form is known; a reply of random letters has hardly any.
    """
    parsed = reading.replies
    word = parsed.is_kind(Kind.WORD)
    known = parsed.trait("frequent") | (parsed.corpus.capital & ~parsed.starts) | parsed.given_name
    unknown = np.flatnonzero(word & ~known)
    reply, count = parsed.corpus.reply.take(unknown), reading.word_sums.words
    share = 100 * parsed.mean(count - np.bincount(reply, minlength=parsed.n), count)
    if (share < 90).any():
        rows = (share < 90)[reply]
        rows[rows] = ~parsed.facts.in_dictionary(parsed.corpus.type[unknown[rows]])
        rows |= (share >= 90)[reply]
        share = 100 * parsed.mean(count - np.bincount(reply[rows], minlength=parsed.n), count)
    share[(count < 5) & (share > 0)] = np.nan
    share[count == 0] = 0.0
    return Measured(share)


def letters(reading: Reading) -> Measured:
    """Words with letters in the reply."""
    return Measured(reading.word_sums.words.astype(float))


BAD_SITUATIONS = ("complaint", "failure", "emotion", "repeat_contact", "leaving")
GOOD_SITUATIONS = ("praise",)
"""Situations of the language pack that tell of a mood without a word of feeling: who still waits for a parcel is not glad."""


def mood(reading: Reading) -> Measured:
    """The customer's mood, -1 to 1: good words and situations less bad ones, over their sum plus one; 0 for neither."""
    hits = reading.customers.hits
    good: Ints = sum((hits.count(f"situation.{name}") for name in GOOD_SITUATIONS), hits.count("mood.positive"))
    bad: Ints = sum((hits.count(f"situation.{name}") for name in BAD_SITUATIONS), hits.count("mood.negative"))
    return Measured(mood_of(good, bad))


def mood_of(positive: Ints, negative: Ints) -> Floats:
    """(positive - negative) / (positive + negative + 1), elementwise."""
    return (positive - negative) / (positive + negative + 1.0)
