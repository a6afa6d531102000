"""Words looked up by their last bytes, before many places of a column at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from coachkit.signals.encoded import BEYOND_ASCII, Eights, Encoded
from coachkit.text.corpus import Bools, Ints

_BITS = 16
_MIXED = np.uint64(0x9E3779B97F4A7C15)
_LONGEST = 8
_SMALL = 0x20
_SHORT = 3
"""Bytes up to which one looks whether another letter stands before the word."""

_LATIN = 0xE3
"""The first byte of å, ä, ö and their like, made small as the others are."""


class Endings:
    """Ends of words with a flag each; a word ends with one of them wherever `found` says so, and seldom elsewhere."""

    def __init__(self, flags: Mapping[bytes, int], *, whole: bool = True) -> None:
        """`flags` by the last bytes, eight at most, in small letters. With `whole` short ones are whole words."""
        self._whole = whole
        self._flags: dict[int, dict[int, int]] = {}
        for word, flag in flags.items():
            by_key = self._flags.setdefault(len(word), {})
            key = _small(word)
            by_key[key] = by_key.get(key, 0) | flag
        # By the last byte and the one before it, which may be any where there is but one.
        lasts = np.zeros((256, 256), dtype=bool)
        for word in flags:
            lasts[word[-1] | _SMALL, word[-2] | _SMALL if len(word) > 1 else slice(None)] = True
        self._lasts = lasts.ravel()
        self._tables = {length: _table(by_key) for length, by_key in sorted(self._flags.items())}

    def found(self, column: Encoded, ends: Ints) -> Iterator[tuple[int, int]]:
        """Places among `ends`, where words end, with the flags of what ends there; a place may come more than once."""
        every = column.eight_before(ends)
        # Few words end as one of these does, and the rest need no closer look.
        likely = np.flatnonzero(self._lasts[every >> np.uint64(8 * (_LONGEST - 2))])
        eights, ends = every[likely], ends[likely]
        for length, table in self._tables.items():
            keys = eights >> np.uint64(8 * (_LONGEST - length))
            places = np.flatnonzero(table[_hashed(keys)])
            if self._whole and length <= _SHORT and len(places):
                places = places[_begins(column, ends[places] - length, eights[places], length)]
            by_key = self._flags[length]
            for place, key in zip(places.tolist(), keys[places].tolist(), strict=True):
                if key in by_key:
                    yield int(likely[place]), by_key[key]


def _begins(column: Encoded, starts: Ints, eights: Eights, length: int) -> Bools:
    """Whether no letter stands before the last bytes, a sign begins them, or a text does."""
    first, before, earlier = ((eights >> np.uint64(8 * (_LONGEST - length - step))) & np.uint64(0xFF) for step in (0, 1, 2))
    inside = _is_letter(before) | ((before >= BEYOND_ASCII) & (earlier == _LATIN))
    begins = ~inside | ~(_is_letter(first) | (first == _LATIN))
    rest = np.flatnonzero(~begins)
    begins[rest] = column.begins[column.rows(starts[rest])] == starts[rest]
    return begins


def _is_letter(byte: Eights) -> Bools:
    return (byte >= ord("a")) & (byte <= ord("z"))


def _small(word: bytes) -> int:
    return int.from_bytes(bytes(one | _SMALL for one in word), "little")


def _hashed(keys: Eights) -> Eights:
    return (keys * _MIXED) >> np.uint64(64 - _BITS)


def _table(keys: Iterable[int]) -> Bools:
    table = np.zeros(1 << _BITS, dtype=bool)
    table[_hashed(np.array(list(keys), dtype=np.uint64))] = True
    return table


def endings_of(phrase: str) -> Iterator[bytes]:
    r"""The last bytes of a phrase, in small letters, however many spaces of what kind stand between its words.

    >>> list(endings_of("thank you"))
    [b'hank you', b'\xa0you', b'  you', b'\xa0 you']
    """
    words = [word.encode() for word in phrase.split()]
    last = words[-1]
    if len(words) == 1 or len(last) > _LONGEST - 4:
        yield last[-_LONGEST:]
        return
    yield b" ".join(words[-2:])[-_LONGEST:]
    for gap in (b"\xa0", b"  ", b"\xa0 "):
        yield gap + last
