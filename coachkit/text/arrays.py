"""What is done with whole columns of numbers: runs counted, values looked up among others."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from coachkit import compiled
from coachkit.text.slots import KEY_WIDTH, Keys

Ints: TypeAlias = npt.NDArray[np.signedinteger[Any]]
Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]


def runs_with(mask: Bools | Ints, ptr: Ints) -> Ints:
    """How many of each run's places are picked by `mask` (m,), or the sum of whole numbers there.

    `ptr` (r + 1,) tells where each run begins, and the last one's end.
    """
    held = ptr[1:] > ptr[:-1]
    if held.all():
        return np.add.reduceat(mask, ptr[:-1], dtype=np.int64) if len(held) else np.zeros(0, dtype=np.int64)
    counts = np.zeros(len(held), dtype=np.int64)
    counts[held] = np.add.reduceat(mask, ptr[:-1][held], dtype=np.int64) if len(mask) else 0
    return counts


def count_in_runs(mask: Bools, ptr: Ints) -> Ints:
    """As runs_with, by a compiled loop."""
    from coachkit.text import token_kernels

    mask, counts = np.ascontiguousarray(mask), np.empty(len(ptr) - 1, dtype=np.int64)
    token_kernels.count(mask, by_eights(mask), ptr, np.empty(len(mask) // KEY_WIDTH + 1, dtype=np.int32), counts)
    return counts


def by_eights(mask: Bools) -> Keys:
    """The mask (m,), contiguous, read by eight places from each of its places on: (m - 7,) numbers, one at least."""
    # The view of a short mask would have no place, or one, and be of another kind to Numba.
    buffer = mask if len(mask) > KEY_WIDTH else np.append(mask, np.zeros(KEY_WIDTH, dtype=bool))
    eights: Keys = np.ndarray((len(buffer) - KEY_WIDTH + 1,), dtype=np.uint64, buffer=buffer, strides=(1,))
    eights.flags.writeable = False
    return eights


def with_bits(values: Ints, bits: int) -> Bools:
    """Which of the values (m,), small whole numbers, have one of the bits."""
    if not compiled.in_use():
        return (values & bits) != 0
    from coachkit.text import token_kernels

    mask = np.empty(len(values), dtype=bool)
    token_kernels.pick(values, values.dtype.type(bits), mask)
    return mask


def among(values: Ints, others: Ints, *, in_order: bool = False) -> Bools:
    """Which of the values stand in `others`, by one sort and a search (np.isin hashes, which is slower here).

    `in_order` says that `others` are sorted already.
    """
    if not len(others):
        return np.zeros(len(values), dtype=bool)
    table = others if in_order else np.sort(others)
    place = np.minimum(np.searchsorted(table, values), len(table) - 1)
    return table[place] == values


def distinct(values: Ints) -> Ints:
    """The different values, sorted."""
    if not len(values):
        return values
    table = np.sort(values)
    return table[np.concatenate(([True], table[1:] != table[:-1]))]


def grown(column: npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
    """The column with noughts after it, up to `size`; the very same where it is that long already."""
    if len(column) >= size:
        return column
    longer = np.zeros((size, *column.shape[1:]), dtype=column.dtype)
    longer[: len(column)] = column
    return longer
