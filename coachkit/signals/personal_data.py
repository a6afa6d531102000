"""Personal data in a text: identity codes, cards and account numbers by their checksums, telephones, e-mail, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from coachkit.signals.identifiers import checked_identifiers
from coachkit.signals.reading import Measured, Reading, Spans
from coachkit.text.chunks import Kind

REGIONS = {"fi": ("FI", "SE", "GB"), "sv": ("FI", "SE", "GB"), "en": ("GB", "FI", "SE")}
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_STREET = re.compile(
    r"\b[A-ZÅÄÖ][\wåäö-]{1,40}(?:katu|tie|kuja|polku|kaari|ranta|gatan|vägen|gränden|stigen|allén|väg|gata)\s\d{1,3}(?:\s?[A-Za-z]\b)?(?:\s\d{1,3}\b)?"
    r"|\b\d{1,4}\s(?:[A-Z][a-z]{1,30}\s){1,3}(?:Street|Road|Avenue|Lane|Close|Drive|Court|Terrace|Way)\b"
)
_MANY_DIGITS = re.compile(r"\d(?:[ ()-]?\d){6,}")
_MAY_BEGIN = re.compile(r"(?<![\w@#-])\(*[+0]")
"""Where a number begins as `_phones` wants it; the matcher is slow, and most texts with digits have no such place."""
FEWEST_DIGITS = 7
"""Digits from which a number that begins with 0 or + is taken for a telephone number."""


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One piece of personal data: its kind and where it stands (code points, half open)."""

    kind: str
    start: int
    end: int


def find_personal_data(text: str, language: str = "fi") -> list[PersonalData]:
    """Personal data in the text, in order, none inside another. Checksummed kinds are checked with python-stdnum."""
    found: list[PersonalData] = []
    taken = bytearray(len(text))
    for one in _candidates(text, language):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _candidates(text: str, language: str) -> Iterator[PersonalData]:
    if "@" in text:
        yield from (PersonalData("email", *match.span()) for match in _EMAIL.finditer(text))
    if any(character.isdigit() for character in text):
        yield from _checked(text)
        yield from (PersonalData("address", *match.span()) for match in _STREET.finditer(text))
        yield from _phones(text, language)


def _checked(text: str) -> Iterator[PersonalData]:
    return (PersonalData(kind, start, end) for kind, start, end in checked_identifiers(text) if kind != "y-tunnus")


def _phones(text: str, language: str) -> Iterator[PersonalData]:
    if not (_MANY_DIGITS.search(text) and _MAY_BEGIN.search(text)):
        return
    from phonenumbers import Leniency, PhoneNumberMatcher

    for region in REGIONS.get(language, REGIONS["fi"]):
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.POSSIBLE):
            # A number that is merely possible must at least begin like a telephone number; order numbers do not.
            digits = sum(map(str.isdigit, match.raw_string))
            tied = text[max(match.start - 1, 0) : match.start]
            if (
                match.raw_string.lstrip("(").startswith(("+", "0"))
                and digits >= FEWEST_DIGITS
                and not (tied.isalnum() or (tied and tied in "@_#-"))
            ):
                yield PersonalData("phone", match.start, match.end)


def personal_data(reading: Reading) -> Measured:
    """Pieces of personal data in the reply; the firm's own contact details (a service address, a toll-free number) not.

    The spans are the tokens that hold them.
    """
    parsed = reading.replies
    values = np.zeros(reading.n)
    spans: list[tuple[int, int]] = []
    corpus = parsed.corpus
    may = parsed.per_reply((parsed.kind == Kind.EMAIL) | parsed.is_figure) > 0
    for row in np.flatnonzero(may).tolist():
        text = corpus.texts[row]
        found = find_personal_data(text, reading.language)
        private = [(one.start, one.end) for one in found if not _of_the_firm(text[one.start : one.end], one.kind)]
        values[row] = len(private)
        spans += corpus.touched(row, private)
    table = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return Measured(values, Spans(table[:, 0], table[:, 1]))


_SERVICE_BOX = re.compile(
    r"^(?:info|asiakaspalvelu|palvelu|tuki|help|support|service|kundtjanst|kundtjänst|kundservice|customer|care|contact|hello|noreply|no-reply|palaute|feedback|tilaukset|orders|laskutus|billing|faktura|privacy|tietosuoja)",
    re.IGNORECASE,
)
_SERVICE_LINE = re.compile(r"^(?:\+?358\s?)?0?(?:800|600|700|10|20|29|9 ?\d|2 ?\d|3 ?\d)[\d\s]")


def _of_the_firm(words: str, kind: str) -> bool:
    """Whether it reads as the firm's own address or line (info@..., 020 ..., 0800 ...)."""
    if kind == "email":
        return bool(_SERVICE_BOX.match(words))
    return kind == "phone" and bool(
        _SERVICE_LINE.match(words) or words.startswith(("0800", "0900", "020", "010", "0300", "0333", "1"))
    )
