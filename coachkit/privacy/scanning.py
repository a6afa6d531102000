"""What stands in a text by itself: the costly half of masking, pure, for any process and any order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from coachkit.errors import InputError
from coachkit.privacy.addresses import addresses, emails
from coachkit.privacy.names import given_names
from coachkit.privacy.sieve import EVERYTHING, May, sifted
from coachkit.privacy.values import ADDRESS, EMAIL, NOTHING, ORDER, PHONE, Scan
from coachkit.signals.identifiers import unchecked_hetu
from coachkit.signals.many_digits import windows, windows_of
from coachkit.signals.numbers_held import Places, checked_in, phones_in
from coachkit.signals.phones import is_phone

LONGEST_SEARCH = 1.0
"""Seconds that a pattern of the user's may take on one text."""

_SAID = re.compile(r"person|pnr|henkil|swedish|ruotsal|svensk", re.IGNORECASE)
_HELD_BACK = re.compile(
    r"<(?:PERSON|HETU|PERSONNUMMER|Y-TUNNUS|IBAN|CARD|PHONE|EMAIL|ADDRESS|ORDER)-\d+>|agent-[a-z0-9]{6}(?!\w)"
)


def is_masked(text: str) -> bool:
    """Whether placeholders or agents' pseudonyms stand in a text for what its writer wrote."""
    return _HELD_BACK.search(text) is not None


def scan(text: str, orders: str | None = None) -> Scan:
    """The personal data that stands in a text: pieces of every kind and the names it gives, none inside another.

    `orders` is a pattern for order numbers. Raises InputError for a pattern that cannot be understood, or takes too long.
    """
    return _scan(text, orders, EVERYTHING, windows(text))


def scan_many(texts: Sequence[str | None], orders: str | None = None) -> list[Scan]:
    """A scan for each text of a block; the same text is looked through once. Nothing is found where there is no text."""
    different = list(dict.fromkeys(text for text in texts if text))
    digits, known = windows_of(different), dict[str, Scan]()
    for row, may in enumerate(sifted(different)):
        # Most texts are not looked at: they hold nothing that personal data begins with.
        if may or orders or row in digits:
            known[different[row]] = _scan(different[row], orders, may, digits.get(row, ()))
    return [known.get(text, NOTHING) if text else NOTHING for text in texts]


def _scan(text: str, orders: str | None, may: int, digits: Places) -> Scan:
    held = "-" in text and ("<" in text or "agent-" in text)
    taken = [match.span() for match in _HELD_BACK.finditer(text)] if held else []
    pieces = []
    if digits or orders or may & (May.EMAIL | May.ADDRESS):
        for piece in _pieces(text, orders, may, digits):
            if _is_free(taken, *piece[1:]):
                taken.append(piece[1:])
                pieces.append(piece)
    names = given_names(text, may)
    if taken and names:
        names = [one for one in names if _is_free(taken, *one)]
    if not pieces and not names:
        return NOTHING
    return Scan(tuple(sorted(pieces, key=lambda one: one[1])), tuple(names))


def _is_free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return not any(start < last and first < end for first, last in taken)


def _pieces(text: str, orders: str | None, may: int, digits: Places) -> Iterator[tuple[str, int, int]]:
    """The surest kinds first: what they take, the later ones leave alone."""
    yield from ((_named(kind, text, first, last), first, last) for kind, first, last in checked_in(text, digits))
    for window in digits:
        yield from ((kind.upper(), first, last) for kind, first, last in unchecked_hetu(text, *window))
    if may & May.EMAIL:
        yield from ((EMAIL, *one) for one in emails(text))
    if orders:
        yield from ((ORDER, *one) for one in _ordered(text, orders))
    yield from ((PHONE, *one) for one in phones_in(text, digits))
    if may & May.ADDRESS:
        yield from ((ADDRESS, *one) for one in addresses(text))


def _named(kind: str, text: str, start: int, end: int) -> str:
    """The placeholder's kind: ten digits that begin as a Finnish mobile number does are one, though the check digit fits.

    Not where the words before say what they are.
    """
    words = text[start:end]
    if kind != "personnummer" or not words.isdigit() or not words.startswith(("04", "050")):
        return kind.upper()
    said = _SAID.search(text, max(start - 30, 0), start)
    return PHONE if not said and is_phone(words) else kind.upper()


@lru_cache(maxsize=8)
def order_pattern(orders: str) -> Any:
    """The user's pattern, compiled. Raises InputError when it is none, or would find nothing but emptiness."""
    import regex

    try:
        pattern = regex.compile(orders)
    except regex.error as error:
        raise InputError(f"--orders: '{orders}' is no pattern: {error}; write for example 'ORD-\\d{{6}}'") from error
    if pattern.fullmatch("", timeout=LONGEST_SEARCH):
        raise InputError(f"--orders: '{orders}' is found everywhere; it must stand for at least one sign, as in 'ORD-\\d{{6}}'")
    return pattern


def _ordered(text: str, orders: str) -> Iterator[tuple[int, int]]:
    try:
        for match in order_pattern(orders).finditer(text, timeout=LONGEST_SEARCH):
            if match.end() > match.start():
                yield match.span()
    except TimeoutError as error:
        longest = f"{LONGEST_SEARCH:g} s on a text of {len(text):,} characters"
        raise InputError(f"--orders: the pattern takes more than {longest}; avoid repeats inside repeats, as in (a+)+") from error
