"""YAML documents: read once, checked against a schema, mistakes told with file, line and column.

Parsing YAML costs far more than using it, so the parsed value is kept in the user's cache folder under the hash of the
file's bytes. Without a writable cache everything works, only the start is slower.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from coachkit.documents.cache import find_kept, keep, kept, write_quietly
from coachkit.documents.folders import cache_folder, home_folder, shipped_folder
from coachkit.documents.mistakes import explain
from coachkit.documents.plain_yaml import parse, position
from coachkit.documents.texts import instead_of, is_unsaved, read_text
from coachkit.errors import DocumentError

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = [
    "cache_folder",
    "find_kept",
    "home_folder",
    "instead_of",
    "keep",
    "kept",
    "load",
    "parse",
    "position",
    "read_text",
    "shipped_folder",
    "write_quietly",
]

Model = TypeVar("Model", bound="BaseModel")


def load(path: Path, schema: type[Model], known: Iterable[str] = ()) -> Model:
    """The file at `path` as a checked value of `schema`.

    Raises DocumentError naming file, line and column; `known` adds names for "did you mean".
    """
    from pydantic import ValidationError

    text = read_text(path)
    # What somebody is typing just now is another text at every key: it would drive everything else out.
    check = _checked.__wrapped__ if is_unsaved(text) else _checked
    try:
        return cast("Model", check(text, str(path), schema))
    except ValidationError as error:
        raise DocumentError(explain(error, text, str(path), schema, tuple(known))) from error


@lru_cache(maxsize=512)
def _checked(text: str, name: str, schema: type[BaseModel]) -> BaseModel:
    """The value of a text, checked once: values are frozen, so everyone who reads the same text may have the same one."""
    return schema.model_validate(parse(text, name))
