"""Compiled loops over the bytes of texts: the words before their digits."""

from __future__ import annotations

from coachkit.compiled import kernel
from coachkit.signals.encoded import Bytes
from coachkit.text.corpus import Bools, Ints

SMALL = 0x20
_BLANK, _SLASH, _STOP = map(ord, " /.")

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
