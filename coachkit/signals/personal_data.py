"""Personal data in a text: identity codes, cards and account numbers by their checksums, telephones, e-mail, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from coachkit.signals.digit_runs import FEWEST_DIGITS
from coachkit.signals.many_digits import windows, windows_of
from coachkit.signals.measured import Measured
from coachkit.signals.numbers_held import Places, checked_in, phones_in
from coachkit.signals.reading import Reading
from coachkit.signals.seen import Held, held_by
from coachkit.signals.spans import touched_spans
from coachkit.text.chunks import Kind
from coachkit.text.corpus import Bools, Ints
from coachkit.text.facts import ROADS, STREETS
from coachkit.text.parsed import Parsed

_MAIL_SIGN = re.compile(r"@(?<=[\w.+-]@)[\w-]")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_STREET = re.compile(
    rf"\b[A-ZÅÄÖ][\wåäö-]{{1,40}}(?:{'|'.join(STREETS)})\s\d{{1,3}}(?:\s?[A-Za-z]\b)?(?:\s\d{{1,3}}\b)?"
    rf"|\b\d{{1,4}}\s(?:[A-Z][a-z]{{1,30}}\s){{1,3}}(?:{'|'.join(map(str.capitalize, ROADS))})\b"
)
_BEHIND_NUMBER = 2
"""The shape of a word for a street that a number stands before."""

_LONGEST_NAME = 3
"""Words of a street's name between the number and the word for the street (5 Old Mill Lane)."""


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One piece of personal data: its kind and where it stands (code points, half open)."""

    kind: str
    start: int
    end: int


def find_personal_data(text: str) -> list[PersonalData]:
    """Personal data in the text, in order, none inside another. Checksummed kinds are checked with python-stdnum."""
    return _found(text, windows(text), street=True)


def _found(text: str, places: Places, *, street: bool) -> list[PersonalData]:
    """What `find_personal_data` finds; `places` are its windows, `street` may be False where it is known to name none."""
    candidates = list(_candidates(text, places, street=street))
    if not candidates:
        return []
    found: list[PersonalData] = []
    taken = bytearray(len(text))
    for one in candidates:
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _candidates(text: str, places: Places, *, street: bool) -> Iterator[PersonalData]:
    if _MAIL_SIGN.search(text):
        yield from (PersonalData("email", *match.span()) for match in _EMAIL.finditer(text))
    yield from (PersonalData(kind, *span) for kind, *span in checked_in(text, places) if kind != "y-tunnus")
    if street:
        yield from (PersonalData("address", *match.span()) for match in _STREET.finditer(text))
    yield from (PersonalData("phone", *span) for span in phones_in(text, places))


def personal_data(reading: Reading) -> Measured:
    """Pieces of personal data in the reply; the firm's own contact details (a service address, a toll-free number) not.

    The spans are the tokens that hold them.
    """
    parsed = reading.replies
    values = np.zeros(reading.n)
    private: dict[int, list[tuple[int, int]]] = {}
    corpus = parsed.corpus
    rows, places, street = _to_look_at(parsed)
    for row in rows:
        text = corpus.texts[row]
        found = _found(text, places.get(row, ()), street=bool(street[row]))
        private[row] = [(one.start, one.end) for one in found if not _of_the_firm(text[one.start : one.end], one.kind)]
        values[row] = len(private[row])
    return Measured(values, touched_spans(corpus, private))


def _to_look_at(parsed: Parsed) -> tuple[list[int], dict[int, Places], Bools]:
    """The rows that may hold personal data, the windows of those with many digits, and which (n,) may name a street."""
    corpus = parsed.corpus
    street = np.zeros(len(corpus), dtype=bool)
    street[corpus.reply[_street_tokens(parsed)]] = True
    held = held_by(corpus.texts)
    places, mail = _seen_now(parsed) if held is None else _seen_before(parsed, held)
    return sorted({*places, *np.flatnonzero(street).tolist(), *mail}), places, street


def _seen_now(parsed: Parsed) -> tuple[dict[int, Places], list[int]]:
    """The windows of the replies with many digits, and the replies with an @ inside an address."""
    corpus = parsed.corpus
    many = np.flatnonzero(corpus.sums(_digits(parsed, parsed.corpus.type, parsed.kind)) >= FEWEST_DIGITS).tolist()
    found = windows_of([corpus.texts[row] for row in many])
    # An @ at the very beginning is that of a handle.
    mail = [row for row, text in enumerate(corpus.texts) if text.find("@", 1) > 0 and _MAIL_SIGN.search(text)]
    return {many[place]: one for place, one in found.items()}, mail


def _seen_before(parsed: Parsed, held: Mapping[int, Held]) -> tuple[dict[int, Places], list[int]]:
    """The same from what is remembered of the texts that hold something."""
    windows = {row: places for row, (places, _) in held.items() if places}
    rows = np.array(list(windows), dtype=np.int64)
    many = rows[_digits_in(parsed, rows) >= FEWEST_DIGITS].tolist()
    return {row: windows[row] for row in many}, [row for row, (_, mail) in held.items() if mail]


def _digits_in(parsed: Parsed, rows: Ints) -> Ints:
    """(r,) the digits of some replies but for those of handles."""
    begins = parsed.corpus.ptr[rows]
    counts = parsed.corpus.ptr[rows + 1] - begins
    first = np.cumsum(counts) - counts
    tokens = np.arange(counts.sum()) + np.repeat(begins - first, counts)
    total = np.append(0, np.cumsum(_digits(parsed, parsed.corpus.type[tokens], parsed.kind[tokens])))
    return total[first + counts] - total[first]


def _digits(parsed: Parsed, types: Ints, kinds: Ints) -> Ints:
    """How many digits tokens of these types and kinds have; those of a handle are none."""
    return np.where(kinds == int(Kind.HANDLE), 0, parsed.facts.shape("digits").take(types))


def _street_tokens(parsed: Parsed) -> Ints:
    """(t,) words for a street with a number behind them (Kotikatu 5), or shortly before them (5 High Street)."""
    words = np.flatnonzero(parsed.shape("street"))
    kind = parsed.facts.shape("street").take(parsed.corpus.type[words])
    digits = parsed.facts.shape("digits")
    found = (kind == 1) & (words + 1 < parsed.m) & (digits.take(parsed.corpus.type.take(words + 1, mode="clip")) > 0)
    for step in range(2, _LONGEST_NAME + 2):
        found |= (
            (kind == _BEHIND_NUMBER) & (words >= step) & (digits.take(parsed.corpus.type.take(words - step, mode="clip")) > 0)
        )
    return words[found]


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
