"""Which texts of a block may hold what: a few passes over the whole column, so that most texts are never looked at closely.

It may let through too much, never too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from coachkit.privacy.addresses import STREET_ENDS, STREET_WORDS
from coachkit.privacy.words import NEEDS_A_CAPITAL, name_words
from coachkit.signals.digit_runs import Runs, with_other_digits
from coachkit.signals.encoded import BEYOND_ASCII, Encoded, byte_table
from coachkit.text.corpus import Bools, Ints


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

# pyarrow compiles a pattern anew for every block, and RE2 takes longer over the letters of all the world's scripts than over the
# block: these sets are wider than they need be, and short.
_EDGE = r"(?:^|[^0-9A-Za-z\x{c0}-\x{d6}\x{d8}-\x{f6}\x{f8}-\x{24f}])"
_GAP = r"[ \x{a0}]+"
_SPACE = r"[\x{0}-\x{20}\x{7f}-\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
_LETTER = r"[A-Za-z\x{80}-\x{10ffff}]"
_CAPITAL = r"[A-Z\x{c0}-\x{de}\x{100}-\x{1fff}\x{2100}-\x{218f}\x{2c00}-\x{2dff}\x{3000}-\x{fdff}\x{fe10}-\x{1efff}]"
_GENITIVE = r"(?i: nimellä| nimelle| nimissä| nimiin| nimeen| puolesta)"

_IN_A_BOX = byte_table("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+.'-")
_LETTERS = byte_table("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SPACES = byte_table("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f ")
_AROUND, _BEHIND = byte_table("amsAMS"), byte_table("tin)]TIN")
"""How the words for @ in brackets begin."""
_BEHIND_WORDS = May.CLOSING | May.INTRODUCTION | May.THANKS | May.TITLE | May.ADDRESS
"""What may stand anywhere in a text: looked for in one pass."""


def sifted(column: Encoded, runs: Runs) -> Ints:
    """(n,) what each text may hold: bits of May. `runs` are the column's digits."""
    import pyarrow as pa

    array = pa.StringArray.from_buffers(len(column.begins) - 1, pa.py_buffer(column.begins), pa.py_buffer(column.data))
    found = np.zeros(len(column.begins) - 1, dtype=np.int32)
    lines, mail, labels = _by_signs(column)
    found[lines] |= May.LINES
    found[mail] |= May.EMAIL
    words, every = _words(), np.arange(len(found))
    for flag, pattern, rows in (
        (May.SIGNED_OFF, _SIGNED_OFF, every),
        (May.GREETING, rf"\A{words.greeting}", every),
        (May.GREETING, rf"(?m)^{words.greeting}", np.flatnonzero(found & May.LINES)),
        (_BEHIND_WORDS, words.behind, every),
        (May.ADDRESS, words.street, _with_a_number(column, runs)),
        (May.LABEL, words.label, np.unique(labels)),
    ):
        if len(rows):
            found[rows[_matching(array if rows is every else array.take(pa.array(rows)), pattern)]] |= flag
    return found


def _matching(array: Any, pattern: str) -> Ints:
    """The places of the texts in which the pattern of RE2 is found."""
    from pyarrow import compute as pc

    rows: Ints = np.flatnonzero(pc.match_substring_regex(array, pattern).to_numpy(zero_copy_only=False))
    return rows


def _by_signs(column: Encoded) -> tuple[Ints, Ints, Ints]:
    """The texts of several lines, with a sign of an e-mail address, with a colon as it stands behind a label."""
    data = column.data
    places = np.flatnonzero((data == ord("@")) | (data == ord(":")) | (data == ord("(")) | (data == ord("[")) | (data == ord("\n")))
    row, sign = column.rows(places), data[places]
    before, after, later = (data.take(places + step, mode="clip") for step in (-1, 1, 2))
    # What stands behind in another text does no harm: it may only let through too much.
    mail = (sign == ord("@")) & (places > column.begins[row]) & (_IN_A_BOX[before] & _IN_A_BOX[after] | (before == ord(" ")) & (after == ord(" ")))
    mail |= ((sign == ord("(")) | (sign == ord("["))) & _AROUND[after] & _BEHIND[later]
    label = (sign == ord(":")) & (_LETTERS[before] | _SPACES[before]) & (_LETTERS[after] | _SPACES[after])
    return row[sign == ord("\n")], row[mail], row[label]


def _with_a_number(column: Encoded, runs: Runs) -> Ints:
    """The texts with a number behind a word and a space."""
    before, earlier = (column.data.take(runs.start - step, mode="clip") for step in (1, 2))
    behind: Bools = ((before == ord(" ")) | (before >= BEYOND_ASCII)) & _LETTERS[earlier]
    return np.union1d(runs.row[behind], with_other_digits(column))


_SIGNED_OFF = (
    r"(?:\A|[\s\p{Z}\p{Cc}.!?\x{2026}])[-\x{2013}\x{2014}^/*~] ?\S\S+"
    r"(?:[\s\p{Z}\p{Cc}]|http\S*)*\z"
)
"""A mark and a word at the end; links may follow."""


class _Words(NamedTuple):
    """Patterns of RE2, which pyarrow runs over a column in one pass: each is found wherever `names` or `addresses` find."""

    greeting: str
    """From the line's start."""
    behind: str
    """A name behind a closing, an introduction, thanks or a title, and a street in English."""
    street: str
    label: str


@cache
def _words() -> _Words:
    lists = name_words()
    name = rf"(?:{_CAPITAL}|(?i:{_any(lists.particles)})[ \x{{a0}}])"
    title = rf"(?:(?i:{_any(lists.titles)}){_GAP})?"
    small = rf"{_LETTER}(?:{_LETTER}|['.-])*[,!]"
    before = {*lists.closings, *lists.introductions, *lists.thanks, *lists.titles}
    return _Words(
        greeting=(
            rf"[ \t>*]*(?:@(?:{_LETTER}|[0-9_])+[ \t:,]+)*(?i:{_any(lists.greetings)})"
            rf"(?:,?{_GAP}{title}{name}|{_GAP}{title}{small})"
        ),
        behind=(
            rf"{_EDGE}(?i:{_any(before)})[.,:!]?(?:{_SPACE}|:)+[-–—/]?[ ]?{name}"
            rf"|{_in_small_letters()}|{_GENITIVE}"
            rf"| (?:{_any(STREET_WORDS)})(?:[^0-9A-Za-z_]|\z)"
        ),
        street=rf"(?i:(?:{_any(STREET_ENDS)}){_LETTER}*|pl|pb|box)[ \x{{a0}}](?:[0-9]|[^\x{{0}}-\x{{7f}}])",
        label=rf"(?i)(?:{_any(lists.labels)}){_SPACE}*:",
    )


def _in_small_letters() -> str:
    """Closings that a name in small letters may follow, up to the end of its line."""
    words = [*set(name_words().closings) - NEEDS_A_CAPITAL]
    # With another gap than one space between its words a closing is none of NEEDS_A_CAPITAL.
    apart = [_any([one]).replace(_GAP, r"(?: [ \x{a0}]+|\x{a0}[ \x{a0}]*)") for one in sorted(NEEDS_A_CAPITAL) if " " in one]
    any_of = "|".join([_any(words), *apart])
    return rf"{_EDGE}(?i:{any_of})[.,:!]?{_SPACE}+[-–—/]?[ ]?{_LETTER}\S*(?: \S+)?[ .!?]*(?:\n|\z)"


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", _GAP).replace("'", "['’]") for word in sorted(words))
