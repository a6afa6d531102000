"""Names in a greeting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from coachkit.privacy.name_phrases import Range, name_at
from coachkit.privacy.word_patterns import any_of, is_closed, small_letters
from coachkit.privacy.words import name_words

_SPACES = frozenset(" \u00a0")
_BESIDE = re.compile(r"[ \u00a0]+(?:ja|och|and|&)[ \u00a0]+", re.IGNORECASE)
_HANDLES = r"[ \t>*]*+(?:@\w++[ \t:,]++)*+"


@cache
def _greeting() -> tuple[frozenset[str], re.Pattern[str]]:
    """The first letters of greetings, and a line's beginning up to the name: handles, group 1 the greeting, group 2 its comma."""
    lists = name_words()
    title = rf"(?:{any_of(lists.titles)}[ \u00a0]+)?"
    line = re.compile(rf"{_HANDLES}({any_of(lists.greetings)})(,?)[ \u00a0]+{title}", re.IGNORECASE)
    return frozenset(word[:2] for word in lists.greetings), line


def greeted(text: str) -> Iterator[Range]:
    """Names behind the greetings that lines begin with: Hei Liisa ja Pekka!"""
    beginnings, greeting = _greeting()
    line = 0
    while line >= 0:
        match = greeting.match(text, line)
        if match and small_letters(match[1][:2]) in beginnings:
            yield from _after_greeting(text, match)
        line = text.find("\n", line) + 1 or -1


def _after_greeting(text: str, match: re.Match[str]) -> Iterator[Range]:
    name, comma = name_at(text, match.end()), bool(match[2])
    if name:
        if is_closed(text, name[1]) or not (comma or text[name[0] : name[1]].isupper()):
            yield name
            beside = _BESIDE.match(text, name[1]) if text[name[1] : name[1] + 1] in _SPACES else None
            other = name_at(text, beside.end()) if beside else None
            if other and is_closed(text, other[1]):
                yield other
        return
    small = name_at(text, match.end(), small=True)
    # "hei liisa, ..." but not "hei onko paketti tullut, ..."
    if small and not comma and " " not in text[small[0] : small[1]] and text[small[1] : small[1] + 1] in {",", "!"}:
        yield small
