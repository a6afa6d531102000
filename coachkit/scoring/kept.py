"""The scores of one reply as they are kept: plain numbers, None for what cannot be told."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self


@dataclass(frozen=True)
class ScoreRow:
    """The scores of one reply.

    `total` and the four dimensions are 0 to 100, the criteria (by id) 0 to 1; None where they cannot be told. `fingerprint`
    names the rules that scored it, `gates` the gates it failed.
    """

    total: float | None
    clarity: float | None
    empathy: float | None
    readability: float | None
    tone: float | None
    fingerprint: str
    rubric: str
    criteria: Mapping[str, float | None]
    gates: tuple[str, ...]

    def plain(self) -> Self:
        """The same with plain numbers: as it will come back. What is no finite number cannot be told, and is None."""
        return replace(
            self,
            total=told(self.total),
            clarity=told(self.clarity),
            empathy=told(self.empathy),
            readability=told(self.readability),
            tone=told(self.tone),
            criteria={name: told(score) for name, score in self.criteria.items()},
            gates=tuple(self.gates),
        )


def told(value: float | None) -> float | None:
    """The number as a plain one; None for what is none, or is not finite."""
    return None if value is None or not math.isfinite(value) else float(value)
