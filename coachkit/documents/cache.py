"""What takes long to work out, kept in the cache folder under what it was worked out from."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coachkit.documents.folders import cache_folder
from coachkit.documents.texts import any_unsaved

CACHE_FORMAT = "2"


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
    if not any_unsaved():
        write_kept(name, marks, value)


def write_kept(name: str, marks: object, value: object) -> None:
    """Keeps a value for `find_kept`, whatever is being typed."""
    write_quietly(_kept_file(name, marks), json.dumps(value).encode())


def write_quietly(path: Path, data: bytes) -> None:
    """Writes a cache file in one step; a folder that cannot be written is no error, only slower."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
            part.write(data)
        Path(part.name).replace(path)
    except OSError:
        return


def _kept_file(name: str, marks: object) -> Path:
    digest = hashlib.sha256(json.dumps([CACHE_FORMAT, marks], sort_keys=True).encode()).hexdigest()
    return cache_folder() / name / f"{digest[:32]}.json"
