"""What a schema refuses, told with file, line and column, and what may stand there instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coachkit.documents.plain_yaml import position
from coachkit.errors import did_you_mean

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic.fields import FieldInfo


_PLAINER = {
    "tuple_type": "must be a list: write [one, another], or a line with a hyphen for each",
    "string_type": "must be a text; put quotation marks around it",
}
"""What Python's own words for a wrong kind of value say to somebody who writes YAML."""


def explain(error: ValidationError, text: str, name: str, schema: type[BaseModel], known: tuple[str, ...]) -> str:
    """A line for each of the first ten mistakes of a text, the file `name`; `known` adds names for "did you mean"."""
    lines = []
    for problem in error.errors()[:10]:
        place = problem["loc"]
        line, column = position(text, place)
        lines.append(f"{name}:{line}:{column}: {_in_words(problem, place, schema, known)}")
    return "\n".join(lines)


def _in_words(problem: Any, place: tuple[str | int, ...], schema: type[BaseModel], known: tuple[str, ...]) -> str:
    key = str(place[-1]) if place else ""
    if problem["type"] == "extra_forbidden":
        return f"unknown key '{key}'{did_you_mean(key, _keys_of(schema, place[:-1]) or known)}"
    if problem["type"] == "missing":
        return f"'{key}' is missing"
    if problem["type"] in ("model_type", "model_attributes_type", "dict_type"):
        return f"'{'.'.join(map(str, place))}' must hold keys and values" if place else "holds no keys and values; is it empty?"
    message = _PLAINER.get(problem["type"]) or str(problem["msg"]).removeprefix("Value error, ")
    where = ".".join(str(part) for part in place)
    return f"'{where}': {message[:1].lower()}{message[1:]}" if where else message


def _keys_of(schema: type[BaseModel], place: tuple[str | int, ...]) -> set[str]:
    """The keys a model allows at `place`, followed through nested models and unions as far as they can be told."""
    from typing import get_args

    from pydantic import BaseModel as Base

    current: list[Any] = [schema]
    for part in place:
        below: list[Any] = []
        for one in current:
            if isinstance(one, type) and issubclass(one, Base) and part in _fields(one):
                below += _flatten(_fields(one)[str(part)].annotation)
        current = below or current
    models = [one for one in current if isinstance(one, type) and issubclass(one, Base)]
    tag = place[-1] if place else None
    chosen = [one for one in models if tag in get_args(getattr(one.model_fields.get("kind"), "annotation", None))]
    return {name for one in (chosen or models) for name in _fields(one)}


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields by the keys they have in a file."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _flatten(annotation: Any) -> list[Any]:
    from typing import get_args

    inner = get_args(annotation)
    return [annotation] if not inner else [leaf for one in inner for leaf in _flatten(one)]
