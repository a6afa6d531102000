"""How a chart is drawn: its clothes, and the picture it becomes."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

from coachkit.errors import MissingExtra

LABEL, LETTER = 240.0, 6.6
"""Pixels: of the widest label, and of an ordinary letter in a wide face."""

COLOURS = ("#2f7fc4", "#c2571a", "#5a9a3c", "#a45bb5")
SVG = "http://www.w3.org/2000/svg"
_GRAMMAR = "rfc3987_syntax"
_TAGS = frozenset(
    ("svg", "g", "path", "rect", "line", "circle", "text", "tspan", "defs", "clipPath", "title", "linearGradient", "stop")
)


def altair() -> Any:
    """The chart library. Raises MissingExtra where it is not installed."""
    try:
        with _addresses_later():
            import altair as alt
    except ImportError as error:
        raise MissingExtra("the charts", "workbench") from error
    return alt


@contextmanager
def _addresses_later() -> Iterator[None]:
    """Lets the grammar of web addresses wait until somebody asks about one.

    The chart library brings jsonschema, and where the grammar is installed (JupyterLab brings it) jsonschema loads it for a check
    that no chart needs: well over half of the time that the first chart took to come.
    """
    if _GRAMMAR in sys.modules or find_spec(_GRAMMAR) is None:
        yield
        return
    waiting = ModuleType(_GRAMMAR)

    def is_valid_syntax(term: str, value: str) -> bool:
        if sys.modules.get(_GRAMMAR) is waiting:
            del sys.modules[_GRAMMAR]
        valid: bool = importlib.import_module(_GRAMMAR).is_valid_syntax(term, value)
        return valid

    waiting.is_valid_syntax = is_valid_syntax  # type: ignore[attr-defined]
    sys.modules[_GRAMMAR] = waiting
    try:
        yield
    finally:
        if sys.modules.get(_GRAMMAR) is waiting:
            del sys.modules[_GRAMMAR]


def dressed(chart: Any) -> Any:
    """The chart in our clothes: no ground of its own, text in the page's colour."""
    ink: Mapping[str, Any] = {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "labelFontSize": 11,
        "titleFontSize": 11,
    }
    return (
        chart.configure(background="transparent", font="system-ui, sans-serif")
        .configure_axis(gridColor="currentColor", gridOpacity=0.15, domainColor="currentColor", tickColor="currentColor", **ink)
        .configure_legend(orient="bottom", columns=2, symbolSize=70, symbolStrokeWidth=2, **ink)
        .configure_title(color="currentColor", fontSize=12, anchor="start")
        .configure_view(stroke=None)
    )


def room_for(names: Sequence[str]) -> dict[str, float]:
    """Room for the names beside an axis: the reader's letters may be wider than those that the converter measured."""
    room = min(LABEL, LETTER * max((len(name) for name in names), default=0))
    return {"labelLimit": LABEL, "minExtent": room}


def svg(chart: Any) -> str:
    """The chart as an SVG element to stand in a page: no script, no link, nothing fetched.

    Raises MissingExtra without vl-convert.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise MissingExtra("drawing charts", "workbench") from error
    return cleaned(vl_convert.vegalite_to_svg(chart.to_json()))


def cleaned(picture: str) -> str:
    """The picture with nothing in it but shapes and text: other elements, event handlers and links are left out."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(picture)  # noqa: S314 - the converter's own output, without entities
    for parent in list(root.iter()):
        for child in list(parent):
            if str(child.tag).removeprefix(f"{{{SVG}}}") not in _TAGS:
                parent.remove(child)
        for name in [name for name in parent.attrib if name.lower().startswith("on") or name.lower().endswith("href")]:
            del parent.attrib[name]
        for name in [name for name in parent.attrib if name == "role" or name.startswith("aria-")]:
            del parent.attrib[name]  # the figure around it has the role and the words
    root.set("aria-hidden", "true")
    return ET.tostring(root, encoding="unicode")
