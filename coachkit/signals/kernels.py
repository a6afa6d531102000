"""Compiled loops over the bytes of texts: the words before their digits, and the check digits of cards."""

from __future__ import annotations

from coachkit.compiled import helper, kernel
from coachkit.signals.encoded import Bytes
from coachkit.text.corpus import Bools, Ints

SMALL = 0x20
_BLANK, _SLASH, _STOP, _ZERO = map(ord, " /.0")
_FIVE, _NINE = 5, 9

_BYTES, _BEGINS = (f"Array({kind}, 1, 'C', readonly=True)" for kind in ("uint8", "int32"))


@kernel(f"void({_BYTES}, {_BEGINS}, i8[::1], i8[::1], Array(uint8, 2, 'C', readonly=True), b1[::1], i8, i8, b1[::1], b1[::1])")
def look_before(
    data: Bytes,
    begins: Ints,
    places: Ints,
    rows: Ints,
    hints: Bytes,
    heads: Bools,
    reach: int,
    between: int,
    hinted: Bools,
    endless: Bools,
) -> None:
    """Fills `hinted` (p,), whether one of `hints` (h, l) stands in the `reach` before a place, and `endless` (p,), whether no
    space, slash or stop stands there, the `between` bytes next to the place apart.

    The hints are in small letters, with noughts behind each; `heads` (256,) are the bytes that they begin with.
    """
    for one in range(len(places)):
        place = places[one]
        low = max(begins[rows[one]], place - reach)
        parted = place - low < reach
        for byte in range(low, place - between):
            sign = data[byte] | SMALL
            parted |= sign in (_BLANK, _SLASH, _STOP)
        hinted[one], endless[one] = False, not parted
        for byte in range(low, place):
            if not heads[data[byte]]:
                continue
            for hint in range(len(hints)):
                if hints[hint, 0] != data[byte] | SMALL:
                    continue
                step = 1
                while hints[hint, step] and byte + step < place and hints[hint, step] == data[byte + step] | SMALL:
                    step += 1
                hinted[one] |= hints[hint, step] == 0


@helper()
def _check_digit_holds(data: Bytes, starts: Ints, ends: Ints, first: int, last: int) -> bool:
    """Whether the digits of the runs from `first` to `last`, both included, pass Luhn's check."""
    total, doubled = 0, False
    for run in range(last, first - 1, -1):
        for place in range(ends[run] - 1, starts[run] - 1, -1):
            digit = data[place] - _ZERO
            if doubled:
                digit += digit if digit < _FIVE else digit - _NINE
            total += digit
            doubled = not doubled
    return bool(total % 10 == 0)


@kernel(f"void({_BYTES}, i8[::1], i8[::1], b1[::1], Array(bool, 2, 'C', readonly=True), b1[::1])")
def find_cards(data: Bytes, starts: Ints, ends: Ints, joined: Bools, issued: Bools, found: Bools) -> None:
    """Fills `found` (r,): whether a card's number may begin with a run of digits, alone or with those that are `joined` to it.

    `issued` (10, l) tells how many digits the cards have that begin with one.
    """
    longest = issued.shape[1] - 1
    for first in range(len(starts)):
        total, last = ends[first] - starts[first], first
        found[first] = False
        while total <= longest:
            if issued[data[starts[first]] - _ZERO, total] and _check_digit_holds(data, starts, ends, first, last):
                found[first] = True
                break
            if last + 1 >= len(starts) or not joined[last]:
                break
            last += 1
            total += ends[last] - starts[last]
