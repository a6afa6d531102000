"""A compiled loop over the runs of digits of texts: which of them a number may begin with that is personal data."""

from __future__ import annotations

from coachkit.compiled import helper, kernel
from coachkit.signals.encoded import Bytes
from coachkit.text.corpus import Bools, Ints

SIGN, LETTER, WORD, IN_A_WORD, AN_I = 1, 2, 4, 8, 16
"""Bits of the table of bytes: signs between groups of digits, letters, what words are made of (the underline apart), an i."""

FEWEST, LONGEST_GAP, MOST_BYTES = 7, 3, 9
_BEYOND_ASCII, _TOP = 0x80, 0xC0
_ZERO, _PLUS, _AT, _HASH, _DASH, _SLASH, _BLANK = map(ord, "0+@#-/ ")
_DATE, _WITH_CENTURY, _REST, _TEN, _TWELVE = 6, 8, 4, 10, 12
_BEHIND_FINNISH = 3
_BUSINESS, _VAT = 7, 8
_DAYS, _SWEDISH_DAYS, _MONTHS, _FIVE, _NINE = 31, 91, 12, 5, 9

_BYTES, _BEGINS = (f"Array({kind}, 1, 'C', readonly=True)" for kind in ("uint8", "int32"))


@helper(inline=True)
def _pair(data: Bytes, place: int) -> int:
    """Two digits as a number."""
    return (data[place] - _ZERO) * 10 + data[place + 1] - _ZERO


@helper(inline=True)
def _gap(data: Bytes, table: Bytes, end: int, start: int) -> int:
    """What stands between two runs: 2 for few characters, all of them signs, 1 for few characters, 0 for more."""
    if start - end > MOST_BYTES:
        return 0
    characters, signs = 0, True
    for place in range(end, start):
        characters += (data[place] & _TOP) != _BEYOND_ASCII
        signs &= (table[data[place]] & SIGN) != 0
    if characters > LONGEST_GAP:
        return 0
    return 2 if signs else 1


@helper(inline=True)
def _is_finnish(data: Bytes, start: int, length: int, following: int) -> bool:
    """Whether the digits of a Finnish identity code begin here."""
    if length != _DATE or following not in (_BEHIND_FINNISH, _REST):
        return False
    day, month = _pair(data, start), _pair(data, start + 2)
    return 1 <= day <= _DAYS and 1 <= month <= _MONTHS


@helper(inline=True)
def _is_swedish(data: Bytes, end: int, length: int, following: int, behind: int) -> bool:
    """Whether the digits of a Swedish identity code do; `end` is that of the run, `behind` where the next one begins."""
    if length in (_TEN, _TWELVE):
        end -= _REST
        behind = end
    elif not (length in (_DATE, _WITH_CENTURY) and following == _REST):
        return False
    month, day = _pair(data, end - 4), _pair(data, end - 2)
    if not (1 <= month <= _MONTHS and 1 <= day <= _SWEDISH_DAYS):
        return False
    total = 0
    for step in range(_TEN):
        digit = data[end - 6 + step if step < _DATE else behind + step - 6] - _ZERO
        if step % 2 == 0:
            digit += digit if digit < _FIVE else digit - _NINE
        total += digit
    return total % 10 == 0


@helper(inline=True)
def _opens(data: Bytes, table: Bytes, start: int, inside: int) -> bool:
    """Whether a run begins as telephone numbers do: with a nought and no word before it, or shortly behind a plus."""
    before, earlier, third = data[max(start - 1, 0)], data[max(start - 2, 0)], data[max(start - 3, 0)]
    for byte in (before, earlier, third):
        if byte == _PLUS or byte >= _BEYOND_ASCII:
            return True
    if data[start] != _ZERO or inside == 0:
        return bool(data[start] == _ZERO)
    if (table[before] & WORD) != 0 or before in (_AT, _HASH):
        return False
    return not (before in (_DASH, _SLASH) and (table[earlier] & WORD) != 0 and inside > 1)


@helper(inline=True)
def _is_vat(data: Bytes, table: Bytes, start: int) -> bool:
    """Whether an i stands before the run, perhaps with a space between."""
    before, earlier = data[max(start - 1, 0)], data[max(start - 2, 0)]
    return (table[before] & AN_I) != 0 or (before == _BLANK and (table[earlier] & AN_I) != 0)


@helper(inline=True)
def _account(data: Bytes, table: Bytes, start: int, inside: int) -> int:
    """What stands before digits that may be an account's: 2 for letters of other scripts, 1 for a word's first two, else 0."""
    second, first, before = data[max(start - 1, 0)], data[max(start - 2, 0)], data[max(start - 3, 0)]
    if second >= _BEYOND_ASCII or first >= _BEYOND_ASCII:
        return 2
    letters = (table[second] & table[first] & LETTER) != 0 and inside > 1
    return 1 if letters and not ((table[before] & IN_A_WORD) != 0 and inside > 2) else 0


@kernel(f"void({_BYTES}, {_BEGINS}, i8[::1], i8[::1], i8[::1], {_BYTES}, b1[::1], b1[::1], b1[::1], b1[::1])")
def find_numbers(
    data: Bytes,
    begins: Ints,
    starts: Ints,
    ends: Ints,
    rows: Ints,
    table: Bytes,
    joined: Bools,
    sure: Bools,
    lettered: Bools,
    named: Bools,
) -> None:
    """Fills for each run of digits in a text that has FEWEST (r,): whether the next one is `joined` to it, whether a number may
    begin with it for `sure`, whether two letters stand before it that may be a country's, and whether it may be a telephone
    number where it is `named` one. False for the runs of other texts; `table` (256,) tells what the bytes are.

    Runs are in order; cards are not looked for.
    """
    after = len(starts)
    while after > 0:
        first, row, digits = after, rows[after - 1], 0
        while first > 0 and rows[first - 1] == row:
            first -= 1
            digits += ends[first] - starts[first]
        total, many = 0, digits >= FEWEST
        for run in range(after - 1, first - 1, -1):
            joined[run] = sure[run] = lettered[run] = named[run] = False
            if not many:
                continue
            start, length, inside = starts[run], ends[run] - starts[run], starts[run] - begins[row]
            behind = starts[run + 1] if run + 1 < after else ends[run] + MOST_BYTES + 1
            gap = _gap(data, table, ends[run], behind)
            following = ends[run + 1] - behind if gap > 0 else 0
            joined[run] = gap == 2
            total = total + length if gap == 2 else length
            long = total >= FEWEST
            account = _account(data, table, start, inside) if length > 1 else 0
            lettered[run] = account == 1
            sure[run] = account == 2 or (long and _opens(data, table, start, inside))
            sure[run] |= _is_finnish(data, start, length, following) or _is_swedish(data, ends[run], length, following, behind)
            sure[run] |= (length == _BUSINESS and following == 1) or (length == _VAT and _is_vat(data, table, start))
            named[run] = long and data[start] != _ZERO and (table[data[max(start - 1, 0)]] & WORD) == 0
        after = first
