"""Names in a signature: after a closing, alone on the last line, after a dash or a mark or bare at the very end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from coachkit.privacy.listed_signatures import end_of_words, listed_signatures, signing_from
from coachkit.privacy.name_phrases import WORD, Range, is_firm, is_name, name_at
from coachkit.privacy.standing import Groups, grouped, standing_in
from coachkit.privacy.word_patterns import beginnings, is_closed, pattern, places
from coachkit.privacy.words import NEEDS_A_BREAK, NEEDS_A_CAPITAL, name_words
from coachkit.text.names import signed_name

_SIGNS_OFF = re.compile(r"([-\u2013\u2014^/*~])\1? ?([^\W\d_]{2,25})")
_LONGEST_SIGN = 28
_MARKS = frozenset("-\u2013\u2014^/*~")
_CLOSING_TAIL, _LONGEST_SIGNATURE = 200, 120
_SHORT = 3
"""Lines up to which a text is a chat message: its closing stands in its last characters."""


@cache
def _closing() -> tuple[Groups, re.Pattern[str]]:
    """What closings begin with, and a closing up to the name."""
    words = name_words().closings
    after = r"(?!\w)[.,:!]?(?:[ \u00a0]*[\r\n]+\s*|[ \u00a0]+)[-\u2013\u2014/]?[ ]?"
    begun = beginnings(word for word in words if word != "t")
    return grouped((*begun, "t.", "t ", "t:", "t\n")), pattern(words, after)


def signed(text: str, lowered: str) -> Iterator[Range]:
    """Names behind a closing: Ystävällisin terveisin, Liisa."""
    zone = 0 if text.count("\n") > _SHORT else max(len(text) - _CLOSING_TAIL, 0)
    begun, closing = _closing()
    for begins in standing_in(lowered[zone:], begun):
        for place in places(lowered, begins, zone):
            match = closing.match(text, place)
            if match and _closes(text, match):
                yield from _after_closing(text, match)


def _closes(text: str, match: re.Match[str]) -> bool:
    """Whether the words stand where a closing does: a word that may also be in a sentence needs a break before it."""
    before = text[max(match.start() - 2, 0) : match.start()].rstrip(" \t")
    return match[1].casefold() not in NEEDS_A_BREAK or not before or before[-1] in "\n\r.,!?)…:" or not before[-1].isascii()


def _after_closing(text: str, match: re.Match[str]) -> Iterator[Range]:
    name = name_at(text, match.end())
    if name and is_closed(text, name[1]):
        yield name
        return
    if name and (signing := signing_from(text, match.end())):
        yield from signing
        return
    sure = match[1].casefold() not in NEEDS_A_CAPITAL
    small = name_at(text, match.end(), small=True) if sure else None
    if small and text[small[0] : small[1]].count(" ") < 2 and not text[small[1] :].split("\n", 1)[0].strip(" .!?"):
        yield small


def signed_alone(text: str) -> Iterator[Range]:
    """The name alone on the last line."""
    line = text.rstrip()
    if 0 <= line.rfind("\n") < len(line) - _LONGEST_SIGNATURE:
        return
    if "\n" in line and (name := signed_name(text)) and all(map(is_name, WORD.findall(name))):
        start = text.rindex(name)
        if not is_firm(text, start + len(name)):
            yield start, start + len(name)


def signed_at_the_end(text: str) -> list[Range]:
    """The names that a text ends with: most are a mark and a word, which tells by itself; of others a list has to know them."""
    plain = signed_off(text)
    return [plain] if plain else listed_signatures(text)


def signed_off(text: str) -> Range | None:
    """The name or initials after a dash or a mark, or two of them, at the very end: -Amy, ^AB, //Anna."""
    end = end_of_words(text)
    last = text.rfind(" ", 0, end) + 1
    if "\n" in text[last:end]:
        last = text.rindex("\n", last, end) + 1
    start = last - 2 if last > 1 and text[last - 2] in _MARKS else last
    if start and text[start - 1] in _MARKS and text[start - 1] == text[start]:
        start -= 1
    if end - start > _LONGEST_SIGN or text[start : start + 1] not in _MARKS:
        return None
    if start and not ((before := text[start - 1]) == " " or before.isspace() or before in ".!?…"):
        return None
    skipped = _to_the_name(text[start:end])
    return (start + skipped, end) if skipped else None


@lru_cache(maxsize=4_096)
def _to_the_name(sign: str) -> int:
    """How many characters stand before the name where a mark and a name is all there is; 0 for anything else."""
    match = _SIGNS_OFF.fullmatch(sign)
    if match and (is_name(match[2]) or match[2].isupper()) and match[2].casefold() not in name_words().not_names:
        return match.start(2)
    return 0
