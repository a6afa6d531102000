"""Names that a word brings up: after a label, an introduction, thanks or a title, and in the genitive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from coachkit.privacy.name_phrases import WORD, Range, is_name, name_at
from coachkit.privacy.standing import Groups, grouped, standing_in
from coachkit.privacy.word_patterns import CLOSED, beginnings, is_closed, pattern, places
from coachkit.privacy.words import name_words

_GOES_ON = re.compile(
    r"[ \u00a0]+(?:ja|joka|calling|writing|speaking|here|from|with|and|at|your|här|från|och|som|hei|moi"
    r"|kundtjänst\w*|asiakaspalvel\w*|verkkokaup\w*)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:ss[aä]|st[aä]|ll[aä]|lt[aä]|lle)\Z")
_CLAUSE = re.compile(r"[^\n,;(]*\Z")
_GENITIVE = grouped((" nimellä", " nimelle", " nimissä", " nimiin", " nimeen", " puolesta"))

# What stands before a name without making it one, unless the clause ends after it: "I'm Finnish" and "I'm Sarah, your ..."
_UNSURE = frozenset(("olen", "oon", "tässä", "täällä", "jag är", "det här är", "i am", "i'm", "i’m", "this is", "heter"))


def labelled(text: str, lowered: str) -> Iterator[Range]:
    """Names behind a label and a colon: Asiakkaan nimi: Liisa Virtanen."""
    labels = name_words().labels
    colon = lowered.find(":")
    while colon > 0:
        clause = _CLAUSE.search(lowered, max(colon - 24, 0), colon)
        if clause and clause[0].strip() in labels:
            start = colon + 1 + len(text[colon + 1 : colon + 8]) - len(text[colon + 1 : colon + 8].lstrip(" \t\u00a0"))
            name = name_at(text, start, small=True)
            if name:
                yield name
        colon = lowered.find(":", colon + 1)


@cache
def _introduction() -> tuple[Groups, re.Pattern[str]]:
    words = name_words().introductions
    return grouped(words), pattern(words, r"[ \u00a0:]+(?=[^\W\d_])")


def introduced(text: str, lowered: str) -> Iterator[Range]:
    """Names that people give themselves: my name is Sarah."""
    begun, introduction = _introduction()
    for begins in standing_in(lowered, begun):
        for place in places(lowered, begins):
            match = introduction.match(text, place)
            name = name_at(text, match.end()) if match else None
            if match and name and (match[1].casefold() not in _UNSURE or _introduces(text, name)):
                yield name


def _introduces(text: str, name: Range) -> bool:
    ends = CLOSED.match(text, name[1]) or _GOES_ON.match(text, name[1])
    return bool(ends) and not _PLACE.search(text[name[0] : name[1]])


@cache
def _thanks() -> tuple[Groups, re.Pattern[str]]:
    words = name_words().thanks
    return grouped(beginnings(words)), pattern(words, r"(?:,?[ \u00a0]+)(?=[^\W\d_])")


def thanked(text: str, lowered: str) -> Iterator[Range]:
    """Names behind thanks: Tack Anna!"""
    begun, thanks = _thanks()
    for begins in standing_in(lowered, begun):
        for place in places(lowered, begins):
            match = thanks.match(text, place)
            name = name_at(text, match.end()) if match else None
            if name and is_closed(text, name[1]):
                yield name


@cache
def _title() -> tuple[Groups, re.Pattern[str]]:
    words = name_words().titles
    return grouped(beginnings(words)), pattern(words, r"[ \u00a0]+(?=[^\W\d_])")


def titled(text: str, lowered: str) -> Iterator[Range]:
    """Names behind a title: Mr Smith."""
    begun, title = _title()
    for begins in standing_in(lowered, begun):
        for place in places(lowered, begins):
            match = title.match(text, place)
            name = name_at(text, match.end()) if match else None
            if name:
                yield name


def in_genitive(text: str, lowered: str) -> Iterator[Range]:
    """Names in the genitive: Liisa Virtasen nimellä."""
    for after in standing_in(lowered, _GENITIVE):
        end = lowered.find(after)
        words = [word for word in list(WORD.finditer(text, max(end - 60, 0), end))[-2:] if is_name(word[0])]
        if words and words[-1].end() == end:
            yield words[0].start(), end
