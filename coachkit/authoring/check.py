"""Checking rubrics, criteria, scenarios and courses: every problem with its place, examples and model replies run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coachkit.criteria.schema import Criterion
from coachkit.documents import load, parse, position, read_text, shipped_folder
from coachkit.errors import DocumentError, InputError, did_you_mean
from coachkit.examples import count_examples, run_many
from coachkit.rubrics import RubricFile, load_rubric

ENDINGS = (".yaml", ".yml")
RUBRIC_KEYS = frozenset(("criteria", "dimensions", "gates", "failed_gate", "not_applicable"))
CRITERION_KEYS = frozenset(("measure", "advice", "dimension", "question", "applies"))
SCENARIO_KEYS = frozenset(("trains", "turns", "endings", "hints", "models", "stage", "industry", "choose", "chats", "draft"))
COURSE = "course.yaml"


@dataclass(slots=True)
class Checked:
    """What was looked at and what is wrong, each problem as `file:line:column: words`."""

    files: int = 0
    rubrics: int = 0
    criteria: int = 0
    examples: int = 0
    scenarios: int = 0
    courses: int = 0
    others: int = 0
    problems: list[str] = field(default_factory=list)


def check_paths(paths: Iterable[Path]) -> Checked:
    """Checks files and, for a folder, all files in it that are ours. Raises InputError for a missing path."""
    checked = Checked()
    criteria: dict[Path, Criterion] = {}
    rubrics: list[Path] = []
    courses: list[Path] = []
    scenarios: dict[Path, bool] = {}
    for path, named in _files(paths):
        kind = _kind(path, checked, named=named)
        if kind == "criterion":
            _check_criterion(path, checked, criteria)
        elif kind == "rubric":
            rubrics.append(path)
        elif kind == "course":
            courses.append(path)
        elif kind == "scenario":
            scenarios[path] = named
    _check_ids(criteria, checked)
    _check_examples(criteria, checked)
    for path in rubrics:
        _check_rubric(path, checked)
    _check_exercises(courses, scenarios, checked)
    checked.problems = list(dict.fromkeys(checked.problems))
    return checked


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Each file once, and whether it was named itself rather than found in a folder."""
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: there is no such file or folder")
        found = sorted(_below(path)) if path.is_dir() else [path]
        if not found:
            raise InputError(f"{path}: no {' or '.join(ENDINGS)} file in this folder")
        for one in found:
            if one.resolve() not in seen:
                seen.add(one.resolve())
                yield one, one == path


def _below(folder: Path) -> Iterator[Path]:
    """The YAML files below a folder; hidden folders hold what programs keep for themselves."""
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in ENDINGS and path.is_file() and not hidden:
            yield path


def _kind(path: Path, checked: Checked, *, named: bool) -> str:
    """By name and keys: "rubric", "criterion", "scenario", "course", or "" for any other file; broken YAML is a problem."""
    checked.files += 1
    try:
        value = parse(read_text(path), str(path))
    except DocumentError as error:
        checked.problems += str(error).splitlines()
        return ""
    keys = set(value) if isinstance(value, dict) else set()
    likeness = {"criterion": CRITERION_KEYS, "rubric": RUBRIC_KEYS, "scenario": SCENARIO_KEYS}
    shared = {kind: len(keys & known) for kind, known in likeness.items()}
    if path.name == COURSE:
        return "course"
    if any(shared.values()):
        return max(shared, key=shared.__getitem__)
    if {"criteria", "gates"} & {parent.name for parent in path.parents}:
        return "criterion"
    if named:
        told = "neither a rubric (it has 'criteria') nor a criterion (it has 'measure') nor a scenario (it has 'trains')"
        checked.problems.append(f"{path}:1:1: {told}")
    checked.others += not named
    return ""


def _check_exercises(courses: list[Path], scenarios: Mapping[Path, bool], checked: Checked) -> None:
    if courses or scenarios:
        # Only here: playing the model replies needs far more of the program than rubrics do.
        from coachkit.authoring.exercise_checks import check_courses, check_scenarios

        checked.courses, checked.scenarios = len(courses), len(scenarios)
        checked.problems += [*check_courses(courses), *check_scenarios(scenarios)]


def _check_criterion(path: Path, checked: Checked, criteria: dict[Path, Criterion]) -> None:
    checked.criteria += 1
    try:
        criterion = load(path, Criterion)
    except DocumentError as error:
        checked.problems += str(error).splitlines()
        return
    criteria[path] = criterion
    checked.examples += count_examples(criterion)


def _check_examples(criteria: Mapping[Path, Criterion], checked: Checked) -> None:
    for (path, criterion), problems in zip(criteria.items(), run_many(list(criteria.values())), strict=True):
        checked.problems += (f"{_at(path, one.place)}: {criterion.id}: {one.message}" for one in problems)


def _at(path: Path, place: tuple[str | int, ...]) -> str:
    line, column = position(read_text(path), place)
    return f"{path}:{line}:{column}"


def _check_ids(criteria: Mapping[Path, Criterion], checked: Checked) -> None:
    """Two files of the same rubrics folder must not share an id; one's own may replace a shipped one."""
    owners: dict[str, Path] = {}
    for path, criterion in criteria.items():
        other = owners.setdefault(criterion.id, path)
        if other != path and _root(other) == _root(path):
            checked.problems.append(f"{_at(path, ('id',))}: the id '{criterion.id}' is already taken by {other}")


def _root(path: Path) -> Path:
    """The rubrics folder a criterion belongs to."""
    return next((one.parent for one in path.resolve().parents if one.name in ("criteria", "gates")), path.resolve().parent)


def _check_rubric(path: Path, checked: Checked) -> None:
    checked.rubrics += 1
    try:
        file = load(path, RubricFile)
    except DocumentError as error:
        checked.problems += str(error).splitlines()
        return
    try:
        load_rubric(path)
    except DocumentError as error:
        problems = str(error).splitlines()
        checked.problems += problems
        # A broken criterion beside it keeps the rubric from being loaded: its own names are looked at all the same.
        if not any(problem.startswith(f"{path}:") for problem in problems):
            checked.problems += _unknown_names(path, file)


def _unknown_names(path: Path, file: RubricFile) -> Iterator[str]:
    """The names that no file in the rubric's folder and no shipped one has, whether the file is in order or not."""
    known = {_id_in(one) for folder in (path.parent, shipped_folder("rubrics")) for one in folder.rglob("*.yaml")}
    for part, names in (("criteria", file.criteria), ("gates", file.gates)):
        for name in names:
            if name not in known:
                kind = "gate" if part == "gates" else "criterion"
                yield f"{_at(path, (part, name))}: no {kind} '{name}'{did_you_mean(name, known)}"


def _id_in(path: Path) -> str:
    try:
        value = parse(read_text(path), str(path))
    except DocumentError:
        return path.stem
    return str(value.get("id", "")) if isinstance(value, dict) and "measure" in value else ""


def summary_line(checked: Checked) -> str:
    """How much was checked and how much of it is wrong, in one line."""
    counts = [
        _count(checked.files, "file"),
        _count(checked.rubrics, "rubric"),
        f"{checked.criteria} {'criterion' if checked.criteria == 1 else 'criteria'}",
        _count(checked.examples, "example"),
    ]
    if checked.courses or checked.scenarios:
        counts += [_count(checked.courses, "course"), _count(checked.scenarios, "scenario")]
    others = f" ({checked.others} of the files neither rubric nor criterion nor scenario)" if checked.others else ""
    found = _count(len(checked.problems), "problem") if checked.problems else "no problems"
    return f"Checked {', '.join(counts)}{others}: {found}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
