"""Sentences of messages: a list number stays with its step, an emoji with its sentence, dots before a capital end one."""

from __future__ import annotations

import numpy as np
import pytest

from coachkit.languages import dotted_abbreviations
from coachkit.text.chunks import ChunkTable
from coachkit.text.corpus import build_corpus
from coachkit.text.facts import TypeFacts
from coachkit.text.parsed import Parsed
from coachkit.text.phrases import PhraseBook


def split(text: str) -> list[str]:
    """The text's sentences, white space around them aside."""
    table = ChunkTable(dotted_abbreviations())
    parsed = Parsed(build_corpus([text], table), TypeFacts(table, "en"), PhraseBook({}))
    places = [int(parsed.corpus.start[row]) for row in np.flatnonzero(parsed.starts)]
    return [text[start:end].strip() for start, end in zip(places, [*places[1:], None], strict=True)]


@pytest.mark.parametrize(
    "text",
    [
        "Do this:|1. Open the page.|2. Tap Save.",
        "Follow the steps below: |1. Open the application.|2. Close the window.",
        "It costs 5.|We ship it now.",
        "Thanks for waiting :)|I have checked it.",
        "Great! 😊👍|we ship it today.",
        "Bye! 😊",
        "😊 Hello there",
        "Hello 😊 there",
        "Let me check...|Your order is here.",
        "Well... maybe it is.",
    ],
)
@pytest.mark.parametrize("gap", [" ", "\n"])
def test_sentences_are_parted_at_the_bar(text: str, gap: str) -> None:
    assert split(text.replace("|", gap)) == [part.strip() for part in text.split("|")]
