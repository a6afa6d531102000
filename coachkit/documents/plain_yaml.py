"""YAML texts: the plain value of one, where in it something stands, what is wrong with one that cannot be read."""

from __future__ import annotations

import io
import itertools
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from coachkit.documents.cache import find_kept, write_kept
from coachkit.documents.texts import is_unsaved
from coachkit.errors import DocumentError

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

MAX_ALIASES = 20

MAX_DEPTH = 50
"""Brackets inside brackets, or dashes in a row; parsing takes hours where there are many thousands."""

REMEDIES = {
    "mapping values are not allowed": "; put a text that has a colon in quotation marks",
    "expected <block end>": "; is there a quotation mark too many, or a line indented otherwise than its neighbours?",
    "could not find expected ':'": "; write 'key: value'",
    "found unexpected end of stream": "; a quotation mark is not closed",
    "undefined alias": "; put a text that begins with * in quotation marks",
    "could not determine a constructor": "; leave the tag (!...) out, or put the text in quotation marks",
    "cannot start any token": "; put the text in quotation marks",
}
"""What to do about what the YAML reader says."""

_NESTING = re.compile(rf"[\[{{}}\]]|(?:[-?] +){{{MAX_DEPTH},}}")


def parse(text: str, name: str) -> Any:
    """The YAML text as plain lists, dicts, strings and numbers; from the cache where the same bytes were parsed before."""
    value = find_kept("yaml", text)
    if value is None:
        value = _parse_yaml(text, name)
        # The cache would fill up with what somebody is typing just now.
        if not is_unsaved(text):
            write_kept("yaml", text, value)
    return value


def _parse_yaml(text: str, name: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    if line := _line_too_deep(text):
        raise DocumentError(f"{name}:{line}:1: not a plain YAML document: brackets or dashes more than {MAX_DEPTH} deep")
    if text.count("*") and (line := _line_of_one_alias_too_many(text)):
        raise DocumentError(f"{name}:{line}:1: more than {MAX_ALIASES} YAML aliases (*name); write the values out instead")
    try:
        value = YAML(typ="safe", pure=True).load(io.StringIO(text))
        # As it will come out of the cache: keys are texts, and a date is the text it was written as.
        value = json.loads(json.dumps(value, default=str))
    except MarkedYAMLError as error:
        raise DocumentError(_yaml_problem(error, name)) from error
    except ReaderError as error:
        raise DocumentError(_odd_sign(error, text, name)) from error
    except (YAMLError, TypeError, ValueError, RecursionError) as error:
        why = "a value that holds itself; write it out" if "Circular" in str(error) else str(error).split("\n")[0]
        raise DocumentError(f"{name}:1:1: not a plain YAML document: {why}") from error
    return value


def _line_of_one_alias_too_many(text: str) -> int:
    """The line (from 1) of the first alias that is one too many; 0 where there is none, or the text cannot be read that far."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.events import AliasEvent

    try:
        aliases = (event for event in YAML(typ="safe", pure=True).parse(io.StringIO(text)) if isinstance(event, AliasEvent))
        one_too_many = next(itertools.islice(aliases, MAX_ALIASES, None), None)
    except YAMLError:
        return 0
    return one_too_many.start_mark.line + 1 if one_too_many else 0


def _line_too_deep(text: str) -> int:
    """The line (from 1) where more brackets are open than a plain document has, or more dashes stand in a row; 0 for none.

    Brackets inside quotation marks are counted too: nobody leaves so many open there either.
    """
    depth = 0
    for found in _NESTING.finditer(text):
        sign = found.group()
        depth = max(0, depth + (1 if sign in "[{" else -1)) if len(sign) == 1 else depth
        if depth > MAX_DEPTH or len(sign) > 1:
            return text.count("\n", 0, found.start()) + 1
    return 0


def _yaml_problem(error: Any, name: str) -> str:
    mark = error.problem_mark or error.context_mark
    where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
    problem = str(error.problem or error.context or "not valid YAML")
    if problem.startswith("found duplicate key"):
        problem = problem.partition(" with value")[0] + "; keep one of them"
    if "cannot start any token" in problem and "\\t" in problem:
        problem = "a tab; indent with spaces"
    remedy = next((one for sign, one in REMEDIES.items() if sign in problem), "")
    return f"{where}: {problem}{remedy}"


def _odd_sign(error: Any, text: str, name: str) -> str:
    """A sign that no text file has, such as NUL; the error knows its place in the text."""
    before = text[: error.position]
    line, column = before.count("\n") + 1, error.position - before.rfind("\n")
    return f"{name}:{line}:{column}: a sign that does not belong into a text (U+{ord(text[error.position]):04X}); delete it"


def position(text: str, path: Sequence[str | int]) -> tuple[int, int]:
    """Line and column (both from 1) of the value at `path`; of its nearest parent where it is missing."""
    from ruamel.yaml.nodes import MappingNode, SequenceNode

    node = _nodes(text)
    mark = node.start_mark if node is not None else None
    for part in path:
        found = None
        if isinstance(node, MappingNode):
            for key, value in node.value:
                if key.value == str(part):
                    found, mark = value, key.start_mark
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = node.value[part]
            mark = found.start_mark
        if found is not None:
            node = found
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


@lru_cache(maxsize=8)
def _nodes(text: str) -> Node | None:
    from ruamel.yaml import YAML

    node: Node | None = YAML(typ="safe", pure=True).compose(io.StringIO(text))
    return node
