"""What is said of a text while it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.batch import score
from coachkit.model import LANGUAGES, Reply, Scorecard
from coachkit.widgets.live import MOST_TIPS, Utf16, live_findings, missing, scored

TEXT = "Hi Anna 😀👍🏽! You should have checked the tracking page. We apologise for any inconvenience caused."


def card(text: str = TEXT) -> Scorecard:
    customer = "Where is my coat? I have waited for two weeks."
    return score(Reply(text, customer=customer, channel="chat", language="en", customer_name="Anna Reed"))


def in_browser(text: str, start: int, end: int) -> str:
    """What a browser cuts from the text at these offsets."""
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


@given(st.text(), st.data())
def test_offsets_are_those_of_a_browser(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    assert Utf16(text).at(place) == len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def test_every_finding_stands_on_its_words_after_emoji() -> None:
    found = live_findings(card(), "en")
    assert {"You should have checked", "apologise for any inconvenience caused"} <= {one["quote"] for one in found}
    for one in found:
        assert in_browser(TEXT, one["start"], one["end"]) == one["quote"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_finding_says_what_it_is_in_the_reader_s_language(language: str) -> None:
    found = live_findings(card(), language)
    assert {one["kind"] for one in found} == {"earned", "lost"}
    assert all(one["name"] and one["message"] for one in found)
    assert all(one["polarity"] == (1 if one["kind"] == "earned" else -1) for one in found)
    assert all("{" not in one["message"] for one in found)


def test_a_better_wording_is_in_the_reply_s_language_whatever_the_reader_s() -> None:
    better = {language: [one["better"] for one in live_findings(card(), language)] for language in LANGUAGES}
    assert better["fi"] == better["sv"] == better["en"]
    assert any(better["en"])


def test_a_failed_gate_is_marked_as_such() -> None:
    found = live_findings(card("Hi Anna, please send me your date of birth. [NAME], we will look into it today."), "en")
    assert "gate" in {one["kind"] for one in found}


def test_what_is_missing_is_told_only_once_something_stands_there() -> None:
    assert missing(card("Hi Anna!"), "en") == []
    tips = missing(card("Hi Anna, thank you for your message about this."), "en")
    assert 0 < len(tips) <= MOST_TIPS


def test_the_numbers_are_the_card_s() -> None:
    one = card()
    said = scored(one, "en")
    assert said["total"] == one.total
    assert said["dimensions"] == one.dimensions


def test_what_costs_next_to_nothing_is_left_unmarked() -> None:
    text = (
        "Pääovella on kaksi porrasta, mutta mummi pääsee rollaattorilla sisäpihalta luiskaa pitkin suoraan takkahuoneeseen. "
        "Soita ovikelloa, niin tulen avaamaan."
    )
    scorecard = score(Reply(text, "onks siellä portaita?", "messaging", "fi"))
    long_words = next(one for one in scorecard.criteria if one.id == "readability.long_words")
    assert long_words.findings
    assert 0.8 < (long_words.score or 0) < 1
    assert not {one.quote for one in long_words.findings} & {
        one["quote"] for one in live_findings(scorecard, "fi") if one["kind"] == "lost"
    }
