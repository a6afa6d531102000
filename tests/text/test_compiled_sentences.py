"""The promise of the compiled loops over tokens: sentences, clauses and counts are those of numpy's way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit import compiled
from coachkit.languages import dotted_abbreviations
from coachkit.text.chunks import ChunkTable
from coachkit.text.corpus import Corpus, build_corpus
from coachkit.text.facts import TypeFacts
from coachkit.text.markers import Marker
from coachkit.text.parsed import Parsed
from coachkit.text.phrases import PhraseBook

pytestmark = pytest.mark.slow  # where nobody has prepared anything yet, the loops are compiled first

pytest.importorskip("numba", reason="needs Numba: pip install 'coachkit[fast]'")

TABLE = ChunkTable(dotted_abbreviations())
FACTS = {language: TypeFacts(TABLE, language) for language in ("fi", "sv", "en")}
BOOK = PhraseBook({"greeting": [Marker("hi"), Marker("dear ... the")]})
COLUMNS = (
    "starts", "sentence", "sentence_first", "sentence_last", "sentence_rank", "blocked", "negated", "words", "sentence_words",
    "letter_words", "long_words", "greeted", "question_sentence",
)  # fmt: skip
pieces = st.sampled_from(
    ["the", "The", "Now", "not", "ei", "inte", "hi", "dear", "B", "esim", "jne", "etc", "12", "1", "5.", "3.5.", "3.5.2024", ".",
     "...", "…", "!", "?!", ":)", "😊", ",", ":", "-", "(a)", "\n", "\n\n", "\r\n", "a" * 36, "A" * 56, "Anna", "nro.", "e.g.",
     "\u2028"]
)  # fmt: skip
texts = st.lists(st.tuples(pieces, st.sampled_from([" ", " ", ""])).map("".join), max_size=16).map("".join)


def columns(corpus: Corpus, language: str, *, loops: bool) -> dict[str, tuple[str, list[object]]]:
    """What is worked out of a corpus, with the types."""
    before = compiled.in_use()
    assert compiled.use(on=loops) == loops
    try:
        parsed = Parsed(corpus, FACTS[language], BOOK)
        found = {name: getattr(parsed, name) for name in COLUMNS} | {"tokens": parsed.hits.tokens("greeting")}
    finally:
        compiled.use(on=before)
    return {name: (str(column.dtype), column.tolist()) for name, column in found.items()}


@given(batch=st.lists(texts, max_size=4), language=st.sampled_from(["fi", "sv", "en"]))
def test_the_same_sentences_and_clauses(batch: list[str], language: str) -> None:
    corpus = build_corpus(batch, TABLE)
    assert columns(corpus, language, loops=True) == columns(corpus, language, loops=False)


@given(batch=st.lists(texts, min_size=1, max_size=4), data=st.data())
def test_the_same_of_some_of_the_texts(batch: list[str], data: st.DataObject) -> None:
    chosen = np.array(data.draw(st.lists(st.booleans(), min_size=len(batch), max_size=len(batch))), dtype=bool)
    some = build_corpus(batch, TABLE).subset(np.flatnonzero(chosen))
    assert columns(some, "en", loops=True) == columns(some, "en", loops=False)
