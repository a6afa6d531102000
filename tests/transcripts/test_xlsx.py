"""Excel workbooks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from coachkit.errors import InputError
from coachkit.transcripts.xlsx import open_xlsx

openpyxl = pytest.importorskip("openpyxl", reason="the extra `excel` is not installed")


def book(path: Path, *rows: list[object]) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def test_the_first_filled_row_is_the_header(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [None], ["Vastaus", "Päivä", "n"], ["Hei", dt.datetime(2024, 5, 3), 7], [None], ["Moi"])  # noqa: DTZ001
    table = open_xlsx(path)
    assert table.columns == ("Vastaus", "Päivä", "n")
    rows = list(table.rows)
    assert [row.number for row in rows] == [3, 5]
    assert dict(rows[0].values) == {"Vastaus": "Hei", "Päivä": dt.datetime(2024, 5, 3), "n": 7}  # noqa: DTZ001
    assert dict(rows[1].values) == {"Vastaus": "Moi", "Päivä": None, "n": None}
    assert rows[1].problem is None


def test_cells_beyond_the_header_are_a_problem(tmp_path: Path) -> None:
    row = next(open_xlsx(book(tmp_path / "a.xlsx", ["text"], ["hello", "there"])).rows)
    assert row.broken
    assert row.values == {"text": "hello there"}


def test_no_workbook_and_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(InputError, match="not an Excel workbook"):
        open_xlsx(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="is empty"):
        open_xlsx(book(tmp_path / "b.xlsx"))


def test_titles_over_the_header_are_no_header(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", ["Raportti 3/2026"], [None], ["Agentti", "Vastaus", "CSAT"], ["Ann", "Hei", 4.5], [None, "Moi"]
    )
    table = open_xlsx(path)
    assert table.columns == ("Agentti", "Vastaus", "CSAT")
    assert [(row.number, dict(row.values)) for row in table.rows] == [
        (4, {"Agentti": "Ann", "Vastaus": "Hei", "CSAT": 4.5}),
        (5, {"Agentti": None, "Vastaus": "Moi", "CSAT": None}),
    ]


def test_excels_signs_for_line_ends_are_line_ends(tmp_path: Path) -> None:
    table = open_xlsx(book(tmp_path / "a.xlsx", ["reply"], ["Hei!_x000D_\nTulee to. Koodi A_x005F_x000D_B"]))
    assert [row.values["reply"] for row in table.rows] == ["Hei!\r\nTulee to. Koodi A_x000D_B"]
