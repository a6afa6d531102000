"""A scored file is read block by block: the size of the blocks changes no figure, and texts are read only to be quoted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from coachkit import team_reports
from coachkit.team.table import Roles, standard
from coachkit.team_reports import frames, open_team, read_scored_table, read_texts
from coachkit.transcripts.reading import open_table
from tests.team.conftest import CRITERIA

N = 90
MEASURED = ("total", "clarity", "empathy", "readability", "tone")


@pytest.fixture
def table() -> pd.DataFrame:
    """A scored table whose rows are not numbered, and of which some have no score, no conversation or no text."""
    places = range(N)
    columns: dict[str, Any] = {
        "conversation": [f"c{place // 3}" if place % 10 else None for place in places],
        "at": [f"2025-03-{1 + place % 28:02}T08:00:00Z" for place in places],
        "agent_name": [f"agent-{'abc'[place % 3] * 6}" for place in places],
        "text": [f" reply number {place}" if place % 7 else None for place in places],
        "customer": "Where is my coat?",
        "weakest": "clarity.next_step",
        "language": "en",
    }
    columns |= {name: [None if place % 11 == 5 else float(40 + place % 50) for place in places] for name in MEASURED}
    columns |= {name: [place % 5 / 4 for place in places] for name in CRITERIA}
    return pd.DataFrame(columns)


def written(table: pd.DataFrame, folder: Path, ending: str) -> Path:
    path = folder / f"scored.{ending}"
    {"csv": lambda: table.to_csv(path, index=False), "parquet": lambda: table.to_parquet(path)}[ending]()
    return path


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("size", [1, 7, 20_000])
def test_the_blocks_change_nothing(
    table: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, size: int
) -> None:
    monkeypatch.setattr(team_reports, "BLOCK", size)
    read = read_scored_table(written(table, tmp_path, ending))
    whole = standard(table.drop(columns="text"))
    assert (read.criteria, read.left_out) == (whole.criteria, whole.left_out)
    for name in whole.frame.columns:
        pd.testing.assert_series_equal(read.frame[name], whole.frame[name], check_dtype=False)
    assert read.frame["row"].tolist() == [place + 1 for place in range(N) if place % 11 != 5]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_only_the_texts_that_are_asked_for_are_read_and_from_the_right_rows(
    table: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(team_reports, "BLOCK", 8)
    path = written(table, tmp_path, ending)
    assert set(read_scored_table(path).frame["text"]) == {""}
    assert read_texts(path, [2, 1, 35, 90, 91]) == {2: "reply number 1", 35: "reply number 34", 90: "reply number 89"}
    assert read_texts(path, []) == {}
    numbered = written(table.assign(row=range(1_000, 1_000 + N)), tmp_path, ending)
    assert read_texts(numbered, [1_034, 34]) == {1_034: "reply number 34"}
    assert read_texts(numbered, [1_034], Roles(text="customer")) == {1_034: "Where is my coat?"}


def test_of_a_parquet_file_no_other_column_is_read(table: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow.parquet as pq

    asked: list[list[str]] = []
    batches = pq.ParquetFile.iter_batches

    def watched(self: Any, **options: Any) -> Any:
        asked.append(list(options["columns"]))
        return batches(self, **options)

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", watched)
    open_team(written(table, tmp_path, "parquet"))
    assert asked
    assert not {"text", "customer"} & {name for one in asked for name in one}


def test_a_parquet_file_with_a_name_twice_is_read_too(table: pd.DataFrame, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = [pa.array(table[name]) for name in ("agent_name", "total", "total")]
    pq.write_table(pa.Table.from_arrays(columns, ["agent_name", "total", "total"]), tmp_path / "twice.parquet")
    opened = open_table(tmp_path / "twice.parquet")
    (frame,) = frames(opened, ["total_2", "agent_name"])
    assert list(frame.columns) == ["total_2", "agent_name"]
    assert frame["total_2"].tolist() == pytest.approx(table["total"].tolist(), nan_ok=True)
