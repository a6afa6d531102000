"""Names that stand bare in what somebody writes about a reply ("Liisa should have been called back"): nothing introduces them.

In transcripts such words are left alone: too many of them are no names. In a reviewer's comment a placeholder too many does
less harm than a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

from coachkit.privacy.forms import bases, is_form_of_given
from coachkit.privacy.listed_names import listed_names
from coachkit.privacy.name_phrases import MOST_WORDS, WORD, Range, is_firm, is_name, name_at
from coachkit.privacy.scanning import held_back, scan
from coachkit.privacy.talk import SHORTEST_SMALL
from coachkit.privacy.values import Scan
from coachkit.privacy.words import name_words


class Names(Protocol):
    """Words in small letters; only whether one is among them can be asked."""

    def __contains__(self, word: object, /) -> bool: ...

    def __hash__(self) -> int: ...


NOBODY: Names = frozenset[str]()

_STARTS = re.compile(r"(?:\A|[.!?:;\n\r\u2022])[\s\"'”“’‘»«()*–—-]*\Z")
_SURNAME = re.compile(
    r"[^\W\d_][a-zà-ÿ]+(?:nen|sen|selle|sellä|seltä|sella|selta"
    r"|sson|ssons|ssonin|ssonille|ström|strömin|kvist|qvist|gren|stedt)\Z"
)
_LOOKED_BEHIND = 8
_PLAIN_ENDINGS = ("", "n", "lle", "lla", "llä", "lta", "ltä", "s", "'s", "’s", ":n", ":lle")
_SHORTEST_LISTED = 5
"""Letters of a listed name from which it is known in small letters too: short ones are too often parts of other words."""

_ROLE = re.compile(
    r"\b(?:asiakkaa\w*|asiakas\w*|asiakaspalvelija\w*|työntekijä\w*|kolleg\w*|agent\w*|esihenkilö\w*|kund(?:en|ens)?"
    r"|medarbetar\w*|handläggar\w*|rådgivar\w*|customer|client|caller|colleague|adviser|advisor|rep|supervisor|manager)"
    r"[ \u00a0]+(?=[^\W\d_])",
    re.IGNORECASE,
)


def bare_names(text: str, met: Names = NOBODY) -> list[Range]:
    """Where names stand that nothing introduces (start, end), in order, none inside another, with the surname after each.

    Known are the given names of the list, what comes after "customer" or "asiakas", surnames by their endings, and `met`: words
    in small letters that were names in a transcript. Words that are no names too ("Mark", "Toivo") are taken for one only where
    they stand with a capital inside a sentence.
    """
    found: list[Range] = []
    named = {name[0]: name[1] for match in _ROLE.finditer(text) if (name := name_at(text, match.end()))}
    for match in WORD.finditer(text):
        if found and match.start() < found[-1][1]:
            continue
        end = named.get(match.start()) or (_end_of(text, match) if _is_bare(text, match, met) else None)
        if end:
            found.append((match.start(), end))
    return found


def names_to_try(text: str) -> Iterator[str]:
    """What may be somebody's whole name as a list has it: one to three words with a capital, the last one in each base form."""
    words = list(WORD.finditer(text))
    for place, first in enumerate(words):
        before = text[first.start() : first.start()]
        for word in words[place : place + MOST_WORDS]:
            between = text[first.start() + len(before) : word.start()]
            if not word[0][0].isupper() or between.strip(" \u00a0"):
                break
            yield from (f"{before}{between}{base}" for base in bases(word[0].casefold()))
            before = text[first.start() : word.end()]


@lru_cache(maxsize=4_096)
def scan_with_bare(text: str, orders: str | None = None, met: Names = NOBODY) -> Scan:
    """What `scan` finds, and the bare names beside it. Raises InputError as `scan` does."""
    found = scan(text, orders)
    names = tuple(one for one in found.names if not _is_praise(text, *one))
    taken = [*names, *((start, end) for _, start, end in found.pieces), *held_back(text)]
    bare = [one for one in bare_names(text, met) if not any(one[0] < end and start < one[1] for start, end in taken)]
    return Scan(found.pieces, tuple(sorted((*names, *bare))))


def _is_praise(text: str, start: int, end: int) -> bool:
    """Whether what a greeting would name is what a reviewer praises: "hyvä vastaus, selkeä ja lämmin"."""
    return text[:start].rstrip().casefold().endswith("hyvä") and not _is_small_name(text[start:end]) and text[start].islower()


def _is_bare(text: str, match: re.Match[str], met: Names) -> bool:
    word = match[0]
    if not word[0].isupper():
        return _is_small_name(word)
    if not is_name(word) or is_firm(text, match.end()):
        return False
    plain = word.casefold()
    if _STARTS.search(text, max(match.start() - _LOOKED_BEHIND, 0), match.start()):
        return plain not in listed_names().ordinary and any(_is_form_at_start(part, met) for part in _parts(plain))
    return _SURNAME.match(word) is not None or any(_is_form(part, met) for part in _parts(plain))


def _is_form(word: str, met: Names) -> bool:
    """Whether a word in small letters is a form of a listed name, or of one that was met."""
    listed = listed_names().every
    return any(name in met or (name in listed and is_form_of_given(word, name)) for name in bases(word))


def _is_form_at_start(word: str, met: Names) -> bool:
    """The same for the first word of a sentence, which has a capital whatever it is: Finnish forms of Finnish names only."""
    lists = listed_names()
    names = [name for name in bases(word) if name not in lists.ordinary]
    if any(name in met or (name in lists.fi and is_form_of_given(word, name)) for name in names):
        return True
    return any(word.removesuffix(ending) in lists.sure for ending in _PLAIN_ENDINGS)


def _is_small_name(word: str) -> bool:
    """Whether a word in small letters is a listed name all the same: a long one, as it is or with a plain ending."""
    lists, homonyms = listed_names(), name_words().homonyms
    if len(word) < SHORTEST_SMALL or word in lists.ordinary or word in homonyms:
        return False
    names = (word.removesuffix(ending) for ending in _PLAIN_ENDINGS if word.endswith(ending))
    return any(len(name) >= _SHORTEST_LISTED and name in lists.every and name not in homonyms for name in names)


def _parts(word: str) -> Iterator[str]:
    yield word
    first, _, rest = word.partition("-")
    if rest:
        yield first


def _end_of(text: str, match: re.Match[str]) -> int:
    """Where the name ends that begins with this word: surnames with a capital belong to it."""
    name = name_at(text, match.start(), small=False) if match[0][0].isupper() else None
    return name[1] if name else match.end()
