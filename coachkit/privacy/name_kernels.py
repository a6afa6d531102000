"""Compiled loops that find the plainest names: those that a greeting or a sign-off gives where only ASCII stands about it.

They decide as `names` does, which looks at all other texts.
"""

from __future__ import annotations

import numpy as np

from coachkit.compiled import helper, kernel
from coachkit.privacy.pointers import BEGINS, BYTES, SPAN, TABLES, TEXT, Column, Numbers
from coachkit.text.corpus import Ints

# The bits of May and of `lookup`, written out: what is kept compiled is held against this file alone.
SIGNED_OFF, GREETING, CLOSING, EVERYTHING, BREAK, HELD, PLACE = 1, 8, 16, 1023, 2048, 4096, 15
LETTER, SPACE, CLOSED, MARK, WORD, INDENT, BEHIND_HANDLE, ENDS = 4, *(1 << bit for bit in range(15, 22))
IN_SIGNATURE, IN_NONE = 1 << 23, 1 << 24
NOT_NAME, FIRM, PARTICLE, TITLE, AND, BESIDE = 1, 2, 4, 16, 32, 64
LONGEST_WORD, MOST_WORDS, LONGEST_SIGN, LONGEST_GREETING = 16, 3, 25, 24
WORDS, MIXED = 1024, np.uint64(0x9E3779B97F4A7C15)
AT_WORDS, AT_NAMES, AT_ORDINARY, AT_GREETINGS = 20752, 23824, 24848, 25872
LONGEST_SIGNATURE = 60
NO, YES, ASK, MARKED = 0, 1, 2, 3
SMALL, BEYOND, FIRST_SMALL, LATIN, MIDDLE = 0x20, 0x80, 97, 0xC3, 0xC0
_LINE_FEED, _BLANK, _COMMA, _DOT, _DASH, _QUOTE, _AT, _EXCLAIMS, _CLOSES = map(ord, "\n ,.-'@!)")


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
def _past_letters(data: Numbers, place: int, last: int, tables: Numbers) -> int:
    """The first place from here on that no letter of ASCII stands at."""
    while place < last and tables[data[place]] & LETTER > 0:
        place += 1
    return place


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
def _stripped(data: Numbers, first: int, last: int, tables: Numbers) -> int:
    """Where the text ends but for white space; -1 where white space beyond ASCII may stand there."""
    while last > first and tables[data[last - 1]] & SPACE > 0:
        last -= 1
    return -1 if _is_wide(data, first, last) else last


@helper()
def _starts_beyond(data: Numbers, start: int, end: int) -> int:
    """ASK where a sign-off may begin with a dash beyond ASCII, else NO."""
    return ASK if start + 2 < end and data[start] == 0xE2 and data[start + 1] == 0x80 else NO


@helper()
def _signs(data: Numbers, begin: int, end: int, tables: Numbers, span: Numbers) -> int:
    """Whether letters behind a mark are a name or initials."""
    if not 2 <= end - begin <= LONGEST_SIGN:
        return NO
    if end - begin > LONGEST_WORD:
        return ASK
    kind = _class(data, begin, end, tables)
    if kind & NOT_NAME > 0:
        return NO
    if data[begin] >= 97 or kind & (PARTICLE | FIRM) > 0:
        for place in range(begin, end):
            if data[place] >= 97:
                return NO
    span[0], span[1] = begin, end
    return YES


@helper()
def _is_http(data: Numbers, begin: int, end: int) -> bool:
    """Whether a link begins here."""
    return end - begin > 3 and data[begin] == 104 and data[begin + 1] == 116 and data[begin + 2] == 116 and data[begin + 3] == 112


@helper()
def _after_blank(data: Numbers, first: int, place: int) -> int:
    """The place behind the blank before, or where the text begins."""
    while place > first and data[place - 1] != _BLANK:
        place -= 1
    return place


@helper()
def _end_of_words(data: Numbers, first: int, last: int, tables: Numbers) -> int:
    """Where the text ends but for the links behind it; -1 where white space beyond ASCII may stand there."""
    while True:
        end = _stripped(data, first, last, tables)
        if end < 0:
            return -1
        begin = _after_blank(data, first, end)
        if begin == first or not _is_http(data, begin, end):
            return end
        last = begin


@helper()
def _signed_off(data: Numbers, first: int, end: int, tables: Numbers, span: Numbers) -> int:
    """`signed_names.signed_off` where the words end: NO, YES with the `span` of bytes, or ASK."""
    begin = _after_blank(data, first, end)
    for place in range(end - 1, begin - 1, -1):
        if data[place] == _LINE_FEED:
            begin = place + 1
            break
    if begin - 4 >= first and data[begin - 2] >= BEYOND and _starts_beyond(data, begin - 4, end) == ASK:
        return ASK
    start = begin - 2 if begin - 2 >= first and tables[data[begin - 2]] & MARK > 0 else begin
    if start >= end or tables[data[start]] & MARK == 0:
        return _starts_beyond(data, start, end)
    start -= start > first and data[start - 1] == data[start]
    if start > first and tables[data[start - 1]] & (SPACE | ENDS) == 0:
        return ASK if data[start - 1] >= BEYOND else NO
    begin = start + 1
    begin += begin < end and data[begin] == data[start]
    begin += begin < end and data[begin] == _BLANK
    after = _past_letters(data, begin, end, tables)
    if after < end:
        return ASK if data[after] >= BEYOND else NO
    return _signs(data, begin, end, tables, span)


@helper()
def _has_bits(key: np.uint64, at: int, tables: Numbers) -> bool:
    """Whether the three bits of a word are set."""
    found, bits = np.int64(1), np.int64(key >> np.uint64(16))
    for _ in range(3):
        found &= tables[at + (bits >> 6 & 0x3FF)] >> (bits & 0x3F)
        bits >>= 16
    return bool(found & 1 > 0)


@helper()
def _may_end(data: Numbers, place: int, end: int, tables: Numbers) -> bool:
    """Whether a signature may go on behind the letters of its first word: not where a sentence does, in small letters."""
    if place + 1 >= end or data[place] != _BLANK or not FIRST_SMALL <= data[place + 1] < BEYOND:
        return True
    after = _past_letters(data, place + 1, end, tables)
    if after < end and (data[after] >= BEYOND or data[after] == _QUOTE or data[after] == _DASH):
        return True
    if _class(data, place + 1, after, tables) & (BESIDE | PARTICLE) > 0:
        return True
    # "sta" and "lta"
    return after - place > 4 and data[after - 1] | SMALL == 97 and data[after - 2] | SMALL == 116


@helper()
def _is_listed(data: Numbers, place: int, end: int, begins: int, tables: Numbers) -> bool:
    """Whether the word that begins here may be a listed given name that signs; what may not be told is one.

    `begins` is MARKED where a mark may stand before: behind one a name may be an ordinary word.
    """
    key = np.uint64(0)
    while place < end:
        byte = data[place]
        if byte >= BEYOND:
            second = data[place + 1] if place + 1 < end else 0
            if byte != LATIN:
                # Letters of these may be another form of plain ones; of all others no name consists.
                odd = byte == 0xC4 or byte == 0xC5 or byte == 0xE1 or byte == 0xEF
                if odd or (byte == 0xE2 and second == 0x84):
                    return True
                break
            if second == 0x97 or second == 0x9F or second == 0xB7:
                return True
            key = (key ^ np.uint64(byte)) * MIXED
            byte = second | SMALL
            place += 1
        elif tables[byte] & LETTER > 0:
            byte |= SMALL
        else:
            break
        key = (key ^ np.uint64(byte)) * MIXED
        place += 1
    listed = _has_bits(key, AT_NAMES, tables) or (begins == MARKED and _has_bits(key, AT_ORDINARY, tables))
    return listed and _may_end(data, place, end, tables)


@helper()
def _may_begin(data: Numbers, first: int, place: int, tables: Numbers) -> int:
    """Whether a signature may begin at a letter: NO, YES, MARKED behind what may be a mark, ASK where only behind a link."""
    before, capital = data[place - 1], data[place] < FIRST_SMALL or data[place] >= BEYOND
    if tables[before] & LETTER > 0:
        return NO
    if before >= BEYOND:
        return NO if place - 2 >= first and data[place - 2] == LATIN else MARKED
    if before != _BLANK:
        if tables[before] & MARK > 0:
            return NO if place - 2 >= first and tables[data[place - 2]] & WORD > 0 else MARKED
        return YES if capital and tables[before] & SPACE > 0 else NO
    earlier = data[place - 2] if place - 2 >= first else 0
    if tables[earlier] & MARK > 0 or (earlier >= BEYOND and not (place - 3 >= first and data[place - 3] == LATIN)):
        return MARKED
    if not capital:
        return NO
    return YES if tables[earlier] & (ENDS | SPACE) > 0 or earlier == _CLOSES else ASK


@helper()
def _is_behind_a_link(data: Numbers, first: int, place: int, end: int) -> bool:
    """Whether a link ends at this place."""
    while place > first and data[place - 1] != _BLANK and data[place - 1] != _LINE_FEED:
        place -= 1
    return _is_http(data, place, end)


@helper()
def _may_sign(data: Numbers, first: int, end: int, tables: Numbers) -> int:
    """ASK where `listed_signatures` may find a name, else NO: a word of the list with a mark, a stop or a link before it."""
    place, left, letters = end - 1, LONGEST_SIGNATURE, NO
    while place > first and left > 0:
        byte, kind = data[place], tables[data[place]]
        left -= byte & MIDDLE != BEYOND
        if kind & LETTER > 0 or byte >= MIDDLE:
            letters |= byte < BEYOND
            begins = _may_begin(data, first, place, tables)
            listed = begins != NO and _is_listed(data, place, end, begins, tables)
            if listed and (begins != ASK or _is_behind_a_link(data, first, place - 1, end)):
                return ASK
        elif letters == YES and byte == _DOT:
            # The stop of a sentence, none of an initial: no signature goes over it.
            if place - 2 >= first and tables[data[place - 1]] & tables[data[place - 2]] & LETTER > 0:
                return NO
        elif kind & IN_SIGNATURE == 0 and (letters == YES or tables[byte] & IN_NONE > 0):
            return NO
        place -= 1
    return NO


@helper()
def _is_firm(data: Numbers, end: int, last: int, tables: Numbers) -> bool:
    """Whether a name that ends here is a firm's; what may not be told is one."""
    if end + 1 >= last or data[end] != _BLANK:
        return False
    stop = _past_letters(data, end + 1, last, tables)
    return _class(data, end + 1, stop, tables) & FIRM > 0


@helper()
def _name_at(data: Numbers, start: int, last: int, small: int, tables: Numbers) -> int:
    """`name_phrases.name_at`: the end of the name that begins here, 0 where none does, -1 where more than ASCII has a say."""
    end, place, words = start, start, 0
    while words < MOST_WORDS:
        stop = _past_letters(data, place, last, tables)
        while (
            stop > place
            and stop + 1 < last
            and (data[stop] == _QUOTE or data[stop] == _DASH)
            and tables[data[stop + 1]] & LETTER > 0
        ):
            stop = _past_letters(data, stop + 1, last, tables)
        if (stop < last and data[stop] >= BEYOND) or stop - place > LONGEST_WORD:
            return -1
        if stop + 1 < last and data[stop + 1] >= BEYOND and (data[stop] == _QUOTE or data[stop] == _DASH):
            return -1
        if stop == place:
            break
        kind, capital = _class(data, place, stop, tables), data[place] < 97
        if kind & PARTICLE == 0:
            if stop == place + 1:
                if not capital:
                    break
            elif kind & (NOT_NAME | FIRM) > 0 or not (capital or small == YES):
                break
            else:
                words, end = words + 1, stop
        if stop >= last or not (data[stop] == _BLANK or data[stop] == _DOT):
            break
        dotted, alone = data[stop] == _DOT, stop == place + 1
        place = stop + 1
        if dotted:
            place += place < last and data[place] == _BLANK
            if place < last and data[place] >= BEYOND:
                return -1
            if not alone or place >= last or tables[data[place]] & LETTER == 0:
                break
    return end if words and not _is_firm(data, end, last, tables) else 0


@helper()
def _is_closed(data: Numbers, end: int, last: int, tables: Numbers) -> int:
    """Whether a name may end here: a sign follows, or nothing; -1 where something beyond ASCII does."""
    place = end
    while place < last and data[place] == _BLANK:
        place += 1
    if place == last:
        return YES
    byte = data[place]
    if byte >= BEYOND:
        return -1
    return YES if tables[byte] & CLOSED > 0 else NO


@helper()
def _all_capitals(data: Numbers, first: int, last: int) -> bool:
    """Whether no letter of a name is small."""
    small = 0
    for place in range(first, last):
        small += data[place] >= FIRST_SMALL
    return small == 0


@helper()
def _greets(data: Numbers, start: int, last: int, comma: int, tables: Numbers, span: Numbers) -> int:
    """`names._after_greeting`: NO, YES with the `span` of bytes, or ASK; `comma` tells whether one stands before."""
    end = _name_at(data, start, last, NO, tables)
    span[0], span[1] = start, end
    if end > 0:
        if comma == YES or _all_capitals(data, start, end):
            closed = _is_closed(data, end, last, tables)
            if closed != YES:
                return NO if closed == NO else ASK
        beside = end
        while beside < last and data[beside] == _BLANK:
            beside += 1
        if not end < beside < last:
            return YES
        # "&", or a space beyond ASCII
        joins = data[beside] == 38 or data[beside] == 0xC2
        joins |= _class(data, beside, _past_letters(data, beside, last, tables), tables) & AND > 0
        return ASK if joins else YES
    if end == 0 and comma == NO:
        end = _name_at(data, start, last, YES, tables)
        span[1] = end
        if end > 0:
            for place in range(start, end):
                if data[place] == _BLANK:
                    return NO
            return YES if end < last and (data[end] == _COMMA or data[end] == _EXCLAIMS) else NO
    return NO if end == 0 else ASK


@helper()
def _past_phrase(data: Numbers, place: int, last: int, phrase: int, tables: Numbers) -> int:
    """The place behind a greeting of the tables; 0 where it does not stand here, -1 where spaces beyond ASCII do."""
    for step in range(phrase, phrase + LONGEST_GREETING):
        letter = tables[step]
        if letter == 0:
            break
        if place >= last:
            return 0
        if letter == _BLANK:
            if data[place] == 0xC2:
                return -1
            if data[place] != _BLANK:
                return 0
            while place < last and data[place] == _BLANK:
                place += 1
        elif data[place] == letter or (data[place] | SMALL) == letter:
            place += 1
        else:
            return 0
    return place


@helper()
def _past_handles(data: Numbers, place: int, last: int, tables: Numbers) -> int:
    """Where a line's words begin behind its indent and the handles it is for; -1 where one may have letters beyond ASCII."""
    while place < last and tables[data[place]] & INDENT > 0:
        place += 1
    while place < last and data[place] == _AT:
        end = place + 1
        while end < last and tables[data[end]] & WORD > 0:
            end += 1
        if end < last and data[end] >= BEYOND:
            return -1
        behind = end
        while behind < last and tables[data[behind]] & BEHIND_HANDLE > 0:
            behind += 1
        if end == place + 1 or behind == end:
            break
        place = behind
    return place


@helper()
def _greeting(data: Numbers, line: int, last: int, tables: Numbers, span: Numbers) -> int:
    """Whether the line greets somebody by name: NO, YES with the `span` of bytes, or ASK."""
    start = _past_handles(data, line, last, tables)
    if start < 0:
        return ASK
    if start >= last or tables[data[start]] & LETTER == 0:
        return ASK if start < last and data[start] >= BEYOND else NO
    phrase = AT_GREETINGS
    while tables[phrase]:
        here, phrase = phrase, phrase + LONGEST_GREETING
        if tables[here] != data[start] | SMALL:
            continue
        place = _past_phrase(data, start, last, here, tables)
        if place < 0:
            return ASK
        comma = YES if 0 < place < last and data[place] == _COMMA else NO
        place += comma
        if place == comma or place >= last or (data[place] != _BLANK and data[place] != 0xC2):
            continue
        while place < last and data[place] == _BLANK:
            place += 1
        if place < last and data[place] == 0xC2:
            return ASK
        titled = _class(data, place, _past_letters(data, place, last, tables), tables) & TITLE > 0
        return ASK if titled else _greets(data, place, last, comma, tables, span)
    return NO


@helper()
def _in_other_lines(data: Numbers, first: int, last: int, tables: Numbers, span: Numbers) -> int:
    """ASK where another line than the first may greet, else NO."""
    for place in range(first, last - 1):
        if data[place] == _LINE_FEED and _greeting(data, place + 1, last, tables, span) != NO:
            return ASK
    return NO


@helper()
def _characters(data: Numbers, first: int, last: int) -> int:
    """How many characters begin between two bytes."""
    found = 0
    for place in range(first, last):
        found += (data[place] & 0xC0) != 0x80
    return found


@helper(f"i8({TEXT}, i8, i8, i8, {TABLES}, {SPAN})")
def _names_in(data: Numbers, first: int, last: int, found: int, tables: Numbers, spans: Numbers) -> int:
    """`found` with what greets and signs off; fills `spans` (4,) with both names (code points), noughts for none."""
    greeting = _greeting(data, first, last, tables, spans)
    if greeting == NO and found & BREAK > 0:
        greeting = _in_other_lines(data, first, last, tables, spans)
    start, end = spans[0], spans[1]
    words = _end_of_words(data, first, last, tables)
    signing = ASK if words < 0 else _signed_off(data, first, words, tables, spans)
    if signing == NO:
        signing = _may_sign(data, first, words, tables)
    begin, stop = spans[0], spans[1]
    closing = found >> PLACE
    # Who signs off behind a closing is found behind either, unless there are links between.
    once = signing == YES and closing == begin - first + 1 and stop == _stripped(data, first, last, tables)
    plain = (
        found & EVERYTHING == 0
        and (closing == 0 or once)
        and ASK not in (greeting, signing)
        and not (greeting == YES and found & HELD > 0)
    )
    plain = plain and (NO in (greeting, signing) or end <= begin)
    spans[0] = spans[1] = spans[2] = spans[3] = 0
    if plain and greeting == YES:
        spans[0] = _characters(data, first, start)
        spans[1] = spans[0] + end - start
    if plain and signing == YES:
        spans[2] = _characters(data, first, begin)
        spans[3] = spans[2] + stop - begin
    found |= CLOSING if closing > 0 and not once else 0
    return found | (GREETING if greeting != NO else 0) | (SIGNED_OFF if signing != NO else 0)


@kernel(f"void({BYTES}, {BEGINS}, i8[::1], i8[::1], i4[::1], i4[:,::1])")
def find_names(texts: Column, begins: Column, table: Column, spans: Column, may: Ints, names: Ints) -> None:
    """Adds greetings and sign-offs to `may` (n,), and fills `names` (n, 4) with their names: start and end of both, code points.

    They are noughts where there is none, or where the text has to be looked at. `spans` is room for four numbers.
    """
    data, tables, found = texts.ctypes, table.ctypes, spans.ctypes
    for row in range(len(may)):
        may[row] = _names_in(data, int(begins[row]), int(begins[row + 1]), int(may[row]), tables, found)
        for one in range(4):
            names[row, one] = spans[one]
