"""JSON Lines: broken lines are kept, nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachkit.errors import InputError
from coachkit.transcripts.jsonl import open_jsonl
from coachkit.transcripts.reading import open_table
from coachkit.transcripts.rows import NUMBER, TEXT, WHOLE


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path


def test_objects_are_rows_and_all_their_keys_are_columns(tmp_path: Path) -> None:
    table = open_jsonl(write(tmp_path / "a.jsonl", '{"text": "hi", "n": 1}', "", '{"text": "hello", "late": [1]}'))
    assert table.columns == ("text", "n", "late")
    assert [(row.number, dict(row.values)) for row in table.rows] == [
        (1, {"text": "hi", "n": 1}),
        (3, {"text": "hello", "late": [1]}),
    ]


def test_kinds_of_columns(tmp_path: Path) -> None:
    lines = [{"a": 1, "b": 1, "c": None, "d": 1}, {"a": 2, "b": 2.5, "c": "x", "d": "x"}, {"e": 2**70}]
    table = open_jsonl(write(tmp_path / "a.jsonl", *map(json.dumps, lines)))
    assert table.kinds == {"a": WHOLE, "b": NUMBER, "c": TEXT, "d": TEXT, "e": TEXT}


@pytest.mark.parametrize(
    "line",
    ['{"text": "hi"', "nonsense", "[1, 2]", '"text"', "null", '{"a": ' + "1" * 5000 + "}", "[" * 100_000, "{'text': 'hi'}"],
)
def test_a_broken_line_is_kept_with_its_problem(tmp_path: Path, line: str) -> None:
    rows = list(open_jsonl(write(tmp_path / "a.jsonl", '{"text": "one"}', line, '{"text": "three"}')).rows)
    assert [row.number for row in rows] == [1, 2, 3]
    assert [row.broken for row in rows] == [False, True, False]
    assert str(rows[1].problem).startswith("not a JSON object: ")
    assert len(str(rows[1].problem)) < 300


def test_half_a_character_is_replaced_and_noted(tmp_path: Path) -> None:
    row = next(open_jsonl(write(tmp_path / "a.jsonl", r'{"text": "a \ud83d b"}')).rows)
    assert row.values == {"text": "a \ufffd b"}
    assert "half a character" in str(row.problem)
    assert not row.broken
    whole = next(open_jsonl(write(tmp_path / "b.jsonl", r'{"text": "\ud83d\ude00"}')).rows)
    assert (whole.values, whole.problem) == ({"text": "😀"}, None)


def test_line_separators_inside_a_text_end_no_line(tmp_path: Path) -> None:
    rows = list(open_jsonl(write(tmp_path / "a.jsonl", '{"text": "a\u2028b\x85c"}')).rows)
    assert [row.values["text"] for row in rows] == ["a\u2028b\x85c"]


def test_wrong_encoding_and_no_object_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"text": "ok"}\n{"text": "hyvää"}\n'.encode("latin-1"))
    with pytest.raises(InputError, match=":2: not UTF-8"):
        open_jsonl(path)
    with pytest.raises(InputError, match="no line is a JSON object"):
        open_jsonl(write(tmp_path / "b.jsonl", "[", "]"))
    with pytest.raises(InputError, match="empty"):
        open_jsonl(write(tmp_path / "c.jsonl", "", ""))


def test_a_json_file_without_objects_is_refused_with_what_is_known(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no objects found"):
        open_table(write(tmp_path / "a.json", "[]"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(lines=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), max_size=30), max_size=5))
def test_no_line_is_lost(tmp_path: Path, lines: list[str]) -> None:
    path = write(tmp_path / "a.jsonl", '{"text": "first"}', *lines)
    assert len(list(open_jsonl(path).rows)) == 1 + sum(bool(line.strip()) for line in lines)
