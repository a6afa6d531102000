"""Where a text gives a name: in a greeting, thanks, a signature, an introduction, after a title or a label.

Everything begins with a plain search for the few words that names stand beside; patterns are only held against those places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from coachkit.privacy.may import EVERYTHING, May
from coachkit.privacy.name_phrases import WORD, Range, is_firm, is_name, name_at
from coachkit.privacy.standing import Groups, grouped, standing_in
from coachkit.privacy.words import NEEDS_A_BREAK, NEEDS_A_CAPITAL, name_words
from coachkit.text.names import signed_name

_CLOSED = re.compile(r"[ \u00a0]*(?:[,.!?:;)\n\r/|(\u2013\u2014*😊🙂👋]|-|\Z)")
_CLOSING_SIGNS = frozenset((*",.!?:;)\n-", ""))
_SPACES = frozenset(" \u00a0")
_GOES_ON = re.compile(
    r"[ \u00a0]+(?:ja|joka|calling|writing|speaking|here|from|with|and|at|your|här|från|och|som|hei|moi"
    r"|kundtjänst\w*|asiakaspalvel\w*|verkkokaup\w*)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"[ \u00a0]+(?:ja|och|and|&)[ \u00a0]+", re.IGNORECASE)
_PLACE = re.compile(r"(?:ss[aä]|st[aä]|ll[aä]|lt[aä]|lle)\Z")
_SIGNS_OFF = re.compile(r"[-\u2013\u2014^/*~] ?([^\W\d_]{2,25})")
_LONGEST_SIGN = 27
_MARKS = frozenset("-\u2013\u2014^/*~")
_HANDLES = r"[ \t>*]*+(?:@\w++[ \t:,]++)*+"
_CLAUSE = re.compile(r"[^\n,;(]*\Z")
_GENITIVE = grouped((" nimellä", " nimelle", " nimissä", " nimiin", " nimeen", " puolesta"))
_CLOSING_TAIL, _LONGEST_SIGNATURE = 200, 120
_SHORT = 3
"""Lines up to which a text is a chat message: its closing stands in its last characters."""

# What stands before a name without making it one, unless the clause ends after it: "I'm Finnish" and "I'm Sarah, your ..."
_UNSURE = frozenset(("olen", "oon", "tässä", "täällä", "jag är", "det här är", "i am", "i'm", "i’m", "this is", "heter"))


def given_names(text: str, may: int = EVERYTHING) -> list[Range]:
    """Where names stand that the text itself gives (start, end), in order, none inside another; `may` is its sieve."""
    if may == May.SIGNED_OFF:
        # Half of all chat messages.
        return [signed] if (signed := signed_off(text)) else []
    found: list[Range] = []
    if may & May.GREETING:
        found += _greeted(text)
    if may & _BESIDE_WORDS:
        lowered = small_letters(text)
        for flag, finder in _FINDERS:
            if may & flag:
                found += finder(text, lowered)
    if may & May.SIGNED_OFF and (signed := signed_off(text)):
        found.append(signed)
    if may & May.LINES:
        found += _signed_alone(text)
    return found if len(found) < 2 else _apart(found)


def _apart(found: list[Range]) -> list[Range]:
    """Those that lie in none before them, sorted."""
    kept: list[Range] = []
    for one in found:
        if not any(one[0] < end and start < one[1] for start, end in kept):
            kept.append(one)
    return sorted(kept)


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


def _pattern(words: Iterable[str], after: str) -> re.Pattern[str]:
    """Any of the words, the longest that fits, with any white space between them, and what follows."""
    return re.compile(f"({_any_of(words)}){after}", re.IGNORECASE)


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words: letter by letter, so that most places are left at the first."""
    following: dict[str, list[str]] = {}
    for word in words:
        following.setdefault(word[:1], []).append(word[1:])
    if list(following) == [""]:
        return ""
    branches = [
        (r"[ \u00a0]+" if first == " " else re.escape(first)) + _any_of(rest)
        for first, rest in sorted(following.items())
        if first
    ]
    any_of = branches[0] if len(branches) == 1 and "" not in following else f"(?:{'|'.join(branches)})"
    return f"{any_of}?" if "" in following else any_of


@cache
def _greeting() -> tuple[frozenset[str], re.Pattern[str]]:
    """The first letters of greetings, and a line's beginning up to the name: handles, group 1 the greeting, group 2 its comma."""
    lists = name_words()
    title = rf"(?:{_any_of(lists.titles)}[ \u00a0]+)?"
    pattern = re.compile(rf"{_HANDLES}({_any_of(lists.greetings)})(,?)[ \u00a0]+{title}", re.IGNORECASE)
    return frozenset(word[:2] for word in lists.greetings), pattern


def _greeted(text: str) -> Iterator[Range]:
    beginnings, greeting = _greeting()
    line = 0
    while line >= 0:
        match = greeting.match(text, line)
        if match and small_letters(match[1][:2]) in beginnings:
            yield from _after_greeting(text, match)
        line = text.find("\n", line) + 1 or -1


def _is_closed(text: str, end: int) -> bool:
    """Whether a name may end here: a sign follows, or nothing."""
    return text[end : end + 1] in _CLOSING_SIGNS or _CLOSED.match(text, end) is not None


def _after_greeting(text: str, match: re.Match[str]) -> Iterator[Range]:
    name, comma = name_at(text, match.end()), bool(match[2])
    if name:
        if _is_closed(text, name[1]) or not (comma or text[name[0] : name[1]].isupper()):
            yield name
            beside = _BESIDE.match(text, name[1]) if text[name[1] : name[1] + 1] in _SPACES else None
            other = name_at(text, beside.end()) if beside else None
            if other and _is_closed(text, other[1]):
                yield other
        return
    small = name_at(text, match.end(), small=True)
    # "hei liisa, ..." but not "hei onko paketti tullut, ..."
    if small and not comma and " " not in text[small[0] : small[1]] and text[small[1] : small[1] + 1] in {",", "!"}:
        yield small


@cache
def _closing() -> tuple[Groups, re.Pattern[str]]:
    """What closings begin with, and a closing up to the name."""
    words = name_words().closings
    after = r"(?!\w)[.,:!]?(?:[ \u00a0]*[\r\n]+\s*|[ \u00a0]+)[-\u2013\u2014/]?[ ]?"
    beginnings = _beginnings(word for word in words if word != "t")
    return grouped((*beginnings, "t.", "t ", "t:", "t\n")), _pattern(words, after)


def _beginnings(words: Iterable[str]) -> tuple[str, ...]:
    """The words but for those that begin with another of them."""
    kept: list[str] = []
    for word in sorted(words):
        if not kept or not word.startswith(kept[-1]):
            kept.append(word)
    return tuple(kept)


def _signed(text: str, lowered: str) -> Iterator[Range]:
    zone = 0 if text.count("\n") > _SHORT else max(len(text) - _CLOSING_TAIL, 0)
    beginnings, closing = _closing()
    for begins in standing_in(lowered[zone:], beginnings):
        for place in places(lowered, begins, zone):
            match = closing.match(text, place)
            if match and _closes(text, match):
                yield from _after_closing(text, match)


def _signed_alone(text: str) -> Iterator[Range]:
    """The name alone on the last line."""
    line = text.rstrip()
    if 0 <= line.rfind("\n") < len(line) - _LONGEST_SIGNATURE:
        return
    if "\n" in line and (name := signed_name(text)) and all(map(is_name, WORD.findall(name))):
        start = text.rindex(name)
        if not is_firm(text, start + len(name)):
            yield start, start + len(name)


def _closes(text: str, match: re.Match[str]) -> bool:
    """Whether the words stand where a closing does: a word that may also be in a sentence needs a break before it."""
    before = text[max(match.start() - 2, 0) : match.start()].rstrip(" \t")
    return match[1].casefold() not in NEEDS_A_BREAK or not before or before[-1] in "\n\r.,!?)…:" or not before[-1].isascii()


def _after_closing(text: str, match: re.Match[str]) -> Iterator[Range]:
    name = name_at(text, match.end())
    if name and _is_closed(text, name[1]):
        yield name
        return
    sure = match[1].casefold() not in NEEDS_A_CAPITAL
    small = name_at(text, match.end(), small=True) if sure else None
    if small and text[small[0] : small[1]].count(" ") < 2 and not text[small[1] :].split("\n", 1)[0].strip(" .!?"):
        yield small


def signed_off(text: str) -> Range | None:
    """The name or initials after a dash or a mark at the very end: -Amy, ^AB."""
    end = len(text.rstrip())
    last = text.rfind(" ", 0, end) + 1
    while last and text.startswith("http", last):
        end = len(text[:last].rstrip())
        last = text.rfind(" ", 0, end) + 1
    if "\n" in text[last:end]:
        last = text.rindex("\n", last, end) + 1
    start = last - 2 if last > 1 and text[last - 2] in _MARKS else last
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
    if match and (is_name(match[1]) or match[1].isupper()) and match[1].casefold() not in name_words().not_names:
        return match.start(1)
    return 0


def _labelled(text: str, lowered: str) -> Iterator[Range]:
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
    return grouped(words), _pattern(words, r"[ \u00a0:]+(?=[^\W\d_])")


def _introduced(text: str, lowered: str) -> Iterator[Range]:
    beginnings, introduction = _introduction()
    for begins in standing_in(lowered, beginnings):
        for place in places(lowered, begins):
            match = introduction.match(text, place)
            name = name_at(text, match.end()) if match else None
            if match and name and (match[1].casefold() not in _UNSURE or _introduces(text, name)):
                yield name


def _introduces(text: str, name: Range) -> bool:
    ends = _CLOSED.match(text, name[1]) or _GOES_ON.match(text, name[1])
    return bool(ends) and not _PLACE.search(text[name[0] : name[1]])


@cache
def _thanks() -> tuple[Groups, re.Pattern[str]]:
    words = name_words().thanks
    return grouped(_beginnings(words)), _pattern(words, r"(?:,?[ \u00a0]+)(?=[^\W\d_])")


def _thanked(text: str, lowered: str) -> Iterator[Range]:
    beginnings, thanks = _thanks()
    for begins in standing_in(lowered, beginnings):
        for place in places(lowered, begins):
            match = thanks.match(text, place)
            name = name_at(text, match.end()) if match else None
            if name and _is_closed(text, name[1]):
                yield name


@cache
def _title() -> tuple[Groups, re.Pattern[str]]:
    words = name_words().titles
    return grouped(_beginnings(words)), _pattern(words, r"[ \u00a0]+(?=[^\W\d_])")


def _titled(text: str, lowered: str) -> Iterator[Range]:
    beginnings, title = _title()
    for begins in standing_in(lowered, beginnings):
        for place in places(lowered, begins):
            match = title.match(text, place)
            name = name_at(text, match.end()) if match else None
            if name:
                yield name


def _in_genitive(text: str, lowered: str) -> Iterator[Range]:
    """Names in the genitive: Liisa Virtasen nimellä."""
    for after in standing_in(lowered, _GENITIVE):
        end = lowered.find(after)
        words = [word for word in list(WORD.finditer(text, max(end - 60, 0), end))[-2:] if is_name(word[0])]
        if words and words[-1].end() == end:
            yield words[0].start(), end


_FINDERS = (
    (May.CLOSING, _signed),
    (May.LABEL, _labelled),
    (May.INTRODUCTION, _introduced),
    (May.INTRODUCTION, _in_genitive),
    (May.THANKS, _thanked),
    (May.TITLE, _titled),
)
_BESIDE_WORDS = May.CLOSING | May.LABEL | May.INTRODUCTION | May.THANKS | May.TITLE
