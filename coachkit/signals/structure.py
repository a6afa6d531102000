"""Form on the page: lists, punctuation, capitals, emoji, slips, repetition, greeting line and signature."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from coachkit import compiled
from coachkit.signals.measured import Measured
from coachkit.signals.reading import Reading
from coachkit.signals.spans import Spans, sentence_spans, token_spans, touched_spans
from coachkit.text.chunks import COMMA_AFTER, CONCEALED, HIDDEN, SHOUT, SIGNED, STRONG, TIGHT, Kind
from coachkit.text.corpus import Bools, Ints, among, distinct
from coachkit.text.facts import flag_bit
from coachkit.text.parsed import Parsed
from coachkit.text.sign_offs import listed

FEWEST_STEPS = 3
SHOUT_LETTERS = 4
LONGEST_GREETING = 3
"""Words of a first sentence whose exclamation mark is the greeting's."""
SIGNATURE_WORDS = 4
"""Words at most of a last line that may be a signature."""
MEANT_LETTERS = 5
"""Letters of a word that may be meant to stand twice, beyond a function word."""
_BLANK = (
    r"(?:(?:first|last|agent|customer|your|my)?[ _-]?name|insert\b.*|date|time|order.*|amount|number|link|address|company.*"
    r"|product.*|(?:asiakkaan|etu|suku|oma)?[ _-]?nimi|lisää.*|tähän.*|päivä.*|pvm|tilaus.*|summa|numero|linkki|osoite|tuote.*"
    r"|yritys.*|(?:kundens|för|efter|ditt)?[ _-]?namn|fyll i.*|infoga.*|datum|beställning.*|belopp|nummer|länk|adress|produkt.*"
    r"|företag.*|text.*)"
)
_PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{0,60}\}\}|\{[a-zåäö_ .]{2,40}\}|\$\{[a-z_]{2,30}\}|%[a-z_]{3,30}%"
    rf"|<\s?{_BLANK}\s?>|\[\s?{_BLANK}\s?\](?!\()"
    r"|(?-i:\bXXX+\b(?!-?\d))|_{4,}|\blorem ipsum\b",
    re.IGNORECASE,
)
_BETWEEN_SIGNS = re.compile("%[a-z_]{3,30}%", re.IGNORECASE)
_HIDDEN = re.compile(f"[{HIDDEN}\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


def steps_in_one_paragraph(reading: Reading) -> Measured:
    """Most instructions that stand in one line of text; NaN where the reply gives fewer than three in all."""
    parsed = reading.replies
    hits = parsed.hits
    rows = hits.of("instruction")
    kept = _opens_clause(parsed, hits.first[rows])
    opening, closing = hits.first[rows][kept], hits.last[rows][kept]
    corpus = parsed.corpus
    line_starts = np.flatnonzero(corpus.newlines)
    # A text begins a line, and so does what stands behind a line break.
    line = np.searchsorted(line_starts, opening, side="right") + corpus.reply[opening]
    size = np.bincount(line)
    values = np.zeros(parsed.n)
    reply = corpus.reply[opening]
    np.maximum.at(values, reply, size[line].astype(float))
    values[np.bincount(reply, minlength=parsed.n) < FEWEST_STEPS] = np.nan
    return Measured(values, Spans(opening, closing))


def _opens_clause(parsed: Parsed, tokens: Ints) -> Bools:
    """Which tokens stand at the start of a sentence or clause, as an imperative does ("then open ...", "ja klikkaa ...")."""
    before = np.maximum(tokens - 1, 0)
    joined = parsed.blocked[before] | parsed.flag("joining")[before] | parsed.is_kind(Kind.BULLET)[before]
    return parsed.starts[tokens] | (joined & (tokens > 0))


def repeated_sentences(reading: Reading) -> Measured:
    """Sentences of three words or more that stand in the reply before, word for word."""
    parsed = reading.replies
    same = (_repeated_compiled if compiled.in_use() else _repeated)(parsed)
    same &= parsed.real_sentence
    return Measured(parsed.sentences_per_reply(same).astype(float), sentence_spans(parsed, same))


def _repeated(parsed: Parsed) -> Bools:
    """(s,) sentences that stand in their text before, word for word."""
    # The text is mixed into the key, so that one sort brings the twins of a text side by side.
    key = _sentence_keys(parsed) ^ (parsed.sentence_reply * np.int64(0x5851F42D4C957F2D))
    ordered = np.sort(key)
    rows = np.flatnonzero(among(key, ordered[1:][ordered[1:] == ordered[:-1]], in_order=True))
    rows = rows[np.argsort(key[rows], kind="stable")]
    same = np.zeros(len(key), dtype=bool)
    same[rows[1:][key[rows[1:]] == key[rows[:-1]]]] = True
    return same


def _repeated_compiled(parsed: Parsed) -> Bools:
    """The same in one pass."""
    from coachkit.signals import measuring_kernels

    most = int(parsed.sentence_count.max(initial=0))
    keys, texts = np.zeros((2, 1 << (2 * most + 1).bit_length()), dtype=np.int64)
    same = np.empty(len(parsed.sentence_first), dtype=bool)
    sentences = parsed.sentence_first, parsed.sentence_reply
    measuring_kernels.repeated(parsed.corpus.type, parsed.is_word, *sentences, keys, texts, same)
    return same


def _sentence_keys(parsed: Parsed) -> Ints:
    """(s,) a number that is the same for sentences of the same words in the same order."""
    if not parsed.m:
        return np.zeros(0, dtype=np.int64)
    mixed = parsed.corpus.type + 1
    place = np.arange(parsed.m)
    place -= np.repeat(parsed.sentence_first, parsed.sentence_size)
    place *= 2654435761
    place ^= np.int64(0x9E3779B97F4A7C15 - (1 << 64))
    mixed *= place
    mixed *= parsed.is_word
    return np.add.reduceat(mixed, parsed.sentence_first)


def shouting(reading: Reading) -> Measured:
    """Words in capitals for stress, and runs of exclamation marks; abbreviations do not count."""
    parsed = reading.replies
    capitals = parsed.corpus.has(SHOUT)
    beside = parsed.behind(capitals) | parsed.before(capitals)
    known = parsed.trait("common") | parsed.flag("function")
    shout = capitals & known & ((parsed.own_letters >= SHOUT_LETTERS) | beside) & ~parsed.given_name
    shout |= parsed.corpus.has(STRONG) & parsed.is_mark("!")
    return Measured(parsed.per_reply(shout).astype(float), token_spans(shout))


def exclamations_and_emoji(reading: Reading) -> Measured:
    """Exclamation marks (the greeting's aside) and emoji."""
    parsed = reading.replies
    loud = parsed.is_kind(Kind.EMOJI).copy()
    marks = np.flatnonzero(parsed.is_mark("!"))
    sentence = parsed.sentence[marks]
    loud[marks[(parsed.sentence_rank[sentence] > 0) | (parsed.sentence_words[sentence] > LONGEST_GREETING)]] = True
    return Measured(parsed.per_reply(loud).astype(float), token_spans(loud))


def emoji(reading: Reading) -> Measured:
    """Emoji and smileys in the reply."""
    parsed = reading.replies
    mask = parsed.is_kind(Kind.EMOJI)
    return Measured(parsed.per_reply(mask).astype(float), token_spans(mask))


def slips(reading: Reading) -> Measured:
    """Slips of the keyboard per 100 words: a word twice, no space after a stop or comma. NaN without words."""
    parsed = reading.replies
    slip = parsed.corpus.has(TIGHT)
    rows = np.flatnonzero(parsed.corpus.type[1:] == parsed.corpus.type[:-1]) + 1
    letters = parsed.own_letters[rows]
    # A long word twice is a slip; "so so", "no no", "hyvin hyvin" and names may be meant.
    twice = parsed.is_kind(Kind.WORD)[rows] & ~parsed.blocked[rows - 1] & ~parsed.neutral[rows] & (letters > 1)
    slip[rows[twice & ((letters <= MEANT_LETTERS) | parsed.flag("function")[rows])]] = True
    return Measured(100 * parsed.mean(parsed.per_reply(slip), parsed.words), token_spans(slip))


def greeting_slips(reading: Reading) -> Measured:
    """0 when the greeting line is written as the language asks, 1 when not; NaN without a greeting.

    Finnish and Swedish: after a comma a small letter, after "!" or a bare greeting line a capital (Kotus; Svenska skrivregler).
    English: a capital at the greeting.
    """
    parsed = reading.replies
    hits = parsed.hits
    rows = hits.of("greeting")
    opening = hits.first[rows]
    values = np.full(parsed.n, np.nan)
    if not len(opening):
        return Measured(values)
    at_start = opening == parsed.corpus.ptr[:-1][hits.reply[rows]]
    opening = opening[at_start]
    reply = parsed.corpus.reply[opening]
    wrong = ~parsed.corpus.capital[opening]
    if reading.language != "en":
        wrong |= _wrong_after_comma(parsed, opening)
    values[reply] = wrong.astype(float)
    line_end = parsed.sentence_last[parsed.sentence[opening]]
    return Measured(values, Spans(opening, np.minimum(line_end, opening + 4)))


def _wrong_after_comma(parsed: Parsed, opening: Ints) -> Bools:
    """Whether a capital follows a greeting line that ends with a comma, or a small letter one that does not.

    A capital counts only on words that are surely no names.
    """
    corpus = parsed.corpus
    last = parsed.sentence_last[parsed.sentence[opening]]
    following = np.minimum(last + 1, parsed.m - 1)
    new_line = (corpus.newlines[following] > 0) & (following > last) & (corpus.reply[following] == corpus.reply[opening])
    comma = (corpus.flags[last] & COMMA_AFTER) > 0
    capital = corpus.capital[following]
    no_name = parsed.flag("function")[following] | (parsed.facts.first_person_verb(corpus.type[following]) > 0)
    word = parsed.is_kind(Kind.WORD)[following]
    return new_line & word & np.where(comma, capital & no_name, ~capital)


def signature(reading: Reading) -> Measured:
    """1 when the reply ends with a name (alone on its line, after a sign-off or behind a mark: ^AB, /Anna), else 0."""
    parsed, hits = reading.replies, reading.replies.hits
    rows = _tokens_of(parsed, _may_sign(parsed))
    function = (parsed.facts.bits.take(parsed.corpus.type[rows]) & flag_bit("function")) > 0
    rows = rows[parsed.corpus.capital[rows] & parsed.is_kind(Kind.WORD)[rows] & (~function | parsed.given_name[rows])]
    closing = np.zeros(parsed.m, dtype=bool)
    closing[rows] = ~hits.tokens("warm")[rows]
    closing |= parsed.signed | parsed.signed_off
    closing &= ~hits.tokens("sign_off") & ~hits.tokens("stock") & ~listed(parsed.corpus)
    closing |= _named_last(parsed)
    return Measured((parsed.per_reply(closing) > 0).astype(float), token_spans(closing), merit=True)


def _may_sign(parsed: Parsed) -> Ints:
    """The last two sentences of the texts, where a name in them signs: short lines of their own, and those with a sign-off."""
    own_line = (parsed.sentence_words <= SIGNATURE_WORDS) & (parsed.corpus.newlines[parsed.sentence_first] > 0)
    closing = parsed.sentences_with_list("sign_off") | own_line
    rows = np.flatnonzero(closing & (parsed.sentence_rank_from_end <= 1))
    return rows[~parsed.sentences_with(parsed.is_mark("!"))[rows]]


def _tokens_of(parsed: Parsed, sentences: Ints) -> Ints:
    """All tokens of some sentences."""
    size = parsed.sentence_size[sentences]
    skipped = parsed.sentence_first[sentences] - (np.cumsum(size) - size)
    return np.arange(size.sum()) + np.repeat(skipped, size)


def _named_last(parsed: Parsed) -> Bools:
    """(m,) names known for the text in its last sentence, unless that is a greeting, which names the customer."""
    mask = np.zeros(parsed.m, dtype=bool)
    rows = np.flatnonzero(parsed.given_name)
    if not len(rows):
        return mask
    sentence = parsed.sentence[rows]
    mask[rows] = (parsed.sentence_rank_from_end[sentence] == 0) & ~parsed.sentences_with_list("greeting")[sentence]
    return mask


def placeholders(reading: Reading) -> Measured:
    """Template parts left in the reply: {{name}}, [insert date], XXX, <name>."""
    return _pattern_count(reading, _PLACEHOLDER, SIGNED, _may_hold_placeholder)


def _may_hold_placeholder(text: str) -> bool:
    """False for most of the texts with a sign in them that have no placeholder: the pattern takes ten times as long to say so."""
    return (
        ("{" in text and "}" in text)
        or ("[" in text and "]" in text)
        or ("<" in text and ">" in text)
        or ("%" in text and _BETWEEN_SIGNS.search(text) is not None)
        or "XXX" in text
        or "____" in text
        or "lorem" in text.lower()
    )


def hidden_characters(reading: Reading) -> Measured:
    """Characters that show nothing or turn the direction of the text, beyond the two that pasting may leave."""
    measured = _pattern_count(reading, _HIDDEN, CONCEALED, bool)
    return Measured(np.maximum(measured.values - 2, 0.0), measured.spans)


def _pattern_count(reading: Reading, pattern: re.Pattern[str], flag: int, may_hold: Callable[[str], bool]) -> Measured:
    """Matches of a pattern of ours in the original texts; the spans are the tokens that they touch.

    Only texts with a token that carries the flag are searched, if they also `may_hold` a match: the others have none.
    """
    corpus = reading.replies.corpus
    values = np.zeros(len(corpus))
    flagged = distinct(corpus.reply[np.flatnonzero(corpus.has(flag))]).tolist()
    texts = ((row, corpus.texts[row]) for row in flagged)
    found = {row: [match.span() for match in pattern.finditer(text)] for row, text in texts if may_hold(text)}
    for row, places in found.items():
        values[row] = len(places)
    return Measured(values, touched_spans(corpus, found))
