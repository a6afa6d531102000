"""The promise of the compiled loops over texts: what they give is what numpy's way gives."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit import compiled
from coachkit.text.chunks import MARKS, ChunkTable
from coachkit.text.corpus import Corpus, build_corpus
from coachkit.text.slots import LONGEST

pytestmark = pytest.mark.slow  # where nobody has prepared anything yet, the loops are compiled first

pytest.importorskip("numba", reason="needs Numba: pip install 'coachkit[fast]'")

COLUMNS = ("reply", "type", "flags", "newlines", "line_length", "ptr", "row", "chunk", "first_chunk")
SPACES = "".join(chr(code) for code in range(0x3002) if chr(code).isspace())
ODD = "abåä’€😊\u2007\u200b\u2e80\u1681\u2010\x02\x1b\x7f\x80\xa1\ud800\udcff>:-.,!?1Å"
long_words = st.tuples(st.sampled_from("aå"), st.integers(5, LONGEST + 5)).map(lambda both: both[0] * both[1])
pieces = st.text(SPACES + ODD + MARKS, max_size=30) | st.text(max_size=10) | long_words
texts = st.lists(pieces, max_size=5).map("".join)


@contextmanager
def loops() -> Iterator[None]:
    """The compiled loops are on inside."""
    before = compiled.in_use()
    assert compiled.use()
    try:
        yield
    finally:
        compiled.use(on=before)


def same(one: Corpus, other: Corpus) -> bool:
    """Whether two corpora have the same columns, of the same types too."""
    pairs = [(getattr(one, name), getattr(other, name)) for name in COLUMNS]
    return list(one.read) == list(other.read) and all(a.dtype == b.dtype and np.array_equal(a, b) for a, b in pairs)


TABLE = ChunkTable()


@given(batch=st.lists(texts, max_size=6))
def test_the_same_tokens(batch: list[str]) -> None:
    plain = build_corpus(batch, TABLE)
    with loops():
        assert same(build_corpus(batch, TABLE), plain)


@given(batch=st.lists(texts, max_size=6))
def test_the_same_tokens_where_the_loops_meet_the_words_first(batch: list[str]) -> None:
    table = ChunkTable()
    with loops():
        first = build_corpus(batch, table)
    assert same(first, build_corpus(batch, table))


def test_white_space_is_what_python_takes_for_it() -> None:
    batch = [f"a{chr(code)}b{chr(code)}{chr(code)}" for code in range(2, 0x3100)]
    with loops():
        corpus = build_corpus(batch, ChunkTable())
    assert np.diff(np.append(corpus.first_chunk, corpus.chunk[-1] + 1)).tolist() == [len(text.split()) for text in batch]
    broken = corpus.newlines[corpus.ptr[1:] - 1] > 0
    assert [chr(code + 2) for code in np.flatnonzero(broken).tolist()] == list("\n\r\x85\u2028\u2029")


def test_more_words_than_there_was_room_for_keep_their_numbers() -> None:
    batch = [
        " ".join(f"{number}{'å' * (number % 70)}" for number in range(start, start + 900)) for start in range(0, 45_000, 900)
    ]
    table = ChunkTable()
    with loops():
        first, again = build_corpus(batch, table), build_corpus(batch, table)
    assert same(first, again)
    assert same(first, build_corpus(batch, table))


def test_a_word_whose_working_out_failed_is_worked_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    table = ChunkTable()
    with loops():
        build_corpus(["one two"], table)
        with monkeypatch.context() as patch:
            patch.setattr(table, "tokens_of", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                build_corpus(["two three"], table)
        assert same(build_corpus(["one two three"], table), build_corpus(["one two three"], ChunkTable()))


def test_the_bytes_of_a_block_are_those_it_was_given() -> None:
    batch = ["> quoted\nmine", "", "å\x00\ud800"]
    corpus = build_corpus(batch, ChunkTable())
    bounds = corpus.joined.marks.tolist()
    raw = [corpus.joined.raw[start + 1 : end] for start, end in itertools.pairwise(bounds)]
    assert raw == [text.encode("utf-8", "surrogatepass") for text in batch]
    assert corpus.subset(np.array([2])).joined.raw.strip(b"\0").startswith("å".encode())
