"""E-mail addresses, also written round the corner, and street addresses with what belongs to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_EMAIL = re.compile(
    r"(?<![\w.+'-])[\w+][\w.+'-]{0,63}(?:@| ?[(\[](?:at|ät|a|miukumauku|snabel-a)[)\]] ?| @ )"
    r"[\w-]{1,63}(?:(?:\.| ?[(\[](?:dot|piste|punkt)[)\]] ?)[\w-]{1,63}){1,6}",
    re.IGNORECASE,
)
_AT = re.compile(r"[(\[](?:at|ät|a|miukumauku|snabel-a)[)\]]", re.IGNORECASE)

# The ends of street names, with the cases they stand in.
_FI = (
    r"(?:ka(?:tu|du)|ku(?:ja)|pol(?:ku|u)|kaare?i?|ran(?:ta|na)|rin(?:ne|tee)|rai(?:tti|ti)|väylä|aukio|esplanadi|mäki|mäe|puisto|tie)"
    r"(?:n|ll[aä]|lle|lt[aä]|ss[aä]|st[aä]|i?[aä]n|t[aä]|lla)?"
)
_SV = (
    r"(?:gatan|gata|vägen|väg|gränden|gränd|stigen|stig|allén|allé|torget|backen|stranden|esplanaden|kajen|brinken|svängen|bågen"
    r"|leden|parken)s?"
)
_SURE = r"(?:katu|kadun|kadulla|kadulle|gatan|vägen|gränden|stigen|ntie|ntiellä|ntielle|nkuja|npolku|nkaari|nrinne|nranta|npolku)"
_OWN = r"(?:(?<=[a-zåäö] )(?:Esplanade?[ni]n?|All[ée]n|Torget|Stranden|Kajen|Backen|Tori|Ranta))"
_NUMBER = (
    r"[ \u00a0]\d{1,4}(?:[ ]?[-\u2013][ ]?\d{1,4})?(?:[ ]?[A-Za-zÅÄÖ](?![\w'\u2019]))?"
    r"(?:[ ]?(?:as|bst|lgh|krs)\.?[ ]?\d{1,4}|[ ][1-9]\d{0,2}(?!\d|[.,:]\d|[ ]?(?:%|€|eur|kpl|kr)))?(?!\d)"
)
_FI_NAMES = (
    "katu", "kadu", "kuja", "polku", "polu", "kaari", "kaar", "kaarei", "kaare", "ranta", "ranna", "rinne", "rintee", "raitti",
    "raiti", "väylä", "aukio", "esplanadi", "mäki", "mäe", "puisto", "tie",
)  # fmt: skip
_FI_CASES = ("", "n", "lla", "llä", "lle", "lta", "ltä", "ssa", "ssä", "sta", "stä", "an", "än", "ian", "iän", "ta", "tä")
_SV_NAMES = (
    "gatan", "gata", "vägen", "väg", "gränden", "gränd", "stigen", "stig", "allén", "allé", "torget", "backen", "stranden",
    "esplanaden", "kajen", "brinken", "svängen", "bågen", "leden", "parken",
)  # fmt: skip
STREET_ENDS = (
    *(f"{name}{case}" for name in _FI_NAMES for case in _FI_CASES),
    *(f"{name}{case}" for name in _SV_NAMES for case in ("", "s")),
    "pl", "pb", "box",
)  # fmt: skip
"""All that a word may end with that the number of a house or a box stands behind, for a first look."""

STREET_WORDS = (
    "Street", "St", "Road", "Rd", "Avenue", "Ave", "Lane", "Ln", "Close", "Drive", "Court", "Terrace", "Way", "Place", "Square",
    "Crescent", "Gardens", "Grove", "Hill", "Row", "Mews", "Walk",
)  # fmt: skip
_TOWN = r"(?:,?[ \n]{1,2}(?:(?:FI|SE|AX|FIN)-)?(?:\d{5}|\d{3} \d{2})[ ][A-ZÅÄÖ][\wåäöÅÄÖ'-]{1,30})"
_UK_TOWN = r"(?:,[ \n][A-Z][a-z'-]{2,20}(?: [A-Z][a-z'-]{2,20})?){0,2}(?:,?[ \n][A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}\b)?"
_EN = f"(?:{'|'.join(STREET_WORDS)})"
_STREET = re.compile(
    rf"(?<!\w)(?:(?:[A-ZÅÄÖ][\w:'-]{{0,20}}[ ]){{0,2}}"
    rf"(?:[A-ZÅÄÖ](?:[\w'-]{{1,40}}?)(?:{_FI}|{_SV})|{_OWN})|[\w'-]{{2,40}}?{_SURE})"
    rf"{_NUMBER}{_TOWN}?"
    rf"|\b(?:(?:Flat|Apartment|Apt|Unit)[ ]\w{{1,4}},?[ ])?"
    rf"\d{{1,4}}[A-Za-z]?,?[ ](?:[A-Z][\w'\u2019-]{{1,30}}[ ]){{1,3}}{_EN}\b\.?{_UK_TOWN}"
    rf"|\b(?:PL|PB|Box)[ ]\d{{1,5}}{_TOWN}|\bP\.?[ ]?O\.?[ ]?Box[ ]\d{{1,6}}{_UK_TOWN}"
)
_NUMBERS = re.compile(r"\d+")
_STREET_WORD = re.compile(rf"(?:{_FI}|{_SV}|{_SURE})\Z", re.IGNORECASE)
_ENGLISH = re.compile(rf"[A-Za-z]?,?[ ](?:[A-Z][\w'\u2019-]{{1,30}}[ ]){{1,3}}{_EN}\b")


def emails(text: str) -> Iterator[tuple[int, int]]:
    """Where e-mail addresses stand (start, end)."""
    reached = 0
    for place in _ats(text):
        if place >= reached:
            match = next((one for one in _EMAIL.finditer(text, max(place - 70, reached), place + 400) if one.end() > place), None)
            if match:
                reached = match.end()
                yield match.span()


def _ats(text: str) -> Iterator[int]:
    """Where an @ stands inside an address and does not begin a handle, and where it is written round the corner."""
    place = text.find("@")
    while place > 0:
        if text[place - 1].isalnum() or text[place - 1] in "_+.-'" or text[place - 1 : place + 2] == " @ ":
            yield place
        place = text.find("@", place + 1)
    if "(" in text or "[" in text:
        yield from (match.start() for match in _AT.finditer(text))


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where street and box addresses stand, with door, postcode and town where they follow; a postcode alone is none."""
    reached = 0
    for number in _NUMBERS.finditer(text):
        first, last = number.span()
        if first < reached or not _may_be_a_house(text, first, last):
            continue
        match = next((one for one in _STREET.finditer(text, max(first - 90, reached), last + 120) if one.end() > first), None)
        if match:
            reached = match.end()
            yield match.span()


def _may_be_a_house(text: str, first: int, last: int) -> bool:
    """Whether the word before the number ends as streets do, or words with capitals follow, as in English."""
    if first > 1 and text[first - 1] in " \u00a0":
        word = text[text.rfind(" ", max(first - 45, 0), first - 1) + 1 : first - 1]
        if _STREET_WORD.search(word) or word.lower() in {"pl", "pb", "box"}:
            return True
    return bool(_ENGLISH.match(text, last))
