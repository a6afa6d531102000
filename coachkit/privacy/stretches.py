"""Rows of a table as columns: most of them may stand, and many of the others hold a name or number in their text alone.

What is masked is what `RowMasker` masks row by row; here is only found out, a column at a time, which rows need that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coachkit.privacy.names import small_letters
from coachkit.privacy.tables import RowMasker
from coachkit.privacy.values import NOTHING, Scan
from coachkit.transcripts.rows import Stretch
from coachkit.transcripts.values import text_of

Scans = Mapping[int, Scan]
"""What was found in the cells of a column, by place; a cell that is left out was scanned and holds nothing."""

FEW = 40
"""Different values up to which a column is looked through for a name once, not row by row."""


class StretchMasker:
    """Masks stretches of rows in the order of the file, as its `rows` would do it."""

    def __init__(self, rows: RowMasker) -> None:
        self.rows = rows

    def to_mask(self, stretch: Stretch, found: Mapping[str, Scans], *, alone: bool) -> tuple[dict[int, str], set[int]]:
        """The masked texts of the rows that hold something there alone and belong to no conversation, by place; and the places
        of the other rows that may not stand as they are.

        `found` holds the scans of columns that were scanned already. Without `alone` every such row is among the second.
        """
        columns = stretch.columns
        text, talks = self.rows.columns.text or "", self.rows.columns.conversation
        closer = set[int]().union(*(self._not_plain(stretch, name, found) for name in columns if name != text))
        mine = self._not_plain(stretch, text, found)
        if not alone or talks or text not in found or set(map(type, columns[text])) != {str}:
            return {}, closer | mine
        beside = _Beside([cells for name, cells in columns.items() if name != text])
        masked, scans, texts = dict[int, str](), found[text], columns[text]
        for place in mine - closer:
            words, begin = self.rows.masker.alone(texts[place], scans.get(place, NOTHING))
            if begin and beside.holds(place, begin):
                closer.add(place)
            else:
                masked[place] = words
        return masked, closer

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


class _Beside:
    """The cells beside the texts of a stretch: whether one of them holds a word that begins as a name does."""

    def __init__(self, columns: Sequence[Sequence[Any]]) -> None:
        few, self._many = list[str](), list[Sequence[Any]]()
        for cells in columns:
            words = {cell for cell in cells if isinstance(cell, str)}
            if len(words) <= FEW:
                few += words
            else:
                self._many.append(cells)
        self._few = small_letters("\n".join(few))
        self._held: dict[tuple[str, ...], bool] = {}

    def holds(self, place: int, begin: tuple[str, ...]) -> bool:
        """Whether a cell of this row may hold such a word; True says only that a closer look is needed."""
        held = self._held.get(begin)
        if held is None:
            held = self._held[begin] = any(one in self._few for one in begin)
        if held or not self._many:
            return held
        cells = [small_letters(cells[place]) for cells in self._many if isinstance(cells[place], str)]
        return any(one in cell for one in begin for cell in cells)
