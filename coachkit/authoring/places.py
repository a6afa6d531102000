"""Where a trainer works: the workspace, the files in it that can be opened, and the shipped ones that can be copied there."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from coachkit.authoring.saving import Opened, open_file, save_new
from coachkit.documents import parse, read_text, shipped_folder
from coachkit.errors import DocumentError, SaveError
from coachkit.scenarios.loading import COURSE_FILE, FOLDER_VARIABLE, exercises_folder, scenario_files
from coachkit.workspace import OWN_FOLDER

SCENARIO, RUBRIC = "scenario", "rubric"
_ORDER = re.compile(r"^order:.*\n?(?:[ \t-].*\n?)*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Place:
    """A workspace and its two folders of files to edit. `folder` is None where there is no workspace: nothing can be saved."""

    folder: Path | None
    exercises: Path
    rubrics: Path

    @property
    def workspace(self) -> Path:
        """The folder that is written to. Raises SaveError where there is none."""
        if self.folder is None:
            raise SaveError("there is no workspace to save in; open this notebook with: coachkit lab my-workspace")
        return self.folder


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that can be opened. `key` names it to the browser; `own` is whether it is in the workspace; `group` its folder."""

    key: str
    path: Path
    own: bool
    group: str
    title: str


def find_place(asked: Path | None = None, here: Path | None = None) -> Place:
    """The workspace asked for; else the one whose exercises are practised (COACHKIT_EXERCISES), else the one around `here`.

    Where none of these is one, the shipped files can be looked at.
    """
    if asked is not None:
        return _place(asked)
    exercises = exercises_folder()
    if os.environ.get(FOLDER_VARIABLE) and exercises.resolve() != shipped_folder("exercises").resolve():
        return Place(exercises.parent, exercises, exercises.parent / "rubrics")
    start = (here or Path.cwd()).resolve()
    found = next((one for one in (start, *start.parents) if (one / OWN_FOLDER).is_dir()), None)
    return _place(found) if found else Place(None, shipped_folder("exercises"), shipped_folder("rubrics"))


def _place(folder: Path) -> Place:
    return Place(folder, folder / "exercises", folder / "rubrics")


def scenario_entries(place: Place) -> list[Entry]:
    """The scenarios of the workspace, broken ones too, course by course; then the shipped ones that it does not have."""
    own = list(_scenarios(place.exercises, own=True)) if place.folder else []
    taken = {one.path.stem for one in own}
    return own + list(_scenarios(shipped_folder("exercises"), own=False, but=taken))


def _scenarios(folder: Path, *, own: bool, but: Collection[str] = ()) -> Iterator[Entry]:
    for course in sorted(one.parent for one in folder.glob(f"*/{COURSE_FILE}")):
        for path in scenario_files(course):
            if path.stem not in but:
                yield Entry(_key(path, course.parent, own=own), path, own, course.name, _title(path))


def rubric_entries(place: Place) -> list[Entry]:
    """The rubrics of the workspace, then the shipped ones that it does not have."""
    own = list(_rubrics(place.rubrics, own=True)) if place.folder and place.rubrics.is_dir() else []
    taken = {one.path.stem for one in own}
    return own + [one for one in _rubrics(shipped_folder("rubrics"), own=False) if one.path.stem not in taken]


def _rubrics(folder: Path, *, own: bool) -> Iterator[Entry]:
    for path in sorted(folder.glob("*.yaml")):
        if not path.name.startswith("."):
            yield Entry(_key(path, folder, own=own), path, own, "", path.stem)


def _key(path: Path, folder: Path, *, own: bool) -> str:
    return f"{'own' if own else 'shipped'}:{path.relative_to(folder).as_posix()}"


def _title(path: Path) -> str:
    """A scenario's title; the file's name where it cannot be read."""
    try:
        value = parse(read_text(path), str(path))
    except DocumentError:
        return path.stem
    title = value.get("title") if isinstance(value, dict) else None
    return title if isinstance(title, str) and title.strip() else path.stem


def copy_scenario(entry: Entry, place: Place) -> Opened:
    """A shipped scenario's own copy in the workspace, in the same course, whose course.yaml comes along where it is missing.

    Raises SaveError where there is no workspace, or where such a file is there already.
    """
    workspace = place.workspace
    folder = place.exercises / entry.group
    text = open_file(entry.path).text
    _bring_course(entry.path.parent / COURSE_FILE, folder)
    return save_new(folder / entry.path.name, text, SCENARIO, workspace)


def _bring_course(source: Path, folder: Path) -> None:
    target = folder / COURSE_FILE
    if target.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    # The order names scenarios that are not there; without it they come the easier first.
    target.write_text(_ORDER.sub("", read_text(source)), "utf-8")


def course_names(place: Place) -> list[str]:
    """The courses of the workspace, by the names of their folders."""
    return sorted(one.parent.name for one in place.exercises.glob(f"*/{COURSE_FILE}")) if place.folder else []


def new_scenario(place: Place, course: str, name: str, text: str) -> Opened:
    """Writes a new scenario into a course of the workspace. Raises SaveError for a course that is not there or a name taken."""
    workspace = place.workspace
    if course not in course_names(place):
        raise SaveError(f"there is no course '{course}' in {place.exercises}; choose one of its folders with a {COURSE_FILE}")
    if any(one.path.stem == name for one in scenario_entries(place) if one.own):
        raise SaveError(f"there is a scenario '{name}' already; choose another name")
    return save_new(place.exercises / course / f"{name}.yaml", text, SCENARIO, workspace)
