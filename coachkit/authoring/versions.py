"""Versions: what a published version looked like, so that no one's scores change under a number that stayed.

`versions.json` in a folder of exercises or rubrics holds, for every published scenario, criterion and rubric, the digest of its
structure by version. Structure is what decides a score or the way a conversation goes; titles, hints, advice and sources may be
polished at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from coachkit.criteria.schema import Criterion
from coachkit.errors import DocumentError, InputError
from coachkit.rubrics import RubricFile
from coachkit.scenarios.loading import COURSE_FILE
from coachkit.scenarios.references import Problem
from coachkit.scenarios.schema import Scenario

LEDGER = "versions.json"
Document: TypeAlias = Scenario | Criterion | RubricFile
Ledger: TypeAlias = dict[str, dict[str, str]]
"""Digests by version, by kind and id such as "criterion tone.thanks"."""

WORDS_OF: Mapping[type, Any] = {
    Scenario: {
        **dict.fromkeys(("version", "title", "industry", "stage", "difficulty", "minutes", "trains", "hints", "models"), True),
        "customer": {"wants", "told", "writes"},
        "agent": {"facts": True, "policy": True, "may_offer": True},
        "endings": {"__all__": {"says"}},
        "points": {"__all__": {"say"}},
        "choose": {"options": {"__all__": {"why"}}},
    },
    Criterion: {"version", "name", "question", "advice", "source", "examples"},
    RubricFile: {"version", "name", "about"},
}
"""What is no structure and may change under the same version."""

KINDS: Mapping[type, str] = {Scenario: "scenario", Criterion: "criterion", RubricFile: "rubric"}
"""What a document is called in a ledger."""


@dataclass(frozen=True)
class Published:
    """What a publication recorded, as "kind id version"; and how many were recorded already."""

    recorded: tuple[str, ...]
    known: int


def structure(document: Document) -> str:
    """16 hexadecimal digits over the structure; parts left at their defaults do not count, so that new ones change nothing."""
    kept = document.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=WORDS_OF[type(document)])
    return hashlib.sha256(json.dumps(kept, sort_keys=True, ensure_ascii=True).encode()).hexdigest()[:16]


def version_problems(path: Path, document: Document) -> Iterator[Problem]:
    """Whether the structure has changed under a published version, or the version has gone back. Nothing without a ledger."""
    place = ledger_near(path)
    published = read_ledger(place).get(_name(document), {}) if place else {}
    if not published:
        return
    newest = max(map(int, published))
    if document.version < newest and str(document.version) not in published:
        yield Problem(("version",), f"version {document.version} is older than the published {newest}; write {newest + 1}")
    elif published.get(str(document.version), structure(document)) != structure(document):
        told = f"the structure is not that of the published version {document.version}; write version {newest + 1}"
        yield Problem(("version",), f"{told}, or undo the change")


def next_version(path: Path, document: Document) -> int:
    """The version of a structural edit: one above the document's and above all that were published."""
    place = ledger_near(path)
    published = read_ledger(place).get(_name(document), {}) if place else {}
    return max(document.version, *map(int, published)) + 1 if published else document.version + 1


def publish(documents: Mapping[Path, Document]) -> Published:
    """Records each document's structure under its version, in the ledger of its folder.

    The documents must have no version problems. Raises InputError where a ledger cannot be read or written.
    """
    ledgers: dict[Path, Ledger] = {}
    recorded, known = [], 0
    for path, document in documents.items():
        place = ledger_near(path) or _root(path, document) / LEDGER
        if place not in ledgers:
            ledgers[place] = read_ledger(place)
        versions = ledgers[place].setdefault(_name(document), {})
        known += str(document.version) in versions
        if str(document.version) not in versions:
            versions[str(document.version)] = structure(document)
            recorded.append(f"{_name(document)} {document.version}")
    for place, ledger in ledgers.items():
        _write(place, ledger)
    return Published(tuple(recorded), known)


def ledger_near(path: Path) -> Path | None:
    """The ledger of the folder that a file belongs to: the nearest one above it, at most four folders up."""
    return next((one / LEDGER for one in list(path.absolute().parents)[:4] if (one / LEDGER).is_file()), None)


def read_ledger(place: Path) -> Ledger:
    """The ledger; empty where there is none. Raises DocumentError for one that was damaged."""
    try:
        found = json.loads(place.read_text("utf-8"))
        return {key: {str(int(one)): str(digest) for one, digest in versions.items()} for key, versions in found.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, AttributeError) as error:
        told = "not a list of versions; bring it back from a copy, or delete it and publish again"
        raise DocumentError(f"{place}:{getattr(error, 'lineno', 1)}:1: {told}") from error


def _name(document: Document) -> str:
    return f"{KINDS[type(document)]} {document.id}"


def _root(path: Path, document: Document) -> Path:
    """The folder whose ledger a document without one goes into: exercises/ for a course's scenario, rubrics/ for the rest."""
    folder = path.absolute().parent
    if isinstance(document, Scenario):
        return folder.parent if (folder / COURSE_FILE).exists() else folder
    parents = [one.parent for one in (folder, *folder.parents) if one.name in ("criteria", "gates")]
    return parents[0] if isinstance(document, Criterion) and parents else folder


def _write(place: Path, ledger: Ledger) -> None:
    """The ledger, whole or not at all."""
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        part.write_text(json.dumps(_in_order(ledger), indent=1) + "\n", "utf-8")
        part.replace(place)
    except OSError as error:
        raise InputError(f"{place}: cannot be written: {error.strerror or error}; nothing was published") from error
    finally:
        part.unlink(missing_ok=True)


def _in_order(ledger: Ledger) -> dict[str, dict[str, str]]:
    return {name: dict(sorted(ledger[name].items(), key=lambda one: int(one[0]))) for name in sorted(ledger) if ledger[name]}
