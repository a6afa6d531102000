"""The seven rubrics: one for each channel, and they really differ."""

from __future__ import annotations

from itertools import pairwise

import pytest

import coachkit
from coachkit.criteria.schema import Measure
from coachkit.languages import Band
from coachkit.model import CHANNELS, DIMENSIONS
from coachkit.rubrics import Rubric, load_rubric, rubric_for, rubric_names

RUBRICS = {name: load_rubric(name) for name in rubric_names()}


def band(rubric: Rubric, criterion: str) -> Band:
    """The band that a rubric holds a criterion to: its own, or the criterion's."""
    if criterion in rubric.bands:
        return rubric.bands[criterion]
    measure = next(one.measure for one in rubric.criteria if one.id == criterion)
    assert isinstance(measure, Measure)
    return measure.band_for("en")


def total(text: str, channel: str) -> float:
    """What the channel's rubric gives the text, without a customer's message."""
    found = coachkit.score(coachkit.Reply(text, channel=channel, language="en")).total
    assert found is not None
    return found


def criterion_score(text: str, channel: str, name: str) -> float | None:
    """One criterion's score in a channel."""
    card = coachkit.score(coachkit.Reply(text, channel=channel, language="en"))
    return next(one.score for one in card.criteria if one.id == name)


def test_there_is_one_rubric_for_each_channel() -> None:
    assert sorted(one.channel for one in RUBRICS.values()) == sorted(CHANNELS)
    assert all(rubric_for(channel).channel == channel for channel in CHANNELS)


def test_a_channel_that_is_not_known_gets_the_chat_rubric() -> None:
    assert rubric_for(None).id == "chat"


@pytest.mark.parametrize("name", sorted(RUBRICS))
def test_a_rubric_weighs_all_four_dimensions(name: str) -> None:
    rubric = RUBRICS[name]
    assert all(rubric.file.dimensions[dimension] > 0 for dimension in DIMENSIONS)  # type: ignore[index]
    assert {one.dimension for one in rubric.criteria} == set(DIMENSIONS)


@pytest.mark.parametrize("name", sorted(RUBRICS))
def test_every_rubric_keeps_the_gates_that_no_reply_may_fail(name: str) -> None:
    needed = {"gates.placeholder", "gates.wrong_language", "gates.abuse", "gates.not_a_text", "gates.hidden_text"}
    assert needed <= set(RUBRICS[name].file.gates)


def test_only_public_channels_watch_personal_data() -> None:
    watching = {name for name, one in RUBRICS.items() if "gates.personal_data_repeated" in one.file.gates}
    assert watching == {"social", "forum"}


def test_no_two_rubrics_are_the_same() -> None:
    contents = {name: one.file.model_dump(exclude={"id", "channel", "name", "about", "version"}) for name, one in RUBRICS.items()}
    names = sorted(contents)
    assert all(contents[one] != contents[other] for place, one in enumerate(names) for other in names[place + 1 :])


def test_length_bands_grow_from_the_phone_to_the_article() -> None:
    longest = [
        band(RUBRICS[name], "readability.length_fits").best[1] for name in ("messaging", "chat", "forum", "email", "article")
    ]
    assert all(shorter < longer for shorter, longer in pairwise(longest)), longest


def test_every_channel_has_a_length_band_of_its_own() -> None:
    bands = {
        one: (band(rubric, "readability.length_fits").best, band(rubric, "readability.length_fits").worst)
        for one, rubric in RUBRICS.items()
    }
    assert len(set(bands.values())) == len(bands), bands


def test_an_email_may_be_more_formal_than_a_chat() -> None:
    email, chat = (band(RUBRICS[name], "tone.formality_fits") for name in ("email", "chat"))
    assert email.best[0] > chat.best[0]
    assert email.best[1] > chat.best[1]


def test_emoji_are_for_chats_and_messages_only() -> None:
    most = {name: band(one, "tone.emoji_fits").best[1] for name, one in RUBRICS.items() if "tone.emoji_fits" in one.weights}
    assert most["email"] == most["article"] == 0
    assert 0 < most["social"] <= most["chat"] <= most["messaging"]


def test_a_greeting_counts_most_in_an_email_and_nothing_in_an_article() -> None:
    weights = {name: one.weights.get("tone.greeting", 0.0) for name, one in RUBRICS.items()}
    assert weights["article"] == 0
    assert all(weights["email"] > 2 * weight for name, weight in weights.items() if name != "email")


def test_an_email_without_greeting_and_name_loses_more_than_a_chat_message() -> None:
    body = "your parcel left our warehouse in Leeds today and reaches you on Thursday between 9 and 12."
    full = f"Dear Ms Lake,\n\n{body.capitalize()} If you are out, the driver leaves it with a neighbour.\n\nKind regards,\nTom"
    bare = f"{body.capitalize()} If you are out, the driver leaves it with a neighbour."
    assert total(full, "email") - total(bare, "email") > total(full, "chat") - total(bare, "chat")
    assert total(full, "email") > total(bare, "email")


def test_an_emoji_costs_in_an_email_and_not_in_a_chat() -> None:
    text = "Hello, your parcel reaches you on Thursday. 😊"
    assert criterion_score(text, "chat", "tone.emoji_fits") == 1
    assert (criterion_score(text, "email", "tone.emoji_fits") or 0) < 1


def test_a_length_that_suits_an_email_is_too_long_for_a_text_message() -> None:
    text = " ".join(["Your parcel left our warehouse in Leeds today and reaches you on Thursday before noon."] * 8)
    assert criterion_score(text, "email", "readability.length_fits") == 1
    assert criterion_score(text, "messaging", "readability.length_fits") == 0
