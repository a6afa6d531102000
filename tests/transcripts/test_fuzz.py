"""Whatever a file holds, a reader gives rows or says what is wrong: never another error, and nothing that cannot be written."""

# ruff: noqa: S311 - chance here makes examples, not secrets
from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachkit.errors import InputError
from coachkit.transcripts.reading import open_table, source_files
from coachkit.transcripts.rows import Row, Table
from coachkit.transcripts.talk import TRANSCRIPT_COLUMNS

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parent / "samples"
FILES = sorted(one.name for one in SAMPLES.iterdir() if one.is_file())
JSON_FILES = [name for name in FILES if name.endswith(".json")]
JUNK: list[Any] = [
    None, True, 0, -1, 1e308, float("nan"), 10**30, 10**400, "", " ", "x" * 300, "\x00\ud800", "<p>",
    "2025-99-99T00:00:00Z", [], {}, [None, 1, "a", [], {}],
    {"id": [], "type": {}, "name": 5}, [[[]]],
]  # fmt: skip
PIECES = [b"\x00", b"\xff\xfe", b"\n", b"\r\n", b'"', b"{", b"[", b"]}", b"<", b"-->", b"From ", b": ",
    b"=?utf-8?q?=ff?=", b"--x", b"\xe2\x80\x8e"]  # fmt: skip


def rows_or_refusal(path: Path) -> list[Row] | None:
    """The rows, checked to be such as can be scored and written; None where the file was refused."""
    try:
        table = open_table(path)
        rows = list(table.rows)
    except InputError as error:
        refused = str(error)
    else:
        check(table, rows)
        return rows
    assert path.name in refused
    return None


def check(table: Table, rows: list[Row]) -> None:
    """What every reader promises of its rows."""
    numbers = [row.number for row in rows]
    assert numbers == sorted(set(numbers))
    for row in rows:
        assert set(row.values) <= set(table.columns)
        assert not row.broken or row.problem
        if table.format != "table":
            "".join(one for one in row.values.values() if isinstance(one, str)).encode()
            assert row.broken or tuple(row.values) == TRANSCRIPT_COLUMNS
            assert row.values.get("speaker") in (None, "agent", "customer")


def mutated_bytes(data: bytes, chance: random.Random) -> bytes:
    """The bytes with up to eight of them changed, taken away, doubled or put elsewhere."""
    for _ in range(chance.randint(1, 8)):
        place, size = chance.randrange(len(data) + 1), chance.choice((1, 1, 3, 40))
        change: Callable[[], bytes] = chance.choice((
            lambda: data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :],  # noqa: B023 - used at once
            lambda: data[:place] + data[place + size :],  # noqa: B023
            lambda: data[:place] + chance.choice(PIECES) + data[place:],  # noqa: B023
            lambda: data[:place] + data[place : place + size] * 3 + data[place:],  # noqa: B023
        ))  # fmt: skip
        data = change()
    return data[: chance.randrange(1, len(data) + 1)] if data and chance.random() < 0.1 else data


def mutated_value(value: Any, chance: random.Random, rate: float) -> Any:
    """A JSON value with some of its parts replaced by others of any type, or taken away."""
    if chance.random() < rate:
        return chance.choice(JUNK)
    if isinstance(value, dict):
        return {key: mutated_value(one, chance, rate) for key, one in value.items() if chance.random() > rate / 2}
    if isinstance(value, list):
        return [mutated_value(one, chance, rate) for one in value if chance.random() > rate / 2]
    return value


@pytest.mark.parametrize("name", FILES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(seed=st.integers(0, 2**32))
def test_a_file_with_changed_bytes(tmp_path: Path, name: str, seed: int) -> None:
    path = tmp_path / name
    path.write_bytes(mutated_bytes((SAMPLES / name).read_bytes(), random.Random(seed)))
    rows_or_refusal(path)


@pytest.mark.parametrize("name", JSON_FILES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(seed=st.integers(0, 2**32))
def test_json_with_values_of_other_types(tmp_path: Path, name: str, seed: int) -> None:
    chance = random.Random(seed)
    value = mutated_value(json.loads((SAMPLES / name).read_text("utf-8")), chance, chance.choice((0.01, 0.05, 0.2)))
    path = tmp_path / name
    path.write_text(json.dumps(value), "utf-8")
    rows_or_refusal(path)


@pytest.mark.parametrize("folder", ["mails", "corpus"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(seed=st.integers(0, 2**32))
def test_a_folder_with_changed_bytes(tmp_path: Path, folder: str, seed: int) -> None:
    chance = random.Random(seed)
    place = tmp_path / folder
    shutil.copytree(SAMPLES / folder, place, dirs_exist_ok=True)
    for file in source_files(place):
        if chance.random() < 0.7:
            file.write_bytes(mutated_bytes(file.read_bytes(), chance))
    rows_or_refusal(place)


@pytest.mark.parametrize("ending", [".json", ".jsonl", ".eml", ".mbox", ".txt", ".vtt", ".srt"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.binary(min_size=1, max_size=200))
def test_any_bytes_at_all(tmp_path: Path, ending: str, data: bytes) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(data)
    rows_or_refusal(path)
