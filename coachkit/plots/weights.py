"""The chart of what hangs on the weights of a rubric."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coachkit.plots.drawing import COLOURS, altair, dressed, room_for


def weight_effects(rows: Sequence[tuple[str, float, float]], title: str, names: tuple[str, str]) -> Any:
    """How far other weights move a score at most: a line per weight, from a ring (weight nought) to a triangle (doubled).

    `rows` are name, points at nought, points when doubled, in the order they are shown; `title` is the axis', `names` those of
    the two marks.
    """
    alt = altair()
    order = [name for name, _, _ in rows]
    data = [
        {"weight": weight, "points": points, "share": share}
        for weight, *both in rows
        for share, points in zip(names, both, strict=True)
    ]
    base = alt.Chart(alt.Data(values=data)).encode(
        x=alt.X("points:Q", title=title, scale=alt.Scale(domainMin=0, nice=True), axis=alt.Axis(tickCount=5)),
        y=alt.Y("weight:N", sort=order, title=None, axis=alt.Axis(**room_for(order))),
    )
    lines = base.mark_line(color="currentColor", opacity=0.4, strokeWidth=1).encode(detail="weight:N")
    marks = base.mark_point(size=70, filled=True, opacity=1).encode(
        shape=alt.Shape("share:N", title=None, scale=alt.Scale(domain=list(names), range=["circle", "triangle-up"])),
        color=alt.Color("share:N", title=None, scale=alt.Scale(domain=list(names), range=list(COLOURS[:2]))),
    )
    return dressed((lines + marks).properties(width=260, height=alt.Step(20)))
