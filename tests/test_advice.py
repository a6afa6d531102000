"""Advice: values are data, an empty quotation goes with its marks, few changes, in the reader's language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coachkit
from coachkit.advice import CHANGE_BELOW, KEEP_FROM, MOST_CHANGES, MOST_KEPT, feedback, fill, short
from coachkit.model import LANGUAGES, Reply, Scorecard

POOR = Reply(
    "Hello!!! As I already told you, you should have read the terms. "
    "Unfortunately it is not possible. We will get back to you soon.",
    "My order 55871 is late. When does it come? I am really annoyed.\nAnna",
    channel="email",
)
GOOD = Reply(
    "Hello Anna,\n\nyour order 55871 comes on Monday before noon. "
    "I am sorry about the delay; I have refunded the delivery fee of 5 €.\n\nKind regards\nTom",
    POOR.customer,
    channel="email",
)


@pytest.fixture(scope="module")
def poor() -> Scorecard:
    """The card of a reply with much to change."""
    return coachkit.score(POOR)


@pytest.fixture(scope="module")
def good() -> Scorecard:
    """The card of a reply with much to keep."""
    return coachkit.score(GOOD)


@pytest.mark.parametrize(
    ("template", "values", "filled"),
    [
        ("You say “{quote}”.", {"quote": "thanks"}, "You say “thanks”."),
        ("You say “{quote}”.", {"quote": "{limit} {{x}} %s \\1"}, "You say “{limit} {{x}} %s \\1”."),
        ("You say “{quote}”.", {"quote": "so “”!"}, "You say “so “”!”."),
        ("You say “{quote}”.", {"quote": "so . nice"}, "You say “so . nice”."),
        ("At most {limit} words, now {value}.", {"limit": "20", "value": "31"}, "At most 20 words, now 31."),
        ("{unknown} {quote}", {"quote": "a"}, "{unknown} a"),
        ("Shorten it: “{quote}”.", {}, "Shorten it."),
        ("Shorten this (“{quote}”), please.", {}, "Shorten this, please."),
        ("Lyhennä: ”{quote}”.", {}, "Lyhennä."),
        ("Korta: »{quote}«.", {}, "Korta."),
        ('Shorten "{quote}" a bit.', {}, "Shorten a bit."),
        ("Say “{better}” rather than “{quote}”.", {"better": "use", "quote": "utilise"}, "Say “use” rather than “utilise”."),
    ],
)
def test_a_template_is_filled(template: str, values: dict[str, str], filled: str) -> None:
    assert fill(template, **values) == filled


@given(
    quote=st.text(st.characters(exclude_categories=["Zs", "Zl", "Zp", "Cc", "Cs"]), min_size=1, max_size=30).filter(
        lambda text: not set(text) & set("“”\"'«»’.,?!:")
    )
)
def test_a_value_is_data_whatever_it_holds(quote: str) -> None:
    assert fill("You say “{quote}” here.", quote=quote, better="WRONG", limit="WRONG") == f"You say “{quote}” here."


@given(quote=st.text(max_size=30))
def test_a_value_never_pulls_in_another(quote: str) -> None:
    assert "WRONG" not in fill("You say “{quote}” here.", quote=quote.replace("WRONG", ""), better="WRONG", value="WRONG")


def test_at_most_three_changes_the_costliest_first(poor: Scorecard) -> None:
    changes = feedback(poor, "en").changes
    assert 1 <= len(changes) <= MOST_CHANGES == 3
    scores = {one.id: one for one in poor.criteria}
    losses = []
    for change in changes:
        one = scores[change.criterion]
        assert one.score is not None
        assert one.score < CHANGE_BELOW
        losses.append(one.lost)
    assert losses == sorted(losses, reverse=True)


def test_what_is_kept_was_earned_with_words_to_show(good: Scorecard) -> None:
    kept = feedback(good, "en").keep
    scores = {one.id: one.score for one in good.criteria}
    assert 1 <= len(kept) <= MOST_KEPT
    for one in kept:
        assert (scores[one.criterion] or 0) >= KEEP_FROM
        assert one.quote
        assert one.quote in GOOD.text


def test_a_failed_gate_comes_with_its_quote() -> None:
    card = coachkit.score(Reply("Hello {{name}}, the parcel comes on Monday."))
    (gate,) = feedback(card, "en").gates
    assert gate.criterion == "gates.placeholder"
    assert "name" in gate.quote


@pytest.mark.parametrize("language", LANGUAGES)
def test_advice_is_in_the_readers_language_and_quotes_in_the_replys(poor: Scorecard, good: Scorecard, language: str) -> None:
    for card in (poor, good):
        advice = feedback(card, language)
        texts = {one.id: one for one in card.criteria}
        assert advice.language == language
        for one in (*advice.changes, *advice.keep):
            assert one.name == texts[one.criterion].name[language]
            assert one.quote in card.reply.text
            assert one.message
            assert one.source


@pytest.mark.parametrize(
    ("text", "language"), [("Hei, paketti tulee huomenna.", "fi"), ("Hej, paketet kommer i morgon.", "sv"), ("?", "en")]
)
def test_without_a_choice_the_replys_own_language_or_english(text: str, language: str) -> None:
    assert feedback(coachkit.score(text)).language == language


def test_an_unknown_language_is_refused_with_the_known(poor: Scorecard) -> None:
    with pytest.raises(coachkit.UnknownName, match="no language 'de'; known: en, fi, sv"):
        feedback(poor, "de")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [POOR.text, GOOD.text, "", "Ok.", "{quote} {limit} {{name}}", "You must! You must! " * 40])
def test_no_placeholder_and_no_empty_quotation_is_left_in_a_message(text: str, language: str) -> None:
    advice = feedback(coachkit.score(Reply(text, POOR.customer, language="en")), language)
    for one in (*advice.gates, *advice.changes, *advice.keep):
        around = one.message.replace(one.quote, "") if one.quote else one.message
        if "{" not in text:
            assert "{" not in around, one.message
        assert "“”" not in around.replace("“” ", "") or one.quote, one.message
        assert "  " not in one.message
        assert " ." not in one.message


def test_a_sentence_that_begins_with_a_missing_quote_is_left_out() -> None:
    template = "“{quote}” hides the answer behind a rule. Could you say the reason and what is possible?"
    assert fill(template, quote="") == "Could you say the reason and what is possible?"
    assert fill(template, quote="our policy").startswith("“our policy” hides")
    assert fill("“{quote}” is a bit much.", quote="") == "is a bit much."


def test_a_whole_sentence_is_quoted_without_its_full_stop() -> None:
    assert short("It left on\nFriday.") == "It left on Friday"
    assert short("Wait ...") == "Wait ..."
    assert short("Why?") == "Why?"
