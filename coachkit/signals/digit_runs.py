"""Which texts of a column may hold a number that is personal data: told by the lengths of their runs of digits.

It may let through too much, never too little: the patterns of `identifiers` and `phones` find nothing in any other text.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coachkit import compiled
from coachkit.signals.encoded import BEYOND_ASCII, Bytes, Encoded, byte_table
from coachkit.signals.identifiers import CARD_LENGTHS, LONGEST_CARD, SHORTEST_CARD, is_iban_country
from coachkit.text.corpus import Bools, Ints

FEWEST_DIGITS = 7
"""Digits of which each number with a check of its own, and each telephone number, has at least so many."""

_LONGEST_GAP, _MOST_BYTES = 3, 9
"""Characters between the groups of digits of one number, account numbers apart, and the bytes that they may take."""

_ZERO, _DIGITS = ord("0"), 10
"""Bytes wrap round when the first is taken from them: all but digits then lie above."""

_OTHER_DIGITS = (0xD9, 0xDB, 0xDF, 0xE0, 0xE1, 0xEA)
_SIGNS = byte_table(" ()./-")
_LETTERS = byte_table("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_I = byte_table("iI")
_WORD = byte_table("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", beyond=False)
_IN_A_WORD = _WORD & (np.arange(256) != ord("_"))
_BITS = np.packbits([_SIGNS, _LETTERS, _WORD, _IN_A_WORD, _I], axis=0, bitorder="little")[0]
"""(256,) the same tables as the bits that the compiled loop knows them by."""

_ISSUED = np.array([[length in CARD_LENGTHS.get(first, ()) for length in range(LONGEST_CARD + 1)] for first in range(10)])
"""Whether cards of a first digit have so many."""

_DOUBLED = np.array([0, 2, 4, 6, 8, 1, 3, 5, 7, 9])


@dataclass(frozen=True, eq=False, slots=True)
class Runs:
    """Digits of ASCII without a gap: (r,) the first byte of each, the byte behind it, the text it is in.

    `others` are the texts that may hold digits of other scripts.
    """

    start: Ints
    end: Ints
    row: Ints
    others: Ints


def digit_runs(column: Encoded) -> Runs:
    """The runs of digits of all texts, in order."""
    places = column.places(lambda _, here: here - np.uint8(_ZERO) < _DIGITS)
    if not len(places):
        none = np.zeros(0, dtype=np.int64)
        return Runs(none, none, none, _with_other_digits(column))
    first = np.ones(len(places), dtype=bool)
    np.not_equal(places[1:], places[:-1] + 1, out=first[1:])
    # A text's first digit follows no other, whatever the text before ends with.
    begins = np.searchsorted(places, column.begins[:-1])
    first[begins[places.take(begins, mode="clip") == column.begins[:-1]]] = True
    head = np.flatnonzero(first)
    start, last = places[head], places[np.append(head[1:], len(places))[: len(head)] - 1]
    return Runs(start, last + 1, column.rows(start), _with_other_digits(column))


def rows_with_numbers(column: Encoded, runs: Runs) -> tuple[Ints, Ints]:
    """The texts that may hold a number, in order, and the digits of other texts that may be one behind a word for telephones."""
    if compiled.in_use():
        return _found_in_loops(column, runs)
    found = np.zeros(len(column.begins) - 1, dtype=bool)
    found[runs.others] = True
    named = np.zeros(0, dtype=np.int64)
    if len(runs.row):
        length = runs.end - runs.start
        many = np.bincount(runs.row, length)[runs.row] >= FEWEST_DIGITS
        some, length = Runs(runs.start[many], runs.end[many], runs.row[many], runs.others), length[many]
        close, joined = _neighbours(column.data, some)
        total = _to_the_end_of_its_chain(length, joined)
        sure = _opens(column, some) & (total >= FEWEST_DIGITS)
        for rows in (
            _identity_codes(column.data, some, length, close),
            _business_ids(column.data, some, length, close),
            _cards(column.data, some, total, joined),
            _accounts(column, some, length),
        ):
            sure[rows] = True
        found[some.row[sure]] = True
        named = some.start[(total >= FEWEST_DIGITS) & ~found[some.row] & _first(column, some)]
    return np.flatnonzero(found), named


def _found_in_loops(column: Encoded, runs: Runs) -> tuple[Ints, Ints]:
    """The same by compiled loops."""
    from coachkit.signals.number_kernels import find_numbers

    found = np.zeros(len(column.begins) - 1, dtype=bool)
    found[runs.others] = True
    joined, sure, lettered, named = np.zeros((4, len(runs.row)), dtype=bool)
    find_numbers(column.data, column.begins, runs.start, runs.end, runs.row, _BITS, joined, sure, lettered, named)
    sure[_cards_in_loops(column.data, runs, joined)] = True
    chosen = np.flatnonzero(lettered & ~sure)
    sure[chosen[_of_a_country(column.data, runs.start[chosen])]] = True
    found[runs.row[sure]] = True
    return np.flatnonzero(found), runs.start[named & ~found[runs.row]]


def _first(column: Encoded, runs: Runs) -> Bools:
    """(r,) whether a run begins with no nought, and no letter or digit stands before it."""
    return (column.data[runs.start] != _ZERO) & ~_WORD[column.data.take(runs.start - 1, mode="clip")]


def _neighbours(data: Bytes, runs: Runs) -> tuple[Bools, Bools]:
    """(r,) whether the next run begins within _LONGEST_GAP characters, and whether it does so with signs only between."""
    near = np.flatnonzero((runs.row[1:] == runs.row[:-1]) & (runs.start[1:] - runs.end[:-1] <= _MOST_BYTES))
    place, gap = runs.end[near], runs.start[near + 1] - runs.end[near]
    characters = np.zeros(len(near), dtype=np.int8)
    signs = np.ones(len(near), dtype=bool)
    for step in range(_MOST_BYTES):
        inside = gap > step
        byte = data.take(place + step, mode="clip")
        characters += inside & ((byte & 0xC0) != BEYOND_ASCII)
        signs &= ~inside | _SIGNS[byte]
    close, joined = np.zeros(len(runs.row), dtype=bool), np.zeros(len(runs.row), dtype=bool)
    close[near] = characters <= _LONGEST_GAP
    joined[near] = close[near] & signs
    return close, joined


def _to_the_end_of_its_chain(length: Ints, joined: Bools) -> Ints:
    """(r,) the digits of a run and of those that are joined to it behind it."""
    total = np.cumsum(length)
    last = np.flatnonzero(~joined)
    return total[last[np.searchsorted(last, np.arange(len(length)))]] - total + length


def _next(length: Ints, close: Bools) -> Ints:
    """(r,) the digits of the run that is close behind; 0 where there is none."""
    following = np.zeros_like(length)
    following[:-1] = np.where(close[:-1], length[1:], 0)
    return following


def _identity_codes(data: Bytes, runs: Runs, length: Ints, close: Bools) -> Ints:
    """The runs with a date of birth, and as many digits behind it as Finnish or Swedish identity codes have."""
    following = _next(length, close)
    finnish = np.flatnonzero((length == 6) & ((following == 3) | (following == 4)))
    day, month = _pair(data, runs.start[finnish]), _pair(data, runs.start[finnish] + 2)
    finnish = finnish[(day >= 1) & (day <= 31) & (month >= 1) & (month <= 12)]
    whole = (length == 10) | (length == 12)
    swedish = np.flatnonzero(whole | ((length == 6) | (length == 8)) & (following == 4))
    end = runs.end[swedish] - 4 * whole[swedish]
    month, day = _pair(data, end - 4), _pair(data, end - 2)
    swedish = swedish[(month >= 1) & (month <= 12) & (day >= 1) & (day <= 91)]
    return np.concatenate((finnish, swedish[_luhn_of_ten(data, runs, swedish, whole[swedish])]))


def _pair(data: Bytes, place: Ints) -> Ints:
    """Two digits as a number."""
    return (data[place].astype(np.int64) - _ZERO) * 10 + data[place + 1] - _ZERO


def _luhn_of_ten(data: Bytes, runs: Runs, chosen: Ints, whole: Bools) -> Bools:
    """Whether the check digit holds of the last ten digits; four of them are in the next run where it is not `whole`."""
    end = runs.end[chosen] - 4 * whole
    rest = np.where(whole, end, runs.start[np.minimum(chosen + 1, len(runs.start) - 1)])
    steps = np.arange(10)
    places = np.where(steps < 6, end[:, None] - 6 + steps, rest[:, None] + steps - 6)
    digits = data[places].astype(np.int64) - _ZERO
    return (np.where(steps % 2 == 0, _DOUBLED[digits], digits).sum(axis=1) % 10) == 0


def _business_ids(data: Bytes, runs: Runs, length: Ints, close: Bools) -> Ints:
    """The runs as long as a business id before its check digit, and those of eight digits that FI stands before."""
    before, earlier = data.take(runs.start - 1, mode="clip"), data.take(runs.start - 2, mode="clip")
    vat = (length == 8) & (_I[before] | ((before == ord(" ")) & _I[earlier]))
    return np.flatnonzero((length == 7) & (_next(length, close) == 1) | vat)


def _cards(data: Bytes, runs: Runs, total: Ints, joined: Bools) -> Ints:
    """The runs that a card number may begin with: several groups, or one of which the check digit holds."""
    if compiled.in_use():
        return _cards_in_loops(data, runs, joined)
    chosen = np.flatnonzero(total >= SHORTEST_CARD)
    alone = ~joined[chosen] & ~((chosen > 0) & joined[chosen - 1])
    steps = np.arange(LONGEST_CARD)
    lone = chosen[alone & (total[chosen] <= LONGEST_CARD)]
    lone = lone[_ISSUED[data[runs.start[lone]] - _ZERO, total[lone]]]
    digits = data.take(runs.end[lone][:, None] - 1 - steps, mode="clip").astype(np.int64) - _ZERO
    digits[steps >= total[lone][:, None]] = 0
    holds = (np.where(steps % 2, _DOUBLED[digits], digits).sum(axis=1) % 10) == 0
    return np.concatenate((chosen[~alone], lone[holds]))


def _cards_in_loops(data: Bytes, runs: Runs, joined: Bools) -> Ints:
    """The same by compiled loops, which try the check digit of several groups too."""
    from coachkit.signals.kernels import find_cards

    found = np.zeros(len(runs.row), dtype=bool)
    find_cards(data, runs.start, runs.end, joined, _ISSUED, found)
    return np.flatnonzero(found)


def _opens(column: Encoded, runs: Runs) -> Bools:
    """(r,) whether a run begins as telephone numbers do: with a nought and no word before it, or shortly behind a plus."""
    before, earlier, third = (column.data.take(runs.start - step, mode="clip") for step in (1, 2, 3))
    inside = runs.start - column.begins[runs.row]
    within = _WORD[before] | (before == ord("@")) | (before == ord("#"))
    within |= ((before == ord("-")) | (before == ord("/"))) & _WORD[earlier] & (inside > 1)
    opens = (column.data[runs.start] == _ZERO) & ~(within & (inside > 0))
    for byte in (before, earlier, third):
        opens |= (byte == ord("+")) | (byte >= BEYOND_ASCII)
    return opens


def _accounts(column: Encoded, runs: Runs, length: Ints) -> Ints:
    """The runs that an account number begins with: behind the two letters of a country that are a word's first."""
    second, first, before = (column.data.take(runs.start - step, mode="clip") for step in (1, 2, 3))
    inside = runs.start - column.begins[runs.row]
    letters = _LETTERS[second] & _LETTERS[first] & (length > 1) & (inside > 1) & ~(_IN_A_WORD[before] & (inside > 2))
    odd = ((second >= BEYOND_ASCII) | (first >= BEYOND_ASCII)) & (length > 1)
    chosen = np.flatnonzero(letters & ~odd)
    return np.concatenate((chosen[_of_a_country(column.data, runs.start[chosen])], np.flatnonzero(odd)))


def _of_a_country(data: Bytes, starts: Ints) -> Bools:
    """Whether the two letters before these digits are those of a country with account numbers."""
    letters = zip(data[starts - 2].tolist(), data[starts - 1].tolist(), strict=True)
    return np.array([is_iban_country(f"{one:c}{two:c}") for one, two in letters], dtype=bool)


def _with_other_digits(column: Encoded) -> Ints:
    """The texts that may hold digits beyond ASCII, by the first bytes of their characters."""
    # Dashes and quotation marks, which begin with 0xE2, and nearly all letters of Europe are left aside in one stroke.
    places = column.places(lambda _, here: (here >= 0xD9) & (here != 0xE2))
    lead, second, third = (column.data.take(places + step, mode="clip") for step in range(3))
    may = np.isin(lead, _OTHER_DIGITS) | ((lead == 0xEF) & (second == 0xBC))
    may |= (lead == 0xF0) & ((second != 0x9F) | (third == 0xAF))
    return column.rows(places[may])
