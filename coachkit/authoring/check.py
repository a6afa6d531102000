"""Checking rubrics, criteria, scenarios and courses: every problem with its place, examples and model replies run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coachkit.authoring.exercise_checks import check_courses, check_replies, check_scenarios
from coachkit.authoring.marker_checks import marker_problems
from coachkit.authoring.overlap_checks import never_asked, overlap_problems
from coachkit.authoring.text_checks import text_problems
from coachkit.authoring.versions import Document, version_problems
from coachkit.criteria.schema import Criterion
from coachkit.documents import load, parse, read_text, shipped_folder
from coachkit.errors import DocumentError, InputError, did_you_mean
from coachkit.examples import count_examples, run_many
from coachkit.rubrics import RubricFile, load_rubric, shipped_criteria
from coachkit.scenarios.loading import at
from coachkit.scenarios.references import Problem
from coachkit.scenarios.schema import Scenario

ENDINGS = (".yaml", ".yml")
RUBRIC_KEYS = frozenset(("criteria", "dimensions", "gates", "failed_gate", "not_applicable"))
CRITERION_KEYS = frozenset(("measure", "advice", "dimension", "question", "applies"))
SCENARIO_KEYS = frozenset(("trains", "turns", "endings", "hints", "models", "stage", "industry", "choose", "chats", "draft"))
COURSE = "course.yaml"
Tell = Callable[[str], None]


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
    documents: dict[Path, Document] = field(default_factory=dict)
    """What could be loaded: scenarios, criteria and rubrics by their files."""

    tell: Tell | None = None

    def add(self, path: Path, problems: Iterable[Problem], owner: str = "") -> None:
        """Problems of a file by their places in it; `owner` is the criterion they are of."""
        before = f"{owner}: " if owner else ""
        self.tell_all(f"{at(path, one.place)}: {before}{one.message}" for one in problems)

    def tell_all(self, problems: Iterable[str]) -> None:
        """Problems as `file:line:column: words`, each once."""
        for one in problems:
            if one not in self.problems:
                self.problems.append(one)
                if self.tell:
                    self.tell(one)


def check_paths(paths: Iterable[Path], tell: Tell | None = None) -> Checked:
    """Checks files and, for a folder, all files in it that are ours. Raises InputError for a missing path.

    What is wrong with the structure of any file comes first, before a reply is scored: scoring takes far longer. `tell` is
    given each problem as soon as it is found.
    """
    checked = Checked(tell=tell)
    found = _sorted_out(paths, checked)
    _check_structure(found, checked)
    _check_texts(found, checked)
    return checked


@dataclass(slots=True)
class _Found:
    """The files by what they are; a scenario with whether it was named itself."""

    criteria: dict[Path, Criterion] = field(default_factory=dict)
    rubrics: list[Path] = field(default_factory=list)
    courses: list[Path] = field(default_factory=list)
    scenarios: dict[Path, bool] = field(default_factory=dict)


def _sorted_out(paths: Iterable[Path], checked: Checked) -> _Found:
    """The files, criteria loaded."""
    found = _Found()
    for path, named in _files(paths):
        kind = _kind(path, checked, named=named)
        if kind == "criterion":
            _check_criterion(path, checked, found.criteria)
        elif kind == "rubric":
            found.rubrics.append(path)
        elif kind == "course":
            found.courses.append(path)
        elif kind == "scenario":
            found.scenarios[path] = named
    return found


def _check_structure(found: _Found, checked: Checked) -> None:
    """What can be told from the files alone."""
    _check_ids(found.criteria, checked)
    for path, criterion in found.criteria.items():
        checked.add(path, text_problems(criterion), criterion.id)
    for path in found.rubrics:
        _check_rubric(path, checked)
    _check_exercises(found.courses, found.scenarios, checked)
    _check_versions(checked)


def _check_texts(found: _Found, checked: Checked) -> None:
    """What only reading and scoring find: examples, markers and model replies that do not do what they should."""
    _check_examples(found.criteria, checked)
    _check_markers(found.criteria, checked)
    scenarios = {path: one for path, one in checked.documents.items() if isinstance(one, Scenario)}
    if scenarios:
        checked.tell_all(check_replies(scenarios))


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
        checked.tell_all(str(error).splitlines())
        return ""
    kind = kind_of(path, value)
    if kind:
        return kind
    if named:
        told = "neither a rubric (it has 'criteria') nor a criterion (it has 'measure') nor a scenario (it has 'trains')"
        checked.tell_all([f"{path}:1:1: {told}"])
    checked.others += not named
    return ""


def kind_of(path: Path, value: object) -> str:
    """What a parsed file is: "course" by its name, "rubric", "criterion" or "scenario" by its keys or folder, else ""."""
    keys = set(value) if isinstance(value, dict) else set()
    likeness = {"criterion": CRITERION_KEYS, "rubric": RUBRIC_KEYS, "scenario": SCENARIO_KEYS}
    shared = {kind: len(keys & known) for kind, known in likeness.items()}
    if path.name == COURSE:
        return "course"
    if any(shared.values()):
        return max(shared, key=shared.__getitem__)
    return "criterion" if {"criteria", "gates"} & {parent.name for parent in path.parents} else ""


def _check_exercises(courses: list[Path], scenarios: Mapping[Path, bool], checked: Checked) -> None:
    checked.courses, checked.scenarios = len(courses), len(scenarios)
    checked.tell_all(check_courses(courses))
    for path, scenario, problems in check_scenarios(scenarios):
        checked.tell_all(problems)
        if scenario is not None:
            checked.documents[path] = scenario


def _check_criterion(path: Path, checked: Checked, criteria: dict[Path, Criterion]) -> None:
    checked.criteria += 1
    try:
        criterion = load(path, Criterion)
    except DocumentError as error:
        checked.tell_all(str(error).splitlines())
        return
    criteria[path] = checked.documents[path] = criterion
    checked.examples += count_examples(criterion)


def _check_examples(criteria: Mapping[Path, Criterion], checked: Checked) -> None:
    for (path, criterion), problems in zip(criteria.items(), run_many(list(criteria.values())), strict=True):
        checked.add(path, (Problem(one.place, one.message) for one in problems), criterion.id)


def _check_markers(criteria: Mapping[Path, Criterion], checked: Checked) -> None:
    """Markers that cannot do their work, phrases counted twice."""
    if not criteria:
        return
    among = overlap_problems(list(criteria.values()), shipped_criteria().values())
    for path, criterion in criteria.items():
        checked.add(path, [*marker_problems(criterion), *among.get(criterion.id, ())], criterion.id)


def _check_versions(checked: Checked) -> None:
    """A structure that changed under a published version."""
    for path, document in checked.documents.items():
        try:
            checked.add(path, version_problems(path, document))
        except DocumentError as error:
            checked.tell_all(str(error).splitlines())


def _check_ids(criteria: Mapping[Path, Criterion], checked: Checked) -> None:
    """Two files of the same rubrics folder must not share an id; one's own may replace a shipped one."""
    owners: dict[str, Path] = {}
    for path, criterion in criteria.items():
        other = owners.setdefault(criterion.id, path)
        if other != path and _root(other) == _root(path):
            checked.add(path, [Problem(("id",), f"the id '{criterion.id}' is already taken by {other}")])


def _root(path: Path) -> Path:
    """The rubrics folder a criterion belongs to."""
    return next((one.parent for one in path.resolve().parents if one.name in ("criteria", "gates")), path.resolve().parent)


def _check_rubric(path: Path, checked: Checked) -> None:
    checked.rubrics += 1
    try:
        file = load(path, RubricFile)
    except DocumentError as error:
        checked.tell_all(str(error).splitlines())
        return
    checked.add(path, text_problems(file))
    try:
        rubric = load_rubric(path)
    except DocumentError as error:
        problems = str(error).splitlines()
        checked.tell_all(problems)
        # A broken criterion beside it keeps the rubric from being loaded: its own names are looked at all the same.
        if not any(problem.startswith(f"{path}:") for problem in problems):
            checked.tell_all(_unknown_names(path, file))
        return
    checked.documents[path] = file
    checked.add(path, never_asked(rubric))


def _unknown_names(path: Path, file: RubricFile) -> Iterator[str]:
    """The names that no file in the rubric's folder and no shipped one has, whether the file is in order or not."""
    known = {_id_in(one) for folder in (path.parent, shipped_folder("rubrics")) for one in folder.rglob("*.yaml")}
    for part, names in (("criteria", file.criteria), ("gates", file.gates)):
        for name in names:
            if name not in known:
                kind = "gate" if part == "gates" else "criterion"
                yield f"{at(path, (part, name))}: no {kind} '{name}'{did_you_mean(name, known)}"


def _id_in(path: Path) -> str:
    try:
        value = parse(read_text(path), str(path))
    except DocumentError:
        return path.stem
    return str(value.get("id", "")) if isinstance(value, dict) and "measure" in value else ""
