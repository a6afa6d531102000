"""Whether a run uses the compiled loops: it should gain more by them than they take to load."""

from __future__ import annotations

import sys

from coachkit import compiled
from coachkit.runs.stopping import may_stop

WORTH_LOADING, WORTH_COMPILING = 4_000_000, 20_000_000
"""Bytes of a file from which the loops are loaded where they are compiled already, and from which they are compiled first."""


READING = ("coachkit.transcripts.kernels", "coachkit.privacy.masking_kernels")
"""What a process needs of them that reads, masks and writes while others score."""


def use_kernels(size: int, *, show: bool, first: tuple[str, ...] = ()) -> bool:
    """Switches the compiled loops on for a file of `size` bytes where that pays; whether they are on.

    Where they have to be compiled first, which takes about half a minute once, a line says so if `show`. `first` are those
    that are needed here (all of them where it is empty).
    """
    worth_it = size >= (WORTH_LOADING if compiled.ready() else WORTH_COMPILING) or compiled.always()
    if not worth_it or not compiled.can_be_used():
        return compiled.use(on=False)
    if not compiled.ready() and show:
        sys.stderr.write("Compiling for this computer, once ...\n")
    with may_stop():
        used = compiled.use(first=first)
    if not used and show:
        sys.stderr.write(f"Numba cannot be used here ({compiled.trouble(first)}): it goes on without, only slower.\n")
    return used
