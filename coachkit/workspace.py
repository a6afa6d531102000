"""A workspace: a folder of the user's own with the shipped notebooks, exercises and rubrics, which updates never overwrite.

What was copied last stands in `.coachkit/manifest.json` of the workspace. A file that still is what was copied is brought up to
date; one that the user changed is kept, and the new version is put into a folder beside; one that the user deleted stays away.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from coachkit.documents import shipped_folder
from coachkit.errors import InputError

PARTS = ("notebooks", "exercises", "rubrics")
OWN_FOLDER = ".coachkit"
MANIFEST = "manifest.json"
NOTEBOOK = ".ipynb"
NOTEBOOK_TO_OPEN = "notebooks/practice.ipynb"
# What Jupyter, editors and Python leave beside files.
LEFTOVERS = frozenset((".ipynb_checkpoints", "__pycache__"))

Outcome = Literal["same", "added", "updated", "kept", "gone"]


@dataclass(frozen=True)
class Change:
    """What became of one file. `path` is relative to the workspace, with slashes.

    "same": as shipped already; "added"; "updated": nobody had changed it; "kept": the user changed it, and a new version,
    where there is one, stands at `offered`; "gone": the user deleted it.
    """

    path: str
    outcome: Outcome
    offered: str | None = None


@dataclass(frozen=True)
class Update:
    """What an update did to a workspace."""

    folder: Path
    changes: tuple[Change, ...]

    def those(self, outcome: Outcome) -> tuple[Change, ...]:
        """The files with this outcome, in alphabetical order."""
        return tuple(one for one in self.changes if one.outcome == outcome)


@dataclass
class _Manifest:
    """By file: the digest of what was copied last, and of the version that was put beside a changed file."""

    copied: dict[str, str] = field(default_factory=dict)
    offered: dict[str, str] = field(default_factory=dict)


def update_workspace(folder: Path, version: str, shipped: Mapping[str, Path] | None = None) -> Update:
    """Makes the workspace or brings it up to date with what this version ships, and tells of every file.

    `shipped` maps "notebooks", "exercises" and "rubrics" to their folders; else those of this program. Raises InputError where
    the folder cannot be used or written.
    """
    sources = shipped or {part: shipped_folder(part) for part in PARTS}
    _refuse_shipped(folder, sources)
    try:
        (folder / OWN_FOLDER).mkdir(parents=True, exist_ok=True)
        manifest = _read_manifest(folder)
        changes = tuple(_update_file(folder, path, source, manifest, version) for path, source in _shipped_files(sources))
        _write(folder / OWN_FOLDER / MANIFEST, json.dumps(vars(manifest), indent=1, sort_keys=True))
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{error.filename or folder}: {reason}; choose another folder for the workspace") from error
    return Update(folder, changes)


def _refuse_shipped(folder: Path, sources: Mapping[str, Path]) -> None:
    """Raises InputError for a workspace inside what is shipped: it would be copied into itself."""
    place = folder.absolute()
    for source in sources.values():
        if source.absolute() in (place, *place.parents):
            raise InputError(f"{folder}: is inside the folder that a workspace is made from; choose another one")


def _shipped_files(sources: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    """Each shipped file with its path in a workspace, in alphabetical order."""
    for part, source in sorted(sources.items()):
        for path in sorted(source.rglob("*")):
            inside = path.relative_to(source)
            if path.is_file() and not any(name.startswith(".") or name in LEFTOVERS for name in inside.parts):
                yield f"{part}/{inside.as_posix()}", path


def _update_file(folder: Path, path: str, source: Path, manifest: _Manifest, version: str) -> Change:
    target, new, last = folder / path, digest(source), manifest.copied.get(path)
    if not target.exists():
        if last is not None:
            return Change(path, "gone")
        return _copied(Change(path, "added"), source, target, new, manifest)
    there = digest(target)
    if there == new:
        manifest.copied[path] = new
        return Change(path, "same")
    if there == last:
        return _copied(Change(path, "updated"), source, target, new, manifest)
    if new in (last, manifest.offered.get(path)):
        return Change(path, "kept")
    # Not beside the file itself: a second exercise or rubric of the same id would be a mistake there.
    offered = f"from-coachkit-{version}/{path}"
    _copy(source, folder / offered)
    manifest.offered[path] = new
    return Change(path, "kept", offered)


def _copied(change: Change, source: Path, target: Path, new: str, manifest: _Manifest) -> Change:
    _copy(source, target)
    manifest.copied[change.path] = new
    return change


def _copy(source: Path, target: Path) -> None:
    """Copies so that the file is there whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(source, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, "utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _read_manifest(folder: Path) -> _Manifest:
    """The manifest; an empty one where there is none or it is damaged, so that every file that differs counts as the user's."""
    try:
        found = json.loads((folder / OWN_FOLDER / MANIFEST).read_text("utf-8"))
        return _Manifest(dict(found["copied"]), dict(found["offered"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return _Manifest()


def digest(path: Path) -> str:
    """What a file says, as a digest: line ends do not count, nor does it change a notebook that it was run and saved."""
    data = path.read_bytes()
    sources = _cell_sources(data) if path.suffix == NOTEBOOK else None
    return hashlib.sha256(data.replace(b"\r\n", b"\n") if sources is None else sources).hexdigest()


def _cell_sources(data: bytes) -> bytes | None:
    """The kinds and sources of a notebook's cells; None for what is no notebook."""
    try:
        cells = json.loads(data)["cells"]
        return json.dumps([[cell["cell_type"], "".join(cell["source"])] for cell in cells]).encode()
    except (ValueError, KeyError, TypeError):
        return None
