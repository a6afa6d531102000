"""What the compiled loops know of the words of the lists: tables that they look a word up in by its bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from coachkit.privacy.addresses import STREET_ENDS, STREET_WORDS
from coachkit.privacy.behind_words import BEHIND, PARTS
from coachkit.privacy.endings import endings_of
from coachkit.privacy.listed_names import listed_names
from coachkit.privacy.may import May
from coachkit.privacy.words import NEEDS_A_CAPITAL, name_words

Table: TypeAlias = npt.NDArray[np.int64]

_SMALL_CLOSING = 1024
_PLACE_OF_BIT = (
    "stop", "part", "letter", "box", "tail", "no_name", "bracket", "around", "digits", "labelled", "digit", "capital",
    "sign", "holds", "in_around", "space", "closed", "mark", "word", "indent", "behind_handle", "ends", "wordy",
    "in_signature", "in_none",
)  # fmt: skip
_NOT_NAME, _FIRM, _PARTICLE, _STREET, _TITLE, _AND, _BESIDE = (1 << bit for bit in range(7))
_LONGEST_WORD, _LONGEST_GREETING = 16, 24
_ENDS, _WORDS, _MIXED, _BITS = 2048, 1024, 0x9E3779B97F4A7C15, 64
_BITS_OF_NAMES = 16
_CAPITALS, _SMALL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"


@cache
def tables() -> Table:
    """One column of numbers: bits of every byte; what may end with two bytes; a bit for each two that words for
    streets begin with; the last bytes of words (bits and
    key); whole words (bits and two keys); three bits for each given name, and for each that is an ordinary word; the letters of
    greetings, the longest first."""
    ends = _ends()
    streets = np.zeros((32, 32), dtype=bool)
    for word in STREET_WORDS:
        streets[ord(word[0]) & 0x1F, ord(word[1]) & 0x1F] = True
    return np.concatenate((
        _bytes(),
        _pairs(ends),
        np.packbits(streets.ravel(), bitorder="little").view("<i8"),
        _filled(_ENDS, {(_key(end),): flag for end, flag in ends.items()}),
        _filled(_WORDS, {(_key(word[:8]), _key(word[8:])): flag for word, flag in _words().items()}),
        _bits_of(listed_names().sure),
        _bits_of(listed_names().every - listed_names().sure),
        _greetings(),
    ))  # fmt: skip


def _bytes() -> Table:
    kinds = np.zeros(256, dtype=np.int64)
    letters, spaces, ten = _CAPITALS + _SMALL, "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f ", "0123456789"
    for name, signs in {
        "stop": f"{_CAPITALS}{ten}\n@:([<-", "letter": letters, "box": f"{letters}{ten}_+.'-", "tail": " .!?",
        "no_name": bytes(range(32)).decode() + ",/:!", "bracket": "([", "around": "amsAMS", "in_around": "tin)]TIN",
        "labelled": letters + spaces, "digit": ten, "capital": _CAPITALS, "sign": "@:([", "holds": "<-",
        "space": spaces, "closed": ",.!?:;)\n-\r/|(*", "mark": "-^/*~", "word": f"{letters}{ten}_", "indent": " \t>*",
        "behind_handle": " \t:,", "ends": ".!?", "wordy": f"{letters}{ten}_'-",
        "in_signature": f"{letters}{spaces},.-'&+()/|", "in_none": "?@#",
    }.items():  # fmt: skip
        kinds[[ord(sign) for sign in signs]] |= _bit(name)
    kinds[0x80:] |= _bit("box") | _bit("around") | _bit("in_around") | _bit("labelled") | _bit("in_signature")
    kinds[0xC3:] |= _bit("stop") | _bit("capital")
    kinds[[0xD9, 0xDB, 0xDF, 0xE0, 0xE1, 0xEA]] |= _bit("digits")
    kinds[PARTS] |= _bit("part")
    return kinds


def _pairs(ends: Mapping[bytes, int]) -> Table:
    """By the last byte and the one before it a bit for each length: eight for words before names, eight for all others."""
    lengths = np.zeros((256, 256), dtype=np.uint16)
    for end, flag in ends.items():
        before = end[-2] | 0x20 if len(end) > 1 else slice(None)
        bits = (1 if flag & BEHIND else 0) | (0x100 if flag & ~BEHIND else 0)
        lengths[end[-1] | 0x20, before] |= np.uint16(bits << (len(end) - 1))
    return lengths.ravel().view("<i8")


def _bit(name: str) -> int:
    return 1 << _PLACE_OF_BIT.index(name)


def _ends() -> dict[bytes, int]:
    """The last bytes of what names, labels and numbers of houses stand behind, in small letters."""
    lists = name_words()
    found: dict[bytes, int] = {}
    for flag, words in (
        (May.CLOSING, lists.closings), (May.INTRODUCTION, lists.introductions), (May.THANKS, lists.thanks),
        (May.TITLE, lists.titles), (BEHIND, sorted(lists.particles)), (May.LABEL, lists.labels),
        (_SMALL_CLOSING, [word for word in lists.closings if word not in NEEDS_A_CAPITAL]),
    ):  # fmt: skip
        for word in words:
            for form in {word, word.replace("'", "’")}:
                for end in endings_of(form.rstrip(".")):
                    found[end] = found.get(end, 0) | flag
    for flag, some in ((May.ADDRESS, _streets()), (_SMALL_CLOSING, _wide_closings()), (May.INTRODUCTION, _GENITIVES)):
        for end in some:
            found[end] = found.get(end, 0) | flag
    return found


_GENITIVES = (b" nimell", b" nimiss", b" nimiin", b" nimeen", b" puoles")


def _streets() -> Iterator[bytes]:
    return (end.encode()[-8:] for end in STREET_ENDS)


def _wide_closings() -> Iterator[bytes]:
    """Closings that need a capital behind them need none where another gap than one space stands between their words."""
    for phrase in NEEDS_A_CAPITAL:
        if " " in phrase:
            last = phrase.split()[-1].encode()
            yield from (gap + last for gap in (b"\xa0", b"  ", b"\xa0 "))


def _words() -> dict[bytes, int]:
    lists = name_words()
    found: dict[bytes, int] = {}
    for flag, words in (
        (_NOT_NAME, lists.not_names), (_FIRM, lists.firms), (_PARTICLE, lists.particles), (_STREET, map(str.lower, STREET_WORDS)),
        (_TITLE, [title.split()[0].rstrip(".") for title in lists.titles]), (_AND, ("ja", "och", "and")),
        (_BESIDE, ("ja", "och", "and", "hos", "vid", "from", "at")),
    ):  # fmt: skip
        for word in words:
            if word.isascii() and len(word) <= _LONGEST_WORD:
                found[word.encode()] = found.get(word.encode(), 0) | flag
    return found


def _greetings() -> Table:
    words = sorted((word.encode() for word in name_words().greetings), key=len, reverse=True)
    return np.array([list(word.ljust(_LONGEST_GREETING, b"\0")) for word in [*words, b""]], dtype=np.int64).ravel()


def _bits_of(names: Iterable[str]) -> Table:
    """Three bits for each name, by its letters: a word whose bits are not all set is none of them (a Bloom filter)."""
    found = np.zeros(1 << _BITS_OF_NAMES, dtype=bool)
    for name in names:
        key = 0
        for byte in name.encode():
            key = (key ^ byte) * _MIXED % (1 << _BITS)
        found[[key >> (_BITS_OF_NAMES * part) & 0xFFFF for part in (1, 2, 3)]] = True
    return np.packbits(found, bitorder="little").view("<i8")


def _key(word: bytes) -> int:
    return int.from_bytes(bytes(one | 0x20 for one in word), "little")


def _filled(slots: int, entries: Mapping[tuple[int, ...], int]) -> Table:
    """The bits of each entry and its keys, in the slot that its keys come to or in the next that is free."""
    table = np.zeros((slots, 1 + len(next(iter(entries)))), dtype=np.uint64)
    for keys, flag in entries.items():
        mixed = keys[0] ^ (keys[-1] * _MIXED if len(keys) > 1 else 0)
        slot = (mixed * _MIXED % (1 << _BITS)) >> (_BITS - slots.bit_length() + 1)
        while table[slot, 0]:
            slot = (slot + 1) % slots
        table[slot] = (flag, *keys)
    return table.ravel().view(np.int64)
