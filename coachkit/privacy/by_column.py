"""Texts that belong to no conversation, masked as one column of bytes: what `Masker.alone` does, for most of them in one pass.

Most texts that hold something hold a name or two and nothing else. Only what the names are is asked in Python, once for each
of them; the places and the copying are left to compiled loops. Every text that is not surely of this kind goes to the masker.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from coachkit.privacy.finds import Finds
from coachkit.privacy.masker import Masker
from coachkit.privacy.talk import are_two, beginnings, words_of
from coachkit.privacy.values import NOTHING, PERSON
from coachkit.transcripts.text_column import TextColumn, gathered, text_column

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int32]

_PLACEHOLDERS = tuple(f"<{PERSON}-{number}>" for number in (1, 2))
_LATIN = 0x100


class Beside(Protocol):
    """The cells beside the texts."""

    def holds(self, place: int, begin: tuple[str, ...]) -> bool:
        """Whether a cell of this row may hold a word that begins like one of these."""

    def holds_anywhere(self, begin: tuple[str, ...]) -> bool:
        """Whether a cell of any row may; False is sure for all of them."""


@dataclass(frozen=True, eq=False, slots=True)
class _Names:
    """The names of p texts: `rows` (p,) the texts, `spans` (p, 4) where the two stand in the bytes (the first twice where
    there is one only), `codes` (p, 2) which of the names `different` they are, -1 for no second."""

    rows: Ints
    spans: Ints
    codes: Ints
    different: list[tuple[str, ...]]
    """What the words of each name begin with."""


def masked_column(
    masker: Masker, texts: TextColumn, finds: Finds, leave: set[int], beside: Beside
) -> tuple[TextColumn, set[int]]:
    """The texts masked each for itself, and the places of those that need a closer look since a cell beside may hold a name.

    What is found at the places `leave` stands as it is.
    """
    rest = np.ones(len(texts), dtype=bool)
    rest[list(leave)] = False
    odd, found = _held(texts, ord("<")), np.zeros(len(texts), dtype=bool)
    found[finds.places] = True
    names, closer = _quick(texts, finds, rest & ~odd, masker.met), set[int]()
    done, near = _done(names, texts, beside)
    for row in names.rows[near].tolist():
        closer.add(row)
    others = rest & (found | odd)
    others[names.rows[done | near]] = False
    masked, scans = dict[int, str](), finds.at(others).scans
    for row in np.flatnonzero(others).tolist():
        words, begin = masker.alone(texts[row], scans.get(row, NOTHING))
        if begin and beside.holds(row, begin):
            closer.add(row)
        else:
            masked[row] = words
    return _replaced(texts, names, done, masked), closer


def _held(texts: TextColumn, sign: int) -> Bools:
    """(n,) which texts hold an ASCII sign."""
    held = np.zeros(len(texts), dtype=bool)
    first, last = texts.begins[0], texts.begins[-1]
    places = np.flatnonzero(texts.data[first:last] == sign) + first
    held[np.searchsorted(texts.begins, places, side="right") - 1] = True
    return held


def _quick(texts: TextColumn, finds: Finds, may: Bools, met: set[str]) -> _Names:
    """The texts that hold one name, or two one after the other, and nothing else; the words of these names come into `met`."""
    n = len(texts)
    count = np.bincount(finds.places, minlength=n)
    pieces = np.bincount(finds.places[~finds.are_names], minlength=n)
    wanted = may & (count > 0) & (count <= len(_PLACEHOLDERS)) & (pieces == 0)
    chosen = np.flatnonzero(wanted[finds.places])
    places = finds.places[chosen]
    characters = np.stack([finds.starts[chosen], finds.ends[chosen]], axis=1)
    spans = texts.bytes_at(np.repeat(places, 2), characters.ravel()).reshape(-1, 2)
    words, codes = gathered(texts.data, spans[:, 0].copy(), spans[:, 1].copy()).codes
    first = np.flatnonzero(np.diff(places, prepend=np.int32(-1)))
    two = count[places[first]] == len(_PLACEHOLDERS)
    second = np.where(two, first + 1, first)
    pairs = np.stack([codes[first], np.where(two, codes[second], -1)], axis=1).astype(np.int32)
    apart = _apart(words, pairs) & (~two | (spans[first, 1] <= spans[second, 0]))
    all_spans = np.concatenate([spans[first], spans[second]], axis=1)
    met.update(*map(words_of, words))
    return _Names(places[first][apart], all_spans[apart], pairs[apart], [beginnings(word) for word in words])


def _apart(words: list[str], pairs: Ints) -> Bools:
    """(p,) whether the two names are surely not one person's; true where there is one only."""
    apart = np.ones(len(pairs), dtype=bool)
    two = np.flatnonzero(pairs[:, 1] >= 0)
    keys, which = np.unique(pairs[two, 0].astype(np.int64) * len(words) + pairs[two, 1], return_inverse=True)
    differ = [are_two(words[first], words[second]) for first, second in (divmod(key, len(words)) for key in keys.tolist())]
    apart[two] = np.array(differ, dtype=bool)[which]
    return apart


def _done(names: _Names, texts: TextColumn, beside: Beside) -> tuple[Bools, Bools]:
    """(p,) which texts are masked when their names are, and which of these need a closer look: a cell beside may hold a name."""
    from coachkit.privacy.masking_kernels import named_elsewhere

    words = [word for begin in names.different for word in begin]
    bounds = np.cumsum([0, *map(len, names.different)], dtype=np.int32)
    put, of = text_column(words), np.stack([bounds[:-1], bounds[1:]], axis=1)
    elsewhere = np.zeros(len(names.rows), dtype=np.uint8)
    named_elsewhere(texts.data, texts.begins, names.rows, names.spans, names.codes, put.data, put.begins, of, elsewhere)
    known = np.array([*map(_is_latin, names.different), True], dtype=bool)
    alone = known[names.codes].all(axis=1) & (elsewhere == 0)
    near = np.zeros(len(names.rows), dtype=bool)
    anywhere = np.array([bool(begin) and beside.holds_anywhere(begin) for begin in names.different] + [False], dtype=bool)
    for one in np.flatnonzero(alone & anywhere[names.codes].any(axis=1)).tolist():
        first, second = names.codes[one].tolist()
        begin = names.different[first] + (names.different[second] if second >= 0 else ())
        near[one] = beside.holds(int(names.rows[one]), begin)
    return alone & ~near, near


@lru_cache(maxsize=16_384)
def _is_latin(begin: tuple[str, ...]) -> bool:
    return max(map(ord, "".join(begin)), default=0) < _LATIN


def _replaced(texts: TextColumn, names: _Names, done: Bools, masked: dict[int, str]) -> TextColumn:
    """The column with the names of the texts that are done behind placeholders, and other texts as they were masked."""
    spans, two = names.spans[done], names.codes[done, 1] >= 0
    whole = np.array(sorted(masked), dtype=np.int32)
    put = text_column([*_PLACEHOLDERS, *(masked[row] for row in whole.tolist())])
    rows = np.concatenate([names.rows[done], names.rows[done][two], whole])
    starts = np.concatenate([spans[:, 0], spans[two, 2], texts.begins[whole]])
    ends = np.concatenate([spans[:, 1], spans[two, 3], texts.begins[whole + 1]])
    which = np.concatenate([np.zeros(len(spans), int), np.ones(int(two.sum()), int), np.arange(len(whole)) + len(_PLACEHOLDERS)])
    order = np.argsort(starts, kind="stable")  # texts stand in order, and none of these stretches is empty
    return texts.with_edits(rows[order], starts[order], ends[order], put, which[order].astype(np.int32))
