"""The words of practice: whole in every language, about the text, filled in as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.errors import UnknownName
from coachkit.model import LANGUAGES
from coachkit.practice.waits import duration
from coachkit.practice.words import PracticeWords, filled, practice_words
from coachkit.scenarios.schema import EndingKind

# Words about the person that wrote; the debrief speaks of the text.
PERSON = {
    "en": r"\byou (are|lack|fail|forgot|didn't|never)\b",
    "fi": r"\b(olet|olit|unohdit|et)\b",
    "sv": r"\bdu (är|glömde|saknar|har)\b",
}


def leaves(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of the words with its place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from leaves(one, f"{place}.{name}")
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from leaves(one, f"{place}.{number}")


def words_of(language: str) -> dict[str, str]:
    return dict(leaves(practice_words(language).model_dump()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_have_the_same_words_with_the_same_gaps(language: str) -> None:
    own, english = words_of(language), words_of("en")
    assert own.keys() == english.keys()
    for place, text in own.items():
        assert text.strip() == text != "", place
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", english[place])), place


def test_no_words_were_left_in_another_language() -> None:
    for first, second in (("fi", "en"), ("sv", "en"), ("fi", "sv")):
        one, other = words_of(first), words_of(second)
        assert [place for place in one if one[place] == other[place]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_speak_of_the_text_and_not_of_the_person(language: str) -> None:
    assert [text for text in words_of(language).values() if re.search(PERSON[language], text, re.IGNORECASE)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mood_and_every_kind_of_ending_has_its_word(language: str) -> None:
    words: PracticeWords = practice_words(language)
    assert len({words.mood(number) for number in range(-3, 4)}) == 7
    assert words.mood(-3) == words.moods[0]
    assert set(get_args(EndingKind)) <= set(words.outcomes.model_dump())


def test_another_language_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UnknownName, match="did you mean 'en'"):
        practice_words("eng")


@given(st.text(), st.text())
def test_values_are_filled_in_as_they_are(first: str, second: str) -> None:
    assert filled("{a}–{b}", a=first, b=second) == f"{first}–{second}"


@pytest.mark.parametrize(
    ("template", "expected"),
    [("{a} {b}", "1 {b}"), ("{a", "{a"), ("a}", "a}"), ("{{a}}", "{1}"), ("", "")],
)
def test_what_has_no_value_stays(template: str, expected: str) -> None:
    assert filled(template, a=1) == expected


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0 s"), (-3, "0 s"), (45.4, "45 s"), (60, "1 min"), (125, "2 min 5 s"), (3600, "1 h"), (86_399, "23 h 59 min")],
)
def test_a_length_of_time_is_short_to_read(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown
