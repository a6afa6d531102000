"""Writing weights changes these numbers and nothing else, to the last space."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from coachkit.authoring.rubric_edit import with_version, with_weights, written
from coachkit.documents import parse, shipped_folder
from coachkit.errors import DocumentError
from coachkit.model import DIMENSIONS
from coachkit.rubrics import rubric_names

TEXTS = {name: (shipped_folder("rubrics") / f"{name}.yaml").read_text("utf-8") for name in rubric_names()}
WEIGHT = st.integers(1, 200).map(lambda number: number / 20)


def weight_of(found: Any) -> float:
    """A weight, alone or in a pick."""
    return float(found["weight"] if isinstance(found, dict) else found)


def skeleton(text: str) -> list[str]:
    """The lines with every number taken out: what must not change."""
    return [re.sub(r"\d+(\.\d+)?", "#", line) for line in text.splitlines(keepends=True)]


@given(st.sampled_from(sorted(TEXTS)), st.data())
@pytest.mark.slow
def test_only_the_weights_change(name: str, data: st.DataObject) -> None:
    text = TEXTS[name].replace("\n", "\r\n") if data.draw(st.booleans()) else TEXTS[name]
    before = parse(text, name)
    dimensions = data.draw(st.dictionaries(st.sampled_from(DIMENSIONS), WEIGHT))
    criteria = data.draw(st.dictionaries(st.sampled_from(sorted(before["criteria"])), WEIGHT))
    after_text = with_weights(text, dimensions, criteria)
    after = parse(after_text, name)
    for part, wanted in (("dimensions", dimensions), ("criteria", criteria)):
        for key, found in after[part].items():
            assert weight_of(found) == wanted.get(key, weight_of(before[part][key]))
            if isinstance(found, dict):
                assert {**found, "weight": 0} == {**before[part][key], "weight": 0}
    assert {**after, "dimensions": 0, "criteria": 0} == {**before, "dimensions": 0, "criteria": 0}
    assert skeleton(after_text) == skeleton(text)
    assert with_weights(after_text, dimensions, criteria) == after_text


def test_comments_stay_where_they_are() -> None:
    text = (
        "dimensions: {clarity: 3, empathy: 2.50, readability: 1, tone: 1}   # shares\n"
        "criteria:\n  # the heart of it\n  clarity.next_step:   5 # who, what, when\n"
        "  readability.paragraphs: {weight: 1.5, band: {best: [0, 60], worst: [0, 120]}} # short\n"
    )
    changed = with_weights(text, {"empathy": 4.0, "tone": 1.0}, {"clarity.next_step": 2.5, "readability.paragraphs": 3})
    assert changed == text.replace("2.50", "4").replace("  5 #", "  2.5 #").replace("1.5,", "3,")
    assert len(YAML().load(changed).ca.items) == len(YAML().load(text).ca.items)


def test_no_change_is_no_change() -> None:
    for text in TEXTS.values():
        rubric = parse(text, "x")
        same = {name: weight_of(one) for name, one in rubric["criteria"].items()}
        assert with_weights(text, rubric["dimensions"], same) == text


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_only_the_version_changes(name: str) -> None:
    after = with_version(TEXTS[name], 41, name)
    assert parse(after, name) == parse(TEXTS[name], name) | {"version": 41}
    assert skeleton(after) == skeleton(TEXTS[name])
    assert with_version("version:   3   # the third\nid: x\n", 4) == "version:   4   # the third\nid: x\n"


@pytest.mark.parametrize("text", ["", "id: x\n", "- a\n", "id: &v 1\nversion: *v\n", "version: &v 1\nid: *v\n"])
def test_a_version_that_is_not_there_or_shared_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match=r"mine\.yaml:1:1"):
        with_version(text, 2, "mine.yaml")


def test_a_criterion_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(DocumentError, match=r"mine\.yaml:\d+:\d+: no weight for 'clarity\.next_stp' .*did you mean"):
        with_weights(TEXTS["chat"], {}, {"clarity.next_stp": 1}, "mine.yaml")


def test_a_number_shared_by_an_anchor_is_not_changed_for_both() -> None:
    text = "dimensions: {clarity: &w 3, empathy: *w, readability: 1, tone: 1}\ncriteria: {}\n"
    with pytest.raises(DocumentError, match="anchor"):
        with_weights(text, {"empathy": 2}, {})
    assert "*w" in with_weights(text, {"tone": 2}, {})


@pytest.mark.parametrize("text", ["", "- a\n", "3\n"])
def test_what_is_no_rubric_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match="no keys and values"):
        with_weights(text, {"tone": 1}, {})


def test_numbers_are_written_short() -> None:
    assert [written(one) for one in (3.0, 2.5, 0.05, 10.0, 0.30000000000000004)] == ["3", "2.5", "0.05", "10", "0.3"]


def test_the_file_itself_is_never_touched(tmp_path: Path) -> None:
    path = tmp_path / "chat.yaml"
    path.write_text(TEXTS["chat"], "utf-8")
    with_weights(path.read_text("utf-8"), {"tone": 9.0}, {})
    assert path.read_text("utf-8") == TEXTS["chat"]
