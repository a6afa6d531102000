"""Written tables: whole or not at all, harmless in a spreadsheet, readable again."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachkit.errors import InputError
from coachkit.transcripts.reading import open_table
from coachkit.transcripts.rows import NUMBER, TEXT, WHOLE
from coachkit.transcripts.writing import EXCEL_CELL, harmless, writing

COLUMNS = {"text": TEXT, "n": WHOLE, "score": NUMBER}
ROWS: list[dict[str, Any]] = [{"text": "Hyvää päivää", "n": 1, "score": 12.5}, {"text": None, "n": None, "score": None}]
ENDINGS = [".csv", ".tsv", ".jsonl", ".parquet", ".xlsx"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_written_is_read_back(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    with writing(path, COLUMNS) as write:
        write(ROWS)
        write([{"text": "x", "n": 2, "score": 0.0}])
    rows = list(open_table(path).rows)
    assert str(rows[0].values["text"]) == "Hyvää päivää"
    assert float(rows[0].values["score"]) == 12.5
    assert float(rows[-1].values["n"]) == 2
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_run_that_stops_leaves_no_file_and_an_old_one_as_it_was(
    tmp_path: Path, ending: str, error: type[BaseException]
) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"old")

    def stop() -> None:
        with writing(path, COLUMNS) as write:
            write(ROWS)
            raise error

    with pytest.raises(error):
        stop()
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "- list", "@customer hello"])
def test_formulas_are_made_harmless(tmp_path: Path, cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    for ending in (".csv", ".tsv"):
        path = tmp_path / f"a{ending}"
        with writing(path, {cell: TEXT}) as write:
            write([{cell: cell}])
        with path.open(newline="", encoding="utf-8") as file:
            assert list(csv.reader(file, delimiter="\t" if ending == ".tsv" else ",")) == [[f"'{cell}"]] * 2
    openpyxl = pytest.importorskip("openpyxl", reason="the extra `excel` is not installed")
    with writing(tmp_path / "a.xlsx", {"a": TEXT}) as write:
        write([{"a": cell}])
    shown = openpyxl.load_workbook(tmp_path / "a.xlsx").active["A2"]
    assert shown.data_type == "s"
    assert str(shown.value).startswith("'")


@pytest.mark.parametrize("cell", ["-5", "+358401234567", "-12,5", -5, -0.5, None, "plain", " =1", "1-2"])
def test_what_is_no_formula_stays_as_it_is(cell: Any) -> None:
    assert harmless(cell) == cell


def test_jsonl_keeps_cells_as_they_are(tmp_path: Path) -> None:
    row = {"text": "=1+1", "list": [1, float("nan")], "when": dt.date(2024, 5, 3), "nan": float("nan")}
    with writing(tmp_path / "a.jsonl", dict.fromkeys(row, TEXT)) as write:
        write([row])
    assert json.loads((tmp_path / "a.jsonl").read_text()) == {
        "text": "=1+1",
        "list": [1, None],
        "when": "2024-05-03",
        "nan": None,
    }


def test_parquet_takes_lists_and_dates_in_a_text_column(tmp_path: Path) -> None:
    with writing(tmp_path / "a.parquet", {"a": TEXT}) as write:
        write([{"a": [1, "x"]}, {"a": dt.date(2024, 5, 3)}, {"a": 5}, {"a": None}])
    assert pq.read_table(tmp_path / "a.parquet")["a"].to_pylist() == ['[1, "x"]', "2024-05-03", "5", None]


def test_excel_cuts_a_long_text_rather_than_lose_it(tmp_path: Path) -> None:
    with writing(tmp_path / "a.xlsx", {"a": TEXT}) as write:
        write([{"a": "x" * 50_000}])
    (row,) = open_table(tmp_path / "a.xlsx").rows
    assert len(row.values["a"]) == EXCEL_CELL
    assert row.values["a"].endswith("x…")


@pytest.mark.parametrize("name", ["a.pdf", "a", "missing/a.csv", "."])
def test_a_place_that_cannot_be_written_is_told_at_once(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"cannot write|no folder"), writing(tmp_path / name, COLUMNS):
        pytest.fail("never gets here")


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    with writing(tmp_path / "link.csv", {"a": TEXT}) as write:
        write([{"a": "new"}])
    assert (tmp_path / "link.csv").is_symlink()
    assert "new" in (tmp_path / "real.csv").read_text()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(cells=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=1, max_size=4))
@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet", ".xlsx"])
def test_any_text_can_be_written(tmp_path: Path, ending: str, cells: list[str]) -> None:
    with writing(tmp_path / f"a{ending}", {"a": TEXT, "b": TEXT}) as write:
        write([{"a": cell, "b": "x"} for cell in cells])
    rows = list(open_table(tmp_path / f"a{ending}").rows)
    assert len(rows) == len(cells)
    if ending in (".jsonl", ".parquet"):
        assert [row.values["a"] for row in rows] == cells
