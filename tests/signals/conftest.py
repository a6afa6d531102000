"""What the tests of the signals share: one signal measured on replies, as the scoring does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import pytest

from coachkit.model import LANGUAGES, Reply
from coachkit.rubrics import load_rubric
from coachkit.scoring import evaluate
from coachkit.scoring.replies import Replies
from coachkit.signals.catalogue import CONTEXTS, ORDERS, SIGNALS
from coachkit.signals.reading import Reading
from coachkit.text.corpus import build_corpus

ANALYSER = evaluate.Analyser(all_lists=True)

Measure = Callable[..., list[float]]
ALL = {**SIGNALS, **CONTEXTS, **ORDERS}


@pytest.fixture(scope="session")
def measure() -> Measure:
    """Gives a function of signal, replies and language that gives the values in order.

    A reply is a text, a pair of text and customer's message, or a Reply. What was read is kept for the next signal.
    """
    rubric, tools = load_rubric("chat"), ANALYSER

    @lru_cache(maxsize=256)
    def reading(asked: tuple[Reply, ...], language: str) -> Reading:
        texts, messages = [one.text for one in asked], [one.customer or "" for one in asked]
        corpora = build_corpus(texts, tools.table), build_corpus(messages, tools.table)
        nothing = np.zeros(len(asked), dtype=bool)
        return evaluate._reading(Replies.of(asked), corpora, LANGUAGES.index(language), nothing, rubric, tools)

    def measured(signal: str, replies: Sequence[str | tuple[str, str] | Reply], language: str = "en") -> list[float]:
        asked = [one if isinstance(one, Reply) else Reply(*([one] if isinstance(one, str) else one)) for one in replies]
        return reading(tuple(asked), language).measured(signal, ALL[signal]).values.tolist()

    return measured
