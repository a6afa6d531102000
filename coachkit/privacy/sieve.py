"""Which texts of a block may hold what: one pass over the whole column for each kind of place, so that most texts are never
looked at closely. It may let through too much, never too little."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from coachkit.privacy.addresses import STREET_ENDS, STREET_WORDS
from coachkit.privacy.words import name_words


class May:
    """What a text may hold, as bits of one number."""

    SIGNED_OFF = 1
    EMAIL = 2
    ADDRESS = 4
    GREETING = 8
    CLOSING = 16
    LABEL = 32
    INTRODUCTION = 64
    THANKS = 128
    TITLE = 256
    LINES = 512


EVERYTHING = 1023

FEWEST = 400
"""Texts from which on it pays to compile the patterns for a column."""

_EDGE = r"(?:^|[^\p{L}\p{N}])"
_GAP = r"[ \x{a0}]+"


def sifted(texts: Sequence[str]) -> list[int]:
    """What each text may hold: bits of May. A few texts are not sifted: that would take longer than to look at them."""
    if len(texts) < FEWEST:
        return [EVERYTHING] * len(texts)
    import pyarrow as pa
    from pyarrow import compute as pc

    try:
        column = pa.array(texts, pa.string())
    except UnicodeEncodeError:
        # Half a character: no reader gives one, and nothing may be missed for it.
        return [EVERYTHING] * len(texts)
    found = [May.LINES if "\n" in text else 0 for text in texts]
    for flag, pattern in _patterns().items():
        for row in pc.indices_nonzero(pc.match_substring_regex(column, pattern)).to_pylist():
            found[row] |= flag
    return found


@cache
def _patterns() -> dict[int, str]:
    """A pattern of RE2 for each flag, which pyarrow runs over a column in one pass."""
    lists = name_words()
    # How a name may begin: a capital, or a particle before one.
    name = rf"(?:[\p{{Lu}}\p{{Lt}}\p{{Nl}}]|(?i:{_any(lists.particles)})[ \x{{a0}}.'’-])"
    return {
        # A mark and a word at the end; links may follow.
        May.SIGNED_OFF: (
            r"(?:\A|[\s\p{Z}\p{Cc}.!?\x{2026}])[-\x{2013}\x{2014}^/*~] ?\S\S+"
            r"(?:[\s\p{Z}\p{Cc}]|http\S*)*\z"
        ),
        May.EMAIL: r"(?i)[\p{L}\p{N}_+.'-]@| @ |[(\[](?:at|ät|a|miukumauku|snabel-a)[)\]]",
        May.ADDRESS: (
            rf"(?i:(?:{_any(STREET_ENDS)})\p{{L}}{{0,8}}[ \x{{a0}}]\p{{Nd}})|(?i:pl|pb|box)[ \x{{a0}}]\p{{Nd}}"
            rf"|\p{{Nd}}[A-Za-z]?,?[ ](?:[A-Z]\S*[ ]){{1,3}}(?:{_any(STREET_WORDS)})"
        ),
        May.GREETING: rf"(?im)^[ \t>*]*(?:@[\p{{L}}\p{{N}}_]+[ \t:,]+)*(?:{_any(lists.greetings)}),?{_GAP}\p{{L}}",
        May.CLOSING: rf"(?i){_EDGE}(?:{_any(lists.closings)})[.,:!]?[\s\x{{a0}}]+[-–—/]?[ ]?\p{{L}}",
        May.LABEL: rf"(?i)(?:{_any(lists.labels)})[\s\x{{a0}}]*:",
        May.INTRODUCTION: (
            rf"{_EDGE}(?i:{_any(lists.introductions)})[ \x{{a0}}:]+{name}"
            r"|(?i: nimellä| nimelle| nimissä| nimiin| nimeen| puolesta)"
        ),
        May.THANKS: rf"{_EDGE}(?i:{_any(lists.thanks)}),?{_GAP}{name}",
        May.TITLE: rf"{_EDGE}(?i:{_any(lists.titles)}){_GAP}{name}",
    }


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", _GAP).replace("'", "['’]") for word in sorted(words))
