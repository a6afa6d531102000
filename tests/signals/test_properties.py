"""Directions that every signal keeps: what is added to a reply may only move it the way it should."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coachkit
from coachkit.signals.catalogue import CONTEXTS, ORDERS, SIGNALS

Measure = Callable[..., list[float]]

BASES = {
    "en": (
        "I have checked your order 55871.",
        "The box is on the van.",
        "We will send a new one.",
        "Thank you for telling us.",
        "You can choose the colour.",
    ),
    "fi": (
        "Tarkistin tilauksesi 55871.",
        "Paketti on autossa.",
        "Lähetämme uuden.",
        "Kiitos, että kerroit.",
        "Voit valita värin.",
    ),
    "sv": (
        "Jag har kollat din beställning 55871.",
        "Paketet är i bilen.",
        "Vi skickar ett nytt.",
        "Tack för att du berättade.",
        "Du kan välja färgen.",
    ),
}
MESSAGE = {
    "en": "My order 55871 has not come. When do I get it? I am really annoyed.",
    "fi": "Tilaukseni 55871 ei ole tullut. Milloin saan sen? Olen todella pettynyt.",
    "sv": "Min beställning 55871 har inte kommit. När får jag den? Jag är verkligen besviken.",
}
TIMES = {
    "en": "It comes on Monday at 10.30.",
    "fi": "Se tulee maanantaina klo 10.30.",
    "sv": "Det kommer på måndag klockan 10.30.",
}
BLAME = {
    "en": ("You should have read the terms.", "As I already told you.", "That is your own fault."),
    "fi": ("Sinun olisi pitänyt lukea ehdot.", "Kuten jo sanoin.", "Se on oma vikasi."),
    "sv": ("Du borde ha läst villkoren.", "Som jag redan har sagt.", "Det är ditt eget fel."),
}
few = settings(max_examples=20)
languages = st.sampled_from(["en", "fi", "sv"])


@st.composite
def bases(draw: st.DrawFn) -> tuple[str, str]:
    """A language and a reply of one to five of its sentences."""
    language = draw(languages)
    return language, " ".join(draw(st.lists(st.sampled_from(BASES[language]), min_size=1, max_size=5, unique=True)))


def not_lower(after: float, before: float) -> bool:
    """Whether a value did not fall; where none was before, any is."""
    return math.isnan(before) or after >= before - 1e-9


@few
@given(base=bases())
def test_an_added_concrete_time_never_lowers_the_next_step_nor_the_time(measure: Measure, base: tuple[str, str]) -> None:
    language, text = base
    for signal in ("next_step", "concrete_time", "care_in_deeds"):
        before, after = measure(signal, [(text, MESSAGE[language]), (f"{text} {TIMES[language]}", MESSAGE[language])], language)
        assert not_lower(after, before), signal


@few
@given(base=bases(), pick=st.integers(0, 2))
def test_a_blaming_phrase_never_raises_tone(base: tuple[str, str], pick: int) -> None:
    language, text = base
    before, after = (
        coachkit.score(coachkit.Reply(one, MESSAGE[language], language=language), "chat").dimensions["tone"] or 0.0
        for one in (text, f"{text} {BLAME[language][pick]}")
    )
    assert after < before


@few
@given(base=bases(), times=st.integers(2, 4))
def test_saying_it_again_never_raises_what_it_earns(measure: Measure, base: tuple[str, str], times: int) -> None:
    language, text = base
    repeated = " ".join([text] * times)
    for signal in ("first_person_action", "facts_restated", "choice", "care_in_deeds", "named_things"):
        before, after = measure(signal, [(text, MESSAGE[language]), (repeated, MESSAGE[language])], language)
        assert after == pytest.approx(before, nan_ok=True) or after < before, signal


@few
@given(base=bases())
def test_a_sentence_said_twice_is_counted_as_repeated(measure: Measure, base: tuple[str, str]) -> None:
    language, text = base
    first = f"{text.split('. ')[0].rstrip('.')}."
    before, after = measure("repeated_sentences", [text, f"{text} {first}"], language)
    assert (before, after) == (0.0, 1.0 if len(first.split()) >= 3 else 0.0)


@few
@given(base=bases(), emoji=st.sampled_from(["😊", "👍🏽", ":)", "🇫🇮"]), count=st.integers(1, 4))
def test_each_emoji_counts_once(measure: Measure, base: tuple[str, str], emoji: str, count: int) -> None:
    language, text = base
    assert measure("emoji", [f"{text} {' '.join([emoji] * count)}"], language) == [count]


@few
@given(base=bases(), name=st.sampled_from(["Anna", "Mohammed", "Oluwaseun", "Xi", "Jean-Pierre"]))
def test_a_name_has_the_weight_of_any_name(measure: Measure, base: tuple[str, str], name: str) -> None:
    language, text = base
    greeting = {"en": "Hello", "fi": "Hei", "sv": "Hej"}[language]
    for signal in ("words", "lix", "difficulty", "long_word_share", "rare_word_share", "formality"):
        one, other = measure(signal, [f"{greeting} {person}! {text}" for person in ("Eva", name)], language)
        assert one == pytest.approx(other, nan_ok=True), signal


@few
@given(base=bases())
def test_informal_words_lower_formality_and_formal_words_raise_it(measure: Measure, base: tuple[str, str]) -> None:
    language, text = base
    loose = {"en": "yeah lol ok gonna", "fi": "joo lol okei moikka", "sv": "jo lol okej tjena"}[language]
    stiff = {"en": "hereby pursuant to the aforementioned", "fi": "koskien edellä mainittua", "sv": "beträffande ovannämnda"}[
        language
    ]
    low, plain, high = measure("formality", [f"{text} It is {loose}.", f"{text} It is here.", f"{text} It is {stiff}."], language)
    assert low <= plain <= high
    assert low < high


@few
@given(base=bases(), hedge=st.sampled_from([0, 1]))
def test_a_hedge_never_lowers_the_share_of_hedges(measure: Measure, base: tuple[str, str], hedge: int) -> None:
    language, text = base
    added = {
        "en": ("Maybe it is so.", "Hopefully it is so."),
        "fi": ("Ehkä se on niin.", "Toivottavasti se on niin."),
        "sv": ("Kanske är det så.", "Förhoppningsvis är det så."),
    }
    before, after = measure("hedge_share", [text, f"{text} {added[language][hedge]}"], language)
    assert after > (0 if math.isnan(before) else before)


@few
@given(base=bases())
def test_long_and_rare_words_make_a_text_harder(measure: Measure, base: tuple[str, str]) -> None:
    language, text = base
    hard = {
        "en": "circumlocutory xylographers",
        "fi": "kaukokartoitusmenetelmättömyys",
        "sv": "återrapporteringsskyldigheternas",
    }[language]
    easy, harder = measure("difficulty", [f"{text} It is so.", f"{text} It is {hard}."], language)
    assert harder > easy


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
@pytest.mark.parametrize("signal", sorted({*SIGNALS, *CONTEXTS, *ORDERS}))
def test_nothing_is_measured_on_nothing(measure: Measure, signal: str, language: str) -> None:
    """An empty reply, white space and a lone mark: a number in range or NaN, never an error, and the same in any batch."""
    texts = ["", " \n", "?", "😊"]
    together = measure(signal, texts, language)
    assert all(math.isnan(value) or math.isfinite(value) for value in together)
    assert [measure(signal, [text], language)[0] for text in texts] == pytest.approx(together, nan_ok=True)


IN_COMPANY = sorted({*SIGNALS, *CONTEXTS, *ORDERS})


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
@pytest.mark.parametrize("signal", IN_COMPANY)
def test_a_signal_is_the_same_in_any_company(measure: Measure, signal: str, language: str) -> None:
    texts = [*BASES[language], " ".join(BASES[language]), "Ask Anna there.", *BLAME[language]]
    rows = [(text, MESSAGE[language] if place % 2 else "") for place, text in enumerate(texts)]
    alone = [measure(signal, [row], language)[0] for row in rows]
    assert measure(signal, rows, language) == pytest.approx(alone, nan_ok=True)
    assert measure(signal, rows[::-1], language)[::-1] == pytest.approx(alone, nan_ok=True)


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [("Bo", "Din bokning är klar.", "sv"), ("Anna", "Sen kannattaa vaihtaa.", "fi"), ("Al", "It is also here.", "en")],
)
def test_a_name_inside_another_word_is_not_the_name(measure: Measure, name: str, text: str, language: str) -> None:
    assert measure("name_used", [coachkit.Reply(text, "?", customer_name=name)], language) == [0.0]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hei Annan perhe", "fi"),
        ("Soitan Annalle.", "fi"),
        ("Det är Annas bokning.", "sv"),
        ("It is Anna’s booking.", "en"),
        ("HEI ANNA", "fi"),
    ],
)
def test_a_name_with_an_ending_is_the_name(measure: Measure, text: str, language: str) -> None:
    assert measure("name_used", [coachkit.Reply(text, "?", customer_name="Anna Lake")], language) == [1.0]
