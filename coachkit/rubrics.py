"""Rubrics and criteria: found by name or path, read, checked against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from coachkit.criteria.schema import Criterion, InLanguages, Markers, Strict
from coachkit.documents import load, position, read_text, shipped_folder
from coachkit.errors import DocumentError, UnknownName, did_you_mean
from coachkit.languages import Band
from coachkit.model import CHANNELS, DIMENSIONS

DEFAULT_CHANNEL = "chat"


class Pick(Strict):
    """One criterion in a rubric: its weight, and its band where the channel wants another than the criterion's own."""

    weight: Annotated[float, Field(gt=0, le=10)]
    band: Band | None = None


class RubricFile(Strict):
    """The shape of a rubric file."""

    id: Annotated[str, Field(pattern="^[a-z][a-z0-9_-]*$")]
    version: Annotated[int, Field(ge=1)]
    channel: Literal["chat", "email", "social", "messaging", "forum", "article", "call"]
    name: InLanguages
    about: InLanguages
    not_applicable: Literal["leave_out", "full_marks"] = "leave_out"
    failed_gate: Literal["cap", "zero"] = "cap"
    faults: Annotated[float, Field(ge=1, le=10)] = 1
    dimensions: dict[Literal["clarity", "empathy", "readability", "tone"], Annotated[float, Field(ge=0, le=10)]]
    criteria: dict[str, Annotated[float, Field(gt=0, le=10)] | Pick]
    gates: dict[str, Annotated[float, Field(ge=0, le=100)]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _all_dimensions(self) -> RubricFile:
        missing = set(DIMENSIONS) - set(self.dimensions)
        if missing:
            raise ValueError(f"'dimensions' lacks a weight for {', '.join(sorted(missing))}; 0 leaves one out")
        if not any(self.dimensions.values()):
            raise ValueError("'dimensions': every weight is 0; at least one dimension must count")
        return self


@dataclass(frozen=True, eq=False)
class Rubric:
    """A rubric with the criteria it picks, ready to score with. `weights` and `bands` are by criterion id, `caps` by gate id."""

    file: RubricFile
    criteria: tuple[Criterion, ...]
    gates: tuple[Criterion, ...]
    weights: Mapping[str, float]
    bands: Mapping[str, Band]
    caps: Mapping[str, float]

    @property
    def id(self) -> str:
        """The rubric's name."""
        return self.file.id

    @property
    def channel(self) -> str:
        """The channel it is made for."""
        return self.file.channel

    def severity(self, criterion: Criterion) -> float:
        """How many times its share a missing point of the criterion costs: the rubric's `faults` for faults, else 1."""
        return self.file.faults if criterion.blames else 1.0


def rubric_names() -> list[str]:
    """The names of the shipped rubrics, in alphabetical order."""
    return list(_names())


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in shipped_folder("rubrics").glob("*.yaml")))


def load_rubric(name: str | Path) -> Rubric:
    """A shipped rubric by its name, or one from a file (a path that ends with .yaml or .yml).

    A file's criteria come from a `criteria` and `gates` folder beside it where there is one, then from the shipped ones.
    Raises UnknownName for a name that is not shipped and DocumentError (file:line:column) for a file that cannot be used.
    """
    text = str(name)
    if isinstance(name, Path) or text.endswith((".yaml", ".yml")):
        return _load_file(Path(name))
    if text not in rubric_names():
        raise UnknownName(f"no rubric '{text}'{did_you_mean(text, rubric_names())}")
    return _shipped(text)


@lru_cache(maxsize=16)
def _shipped(name: str) -> Rubric:
    return _load_file(shipped_folder("rubrics") / f"{name}.yaml")


def _load_file(path: Path) -> Rubric:
    file = load(path, RubricFile)
    own = criteria_in(path.parent) if path.parent != shipped_folder("rubrics") else {}
    known = shipped_criteria() | own
    _check_names(path, file, known)
    picks = {name: pick if isinstance(pick, Pick) else Pick(weight=pick) for name, pick in file.criteria.items()}
    return Rubric(
        file=file,
        criteria=tuple(known[name] for name in file.criteria),
        gates=tuple(known[name] for name in file.gates),
        weights={name: pick.weight for name, pick in picks.items()},
        bands={name: pick.band for name, pick in picks.items() if pick.band is not None},
        caps={name: 0.0 if file.failed_gate == "zero" else cap for name, cap in file.gates.items()},
    )


def _check_names(path: Path, file: RubricFile, known: Mapping[str, Criterion]) -> None:
    """Raises DocumentError when the rubric names a criterion or gate that is not there, or gives a band to markers."""
    problems = []
    for part, names, gate in (("criteria", file.criteria, False), ("gates", file.gates, True)):
        fitting = [name for name, one in known.items() if (one.dimension == "gate") == gate]
        for name in names:
            if name not in fitting:
                line, column = position(read_text(path), (part, name))
                kind = "gate" if gate else "criterion"
                problems.append(f"{path}:{line}:{column}: no {kind} '{name}'{did_you_mean(name, fitting)}")
    for name, pick in file.criteria.items():
        if isinstance(pick, Pick) and pick.band and name in known and isinstance(known[name].measure, Markers):
            line, column = position(read_text(path), ("criteria", name, "band"))
            problems.append(f"{path}:{line}:{column}: '{name}' counts markers and takes no band; leave it out")
    if problems:
        raise DocumentError("\n".join(problems))


@lru_cache(maxsize=1)
def shipped_criteria() -> dict[str, Criterion]:
    """All shipped criteria and gates by id."""
    return criteria_in(shipped_folder("rubrics"))


def criteria_in(folder: Path) -> dict[str, Criterion]:
    """The criteria and gates below a rubrics folder, by id. Raises DocumentError when two have the same id."""
    found: dict[str, Criterion] = {}
    for path in sorted((*folder.glob("criteria/**/*.yaml"), *folder.glob("gates/*.yaml"))):
        one = load(path, Criterion)
        if one.id in found:
            raise DocumentError(f"{path}:1:1: the id '{one.id}' is already taken by another file in {folder}")
        found[one.id] = one
    return found


def rubric_for(channel: str | None) -> Rubric:
    """The shipped rubric of a channel; the chat rubric where the channel is not known."""
    return load_rubric(channel if channel in CHANNELS and channel in _names() else DEFAULT_CHANNEL)
