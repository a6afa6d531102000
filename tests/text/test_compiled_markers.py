"""The promise of the compiled search for markers: it finds what the automaton and the phrase book find, in the same order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachkit import compiled
from coachkit.languages import dotted_abbreviations
from coachkit.text.chunks import ChunkTable
from coachkit.text.corpus import build_corpus
from coachkit.text.facts import TypeFacts
from coachkit.text.markers import Marker
from coachkit.text.parsed import Parsed
from coachkit.text.phrases import PhraseBook

pytestmark = pytest.mark.slow  # where nobody has prepared anything yet, the loops are compiled first

pytest.importorskip("numba", reason="needs Numba: pip install 'coachkit[fast]'")

TABLE = ChunkTable(dotted_abbreviations())
FACTS = TypeFacts(TABLE, "en")

words = st.sampled_from(["a", "ab", "abc", "b", "ba", "c", "not"])
marker_words = (
    words | words.map(lambda word: f"{word}*") | st.lists(words, min_size=2, max_size=3).map(lambda some: f"({'|'.join(some)})")
)
between = st.sampled_from([" ", " ", " ", " ... "])
phrases = st.lists(st.tuples(marker_words, between), min_size=1, max_size=4).map(
    lambda parts: "".join(word + gap for word, gap in parts).removesuffix("... ").strip()
)
lists = st.lists(st.lists(phrases, min_size=1, max_size=5, unique=True), min_size=1, max_size=4)
texts = st.lists(st.lists(words | st.sampled_from([".", ",", "!\n", ":"]), max_size=14).map(" ".join), max_size=4)


def book(choices: Sequence[Sequence[str]], blaming: frozenset[str], plain: frozenset[str]) -> PhraseBook:
    """A book of lists called "0", "1" ..."""
    return PhraseBook({str(number): [Marker(one) for one in some] for number, some in enumerate(choices)}, blaming, plain)


def hits(batch: Sequence[str], phrase_book: PhraseBook, *, loops: bool) -> list[tuple[str, list[int]]]:
    """The columns of the hits, with their types."""
    before = compiled.in_use()
    assert compiled.use(on=loops) == loops
    try:
        found = Parsed(build_corpus(batch, TABLE), FACTS, phrase_book).hits
    finally:
        compiled.use(on=before)
    return [(str(one.dtype), one.tolist()) for one in (found.key, found.marker, found.first, found.last)]


@given(choices=lists, batch=texts, named=st.sets(st.sampled_from("0123")), plain=st.sets(st.sampled_from("0123")))
def test_the_same_hits(choices: list[list[str]], batch: list[str], named: set[str], plain: set[str]) -> None:
    phrase_book = book(choices, frozenset(named), frozenset(plain))
    assert hits(batch, phrase_book, loops=True) == hits(batch, phrase_book, loops=False)


@settings(max_examples=30)
@given(choices=lists, batch=texts)
def test_the_same_hits_though_there_is_no_room_at_first(choices: list[list[str]], batch: list[str]) -> None:
    phrase_book = book(choices, frozenset(), frozenset())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("coachkit.text.searching._NODES", 1)
        patch.setattr("coachkit.text.searching._FOUND", 1)
        found = hits(batch, phrase_book, loops=True)
    assert found == hits(batch, phrase_book, loops=False)


def test_types_met_later_are_looked_for_too() -> None:
    phrase_book = book([["fresh* word*"]], frozenset(), frozenset())
    for batch in (["fresh words"], ["freshest wordings here", "fresh words"]):
        found = hits(batch, phrase_book, loops=True)
        assert found == hits(batch, phrase_book, loops=False)
        assert len(found[0][1]) == len(batch)


def test_no_text_no_hits() -> None:
    corpus = build_corpus([], TABLE)
    assert not len(corpus.type)
    assert np.array_equal(corpus.ptr, [0])
    phrase_book = book([["a"]], frozenset(), frozenset())
    assert hits([], phrase_book, loops=True) == hits([], phrase_book, loops=False)
