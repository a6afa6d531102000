"""CSV files that are read as bytes give the rows that the csv module gives."""

from __future__ import annotations

import pickle
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coachkit import compiled
from coachkit.errors import InputError
from coachkit.transcripts import encoding, plain_csv
from coachkit.transcripts.csv_tsv import open_csv
from coachkit.transcripts.encoding import check_encoding
from coachkit.transcripts.rows import Row, Stretch
from coachkit.transcripts.text_column import TextColumn, text_column

pytestmark = pytest.mark.slow  # where nobody has prepared anything yet, the loops are compiled first

pytest.importorskip("numba", reason="needs Numba: pip install 'coachkit[fast]'")

PARTS = st.sampled_from([
    "a", "b", "Hei", "ä", "“", "😀", '"', '""', '"x"', ",", ";", "\t", "\n", "\r\n", "\r", "\n\n", '","', '"\n"', '"a, b"',
    '"a\nb"', '"a\r\nb"', '"a\rb"', '"a ""b"" c"', "\0", " ", '"a"b', "\ufeff", "a,b\n" * 3, 'a,"b ""c"""\r\n' * 2, "\x85",
    "\u2028",
])  # fmt: skip
FILES = st.lists(PARTS, max_size=30).map("".join)
QUICK = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=600)


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_on", False)


def rows_of(path: Path, *, quick: bool) -> tuple[list[Row], object] | str:
    compiled.use(on=quick)
    try:
        table = open_csv(path)
        return list(table.rows), (table.columns, table.total, table.delimiter)
    except InputError as error:
        return str(error)


@QUICK
@given(
    st.sampled_from(["a,b\n", "a\n", '"a",b,c\r\n', "a\tb\n", "\ufeffa;b\n", ""]), FILES, st.integers(4, 90), st.integers(0, 40)
)
@example("a,b\n", "1,2\n" * 40, 16, 0)
def test_bytes_give_the_rows_that_lines_give(tmp_path: Path, header: str, text: str, at_once: int, closer: int) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes((header + text).encode())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(plain_csv, "AT_ONCE", at_once)
        patched.setattr(plain_csv, "CLOSER", closer)
        quick = rows_of(path, quick=True)
    assert quick == rows_of(path, quick=False)


@QUICK
@given(
    st.lists(
        st.binary(max_size=5) | st.sampled_from([b"a", b"\n", "ä€😀".encode(), b"\xff", b"\xc3", b"\xed\xa0\x80"]), max_size=9
    ),
    st.integers(1, 60),
)
def test_the_encoding_is_judged_the_same(tmp_path: Path, parts: list[bytes], at_once: int) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(b"a,b\n" + b"".join(parts))
    found: list[object] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(encoding, "BLOCK", at_once)
        for quick in (True, False):
            compiled.use(on=quick)
            try:
                found.append(check_encoding(path, None))
            except InputError as error:
                found.append(str(error))
    assert found[0] == found[1]


def test_a_file_of_one_line_is_judged_in_memory_that_does_not_grow(tmp_path: Path) -> None:
    def peak(size: int) -> int:
        path = tmp_path / f"{size}.json"
        path.write_bytes("ä".encode() * (size // 2))
        tracemalloc.start()
        try:
            check_encoding(path, None)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    compiled.use()
    peak(2 * encoding.BLOCK)
    assert peak(16 * encoding.BLOCK) < peak(4 * encoding.BLOCK) + encoding.BLOCK


def test_plain_records_come_as_columns_of_bytes(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("a,b\n" + 'x,"y, ""z"""\n' * 100, encoding="utf-8", newline="")
    compiled.use()
    pieces = list(open_csv(path).rows.pieces)  # type: ignore[attr-defined]
    columns = [column for one in pieces if isinstance(one, Stretch) for column in one.columns.values()]
    assert columns
    assert all(isinstance(column, TextColumn) for column in columns)
    assert sum(len(one.numbers) for one in pieces if isinstance(one, Stretch)) == 100


@QUICK
@given(st.lists(st.text(max_size=4), max_size=9), st.data())
def test_a_column_of_bytes_is_its_list(texts: list[str], data: st.DataObject) -> None:
    texts = [one.encode("utf-8", "replace").decode() for one in texts]
    whole = text_column(texts)
    start, end = (data.draw(st.integers(0, len(texts))) for _ in range(2))
    column, listed = whole[start:end], texts[start:end]
    assert list(pickle.loads(pickle.dumps(column))) == list(column) == column.arrow.to_pylist() == listed  # noqa: S301 - our own
    assert [column[place] for place in range(len(listed))] == listed
    assert column.has_blank() == any(not one or one.isspace() for one in listed)
    assert column.is_one_value() == (len(set(listed)) == 1)
    assert column.characters == sum(map(len, listed))
    words, codes = column.codes
    assert [words[code] for code in codes] == listed
    changes = {
        place: data.draw(st.sampled_from(["", "x", "ää"]))
        for place in data.draw(st.sets(st.integers(0, 8)))
        if place < len(listed)
    }
    assert list(column.changed(changes)) == [changes.get(place, one) for place, one in enumerate(listed)]
