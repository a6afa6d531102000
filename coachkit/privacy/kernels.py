"""Compiled loops: one pass over the bytes of texts that tells what each may hold, as `sieve` does: too much, never too little."""

from __future__ import annotations

import numpy as np

from coachkit.compiled import helper, kernel
from coachkit.privacy.pointers import BEGINS, BYTES, TABLES, TEXT, Column, Numbers
from coachkit.text.corpus import Ints

# The bits of May and of `lookup`, written out: what is kept compiled is held against this file alone.
EMAIL, ADDRESS, CLOSING, LABEL, INTRODUCTION, THANKS, LINES, EVERYTHING = 2, 4, 16, 32, 64, 128, 512, 1023
BEHIND, SMALL_CLOSING = 16 + 64 + 128 + 256, 1024
BREAK, HELD, MAIL, OTHERS, PLACE, MOST_BYTES = 2048, 4096, 8192, 16384, 15, 1 << 16
STOP, PART, LETTER, BOX, TAIL, NO_NAME, BRACKET, AROUND = (1 << bit for bit in range(8))
DIGITS, LABELLED, DIGIT, CAPITAL, SIGN, HOLDS, IN_AROUND, SPACE = (1 << bit for bit in range(8, 16))
WORDY = 1 << 22
NOT_NAME, FIRM, PARTICLE, STREET, BESIDE = 1, 2, 4, 8, 64
LONGEST_WORD, LONGEST_END, SHORT_END, FEWEST_DIGITS, MOST_PARTS = 16, 8, 3, 7, 64
ENDS, WORDS, MIXED = 2048, 1024, np.uint64(0x9E3779B97F4A7C15)
AT_PAIRS, AT_STREETS, AT_ENDS, AT_WORDS = 256, 16640, 16656, 20752
SMALL, LOW_BITS, FIRST_SMALL, LAST_SMALL, BEYOND, LATIN, LATIN_SMALL = 0x20, 0x1F, 97, 122, 0x80, 0xC3, 0x9F
_LINE_FEED, _BLANK, _QUOTE, _COMMA, _DASH, _LESS, _SLASH, _AT = map(ord, "\n ',-</@")
_S, _N, _I, _P, _U = map(np.uint8, b"\x20nipu")


@helper()
def _class(data: Numbers, first: int, last: int, tables: Numbers) -> int:
    """The bits of a word of ASCII; 0 for one that stands in no list, or is too long to."""
    low, high = np.uint64(0), np.uint64(0)
    if last - first > LONGEST_WORD:
        return 0
    for place in range(first, last):
        byte = data[place]
        small = np.uint64(byte + 32 if 65 <= byte <= 90 else byte)
        if place - first < 8:
            low |= small << np.uint64(8 * (place - first))
        else:
            high |= small << np.uint64(8 * (place - first - 8))
    slot = np.int64(((low ^ (high * MIXED)) * MIXED) >> np.uint64(54))
    while tables[AT_WORDS + 3 * slot]:
        if tables[AT_WORDS + 3 * slot + 1] == np.int64(low) and tables[AT_WORDS + 3 * slot + 2] == np.int64(high):
            return tables[AT_WORDS + 3 * slot]
        slot = (slot + 1) & (WORDS - 1)
    return 0


@helper()
def _is_whole(data: Numbers, first: int, place: int, end: int, tables: Numbers) -> bool:
    """Whether no letter stands before the last bytes of a word, or a sign begins them, or the text does."""
    if place == first:
        return True
    before = data[place - 1]
    if before == _QUOTE and place + 1 == end:
        # "can't"
        return False
    inside = tables[before] & LETTER > 0 or (before >= BEYOND and place - 2 >= first and data[place - 2] == LATIN)
    return not inside or not (tables[data[place]] & LETTER > 0 or data[place] == LATIN)


@helper()
def _ending(data: Numbers, first: int, last: int, wanted: int, tables: Numbers) -> int:
    """Those of the bits `wanted` that the words have that end at a place (`Endings.found`)."""
    if last <= first:
        return 0
    before = data[last - 2] | SMALL if last - 2 >= first else SMALL
    pair = (data[last - 1] | SMALL) * 256 + before
    # A bit for each length that words have that end so: those before names, and all others.
    lengths = tables[AT_PAIRS + (pair >> 2)] >> (16 * (pair & 3) + (0 if wanted & BEHIND > 0 else 8)) & 0xFF
    found, key = 0, np.uint64(0)
    for length in range(1, min(LONGEST_END, last - first) + 1):
        if lengths >> (length - 1) == 0:
            break
        key = (key << np.uint64(8)) | np.uint64(data[last - length] | SMALL)
        if lengths >> (length - 1) & 1 == 0:
            continue
        slot = np.int64((key * MIXED) >> np.uint64(53))
        while tables[AT_ENDS + 2 * slot]:
            if tables[AT_ENDS + 2 * slot + 1] == np.int64(key):
                # Of the short words only the ends of streets may be a part of a longer one.
                whole = length > SHORT_END or _is_whole(data, first, last - length, last, tables)
                found |= tables[AT_ENDS + 2 * slot] & (-1 if whole else ADDRESS)
            slot = (slot + 1) & (ENDS - 1)
    return found & wanted


@helper()
def _is_part(data: Numbers, first: int, place: int, tables: Numbers) -> bool:
    """Whether a sign or space may stand before a place: letters of Latin-1 have like bytes."""
    return place > first and tables[data[place - 1]] & PART > 0 and not (place - 2 >= first and data[place - 2] == LATIN)


@helper()
def _end_before(data: Numbers, first: int, place: int, tables: Numbers) -> int:
    """Where the word before a place ends: only signs and spaces stand between; -1 where more than MOST_PARTS do."""
    left = MOST_PARTS
    while _is_part(data, first, place, tables):
        place -= 1
        left -= 1
        if left < 0:
            return -1
    return place


@helper()
def _past_letters(data: Numbers, place: int, last: int, tables: Numbers) -> int:
    """The first place from here on that no letter of ASCII stands at."""
    while place < last and tables[data[place]] & LETTER > 0:
        place += 1
    return place


@helper()
def _goes_on(data: Numbers, place: int, last: int) -> bool:
    """Whether a word may go on beyond its letters of ASCII."""
    return place < last and (data[place] >= BEYOND or data[place] == _QUOTE or data[place] == _DASH)


@helper()
def _may_be_a_name(data: Numbers, place: int, last: int, tables: Numbers) -> bool:
    """Whether a name may begin at a capital: no word that only looks like one, no single letter before an ordinary word."""
    end = _past_letters(data, place, last, tables)
    if _goes_on(data, end, last):
        return True
    if end - place > 1:
        kind = _class(data, place, end, tables)
        return kind & PARTICLE > 0 or kind & (NOT_NAME | FIRM) == 0
    if end == place or end + 1 >= last or data[end] != _BLANK:
        return True
    after = _past_letters(data, end + 1, last, tables)
    if after == end + 1 or _goes_on(data, after, last):
        return True
    for letter in range(end + 1, after):
        if data[letter] < 97:
            return True
    return _class(data, end + 1, after, tables) & PARTICLE > 0


@helper()
def _is_gap_of_thanks(data: Numbers, place: int, capital: int) -> bool:
    """Whether only spaces, and a comma before them, stand between thanks and a name."""
    place += data[place] == _COMMA
    for between in range(place, capital):
        if data[between] != _BLANK and data[between] < BEYOND:
            return False
    return place < capital


@helper()
def _goes_on_behind(data: Numbers, place: int, last: int, tables: Numbers) -> int:
    """What a sentence that goes on behind the word at a capital cannot hold: a word in small letters ends no name.

    After a closing it may be a part of a signature (Liisa ja tiimi, Liisa asiakaspalvelusta), or a link.
    """
    end = _past_letters(data, place, last, tables)
    left = MOST_PARTS
    while left > 0 and end + 1 < last and (data[end] == _QUOTE or data[end] == _DASH) and tables[data[end + 1]] & LETTER > 0:
        end = _past_letters(data, end + 1, last, tables)
        left -= 1
    if end == place or end + 1 >= last or data[end] != _BLANK or not FIRST_SMALL <= data[end + 1] <= LAST_SMALL:
        return 0
    after = _past_letters(data, end + 1, last, tables)
    kind = _class(data, end + 1, after, tables)
    if _goes_on(data, after, last) or kind & PARTICLE > 0:
        return 0
    # "sta" and "lta"
    of_something = after - end > 4 and data[after - 1] | SMALL == 97 and data[after - 2] | SMALL == 116
    link = after - end > 4 and data[end + 1] == 104 and data[end + 2] == 116 and data[end + 3] == 116 and data[end + 4] == 112
    return THANKS if of_something or link or kind & BESIDE > 0 else THANKS | CLOSING


@helper()
def _at_a_capital(data: Numbers, first: int, place: int, last: int, digits: int, tables: Numbers) -> int:
    """What the words before a capital, and the one that it begins, let stand there; `digits` says that some stand before."""
    lead, second = data[place], data[place + 1] if place + 1 < last else 0
    # Small letters of Latin-1, punctuation and emoji are no capitals.
    if (lead == LATIN and second >= LATIN_SMALL) or lead > 0xF0 or (lead == 0xF0 and second == LATIN_SMALL):
        return 0
    if lead == 0xE2 and not (0x84 <= second <= 0x86 or 0xB0 <= second <= 0xB7):
        return 0
    end = _end_before(data, first, place, tables)
    found = BEHIND if end < 0 else _ending(data, first, end, BEHIND, tables)
    if found and not _may_be_a_name(data, place, last, tables):
        found = 0
    if found & THANKS > 0 and end >= 0 and not _is_gap_of_thanks(data, end, place):
        found &= ~THANKS
    if found & (THANKS | CLOSING) > 0:
        found &= ~_goes_on_behind(data, place, last, tables)
    begins = (lead & LOW_BITS) * 32 + (second & LOW_BITS)
    if digits > 0 and tables[AT_STREETS + (begins >> 6)] >> (begins & 63) & 1 and lead < BEYOND:
        end = _past_letters(data, place, last, tables)
        found |= ADDRESS if _class(data, place, end, tables) & STREET > 0 else 0
    return found


@helper()
def _closing(data: Numbers, first: int, last: int, tables: Numbers) -> int:
    """CLOSING where a closing with a word or two behind it, maybe in small letters, ends with the line at `last`."""
    place, spaces = last, 0
    while place > first and tables[data[place - 1]] & TAIL > 0:
        place -= 1
    while place > first:
        while place > first and not _is_part(data, first, place, tables):
            place -= 1
        end = _end_before(data, first, place, tables)
        if end < 0:
            return CLOSING
        letter = place < last and (tables[data[place]] & LETTER > 0 or data[place] >= BEYOND)
        if letter and _ending(data, first, end, SMALL_CLOSING, tables) > 0:
            return CLOSING
        for between in range(end, place):
            byte = data[between]
            spaces += byte == _BLANK
            if tables[byte] & NO_NAME > 0:
                spaces = 2
        if spaces > 1:
            break
        place = end
    return 0


@helper()
def _at_a_mark(data: Numbers, first: int, place: int, last: int, tables: Numbers) -> int:
    """What @, a colon or an opening bracket lets stand in the text."""
    byte, after = data[place], data[place + 1] if place + 1 < last else 0
    if tables[byte] & BRACKET > 0:
        return EMAIL if place + 2 < last and tables[after] & AROUND > 0 and tables[data[place + 2]] & IN_AROUND > 0 else 0
    if place == first:
        return 0
    before = tables[data[place - 1]]
    if byte == _AT:
        if before & tables[after] & BOX > 0:
            return EMAIL | MAIL
        return EMAIL if data[place - 1] == _BLANK and after == _BLANK else 0
    labelled = before & LABELLED > 0 and (tables[after] & LABELLED > 0 or place + 1 == last)
    end = _end_before(data, first, place, tables) if labelled else first
    return LABEL if end < 0 else _ending(data, first, end, LABEL, tables)


@helper()
def _has_genitives(data: Numbers, first: int, last: int) -> bool:
    """Whether " ni" or " pu" stands somewhere: a loop without a way out, which the processor takes many bytes at a time."""
    found = np.uint8(0)
    for place in range(first, last - 2):
        second, third = np.uint8(data[place + 1] | _S), np.uint8(data[place + 2] | _S)
        found |= np.uint8((data[place] == _BLANK) & (((second == _N) & (third == _I)) | ((second == _P) & (third == _U))))
    return bool(found > 0)


@helper()
def _genitives(data: Numbers, first: int, last: int, tables: Numbers) -> int:
    """INTRODUCTION where words stand that follow a name in the genitive: " nimellä", " puolesta"."""
    found = 0
    if _has_genitives(data, first, last):
        for place in range(first, last - 6):
            if data[place] == _BLANK:
                found |= _ending(data, first, place + 7, INTRODUCTION, tables)
    return found


@helper()
def _beyond(data: Numbers, place: int, last: int, tables: Numbers) -> int:
    """What a character beyond ASCII lets stand: digits of other scripts, letters that only their case tells from plain ones."""
    lead = data[place]
    second, third = data[place + 1] if place + 1 < last else 0, data[place + 2] if place + 2 < last else 0
    if lead < 0xC6:
        return EVERYTHING if (lead == 0xC4 and 0xB0 <= second <= 0xB1) or (lead == 0xC5 and second == 0xBF) else 0
    if lead == 0xE2:
        return EVERYTHING if second == 0x84 and 0xAA <= third <= 0xAB else 0
    other = tables[lead] & DIGITS > 0 or (lead == 0xEF and second == 0xBC) or (lead == 0xF0 and (second != 0x9F or third == 0xAF))
    return ADDRESS | OTHERS if other else 0


@helper()
def _is_wide(data: Numbers, first: int, last: int) -> bool:
    """Whether white space beyond ASCII may end here."""
    if last - first < 2 or data[last - 1] < BEYOND:
        return False
    third, second = data[last - 3] if last - first > 2 else 0, data[last - 2]
    wide = second == 0xC2 or (third == 0xE1 and second == 0x9A) or third == 0xE3 or (third == 0xE2 and second == 0x81)
    # Dashes, quotation marks and the ellipsis have bytes between those of spaces.
    return wide or (third == 0xE2 and second == 0x80 and not 0x8B <= data[last - 1] <= 0xA7)


@helper()
def _may_sign_alone(data: Numbers, first: int, last: int, tables: Numbers) -> bool:
    """Whether the last line may end with a name alone on it: a word with a capital, a space or line break before it."""
    while last > first and tables[data[last - 1]] & SPACE > 0:
        last -= 1
    if _is_wide(data, first, last):
        return True
    if last > first and tables[data[last - 1]] & TAIL > 0:
        last -= 1
    while last > first and tables[data[last - 1]] & SPACE > 0:
        last -= 1
    capital = False
    while last > first and (tables[data[last - 1]] & WORDY > 0 or data[last - 1] >= BEYOND):
        last -= 1
        capital |= tables[data[last]] & LETTER == 0 or data[last] < FIRST_SMALL
    if last > first and data[last - 1] == _SLASH:
        last -= 1
    return capital and (last == first or tables[data[last - 1]] & SPACE > 0)


@helper()
def _behind_a_street(data: Numbers, first: int, place: int, tables: Numbers) -> int:
    """ADDRESS where the number that begins at a digit stands behind the end of a street's name."""
    gap = data[place - 1] if place - 2 >= first else 0
    if gap != _BLANK and gap < BEYOND:
        return 0
    return _ending(data, first, place - 1 - (gap >= BEYOND), ADDRESS, tables)


@helper(f"i8({TEXT}, i8, i8, i8, {TABLES}, {TABLES})")
def _by_bytes(data: Numbers, first: int, last: int, row: int, tables: Numbers, runs: Numbers) -> int:
    """What a text may hold besides a greeting and a sign-off, with the bits of `sift`; its digits are added where it has many."""
    found, digits, run, reached, closings = 0, 0, runs[0], -1, 0
    for place in range(first, last):
        kind = tables[data[place]]
        if kind & STOP == 0:
            continue
        if kind & DIGIT > 0:
            if reached != place:
                found |= _behind_a_street(data, first, place, tables)
                run += 1
                runs[3 * run - 2], runs[3 * run] = place, row
            digits, reached = digits + 1, place + 1
            runs[3 * run - 1] = reached
        elif kind & CAPITAL > 0 and _is_part(data, first, place, tables):
            behind = _at_a_capital(data, first, place, last, digits, tables)
            found |= behind & ~CLOSING
            if behind & CLOSING > 0:
                found |= CLOSING if closings else 0
                closings = place - first + 1
        if kind & SIGN > 0:
            found |= _at_a_mark(data, first, place, last, tables)
        elif kind & HOLDS > 0:
            # "<PERSON-1>" and "agent-abc123"
            found |= (
                HELD if data[place] == _LESS or (place - 5 >= first and data[place - 1] == 116 and data[place - 5] == 97) else 0
            )
        elif data[place] >= BEYOND:
            found |= _beyond(data, place, last, tables)
        elif data[place] == _LINE_FEED:
            found |= BREAK | _closing(data, first, place, tables)
    if digits >= FEWEST_DIGITS:
        runs[0] = run
    if found & BREAK > 0 and _may_sign_alone(data, first, last, tables):
        found |= LINES
    found |= _closing(data, first, last, tables) | _genitives(data, first, last, tables)
    return found | (closings << PLACE if closings < MOST_BYTES else CLOSING)


@kernel(f"void({BYTES}, {BEGINS}, i8[::1], i4[::1], i8[::1])")
def sift(texts: Column, begins: Column, table: Column, may: Ints, runs: Column) -> None:
    """Fills `may` (n,), what each text may hold besides a greeting and a sign-off, and `runs` with runs of digits.

    Further bits are BREAK where it has several lines, HELD where placeholders may stand in it, MAIL where an @ stands inside an
    address, and OTHERS where digits of other scripts may. From the bit PLACE on stands where the one capital is that a closing
    stands before, in bytes of the text and one more, if it is one. `runs` has to begin with 0 and then tells how many they are;
    the first byte of each follows, the one behind it, and the text. Those of texts with less than FEWEST_DIGITS are left out.
    There must be room for one for every other byte, and one more.
    """
    data, tables, found = texts.ctypes, table.ctypes, runs.ctypes
    for row in range(len(may)):
        may[row] = _by_bytes(data, int(begins[row]), int(begins[row + 1]), row, tables, found)
