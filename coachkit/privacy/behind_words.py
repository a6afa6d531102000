"""Which texts of a column may hold a name behind a closing, an introduction, thanks or a title, or a street.

Names have a capital, and what stands before it is one of a few words: told by the bytes around the capitals of all texts at once.
It may let through too much, never too little.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from coachkit.privacy.addresses import STREET_ENDS, STREET_WORDS
from coachkit.privacy.endings import Endings, endings_of
from coachkit.privacy.may import May
from coachkit.privacy.words import name_words
from coachkit.signals.digit_runs import Runs
from coachkit.signals.encoded import BEYOND_ASCII, PAD, Bytes, Encoded, byte_table
from coachkit.text.corpus import Bools, Ints

BEHIND = May.CLOSING | May.INTRODUCTION | May.THANKS | May.TITLE

PARTS = byte_table("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f -/:.,!", beyond=False)
# Spaces and dashes that are not ASCII consist of these; no word of the lists ends with one.
PARTS[[*range(0x80, 0x8B), 0x93, 0x94, 0x9A, 0x9F, 0xA0, 0xA8, 0xA9, 0xAF, 0xC2, 0xE1, 0xE2, 0xE3]] = True
_MOST_PARTS = 6
_LETTERS = byte_table("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_AFTER_WORD = byte_table("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", beyond=False)
_WORD = re.compile(rb"[A-Za-z]{2,}(?![A-Za-z'\-\x80-\xff])")
_LETTER_AND_WORD = re.compile(rb"[A-Z] ([a-z]+)(?![A-Za-z'\-\x80-\xff])")
_CAPITALS = 26

_LEAST_OF_SEVERAL = _LATIN = 0xC3
"""The first byte of the first capital that is not ASCII."""


def behind_words(column: Encoded) -> list[tuple[int, Ints]]:
    """Flags of May with the texts that they may be true of: BEHIND and streets in English."""
    capitals = _capitals(column)
    found: dict[int, list[int]] = {}
    ends, many = _ends_of_words(column.data, capitals)
    for place, flags in _before().found(column, ends):
        capital = int(capitals[place])
        if _may_be_a_name(column.joined, capital + PAD, _end_of_text(column, capital) + PAD):
            found.setdefault(flags, []).append(capital)
    found.setdefault(May.ADDRESS, []).extend(_street_words(column, capitals))
    found.setdefault(May.INTRODUCTION, []).extend(_genitives(column).tolist())
    result = [(flags, column.rows(np.array(places, dtype=np.int64))) for flags, places in found.items()]
    return [*result, (BEHIND, column.rows(capitals[many]))]


def _capitals(column: Encoded) -> Ints:
    """Where words may begin that have a capital, behind a sign or space."""
    data, places = column.data, column.places(_is_capital)
    places = places[PARTS[data[places - 1]]]
    lead, second, third = (data.take(places + step, mode="clip") for step in range(3))
    # Small letters of Latin-1, punctuation, what turns a sign into an emoji, and emoji are no capitals.
    none = ((lead == 0xC3) & (second >= 0x9F)) | (lead > 0xF0) | ((lead == 0xF0) & (second == 0x9F))
    none |= (lead == 0xE2) & ~(((second >= 0x84) & (second <= 0x86)) | ((second >= 0xB0) & (second <= 0xB7)))
    none |= (lead == 0xEF) & (second == 0xB8) & (third < 0x90)
    return places[~none]


def _is_capital(before: Bytes, here: Bytes) -> Bools:
    # Bytes wrap round: all but capitals then lie above.
    behind_a_sign = (before < ord("0")) | (before >= BEYOND_ASCII) | (before == ord(":"))
    return behind_a_sign & ((here - np.uint8(ord("A")) < _CAPITALS) | (here >= _LEAST_OF_SEVERAL))


def _ends_of_words(data: Bytes, places: Ints) -> tuple[Ints, Bools]:
    """(p,) where the word before each place ends, and whether so many signs stand between that it was not reached."""
    ends, left = places.copy(), np.arange(len(places))
    for _ in range(_MOST_PARTS):
        left = left[_is_part(data, ends[left] - 1)]
        ends[left] -= 1
    many = np.zeros(len(places), dtype=bool)
    many[left] = _is_part(data, ends[left] - 1)
    return ends, many


def _is_part(data: Bytes, places: Ints) -> Bools:
    """Whether what stands at each place, if it is one of the column's, is no letter: those of Latin-1 have like bytes."""
    return PARTS[data.take(places, mode="clip")] & (data.take(places - 1, mode="clip") != _LATIN) & (places >= 0)


def _end_of_text(column: Encoded, place: int) -> int:
    """Where the text ends that a byte is in."""
    return int(column.begins[np.searchsorted(column.begins, place, side="right")])


def _may_be_a_name(joined: bytes, place: int, end: int) -> bool:
    """Whether a name may begin here: no word that only looks like one, and no single letter before an ordinary word."""
    lists = name_words()
    word = _WORD.match(joined, place, end)
    if word:
        plain = word[0].decode().lower()
        return plain in lists.particles or (plain not in lists.not_names and plain not in lists.firms)
    letter = _LETTER_AND_WORD.match(joined, place, end)
    return not letter or letter[1].decode() in lists.particles


@cache
def _before() -> Endings:
    """The words that names with a capital stand behind, and the particles that begin names."""
    lists = name_words()
    flags: dict[bytes, int] = {}
    for flag, words in (
        (May.CLOSING, lists.closings), (May.INTRODUCTION, lists.introductions), (May.THANKS, lists.thanks),
        (May.TITLE, lists.titles), (BEHIND, sorted(lists.particles)),
    ):  # fmt: skip
        for word in words:
            for form in {word, word.replace("'", "’")}:
                for end in endings_of(form.rstrip(".")):
                    flags[end] = flags.get(end, 0) | flag
    return Endings(flags)


def _street_words(column: Encoded, capitals: Ints) -> list[int]:
    """Those of the places where an English word for a street stands."""
    two = column.data[capitals].astype(np.int32) << 8 | column.data.take(capitals + 1, mode="clip")
    likely = capitals[np.isin(two, [int.from_bytes(word[:2].encode()) for word in STREET_WORDS])] + PAD
    return [place - PAD for place in likely.tolist() if _is_street_word(column, place)]


def _is_street_word(column: Encoded, place: int) -> bool:
    """Whether such a word stands at a place of `joined`, and not the beginning of a longer one."""
    word = _STREET.match(column.joined, place)
    if not word or not _AFTER_WORD[column.joined[word.end()]]:
        return word is not None
    return _end_of_text(column, place - PAD) == word.end() - PAD


_STREET = re.compile("|".join(sorted(STREET_WORDS, reverse=True)).encode())
_GENITIVE = Endings(dict.fromkeys((b" nimell", b" nimiss", b" nimiin", b" nimeen", b" puoles"), May.INTRODUCTION))


def _genitives(column: Encoded) -> Ints:
    """Where " nimellä" and the other words stand that follow a name in the genitive."""
    places = column.places(
        lambda before, here: (before == ord(" ")) & (((here | 0x20) == ord("n")) | ((here | 0x20) == ord("p")))
    )
    ends = np.minimum(places + 6, len(column.data))
    return places[[place for place, _ in _GENITIVE.found(column, ends)]]


def that_greet(column: Encoded, breaks: Ints) -> Ints:
    """Those of the places of line breaks that a greeting may follow."""
    places = breaks + 1
    for _ in range(_MOST_PARTS):
        places += _INDENTS[column.data.take(places, mode="clip")]
    sign = column.data.take(places, mode="clip")
    greet = (sign == ord("@")) | _INDENTS[sign]
    for length, words in _greetings().items():
        ends = np.minimum(places + length, len(column.data))
        greet[[place for place, _ in words.found(column, ends)]] = True
    return breaks[greet]


_INDENTS = byte_table(" \t>*", beyond=False)


@cache
def _greetings() -> dict[int, Endings]:
    """The first bytes of greetings, by their number."""
    beginnings: dict[int, dict[bytes, int]] = {}
    for word in name_words().greetings:
        begins = word.encode()[:4]
        beginnings.setdefault(len(begins), {})[begins] = May.GREETING
    return {length: Endings(words, whole=False) for length, words in beginnings.items()}


def with_labels(column: Encoded, colons: Ints) -> Ints:
    """Those of the places of colons that a label may stand before."""
    ends, many = _ends_of_words(column.data, colons)
    labels = [place for place, _ in _labels().found(column, ends)]
    return np.concatenate((colons[labels], colons[many]))


@cache
def _labels() -> Endings:
    return Endings({end: May.LABEL for label in name_words().labels for end in endings_of(label)})


def numbers_of_houses(column: Encoded, runs: Runs) -> Ints:
    """The first digits of the runs that stand behind a street or box."""
    before, earlier = (column.data.take(runs.start - step, mode="clip") for step in (1, 2))
    behind = runs.start[((before == ord(" ")) | (before >= BEYOND_ASCII)) & _LETTERS[earlier]]
    ends = behind - 1 - (column.data[behind - 1] >= BEYOND_ASCII)
    return behind[[place for place, _ in _street_ends().found(column, ends)]]


@cache
def _street_ends() -> Endings:
    return Endings({end.encode()[-8:]: May.ADDRESS for end in STREET_ENDS}, whole=False)
