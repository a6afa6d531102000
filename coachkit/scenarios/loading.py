"""Loading scenarios and courses: every mistake with file, line, column and what to write instead."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from coachkit.documents import load, position, read_text, shipped_folder
from coachkit.errors import DocumentError, UnknownName, did_you_mean
from coachkit.model import Texts
from coachkit.scenarios.references import Place, Problem, problems
from coachkit.scenarios.schema import CourseFile, Scenario

COURSE_FILE = "course.yaml"
ENDINGS = (".yaml", ".yml")
FOLDER_VARIABLE = "COACHKIT_EXERCISES"


@dataclass(frozen=True)
class Course:
    """A folder of scenarios in the order they are practised in; `problems` are those of files left out (readable_courses)."""

    file: CourseFile
    folder: Path
    scenarios: tuple[Scenario, ...]
    problems: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The course's name; its folder has the same."""
        return self.file.id

    @property
    def title(self) -> Texts:
        """By language."""
        return self.file.title.as_dict()

    @property
    def about(self) -> Texts:
        """By language."""
        return self.file.about.as_dict()


def exercises_folder(folder: Path | None = None) -> Path:
    """Where the courses are: the folder given, else COACHKIT_EXERCISES, else the shipped ones."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return folder or (Path(chosen) if chosen else shipped_folder("exercises"))


def load_scenario(path: Path) -> Scenario:
    """One scenario from its file.

    Raises DocumentError with file:line:column, one line a problem: broken YAML, an unknown key, a name that is not there.
    """
    scenario = load(path, Scenario)
    found = problems(scenario, criterion_ids(path.parent), _scenarios_near(path) if scenario.chats else ())
    if scenario.id != path.stem:
        found.insert(
            0, Problem(("id",), f"the id '{scenario.id}' is not the file's name; write '{path.stem}' or rename the file")
        )
    _refuse(path, found)
    return scenario


def _refuse(path: Path, found: Sequence[Problem]) -> None:
    if found:
        raise DocumentError("\n".join(f"{at(path, one.place)}: {one.message}" for one in found))


def at(path: Path, place: Place) -> str:
    """A place of a file as file:line:column."""
    line, column = position(read_text(path), place)
    return f"{path}:{line}:{column}"


def criterion_ids(course: Path) -> frozenset[str]:
    """The criteria that a course's scenarios may train: the shipped ones, and those of a rubrics folder in its workspace."""
    own = course.resolve().parent.parent / "rubrics"
    return _criteria_below(shipped_folder("rubrics")) | (_criteria_below(own) if own.is_dir() else frozenset())


@lru_cache(maxsize=8)
def _criteria_below(rubrics: Path) -> frozenset[str]:
    """By the files' names, which the criteria's ids follow: reading them all would take far longer."""
    return frozenset(f"{path.parent.name}.{path.stem}" for path in rubrics.glob("criteria/*/*.yaml"))


def _scenarios_near(path: Path) -> dict[str, Path]:
    """The scenarios that a shift may name: those of its course, of the courses beside it and of the exercises folder."""
    own = path.resolve()
    folders = (exercises_folder().resolve(), own.parent.parent, own.parent)
    return {one.stem: one for folder in folders for one in _files_below(folder) if one.resolve() != own}


def find_near(name: str, path: Path) -> Scenario:
    """The scenario that the shift in the file `path` means by `name`: of its own course first, then of those beside it."""
    near = _scenarios_near(path)
    if name not in near:
        raise UnknownName(f"no scenario '{name}'{did_you_mean(name, near)}")
    return load_scenario(near[name])


def scenario_files(folder: Path) -> list[Path]:
    """The scenario files of a course folder, by name."""
    return sorted(one for one in folder.iterdir() if one.suffix in ENDINGS and one.name != COURSE_FILE) if folder.is_dir() else []


def _files_below(folder: Path) -> Iterator[Path]:
    """The scenario files of a course folder, or of all the courses in a folder."""
    courses = sorted(one for one in folder.glob("*/") if not one.name.startswith("."))
    for one in (folder, *courses):
        yield from scenario_files(one)


def load_course(folder: Path) -> Course:
    """All scenarios of a folder, in the order of its course.yaml.

    Raises DocumentError with the problems of all its files, one a line.
    """
    course = _course(folder)
    if course.problems:
        raise DocumentError("\n".join(course.problems))
    return course


def _course(folder: Path) -> Course:
    """The course with the scenarios that could be read and the problems of the others."""
    path = folder / COURSE_FILE
    file = load(path, CourseFile)
    paths = scenario_files(folder)
    read, wrong = _read_each(paths, load_scenario)
    wrong = [*course_problems(path, file, {one.stem for one in paths}), *wrong]
    rank = {name: number for number, name in enumerate(file.order)}
    ordered = sorted(read.values(), key=lambda one: (rank.get(one.id, len(rank)), one.difficulty, one.id))
    return Course(file, folder, tuple(ordered), tuple(wrong))


def course_problems(path: Path, file: CourseFile, names: Collection[str]) -> Iterator[str]:
    """What is wrong with a course.yaml, given the ids of the scenarios beside it."""
    if file.id != path.parent.resolve().name:
        folder = path.parent.resolve().name
        yield f"{at(path, ('id',))}: the id '{file.id}' is not the folder's name; write '{folder}' or rename the folder"
    for number, name in enumerate(file.order):
        if name not in names:
            yield f"{at(path, ('order', number))}: no scenario '{name}' in this folder{did_you_mean(name, names)}"


def _read_each(paths: Sequence[Path], read: Callable[[Path], Scenario]) -> tuple[Mapping[Path, Scenario], list[str]]:
    """What could be read, and the problems of the rest."""
    found: dict[Path, Scenario] = {}
    wrong: list[str] = []
    for path in paths:
        try:
            found[path] = read(path)
        except DocumentError as error:
            wrong += str(error).splitlines()
    return found, wrong


def shipped_courses(folder: Path | None = None) -> tuple[Course, ...]:
    """All courses of the exercises folder (see exercises_folder), in their order, then by id.

    Raises DocumentError with the problems of all files, and when two scenarios have the same id.
    """
    courses = readable_courses(folder)
    wrong = [problem for course in courses for problem in course.problems]
    if wrong:
        raise DocumentError("\n".join(wrong))
    return courses


def readable_courses(folder: Path | None = None) -> tuple[Course, ...]:
    """As shipped_courses, but what cannot be read is left out and told in the course's `problems`: a slip in one file of a
    workspace must not keep the others from being practised.

    Raises DocumentError only for a course.yaml that cannot be used.
    """
    root = exercises_folder(folder)
    courses = sorted((_course(one.parent) for one in root.glob(f"*/{COURSE_FILE}")), key=_course_order)
    seen: dict[str, str] = {}
    result = []
    for course in courses:
        taken = {one.id: seen[one.id] for one in course.scenarios if one.id in seen}
        wrong = (
            f"{course.folder / name}.yaml:1:1: the id '{name}' is already taken in course '{by}'" for name, by in taken.items()
        )
        kept = tuple(one for one in course.scenarios if one.id not in taken)
        seen |= {one.id: course.id for one in kept}
        result.append(Course(course.file, course.folder, kept, (*course.problems, *wrong)))
    return tuple(result)


def _course_order(course: Course) -> tuple[float, str]:
    place = course.file.place
    return (float("inf") if place is None else place, course.id)


def find_scenario(name: str, folder: Path | None = None) -> Scenario:
    """The scenario with this id in the exercises folder; only its own file is read.

    Raises UnknownName with the nearest id where there is none, DocumentError where its file cannot be used.
    """
    paths = {path.stem: path for path in _files_below(exercises_folder(folder))}
    if name not in paths:
        raise UnknownName(f"no scenario '{name}'{did_you_mean(name, paths)}")
    return load_scenario(paths[name])
