"""Compiled loops that find markers: the automaton followed from token to token, and what is found held against the rest.

They give what automaton.py and phrases.py give; imported only where `compiled.in_use()`.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from coachkit.compiled import helper, kernel
from coachkit.text.corpus import Bools, Ints
from coachkit.text.splitting import Bytes

Tables: TypeAlias = tuple[Any, ...]
Number: TypeAlias = int | np.int64

_GAPS, _REACHED = 32, 64
"""As in automaton.py (and so are the shifts in `sift`), written out: what is kept compiled is held against this file alone."""
SYMBOL_BITS = 20
SIEVE_BITS = 19
_SIEVE_SHIFT, _ROW_SHIFT = np.uint64(64 - SIEVE_BITS), np.uint64(24)
_MIXING = np.uint64(0x9E3779B97F4A7C15)
NONE = -1
_BY_MARKER = "Tuple((b1[::1], i4[::1], b1[::1], b1[::1]))"

NEXT, FOUND, NODES = range(3)
"""Where `follow` stands: the token to begin at, what it has found so far, and how many nodes it came to last."""

_SIGNS, _HEAD, _SYMBOL, _HEADS_AT, _LATER_AT, _COUNTS, _WORDS_AT, _WORD_COUNT = range(8)
"""Columns by token type: its signs; the first of the nodes it begins at and the first word of markers it stands for further on;
where all of them are (how many: nodes << 16 | words); where the markers are that it is by itself, and how many."""
_ENDS_AT, _END_COUNT, _AFTER_ANY, _LEADS_ON = range(4)
"""Columns by node: where the markers are that end there, how many, where any word leads (NONE: nowhere), whether edges go on."""


@kernel("void(i8[::1], i8[::1], i8[:, ::1], u1[::1])")
def lay_out(codes: Ints, targets: Ints, edges: Ints, sieve: Bytes) -> None:
    """Puts edges (node and symbol as one number, target) into a table of free rows (NONE), and a bit for each into a sieve."""
    last = len(edges) - 1
    for edge in range(len(codes)):
        mixed = np.uint64(codes[edge]) * _MIXING
        row = np.int64(mixed >> _ROW_SHIFT) & last
        while edges[row, 0] != NONE:
            row = (row + 1) & last
        edges[row, 0], edges[row, 1] = codes[edge], targets[edge]
        bit = np.int64(mixed >> _SIEVE_SHIFT)
        sieve[bit >> 3] |= np.uint8(1 << (bit & 7))


@kernel("i8(i8[::1], i4[:, ::1], u1[::1], i4[::1])")
def sift(types: Ints, by_type: Ints, sieve: Bytes, places: Ints) -> Number:
    """The tokens that may begin a marker, twice their number, and one more where it may be a marker of several words; how many.

    `places` (m + 1,) has room for one more.

    Nothing here hangs on a condition, for which the processor would have to guess at each token.
    """
    if not len(types):
        return np.int64(0)
    held, last = np.uint64(0), np.uint64(len(types))
    kind = np.uint64(types[0])
    signs, head = by_type[kind, _SIGNS], np.int64(by_type[kind, _HEAD])
    for following in range(np.uint64(1), last):
        kind = np.uint64(types[following])
        after = by_type[kind, _SIGNS]
        bit = (np.uint64(head << SYMBOL_BITS | by_type[kind, _SYMBOL]) * _MIXING) >> _SIEVE_SHIFT
        likely = np.int32(sieve[bit >> np.uint64(3)] >> np.uint8(bit & np.uint64(7))) & (after >> 2)
        # More than one way to begin or to go on is looked at closely; so is a gap.
        likely |= (signs >> 1) | (after >> 3) | (signs >> 5)
        likely &= signs & 1
        places[held] = np.int32(following - np.uint64(1)) << 1 | likely
        held += np.uint64(likely | (signs >> 4) & 1)
        signs, head = after, np.int64(by_type[kind, _HEAD])
    places[held] = np.int32(last - np.uint64(1)) << 1
    return np.int64(held) + 1


@kernel(
    "void(i8[::1], i8[::1], i4[::1], i4[:, ::1], i4[:, ::1], Tuple((i4[::1], i4[::1], i4[::1], i4[::1])), i8[:, ::1], u1[::1],"
    " i4[::1], i4[:, ::1], i8[::1])"
)
def follow(
    types: Ints,
    ptr: Ints,
    places: Ints,
    by_type: Ints,
    by_node: Ints,
    lists: Tables,
    edges: Ints,
    sieve: Bytes,
    nodes: Ints,
    found: Ints,
    state: Ints,
) -> None:
    """All markers that begin at `places` (`sift`), from the one numbered state[NEXT] on, as `found` (marker, first, last token).

    They come by their first token, shortest first. It stops at a place for whose `nodes` or markers there is no room.
    """
    heads, later, words, markers = lists
    room, most, free, held, text = len(nodes), found.shape[1], len(edges) - 1, state[FOUND], 0
    for number in range(state[NEXT], len(places)):
        start = token = np.int64(places[number] >> 1)
        while ptr[text + 1] <= start:
            text += 1
        kind, state[NEXT], state[FOUND] = types[start], number, held
        for entry in range(by_type[kind, _WORDS_AT], by_type[kind, _WORDS_AT] + by_type[kind, _WORD_COUNT]):
            if held < most:
                found[0, held], found[1, held], found[2, held] = words[entry], start, start
            held += 1
        begin, end = 0, by_type[kind, _COUNTS] >> 16 if places[number] & 1 else 0
        for place in range(min(end, room)):
            nodes[place] = heads[by_type[kind, _HEADS_AT] + place]
        gap = by_type[kind, _SIGNS] & _GAPS
        while begin < end <= room and token + 1 < ptr[text + 1]:
            token, level = token + 1, end
            kind = types[token]
            first, count = by_type[kind, _LATER_AT], by_type[kind, _COUNTS] & 0xFFFF
            over = gap and by_type[kind, _SIGNS] & _REACHED
            gap = 0
            # What edges lead to comes before what any word leads to, and what ends at a node before the next one.
            for step in range(begin, level + (level - begin if over else 0)):
                if step < level:
                    node, tries = np.int64(nodes[step]), count
                else:
                    node, tries = np.int64(nodes[step - level + begin]), 1
                for entry in range(first, first + tries):
                    target = np.int64(by_node[node, _AFTER_ANY])
                    if step < level:
                        code = (node << SYMBOL_BITS) | later[entry]
                        mixed = np.uint64(code) * _MIXING
                        bit, row = np.int64(mixed >> _SIEVE_SHIFT), np.int64(mixed >> _ROW_SHIFT) & free
                        if (sieve[bit >> 3] >> (bit & 7)) & 1 == 0:
                            continue
                        while edges[row, 0] != code and edges[row, 0] != NONE:
                            row = (row + 1) & free
                        target = edges[row, 1]
                    if target == NONE:
                        continue
                    for ending in range(by_node[target, _ENDS_AT], by_node[target, _ENDS_AT] + by_node[target, _END_COUNT]):
                        if held < most:
                            found[0, held], found[1, held], found[2, held] = markers[ending], start, token
                        held += 1
                    if by_node[target, _LEADS_ON]:
                        if end < room:
                            nodes[end] = target
                        end += 1
                        gap |= by_node[target, _AFTER_ANY] != NONE
            begin = level
        if end > room or held > most:
            state[NODES] = end
            return
    state[NEXT], state[FOUND] = len(places), held


@kernel(f"i8(i4[:, ::1], i8, b1[::1], {_BY_MARKER}, i8[::1], b1[::1], i4[:, ::1])")
def settle(found: Ints, size: Number, negated: Bools, by_marker: Tables, reach: Ints, blamed: Bools, hits: Ints) -> Number:
    """Of markers found the hits (key, marker, first, last), by first token and longest first; how many.

    Left out is what a negation turns off, what lies inside an earlier hit of its list (`reach`, by list, is where the last one
    ends), and of a marker with a gap any end but the nearest. `blamed` gets the tokens of lists that blame.
    """
    gapped, keys, plain, blaming = by_marker
    after, held = 0, 0
    while after < size:
        group, start = after, found[1, after]
        while after < size and found[1, after] == start:
            after += 1
        end = after
        if end == group + 1:
            # Most often one marker begins at a token. What is written is left standing only where it counts.
            marker, last, slot = found[0, np.uint64(group)], found[2, np.uint64(group)], np.uint64(held)
            owner = np.uint64(keys[np.uint64(marker)])
            counts = (last > reach[owner]) & (plain[owner] | (not negated[np.uint64(start)]))
            hits[0, slot], hits[1, slot], hits[2, slot], hits[3, slot] = owner, marker, start, last
            held += counts
            reach[owner] = last if counts else reach[owner]
            for token in range(start, last + 1 if counts & blaming[owner] else start):
                blamed[token] = True
            continue
        while end > group:
            begin, last = end - 1, found[2, end - 1]
            while begin > group and found[2, begin - 1] == last:
                begin -= 1
            # Of those that end alike first the markers without a gap as they come, then the others by their numbers.
            for row in range(begin + 1, end):
                marker, place = found[0, row], row
                while place > begin and gapped[found[0, place - 1]] and (not gapped[marker] or found[0, place - 1] > marker):
                    found[0, place] = found[0, place - 1]
                    place -= 1
                found[0, place] = marker
            for row in range(begin, end):
                marker, again = found[0, row], False
                for earlier in range(group, row if gapped[marker] else group):
                    again |= found[0, earlier] == marker
                key = keys[marker]
                if last > reach[key] and (plain[key] or not negated[start]) and not again:
                    hits[0, held], hits[1, held], hits[2, held], hits[3, held] = key, marker, start, last
                    held += 1
                    reach[key] = last
                    if blaming[key]:
                        for token in range(start, last + 1):
                            blamed[token] = True
            end = begin
    return held


@helper(inline=True)
def _stays(hits: Ints, row: Number, plain: Bools, blaming: Bools, blamed: Bools) -> Number:
    """Whether a hit is left: no condition is passed by, for the processor would have to guess at each of them."""
    key, first, last = np.uint64(hits[0, row]), np.uint64(hits[2, row]), np.uint64(hits[3, row])
    return plain[key] | blaming[key] | (not (blamed[first] | blamed[last]))


@kernel(f"i8(i4[:, ::1], i8, {_BY_MARKER}, b1[::1], i8[::1], i4[::1], i4[::1], i8[::1], i8[::1])")
def sort(
    hits: Ints, size: Number, by_marker: Tables, blamed: Bools, bounds: Ints, key: Ints, marker: Ints, first: Ints, last: Ints
) -> Number:
    """The hits by list, each list's in their order, without those that touch a blamed token and are neither blaming nor plain.

    `bounds` (lists + 2,) of noughts; how many hits are left.
    """
    _, _, plain, blaming = by_marker
    for row in range(np.uint64(size)):
        bounds[np.uint64(hits[0, row]) + np.uint64(2)] += _stays(hits, row, plain, blaming, blamed)
    for number in range(2, len(bounds)):
        bounds[number] += bounds[number - 1]
    for row in range(np.uint64(size)):
        if _stays(hits, row, plain, blaming, blamed):
            next_one = np.uint64(hits[0, row]) + np.uint64(1)
            place = np.uint64(bounds[next_one])
            bounds[next_one] += 1
            key[place], marker[place], first[place], last[place] = hits[0, row], hits[1, row], hits[2, row], hits[3, row]
    return bounds[len(bounds) - 1]
