"""What the tests of the text layer share: texts parsed with a phrase book of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from coachkit.languages import dotted_abbreviations
from coachkit.text.chunks import ChunkTable
from coachkit.text.corpus import build_corpus
from coachkit.text.facts import TypeFacts
from coachkit.text.markers import Marker
from coachkit.text.parsed import Parsed
from coachkit.text.phrases import PhraseBook

Parse = Callable[..., Parsed]


@pytest.fixture(scope="session")
def parse() -> Parse:
    """Gives a function that parses texts in a language; `lists` are markers by name, those named in `blaming` are faults."""
    table = ChunkTable(dotted_abbreviations())
    facts = {language: TypeFacts(table, language) for language in ("fi", "sv", "en")}

    def parsed(
        texts: Sequence[str], language: str = "en", lists: Mapping[str, Sequence[str]] | None = None, blaming: Sequence[str] = ()
    ) -> Parsed:
        markers = {name: [Marker(phrase) for phrase in phrases] for name, phrases in (lists or {"none": ["zzzz zzzz"]}).items()}
        return Parsed(build_corpus(texts, table), facts[language], PhraseBook(markers, frozenset(blaming)))

    return parsed
