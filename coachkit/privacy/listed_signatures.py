"""Signatures at the end of a text that are more than a mark and a word: /Anna, kundservice, or bare behind the last sentence.

What signs so is known by the list of given names: a role or a firm stands in the same places.
"""

from __future__ import annotations

import re

from coachkit.privacy.listed_names import listed_names
from coachkit.privacy.name_phrases import WORD, Range, name_at
from coachkit.privacy.words import name_words

LONGEST_SIGNATURE = 60
"""Characters from the name to the end of the text, links left out."""

_BEFORE_IT = 4
"""Characters of a mark, the mark again and a blank, and of what stands before them."""

# A sign from U+2190 on is an emoji, an arrow or the like; dashes and quotation marks stand before those.
_START = re.compile(
    r"(?:(?<![^\s.!?\u2026)\u2190-\U0010ffff])([-\u2013\u2014^/*~])\1?( ?)"
    r"|(?<=[.!?\u2026)])(?<!\b\w\.)(?<!\bSt\.)[ \u00a0]{1,2}|(?<=[\u2190-\U0010ffff])[ \u00a0]{0,2}|[\n\r][ \t\u00a0]*"
    r"|(?<=\S)( ))(?=[^\W\d_])"
)
_ONE = r"[^\W\d_]+(?:['’&\-][^\W\d_]+)*"
_ROLE = rf"{_ONE}(?:[ \u00a0]{_ONE}){{0,3}}"
_AND = r"[ \u00a0](?:ja|och|and|&|\+)[ \u00a0]"
_BEHIND = re.compile(
    rf"(?:(?:,[ \u00a0]?|[ \u00a0]?[/|][ \u00a0]?|[ \u00a0][-\u2013\u2014][ \u00a0]|,?[ \u00a0]*[\n\r]+[ \t]*){_ROLE}"
    rf"|{_AND}{_ROLE}|[ \u00a0](?:på|från|hos|vid|from|at)[ \u00a0]{_ROLE}|[ \u00a0]\({_ROLE}\)"
    r"|[ \u00a0][^\W\d_]*(?:palvelu|tue|tiimi|myynni|huollo)[^\W\d_]*(?:sta|stä|lta|ltä))"
    r"{0,2}[^\w?@#]*(?:\d/\d[).]?)?",
    re.IGNORECASE,
)
"""What may stand behind the name: up to two times a role, who else signs, or the firm; then signs, and a post's number (1/2)."""
_BESIDE = re.compile(_AND, re.IGNORECASE)
_INITIAL = re.compile(r"[ \u00a0]([^\W\d_])(?!\w)")
_LETTERS = re.compile(r"[^\W\d_]+")
_OF_SENTENCES = frozenset("-\u2013\u2014*")
"""Marks that stand before ordinary words as well."""


def end_of_words(text: str) -> int:
    """Where the text ends but for the links behind it."""
    end = len(text.rstrip())
    last = text.rfind(" ", 0, end) + 1
    while last and text.startswith("http", last):
        end = len(text[:last].rstrip())
        last = text.rfind(" ", 0, end) + 1
    return end


def listed_signatures(text: str) -> list[Range]:
    """The names that sign at the end, in order, none inside another."""
    end = end_of_words(text)
    found: list[Range] = []
    for match in _START.finditer(text, max(end - LONGEST_SIGNATURE - _BEFORE_IT, 0), end):
        if not found or match.end() >= found[-1][1]:
            found += _signing(text, match, end)
    return found


def signing_from(text: str, start: int) -> list[Range]:
    """The names of a signature that begins here and ends the text; none where this is no listed name with a capital."""
    return _signature(text, start, end_of_words(text))


def _signing(text: str, match: re.Match[str], end: int) -> list[Range]:
    mark, blank = match[1], match[3]
    if blank and not _is_behind_a_link(text, match.start()):
        return []
    if mark and text[match.end()].islower():
        return _small(text, match.end(), end, homonyms=mark not in _OF_SENTENCES)
    return _signature(text, match.end(), end, marked=bool(mark), glued=bool(mark and not match[2]))


def _is_behind_a_link(text: str, end: int) -> bool:
    return text.startswith("http", max(text.rfind(" ", 0, end), text.rfind("\n", 0, end)) + 1)


def _signature(text: str, start: int, end: int, *, marked: bool = False, glued: bool = False) -> list[Range]:
    """The same where the name begins.

    Behind a mark the names that are ordinary words too are known: where the mark is `glued` to them, or nothing else follows.
    """
    name = name_at(text, start) if end - start <= LONGEST_SIGNATURE and _is_listed(text, start, every=marked) else None
    if not name:
        return []
    last = _with_initial(text, name[1])
    sure = glued or _is_listed(text, start) or not any(map(str.isalpha, text[last:end]))
    return [(start, last), *_beside(text, last)] if sure and _BEHIND.fullmatch(text, last, end) else []


def _small(text: str, start: int, end: int, *, homonyms: bool) -> list[Range]:
    """The same for one word in small letters; `homonyms` are names as well."""
    word = WORD.match(text, start)
    known = word and end - start <= LONGEST_SIGNATURE and _is_listed(text, start)
    if not word or not known or not (homonyms or word[0] not in name_words().homonyms):
        return []
    return [word.span()] if _BEHIND.fullmatch(text, word.end(), end) else []


def _is_listed(text: str, start: int, *, every: bool = False) -> bool:
    """Whether the word, or its part before a hyphen, is a given name; with `every` also one that is an ordinary word."""
    word = _LETTERS.match(text, start)
    names = listed_names()
    return word is not None and word[0].casefold() in (names.every if every else names.sure)


def _with_initial(text: str, end: int) -> int:
    """Where the name ends that ends here, with the initial of a surname."""
    initial = _INITIAL.match(text, end)
    return initial.end() if initial and initial[1].isupper() else end


def _beside(text: str, end: int) -> list[Range]:
    """Who signs beside the one whose name ends here: Anna och Erik."""
    joined = _BESIDE.match(text, end)
    name = name_at(text, joined.end()) if joined and _is_listed(text, joined.end()) else None
    return [name] if name else []
