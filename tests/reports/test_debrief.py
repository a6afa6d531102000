"""The debrief as HTML."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from coachkit.model import LANGUAGES
from coachkit.practice.debrief import debrief
from coachkit.practice.session import Move, Session, apply, begin, replay
from coachkit.practice.words import practice_words
from coachkit.reports.debrief import curve, debrief_html
from coachkit.scenarios.loading import load_scenario

COURSE = Path(__file__).resolve().parents[1] / "browser" / "exercises" / "desk"
HOSTILE = "<img src=x onerror=alert(1)> </section><script>run()</script> You should have checked."


def practised(*replies: str, scenario: str = "late-coat") -> Session:
    moves = [Move("send", 10.0 * number, text) for number, text in enumerate(replies, start=1)]
    session = replay(load_scenario(COURSE / f"{scenario}.yaml"), moves)
    return session if session.ended else apply(session, Move("finish", 99.0))


def shown(session: Session, language: str = "en") -> str:
    return debrief_html(debrief(session, language), session.scenario)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_all_its_parts_in_the_reader_s_language(language: str) -> None:
    session = practised(
        "Hi Anna, it comes on Friday before noon, I have checked it.", "You should have told us. I will call you."
    )
    page, words = html.unescape(shown(session, language)), practice_words(language).headings
    for heading in (words.title, words.total, words.changes, words.mood, words.said, words.missed, words.limits, words.beside):
        assert heading in page
    assert f'lang="{language}" aria-label="{words.title}"' in page
    assert 'lang="en"' in page  # the conversation's own words keep their language
    assert "Friday" in page


def test_nothing_to_tell_is_no_error() -> None:
    assert practice_words("en").outcomes.unfinished in html.unescape(shown(practised()))


def test_hostile_text_is_shown_as_text() -> None:
    page = shown(practised(HOSTILE))
    assert "<img" not in page
    assert "<script" not in page
    assert HOSTILE in html.unescape(re.sub(r"<[^>]+>", "", page))


def test_the_curve_rises_with_the_mood_and_says_it_in_words() -> None:
    words = practice_words("en")
    drawn = curve((-1, -3, 0, 3), words)
    heights = [dot.y for dot in drawn.dots]
    assert heights[3] < heights[2] < heights[0] < heights[1]
    assert drawn.spoken.endswith(" → ".join(words.mood(mood) for mood in (-1, -3, 0, 3)))
    assert max(dot.x for dot in drawn.dots) < drawn.width


def test_it_is_self_contained() -> None:
    page = shown(practised("Hi Anna, it comes on Friday."))
    assert not re.search(r"https?://|<link|<script|@import|url\(", page)


def test_a_session_that_goes_on_has_a_debrief_too() -> None:
    assert practice_words("sv").outcomes.under_way in shown(begin(load_scenario(COURSE / "late-coat.yaml")), "sv")
