"""The promises of the JSON Schemas: fresh, explained, content with all that is shipped, and no kinder than the loader."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from coachkit.authoring.editor_schemas import MODELS, SCHEMAS, editor_schema, schema_text, words
from coachkit.authoring.new_files import criterion_text, rubric_text, scenario_text
from coachkit.cli import FINE, app
from coachkit.documents import load, parse, read_text
from coachkit.errors import DocumentError, UnknownName
from coachkit.scenarios.loading import load_scenario

if TYPE_CHECKING:
    from jsonschema import Draft7Validator

pytestmark = pytest.mark.slow

PLACES = {"scenario": "exercises", "course": "exercises", "rubric": "rubrics", "criterion": "rubrics"}


@pytest.fixture(scope="module")
def validators() -> dict[str, Draft7Validator]:
    """By kind; imported here, for jsonschema compiles dozens of grammars as it is imported."""
    from jsonschema import Draft7Validator

    return {kind: Draft7Validator(editor_schema(kind)) for kind in SCHEMAS}


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_shipped_schema_is_fresh(kind: str, root: Path) -> None:
    assert (root / PLACES[kind] / "schema" / f"{kind}.json").read_text("utf-8") == schema_text(kind), "run `make docs`"


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_schema_is_a_schema(kind: str, validators: dict[str, Draft7Validator]) -> None:
    validators[kind].check_schema(editor_schema(kind))


def _shipped(root: Path) -> dict[str, list[Path]]:
    rubrics, exercises = root / "rubrics", root / "exercises"
    courses = sorted(exercises.glob("*/course.yaml"))
    return {
        "scenario": sorted(path for one in courses for path in one.parent.glob("*.yaml") if path.name != "course.yaml"),
        "course": courses,
        "criterion": sorted([*rubrics.glob("criteria/*/*.yaml"), *rubrics.glob("gates/*.yaml")]),
        "rubric": sorted(rubrics.glob("*.yaml")),
    }


@pytest.mark.parametrize("kind", SCHEMAS)
def test_all_that_is_shipped_fits(kind: str, root: Path, validators: dict[str, Draft7Validator]) -> None:
    paths = _shipped(root)[kind]
    assert len(paths) >= 6
    wrong = [
        f"{path.name}: {list(error.path)}: {error.message}"
        for path in paths
        for error in validators[kind].iter_errors(parse(read_text(path), str(path)))
    ]
    assert wrong == []


def test_new_files_fit(validators: dict[str, Draft7Validator]) -> None:
    for kind in ("conversation", "message", "improve", "channel"):
        assert validators["scenario"].is_valid(parse(scenario_text("a", kind), "a"))
    assert validators["criterion"].is_valid(parse(criterion_text("tone.own"), "a"))
    assert validators["rubric"].is_valid(parse(rubric_text("own", criteria={"tone.own": 1, "gates.own": 0}), "a"))


def _drop(*path: Any) -> Callable[[Any], None]:
    def change(value: Any) -> None:
        for key in path[:-1]:
            value = value[key]
        del value[path[-1]]

    return change


def _set(new: Any, *path: Any) -> Callable[[Any], None]:
    def change(value: Any) -> None:
        for key in path[:-1]:
            value = value[key]
        value[path[-1]] = new

    return change


SCENARIO = {
    "an unknown key": _set(1, "colour"),
    "an unknown key inside": _set("x", "customer", "age"),
    "a missing title": _drop("title"),
    "no turns in a conversation": _drop("turns"),
    "no hints in a conversation": _drop("hints"),
    "two hints": _set(["one", "two"], "hints"),
    "another channel": _set("fax", "channel"),
    "another industry": _set("shop", "industry"),
    "another stage": _set("later", "stage"),
    "another kind": _set("talk", "kind"),
    "another language": _set("de", "language"),
    "a difficulty of six": _set(6, "difficulty"),
    "an empty title": _set("  ", "title"),
    "an id in capitals": _set("Late", "id"),
    "a mood of four": _set(4, "customer", "mood"),
    "a turn with a space in its name": _set({"says": "x", "next": [{"to": "start"}]}, "turns", "a turn"),
    "a rule without a way": _set([{"if": {"crossed": True}}], "turns", "start", "next"),
    "a condition that is not there": _set([{"if": {"angry": True}, "to": "start"}], "turns", "start", "next"),
    "an ending of another kind": _set({"kind": "happy"}, "endings", "end_happy"),
    "a model level that is not there": _set({"replies": ["x"], "why": "x", "band": [0, 1]}, "models", "fine"),
    "a level left out": _drop("models", "poor"),
    "a band of three numbers": _set([1, 2, 3], "models", "poor", "band"),
    "a draft in a conversation": _set("x", "draft"),
    "a point without wordings": _set([], "points", 0, "find"),
    "nothing trained": _set([], "trains"),
}
CRITERION = {
    "an unknown key": _set(1, "colour"),
    "a missing language": _drop("name", "sv"),
    "a missing source": _drop("source"),
    "another dimension": _set("mood", "dimension"),
    "another situation": _set({"customer": ["angry"]}, "applies"),
    "another reply state": _set({"reply": ["sings"]}, "applies"),
    "another channel": _set({"channels": ["fax"]}, "applies"),
    "another kind of measure": _set({"kind": "regex", "en": ["x"]}, "measure"),
    "both directions": _set(2, "measure", "at_most"),
    "no direction": _drop("measure", "at_least"),
    "another place": _set("middle", "measure", "within"),
    "a signal that is not there": _set(
        {"kind": "signal", "signal": "smell", "band": {"best": [0, 1], "worst": [0, 2]}}, "measure"
    ),
    "a context that is not there": _set(
        {"kind": "context", "context": "x", "band": {"best": [0, 1], "worst": [0, 2]}}, "measure"
    ),
    "an order that is not there": _set({"kind": "order", "order": "x", "band": {"best": [0, 1], "worst": [0, 2]}}, "measure"),
    "a signal without a band": _set({"kind": "signal", "signal": "words"}, "measure"),
    "an id without a dimension": _set("own", "id"),
    "a version of nothing": _set(0, "version"),
    "no examples in Finnish": _drop("examples", "fi"),
}
RUBRIC = {
    "an unknown key": _set(1, "colour"),
    "a dimension left out": _drop("dimensions", "tone"),
    "a dimension that is not there": _set(1, "dimensions", "mood"),
    "another channel": _set("fax", "channel"),
    "another policy": _set("ignore", "not_applicable"),
    "another gate policy": _set("stop", "failed_gate"),
    "a weight of eleven": _set(11, "criteria", "tone.greeting"),
    "a gate over a hundred": _set(101, "gates", "gates.abuse"),
    "a pick without a weight": _set({"band": {"best": [0, 1], "worst": [0, 2]}}, "criteria", "readability.longest_sentence"),
    "a missing name": _drop("name"),
}
CASES = [
    *(("scenario", case, change) for case, change in SCENARIO.items()),
    *(("criterion", case, change) for case, change in CRITERION.items()),
    *(("rubric", case, change) for case, change in RUBRIC.items()),
]


@pytest.fixture(scope="module")
def good() -> dict[str, Any]:
    return {
        "scenario": parse(scenario_text("a", notes=""), "a"),
        "criterion": parse(criterion_text("tone.own", notes=""), "a"),
        "rubric": parse(rubric_text("own", notes=""), "a"),
    }


@pytest.mark.parametrize(("kind", "case", "change"), CASES, ids=[f"{kind}: {case}" for kind, case, _ in CASES])
def test_what_the_loader_refuses_the_schema_refuses_too(
    kind: str,
    case: str,
    change: Callable[[Any], None],
    good: dict[str, Any],
    validators: dict[str, Draft7Validator],
    tmp_path: Path,
) -> None:
    value = copy.deepcopy(good[kind])
    assert validators[kind].is_valid(value)
    change(value)
    path = tmp_path / "a.yaml"
    path.write_text(json.dumps(value), "utf-8")
    with pytest.raises(DocumentError):
        load_scenario(path) if kind == "scenario" else load(path, MODELS[kind])
    assert not validators[kind].is_valid(value), case


def test_every_part_of_every_file_is_explained() -> None:
    """A key that is added to a model needs words for the editor, and words for what is no more are left over."""
    made = [model.model_json_schema(by_alias=True) for model in MODELS.values()]
    models = {name: set(part["properties"]) for one in made for name, part in one["$defs"].items() if "properties" in part}
    models |= {model.__name__: set(one["properties"]) for model, one in zip(MODELS.values(), made, strict=True)}
    assert {name: set(said.keys) for name, said in words().items()} == models
    assert all(text.strip() for said in words().values() for text in (said.about, *said.keys.values()))


def test_names_of_criteria_are_offered_and_one_s_own_allowed(
    validators: dict[str, Draft7Validator], good: dict[str, Any]
) -> None:
    offered = editor_schema("scenario")["properties"]["trains"]["items"]["anyOf"][0]
    assert "tone.no_blame" in offered["enum"]
    assert len(offered["enum"]) == len(offered["enumDescriptions"])
    assert validators["scenario"].is_valid({**good["scenario"], "trains": ["tone.our_own"]})
    assert not validators["scenario"].is_valid({**good["scenario"], "trains": ["our own"]})
    assert "description" in editor_schema("rubric")["properties"]["gates"]["properties"]["gates.abuse"]


def test_the_command_shows_and_writes_them(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    shown = CliRunner().invoke(app, ["schema", "course"])
    assert (shown.exit_code, shown.stdout) == (FINE, schema_text("course"))
    assert CliRunner().invoke(app, ["schema", "--into", str(tmp_path / "schema")]).exit_code == FINE
    assert {path.name for path in (tmp_path / "schema").iterdir()} == {f"{kind}.json" for kind in SCHEMAS}
    with pytest.raises(UnknownName, match="did you mean 'rubric'"):
        schema_text("rubrik")
