"""The promises of coachkit.text.corpus: a batch is its texts side by side, and every offset points into the original text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.languages import dotted_abbreviations
from coachkit.text.chunks import ChunkTable
from coachkit.text.corpus import Corpus, build_corpus
from coachkit.text.quotations import blank_quotations

TABLE = ChunkTable(dotted_abbreviations())
ODD = "aÄö.,!? \t\r\n\u00a0\u200b\u200d\u0301\ufe0f😊👩👧🇫\u2028\u0085\ud800\U000e0041>-:1"
texts = st.text(ODD, max_size=60) | st.text(max_size=60)


def of_text(corpus: Corpus, row: int) -> list[tuple[str, int, int, int]]:
    """Form, start, end and line breaks before each token of one text."""
    rows = range(int(corpus.ptr[row]), int(corpus.ptr[row + 1]))
    form = corpus.table.form
    return [(form[corpus.type[one]], int(corpus.start[one]), int(corpus.end[one]), int(corpus.newlines[one])) for one in rows]


@given(batch=st.lists(texts, max_size=6))
def test_a_text_reads_the_same_alone_and_in_a_batch(batch: list[str]) -> None:
    together = build_corpus(batch, TABLE)
    assert len(together) == len(batch)
    for row, text in enumerate(batch):
        alone = of_text(build_corpus([text], TABLE), 0)
        assert of_text(together, row) == alone


COLUMNS = ("reply", "type", "flags", "newlines", "line_length", "ptr", "row", "chunk", "first_chunk", "start", "end")


@given(batch=st.lists(st.tuples(texts, st.booleans()), min_size=1, max_size=6))
def test_some_of_the_texts_are_a_corpus_of_their_own(batch: list[tuple[str, bool]]) -> None:
    chosen = [row for row, (_, wanted) in enumerate(batch) if wanted]
    some = build_corpus([text for text, _ in batch], TABLE).subset(np.array(chosen, dtype=np.int64))
    alone = build_corpus([batch[row][0] for row in chosen], TABLE)
    assert list(some.texts) == list(alone.texts)
    assert list(some.read) == list(alone.read)
    for name in COLUMNS:
        assert getattr(some, name).tolist() == getattr(alone, name).tolist(), name


@given(batch=st.lists(texts, max_size=4))
def test_offsets_rise_and_hold_no_white_space(batch: list[str]) -> None:
    corpus = build_corpus(batch, TABLE)
    for row, text in enumerate(batch):
        reached = 0
        for _, start, end, _ in of_text(corpus, row):
            assert reached <= start < end <= len(text)
            assert not any(character.isspace() for character in text[start:end])
            reached = end


@given(before=texts, after=texts)
def test_a_word_is_found_at_its_very_place_whatever_stands_around_it(before: str, after: str) -> None:
    text = f"{before} tilausnumero {after}"
    corpus = build_corpus([text], TABLE)
    wanted = [(start, end) for form, start, end, _ in of_text(corpus, 0) if form == "tilausnumero"]
    assert (len(before) + 1, len(before) + 13) in wanted or "tilausnumero" not in blank_quotations(text)


@given(batch=st.lists(texts, max_size=4), lone=st.sampled_from(["\x00", "\x01", "a\x00b", "\x01\n\x00"]))
def test_the_marks_between_texts_are_white_space_inside_one(batch: list[str], lone: str) -> None:
    corpus = build_corpus([*batch, lone, *batch], TABLE)
    plain = build_corpus([*batch, lone.replace("\x00", " ").replace("\x01", " "), *batch], TABLE)
    assert corpus.type.tolist() == plain.type.tolist()
    assert corpus.start.tolist() == plain.start.tolist()
    assert corpus.newlines.tolist() == plain.newlines.tolist()


@pytest.mark.parametrize(
    ("text", "newlines"), [("a\nb", 1), ("a\r\nb", 1), ("a\rb", 1), ("a\n\nb", 2), ("a\r\n\r\nb", 2), ("a b", 0), ("a\u2028b", 1)]
)
def test_line_breaks_of_every_kind_count_once(text: str, newlines: int) -> None:
    assert [token[3] for token in of_text(build_corpus([text], TABLE), 0)] == [0, newlines]


def test_nothing_is_no_token_and_an_empty_batch_no_text() -> None:
    assert len(build_corpus([""], TABLE).type) == 0
    assert len(build_corpus([], TABLE)) == 0
    assert np.array_equal(build_corpus(["", "a", ""], TABLE).ptr, [0, 0, 1, 1])


@pytest.mark.parametrize(
    "quoted",
    [
        "> Where is my order?",
        "-----Original message-----\nWhere is my order?",
        "From: Anna\nSent: Monday\nTo: us\nWhere is my order?",
        "Lähettäjä: Anna\nLähetetty: maanantai\nMissä on order?",
        "Från: Anna\nSkickat: måndag\nVar är order?",
    ],
)
def test_quoted_messages_are_left_out_and_every_offset_kept(quoted: str) -> None:
    text = f"It comes today.\n{quoted}"
    corpus = build_corpus([text], TABLE)
    assert "order" not in [token[0] for token in of_text(corpus, 0)]
    assert [text[start:end] for _, start, end, _ in of_text(corpus, 0)] == ["It", "comes", "today", "."]
    assert len(blank_quotations(text)) == len(text)


@given(text=texts)
@pytest.mark.slow
def test_blanking_keeps_every_offset(text: str) -> None:
    blank = blank_quotations(text)
    assert len(blank) == len(text)
    assert all(kept in (own, " ") for kept, own in zip(blank, text, strict=True))


def test_empty_texts_have_the_columns_of_texts_without_a_word() -> None:
    empty, blank = build_corpus(["", "", ""], ChunkTable()), build_corpus([" ", "\n", ""], ChunkTable())
    for name in ("reply", "type", "flags", "newlines", "line_length", "ptr", "row", "chunk", "first_chunk"):
        one, other = getattr(empty, name), getattr(blank, name)
        assert (one.dtype, one.tolist()) == (other.dtype, other.tolist())
    assert len(build_corpus([], ChunkTable())) == 0
