"""Writing weights and the version into a rubric's YAML: only the numbers change, every comment, space and quotation mark stays.

ruamel tells where each number stands; it is replaced there. Writing the whole document anew would keep the comments, but
not every line as it was.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from coachkit.documents import parse
from coachkit.errors import DocumentError, did_you_mean

NAME = "rubric.yaml"
SHARED = "a number is shared with another value by a YAML anchor (& and *); write each number out"


def with_weights(text: str, dimensions: Mapping[str, float], criteria: Mapping[str, float], name: str = NAME) -> str:
    """The rubric `text` with these weights; those not named stay as they are. `name` is the file's, for messages.

    Raises DocumentError for a weight that has no place in the file, and for one that an alias shares with another value.
    """
    before = parse(text, name)
    if not isinstance(before, dict):
        raise DocumentError(f"{name}:1:1: holds no keys and values; is it empty?")
    wanted = _changed(before, {("dimensions", key): value for key, value in dimensions.items()})
    wanted |= _changed(before, {("criteria", key): value for key, value in criteria.items()})
    if not wanted:
        return text
    root = YAML(typ="safe", pure=True).compose(io.StringIO(text))
    spots = sorted(_spots(root, wanted, name), reverse=True)
    if any(text[start:end].startswith("&") for start, end, _ in spots):
        raise DocumentError(f"{name}:1:1: {SHARED}")
    after = text
    for start, end, number in spots:
        after = f"{after[:start]}{number}{after[end:]}"
    _refuse_other_changes(before, parse(after, name), wanted, name)
    return after


def with_version(text: str, version: int, name: str = NAME) -> str:
    """The rubric `text` with this version. Raises DocumentError where it has none, or shares it by an anchor."""
    before = parse(text, name)
    node = _below(YAML(typ="safe", pure=True).compose(io.StringIO(text)), "version")
    if not isinstance(before, dict) or not isinstance(node, ScalarNode):
        raise DocumentError(f"{name}:1:1: 'version' is missing; write version: {version}")
    start, end = node.start_mark.index, node.end_mark.index
    # An anchor is part of its value; an alias leads to where the anchor stands.
    if text.startswith("&", start):
        raise DocumentError(f"{name}:1:1: {SHARED}")
    return f"{text[:start]}{version}{text[end:]}"


def _changed(before: Mapping[str, Any], wanted: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """The weights that are other than in the file."""
    return {place: value for place, value in wanted.items() if _weight(before, *place) != value}


def _weight(rubric: Mapping[str, Any], part: str, key: str) -> object:
    """A weight of the file, written alone or in a pick; None where there is none."""
    found = (rubric.get(part) or {}).get(key)
    return found.get("weight") if isinstance(found, dict) else found


def _spots(root: Node, wanted: Mapping[tuple[str, str], float], name: str) -> Iterator[tuple[int, int, str]]:
    """Where each number stands (start and end in the text), and what is to stand there."""
    for (part, key), value in wanted.items():
        found = _below(_below(root, part), key)
        node = _below(found, "weight") if isinstance(found, MappingNode) else found
        if not isinstance(node, ScalarNode):
            mark = (found or _below(root, part) or root).start_mark
            near = did_you_mean(key, _keys(_below(root, part)))
            raise DocumentError(f"{name}:{mark.line + 1}:{mark.column + 1}: no weight for '{key}' in '{part}'{near}")
        yield node.start_mark.index, node.end_mark.index, written(value)


def _below(node: Node | None, key: str) -> Node | None:
    """The value of a key; the last one's, as YAML has it."""
    found = None
    for one, value in node.value if isinstance(node, MappingNode) else ():
        if one.value == key:
            found = value
    return found


def _keys(node: Node | None) -> list[str]:
    return [str(one.value) for one, _ in node.value] if isinstance(node, MappingNode) else []


def written(value: float) -> str:
    """A weight as it is written: 3, 2.5, 0.25."""
    return f"{round(value, 4):g}"


def _refuse_other_changes(before: Any, after: Any, wanted: Mapping[tuple[str, str], float], name: str) -> None:
    """Raises DocumentError when something else than the wanted weights has become another."""
    for (part, key), value in wanted.items():
        found = before[part][key]
        number = float(written(value))
        before[part] = before[part] | {key: found | {"weight": number} if isinstance(found, dict) else number}
    if before != after:
        raise DocumentError(f"{name}:1:1: {SHARED}")
