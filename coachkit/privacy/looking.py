"""What the texts of a block may hold, and the plainest names in them: found by the compiled loops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coachkit.privacy.lookup import tables
from coachkit.privacy.may import EVERYTHING
from coachkit.signals.digit_runs import Runs
from coachkit.signals.encoded import PAD, Encoded
from coachkit.text.corpus import Ints
from coachkit.transcripts.text_column import TextColumn


@dataclass(frozen=True, eq=False, slots=True)
class Looked:
    """n texts as bytes, `may` (n,) what each may hold (May), and `names` (n, 4): start and end (code points) of the name that a
    greeting gives, and of the one that a sign-off does. Noughts where there is none, or where the text has to be looked at.

    `runs` are the digits of texts with many; `mail` are the texts in which an @ stands inside an address.
    """

    column: Encoded
    may: Ints
    names: Ints
    runs: Runs
    mail: Ints


def looked_through(texts: Sequence[str | None]) -> Looked | None:
    """The texts, looked through; None where one has half a character, or they are too long for the numbers."""
    from coachkit.privacy.kernels import MAIL, OTHERS, sift
    from coachkit.privacy.name_kernels import find_names

    column = _column(texts)
    if column is None:
        return None
    may, names = np.zeros(len(texts), dtype=np.int32), np.zeros((len(texts), 4), dtype=np.int32)
    # mypy knows nothing of the columns that loops of C read.
    data, begins, table, spans = _any(column.data, column.begins, tables(), np.zeros(4, dtype=np.int64))
    found: Any = np.empty(3 * (len(column.data) // 2 + 2), dtype=np.int64)
    found[0] = 0
    sift(data, begins, table, may, found)
    find_names(data, begins, table, spans, may, names)
    start, end, row = found[1 : 3 * int(found[0]) + 1].reshape(-1, 3).T.copy()
    runs = Runs(start, end, row, np.flatnonzero(may & OTHERS))
    return Looked(column, may & EVERYTHING, names, runs, np.flatnonzero(may & MAIL))


def _any(*columns: Any) -> tuple[Any, ...]:
    return columns


def _column(texts: Sequence[str | None]) -> Encoded | None:
    """The texts one after the other, nothing for those that are missing: quicker than by one `encode` for each."""
    if isinstance(texts, TextColumn):
        return _padded(texts.own_bytes.data, texts.own_begins)
    import pyarrow as pa

    try:
        array = pa.array(texts, pa.string())
    except UnicodeEncodeError:
        return None
    if isinstance(array, pa.ChunkedArray):
        return None
    _, begins, data = array.buffers()
    places = np.frombuffer(begins, dtype=np.int32, count=len(texts) + 1) if len(texts) else np.zeros(1, dtype=np.int32)
    return _padded(memoryview(data)[: int(places[-1])] if data else b"", places)


def _padded(data: Any, places: Ints) -> Encoded:
    joined = b"".join((bytes(PAD), data, bytes(PAD)))
    return Encoded(joined, np.frombuffer(joined, dtype=np.uint8)[PAD:-PAD], places)
