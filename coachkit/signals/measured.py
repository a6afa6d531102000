"""What a signal gives: a value for each reply, and the passages it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from coachkit.signals.spans import NO_SPANS, Spans
from coachkit.text.corpus import Floats


@dataclass(frozen=True, eq=False)
class Measured:
    """One signal: a value per reply (n,), NaN where it cannot be told, and the passages it rests on."""

    values: Floats
    spans: Spans = NO_SPANS
    about: Spans = NO_SPANS
    """Passages of the customers' messages, such as questions left open."""
    merit: bool = False
    """Whether the passages are what earns (True) or what costs (False)."""
