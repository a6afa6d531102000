"""Which texts of a block may hold what: a few passes over the whole column, so that most texts are never looked at closely.

It may let through too much, never too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from coachkit.privacy.behind_marks import that_sign
from coachkit.privacy.behind_words import behind_words, numbers_of_houses, that_greet, with_labels
from coachkit.privacy.may import EVERYTHING, May
from coachkit.privacy.words import NEEDS_A_CAPITAL, name_words
from coachkit.signals.digit_runs import Runs
from coachkit.signals.encoded import PAD, Encoded, byte_table
from coachkit.text.corpus import Ints

FEWEST = 400
"""Texts from which on it pays to compile the patterns for a column."""

# pyarrow compiles a pattern anew for every block, and RE2 takes longer over the letters of all the world's scripts than over the
# block: these sets are wider than they need be, and short.
_EDGE = r"(?:^|[^0-9A-Za-z\x{c0}-\x{d6}\x{d8}-\x{f6}\x{f8}-\x{24f}])"
_GAP = r"[ \x{a0}]+"
_SPACE = r"[\x{0}-\x{20}\x{7f}-\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
_LETTER = r"[A-Za-z\x{80}-\x{10ffff}]"
_CAPITAL = r"[A-Z\x{c0}-\x{de}\x{100}-\x{1fff}\x{2100}-\x{218f}\x{2c00}-\x{2dff}\x{3000}-\x{fdff}\x{fe10}-\x{1efff}]"

_AT, _COLON, _ROUND, _SQUARE, _BREAK = map(ord, "@:([\n")
_IN_A_BOX = byte_table("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+.'-")
_LETTERS = byte_table("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SPACES = byte_table("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f ")
_AROUND, _BEHIND = byte_table("amsAMS"), byte_table("tin)]TIN")
"""How the words for @ in brackets begin."""


def sifted(column: Encoded, runs: Runs) -> Ints:
    """(n,) what each text may hold: bits of May. `runs` are the column's digits."""
    import pyarrow as pa

    array = pa.StringArray.from_buffers(len(column.begins) - 1, pa.py_buffer(column.begins), pa.py_buffer(column.data))
    found = np.zeros(len(column.begins) - 1, dtype=np.int32)
    lines, mail, colons = _by_signs(column)
    found[column.rows(lines)] |= May.LINES
    found[column.rows(that_greet(column, lines))] |= May.GREETING
    found[column.rows(mail)] |= May.EMAIL
    found[column.rows(with_labels(column, colons))] |= May.LABEL
    found[column.rows(numbers_of_houses(column, runs))] |= May.ADDRESS
    found[runs.others] |= May.ADDRESS
    found[column.rows(that_sign(column))] |= May.SIGNED_OFF
    for flags, rows in behind_words(column):
        np.bitwise_or.at(found, rows, flags)
    words, every = _words(), np.arange(len(found))
    several = np.flatnonzero(found & May.LINES)
    for flag, pattern, rows in (
        (May.SIGNED_OFF, _SIGNED_OFF, every),
        (May.GREETING, words.greeting, every),
        (May.CLOSING, rf"{words.closing}\z", every),
        (May.CLOSING, rf"{words.closing}\n", several),
    ):
        if len(rows):
            found[rows[_matching(array if rows is every else array.take(pa.array(rows)), pattern)]] |= flag
    found[_with_odd_letters(column)] = EVERYTHING
    return found


def _with_odd_letters(column: Encoded) -> Ints:
    """The texts with letters that only their case tells from plain ones (ſ for s): no pass over bytes takes them for those."""
    places = [match.start() - PAD for match in _ODD.finditer(column.joined)]
    return column.rows(np.array(places, dtype=np.int64))


def _matching(array: Any, pattern: str) -> Ints:
    """The places of the texts in which the pattern of RE2 is found."""
    from pyarrow import compute as pc

    rows: Ints = np.flatnonzero(pc.match_substring_regex(array, pattern).to_numpy(zero_copy_only=False))
    return rows


def _by_signs(column: Encoded) -> tuple[Ints, Ints, Ints]:
    """Where lines end, where signs of e-mail addresses stand, and colons as they stand behind labels."""
    data = column.data
    places = column.places(
        lambda _, here: (here == _AT) | (here == _COLON) | (here == _ROUND) | (here == _SQUARE) | (here == _BREAK)
    )
    row, sign = column.rows(places), data[places]
    before, after, later = (data.take(places + step, mode="clip") for step in (-1, 1, 2))
    # What stands behind in another text does no harm: it may only let through too much.
    mail = (
        (sign == _AT)
        & (places > column.begins[row])
        & (_IN_A_BOX[before] & _IN_A_BOX[after] | (before == ord(" ")) & (after == ord(" ")))
    )
    mail |= ((sign == _ROUND) | (sign == _SQUARE)) & _AROUND[after] & _BEHIND[later]
    label = (sign == _COLON) & (_LETTERS[before] | _SPACES[before]) & (_LETTERS[after] | _SPACES[after])
    return places[sign == _BREAK], places[mail], places[label]


_ODD = re.compile("|".join("\u0130\u0131\u017f\u212a").encode())

_SIGNED_OFF = (
    r"(?:\A|[\s\p{Z}\p{Cc}.!?\x{2026}])[-\x{2013}\x{2014}^/*~]{1,2} ?\S\S+"
    r"(?:[\s\p{Z}\p{Cc}]|http[^ ]*)*\z"
)
"""A mark or two and a word at the end; links may follow, which only a space ends."""


class _Words(NamedTuple):
    """Patterns of RE2, which pyarrow runs over a column in one pass: each is found wherever `names` or `addresses` find."""

    greeting: str
    """From the text's start; the other lines are looked at by `that_greet`."""
    closing: str
    """Closings that a name in small letters may follow, up to the end of its line."""


@cache
def _words() -> _Words:
    lists = name_words()
    name = rf"(?:{_CAPITAL}|(?i:{_any(lists.particles)})[ \x{{a0}}])"
    title = rf"(?:(?i:{_any(lists.titles)}){_GAP})?"
    small = rf"{_LETTER}(?:{_LETTER}|['.-])*[,!]"
    return _Words(
        greeting=(
            rf"\A[ \t>*]*(?:@(?:{_LETTER}|[0-9_])+[ \t:,]+)*(?i:{_any(lists.greetings)})"
            rf"(?:,?{_GAP}{title}{name}|{_GAP}{title}{small})"
        ),
        closing=_closing(),
    )


def _closing() -> str:
    words = [*set(name_words().closings) - NEEDS_A_CAPITAL]
    # With another gap than one space between its words a closing is none of NEEDS_A_CAPITAL.
    apart = [_any([one]).replace(_GAP, r"(?: [ \x{a0}]+|\x{a0}[ \x{a0}]*)") for one in sorted(NEEDS_A_CAPITAL) if " " in one]
    any_of = "|".join([_any(words), *apart])
    return rf"{_EDGE}(?i:{any_of})[.,:!]?{_SPACE}+[-–—/]?[ ]?{_LETTER}\S*(?: \S+)?[ .!?]*"


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", _GAP).replace("'", "['’]") for word in sorted(words))
