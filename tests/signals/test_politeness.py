"""Politeness: what softens raises it, what blunts lowers it, and it is told in English alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.languages import language_pack
from coachkit.model import Reply
from coachkit.rubrics import load_rubric
from coachkit.scoring.evaluate import Analyser, evaluate
from coachkit.signals.politeness import WEIGHTS, politeness

ANALYSER = Analyser(all_lists=True)

PLAIN = "send the order number"


def polite(*texts: str, language: str = "en") -> list[float]:
    """The politeness of each text."""
    (scores,) = evaluate([Reply(text, language=language) for text in texts], load_rubric("chat"), ANALYSER)
    return [float(value) for value in politeness(scores.reading).values]


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        (f"thank you, {PLAIN}", WEIGHTS["gratitude"] + WEIGHTS["pleasant"] + WEIGHTS["you"]),
        (f"good point, {PLAIN}", WEIGHTS["deference"] + WEIGHTS["pleasant"]),
        (f"by the way, {PLAIN}", WEIGHTS["indirect"]),
        (f"{PLAIN}, please", WEIGHTS["please"]),
        (f"Please {PLAIN}", WEIGHTS["please_first"]),
        (f"Hello, {PLAIN}", WEIGHTS["greeting"]),
        ("Would someone send the order number", WEIGHTS["counterfactual"]),
        ("Will someone send the order number", WEIGHTS["indicative"]),
        ("Why send the order number", WEIGHTS["question_first"]),
        (f"So {PLAIN}", WEIGHTS["direct_start"]),
        (f"actually, {PLAIN}", WEIGHTS["factuality"]),
    ],
)
def test_a_strategy_adds_its_published_weight(text: str, weight: float) -> None:
    assert polite(text) == [pytest.approx(weight)]


def test_no_strategy_is_nought() -> None:
    assert polite(PLAIN) == [0.0]


def test_please_asks_inside_a_sentence_and_orders_at_its_start() -> None:
    inside, first = polite("Could you please send it", "Please send it")
    assert inside > 0 > first


def test_saying_it_twice_earns_nothing() -> None:
    once, thrice = polite(f"Thank you. {PLAIN}", f"Thank you. Thank you! {PLAIN}. Thank you")
    assert once == thrice


def test_only_english_is_told() -> None:
    assert np.isnan(polite("Kiitos, voisitko lähettää sen", language="fi")).all()
    assert np.isnan(polite("Tack, kan du skicka det", language="sv")).all()


def test_without_words_it_cannot_be_told() -> None:
    assert np.isnan(polite("", "?!", "😊")).all()


def test_names_and_capitals_change_nothing() -> None:
    texts = [f"Hi {name}, could you please wait" for name in ("Anna", "Mohammed", "Lars")]
    assert len(set(polite(*texts))) == 1
    assert polite("THANK YOU, " + PLAIN) == polite("thank you, " + PLAIN)


def test_every_strategy_has_its_words() -> None:
    lists = language_pack("en").lists
    named = ("gratitude", "deference", "indirect", "counterfactual", "indicative", "apology", "please", "factuality")
    assert all(lists[f"politeness.{name}"] for name in (*named, "question_word", "direct_start"))


@pytest.mark.slow
@given(
    st.lists(
        st.sampled_from(["thanks", "please", "so", "actually", "you", "sorry", "why", ".", "hello", "great work"]), max_size=12
    )
)
def test_it_stays_between_the_sums_of_its_weights(words: list[str]) -> None:
    (value,) = polite(" ".join([*words, "parcel"]))
    least, most = (sum(weight for weight in WEIGHTS.values() if (weight > 0) == up) for up in (False, True))
    assert least <= value <= most
