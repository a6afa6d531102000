"""Who speaks and who is spoken to: I and we, hidden doers, the customer or the rules, form of address, formality."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from coachkit.signals.measured import Measured
from coachkit.signals.ordinary import standard
from coachkit.signals.readability import log_sentence
from coachkit.signals.reading import Reading
from coachkit.signals.spans import Spans, list_spans, token_spans
from coachkit.text.chunks import Kind
from coachkit.text.corpus import Bools, Floats
from coachkit.text.parsed import Parsed


def i_share(reading: Reading) -> Measured:
    """Percentage of I among I and we, 0 to 100; NaN where the writer is not in the text. Finnish verb forms count too."""
    parsed = reading.replies
    one = parsed.hits.tokens("first_person_singular") | _finite(reading, plural=False)
    many = parsed.hits.tokens("first_person_plural") | _finite(reading, plural=True)
    singular, plural = parsed.per_reply(one), parsed.per_reply(many)
    return Measured(100 * parsed.mean(singular, singular + plural), token_spans(many))


def _finite(reading: Reading, *, plural: bool) -> Bools:
    """(m,) Finnish first-person verbs of the list of actions, singular or plural by their ending."""
    parsed = reading.replies
    if reading.language != "fi":
        return np.zeros(parsed.m, dtype=bool)
    form = parsed.corpus.table.form
    mask = parsed.hits.tokens("action_finite")
    rows = np.flatnonzero(mask)
    ends = np.array([form[one].endswith("mme") == plural for one in parsed.corpus.type[rows].tolist()], dtype=bool)
    result = np.zeros(parsed.m, dtype=bool)
    result[rows[ends] if len(rows) else rows] = True
    return result


def hidden_doers(parsed: Parsed) -> Bools:
    """(m,) passive and impersonal wordings."""
    hidden = parsed.hits.tokens("hidden_doer")
    return hidden | parsed.facts.passive(parsed.corpus.type) if parsed.facts.language == "fi" else hidden


def hidden_doer_share(reading: Reading) -> Measured:
    """Percentage of sentences whose doer is hidden, 0 to 100; NaN without sentences of three words."""
    parsed = reading.replies
    hidden = hidden_doers(parsed)
    with_hidden = parsed.sentences_with(hidden) & parsed.real_sentence
    share = parsed.mean(parsed.sentences_per_reply(with_hidden), parsed.real_sentences)
    return Measured(100 * share, token_spans(hidden))


def customer_focus(reading: Reading) -> Measured:
    """Share of sentences about the customer's case among those about the case or the firm's rules, 0 to 1.

    A sentence is about the case when the writer acts in it, or it speaks to the customer or takes up the customer's words.
    NaN where no sentence is about either. The spans are the sentences about rules.
    """
    parsed = reading.replies
    rules = parsed.sentences_with_list("company_rule")
    case = reading.acting | parsed.sentences_with(reading.shared) | parsed.sentences_with_list("you")
    about_case, about_rules = parsed.sentences_per_reply(case & ~rules), parsed.sentences_per_reply(rules)
    return Measured(parsed.mean(about_case, about_case + 2 * about_rules), list_spans(parsed, "company_rule"))


def address_mix(reading: Reading) -> Measured:
    """Percentage of the rarer form of address among both (sinä/te, du/ni), 0 to 50; NaN in English or without any.

    Several persons meant by the plural ("er båda", "teille kotiin") are no formal address. The spans are the words of the
    rarer form.
    """
    parsed = reading.replies
    if reading.language == "en":
        return Measured(np.full(parsed.n, np.nan))
    formal = parsed.hits.tokens("formal_you") & ~parsed.hits.tokens("true_plural")
    informal = parsed.hits.tokens("informal_you")
    count = parsed.per_reply(formal), parsed.per_reply(informal)
    total = count[0] + count[1]
    rarer_is_formal = (count[0] < count[1])[parsed.corpus.reply]
    rarer = np.where(rarer_is_formal, formal, informal)
    return Measured(100 * parsed.mean(np.minimum(*count), total), token_spans(rarer))


def bare_duties(reading: Reading) -> Measured:
    """Duties put on the customer ("you must") without softening or reason in the sentence."""
    parsed = reading.replies
    soft = parsed.sentences_with_list("reason") | parsed.question_sentence
    rows = parsed.hits.of("obligation")
    first, last = parsed.hits.first[rows], parsed.hits.last[rows]
    bare = ~soft[parsed.sentence[first]] if parsed.m else np.zeros(0, dtype=bool)
    values = np.bincount(parsed.corpus.reply[first[bare]], minlength=parsed.n).astype(float)
    return Measured(values, Spans(first[bare], last[bare]))


def hedge_share(reading: Reading) -> Measured:
    """Hedges (maybe, possibly, should be) per sentence of three words or more; NaN without such sentences."""
    parsed = reading.replies
    return Measured(parsed.mean(reading.count("hedge"), parsed.real_sentences), list_spans(parsed, "hedge"))


def formality(reading: Reading) -> Measured:
    """How formal the wording is, -3 (as spoken) to 3 (as in an official letter), 0 an ordinary reply; NaN without words.

    The mean of three standard scores (nominal against deictic words, letters per word, words per sentence), and on top formal
    words against spoken ones, contractions and emoji, and sentences with loud marks or begun with a small letter.
    Sources: Heylighen & Dewaele 2002 (nominal and deictic); Pavlick & Tetreault 2016 (lengths, contractions, marks, case).
    """
    parsed = reading.replies
    parts = [standard(one(reading), name, reading.language) for name, one in FORMAL_PARTS.items()]
    loose = parsed.per_reply(parsed.hits.tokens("informal") | contractions(parsed) | parsed.is_kind(Kind.EMOJI))
    stiff = parsed.per_reply(parsed.hits.tokens("formal"))
    values: Floats = (
        EVEN * sum(parts[1:], parts[0]) / len(parts)
        + parsed.mean(12 * stiff - 9 * loose, parsed.words)
        - parsed.sentences_per_reply(parsed.sentences_with(_loud(parsed))) / np.maximum(parsed.sentence_count, 1)
    )
    return Measured(np.clip(values, -3, 3), list_spans(parsed, "informal"))


EVEN = 0.6
"""Weight of the evenly measured parts beside single words and marks: two spreads of all three are about one on the scale."""


def nominal_balance(reading: Reading) -> Floats:
    """(n,) share of articles, prepositions and the like less that of pronouns, adverbs and interjections, -1 to 1.

    NaN without words. Names and words for persons are on neither side.
    """
    sums, parsed = reading.word_sums, reading.replies
    return parsed.mean(sums.nominal - sums.deictic, parsed.words)


def letters_per_word(reading: Reading) -> Floats:
    """(n,) mean letters of the words; NaN without words."""
    return reading.replies.mean(reading.word_sums.letters, reading.replies.words)


FORMAL_PARTS: Mapping[str, Callable[[Reading], Floats]] = {
    "nominal": nominal_balance,
    "letters": letters_per_word,
    "log_sentence": log_sentence,
}
"""The measured parts of `formality`, each with its name in `ordinary`."""


def contractions(parsed: Parsed) -> Bools:
    """(m,) English contractions (I'll, don't); never in the other languages."""
    return parsed.shape("contraction") > 0 if parsed.facts.language == "en" else np.zeros(parsed.m, dtype=bool)


def _loud(parsed: Parsed) -> Bools:
    """(m,) exclamation and question marks, and sentences begun with a small letter."""
    small = parsed.starts & parsed.is_kind(Kind.WORD) & ~parsed.corpus.capital
    return parsed.is_mark("!") | parsed.is_mark("?") | parsed.is_mark("…") | small


def warm_ends(reading: Reading) -> Measured:
    """0.5 for warm words in the first two sentences and 0.5 in the last two; NaN with fewer than three sentences.

    Source: Packard, Li & Berger 2023 (warmth first and last, matter in the middle).
    """
    parsed = reading.replies
    warm = parsed.sentences_with(
        parsed.hits.tokens("warm") & ~parsed.greeted & ~parsed.signed & ~parsed.signed_off & ~parsed.given_name
    )
    early, late = parsed.sentence_rank <= 1, parsed.sentence_rank_from_end <= 1
    values = 0.5 * parsed.replies_with(warm & early) + 0.5 * parsed.replies_with(warm & late)
    values[parsed.sentence_count < 3] = np.nan
    return Measured(values, list_spans(parsed, "warm"), merit=True)
