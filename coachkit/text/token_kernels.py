"""Compiled loops over the columns of tokens: sentences, clauses, and what is counted by text or sentence.

They give what sentences.py, tokens.py and phrases.py give; imported only where `compiled.in_use()`.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from coachkit.compiled import helper, kernel
from coachkit.text.corpus import Bools, Floats, Ints
from coachkit.text.slots import Keys

Number: TypeAlias = int | np.int64

# As in chunks.py and sentences.py, written out: what is kept compiled is held against this file alone.
_WORD, _NUMBER, _END, _PAUSE, _BULLET = 0, 1, 12, 13, 15
_CAPITAL, _COMMA_AFTER = 1, 4
_PLAIN, _ELLIPSIS = 0, 4
_LOWER, _UPPER, _STARTER, _OTHER = 0, 1, 2, 3
_WRAP_WIDTH = 55
_SHORT = 3
_EACH = np.uint64(0x0101010101010101)
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(8)], dtype=np.uint64)


@kernel("void(b1[::1], Array(uint64, 1, 'A', readonly=True, aligned=False), i8[::1], i4[::1], i8[::1])")
def count(mask: Bools, eights: Keys, ptr: Ints, before: Ints, counts: Ints) -> None:
    """How many of each run's places are picked; run r is ptr[r] to ptr[r + 1].

    `eights` is the mask read by eight places, `before` room for how many stand before each eight (m // 8 + 1,). No run is gone
    through by itself: the processor would have to guess at the length of each.
    """
    whole, total = len(mask) >> 3, np.int64(0)
    for eight in range(whole):
        before[eight] = total
        total += np.int64((eights[eight << 3] * _EACH) >> np.uint64(56))
    before[whole] = total
    earlier = np.int64(0)
    for run in range(-1, len(counts)):
        place = ptr[run + 1]
        picked = np.int64(before[place >> 3])
        if place >> 3 < whole:
            picked += np.int64(((eights[place & ~7] & _MASKS[place & 7]) * _EACH) >> np.uint64(56))
        else:
            for last in range(whole << 3, place):
                picked += mask[last]
        if run >= 0:
            counts[run] = picked - earlier
        earlier = picked


@kernel("void(i2[::1], i2, b1[::1])", "void(i1[::1], i1, b1[::1])")
def pick(values: Ints, bits: np.signedinteger[Any], mask: Bools) -> None:
    """The places whose value has one of the bits."""
    for place in range(len(values)):
        mask[place] = (values[place] & bits) != 0


@kernel("void(i8[::1], i8[::1], b1[::1])")
def cover(first: Ints, last: Ints, mask: Bools) -> None:
    """Picks all places from the first to the last of each span."""
    for span in range(len(first)):
        for place in range(first[span], last[span] + 1):
            mask[place] = True


@kernel("void(b1[::1], b1[::1], i8, b1[::1])")
def scope(negation: Bools, blocked: Bools, reach: int, found: Bools) -> None:
    """The tokens up to `reach` behind a negation, no further than a blocked one."""
    size = len(found)
    found[:] = False
    for place in range(size):
        # Few tokens negate anything.
        if negation[place]:
            for behind in range(place + 1, min(place + 1 + reach, size)):
                if blocked[behind - 1]:
                    break
                found[behind] = True


@kernel("void(i8[::1], i2[::1], i1[::1], b1[::1], b1[::1])")
def block(types: Ints, flags: Ints, kind: Ints, starts: Bools, blocked: Bools) -> None:
    """The tokens after which a clause ends, by their types' kinds, their flags and where sentences begin."""
    size = len(types)
    for place in range(size):
        here = kind[np.uint64(types[place])]
        # Nothing hangs on a condition, for which the processor would have to guess at each token.
        ends = starts[place + 1] if place + 1 < size else True
        blocked[place] = ends | (here == _END) | (here == _PAUSE) | ((flags[place] & _COMMA_AFTER) != 0)


@helper(inline=True)
def _following(kind: Number, flags: Number, starter: Number) -> Number:
    """What stands behind a sentence mark (sentences.LOWER ... OTHER)."""
    if kind != _WORD:
        return _OTHER
    return _LOWER if flags & _CAPITAL == 0 else _STARTER if starter else _UPPER


@helper(inline=True)
def _begins_line(kind: Number, flags: Number, newlines: Number, length: Number, ended: Number) -> bool:
    """Whether the first token of a line begins a sentence, and does not go on with a wrapped one."""
    if newlines > 1 or ended or kind in (_BULLET, _NUMBER) or length < _WRAP_WIDTH - 20:
        return True
    return bool(length < _WRAP_WIDTH and (flags & _CAPITAL != 0 or kind != _WORD))


@kernel("void(i8[::1], i8[::1], i2[::1], i4[::1], i4[::1], b1[::1], i1[::1], i2[::1], i1[::1], b1[:, ::1], i8, i8, b1[::1])")
def begin(
    types: Ints,
    ptr: Ints,
    flags: Ints,
    newlines: Ints,
    line_length: Ints,
    starter: Bools,
    kind: Ints,
    letters: Ints,
    before: Ints,
    stops: Bools,
    stop_type: Number,
    ellipsis_type: Number,
    starts: Bools,
) -> None:
    """The tokens that begin a text, a line that is not wrapped, or the sentence after a sentence mark."""
    for text in range(len(ptr) - 1):
        first, after = ptr[text], ptr[text + 1]
        if first < after:
            starts[first] = True
        cased, looked = False, first == after or flags[first] & _CAPITAL == 0
        here = kind[np.uint64(types[first])] if first < after else _END
        for place in range(first + 1, after):
            mark, ended = place - 1, here == _END
            here = kind[np.uint64(types[place])]
            if newlines[place] and _begins_line(here, flags[place], newlines[place], line_length[place], ended):
                starts[place] = True
            if not ended:
                continue
            following = _following(here, flags[place], starter[place])
            stop, ellipsis = types[mark] == stop_type, types[mark] == ellipsis_type
            if following == _LOWER and stop and not looked:
                # Whether the writer uses capitals: such an end of a sentence with anything but a small letter behind it.
                looked = True
                for other in range(first + 1, after):
                    if kind[types[other - 1]] == _END:
                        cased |= _following(kind[types[other]], flags[other], starter[other]) != _LOWER
            left = before[types[mark - 1]] if mark > first else _PLAIN
            breaks = (not stop and not ellipsis) or stops[_ELLIPSIS if ellipsis else left, following]
            if following == _LOWER and stop and cased:
                breaks = False
            if stop and here == _NUMBER and mark > first and left == _PLAIN and letters[types[mark - 1]] <= _SHORT:
                breaks = False
            if breaks:
                starts[place] = True


@kernel("void(b1[::1], Array(uint64, 1, 'A', readonly=True, aligned=False), i8[::1], b1[::1])")
def touch(mask: Bools, eights: Keys, sentence: Ints, touched: Bools) -> None:
    """Picks in (s,) `touched` the sentences of the tokens of a mask; `eights` is the mask read by eight places, mostly none."""
    whole = len(mask) >> 3
    for eight in range(whole):
        if eights[eight << 3]:
            for place in range(eight << 3, (eight << 3) + 8):
                if mask[place]:
                    touched[sentence[place]] = True
    for place in range(whole << 3, len(mask)):
        if mask[place]:
            touched[sentence[place]] = True


@kernel("i8(b1[::1], i8[::1], i8[::1])")
def number_sentences(starts: Bools, sentence: Ints, first: Ints) -> int:
    """Fills in for each token the number of its sentence, and the first token of each sentence; how many sentences there are.

    `first` has room for one more than all tokens.
    """
    found = np.uint64(0)
    for place in range(np.uint64(len(starts))):
        # Written for every token, and kept where one begins: no branch to be guessed at.
        first[found] = np.int64(place)
        found += np.uint64(starts[place])
        sentence[place] = np.int64(found) - 1
    return int(found)


@kernel(*(f"void({total}[::1], {count}[::1], f8[::1])" for total in ("i8", "f8") for count in ("i8", "f8")))
def divide(total: Ints | Floats, count: Ints | Floats, found: Floats) -> None:
    """Fills in total / count, NaN where there is nothing to count."""
    for place in range(len(found)):
        found[place] = total[place] / count[place] if count[place] > 0 else np.nan
