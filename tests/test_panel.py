"""The readability panel gives textstat's numbers, fetches nothing, and our own columns agree on the same counts."""

from __future__ import annotations

import importlib
import math
import socket
import threading
from collections.abc import Iterator
from typing import Any

import nltk
import numpy as np
import pytest
import textstat
from hypothesis import given
from hypothesis import strategies as st

from coachkit.batch import score_many
from coachkit.errors import UnknownName
from coachkit.model import Reply
from coachkit.panel import ANY_LANGUAGE, ENGLISH, readability_panel
from coachkit.signals import readability

COUNTS = importlib.import_module("textstat.backend.counts._count_syllables")
METRICS = {name: importlib.import_module(f"textstat.backend.metrics._{name}") for name in ("lix", "flesch_reading_ease")}
TEXT = "Thank you for contacting us about your delivery. We have refunded the amount, and you will see it on Friday."
REPLIES = [
    TEXT,
    "Hi! I'm sorry your parcel is late. The courier lost it yesterday, so I sent a new one today.",
    "Unfortunately the documentation was insufficient for verification purposes",
    "Ok.",
    "Your order 12345 left at 10.30. It arrives on 3 May. Call me on Monday if it doesn't.",
]


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("reached for the network")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr(nltk, "download", refuse)


@pytest.fixture
def textstat_as_it_came(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """textstat with its own dictionary lookup back in place, as in a fresh process."""
    own = importlib.import_module("textstat.backend.utils._get_cmudict").get_cmudict
    monkeypatch.setattr(COUNTS, "get_cmudict", own)
    COUNTS.count_syllables.cache_clear()
    yield
    COUNTS.count_syllables.cache_clear()


@pytest.mark.usefixtures("no_network", "textstat_as_it_came")
@pytest.mark.parametrize("language", ["en", "sv", "fi"])
def test_no_socket_is_opened_and_nothing_downloaded(language: str) -> None:
    panel = readability_panel("Responsible people reimbursed everybody. It was a wonderful afternoon.", language)
    assert all(math.isfinite(value) for value in panel.values())


@pytest.mark.usefixtures("textstat_as_it_came")
def test_counts_made_with_the_dictionary_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = readability_panel(TEXT)
    monkeypatch.setattr(COUNTS, "get_cmudict", lambda _: {word: [["A1"] * 9] for word in TEXT.lower().split()})
    for part in ("counts", "metrics", "selections", "validations"):
        for function in vars(importlib.import_module(f"textstat.backend.{part}")).values():
            if hasattr(function, "cache_clear"):
                function.cache_clear()
    textstat.textstat.flesch_reading_ease(TEXT)
    assert readability_panel(TEXT) == expected


def test_english_has_nine_formulas_the_others_those_without_syllables() -> None:
    assert set(readability_panel(TEXT)) == set(ENGLISH) | set(ANY_LANGUAGE)
    assert set(readability_panel(TEXT, "fi")) == set(readability_panel(TEXT, "sv")) == set(ANY_LANGUAGE)


def test_numbers_are_textstats_own() -> None:
    panel = readability_panel(TEXT)
    for name, value in panel.items():
        assert value == getattr(textstat.textstat, name)(TEXT)


def test_a_worked_example() -> None:
    """Two sentences, ten words, three of them over six letters: LIX 10/2 + 100 * 3/10 = 35, RIX 3/2."""
    panel = readability_panel("Kunderna får pengarna i dag. Vi skickar dem nu genast.", "sv")
    assert panel["lix"] == pytest.approx(35)
    assert panel["rix"] == pytest.approx(1.5)


@pytest.mark.parametrize("text", ["", " \n", "!!! ...", "😀", "\u200b\u202e"])
@pytest.mark.parametrize("language", ["en", "sv", "fi"])
def test_without_words_nothing_can_be_told(text: str, language: str) -> None:
    assert all(math.isnan(value) for value in readability_panel(text, language).values())


@given(st.text(max_size=80), st.sampled_from(["en", "sv", "fi"]))
def test_any_text_gives_numbers_or_nan(text: str, language: str) -> None:
    values = list(readability_panel(text, language).values())
    assert all(math.isfinite(value) for value in values) or all(math.isnan(value) for value in values)


def test_textstats_language_is_left_alone() -> None:
    before = textstat.textstat._textstatistics__lang
    readability_panel(TEXT, "fi")
    assert textstat.textstat._textstatistics__lang == before


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UnknownName, match="no language 'de'"):
        readability_panel(TEXT, "de")


def test_many_threads_get_the_same_numbers() -> None:
    expected = readability_panel(TEXT)
    found: list[dict[str, float]] = []
    threads = [threading.Thread(target=lambda: found.append(readability_panel(TEXT))) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == [expected] * 8


def reading_of(replies: list[str]) -> Any:
    """What our signals are measured on, for English replies."""
    scored = next(score_many([Reply(text, language="en") for text in replies]))
    return scored.parts[0][2].reading


def counts_of(parsed: Any) -> list[dict[str, int]]:
    """Our counts of each reply: words, sentences, long words, syllables."""
    sentences = np.bincount(parsed.sentence_reply[parsed.sentence_words > 0], minlength=parsed.n)
    syllables = np.bincount(parsed.corpus.reply, weights=parsed.syllables, minlength=parsed.n)
    columns = (parsed.words, sentences, parsed.per_reply(parsed.long_word), syllables)
    names = ("words", "sentences", "long_words", "syllables")
    return [dict(zip(names, (int(one) for one in row), strict=True)) for row in zip(*columns, strict=True)]


def textstat_on(counts: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """textstat's LIX and Flesch formulas, fed with the counts given instead of its own."""
    lix, flesch = METRICS["lix"], METRICS["flesch_reading_ease"]
    per_sentence = counts["words"] / counts["sentences"]
    for module, name, value in (
        (lix, "count_words", counts["words"]),
        (lix, "count_long_words", counts["long_words"]),
        (lix, "words_per_sentence", per_sentence),
        (flesch, "words_per_sentence", per_sentence),
        (flesch, "syllables_per_word", counts["syllables"] / counts["words"]),
    ):
        monkeypatch.setattr(module, name, lambda *_, value=value: value)
    return {"lix": lix.lix.__wrapped__("any"), "flesch": flesch.flesch_reading_ease.__wrapped__("any", "en")}


def test_our_columns_give_textstats_numbers_on_the_same_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = reading_of(REPLIES)
    ours = {"lix": readability.lix(reading).values, "flesch": readability.flesch(reading).values}
    assert len(ours["lix"]) == len(REPLIES)
    for row, counts in enumerate(counts_of(reading.replies)):
        for name, value in textstat_on(counts, monkeypatch).items():
            assert ours[name][row] == pytest.approx(value, rel=1e-9)


def test_our_counts_are_near_textstats_on_plain_text() -> None:
    """Names and figures are counted our own way; on a plain text both count the same words and long words."""
    counts = counts_of(reading_of([TEXT]).replies)[0]
    assert counts["words"] == textstat.textstat.lexicon_count(TEXT)
    assert counts["sentences"] == textstat.textstat.sentence_count(TEXT)
