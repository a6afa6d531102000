"""A scored table is read in whatever form it was written, and what has no score is left out and counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from coachkit.errors import InputError
from coachkit.team.table import MEASURES, Roles, joined, needed_columns, standard, times, week_of
from coachkit.team_reports import read_scored_table
from tests.team.conftest import CRITERIA, Table


def test_criteria_are_told_from_the_columns(scored_table: Table) -> None:
    assert standard(scored_table()).criteria == CRITERIA


def test_our_columns_are_taken_where_the_input_has_the_name_already(scored_table: Table) -> None:
    table = scored_table(n=20).rename(columns={"total": "coachkit_total"}).assign(total="EUR 20", coachkit_language="fi")
    scored = standard(table)
    assert scored.frame["total"].tolist() == table["coachkit_total"].tolist()
    assert set(scored.frame["language"]) == {"fi"}


def test_rows_without_a_score_are_left_out_and_counted(scored_table: Table) -> None:
    table = scored_table(n=20)
    table.loc[3:5, "total"] = None
    scored = standard(table)
    assert (len(scored.frame), scored.left_out) == (17, 3)


def test_texts_of_numbers_are_numbers_as_a_csv_file_holds_them(scored_table: Table) -> None:
    table = scored_table(n=20)
    frame = standard(table.astype(str)).frame
    assert frame[list(MEASURES)].equals(standard(table).frame[list(MEASURES)])


def test_a_table_that_was_not_scored_is_refused_with_what_to_do() -> None:
    with pytest.raises(InputError, match=r"no column 'total'.*coachkit score FILE --out"):
        standard(pd.DataFrame({"text": ["Hi"]}))


def test_an_asked_column_must_be_there(scored_table: Table) -> None:
    with pytest.raises(InputError, match="no column 'agnet_name'"):
        standard(scored_table(n=3), Roles(agent="agnet_name"))


def test_only_what_is_used_is_read(scored_table: Table) -> None:
    names = needed_columns([*scored_table(n=1).columns, "customer", "secret"])
    assert set(CRITERIA) | {"total", "agent_name", "at", "csat", "row"} <= set(names)
    assert not {"customer", "secret", "problem"} & set(names)


def test_moments_in_several_forms_are_read_and_what_is_none_is_not_guessed() -> None:
    given = pd.Series(
        ["2025-10-06T09:00:00+03:00", "2025-10-06", "06.10.2025 09:00", "Mon Oct 06 06:00:00 +0000 2025", "soon", None, ""]
    )
    read = times(given)
    assert read.iloc[0] == pd.Timestamp("2025-10-06T06:00Z")
    assert [one.strftime("%Y-%m-%d") for one in read.iloc[:4]] == ["2025-10-06"] * 4
    assert read.iloc[4:].isna().all()
    assert week_of(read).iloc[0] == pd.Timestamp("2025-10-06T00:00Z")
    assert week_of(pd.Series([pd.Timestamp("2025-10-12T23:59Z")])).iloc[0] == pd.Timestamp("2025-10-06T00:00Z")


def test_times_of_finnish_and_swedish_tables_are_read() -> None:
    read = times(pd.Series(["3.2.2026 klo 9.15", "13.2.2026 klo 21.05.30", "2026-02-03 kl. 09:15", "2026-02-03 9:15"]))
    days = ["2026-02-03 09:15", "2026-02-13 21:05", "2026-02-03 09:15", "2026-02-03 09:15"]
    assert [f"{one:%Y-%m-%d %H:%M}" for one in read] == days


def test_what_the_reader_takes_for_a_column_the_reports_take_for_it_too(scored_table: Table) -> None:
    renamed = {"conversation": "Tiketti", "at": "Päivämäärä", "agent_name": "Käsittelijä", "channel": "Kanava", "csat": "Betyg"}
    table = scored_table(n=20)
    same = standard(table.rename(columns=renamed)).frame
    assert same.equals(standard(table).frame)


def test_answers_with_a_decimal_comma_or_in_zendesks_words_are_read_and_others_are_counted(scored_table: Table) -> None:
    said: dict[str, list[Any]] = {
        "csat": ["4,5", "good", "Bad", "Offered", "Tyytyväinen", None, "3"],
        "nps": [10, 0, 11, -1, 7, 8, 9],
        "at": ["2026-02-03", "soon", "", None, "2026-02-03", "2026-02-03", "2026-02-03"],
    }
    scored = standard(scored_table(n=7).assign(**said))
    assert scored.frame["csat"].fillna(-1).tolist() == [4.5, 5, 1, -1, -1, -1, 3]
    assert scored.frame["nps"].fillna(-1).tolist() == [10, 0, -1, -1, 7, 8, 9]
    assert scored.unread == {"at": 1, "csat": 1, "nps": 2}
    assert joined([scored, scored]).unread == {"at": 2, "csat": 2, "nps": 4}


def test_one_date_with_the_month_first_tells_it_of_all() -> None:
    american = times(pd.Series(["3/2/2026", "3/13/2026 9:15 AM"]))
    assert [f"{one:%Y-%m-%d}" for one in american] == ["2026-03-02", "2026-03-13"]
    european = times(pd.Series(["3/2/2026", "13/3/2026", "4.2.2026"]))
    assert [f"{one:%Y-%m-%d}" for one in european] == ["2026-02-03", "2026-03-13", "2026-02-04"]


@pytest.mark.parametrize(
    ("telling", "day"), [("3/13/2026", "2026-03-02"), ("13/3/2026", "2026-02-03"), ("2026-03-13", "2026-02-03")]
)
def test_a_date_of_any_block_tells_the_order_of_day_and_month_of_them_all(scored_table: Table, telling: str, day: str) -> None:
    table = scored_table(n=6).assign(at=["3/2/2026", "4/4/2026", "3/2/2026", "soon", telling, "3/2/2026"])
    table.loc[1, "total"] = None  # what is left out moves the others
    whole = standard(table)
    blocks = joined([standard(table[:3]), standard(table[3:4]), standard(table[4:])])
    for found in (whole, blocks):
        assert [f"{one:%Y-%m-%d}" for one in found.frame["at"][[0, 1, 4]]] == [day] * 3
        assert found.unread["at"] == 1
    assert blocks.frame["at"].equals(whole.frame["at"])
    assert blocks.frame["week"].equals(whole.frame["week"])


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_file_is_one_column_of_dates_however_many_blocks_it_has(
    scored_table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr("coachkit.team_reports.BLOCK", 4)
    table, path = scored_table(n=10).assign(at=["3/2/2026"] * 9 + ["3/13/2026"]), tmp_path / f"a{ending}"
    table.to_csv(path, index=False) if ending == ".csv" else table.to_parquet(path)
    days = [f"{one:%Y-%m-%d}" for one in read_scored_table(path).frame["at"]]
    assert days == ["2026-03-02"] * 9 + ["2026-03-13"]


def test_slashed_dates_of_which_one_can_only_be_each_have_the_day_first(scored_table: Table) -> None:
    table = scored_table(n=3).assign(at=["3/2/2026", "3/13/2026", "13/3/2026"])
    blocks = joined([standard(table[:2]), standard(table[2:])])
    assert [f"{one:%Y-%m-%d}" for one in blocks.frame["at"]] == ["2026-02-03", "2026-03-13", "2026-03-13"]


@pytest.mark.parametrize("second", [1772492400, "1772492400", 1772492400.0, "1772492400000"])
def test_seconds_since_1970_are_read_as_transcripts_reads_them(second: object) -> None:
    assert times(pd.Series([second])).tolist() == [pd.Timestamp("2026-03-02T23:00Z")]
