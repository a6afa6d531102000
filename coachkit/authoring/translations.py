"""What is written in which language: criteria, rubrics, courses and the words of the interface, whether their files load or not.

It reads the files as they are, so that a file that lacks a language is told of its gap and not only refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from coachkit.documents import parse, position, read_text, shipped_folder
from coachkit.locale import FOLDER
from coachkit.model import LANGUAGES
from coachkit.scenarios.loading import COURSE_FILE, scenario_files
from coachkit.scenarios.references import Place

Area: TypeAlias = Literal["criteria", "rubrics", "courses", "interface", "scenarios"]
AREAS: tuple[Area, ...] = ("criteria", "rubrics", "courses", "interface", "scenarios")
_MEASURED = ("measure", "examples")
"""Parts of a criterion that a language left out by `applies.languages` need not have."""


@dataclass(frozen=True)
class Gap:
    """What is not written in `language`. `at` is file:line:column, `what` the path of keys, empty for a whole course."""

    area: Area
    language: str
    at: str
    what: str


@dataclass(frozen=True)
class Coverage:
    """What is there: by area and language how many files are complete, how many there are, and what is missing.

    For scenarios, which have one language each, `complete` counts them and `files` counts the courses.
    """

    complete: Mapping[Area, Mapping[str, int]]
    files: Mapping[Area, int]
    gaps: tuple[Gap, ...]


def coverage(paths: Iterable[Path] = ()) -> Coverage:
    """The coverage of folders or files; without any, of everything that is shipped. Raises DocumentError for broken YAML."""
    files = dict.fromkeys(_yaml_files(list(paths) or [shipped_folder("rubrics"), shipped_folder("exercises"), FOLDER]))
    complete: dict[Area, dict[str, int]] = {area: dict.fromkeys(LANGUAGES, 0) for area in AREAS}
    counts: dict[Area, int] = dict.fromkeys(AREAS, 0)
    gaps: list[Gap] = []
    for path in files:
        value = parse(read_text(path), str(path))
        area = _area(path, value)
        if area == "scenarios":
            language = str(value["language"])
            complete[area][language] = complete[area].get(language, 0) + 1
        elif area:
            found = [_gap(area, path, place, language) for place, language in _missing(value, ())]
            found += _empty_courses(path) if area == "courses" else []
            gaps += found
            counts[area] += 1
            counts["scenarios"] += area == "courses"
            lacking = {one.language for one in found if one.area == area}
            for language in LANGUAGES:
                complete[area][language] += language not in lacking
    return Coverage(complete, counts, tuple(gaps))


def _yaml_files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        found = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        yield from (one for one in found if not any(part.startswith(".") for part in one.relative_to(path).parts))


def _area(path: Path, value: Any) -> Area | None:
    """What a file is, by its place and keys; None for what has nothing to translate."""
    if not isinstance(value, Mapping):
        return None
    if path.parent == FOLDER:
        return "interface"
    if path.name == COURSE_FILE:
        return "courses"
    if "trains" in value and value.get("language"):
        return "scenarios"
    if "measure" in value:
        return "criteria"
    return "rubrics" if "dimensions" in value else None


def _missing(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """Each place where some languages stand and others do not, or have less in them, with the language that is missing."""
    if not isinstance(value, Mapping):
        return
    spoken = _spoken(value)
    if any(language in value for language in LANGUAGES):
        yield from _less(value, spoken if not place else LANGUAGES, place)
    for key, part in value.items():
        if key not in LANGUAGES:
            left_out = set(LANGUAGES) - set(spoken) if key in _MEASURED and not place else set()
            yield from (one for one in _missing(part, (*place, key)) if one[1] not in left_out)


def _spoken(value: Mapping[str, Any]) -> tuple[str, ...]:
    """The languages that a criterion is for: those it names in `applies`, else all."""
    applies = value.get("applies")
    named = applies.get("languages") if isinstance(applies, Mapping) else None
    return tuple(named) if isinstance(named, list) and named else LANGUAGES


def _less(value: Mapping[str, Any], languages: Iterable[str], place: Place) -> Iterator[tuple[Place, str]]:
    """What one language of a part has and another has not."""
    leaves = {language: dict(_leaves(value.get(language), ())) for language in languages}
    for inner in dict.fromkeys(one for found in leaves.values() for one in found):
        for language, found in leaves.items():
            if not found.get(inner, False):
                yield (*place, language, *inner), language


def _leaves(value: Any, place: Place) -> Iterator[tuple[Place, bool]]:
    """Every place of a text below, and whether anything is written there; a list counts as one text."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _leaves(part, (*place, key))
    elif value is not None:
        yield place, bool(value.strip() if isinstance(value, str) else value)


def _gap(area: Area, path: Path, place: Place, language: str) -> Gap:
    line, column = position(read_text(path), place)
    return Gap(area, language, f"{path}:{line}:{column}", ".".join(str(one) for one in place if one != language) or "-")


def _empty_courses(path: Path) -> list[Gap]:
    """The languages in which a course has no scenario."""
    there = {parse(read_text(one), str(one)).get("language") for one in scenario_files(path.parent)}
    return [Gap("scenarios", language, f"{path}:1:1", "") for language in LANGUAGES if language not in there]
