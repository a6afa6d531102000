"""What stands in a text by itself: the costly half of masking, pure, for any process and any order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from coachkit import compiled
from coachkit.errors import InputError
from coachkit.privacy.addresses import addresses, emails
from coachkit.privacy.looking import Looked, looked_through
from coachkit.privacy.may import EVERYTHING, May
from coachkit.privacy.names import given_names
from coachkit.privacy.sieve import FEWEST, sifted
from coachkit.privacy.values import ADDRESS, EMAIL, NOTHING, ORDER, PHONE, Scan
from coachkit.signals.digit_runs import Runs, digit_runs
from coachkit.signals.encoded import Encoded, encoded
from coachkit.signals.identifiers import unchecked_hetu
from coachkit.signals.many_digits import windows, windows_in
from coachkit.signals.numbers_held import Places, checked_in, phones_in
from coachkit.signals.phones import is_phone
from coachkit.signals.seen import remember
from coachkit.text.corpus import Ints
from coachkit.transcripts.text_column import TextColumn

Found = tuple[tuple[str, int, int], ...]
"""The pieces of a text (kind, start, end) and behind them its names, which have no kind."""


class ScanColumns(NamedTuple):
    """What stands in the texts of a block: the place of the text, the kind (empty for a name), start and end (code points)."""

    places: Sequence[int] | Ints = ()
    kinds: Sequence[str] = ()
    starts: Sequence[int] | Ints = ()
    ends: Sequence[int] | Ints = ()


LONGEST_SEARCH = 1.0
"""Seconds that a pattern of the user's may take on one text."""

_PIECES = May.EMAIL | May.ADDRESS
_SAID = re.compile(r"person|pnr|henkil|swedish|ruotsal|svensk", re.IGNORECASE)
_HELD_BACK = re.compile(
    r"<(?:PERSON|HETU|PERSONNUMMER|Y-TUNNUS|IBAN|CARD|PHONE|EMAIL|ADDRESS|ORDER)-\d+>|agent-[a-z0-9]{6}(?!\w)"
)


def is_masked(text: str) -> bool:
    """Whether placeholders or agents' pseudonyms stand in a text for what its writer wrote."""
    return _HELD_BACK.search(text) is not None


def held_back(text: str) -> list[tuple[int, int]]:
    """Where placeholders and agents' pseudonyms stand in a text (start, end)."""
    return [match.span() for match in _HELD_BACK.finditer(text)] if _holds_back(text) else []


def scan(text: str, orders: str | None = None) -> Scan:
    """The personal data that stands in a text: pieces of every kind and the names it gives, none inside another.

    `orders` is a pattern for order numbers. Raises InputError for a pattern that cannot be understood, or takes too long.
    """
    return _as_scan(_found(text, orders, EVERYTHING, windows(text)))


def scan_many(texts: Sequence[str | None], orders: str | None = None) -> list[Scan]:
    """A scan for each text of a block; the same text is looked through once. Nothing is found where there is no text."""
    known = {text: _as_scan(found) for text, found in _known(texts, orders).items()}
    return [known.get(text, NOTHING) for text in texts]


def scan_columns(texts: Sequence[str | None], orders: str | None = None) -> ScanColumns:
    """What `scan_many` finds as columns, with a row per piece or name.

    They are in the order of the texts; of one text come the pieces first, then the names. The same text is looked through once.
    """
    found = _in_loops(texts, orders) if compiled.in_use() else None
    if found is not None:
        return found
    known = _known(texts, orders)
    rows = [(place, *one) for place, text in enumerate(texts) if text in known for one in known[text]]
    return ScanColumns(*zip(*rows, strict=True))


def _in_loops(texts: Sequence[str | None], orders: str | None) -> ScanColumns | None:
    """The same by the compiled loops; None where there is nothing to look through, or nothing they can."""
    given = texts if isinstance(texts, TextColumn) else [text for text in texts if text is not None]
    different, which = _different(given)
    looked = looked_through(different) if different else None
    if not looked:
        return None
    found = _columns(different, looked, orders)
    return _among_all(found if which is None else _wherever(found, len(different), which), given, texts)


def _columns(texts: Sequence[str], looked: Looked, orders: str | None) -> ScanColumns:
    """The columns from what the compiled loops have seen, and a closer look at the texts that need one."""
    digits = windows_in(texts, looked.column, looked.runs)
    # The signal asks for the same numbers when the replies are scored.
    remember(texts, digits, looked.mail.tolist())
    may, names = looked.may, looked.names
    names[list(digits)] = 0
    wanted = (may > 0) & (names[:, 1] == 0) & (names[:, 3] == 0)
    wanted[list(digits)] = True
    if orders:
        wanted[:], names[:] = True, 0
    rows = np.flatnonzero(wanted)
    found = [
        (row, *one)
        for row, flags in zip(rows.tolist(), may[rows].tolist(), strict=True)
        for one in _pieces_and_names(texts[row], orders, flags, digits.get(row, ()))
    ]
    return _merged(found, names)


def _among_all(found: ScanColumns, given: Sequence[str], texts: Sequence[str | None]) -> ScanColumns:
    """The same by the places among all texts, where `found` tells it by those among the texts that are `given`."""
    if len(given) == len(texts) or all(texts[: len(given)]):
        # Replies to whom no customer has written: what is missing stands behind them all.
        return found
    rows = np.flatnonzero(np.array([text is not None for text in texts], dtype=bool))
    return found._replace(places=rows[found.places])


def _different(texts: Sequence[str]) -> tuple[Sequence[str], Ints | None]:
    """The texts that differ in the order they come in, and (n,) which of them stands at each place; None where all do."""
    if isinstance(texts, TextColumn):
        return texts.repeats or (texts, None)
    different = list(dict.fromkeys(texts))
    if len(different) == len(texts):
        return different, None
    numbers = dict(zip(different, range(len(different)), strict=True))
    return different, np.fromiter(map(numbers.__getitem__, texts), dtype=np.int64, count=len(texts))


def _wherever(found: ScanColumns, different: int, which: Ints) -> ScanColumns:
    """The same for all texts, where `found` tells it of those that differ, and `which` (n,) where each of them stands."""
    bounds = np.searchsorted(found.places, np.arange(different + 1))
    first, many = bounds[which], np.diff(bounds)[which]
    places = np.repeat(np.arange(len(which)), many)
    rows = np.arange(len(places)) + np.repeat(first - np.cumsum(many) + many, many)
    kinds = [found.kinds[row] for row in rows.tolist()]
    return ScanColumns(places, kinds, np.asarray(found.starts)[rows], np.asarray(found.ends)[rows])


def _merged(found: Sequence[tuple[int, str, int, int]], names: Ints) -> ScanColumns:
    """What was found in texts that were looked at, and the names of the others, in the order of the texts."""
    greeted, signed = np.flatnonzero(names[:, 1]), np.flatnonzero(names[:, 3])
    columns: list[Ints] = [
        np.array(column, dtype=np.int64) for column in zip(*((row, a, b) for row, _, a, b in found), strict=True)
    ]
    places, starts, ends = columns or [np.zeros(0, dtype=np.int64)] * 3
    places = np.concatenate((places, greeted, signed))
    order = np.argsort(places, kind="stable")
    starts = np.concatenate((starts, names[greeted, 0], names[signed, 2]))[order]
    ends = np.concatenate((ends, names[greeted, 1], names[signed, 3]))[order]
    kinds = [kind for _, kind, _, _ in found] + [""] * (len(greeted) + len(signed))
    return ScanColumns(places[order], [kinds[place] for place in order.tolist()], starts, ends)


def _as_scan(found: Found) -> Scan:
    if not found:
        return NOTHING
    return Scan(tuple(one for one in found if one[0]), tuple((start, end) for kind, start, end in found if not kind))


def _known(texts: Sequence[str | None], orders: str | None) -> dict[str | None, Found]:
    """What stands in each text that holds something."""
    different = [text for text in dict.fromkeys(texts) if text]
    column = encoded(different) if len(different) >= FEWEST else None
    runs = digit_runs(column) if column else None
    digits = windows_in(different, column, runs)
    known = dict[str | None, Found]()
    # Most texts are not looked at: they hold nothing that personal data begins with.
    for row, may in _to_look_at(column, runs, digits, len(different), every=orders is not None):
        text = different[row]
        if found := _pieces_and_names(text, orders, may, digits.get(row, ())):
            known[text] = found
    return known


def _pieces_and_names(text: str, orders: str | None, may: int, digits: Places) -> Found:
    if orders or may & _PIECES or digits or (may != May.SIGNED_OFF and _holds_back(text)):
        return _found(text, orders, may, digits)
    # Names alone; no placeholder reaches into one behind a mark at the end.
    return tuple([("", *name) for name in given_names(text, may)])


def _to_look_at(
    column: Encoded | None, runs: Runs | None, digits: Mapping[int, Places], n: int, *, every: bool
) -> Iterator[tuple[int, int]]:
    """The rows of the texts that may hold something, with their sieve."""
    if column is None or runs is None:
        return ((row, EVERYTHING) for row in range(n))
    may = sifted(column, runs)
    wanted = np.ones(n, dtype=bool) if every else may > 0
    wanted[list(digits)] = True
    rows = np.flatnonzero(wanted)
    return zip(rows.tolist(), may[rows].tolist(), strict=True)


def _found(text: str, orders: str | None, may: int, digits: Places) -> Found:
    taken = held_back(text)
    pieces = []
    if digits or orders or may & _PIECES:
        for piece in _pieces(text, orders, may, digits):
            if _is_free(taken, *piece[1:]):
                taken.append(piece[1:])
                pieces.append(piece)
    names = given_names(text, may)
    if taken and names:
        names = [one for one in names if _is_free(taken, *one)]
    return (*sorted(pieces, key=lambda one: one[1]), *(("", *one) for one in names))


def _holds_back(text: str) -> bool:
    """Whether a placeholder or a pseudonym may stand in the text."""
    return "-" in text and ("<" in text or "agent-" in text)


def _is_free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return not any(start < last and first < end for first, last in taken)


def _pieces(text: str, orders: str | None, may: int, digits: Places) -> list[tuple[str, int, int]]:
    """The surest kinds first: what they take, the later ones leave alone."""
    found = [(_named(kind, text, first, last), first, last) for kind, first, last in checked_in(text, digits)]
    for window in digits:
        found += [(kind.upper(), first, last) for kind, first, last in unchecked_hetu(text, *window)]
    if may & May.EMAIL:
        found += [(EMAIL, *one) for one in emails(text)]
    if orders:
        found += [(ORDER, *one) for one in _ordered(text, orders)]
    found += [(PHONE, *one) for one in phones_in(text, digits)]
    if may & May.ADDRESS:
        found += [(ADDRESS, *one) for one in addresses(text)]
    return found


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
