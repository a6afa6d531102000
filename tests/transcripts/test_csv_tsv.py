"""CSV and TSV files as they come: separators, encodings, quotes left open, nothing lost."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachkit.errors import InputError
from coachkit.transcripts import csv_tsv
from coachkit.transcripts.csv_tsv import open_csv
from coachkit.transcripts.reading import open_table
from coachkit.transcripts.rows import Row, Rows, Stretch

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff"), max_size=20)


def rows_of(path: Path, encoding: str | None = None) -> list[Row]:
    return list(open_csv(path, encoding).rows)


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_from_the_header(tmp_path: Path, separator: str) -> None:
    path = write(
        tmp_path / "a.csv",
        f"reply{separator}channel\nHi, there; you{separator}chat\n".replace("Hi, there; you", '"Hi, there; you"'),
    )
    table = open_csv(path)
    assert table.columns == ("reply", "channel")
    assert [dict(row.values) for row in table.rows] == [{"reply": "Hi, there; you", "channel": "chat"}]


def test_a_tsv_file_has_tabs_even_with_commas_in_its_header(tmp_path: Path) -> None:
    assert open_csv(write(tmp_path / "a.tsv", "a, b, c\td\n1\t2\n")).columns == ("a, b, c", "d")


def test_a_file_of_one_column_is_read(tmp_path: Path) -> None:
    assert rows_of(write(tmp_path / "a.csv", "text\nhello\n"))[0].values == {"text": "hello"}


@pytest.mark.parametrize(
    ("encoding", "asked"), [("utf-8", None), ("utf-8-sig", None), ("latin-1", "latin-1"), ("utf-16", "utf-16")]
)
def test_encodings_with_and_without_a_mark(tmp_path: Path, encoding: str, asked: str | None) -> None:
    path = write(tmp_path / "a.csv", "vastaus\nHyvää päivää\n", encoding)
    table = open_csv(path, asked)
    assert table.columns == ("vastaus",)
    assert next(table.rows).values == {"vastaus": "Hyvää päivää"}


def test_a_wrong_encoding_names_file_line_and_remedy(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "text\nok\nHyvää\n", "latin-1")
    with pytest.raises(InputError, match=rf"{path}:3: not UTF-8; .*--encoding latin-1"):
        open_csv(path)


def test_the_line_of_a_wrong_encoding_is_right_in_a_large_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"text\n" + b"hello ".ljust(99) * 1 + b"\n" + (b"x" * 99 + b"\n") * 30_000 + b"Hyv\xe4\xe4\n")
    with pytest.raises(InputError, match=":30003: not UTF-8"):
        open_csv(path)


def test_windows_quotation_marks_ask_for_cp1252(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--encoding cp1252"):
        open_csv(write(tmp_path / "a.csv", "text\n“hello”\n", "cp1252"))


def test_utf_16_is_recognised(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--encoding utf-16"):
        open_csv(write(tmp_path / "a.csv", "text\nhello\n", "utf-16"))
    with pytest.raises(InputError, match="--encoding utf-16-le"):
        open_csv(write(tmp_path / "b.csv", "text\nhello\n", "utf-16-le"))


def test_a_cut_character_at_the_end_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("text\nhyvä".encode()[:-1])
    with pytest.raises(InputError, match=":2: not UTF-8"):
        open_csv(path)


def test_an_encoding_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no encoding 'klingon'"):
        open_csv(write(tmp_path / "a.csv", "text\nhello\n"), "klingon")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_an_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match="empty"):
        open_table(path)


def test_an_excel_file_under_a_wrong_name_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"PK\x03\x04\x00\x00")
    with pytest.raises(InputError, match="Excel or ZIP"):
        open_csv(path)


def test_numbers_are_the_lines_where_rows_start(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'id,text\r\n1,"two\r\nlines"\r\n\r\n2,one\r\n')
    assert [(row.number, row.values["text"]) for row in rows_of(path)] == [(2, "two\r\nlines"), (5, "one")]


def test_too_many_cells_are_kept_and_named(tmp_path: Path) -> None:
    broken, fine = rows_of(write(tmp_path / "a.csv", "id,text\n1,Hello, Anna, hello\n2,ok\n"))
    assert broken.broken
    assert "too many cells: 4 for 2 columns" in str(broken.problem)
    assert broken.values == {"id": "1", "text": "Hello, Anna, hello"}
    assert fine == Row(3, {"id": "2", "text": "ok"})


def test_too_few_cells_are_a_note(tmp_path: Path) -> None:
    row = rows_of(write(tmp_path / "a.csv", "text,channel,id\nhello,chat\n"))[0]
    assert not row.broken
    assert "too few cells" in str(row.problem)
    assert row.values == {"text": "hello", "channel": "chat", "id": None}


def test_a_quote_left_open_costs_one_row(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'id,text\n1,fine\n2,"left open\n3,fine too\n4,"quoted, and fine"\n5,last\n')
    rows = rows_of(path)
    assert [row.number for row in rows] == [2, 3, 4, 5, 6]
    assert [row.broken for row in rows] == [False, True, False, False, False]
    assert rows[3].values["text"] == "quoted, and fine"
    assert "open quote" in str(rows[1].problem)


def test_a_reply_of_a_megabyte_is_read(tmp_path: Path) -> None:
    text = "word " * 200_000
    assert rows_of(write(tmp_path / "a.csv", f'text\n"{text}"\n'))[0].values["text"] == text


def test_columns_of_the_same_name_stay_apart(tmp_path: Path) -> None:
    table = open_csv(write(tmp_path / "a.csv", "text,text,,text_2\n1,2,3,4\n"))
    assert table.columns == ("text", "text_2", "column_3", "text_2_2")
    assert list(next(table.rows).values.values()) == ["1", "2", "3", "4"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6), separator=st.sampled_from([",", ";", "\t"]))
def test_what_csv_writes_is_read_back(tmp_path: Path, rows: list[tuple[str, str]], separator: str) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([("first", "second"), *rows])
    path = write(tmp_path / "a.csv", buffer.getvalue())
    assert [tuple(row.values.values()) for row in open_csv(path).rows] == rows


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(content=st.binary(max_size=300) | st.text(st.sampled_from('a,;"\n\r\tä'), max_size=60).map(str.encode))
def test_any_bytes_are_rows_or_a_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with suppress(InputError):
        table = open_csv(path)
        assert all(tuple(row.values) == table.columns for row in table.rows)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(body=st.text(st.sampled_from('ab,"\n'), max_size=60))
def test_no_line_is_lost(tmp_path: Path, body: str) -> None:
    path = write(tmp_path / "a.csv", f"x,y\n{body}")
    kept = "".join(str(value) for row in rows_of(path) for value in row.values.values())
    assert kept.count("a") + kept.count("b") == body.count("a") + body.count("b")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(body=st.text(st.sampled_from('ab,"\n\r '), max_size=80), chunk=st.integers(1, 40))
def test_many_records_at_a_time_are_what_they_are_one_by_one(tmp_path: Path, body: str, chunk: int) -> None:
    path = write(tmp_path / "a.csv", f"x,y\n{body}")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(csv_tsv, "CHUNK", chunk)
        quick = rows_of(path)
        patched.setattr(csv_tsv._Lines, "whole", lambda _, __: ([], [], False))
        assert rows_of(path) == quick


def test_rows_with_a_cell_for_each_column_come_as_stretches(tmp_path: Path) -> None:
    rows = open_csv(write(tmp_path / "a.csv", 'x,y\n1,"a\nb"\n2,b\n3\n4,d\n')).rows
    assert isinstance(rows, Rows)
    first, few, last = rows.pieces
    assert isinstance(first, Stretch)
    assert isinstance(last, Stretch)
    assert {name: tuple(column) for name, column in first.columns.items()} == {"x": ("1", "2"), "y": ("a\nb", "b")}
    assert list(first.numbers) == [2, 4]
    assert few == Row(5, {"x": "3", "y": None}, "too few cells: 1 for 2 columns")
    assert last.row(0) == Row(6, {"x": "4", "y": "d"})


def test_excels_own_line_about_the_separator_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"sep=;\r\nagent;reply\r\nAnn;It left today, and the fee was 2,50.\r\n")
    table = open_csv(path)
    assert table.columns == ("agent", "reply")
    assert [(row.number, dict(row.values)) for row in table.rows] == [
        (3, {"agent": "Ann", "reply": "It left today, and the fee was 2,50."})
    ]
