"""Where new files belong in a workspace, and writing them: never over another file, and whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from coachkit.errors import InputError
from coachkit.scenarios.loading import COURSE_FILE
from coachkit.workspace import OWN_FOLDER

EXERCISES, RUBRICS = "exercises", "rubrics"
SCHEMA_FOLDER = "schema"


def find_workspace(folder: Path | None = None) -> Path:
    """The workspace: the folder given, or the present one or the nearest above it that is one.

    A workspace has .coachkit, or exercises and rubrics. Raises InputError where there is none.
    """
    start = folder or Path.cwd()
    for one in [start] if folder else [start, *start.absolute().parents]:
        if (one / OWN_FOLDER).is_dir() or ((one / EXERCISES).is_dir() and (one / RUBRICS).is_dir()):
            return one
    raise InputError(
        f"{start}: is no workspace (a folder with exercises and rubrics); go to yours or name it with --into, "
        f"or make one: coachkit lab {start if folder else 'my-workspace'} --no-start"
    )


def scenario_path(workspace: Path, course: str, identity: str) -> Path:
    """The file of a scenario in a course."""
    return workspace / EXERCISES / course / f"{identity}.yaml"


def course_path(workspace: Path, identity: str) -> Path:
    """The file that describes a course."""
    return workspace / EXERCISES / identity / COURSE_FILE


def rubric_path(workspace: Path, identity: str) -> Path:
    """The file of a rubric."""
    return workspace / RUBRICS / f"{identity}.yaml"


def criterion_path(workspace: Path, identity: str) -> Path:
    """The file of a criterion or gate, as its id says: tone.wishes_well, gates.our_gate."""
    part, _, name = identity.partition(".")
    folder = workspace / RUBRICS if part == "gates" else workspace / RUBRICS / "criteria"
    return folder / part / f"{name}.yaml"


def courses_in(workspace: Path) -> list[str]:
    """The ids of the courses of a workspace, in alphabetical order."""
    return sorted(path.parent.name for path in (workspace / EXERCISES).glob(f"*/{COURSE_FILE}"))


def scenarios_in(workspace: Path) -> Iterator[Path]:
    """The scenario files of a workspace, course by course."""
    for course in courses_in(workspace):
        folder = workspace / EXERCISES / course
        yield from sorted(path for path in folder.glob("*.yaml") if path.name != COURSE_FILE)


def schema_link(path: Path, kind: str) -> str:
    """The relative path from a file to the nearest schema/<kind>.json in a folder above it; "" where there is none."""
    own = path.absolute()
    for folder in own.parents:
        schema = folder / SCHEMA_FOLDER / f"{kind}.json"
        if schema.is_file():
            return Path(os.path.relpath(schema, own.parent)).as_posix()
    return ""


def write_new(path: Path, text: str) -> Path:
    """Writes a new file, whole or not at all. Raises InputError when there is one already, or the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = _part(path, text)
        try:
            # A link, unlike a renaming, fails where there is a file: nothing is ever written over.
            os.link(part, path)
        except FileExistsError as error:
            raise InputError(f"{path}: is there already; choose another id, or edit that file") from error
        except OSError:
            _without_links(path, text)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"{error.filename or path}: {error.strerror or error}") from error
    return path


def _part(path: Path, text: str) -> Path:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(text.encode("utf-8"))
    return part


def _without_links(path: Path, text: str) -> None:
    """For a disk that has no links, such as a memory stick."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise InputError(f"{path}: is there already; choose another id, or edit that file") from error
