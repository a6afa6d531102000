"""Parquet: order, types, damaged files."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from coachkit import compiled
from coachkit.errors import InputError
from coachkit.transcripts.parquet import BATCH, open_parquet
from coachkit.transcripts.rows import Rows, Stretch
from coachkit.transcripts.text_column import TextColumn


def test_rows_come_with_their_types_in_order(tmp_path: Path) -> None:
    n = BATCH + 5
    pq.write_table(pa.table({"text": [f"reply {i}" for i in range(n)], "id": list(range(n))}), tmp_path / "a.parquet")
    table = open_parquet(tmp_path / "a.parquet")
    assert (table.columns, table.total) == (("text", "id"), n)
    rows = list(table.rows)
    assert [row.number for row in rows] == list(range(1, n + 1))
    assert rows[-1].values == {"text": f"reply {n - 1}", "id": n - 1}
    assert table.kinds == {"text": pa.string(), "id": pa.int64()}


def test_texts_that_come_as_bytes_are_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba", reason="needs Numba: pip install 'coachkit[fast]'")
    path, n = tmp_path / "a.parquet", BATCH + 5
    columns = {
        "text": [f"hyvää {i} 😀" * (i % 3) for i in range(n)],
        "some": [None if i % 7 == 0 else "x" for i in range(n)],
        "id": list(range(n)),
    }
    pq.write_table(pa.table({**columns, "large": pa.array(columns["text"], pa.large_string())}), path)
    ways = []
    for on in (True, False):
        monkeypatch.setattr(compiled, "_on", on)
        ways.append(list(open_parquet(path).rows))
        rows = open_parquet(path).rows
        assert isinstance(rows, Rows)
        first = next(rows.pieces)
        assert isinstance(first, Stretch)
        assert [name for name, cells in first.columns.items() if isinstance(cells, TextColumn)] == (["text"] if on else [])
        rows.pieces.close()  # type: ignore[attr-defined]
    assert ways[0] == ways[1]


def test_columns_of_the_same_name_stay_apart(tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["text", "text"]), tmp_path / "a.parquet")
    assert next(open_parquet(tmp_path / "a.parquet").rows).values == {"text": "a", "text_2": "b"}


def test_what_is_no_parquet_or_empty_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 but not really")
    with pytest.raises(InputError, match="not a Parquet file"):
        open_parquet(path)
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), path)
    with pytest.raises(InputError, match="no rows"):
        open_parquet(path)


def test_a_damaged_page_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": [f"reply {i}" * 9 for i in range(500)]}), path, use_dictionary=False)
    data = bytearray(path.read_bytes())
    data[4:400] = b"\xff" * 396
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"a\.parquet"):
        list(open_parquet(path).rows)
