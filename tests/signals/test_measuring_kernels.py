"""The promise of the compiled loops of the signals: every value and every passage is that of numpy's way."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachkit import compiled
from coachkit.model import Reply
from coachkit.rubrics import load_rubric
from coachkit.scoring.evaluate import Analyser, evaluate
from coachkit.signals.catalogue import CONTEXTS, SIGNALS
from coachkit.text.corpus import Bools
from coachkit.text.parsed import Parsed

pytestmark = pytest.mark.slow  # where nobody has prepared anything yet, the loops are compiled first

pytest.importorskip("numba", reason="needs Numba: pip install 'coachkit[fast]'")

ANALYSER = Analyser(all_lists=True)
RUBRIC = load_rubric("email")
words = st.sampled_from(
    ["I", "we", "Vi", "Jag", "minä", "me", "checked", "have sent", "refund", "har skickat", "skickar", "lähetin", "teemme", "not",
     "inte", "ei", "can", "two", "in 2", "5", "days", "päivää", "dagar", "May", "maaliskuuta", "3.5.", "klo 10.30", "Monday",
     "50", "€", "20 €", "kr", "euros", "15 %", "fifty", "HELP", "NOW", "PDF", "the jumper", "Anna", "London", "thanks", "Regards",
     "hi", "{{x}}", "x" * 70, "😊", "\ud800", "\x00"]
)  # fmt: skip
gaps = st.sampled_from([" ", " ", " ", ", ", ". ", "? ", "! ", "\n", "\r\n\r\n"])
texts = st.lists(st.tuples(words, gaps).map("".join), max_size=14).map("".join)


def measured(batch: list[Reply], *, loops: bool) -> Mapping[str, object]:
    """What is measured on the replies, part by part, with the types."""
    before = compiled.in_use()
    assert compiled.use(on=loops) == loops
    try:
        found: dict[str, object] = {}
        for part in evaluate(batch, RUBRIC, ANALYSER):
            for name, signal in {**SIGNALS, **CONTEXTS}.items():
                one = signal(part.reading)
                found[f"{part.language} {name}"] = (one.values.tobytes(), one.spans.first.tolist(), one.spans.last.tolist())
            for one_of in part.criteria:
                marks = one_of.marks
                found[f"{part.language} {one_of.criterion.id}"] = (
                    marks.score.tobytes(),
                    marks.value.tobytes(),
                    one_of.state.tolist(),
                )
            masks = part.reading.time, part.reading.amount, part.reading.action
            found[part.language] = [(str(mask.dtype), np.flatnonzero(mask).tolist()) for mask in masks]
    finally:
        compiled.use(on=before)
    return found


@settings(max_examples=40)
@given(
    batch=st.lists(
        st.builds(Reply, texts, customer=st.none() | texts, language=st.sampled_from(["fi", "sv", "en", None])),
        min_size=1,
        max_size=4,
    )
)
def test_the_same_is_measured(batch: list[Reply]) -> None:
    assert measured(batch, loops=True) == measured(batch, loops=False)


@given(batch=st.lists(texts, min_size=1, max_size=3))
def test_the_same_sentences_hold_a_token(batch: list[str]) -> None:
    (part,) = evaluate([Reply(text, language="en") for text in batch], RUBRIC, ANALYSER)
    parsed = part.reading.replies
    for mask in (parsed.is_word, parsed.starts, parsed.flag("number")):
        assert with_one(parsed, mask, loops=True) == with_one(parsed, mask, loops=False)


def with_one(parsed: Parsed, mask: Bools, *, loops: bool) -> list[bool]:
    """Which sentences hold a token of the mask."""
    before = compiled.in_use()
    compiled.use(on=loops)
    try:
        return list(parsed.sentences_with(mask))
    finally:
        compiled.use(on=before)
