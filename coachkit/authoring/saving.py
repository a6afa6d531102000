"""Saving what was edited: only what loads, whole or not at all, never over somebody else's change, never outside the workspace.

Good versions stay in a hidden folder `.kept` beside the file, the last MOST_KEPT of each.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from coachkit.documents import instead_of, read_text
from coachkit.errors import ChangedOnDisk, DocumentError, SaveError
from coachkit.rubrics import load_rubric
from coachkit.scenarios.loading import load_scenario

KEPT = ".kept"
MOST_KEPT = 20
ENDING = ".yaml"
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_ID = re.compile(r"^id:.*?(?=\s*(?:#.*)?$)", re.MULTILINE)
_BOM = b"\xef\xbb\xbf"

Check = Callable[[Path], object]
"""Loads the file at a path; raises DocumentError when it cannot be used."""

CHECKS: dict[str, Check] = {"scenario": load_scenario, "rubric": load_rubric}


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as it was opened. `text` has plain line ends; `seen` is a digest of the bytes, "" for a file not there yet.

    `line_end` and `marked` (a byte order mark) are given back when it is saved.
    """

    path: Path
    text: str
    seen: str
    line_end: str = "\n"
    marked: bool = False


def open_file(path: Path) -> Opened:
    """The file to edit. Raises DocumentError when it is missing, too large or not UTF-8."""
    text = read_text(path)
    data = path.read_bytes()
    line_end = "\r\n" if "\r\n" in text else "\n"
    return Opened(path, _plain(text), _digest(data), line_end, data.startswith(_BOM))


def save(opened: Opened, text: str, kind: str, workspace: Path) -> Opened:
    """Writes `text` over the file that was opened, and keeps the version that it replaces.

    `kind` is "scenario" or "rubric". Raises SaveError when the place is not in the workspace or cannot be written,
    ChangedOnDisk when the file is not the one that was opened, DocumentError (file:line:column) when the text does not load.
    """
    path = _inside(opened.path, workspace)
    plain = _plain(text)
    with instead_of(opened.path, plain):
        CHECKS[kind](opened.path)
    there = path.read_bytes() if path.exists() else b""
    if _digest(there) != opened.seen:
        raise ChangedOnDisk(f"{opened.path}: has changed on the disk since it was opened; reload it or save it as another")
    data = (_BOM if opened.marked else b"") + plain.replace("\n", opened.line_end).encode("utf-8")
    try:
        if there and _loads(path, kind):
            _keep(path, there)
        _keep(path, data)
        _write(path, data)
    except OSError as error:
        raise SaveError(
            f"{error.filename or path}: cannot be written: {error.strerror or error}; the file is as it was"
        ) from error
    return Opened(opened.path, plain, _digest(data), opened.line_end, opened.marked)


def save_as(opened: Opened, text: str, kind: str, workspace: Path, name: str) -> Opened:
    """Writes `text` into a new file beside the opened one, its `id` the new name. Raises as save, and for a taken name."""
    if not _NAME.fullmatch(name):
        raise SaveError(f"'{name}' is no name for a file; write lower-case letters a to z, digits and hyphens (late-parcel)")
    path = opened.path.with_name(f"{name}{ENDING}")
    return save_new(path, text, kind, workspace)


def save_new(path: Path, text: str, kind: str, workspace: Path) -> Opened:
    """Writes `text` into a file that is not there yet, its `id` the file's name. Raises as save, and when it is there."""
    if path.exists():
        raise SaveError(f"{path}: is there already; choose another name")
    return save(Opened(path, "", ""), with_id(text, path.stem), kind, workspace)


def with_id(text: str, name: str) -> str:
    """The text with another `id:`; a comment behind it stays."""
    return _ID.sub(f"id: {name}", text, count=1)


def kept_versions(path: Path) -> list[Path]:
    """The kept versions of a file, the newest first."""
    return sorted((path.parent / KEPT).glob(f"{path.stem}.*{path.suffix}"), reverse=True)


def _inside(path: Path, workspace: Path) -> Path:
    """The real path, when it is in the workspace and not in a hidden folder there."""
    real, root = path.resolve(), workspace.resolve()
    if not real.is_relative_to(root):
        raise SaveError(f"{path}: is outside the workspace {workspace}; copy it there first")
    if any(part.startswith(".") for part in real.relative_to(root).parts) or real.suffix != path.suffix:
        raise SaveError(f"{path}: is a hidden file of the workspace; choose another place")
    return real


def _loads(path: Path, kind: str) -> bool:
    """Whether the file on the disk is in order."""
    try:
        CHECKS[kind](path)
    except DocumentError:
        return False
    return True


def _keep(path: Path, data: bytes) -> None:
    """Puts a good version into the hidden folder, unless it is the newest there; the oldest go."""
    versions = kept_versions(path)
    if versions and versions[0].read_bytes() == data:
        return
    folder = path.parent / KEPT
    folder.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    _write(folder / f"{path.stem}.{stamp}{path.suffix}", data)
    for old in kept_versions(path)[MOST_KEPT:]:
        old.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    """Writes so that the file is there whole or not at all, on the disk before it takes the old one's place."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            with suppress(OSError):  # rights that cannot be set here are no reason to lose the text
                part.chmod(path.stat().st_mode)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest() if data else ""
