"""The words of a name: which ones belong to it where it begins."""

from __future__ import annotations

import re
from functools import lru_cache

from coachkit.privacy.words import name_words

Range = tuple[int, int]
MOST_WORDS = 3
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_LONGEST_KEPT = 40
"""Characters of a word up to which what it is is kept."""

_STEP = re.compile(r"[ \u00a0]|\. ?(?=[^\W\d_])")
_STEPS = frozenset(" \u00a0.")
"""What a step begins with."""


def name_at(text: str, start: int, *, small: bool = False) -> Range | None:
    """The name that begins here (start, end): one to three words with a capital, particles and initials between them.

    With `small` the words may be in small letters. None where no name begins.
    """
    end, place, words = start, start, 0
    while words < MOST_WORDS and (match := WORD.match(text, place)):
        kind = _kind(match[0])
        if kind == "no" or (kind == "small" and not small):
            break
        place = match.end()
        if kind in ("name", "small"):
            words += 1
            end = place
        step = _STEP.match(text, place) if text[place : place + 1] in _STEPS else None
        if not step or (step[0].startswith(".") and len(match[0]) > 1):
            break
        place = step.end()
    return (start, end) if words and not is_firm(text, end) else None


def is_name(word: str) -> bool:
    """Whether the word may be a name: a capital, more than one letter, and none of the words that only look so."""
    return _kind(word) == "name"


def _kind(word: str) -> str:
    return _kept_kind(word) if len(word) <= _LONGEST_KEPT else _kind_of(word)


def _kind_of(word: str) -> str:
    """What a word may be: a particle, an initial, a name, a name only where small letters will do ("small"), none ("no")."""
    lists = name_words()
    plain = word.casefold()
    if plain in lists.particles:
        return "particle"
    if len(word) == 1:
        return "initial" if word.isupper() else "no"
    if plain in lists.not_names or plain in lists.firms:
        return "no"
    return "name" if word[0].isupper() else "small"


_kept_kind = lru_cache(maxsize=4_096)(_kind_of)


def is_firm(text: str, end: int) -> bool:
    """Whether what ends here is the name of a firm: Oy, Ab, Ltd or the like follows."""
    after = WORD.match(text, end + 1) if text[end : end + 1] == " " else None
    return after is not None and after[0].casefold() in name_words().firms
