"""YAML documents: read once, checked against a schema, mistakes told with file, line and column.

Parsing YAML costs far more than using it, so the parsed value is kept in the user's cache folder under the hash of the
file's bytes. Without a writable cache everything works, only the start is slower.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from coachkit.errors import DocumentError, did_you_mean

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic.fields import FieldInfo
    from ruamel.yaml.nodes import Node

MAX_BYTES = 500_000
"""Parsing takes seconds for a file of this size; the largest of ours, a language pack, has less than half of it."""
MAX_ALIASES = 20
MAX_DEPTH = 50
"""Brackets inside brackets, or dashes in a row; parsing takes hours where there are many thousands."""
CACHE_FORMAT = "2"

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

_UNSAVED: ContextVar[Mapping[Path, str]] = ContextVar("_UNSAVED", default={})  # noqa: B039 - never changed, only replaced

Model = TypeVar("Model", bound="BaseModel")


def shipped_folder(name: str) -> Path:
    """The folder rubrics/, exercises/ or notebooks/: in the installed package, or beside it in a checkout."""
    inside = Path(__file__).parent / "_shipped" / name
    return inside if inside.is_dir() else Path(__file__).parent.parent / name


def cache_folder() -> Path:
    """Where derived files may be kept: COACHKIT_CACHE, else the platform's cache folder."""
    chosen = os.environ.get("COACHKIT_CACHE")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("coachkit", appauthor=False))


def home_folder() -> Path:
    """The folder of the user's own data: COACHKIT_HOME, else the platform's data folder. It need not be there yet."""
    chosen = os.environ.get("COACHKIT_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_dir

    return Path(user_data_dir("coachkit", appauthor=False))


@contextmanager
def instead_of(path: Path, text: str) -> Iterator[None]:
    """Within it the file at `path` says `text`, to this thread and its tasks only: for checking what is not saved yet."""
    token = _UNSAVED.set({**_UNSAVED.get(), path.resolve(): text})
    try:
        yield
    finally:
        _UNSAVED.reset(token)


def read_text(path: Path) -> str:
    """The file as text. Raises DocumentError when it is missing, too large or not UTF-8."""
    unsaved = _UNSAVED.get()
    if unsaved and (text := unsaved.get(path.resolve())) is not None:
        return _not_too_large(path, text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror or error}") from error
    try:
        return _not_too_large(path, data).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DocumentError(f"{path}:{line}:1: not UTF-8; save the file as UTF-8 and try again") from error


def _not_too_large(path: Path, data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{path}:1:1: {len(data):,} bytes; a file that is written by hand has at most {MAX_BYTES:,}")
    return data


def load(path: Path, schema: type[Model], known: Iterable[str] = ()) -> Model:
    """The file at `path` as a checked value of `schema`.

    Raises DocumentError naming file, line and column; `known` adds names for "did you mean".
    """
    from pydantic import ValidationError

    text = read_text(path)
    # What somebody is typing just now is another text at every key: it would drive everything else out.
    check = _checked.__wrapped__ if text in _UNSAVED.get().values() else _checked
    try:
        return cast("Model", check(text, str(path), schema))
    except ValidationError as error:
        raise DocumentError(_explain(error, text, str(path), schema, tuple(known))) from error


@lru_cache(maxsize=512)
def _checked(text: str, name: str, schema: type[BaseModel]) -> BaseModel:
    """The value of a text, checked once: values are frozen, so everyone who reads the same text may have the same one."""
    return schema.model_validate(parse(text, name))


def parse(text: str, name: str) -> Any:
    """The YAML text as plain lists, dicts, strings and numbers; from the cache where the same bytes were parsed before."""
    value = find_kept("yaml", text)
    if value is None:
        value = _parse_yaml(text, name)
        # What somebody is typing just now is another text at every key: the cache would fill up with it.
        if text not in _UNSAVED.get().values():
            _save("yaml", text, value)
    return value


def write_quietly(path: Path, data: bytes) -> None:
    """Writes a cache file in one step; a folder that cannot be written is no error, only slower."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
            part.write(data)
        Path(part.name).replace(path)
    except OSError:
        return


def kept(name: str, marks: object, make: Callable[[], Any], fits: Callable[[Any], bool]) -> Any:
    """What `make` gives, kept as JSON in the folder `name` of the cache for what takes long to work out or to import.

    `marks` (JSON too) tells one value from another: versions, what was asked. A file that does not fit is made anew.
    """
    value = find_kept(name, marks)
    if value is not None and fits(value):
        return value
    value = make()
    keep(name, marks, value)
    return value


def find_kept(name: str, marks: object) -> Any:
    """What was kept under these marks; None where nothing was, or the file is spoilt."""
    try:
        return json.loads(_kept_file(name, marks).read_bytes())
    except (OSError, ValueError):
        return None


def keep(name: str, marks: object, value: object) -> None:
    """Keeps a value for `find_kept`; not what may be made of a text that somebody is typing just now."""
    if not _UNSAVED.get():
        _save(name, marks, value)


def _save(name: str, marks: object, value: object) -> None:
    write_quietly(_kept_file(name, marks), json.dumps(value).encode())


def _kept_file(name: str, marks: object) -> Path:
    digest = hashlib.sha256(json.dumps([CACHE_FORMAT, marks], sort_keys=True).encode()).hexdigest()
    return cache_folder() / name / f"{digest[:32]}.json"


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


@lru_cache(maxsize=8)
def _nodes(text: str) -> Node | None:
    from ruamel.yaml import YAML

    node: Node | None = YAML(typ="safe", pure=True).compose(io.StringIO(text))
    return node


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


def _explain(error: ValidationError, text: str, name: str, schema: type[BaseModel], known: tuple[str, ...]) -> str:
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
    message = str(problem["msg"]).removeprefix("Value error, ")
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
