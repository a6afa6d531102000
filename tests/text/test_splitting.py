"""The promises of coachkit.text.splitting and slots: quick, and to the letter what str.split and a dict say."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.text.chunks import ChunkTable
from coachkit.text.corpus import build_corpus, runs_with
from coachkit.text.slots import LONGEST, Slots
from coachkit.text.splitting import join, split

SPACES = "".join(chr(code) for code in range(0x3002) if chr(code).isspace())
TABLE = ChunkTable()
marked = st.text(SPACES + "abåä’€😊\u2007\u200b\u2e80\x02\x1b\x7f\x80\ud800", max_size=40) | st.text(max_size=40)
texts = marked.map(lambda text: text.replace("\x00", "").replace("\x01", ""))
LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")


@given(batch=st.lists(texts, max_size=6))
def test_a_column_is_cut_as_each_text_alone_would_be(batch: list[str]) -> None:
    cut = split(join(batch), TABLE.slots)
    words = [TABLE.chunk[number] for number in cut.numbers.tolist()]
    bounds = cut.first.tolist()
    assert [words[start:end] for start, end in itertools.pairwise(bounds)] == [text.split() for text in batch]


@pytest.mark.slow
@given(batch=st.lists(texts, max_size=6))
def test_lines_are_as_long_as_they_show_and_hold_their_own_words(batch: list[str]) -> None:
    lines = split(join(batch), TABLE.slots).lines
    plain = [(row, line) for row, text in enumerate(batch) for line in LINE_BREAK.split(text)]
    assert (lines is None) == (len(plain) == len(batch))
    if lines:
        assert lines.text.tolist() == [row for row, _ in plain]
        assert lines.length.tolist() == [len(line) for _, line in plain]
        assert np.diff(lines.first).tolist() == [len(line.split()) for _, line in plain]


@given(batch=st.lists(marked, max_size=6))
def test_no_text_is_clean_that_holds_a_mark(batch: list[str]) -> None:
    assert join(batch).clean == (not any("\x00" in text or "\x01" in text for text in batch))


def test_many_words_of_every_length_keep_their_numbers_though_there_are_more_of_them_than_places() -> None:
    known: dict[str, int] = {}
    words = [f"{number}{'å' * (number % 70)}" for number in range(60_000)]
    slots = Slots(lambda word: known.setdefault(word, len(known)))
    raw = b" ".join([*(word.encode() for word in words), b"\0" * LONGEST])
    ends = np.cumsum([len(word.encode()) + 1 for word in words]) - 1
    starts = np.append(0, ends[:-1] + 1)
    for _ in range(2):
        numbers = slots.numbers(raw, starts, ends)
        assert numbers.tolist() == [known[word] for word in words]


@given(counts=st.lists(st.integers(0, 3), max_size=6))
def test_empty_runs_anywhere_take_nothing_from_the_others(counts: list[int]) -> None:
    ptr = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    assert runs_with(np.ones(ptr[-1], dtype=bool), ptr).tolist() == counts


def test_empty_texts_behind_a_text_leave_it_its_last_word() -> None:
    corpus = build_corpus(["one two three", "", ""], TABLE)
    assert corpus.per_reply(np.ones(3, dtype=bool)).tolist() == [3, 0, 0]
    assert corpus.per_reply(np.array([False, False, True])).tolist() == [1, 0, 0]
