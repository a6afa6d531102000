"""Which of some words stand in a text: most texts hold few, and words that share a piece are asked for only where that stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

_PIECE = 4
"""Characters of a piece that words may share; a single one beyond ASCII is rare enough too."""

Groups = tuple[tuple[str, tuple[tuple[int, str], ...]], ...]
"""A piece, and the words that have it with their numbers."""


def grouped(words: Sequence[str]) -> Groups:
    """The words by the pieces that most of them share; one that shares none stands for itself."""
    left, groups = dict(enumerate(words)), list[tuple[str, tuple[tuple[int, str], ...]]]()
    while left:
        counts = Counter(piece for word in left.values() for piece in set(_pieces(word)))
        piece, many = min(counts.items(), key=lambda one: (-one[1], one[0])) if counts else ("", 0)
        if many < 2:
            return (*groups, *((word, ((number, word),)) for number, word in left.items()))
        groups.append((piece, tuple((number, word) for number, word in left.items() if piece in word)))
        left = {number: word for number, word in left.items() if piece not in word}
    return tuple(groups)


def _pieces(word: str) -> Iterator[str]:
    yield from (one for one in word if not one.isascii())
    yield from (word[start : start + _PIECE] for start in range(len(word) - _PIECE + 1))


def standing_in(text: str, groups: Groups) -> list[str]:
    """Those of the words that stand in the text, in the order that they were given in."""
    found = [one for piece, words in groups if piece in text for one in words if one[1] in text]
    if len(found) > 1:
        found.sort()
    return [word for _, word in found]
