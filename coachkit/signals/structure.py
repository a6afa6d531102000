"""Form on the page: lists, punctuation, capitals, emoji, slips, repetition, greeting line and signature."""

from __future__ import annotations

import re

import numpy as np

from coachkit.signals.reading import Measured, Reading, Spans
from coachkit.text.chunks import CAPITAL, COMMA_AFTER, CONCEALED, HIDDEN, SHOUT, SIGNED, STRONG, TIGHT, Kind
from coachkit.text.corpus import Bools, Ints, distinct
from coachkit.text.parsed import Parsed

FEWEST_STEPS = 3
SHOUT_LETTERS = 4
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
_HIDDEN = re.compile(f"[{HIDDEN}\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


def steps_in_one_paragraph(reading: Reading) -> Measured:
    """Most instructions that stand in one line of text; NaN where the reply gives fewer than three in all."""
    parsed = reading.replies
    hits = parsed.hits
    rows = hits.of("instruction")
    kept = _opens_clause(parsed)[hits.first[rows]]
    opening, closing = hits.first[rows][kept], hits.last[rows][kept]
    line = np.cumsum((parsed.corpus.newlines > 0) | parsed.starts & _first_of_reply(parsed))
    size = np.bincount(line[opening], minlength=int(line[-1]) + 1 if parsed.m else 0)
    values = np.zeros(parsed.n)
    reply = parsed.corpus.reply[opening]
    np.maximum.at(values, reply, size[line[opening]].astype(float) if parsed.m else 0.0)
    values[np.bincount(reply, minlength=parsed.n) < FEWEST_STEPS] = np.nan
    return Measured(values, Spans(opening, closing))


def _opens_clause(parsed: Parsed) -> Bools:
    """(m,) tokens at the start of a sentence or clause, where an imperative stands ("then open ...", "ja klikkaa ...")."""
    joining = parsed.flag("joining")
    opens = parsed.starts.copy()
    opens[1:] |= parsed.blocked[:-1] | joining[:-1] | (parsed.kind[:-1] == Kind.BULLET)
    return opens


def _first_of_reply(parsed: Parsed) -> Bools:
    mask = np.zeros(parsed.m, dtype=bool)
    ptr = parsed.corpus.ptr
    mask[ptr[:-1][ptr[:-1] < ptr[1:]]] = True
    return mask


def repeated_sentences(reading: Reading) -> Measured:
    """Sentences of three words or more that stand in the reply before, word for word."""
    parsed = reading.replies
    # The text is mixed into the key, so that one sort brings the twins of a text side by side.
    key = _sentence_keys(parsed) ^ (parsed.sentence_reply.astype(np.int64) * np.int64(0x5851F42D4C957F2D))
    order = np.argsort(key, kind="stable")
    same = np.zeros(len(key), dtype=bool)
    same[order[1:][key[order[1:]] == key[order[:-1]]]] = True
    same &= parsed.sentence_words >= 3
    return Measured(np.bincount(parsed.sentence_reply[same], minlength=parsed.n).astype(float), reading.sentence_spans(same))


def _sentence_keys(parsed: Parsed) -> Ints:
    """(s,) a number that is the same for sentences of the same words in the same order."""
    place = np.arange(parsed.m) - parsed.sentence_first[parsed.sentence] if parsed.m else np.zeros(0, dtype=np.int64)
    mixed = (parsed.corpus.type.astype(np.uint64) + np.uint64(1)) * (
        (place.astype(np.uint64) * np.uint64(2654435761)) ^ np.uint64(0x9E3779B97F4A7C15)
    )
    mixed[~parsed.is_word] = 0
    keys = np.add.reduceat(mixed, parsed.sentence_first) if parsed.m else mixed
    return keys.view(np.int64)


def shouting(reading: Reading) -> Measured:
    """Words in capitals for stress, and runs of exclamation marks; abbreviations do not count."""
    parsed = reading.replies
    capitals = (parsed.corpus.flags & SHOUT) > 0
    long_enough = parsed.corpus.table.letters.take(parsed.corpus.type) >= SHOUT_LETTERS
    beside = np.zeros(parsed.m, dtype=bool)
    beside[1:] |= capitals[:-1]
    beside[:-1] |= capitals[1:]
    known = (parsed.frequency > 1e-5) | parsed.flag("function")
    shout = capitals & known & (long_enough | beside) & ~parsed.given_name
    strong = (parsed.kind == Kind.END) & ((parsed.corpus.flags & STRONG) > 0) & _is_mark(parsed, "!")
    return Measured(parsed.per_reply(shout | strong).astype(float), reading.tokens(shout | strong))


def _is_mark(parsed: Parsed, mark: str) -> Bools:
    return parsed.corpus.type == parsed.corpus.table.type_id.get((mark, int(Kind.END)), -1)


def exclamations_and_emoji(reading: Reading) -> Measured:
    """Exclamation marks (the greeting's aside) and emoji."""
    parsed = reading.replies
    mark = _is_mark(parsed, "!")
    if parsed.m:
        mark &= (parsed.sentence_rank[parsed.sentence] > 0) | (parsed.sentence_words[parsed.sentence] > 3)
    loud = mark | (parsed.kind == Kind.EMOJI)
    return Measured(parsed.per_reply(loud).astype(float), reading.tokens(loud))


def emoji(reading: Reading) -> Measured:
    """Emoji and smileys in the reply."""
    parsed = reading.replies
    mask = parsed.kind == Kind.EMOJI
    return Measured(parsed.per_reply(mask).astype(float), reading.tokens(mask))


def slips(reading: Reading) -> Measured:
    """Slips of the keyboard per 100 words: a word twice, no space after a stop or comma. NaN without words."""
    parsed = reading.replies
    twice = np.zeros(parsed.m, dtype=bool)
    if parsed.m:
        same = (parsed.corpus.type[1:] == parsed.corpus.type[:-1]) & (parsed.kind[1:] == Kind.WORD)
        # A long word twice is a slip; "so so", "no no", "hyvin hyvin" and names may be meant.
        meant = parsed.corpus.table.letters[parsed.corpus.type[1:]] > 5
        twice[1:] = same & ~parsed.blocked[:-1] & ~parsed.neutral[1:] & (~meant | parsed.flag("function")[1:])
        twice[1:] &= parsed.corpus.table.letters[parsed.corpus.type[1:]] > 1
    tight = (parsed.corpus.flags & TIGHT) > 0
    return Measured(100 * parsed.mean(parsed.per_reply(twice | tight), parsed.words), reading.tokens(twice | tight))


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
    wrong = (parsed.corpus.flags[opening] & CAPITAL) == 0
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
    capital = (corpus.flags[following] & CAPITAL) > 0
    no_name = parsed.flag("function")[following] | (parsed.facts.first_person_verb(corpus.type[following]) > 0)
    word = parsed.kind[following] == Kind.WORD
    return new_line & word & np.where(comma, capital & no_name, ~capital)


def signature(reading: Reading) -> Measured:
    """1 when the reply ends with a name (a capitalised word alone on its line or after a sign-off), else 0."""
    parsed = reading.replies
    corpus = parsed.corpus
    named = ((corpus.flags & CAPITAL) > 0) & (parsed.kind == Kind.WORD) & (~parsed.flag("function") | parsed.given_name)
    closing = np.zeros(parsed.m, dtype=bool)
    if parsed.m:
        last_two = parsed.sentence_rank_from_end[parsed.sentence] <= 1
        short = parsed.sentence_words[parsed.sentence] <= 4
        greeted = parsed.sentences_with(parsed.hits.tokens("sign_off"))[parsed.sentence]
        new_line = np.zeros(len(parsed.sentence_first), dtype=bool)
        new_line |= corpus.newlines[parsed.sentence_first] > 0
        closing = last_two & (greeted | (short & new_line[parsed.sentence])) & named
        closing &= ~parsed.hits.tokens("sign_off") & ~parsed.hits.tokens("warm") & ~parsed.hits.tokens("stock")
        closing &= ~parsed.sentences_with(_is_mark(parsed, "!"))[parsed.sentence]
        closing |= parsed.signed & ~parsed.hits.tokens("sign_off") & ~parsed.hits.tokens("stock")
        closing |= (parsed.sentence_rank_from_end[parsed.sentence] == 0) & parsed.given_name & ~_customers(reading)
    return Measured((parsed.per_reply(closing) > 0).astype(float), reading.tokens(closing), merit=True)


def _customers(reading: Reading) -> Bools:
    """(m,) tokens right after a greeting, which name the customer and not the writer."""
    parsed = reading.replies
    return parsed.sentences_with(parsed.hits.tokens("greeting"))[parsed.sentence]


def placeholders(reading: Reading) -> Measured:
    """Template parts left in the reply: {{name}}, [insert date], XXX, <name>."""
    return _pattern_count(reading, _PLACEHOLDER, SIGNED)


def hidden_characters(reading: Reading) -> Measured:
    """Characters that show nothing or turn the direction of the text, beyond the two that pasting may leave."""
    measured = _pattern_count(reading, _HIDDEN, CONCEALED)
    return Measured(np.maximum(measured.values - 2, 0.0), measured.spans)


def _pattern_count(reading: Reading, pattern: re.Pattern[str], flag: int) -> Measured:
    """Matches of a pattern of ours in the original texts; the spans are the tokens that they touch.

    Only texts with a token that carries the flag are searched: the others can have no match.
    """
    corpus = reading.replies.corpus
    values = np.zeros(len(corpus))
    spans: list[tuple[int, int]] = []
    for row in distinct(corpus.reply[np.flatnonzero(corpus.flags & flag)]).tolist():
        found = [match.span() for match in pattern.finditer(corpus.texts[row])]
        values[row] = len(found)
        spans += corpus.touched(row, found)
    table = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return Measured(values, Spans(table[:, 0], table[:, 1]))
