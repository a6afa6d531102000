"""The syntax of markers: words with single spaces, `*` at the end of a word for any ending, `(a|b|)` for alternatives, `...`
for a gap of up to five words; and what a marker means to the search."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from functools import lru_cache

from coachkit.errors import DocumentError
from coachkit.languages import dotted_abbreviations
from coachkit.text.chunks import ChunkTable

MOST_CHOICES = 20_000
"""Readings that one marker may have; more is surely not meant."""
WIDEST_GAP = 5
_PLAIN = re.compile(r"[^\W_][^\s()|*]*+(?: [^\W_][^\s()|*]*+)*+\*?")
"""Words with single spaces, each beginning with a letter or digit: most markers."""
_ALTERNATIVES = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Marker:
    """One phrase of a list; `better` is its plain substitute, where there is one."""

    phrase: str
    better: str = ""


class MarkerProblem(DocumentError, ValueError):
    """A marker that cannot be read; the text says why and what to write instead."""


def expand(phrase: str) -> list[str]:
    """The phrase without alternatives: one string for each choice, white space put in order."""
    pieces = _ALTERNATIVES.split(phrase)
    if "(" in "".join(pieces[::2]) or ")" in "".join(pieces[::2]):
        raise MarkerProblem(f"'{phrase}': brackets must pair and not stand inside each other")
    options = [[piece] if place % 2 == 0 else piece.split("|") for place, piece in enumerate(pieces)]
    count = math.prod(map(len, options))
    if count > MOST_CHOICES:
        limit = f"at most {MOST_CHOICES}, so write several markers"
        raise MarkerProblem(f"'{phrase}': {count} choices in one marker; {limit}")
    return list(dict.fromkeys(" ".join("".join(choice).split()) for choice in itertools.product(*options)))


def check(phrase: str) -> str:
    """The phrase, or MarkerProblem with the reason why it can never match. Quick: it runs on every marker of every file."""
    return phrase if _PLAIN.fullmatch(phrase) else _checked(phrase)


def _checked(phrase: str) -> str:
    pieces = _ALTERNATIVES.split(phrase)
    choices = math.prod(piece.count("|") + 1 for piece in pieces[1::2])
    outside = "".join(pieces[::2])
    if "(" in outside or ")" in outside or choices > MOST_CHOICES:
        expand(phrase)
    shortest = "".join(min(piece.split("|"), key=len) if place % 2 else piece for place, piece in enumerate(pieces)).split()
    edges = [choice.split() for piece in (pieces[1::2][:1] if not pieces[0].strip() else []) for choice in piece.split("|")]
    if not shortest or shortest[0] == "..." or shortest[-1] == "..." or any(one[:1] == ["..."] for one in edges):
        raise MarkerProblem(f"'{phrase}': must begin and end with a word")
    words = phrase.replace("(", " ").replace(")", " ").replace("|", " ").split()
    if not words or words[0] in ("...", "*") or words[-1] == "...":
        raise MarkerProblem(f"'{phrase}': must begin and end with a word")
    for word in words:
        if word != "..." and ("*" in word[:-1] or not any(map(str.isalnum, word))):
            what = "'*' stands only at the end of a word" if "*" in word[:-1] else f"'{word}' has no letter or digit"
            raise MarkerProblem(f"'{phrase}': {what}")
    return phrase


GAP = "..."
ANY_WORD = "*"
"""In a gap or written alone: any one word."""

Choice = tuple[str, ...]


@lru_cache(maxsize=100_000)
def read_marker(phrase: str) -> tuple[tuple[Choice, ...], ...]:
    """A marker as slots one after another, each with its choices of words (or GAP); an empty choice leaves the slot out."""
    if "(" not in phrase and ")" not in phrase:
        # Most markers are plain, and a language has five thousand: they are not taken apart by pattern.
        return tuple((_forms(word),) for word in phrase.split())
    return tuple(tuple(dict.fromkeys(_words(choice) for choice in _choices(part))) for part in _PARTS.findall(_in_order(phrase)))


def _choices(part: str) -> list[str]:
    """What one part of a phrase may be: a bracket alone needs no combining."""
    alone = part.startswith("(") and part.find(")") == len(part) - 1 and part.count("|") < MOST_CHOICES
    return part[1:-1].split("|") if alone else expand(part)


_PARTS = re.compile(r"(?:\([^()]*\)|[^\s()])+")


def _in_order(phrase: str) -> str:
    """The phrase with the space after an optional part moved into it: "(so|) sorry" is "(so |)sorry"."""

    def moved(match: re.Match[str]) -> str:
        choices = match.group(1).split("|")
        if "" not in (one.strip() for one in choices):
            return match.group()
        return f"({'|'.join(f'{one.strip()} ' if one.strip() else '' for one in choices)})"

    return re.sub(r"(?<![^\s])\(([^()]*)\) ", moved, " ".join(phrase.split()))


def _words(choice: str) -> Choice:
    """The token forms of one choice."""
    return tuple(form for word in choice.split() for form in _forms(word))


@lru_cache(maxsize=50_000)
def _forms(word: str) -> Choice:
    """The token forms of one word: itself, or several ("e.g")."""
    return (word,) if word in (GAP, ANY_WORD) else tuple(_normal(word).split())


def _normal(word: str) -> str:
    """The word's form as in a corpus."""
    if word.isalpha():
        return word.lower()
    star = "*" if word.endswith("*") else ""
    return " ".join(token[0] for token in _marker_table().tokens_of(word.rstrip("*"))) + star


@lru_cache(maxsize=1)
def _marker_table() -> ChunkTable:
    return ChunkTable(dotted_abbreviations())
