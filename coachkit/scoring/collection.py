"""Garbage collection put off while a block is scored."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Puts off garbage collection meanwhile.

    A block makes many small values at once, and none of them is garbage; each collection would go through everything that the
    process holds.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
