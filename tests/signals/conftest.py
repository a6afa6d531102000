"""What the tests of the signals share: one signal measured on replies, as the scoring does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from coachkit.batch import analyser
from coachkit.model import LANGUAGES, Reply
from coachkit.rubrics import load_rubric
from coachkit.scoring import evaluate
from coachkit.signals.catalogue import CONTEXTS, ORDERS, SIGNALS
from coachkit.text.corpus import build_corpus

Measure = Callable[..., list[float]]
ALL = {**SIGNALS, **CONTEXTS, **ORDERS}


@pytest.fixture(scope="session")
def measure() -> Measure:
    """Measures a signal: measure(signal, replies, language) -> the values, in order; a reply is a text, a (text, message) pair or a Reply."""
    rubric, tools = load_rubric("chat"), analyser()

    def measured(signal: str, replies: Sequence[str | tuple[str, str] | Reply], language: str = "en") -> list[float]:
        asked = [one if isinstance(one, Reply) else Reply(*([one] if isinstance(one, str) else one)) for one in replies]
        corpora = tuple(
            build_corpus(texts, tools.table) for texts in ([one.text for one in asked], [one.customer or "" for one in asked])
        )
        nothing = np.zeros(len(asked), dtype=bool)
        reading = evaluate._reading(asked, corpora, LANGUAGES.index(language), nothing, rubric, tools)
        return reading.measured(signal, ALL[signal]).values.tolist()

    return measured
