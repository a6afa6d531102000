"""The chart of scores over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coachkit.model import DIMENSIONS
from coachkit.plots.drawing import COLOURS, altair, dressed
from coachkit.plots.words import chart_words

if TYPE_CHECKING:
    from coachkit.store import PastAttempt

SHAPES = ("circle", "square", "triangle-up", "diamond")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])


def scores_over_time(attempts: Sequence[PastAttempt], language: str) -> Any:
    """A line per dimension over the replies in the order they were sent; each has its own dashes and points too."""
    alt, words = altair(), chart_words(language)
    names = [words.dimensions[one] for one in DIMENSIONS]
    rows = [
        {"reply": number, "score": getattr(one, name), "dimension": words.dimensions[name]}
        for number, one in enumerate(attempts, start=1)
        for name in DIMENSIONS
        if getattr(one, name) is not None
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X(
            "reply:Q",
            title=words.reply,
            axis=alt.Axis(values=_ticks(len(attempts)), format="d"),
            scale=alt.Scale(domain=_domain(len(attempts))),
        ),
        y=alt.Y("score:Q", title=words.score, scale=alt.Scale(domain=[0, 100])),
        color=alt.Color("dimension:N", title=None, scale=alt.Scale(domain=names, range=list(COLOURS))),
    )
    lines = base.mark_line(strokeWidth=2).encode(
        strokeDash=alt.StrokeDash("dimension:N", title=None, scale=alt.Scale(domain=names, range=list(DASHES)))
    )
    points = base.mark_point(size=55, filled=True, opacity=1).encode(
        shape=alt.Shape("dimension:N", title=None, scale=alt.Scale(domain=names, range=list(SHAPES)))
    )
    return dressed((lines + points).properties(width=380, height=220))


def _domain(replies: int) -> list[float]:
    """A little room on both sides: a mark on the very edge would be cut."""
    room = max(0.5, replies / 60)
    return [1 - room, max(2, replies) + room]


def _ticks(replies: int) -> list[int]:
    """At most about ten whole numbers, the first and the last reply among them."""
    step = max(1, -(-replies // 10))
    return sorted({1, *range(step, replies + 1, step), replies})
