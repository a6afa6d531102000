"""Difficulty and formality: an ordinary reply lies near nought in each language; what is harder or stiffer lies above."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from coachkit.batch import analyser
from coachkit.model import LANGUAGES, Reply
from coachkit.rubrics import load_rubric
from coachkit.scoring.evaluate import evaluate
from coachkit.signals.catalogue import CONTEXTS, SIGNALS
from coachkit.signals.ordinary import ORDINARY

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from ordinary import ordinary  # type: ignore[import-not-found,unused-ignore]

# From spoken to official; the same matter in each language.
REGISTERS = {
    "en": (
        "hey yeah no worries, I'll sort it lol!",
        "Hi Anna, I have checked your order and it arrives on Tuesday.",
        "With regard to the submission of your application, the decision of the committee will be communicated to the applicant.",
    ),
    "fi": (
        "moikka, joo mä katon ton sulle!",
        "Hei Anna, tarkistin tilauksesi, ja se saapuu tiistaina.",
        "Hakemuksenne käsittelyn yhteydessä tehdyn päätöksen mukaisesti korvauksen maksaminen suoritetaan säännösten nojalla.",
    ),
    "sv": (
        "tjena, ja jag kollar det åt dig!",
        "Hej Anna! Jag har kontrollerat din beställning och den kommer på tisdag.",
        "Avseende handläggningen av er ansökan har beslut om återbetalning fattats i enlighet med gällande bestämmelser.",
    ),
}


def values(signal: str, *texts: str, language: str) -> list[float]:
    """A signal on each text."""
    (scores,) = evaluate([Reply(text, language=language) for text in texts], load_rubric("chat"), analyser())
    return [float(value) for value in SIGNALS[signal](scores.reading).values]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_what_our_examples_are(language: str) -> None:
    """Within half a spread, so that an example more or less does not matter."""
    now = ordinary(language)
    assert set(now) == set(ORDINARY[language])
    for name, (middle, spread) in ORDINARY[language].items():
        assert abs(now[name][0] - middle) <= spread / 2, name
        assert now[name][1] == pytest.approx(spread, rel=0.35), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("signal", ["formality", "difficulty"])
def test_spoken_ordinary_and_official_come_in_this_order(signal: str, language: str) -> None:
    spoken, plain, official = values(signal, *REGISTERS[language], language=language)
    assert spoken < plain < official
    assert -1.0 <= plain <= 1.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ordinary_reply_fits_the_chat_band_for_formality(language: str) -> None:
    band = load_rubric("chat").bands["tone.formality_fits"]
    (plain,) = values("formality", REGISTERS[language][1], language=language)
    assert band.best[0] <= plain <= band.best[1]


@pytest.mark.parametrize("signal", ["formality", "difficulty"])
def test_without_words_it_cannot_be_told(signal: str) -> None:
    assert np.isnan(values(signal, "", "!?", language="en")).all()


@pytest.mark.parametrize("signal", ["formality", "difficulty"])
def test_names_and_words_for_persons_change_nothing(signal: str) -> None:
    texts = [
        f"I told {name} that {person} can collect it." for name, person in (("Jo", "he"), ("Aleksandra", "she"), ("Ali", "they"))
    ]
    assert len(set(values(signal, *texts, language="en"))) == 1


def test_shorter_sentences_and_everyday_words_are_easier() -> None:
    easy, long, rare = values(
        "difficulty",
        "We sent the box today. You will get it soon.",
        "We sent the box today and you will get it soon.",
        "We dispatched the consignment today. You will obtain it imminently.",
        language="en",
    )
    assert easy < long
    assert easy < rare


def test_the_customers_mood_hears_trouble_without_a_word_of_feeling() -> None:
    customers = ["My parcel never arrived.", "Is the shop in Turku open on Sunday?", "Brilliant service, thank you so much!"]
    (scores,) = evaluate([Reply("", text, language="en") for text in customers], load_rubric("chat"), analyser())
    bad, neither, good = CONTEXTS["customer_mood"](scores.reading).values
    assert bad < neither < good
    assert neither == 0
