"""A scored table is read in whatever form it was written, and what has no score is left out and counted."""

from __future__ import annotations

import pandas as pd
import pytest

from coachkit.errors import InputError
from coachkit.team.table import MEASURES, Roles, needed_columns, standard, times, week_of
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
