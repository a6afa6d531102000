"""Texts that travel to a scoring process as bytes are scored as the same texts in lists are, with compiled loops and without."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coachkit import compiled
from coachkit.batch import analyser, criteria_ids, score_many
from coachkit.privacy import scan_columns
from coachkit.runs.blocks import FIELDS, Work
from coachkit.runs.scoring import Settings, _distinct, rules, score_block
from coachkit.scoring.replies import Replies
from coachkit.signals import seen
from coachkit.text.corpus import build_corpus
from coachkit.text.splitting import join
from coachkit.transcripts.text_column import TextColumn, text_column

pytestmark = pytest.mark.slow  # where nobody has prepared anything yet, the loops are compiled first

pytest.importorskip("numba", reason="needs Numba: pip install 'coachkit[fast]'")

PARTS = st.sampled_from([
    "Hi Liisa,", "Hei", "kiitos", "tack", "ä", "“", "😀", " ", "\n", "\r\n", "\0", "\x01", "\x85", "\u2028", "\u00a0", "Hej hej!",
    "> quoted\n", "On Monday Ann wrote:", "-- \nBob", "call 040 123 4567", "a@b.fi", "@x", "Regards,\nMatti", "x" * 300, "PDF",
    "131052-308T", "We have sent it today.", ":", "From: a\nTo: b\n",
])  # fmt: skip
TEXTS = st.one_of(st.lists(PARTS, max_size=6).map("".join), st.text(st.characters(exclude_categories=["Cs"]), max_size=6))
COLUMNS = st.lists(TEXTS, min_size=1, max_size=8).flatmap(
    lambda some: st.lists(st.sampled_from(some), max_size=9) | st.just(some)
)
SETTINGS = Settings(None, criteria_ids(), evidence=True, rules=rules(), scan=True)


@pytest.fixture(autouse=True, scope="module")
def _compiled() -> Iterator[None]:
    before = compiled.in_use()
    compiled.use()
    yield
    compiled.use(on=before)


def sent(column: TextColumn) -> TextColumn:
    """The column as another process gets it."""
    found: TextColumn = pickle.loads(pickle.dumps(column, protocol=5))  # noqa: S301 - our own
    return found


def work(texts: Sequence[str], customers: Sequence[str | None] | None = None, others: Sequence[str | None] = ()) -> Work:
    nothing: list[str | None] = [None] * len(texts)
    return Work((texts, nothing if customers is None else customers, *[nothing] * (len(FIELDS) - 2)), others)


@given(COLUMNS, st.integers(0, 3))
def test_a_column_gives_what_its_list_gives(texts: list[str], start: int) -> None:
    column, listed = sent(text_column(texts)[start:]), texts[start:]
    assert column.most_bytes == max((len(one.encode()) for one in listed), default=0)
    rows = sorted({0, len(listed) - 1, len(listed) // 2} & set(range(len(listed))))
    assert column.at(rows) == list(column.some(np.array(rows, dtype=np.int64))) == [listed[row] for row in rows]
    ours, theirs = join(column), join(listed)
    assert (ours.raw, ours.marks.tolist(), ours.codes.tolist()) == (theirs.raw, theirs.marks.tolist(), theirs.codes.tolist())
    different, which = column.repeats or (column, np.arange(len(listed)))
    assert list(different) == list(dict.fromkeys(listed))
    assert [different[row] for row in which.tolist()] == listed
    assert sent(sent(column)).listed == listed


def test_texts_repeat_only_where_every_byte_is_the_same() -> None:
    alike = ["abcdefgh" * 5, "\0" * 40]
    texts = [one[:size] + odd for one in alike for size in range(41) for odd in ("", "\0", "ä", "\0\0")]
    texts += [one[:place] + "X" + one[place + 1 :] for one in alike for place in range(40)]
    different, which = text_column([*texts, *texts[::-1]]).repeats or ([], np.zeros(0, dtype=np.int32))
    assert list(different) == list(dict.fromkeys(texts))
    assert [different[row] for row in which.tolist()] == [*texts, *texts[::-1]]
    assert text_column(list(dict.fromkeys(texts))).repeats is None


@given(COLUMNS)
def test_a_corpus_of_bytes_is_that_of_its_list(texts: list[str]) -> None:
    corpora = [build_corpus(one, analyser().table) for one in (sent(text_column(texts)), texts)]
    rows = np.arange(0, len(texts), 2)
    for ours, theirs in (corpora, [one.subset(rows) for one in corpora] if len(rows) else corpora):
        assert list(ours.texts) == list(theirs.texts)
        assert list(ours.read) == list(theirs.read)
        assert ours.joined.raw == theirs.joined.raw
        for name in ("reply", "type", "flags", "newlines", "line_length", "ptr", "row", "chunk", "first_chunk", "start", "end"):
            assert getattr(ours, name).tolist() == getattr(theirs, name).tolist()


@given(COLUMNS)
def test_what_is_found_and_remembered_is_the_same(texts: list[str]) -> None:
    column = sent(text_column(texts))
    assert list(zip(*scan_columns(column), strict=True)) == list(zip(*scan_columns(texts), strict=True))
    known = seen.held_by(texts)
    scan_columns(column)
    different = column.repeats[0] if column.repeats else column
    assert seen.held_by(list(column)) == known
    assert seen.held_by(different) == seen.held_by(list(different))


@given(COLUMNS, st.lists(st.sampled_from(["", None, "a"]), min_size=9, max_size=9), st.sampled_from(["", "a", None]))
def test_the_rows_that_differ_are_the_same(texts: list[str], customers: list[str | None], name: str | None) -> None:
    for theirs in (customers[: len(texts)], [name] * len(texts)):
        ours = [sent(text_column(texts)), *work(texts, theirs).replies[1:]]
        if set(map(type, theirs)) == {str}:
            ours[1] = sent(text_column(theirs))  # type: ignore[arg-type]
        cells, places = _distinct(tuple(ours))
        others, listed = _distinct(work(texts, theirs).replies)
        assert list(map(list, cells)) == list(map(list, others))
        assert list(places) == list(listed)


@given(COLUMNS, COLUMNS, st.lists(TEXTS | st.none(), max_size=2))
@example(["a", "Hi Liisa, call 040 123 4567"], ["a@b.fi", "Thanks!\n-Bob"], [None])
@settings(max_examples=60)
def test_a_block_is_scored_the_same(texts: list[str], customers: list[str], others: list[str | None]) -> None:
    customers = (customers + texts)[: len(texts)]
    for theirs in (None, customers, [one or None for one in customers]):
        as_bytes = theirs if theirs is None or None in theirs else sent(text_column(customers))
        for rest in ([], others):
            plain = score_block(SETTINGS.packed(), work(texts, theirs, rest))
            packed = pickle.dumps(work(text_column(texts), as_bytes, rest), protocol=5)
            assert score_block(SETTINGS.packed(), pickle.loads(packed)) == plain  # noqa: S301 - our own
            compiled.use(on=False)
            try:
                assert score_block(SETTINGS.packed(), pickle.loads(packed)) == plain  # noqa: S301 - our own
            finally:
                compiled.use()


@given(st.lists(st.sampled_from(["", None, "a"]), max_size=4), st.sampled_from(["en", None]))
def test_columns_arrive_as_they_were_sent(customers: list[str | None], language: str | None) -> None:
    given = Work((text_column(["a"] * len(customers)), customers, [language] * len(customers)), tuple(customers[:2]))
    got = pickle.loads(pickle.dumps(given, protocol=5))  # noqa: S301 - our own
    assert list(map(list, got.replies)) == list(map(list, given.replies))
    assert got.others == given.others


def test_replies_as_bytes_need_no_loops() -> None:
    texts = ["Hi Ann, we have sent it today.", "> quoted\nNo.", ""]
    cells = work(text_column(texts)).replies
    fast = next(score_many(Replies(*cells))).columns()  # type: ignore[arg-type]
    compiled.use(on=False)
    try:
        slow = next(score_many(Replies(*cells))).columns()  # type: ignore[arg-type]
    finally:
        compiled.use()
    assert {name: column.astype(str).tolist() for name, column in fast.items()} == {
        name: column.astype(str).tolist() for name, column in slow.items()
    }
