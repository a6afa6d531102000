"""The parts of a run that are done, in a folder beside its output: what makes a run that was stopped go on where it was.

A part holds the scores of one block, as numbers, ids and offsets; no text of anybody's. It is taken only for the very same
replies, and only where the input, the options and the rules are those that it was made with.
"""

from __future__ import annotations

import glob
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

from coachkit.errors import InputError
from coachkit.runs.lock import locked

_DIGEST = 32
_MANIFEST, _LOCK, _PART = "manifest.json", "lock", "part-{number:07d}.bin"
_WORDS = {
    "input": "another input (the file has changed since, or is another one)",
    "options": "other options",
    "rules": "another rubric, or another version of coachkit or its language packs",
}


def folder_beside(target: Path) -> Path:
    """The folder of the parts of an output: scored.csv has scored.csv.parts."""
    resolved = target.resolve()
    return resolved.with_name(f"{resolved.name}.parts")


class Parts:
    """The folder of a run. All methods raise InputError when the disk refuses; what was kept before stays."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, number: int, digest: bytes) -> bytes | None:
        """The part of a block, None where there is none that is whole and made of the very same replies."""
        try:
            data = (self.folder / _PART.format(number=number)).read_bytes()
        except OSError:
            return None
        content = data[2 * _DIGEST :]
        whole = data[:_DIGEST] == digest and data[_DIGEST : 2 * _DIGEST] == _checksum(content)
        return content if whole else None

    def save(self, number: int, digest: bytes, content: bytes) -> None:
        """Keeps a part, in one step."""
        self._write(_PART.format(number=number), digest + _checksum(content) + content)
        os.utime(self.folder / _LOCK)

    def clear(self) -> None:
        """Drops all parts and the manifest."""
        for one in (*self.folder.glob("part-*.bin"), *self.folder.glob("*.new"), self.folder / _MANIFEST):
            one.unlink(missing_ok=True)

    def begin(self, manifest: Mapping[str, Any]) -> None:
        """Compares with the run that was here before, or begins a new one. Raises InputError when the two differ."""
        before = self._manifest()
        if before is None:
            self.clear()
            self._write(_MANIFEST, json.dumps(manifest, indent=1).encode())
            return
        differing = [words for key, words in _WORDS.items() if before.get(key) != json.loads(json.dumps(manifest[key]))]
        if differing:
            raise InputError(
                f"{self.folder}: holds an unfinished run with {' and '.join(differing)}; "
                "start that one again to finish it, or say --fresh to drop it"
            )

    def _manifest(self) -> dict[str, Any] | None:
        try:
            found = json.loads((self.folder / _MANIFEST).read_bytes())
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def _write(self, name: str, data: bytes) -> None:
        new = self.folder / f"{name}.new"
        try:
            new.write_bytes(data)
            os.replace(new, self.folder / name)  # noqa: PTH105 - the one call that is atomic everywhere
        except OSError as error:
            new.unlink(missing_ok=True)
            raise InputError(
                f"{self.folder}: cannot be written: {error.strerror or error}; what is done is kept: "
                "make room and start again, and it goes on from there"
            ) from error


def _checksum(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST).digest()


@contextmanager
def parts_beside(target: Path, manifest: Mapping[str, Any], *, fresh: bool) -> Iterator[Parts]:
    """The parts of an output, for this run alone; deleted when all went well, kept for the next run when it did not.

    Raises InputError when another run writes the same output, or an unfinished one there was made from something else.
    """
    with claimed(target) as folder:
        parts = Parts(folder)
        if fresh:
            parts.clear()
        parts.begin(manifest)
        yield parts
        parts.clear()


@contextmanager
def claimed(target: Path) -> Iterator[Path]:
    """Holds an output for this run alone; gives the folder of its parts, which is deleted after when it is empty.

    What a run that was killed has left half written is deleted first. Raises InputError when another run holds it.
    """
    folder = folder_beside(target)
    _made(folder)
    try:
        with locked(folder / _LOCK, target):
            for one in folder.parent.glob(f".{glob.escape(folder.name.removesuffix('.parts'))}.{'[0-9a-f]' * 8}.part"):
                one.unlink(missing_ok=True)
            yield folder
    finally:
        _removed_if_empty(folder)


def _made(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be made: {error.strerror or error}") from error


def _removed_if_empty(folder: Path) -> None:
    try:
        if not any(folder.glob("part-*.bin")) and not (folder / _LOCK).exists():
            (folder / _MANIFEST).unlink(missing_ok=True)
        folder.rmdir()
    except OSError:
        return
