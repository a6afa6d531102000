"""Patterns of the words that names stand beside, where such words begin in a text, and where a name may end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

CLOSED = re.compile(r"[ \u00a0]*(?:[,.!?:;)\n\r/|(\u2013\u2014*😊🙂👋]|-|\Z)")
"""What may follow a name that ends there."""
_CLOSING_SIGNS = frozenset((*",.!?:;)\n-", ""))


def small_letters(text: str) -> str:
    """The text in small letters, every character in its place."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(low if len(low := one.lower()) == 1 else one for one in text)


def places(lowered: str, word: str, start: int = 0) -> Iterator[int]:
    """Where a word begins with this, from `start` on."""
    place = lowered.find(word, start)
    while place >= 0:
        if place == 0 or not lowered[place - 1].isalnum():
            yield place
        place = lowered.find(word, place + 1)


def pattern(words: Iterable[str], after: str) -> re.Pattern[str]:
    """Any of the words, the longest that fits, with any white space between them, and what follows."""
    return re.compile(f"({any_of(words)}){after}", re.IGNORECASE)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words: letter by letter, so that most places are left at the first."""
    following: dict[str, list[str]] = {}
    for word in words:
        following.setdefault(word[:1], []).append(word[1:])
    if list(following) == [""]:
        return ""
    branches = [
        (r"[ \u00a0]+" if first == " " else re.escape(first)) + any_of(rest) for first, rest in sorted(following.items()) if first
    ]
    found = branches[0] if len(branches) == 1 and "" not in following else f"(?:{'|'.join(branches)})"
    return f"{found}?" if "" in following else found


def beginnings(words: Iterable[str]) -> tuple[str, ...]:
    """The words but for those that begin with another of them."""
    kept: list[str] = []
    for word in sorted(words):
        if not kept or not word.startswith(kept[-1]):
            kept.append(word)
    return tuple(kept)


def is_closed(text: str, end: int) -> bool:
    """Whether a name may end here: a sign follows, or nothing."""
    return text[end : end + 1] in _CLOSING_SIGNS or CLOSED.match(text, end) is not None
