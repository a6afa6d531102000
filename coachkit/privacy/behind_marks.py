"""Which texts of a column may end with the signature of a listed name, by all words that stand where one begins.

It may let through too much, never too little: where the text ends, and what stands behind the name, is looked at later.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from coachkit.privacy.listed_names import listed_names
from coachkit.signals.encoded import BEYOND_ASCII, PAD, Encoded, byte_table
from coachkit.text.corpus import Bools, Ints

_ASCII = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SPACES = byte_table("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f ")
_BEFORE = byte_table("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f .!?)")
_MARKS = byte_table("-^/*~", beyond=False)
_MARKS[[0x93, 0x94]] = True  # the last bytes of dashes
_INSIDE = byte_table(f"{_ASCII}0123456789", beyond=False)
_LATIN, _LEAST, _SMALL = 0xC3, 0xC2, 0x20
_BEGINS, _CAPITALS = byte_table(_ASCII, beyond=False), byte_table(_ASCII[26:], beyond=False)
_BEGINS[_LEAST:] = _CAPITALS[_LEAST:] = True
_LETTERS = byte_table(_ASCII, beyond=False)
_LETTERS[BEYOND_ASCII:_LEAST] = _LETTERS[_LATIN] = True
_ODD = byte_table("", beyond=False)
_ODD[[0xC4, 0xC5, 0xE1, 0xE2, 0xEF]] = True
"""Letters that begin with these may be another form of plain ones, or stand in a name."""
_NO_LETTERS = byte_table("", beyond=False)
_NO_LETTERS[[0x97, 0x9F, 0xB7]] = True
"""The second bytes of × and ÷, which end a word, and of ß."""
_KEY, _LOOKED_AT = 8, 10
_LINK = re.compile(rb"http[^ \n]* (?=[A-Z\xc2-\xff])")
"""A link, up to the capital behind it."""


def that_sign(column: Encoded) -> Ints:
    """The places of such words."""
    data = column.data
    begins = np.unique(column.begins[:-1][column.begins[:-1] < len(data)])
    marks = column.places(lambda before, here: _MARKS[here] & ~_INSIDE[before])
    # What stands before the first byte of a text is another one's.
    marks = np.concatenate((marks, begins[_MARKS[data[begins]]])) + 1
    marks += data.take(marks, mode="clip") == ord(" ")
    marks = marks[marks < len(data)]
    words = column.places(lambda before, here: _SPACES[before] & _CAPITALS[here])
    words = words[~((data[words - 1] >= BEYOND_ASCII) & (data[words - 2] == _LATIN))]
    words = words[(data[words - 1] != ord(" ")) | _BEFORE[data[words - 2]]]
    links = np.array([match.end() - PAD for match in _LINK.finditer(column.joined)], dtype=np.int64)
    places = np.concatenate((marks[_BEGINS[data[marks]]], words, links))
    return places[_may_be_listed(column, places)]


def _may_be_listed(column: Encoded, places: Ints) -> Bools:
    """(p,) whether the word at each place may be a listed given name."""
    every = places[:, None] + np.arange(_LOOKED_AT)
    read = column.data.take(every, mode="clip")
    ends = column.begins[column.rows(places) + 1]
    inside = np.logical_and.accumulate(_LETTERS[read] & (every < ends[:, None]), axis=1)
    length = inside.sum(axis=1)
    stops = read[np.arange(len(read)), np.minimum(length, _LOOKED_AT - 1)]
    odd = _ODD[stops] | ((read[:, :-1] == _LATIN) & _NO_LETTERS[read[:, 1:]]).any(axis=1)
    keys = np.where(inside, read | np.uint8(_SMALL), np.uint8(0))[:, :_KEY]
    return odd | np.isin(np.ascontiguousarray(keys).view("<u8").ravel(), _keys())


@cache
def _keys() -> Ints:
    """The first bytes of the names, as numbers."""
    begins = (bytes(one | _SMALL for one in name.encode()[:_KEY]) for name in listed_names().every)
    return np.unique(np.array([int.from_bytes(one, "little") for one in begins], dtype=np.uint64))
