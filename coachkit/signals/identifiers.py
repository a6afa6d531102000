"""Numbers that carry their own check: identity codes, business ids, account and card numbers, however they are spaced."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from functools import cache

_GAP = "[ \u00a0\u202f]?"
_DASHES = "\\-\u2010\u2011\u2012\u2013\u2212"
_HETU = re.compile(rf"(?<!\d)(\d{{6}}){_GAP}([{_DASHES}+A-FU-Ya-fu-y]){_GAP}(\d{{3}})([0-9A-Ya-y])(?!\w)")
_PERSONNUMMER = re.compile(rf"(?<![\d.,])((?:18|19|20)?\d{{6}}){_GAP}[{_DASHES}+]?{_GAP}(\d{{4}})(?!\d)")
_Y_TUNNUS = re.compile(rf"(?<![\d-])(?:FI{_GAP}-?)?(\d{{7}}){_GAP}[{_DASHES}]{_GAP}(\d)(?![\d-])", re.IGNORECASE)
_VAT = re.compile(rf"(?<![A-Za-z0-9])FI{_GAP}(\d{{7}})(\d)(?!\w)", re.IGNORECASE)
_IBAN = re.compile("(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?:[ \u00a0\u202f-]?[A-Z0-9]){11,30}", re.IGNORECASE)
_DIGIT_GROUPS = re.compile("(?<![\\d])\\d+(?:[ \u00a0\u202f.-]\\d+)*")
_DIGITS = re.compile(r"\d+")
_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_CENTURIES = dict.fromkeys("+", 1800) | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)
_IBAN_BEGINS = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}", re.IGNORECASE)
_SHORTEST_IBAN = 15
_LONGEST_DATE, _HETU_DIGITS, _PERSONNUMMER_DIGITS, _BUSINESS_GROUP = 6, 9, 10, 7
"""Digits without a gap in a date of birth, all digits of the identity codes, those of a business id before its check digit."""
SHORTEST_CARD, LONGEST_CARD = 12, 19
# First digits of the card issuers and the lengths they use.
_ISSUERS = (
    (re.compile(r"4"), (13, 16, 19)),
    (re.compile(r"5[1-5]|2(?:2[2-9]|[3-6]|7[01]|720)"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"3(?:0[0-5]|[689])"), (14, 16, 19)),
    (re.compile(r"35"), (16, 17, 18, 19)),
    (re.compile(r"6(?:011|4[4-9]|5|2|0)"), (16, 17, 18, 19)),
    (re.compile(r"50|5[6-9]|6"), (12, 13, 14, 15, 16, 17, 18, 19)),
)
CARD_LENGTHS = {2: (16,), 3: (14, 15, 16, 17, 18, 19), 4: (13, 16, 19), 5: tuple(range(12, 20)), 6: tuple(range(12, 20))}
"""By a card's first digit how many it may have."""

_BEGIN_CARDS = frozenset(map(str, CARD_LENGTHS))

Found = tuple[str, int, int]
"""Kind, start and end (code points, half open)."""


def checked_identifiers(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[Found]:
    """Everything in the text whose check digits hold, the surest kind first; pieces of different kinds may overlap.

    Kinds: hetu, iban, personnummer (coordination numbers too), y-tunnus, card. Dashes of any form, spaces between groups
    and small letters are accepted. Only the part from `start` to `end` is looked at. Source of the checks: python-stdnum.
    """
    groups = [match.span() for match in _DIGITS.finditer(text, start, end)]
    # How many digits there are, and how many without a gap: most places have too few for most kinds.
    count, longest = sum(last - first for first, last in groups), max((last - first for first, last in groups), default=0)
    six = longest >= _LONGEST_DATE
    if six and count >= _HETU_DIGITS:
        yield from (("hetu", *match.span()) for match in _HETU.finditer(text, start, end) if _is_hetu(match))
    yield from _ibans(text, start, end)
    if six and count >= _PERSONNUMMER_DIGITS:
        yield from (("personnummer", *one.span()) for one in _PERSONNUMMER.finditer(text, start, end) if _is_personnummer(one))
    if longest >= _BUSINESS_GROUP and count > _BUSINESS_GROUP:
        yield from _business_ids(text, start, end)
    if count >= SHORTEST_CARD:
        yield from _cards(text, start, end)


def unchecked_hetu(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[Found]:
    """What can only be a henkilötunnus, with a slip of the pen: a real date and a letter at its end, the check wrong."""
    for match in _HETU.finditer(text, start, end):
        if match[4].isalpha() and match.end() - match.start() == 11 and _birthday(match) is not None:
            yield "hetu", *match.span()


def _birthday(match: re.Match[str]) -> dt.date | None:
    date, sign = match[1], match[2].upper()
    century = _CENTURIES.get(sign, 1900)
    try:
        return dt.date(century + int(date[4:]), int(date[2:4]), int(date[:2]))
    except ValueError:
        return None


def _is_hetu(match: re.Match[str]) -> bool:
    number = int(match[1] + match[3])
    return int(match[3]) > 1 and match[4].upper() == _CHECK[number % 31] and _birthday(match) is not None


def _is_personnummer(match: re.Match[str]) -> bool:
    from stdnum import luhn

    date = match[1][-6:]
    month, day = int(date[2:4]), int(date[4:])
    # A coordination number has 60 added to the day.
    may_be_a_day = 1 <= day <= 31 or 61 <= day <= 91
    return 1 <= month <= 12 and may_be_a_day and luhn.is_valid(date + match[2])


def _business_ids(text: str, start: int, end: int) -> Iterator[Found]:
    from stdnum.fi import ytunnus

    for pattern in (_Y_TUNNUS, _VAT):
        for match in pattern.finditer(text, start, end):
            if ytunnus.is_valid(match[1] + match[2]):
                yield "y-tunnus", *match.span()


def _ibans(text: str, start: int, end: int) -> Iterator[Found]:
    """Account numbers that begin here; where they end, their country and check digits tell, be it beyond `end`."""
    reached = start
    for begins in _IBAN_BEGINS.finditer(text, start, end):
        match = _IBAN.match(text, begins.start()) if begins.start() >= reached and is_iban_country(begins[0][:2]) else None
        stop = next((stop for stop in _ends_of_words(match) if _is_iban(text[match.start() : stop])), None) if match else None
        if match and stop is not None:
            reached = stop
            yield "iban", match.start(), stop


@cache
def is_iban_country(letters: str) -> bool:
    """Whether the account numbers of a country are known, by its two letters."""
    from stdnum import numdb

    return bool(numdb.get("iban").info(f"{letters.upper()}00")[0][1])


def _is_iban(words: str) -> bool:
    from stdnum import iban

    number = re.sub(r"[\W_]", "", words).upper()
    return len(number) >= _SHORTEST_IBAN and iban.is_valid(number, check_country=False)


def _ends_of_words(match: re.Match[str]) -> list[int]:
    """Where an account number may end: at the ends of its groups, the last one first; a word may follow it."""
    text, found = match.string, range(match.end(), match.start() + _SHORTEST_IBAN - 1, -1)
    return [place for place in found if not text[place : place + 1].isalnum() and text[place - 1].isalnum()]


def _cards(text: str, start: int, end: int) -> Iterator[Found]:
    for match in _DIGIT_GROUPS.finditer(text, start, end):
        groups = [one.span() for one in _DIGITS.finditer(text, *match.span())]
        if sum(last - first for first, last in groups) >= SHORTEST_CARD:
            yield from _card_among(text, groups)


def _card_among(text: str, groups: list[tuple[int, int]]) -> Iterator[Found]:
    """The longest card number that starts at one of the groups of digits; what stands before or after it is no part."""
    first, sizes = 0, [end - start for start, end in groups]
    while first < len(groups):
        if text[groups[first][0]] not in _BEGIN_CARDS:
            first += 1
            continue
        # Each group has a digit at least, so that no number reaches over more groups than it has digits.
        lasts, lengths = (
            range(min(first + LONGEST_CARD, len(groups)) - 1, first - 1, -1),
            CARD_LENGTHS[int(text[groups[first][0]])],
        )
        fitting = (last for last in lasts if sum(sizes[first : last + 1]) in lengths)
        last = next((last for last in fitting if _is_card(text, groups[first : last + 1])), None)
        if last is None:
            first += 1
            continue
        yield "card", groups[first][0], groups[last][1]
        first = last + 1


def _is_card(text: str, groups: list[tuple[int, int]]) -> bool:
    from stdnum import luhn

    number = "".join(text[start:end] for start, end in groups)
    issued = any(len(number) in lengths and beginning.match(number) for beginning, lengths in _ISSUERS)
    return issued and luhn.is_valid(number)
