"""The map of a scenario as a picture: shapes with their places, for author.js to draw, and the same in words.

Each turn is a box with its rules as lines; a rule's line runs out to the right and joins the rail of the turn or ending that it
leads to. So every condition can be read in full, and no arrow crosses a text. Unreached boxes have a broken frame, rules that
never hold a broken line; model paths have a sign each.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from coachkit.authoring.turn_map import ENDING, Edge, Node, TurnMap, condition_words
from coachkit.authoring.words import MapWords
from coachkit.practice.words import filled
from coachkit.scenarios.schema import LEVELS, Level

BOX = 384.0
"""Pixels: the width of a box; letters are 12 px high and about LETTER wide."""
LETTER, LINE, PADDING, GAP = 6.1, 17.0, 9.0, 14.0
NARROWER = 0.93
"""Slanted letters are a little wider."""
FIRST_RAIL, RAIL = 16.0, 11.0
MARKS = 44.0
"""Pixels at the right of a line that are kept for the signs of model paths."""
MOST_LINES = 2

SIGNS: dict[Level, str] = {"excellent": "★", "ordinary": "●", "poor": "▼"}
ENDS = {"resolved": "✓", "escalated": "↑", "abandoned": "✕", "handed_over": "⇄"}

Line = Callable[[tuple[str | int, ...]], int]
"""The line of the file (from 1) at which a path of keys stands."""

Shape = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Row:
    """One rule in its box: its lines of text and where they begin."""

    edge: Edge
    lines: tuple[str, ...]
    top: float

    @property
    def middle(self) -> float:
        """Where the rule's line runs out."""
        return self.top + LINE / 2


@dataclass(frozen=True, slots=True)
class _Box:
    node: Node
    top: float
    height: float
    says: tuple[str, ...]
    rows: tuple[_Row, ...]

    @property
    def middle(self) -> float:
        """Where rails arrive."""
        return self.top + PADDING + LINE / 2


def picture(found: TurnMap, words: MapWords, line: Line) -> dict[str, Any]:
    """What author.js draws: width, height, shapes; `said` is the picture in a sentence, `list` in words, turn by turn."""
    boxes = _boxes(found, words)
    rails = _rails(boxes)
    shapes = [shape for box in boxes for shape in _drawn(box, words, line)]
    shapes += [shape for target, lane in rails.items() for shape in _rail(target, lane, boxes)]
    width = BOX + FIRST_RAIL + RAIL * (1 + max(rails.values(), default=0))
    height = boxes[-1].top + boxes[-1].height + 2 if boxes else 0
    unreached = [one.id for one in found.nodes if not one.reached]
    said = filled(
        words.label,
        turns=sum(one.kind != ENDING for one in found.nodes),
        endings=sum(one.kind == ENDING for one in found.nodes),
        unreached=", ".join(unreached) or words.nowhere,
    )
    return {
        "width": width,
        "height": height,
        "shapes": shapes,
        "said": said,
        "list": [_in_words(one, found, words, line) for one in found.nodes],
        "legend": [f"{SIGNS[level]} {words.levels[level]}" for level in reversed(LEVELS)],
    }


def _boxes(found: TurnMap, words: MapWords) -> list[_Box]:
    """The boxes one below the other, in the map's order."""
    boxes: list[_Box] = []
    top = 1.0
    for node in found.nodes:
        says = _wrapped(node.says, (BOX - 2 * PADDING) * NARROWER)
        rows, row_top = [], top + PADDING + LINE * (1 + len(says)) + (4 if found.rules_of(node.id) else 0)
        for edge in found.rules_of(node.id):
            lines = _wrapped(_rule(edge, words), BOX - 2 * PADDING - MARKS)
            rows.append(_Row(edge, lines, row_top))
            row_top += LINE * len(lines)
        boxes.append(_Box(node, top, row_top - top + PADDING, says, tuple(rows)))
        top = row_top + PADDING + GAP
    return boxes


def _wrapped(text: str, width: float) -> tuple[str, ...]:
    flat = " ".join(text.split())
    return tuple(textwrap.wrap(flat, int(width / LETTER), max_lines=MOST_LINES, placeholder=" …")) if flat else ()


def _rule(edge: Edge, words: MapWords) -> str:
    """A rule in words."""
    condition = condition_words(edge.when, words)
    told = words.always if edge.when.always else filled(words.when, condition=condition)
    line = filled(words.to, condition=told, to=edge.to)
    return line if edge.met else f"{line} ({words.never})"


def _rails(boxes: Sequence[_Box]) -> dict[str, int]:
    """For each box that is led to from another one, the number of its rail; rails that overlap stand beside each other."""
    spans = {}
    for box in boxes:
        ends = [row.middle for one in boxes for row in one.rows if row.edge.to == box.node.id and one is not box]
        if ends:
            spans[box.node.id] = (min(*ends, box.middle), max(*ends, box.middle))
    rails: dict[str, int] = {}
    for name, (start, end) in sorted(spans.items(), key=lambda item: (item[1][0] - item[1][1], item[0]), reverse=True):
        taken = {rails[other] for other in rails if spans[other][0] - RAIL < end and start < spans[other][1] + RAIL}
        rails[name] = next(number for number in range(len(boxes)) if number not in taken)
    return rails


def _drawn(box: _Box, words: MapWords, line: Line) -> Iterator[Shape]:
    node = box.node
    at = line(("endings" if node.kind == ENDING else "turns", node.id))
    kind = f"ca-{node.kind}" + ("" if node.reached else " ca-unreached")
    frame = {"x": 1.0, "y": box.top, "width": BOX - 2, "height": box.height, "rx": 14 if node.kind == ENDING else 5}
    yield {"tag": "rect", "class": f"ca-node {kind}", **frame, "line": at}
    y = box.top + PADDING + LINE - 4
    name = f"{ENDS[node.ending]} {node.id} · {words.ends[node.ending]}" if node.ending else node.id  # type: ignore[index]
    yield _text("ca-node-name", PADDING, y, name if node.reached else f"{name} ⚠ {words.unreached}", at)
    yield from _signs(node.paths, y)
    for number, part in enumerate(box.says, start=1):
        yield _text("ca-node-says", PADDING, y + number * LINE, part, at)
    for row in box.rows:
        row_line = line(("turns", node.id, "next", row.edge.number))
        style = "ca-rule" if row.edge.met else "ca-rule ca-never"
        for number, part in enumerate(row.lines):
            yield _text(style, PADDING + 8, row.top + number * LINE + LINE - 4, part, row_line)
        yield from _signs(row.edge.paths, row.top + LINE - 4)
        if row.edge.to == node.id:
            yield _text("ca-loop", BOX - 8, row.top + LINE - 4, "↻", row_line)


def _signs(paths: Sequence[Level], y: float) -> Iterator[Shape]:
    if paths:
        yield _text("ca-signs", BOX - 14, y, "".join(SIGNS[level] for level in paths), 0)


def _text(style: str, x: float, y: float, text: str, line: int) -> Shape:
    return {"tag": "text", "class": style, "x": x, "y": round(y, 1), "text": text, "line": line}


def _rail(target: str, lane: int, boxes: Sequence[_Box]) -> Iterator[Shape]:
    """The rail of a box, the lines of the rules that join it, and the arrow to the box."""
    x = BOX + FIRST_RAIL + RAIL * lane
    arrives = next(box.middle for box in boxes if box.node.id == target)
    joins = [row for box in boxes for row in box.rows if row.edge.to == target and box.node.id != target]
    ends = [row.middle for row in joins]
    yield _path("ca-rail", f"M{x:g} {min(*ends, arrives):g} V{max(*ends, arrives):g}", target)
    yield _path("ca-rail", f"M{x:g} {arrives:g} H{BOX:g}", target)
    yield _path("ca-arrow", f"M{BOX - 1:g} {arrives:g} l8 -4.5 v9 Z", target)
    for row in joins:
        style = "ca-rail" + (" ca-walked" if row.edge.paths else "") + ("" if row.edge.met else " ca-never")
        yield _path(style, f"M{BOX - 1:g} {row.middle:g} H{x:g}", target)
        yield {"tag": "circle", "class": "ca-join", "cx": x, "cy": row.middle, "r": 2.6, "to": target}


def _path(style: str, d: str, target: str) -> Shape:
    return {"tag": "path", "class": style, "d": d, "to": target}


def _in_words(node: Node, found: TurnMap, words: MapWords, line: Line) -> dict[str, Any]:
    """A turn or an ending in words, with the lines of the file to go to."""
    notes = [] if node.reached else [words.unreached]
    notes += [words.ends[node.ending]] if node.ending else []  # type: ignore[index]
    notes += [filled(words.paths, levels=", ".join(words.levels[one] for one in node.paths))] if node.paths else []
    return {
        "id": node.id,
        "line": line(("endings" if node.kind == ENDING else "turns", node.id)),
        "says": node.says,
        "notes": notes,
        "rules": [
            {"words": _rule(one, words), "line": line(("turns", node.id, "next", one.number))} for one in found.rules_of(node.id)
        ],
    }
