"""The syntax of markers: words with single spaces, `*` at the end of a word for any ending, `(a|b|)` for alternatives, `...`
for a gap of up to five words; and what a marker means to the search."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from coachkit.errors import DocumentError
from coachkit.languages import dotted_abbreviations
from coachkit.text.chunks import ELLIPSIS_FOLDED, ONE_FORM, ChunkTable, folded

MOST_CHOICES = 20_000
"""Readings that one marker may have; more is surely not meant."""
FEW_CHOICES = 8
"""Readings up to which a marker is spelt out whole; of the others only the first words are."""
HEAD_WORDS = 2
WIDEST_GAP = 5
SIGN_LETTERS = 3
_GAP_WORD = rf"(?![.!?{ELLIPSIS_FOLDED}:] )\S+ "
_GAP = f"(?:{_GAP_WORD}){{0,{WIDEST_GAP}}}?"
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


Reading = tuple[str, "re.Pattern[str] | None", tuple[str, ...]]
"""A literal, the pattern that must follow it, and the words that the pattern may begin with."""


@lru_cache(maxsize=100_000)
def read_marker(phrase: str) -> tuple[Reading, ...]:
    """What a marker means to the automaton: literals, each with the pattern that must follow it and the pattern's signs.

    A marker of one word is that word; a literal of several begins with a space. A marker with many choices is spelt out for
    its first words only, the rest is one pattern.
    """
    ordered = _in_order(phrase)
    if math.prod(piece.count("|") + 1 for piece in _ALTERNATIVES.split(ordered)[1::2]) <= FEW_CHOICES or not _PLAIN.match(
        ordered
    ):
        return tuple(_read_choice(one) for one in expand(phrase))
    heads, rest = _head(ordered)
    if not rest:
        return tuple(_read_choice(one) for one in expand(phrase))
    pattern, signs = re.compile(_pattern(rest)), tuple(sorted(set(_first_words(rest))))
    return tuple((folded(f" {' '.join(map(_normal, head.split()))} "), pattern, signs) for head in heads)


_PLAIN = re.compile(r"^[\w ()|'’*.-]+$")


def _in_order(phrase: str) -> str:
    """The phrase with the space after an optional part moved into it: "(so|) sorry" is "(so |)sorry"."""

    def moved(match: re.Match[str]) -> str:
        choices = match.group(1).split("|")
        if "" not in (one.strip() for one in choices):
            return match.group()
        return f"({'|'.join(f'{one.strip()} ' if one.strip() else '' for one in choices)})"

    return re.sub(r"(?<![^\s])\(([^()]*)\) ", moved, " ".join(phrase.split()))


def _head(phrase: str) -> tuple[list[str], str]:
    """The readings of the first words, and what is left of the phrase; nothing left where it cannot be cut in two cleanly."""
    pieces = _ALTERNATIVES.split(phrase)
    readings = [""]
    for place, piece in enumerate(pieces):
        rest = "".join(f"({part})" if number % 2 else part for number, part in enumerate(pieces) if number > place)
        before, gap, after = piece.partition("...")
        readings = [one + choice for one in readings for choice in (before.split("|") if place % 2 else [before])]
        long_enough = all(len(one.split()) >= (1 if gap else HEAD_WORDS) for one in readings)
        rest = f"{gap}{after}{rest}"
        clean = gap or all(one.endswith(" ") for one in readings) or rest.startswith(" ")
        if long_enough and clean and rest.strip() and not any("*" in one for one in readings):
            return list(dict.fromkeys(" ".join(one.split()) for one in readings)), rest.strip()
        if gap:
            break
    return [], ""


def _pattern(rest: str) -> str:
    """The pattern of the rest of a phrase, choices and all; it begins at a word and ends after a space."""
    lowered = rest.translate(ONE_FORM).lower()
    words = (
        re.escape(lowered).replace(r"\ ", " ").replace(r"\(", "(?:").replace(r"\)", ")").replace(r"\|", "|").replace(r"\'", "'")
    )
    return folded(words).replace(r"\.\.\. ", _GAP).replace(r"\*", r"\S*").replace(r"\-", "-") + " "


def _first_words(rest: str) -> list[str]:
    """The signs of the words that the rest of a phrase may begin with; the sign of any word where it cannot be told."""
    rest = rest.strip().removeprefix("... ").translate(ONE_FORM).lower()
    if not rest.startswith("("):
        return [_sign(rest.split()[0])] if "(" not in rest.split()[0] else [_sign("*")]
    inside, _, after = rest[1:].partition(")")
    found = []
    for choice in inside.split("|"):
        if not choice.strip():
            found += _first_words(after) if after.strip() else [_sign("*")]
        elif " " in choice.lstrip() or after.startswith(" ") or not after:
            found.append(_sign(choice.split()[0]))
        else:
            found.append(_sign("*"))
    return found


def _read_choice(choice: str) -> Reading:
    words = " ".join(word if word == "..." else _normal(word) for word in choice.split()).split()
    if len(words) == 1:
        return words[0], None, ()
    cut = next((place for place, word in enumerate(words) if word == "..." or word.endswith("*")), len(words))
    literal = folded(" " + "".join(f"{word} " for word in words[:cut]))
    if cut == len(words):
        return literal, None, ()
    if words[cut] != "...":
        literal += folded(words[cut][:-1])
    tail = _tail(words[cut:]) if cut < len(words) - 1 or words[cut] == "..." else None
    return literal, tail, (_sign(next((word for word in words[cut + 1 :] if word != "..."), "*")),)


@lru_cache(maxsize=50_000)
def _normal(word: str) -> str:
    """The word's form as in a corpus; one marker word may be several tokens ("e.g")."""
    if word.isalpha():
        return word.lower()
    star = "*" if word.endswith("*") else ""
    return " ".join(token[0] for token in _marker_table().tokens_of(word.rstrip("*"))) + star


@lru_cache(maxsize=1)
def _marker_table() -> ChunkTable:
    return ChunkTable(dotted_abbreviations())


def _sign(word: str) -> str:
    """A word of a tail in marker syntax, cut to its first letters where it ends with `*`."""
    return f"{word.rstrip('*')[:SIGN_LETTERS]}*" if word.endswith("*") else word


def begins_with_gap(tail: re.Pattern[str] | None) -> bool:
    """Whether the rest of a marker may begin some words after its literal."""
    return tail is not None and tail.pattern.removeprefix(r"\S* ").startswith(_GAP)


def _tail(words: Sequence[str]) -> re.Pattern[str]:
    """The pattern of what follows a literal: the rest of a cut word, gaps, further words; ends after a space."""
    parts = []
    for place, word in enumerate(words):
        if word == "...":
            parts.append(_GAP)
        elif word.endswith("*"):
            parts.append(r"\S* " if place == 0 else re.escape(folded(word[:-1])) + r"\S* ")
        else:
            parts.append(re.escape(folded(word)) + " ")
    return re.compile("".join(parts))
