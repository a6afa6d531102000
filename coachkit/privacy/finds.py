"""Where personal data stands in the texts of a block, as columns: looked at text by text only where somebody asks for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from coachkit.privacy.values import Scan

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Finds(Mapping[int, Scan]):
    """What was found in each text, by its place; texts in which nothing was found are left out.

    A row per piece or name, texts in order: (p,) `places`, `starts` and `ends` in code points; `codes` say which of `kinds` it
    is, where a name's is empty.
    """

    places: Ints
    codes: Ints
    starts: Ints
    ends: Ints
    kinds: Sequence[str]

    @property
    def are_names(self) -> npt.NDArray[np.bool_]:
        """(p,) which of them are names."""
        return np.array([not kind for kind in (*self.kinds, "-")], dtype=bool)[self.codes]

    def part(self, start: int, count: int) -> Finds:
        """Those of so many texts from `start` on, counted from there."""
        first, last = np.searchsorted(self.places, (start, start + count)).tolist()
        codes, starts, ends = (column[first:last] for column in (self.codes, self.starts, self.ends))
        return Finds(self.places[first:last] - np.int32(start), codes, starts, ends, self.kinds)

    def at(self, wanted: npt.NDArray[np.bool_]) -> Finds:
        """Those of the texts that are wanted (n,)."""
        chosen = wanted[self.places]
        return Finds(self.places[chosen], self.codes[chosen], self.starts[chosen], self.ends[chosen], self.kinds)

    @cached_property
    def scans(self) -> dict[int, Scan]:
        """All of them."""
        pieces: dict[int, list[tuple[str, int, int]]] = {}
        names: dict[int, list[tuple[int, int]]] = {}
        kinds = [self.kinds[code] for code in self.codes.tolist()]
        for place, kind, start, end in zip(self.places.tolist(), kinds, self.starts.tolist(), self.ends.tolist(), strict=True):
            if kind:
                pieces.setdefault(place, []).append((kind, start, end))
            elif place in names:
                names[place].append((start, end))
            else:
                names[place] = [(start, end)]
        found = {place: Scan((), tuple(ranges)) for place, ranges in names.items()}
        return found | {place: Scan(tuple(some), tuple(names.get(place, ()))) for place, some in pieces.items()}

    def __getitem__(self, place: int) -> Scan:
        return self.scans[place]

    def __iter__(self) -> Iterator[int]:
        return iter(dict.fromkeys(self.places.tolist()))

    def __len__(self) -> int:
        return len(set(self.places.tolist()))

    def __bool__(self) -> bool:
        return len(self.places) > 0
