"""Rows of a table as columns: most of them may stand, and many of the others hold a name or number in their text alone.

What is masked is what `RowMasker` masks row by row; here is only found out, a column at a time, which rows need that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from coachkit.privacy.by_column import masked_column
from coachkit.privacy.finds import Finds
from coachkit.privacy.names import small_letters
from coachkit.privacy.tables import RowMasker
from coachkit.privacy.values import NOTHING, Scan
from coachkit.transcripts.rows import Stretch
from coachkit.transcripts.text_column import TextColumn
from coachkit.transcripts.values import text_of

Scans = Mapping[int, Scan]
"""What was found in the cells of a column, by place; a cell that is left out was scanned and holds nothing."""

FEW = 40
"""Different values up to which a column is looked through for a name once, not row by row."""


class StretchMasker:
    """Masks stretches of rows in the order of the file, as its `rows` would do it."""

    def __init__(self, rows: RowMasker) -> None:
        self.rows = rows

    def to_mask(self, stretch: Stretch, found: Mapping[str, Scans], *, alone: bool) -> tuple[Sequence[Any] | None, set[int]]:
        """The column of texts with those masked that hold something there alone and belong to no conversation (None where none
        was looked at); and the places of the other rows that may not stand as they are.

        `found` holds the scans of columns that were scanned already. Without `alone` every such row is among the second.
        """
        columns = stretch.columns
        text, talks = self.rows.columns.text or "", self.rows.columns.conversation
        closer = set[int]().union(*(self._not_plain(stretch, name, found) for name in columns if name != text))
        texts = columns.get(text, ())
        if not alone or talks or text not in found or not (isinstance(texts, TextColumn) or set(map(type, texts)) == {str}):
            return None, closer | self._not_plain(stretch, text, found)
        beside = _Beside([cells for name, cells in columns.items() if name != text])
        masker, scans = self.rows.masker, found[text]
        if isinstance(texts, TextColumn) and isinstance(scans, Finds) and not masker.keeps_pairs:
            masked, near = masked_column(masker, texts, scans, closer, beside)
            return masked, closer | near
        changes = dict[int, str]()
        for place in self._not_plain(stretch, text, found) - closer:
            words, begin = masker.alone(texts[place], scans.get(place, NOTHING))
            if begin and beside.holds(place, begin):
                closer.add(place)
            else:
                changes[place] = words
        return changed(texts, changes), closer

    def in_talks(self, stretch: Stretch, closer: set[int]) -> Iterator[int]:
        """The places of the rows that need a closer look, in order: `closer`, and those of a conversation that has given names.

        To be gone through while the rows are masked: one may give a name that a later one is masked by.
        """
        talks = self.rows.columns.conversation
        if talks is None or talks not in stretch.columns:
            yield from sorted(closer)
            return
        for place, name in enumerate(map(text_of, stretch.columns[talks])):
            talk = self.rows.masker.talk(name) if name is not None else None
            if place in closer or (talk and talk.words):
                yield place

    def _not_plain(self, stretch: Stretch, name: str, found: Mapping[str, Scans]) -> set[int]:
        """The places where a column holds what may not stand as it is."""
        rows, cells, plan = self.rows, stretch.columns[name], self.rows.plan(tuple(stretch.columns))
        if isinstance(cells, TextColumn) and name not in plan.whole and not (name in plan.texts and name in found):
            stays_so = (rows.may_stay(name, one) if name in plan.ours else rows.is_plain(one, None) for one in cells.codes[0])
            bad_codes = [code for code, stays in enumerate(stays_so) if not stays]
            return set(np.flatnonzero(np.isin(cells.codes[1], bad_codes)).tolist()) if bad_codes else set()
        if name in plan.whole:
            return {place for place, cell in enumerate(cells) if cell is not None}
        simple = set(map(type, cells)) <= {str, type(None)}
        if name in plan.texts and name in found:
            scans = found[name]
            if simple:
                held = "<" in "".join(filter(None, cells))
                return {*scans, *(place for place, cell in enumerate(cells) if held and cell and "<" in cell)}
            return {place for place, cell in enumerate(cells) if not rows.is_plain(cell, scans.get(place, NOTHING))}

        def stays(cell: Any) -> bool:
            return rows.may_stay(name, cell) if name in plan.ours else rows.is_plain(cell, None)

        if not simple:
            return {place for place, cell in enumerate(cells) if not stays(cell)}
        bad = {cell for cell in set(cells) if not stays(cell)}
        return {place for place, cell in enumerate(cells) if cell in bad} if bad else set()


def changed(cells: Sequence[Any], changes: Mapping[int, Any]) -> Sequence[Any]:
    """A column with other cells at some places."""
    if isinstance(cells, TextColumn) and set(map(type, changes.values())) <= {str}:
        return cells.changed(changes)
    copied = list(cells)
    for place, value in changes.items():
        copied[place] = value
    return copied


class _Beside:
    """The cells beside the texts of a stretch: whether one of them holds a word that begins as a name does."""

    def __init__(self, columns: Sequence[Sequence[Any]]) -> None:
        few, self._many = list[str](), list[Sequence[Any]]()
        for cells in columns:
            words = set(cells.codes[0]) if isinstance(cells, TextColumn) else {cell for cell in cells if isinstance(cell, str)}
            if len(words) <= FEW:
                few += words
            else:
                self._many.append(cells)
        self._few = small_letters("\n".join(few))
        self._held: dict[tuple[str, ...], bool] = {}

    def holds_anywhere(self, begin: tuple[str, ...]) -> bool:
        """Whether a cell of any row may hold such a word; False is sure."""
        return bool(self._many) or self._among_few(begin)

    def _among_few(self, begin: tuple[str, ...]) -> bool:
        held = self._held.get(begin)
        if held is None:
            held = self._held[begin] = any(one in self._few for one in begin)
        return held

    def holds(self, place: int, begin: tuple[str, ...]) -> bool:
        """Whether a cell of this row may hold such a word; True says only that a closer look is needed."""
        held = self._among_few(begin)
        if held or not self._many:
            return held
        cells = [small_letters(cells[place]) for cells in self._many if isinstance(cells[place], str)]
        return any(one in cell for one in begin for cell in cells)
