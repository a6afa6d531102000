"""Telephone numbers, at home and abroad; dates, times, prices and order numbers are none."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial

REGIONS = ("FI", "SE", "GB")
"""Where a number without a country code may be at home."""

FEWEST, MOST = 7, 15
"""Digits of a telephone number (ITU-T E.164 has at most 15)."""

_SPACE = " \u00a0\u202f\u2009"
_SIGNS = f"{_SPACE}()./\u2010\u2011\u2013\\-"
_CANDIDATE = re.compile(
    rf"(?<![\w@#_])(?<!\w[-\u2010\u2011/])(?:\(?\+[{_SPACE}]?\(?|\(?0)\d(?:[{_SIGNS}]{{0,3}}\d){{5,18}}(?!\w)"
)
_NAMED = re.compile(
    r"\b(?:puh|puhelin\w*|gsm|kännyk\w*|tel|telefon\w*|mobil\w*|mobile|phone\w*|whatsapp)\b\W{0,3}(?:on |is |är |number |no )?"
    rf"\W{{0,2}}([1-9](?:[{_SIGNS}]{{0,3}}\d){{6,16}})(?!\w)",
    re.IGNORECASE,
)
_HINTS = ("puh", "gsm", "kännyk", "tel", "mobil", "phone", "whatsapp")
_BEHIND_HINT = re.compile(rf"\w*\W{{0,3}}(?:on |is |är |number |no )?\W{{0,2}}[1-9](?:[{_SIGNS}]{{0,3}}\d){{6}}", re.IGNORECASE)
"""What stands behind a hint wherever _NAMED is found, in small letters."""

HINTS = (b"puh", b"gsm", b"nny", b"tel", b"mobil", b"phone", b"whatsapp")
"""What each word that telephone numbers are named with has, as bytes in small letters."""

REACH, BETWEEN, _BEHIND = 72, 27, 80
"""Bytes before digits in which a word for them begins unless it is endless, those between them, and those of the digits."""

NEAR = 20
"""Characters behind the beginning of a window in which a word for telephones may begin."""

_LONGEST_KEPT = 200
"""Characters of a part of a text up to which it is kept where dates, times and prices stand in it."""

_ORDER_BEFORE = re.compile(
    r"(?:\b(?:tilau\w*|order\w*|lasku\w*|viit\w*|seuran\w*|lähety\w*|paket\w*|varau\w*|ärende\w*|faktura\w*|invoice|referen\w*|ref|"
    r"tracking|ticket|case|booking|bokning\w*|beställning\w*|försändelse\w*|tuote\w*|artikel\w*|product|item|serial|sarja\w*)|"
    r"\b(?!puh|tele|mobil|matkapuh|gsm|phone|kännyk)\w{2,}(?:numero|nummer|nro|nr|koodi|kod|code|tunnus)\w{0,4}|"
    r"\b(?:kolli|toimitus|rahtikirja|frakt|leverans|spårning|sopimus|avtal|jäsen|medlem)\w*|"
    r"\b(?:shipment|consignment|contract|policy|account|membership|parcel)|"
    r"\b(?:asiakas|kund|customer)(?:numero\w*|nro|nummer|nr| number| no| id))"
    r"(?:[ -]?(?:number|numero|nummer|nro|nr|no|id|code|koodi|tunnus)\w*)?(?: (?:on|is|är))?[ \u00a0:.#]{0,3}$",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:puh|puhel\w*|numero(?:on|sta|lla|ni|mme)?|gsm|kännyk\w*|soit\w*|tekst\w*|tel|telefon\w*|mobil\w*|nummer|numret|ring\w*|sms\w*|"
    r"mobile|phone\w*|number|call\w*|text|whatsapp|reach)\b[^\d\n]{0,16}$",
    re.IGNORECASE,
)
_MONEY = r"(?:€|eur\b|euro\w*|kr\b|kronor|sek\b|£|gbp\b|\$|usd\b|pounds?\b|%|senttiä|kpl\b|kg\b|km\b|cm\b|mm\b)"
_NOT_PHONES = re.compile(
    r"(?<!\d)\d{1,2}\.[ \u00a0]?\d{1,2}\.(?:[ \u00a0]?(?:19|20)\d\d|\d\d(?!\d))?(?!\d)"  # 1.2.2026, 01.02.
    r"|(?<!\d)(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"  # 2026-02-01
    r"|(?<!\d)\d{1,2}/\d{1,2}/(?:19|20)?\d\d(?!\d)"  # 01/02/2026
    r"|(?<!\d)\d{1,2}-\d{1,2}-(?:19|20)\d\d(?!\d)"
    r"|(?<![\d.])[0-2]?\d[.:][0-5]\d[ \u00a0]?[-\u2013][ \u00a0]?[0-2]?\d[.:][0-5]\d(?![\d.])"  # 08.00-16.30
    r"|(?<![\d:])[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?!\d)"  # 08:30
    rf"|(?<![\d+])\d{{1,3}}(?:[ \u00a0.]\d{{3}})*(?:[.,]\d{{1,2}})?[ \u00a0]?{_MONEY}"  # 1 299,00 €
    r"|(?:€|£|\$|(?:eur|sek|gbp)\b)[ \u00a0]?\d[\d.,]*",
    re.IGNORECASE,
)


def phones(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand (start, end): valid ones of Finland, Sweden and Britain, international ones, and what
    is called a telephone number beside it. Only the part from `start` to `end` is looked at."""
    here = text[start:end]
    candidates = list(_CANDIDATE.finditer(text, start, end)) if "0" in here or "+" in here else []
    taken = _no_phones(text, start, end) if candidates else ()
    for match in candidates:
        first, last = _outside(taken, *match.span())
        abroad = "+" in text[first : first + 3]
        if last - first >= FEWEST and (abroad or not _ORDER_BEFORE.search(text, max(first - 60, 0), first)):
            yield from _longest(text, first, last, partial(_is_called, text, first))
    before = text[max(start - 40, 0) : start + NEAR].lower()
    named = _NAMED.finditer(text, max(start - 40, 0), end) if any(hint in before for hint in _HINTS) else ()
    for match in named:
        if FEWEST <= sum(map(str.isdigit, match[1])) <= MOST:
            yield match.span(1)


def may_be_named(joined: bytes, place: int) -> bool:
    """Whether a word that telephone numbers of any form are named with stands before the digits that begin at a byte.

    Such a word is looked for in the bytes of REACH. Where there is none, `phones` finds no number there for its name.
    """
    small = joined[max(place - REACH, 0) : place + _BEHIND].decode(errors="replace").lower()
    return any(_BEHIND_HINT.match(small, end) for hint in _HINTS for end in _ends_of(small, hint))


def _ends_of(small: str, hint: str) -> Iterator[int]:
    place = small.find(hint)
    while place >= 0:
        yield place + len(hint)
        place = small.find(hint, place + 1)


def _no_phones(text: str, start: int, end: int) -> Sequence[tuple[int, int]]:
    """Where dates, times and prices stand in the part of the text."""
    low = max(start - 1, 0)
    look = _kept_taken if end - low <= _LONGEST_KEPT else _taken
    return [(low + first, low + last) for first, last in look(text[low:end], start - low)]


def _taken(piece: str, start: int) -> tuple[tuple[int, int], ...]:
    return tuple([match.span() for match in _NOT_PHONES.finditer(piece, start)])


_kept_taken = lru_cache(4_096)(_taken)


def _is_called(text: str, start: int) -> bool:
    """Whether a word for telephones, or one of calling, stands before."""
    return bool(_CALLED.search(text, max(start - 40, 0), start))


def _outside(taken: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """The range up to a date, time or price in it; from behind one that it begins with, nothing is left."""
    for first, last in taken:
        if first <= start < last:
            return start, start
        if start < first < end:
            end = first
    return start, end


def _longest(text: str, start: int, end: int, called: Callable[[], bool]) -> Iterator[tuple[int, int]]:
    """The longest number that begins here and ends with a group of digits; then the next one in the rest, if there is."""
    ends = [start + group.end() for group in re.finditer(r"\d+", text[start:end])]
    for stop in reversed(ends):
        words = text[start:stop]
        if is_phone(words, lenient=not words.isdigit() or called()):
            yield start, stop
            rest = _CANDIDATE.search(text, stop, end)
            if rest:
                yield from _longest(text, *rest.span(), called)
            return


@lru_cache(maxsize=4096)
def is_phone(words: str, *, lenient: bool = False) -> bool:
    """Whether these signs are a telephone number somewhere, by the numbering plans that phonenumbers knows.

    `lenient` takes one of the right length too, whether or not its range is in use.
    """
    digits = sum(map(str.isdigit, words))
    if not FEWEST <= digits <= MOST + 2:
        return False
    from phonenumbers import NumberParseException, is_possible_number, is_valid_number, parse

    for region in REGIONS:
        try:
            number = parse(words.replace("(0)", ""), region)
        except NumberParseException:
            continue
        if is_valid_number(number) or ((lenient or "+" in words) and is_possible_number(number)):
            return True
    return False
