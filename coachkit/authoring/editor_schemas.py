"""JSON Schemas of our files, with which an editor completes keys, explains them and underlines mistakes.

They are made from the models that read the files, so they cannot say otherwise. What the loader refuses beyond the shape of a
file (names that are not there, ways that lead nowhere) is told by `coachkit check`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, RootModel

from coachkit.criteria.schema import REPLY_STATES, SITUATIONS, Criterion, Strict
from coachkit.documents import load
from coachkit.errors import UnknownName, did_you_mean
from coachkit.model import CHANNELS, DIMENSIONS, LANGUAGES
from coachkit.rubrics import RubricFile, shipped_criteria
from coachkit.scenarios.references import HINTS, NEEDED, OWN_PARTS
from coachkit.scenarios.schema import LEVELS, CourseFile, Scenario
from coachkit.signals.catalogue import CONTEXTS, ORDERS, SIGNALS

MODELS: Mapping[str, type[BaseModel]] = {
    "scenario": Scenario,
    "course": CourseFile,
    "criterion": Criterion,
    "rubric": RubricFile,
}
SCHEMAS = tuple(MODELS)
DIALECT = "http://json-schema.org/draft-07/schema#"
"""The dialect that editors know best."""

ENUMS = {
    ("Applies", "customer"): SITUATIONS,
    ("Applies", "reply"): REPLY_STATES,
    ("Applies", "channels"): CHANNELS,
    ("Applies", "languages"): LANGUAGES,
    ("SignalMeasure", "signal"): tuple(SIGNALS),
    ("ContextMeasure", "context"): tuple(CONTEXTS),
    ("OrderMeasure", "order"): tuple(ORDERS),
}
"""Closed lists that the models check themselves, by model and key."""

Schema = dict[str, Any]


class Said(Strict):
    """What is said of a part of a file, and of each of its keys."""

    about: str
    keys: dict[str, str]


@lru_cache(maxsize=1)
def words() -> Mapping[str, Said]:
    """What an editor says, by the model's name."""
    return load(Path(__file__).with_suffix(".yaml"), RootModel[dict[str, Said]]).root


def schema_text(kind: str) -> str:
    """The JSON Schema of "scenario", "course", "criterion" or "rubric" as a file. Raises UnknownName for another kind."""
    return json.dumps(editor_schema(kind), ensure_ascii=False, indent=1) + "\n"


def editor_schema(kind: str) -> Schema:
    """The JSON Schema of a kind of file. Raises UnknownName for another kind."""
    if kind not in MODELS:
        raise UnknownName(f"no schema '{kind}'{did_you_mean(kind, MODELS)}")
    model = MODELS[kind]
    made = _tidy(model.model_json_schema(by_alias=True))
    parts = {name: _described(name, part) for name, part in made.pop("$defs", {}).items()}
    whole = _described(model.__name__, made)
    for name, part in {**parts, model.__name__: whole}.items():
        for change in _CHANGES.get(name, ()):
            change(part)
    about = words()[model.__name__].about
    return {"$schema": DIALECT, "title": f"coachkit {kind}", "description": about, **whole, "$defs": dict(sorted(parts.items()))}


def _tidy(part: Any) -> Any:
    """Without titles made of key names and without empty defaults; pairs of numbers as draft 7 writes them."""
    if isinstance(part, list):
        return [_tidy(one) for one in part]
    if not isinstance(part, dict):
        return part
    inside = {key: _tidy_keys(value) if key in ("properties", "$defs") else _tidy(value) for key, value in part.items()}
    inside.pop("discriminator", None)
    if isinstance(inside.get("title"), str):
        del inside["title"]
    if inside.get("default", ...) in (None, "", []) or isinstance(inside.get("default"), dict):
        del inside["default"]
    if "prefixItems" in inside:
        inside["items"], *_ = inside.pop("prefixItems")
    if "patternProperties" in inside:
        inside["additionalProperties"] = False
    return _without_null(inside)


def _tidy_keys(properties: Schema) -> Schema:
    """Here the keys are names of a file, not words of JSON Schema."""
    return {key: _tidy(value) for key, value in properties.items()}


def _without_null(part: Schema) -> Schema:
    """Nobody writes null for what may be left out."""
    kept = [one for one in part.get("anyOf", ()) if one != {"type": "null"}]
    if len(kept) != 1:
        return part
    return {**{key: value for key, value in part.items() if key != "anyOf"}, **kept[0]}


def _described(name: str, part: Schema) -> Schema:
    """The part with what is said of it and of its keys."""
    said = words().get(name)
    if said is None:
        return part
    properties = {key: _with_words(value, said.keys.get(key, "")) for key, value in part.get("properties", {}).items()}
    for key, value in properties.items():
        if (name, key) in ENUMS:
            (value["items"] if value.get("type") == "array" else value)["enum"] = list(ENUMS[name, key])
    return {**part, "description": said.about, "properties": properties}


def _with_words(value: Schema, text: str) -> Schema:
    """Draft 7 overlooks what stands beside a reference, so that moves inside."""
    if "$ref" in value:
        return {"description": text, "allOf": [{"$ref": value["$ref"]}]}
    return {"description": text, **{key: one for key, one in value.items() if key != "description"}}


def _by_kind(scenario: Schema) -> None:
    """What each kind of exercise needs, and what only one kind has."""
    scenario["allOf"] = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": {
                "required": list(needed),
                "properties": {part: False for part, owner in OWN_PARTS.items() if owner != kind},
            },
        }
        for kind, needed in NEEDED.items()
    ]
    scenario["properties"]["hints"] |= {"minItems": HINTS, "maxItems": HINTS}
    scenario["properties"]["models"]["required"] = list(LEVELS)
    scenario["properties"]["trains"]["items"] = _suggested(gates=False)


def _suggested(*, gates: bool) -> Schema:
    """The shipped criteria's ids to choose from, each with its question; one's own may stand there as well."""
    found = dict(_questions(gates=gates))
    return {
        "anyOf": [
            {"enum": list(found), "enumDescriptions": list(found.values())},
            {"type": "string", "pattern": r"^[a-z]+\.[a-z_]+$"},
        ]
    }


def _questions(*, gates: bool) -> Iterator[tuple[str, str]]:
    for name, one in sorted(shipped_criteria().items()):
        if (one.dimension == "gate") is gates:
            yield name, one.question.en


def _picks(rubric: Schema) -> None:
    """The keys of criteria and gates: the shipped ones with their questions, and one's own."""
    for part, gates in (("criteria", False), ("gates", True)):
        value = rubric["properties"][part]["additionalProperties"]
        rubric["properties"][part]["properties"] = {
            name: {"description": question, **value} for name, question in _questions(gates=gates)
        }
        rubric["properties"][part]["propertyNames"] = {"pattern": r"^[a-z]+\.[a-z_]+$"}
    rubric["properties"]["dimensions"]["required"] = list(DIMENSIONS)


def _one_direction(markers: Schema) -> None:
    markers["oneOf"] = [{"required": ["at_least"]}, {"required": ["at_most"]}]


def _some_band(measure: Schema) -> None:
    whole = {"required": ["bands"], "properties": {"bands": {"required": list(LANGUAGES)}}}
    measure["anyOf"] = [{"required": ["band"]}, whole]
    measure["properties"]["bands"]["propertyNames"] = {"enum": list(LANGUAGES)}


def _prefix(criterion: Schema) -> None:
    ids: Iterable[str] = (*DIMENSIONS, "gates")
    criterion["properties"]["id"]["pattern"] = rf"^({'|'.join(ids)})\.[a-z_]+$"


_CHANGES = {
    "Scenario": (_by_kind,),
    "RubricFile": (_picks,),
    "Criterion": (_prefix,),
    "Markers": (_one_direction,),
    "SignalMeasure": (_some_band,),
    "ContextMeasure": (_some_band,),
    "OrderMeasure": (_some_band,),
}
"""What the models check beyond types, by the model's name."""
