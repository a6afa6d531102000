"""The promises of points: what a reply says is found in any wording, alone as in a batch, and nothing that it does not say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.scenarios import points
from coachkit.scenarios.points import Mention, find_points, find_points_many
from coachkit.scenarios.schema import Limit, Point, Scenario, Told

TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from([
            "I'm sending you", "a new lamp", "not", "replacement", "today.", "order number", "Could you", "?", "before noon",
            "I can't promise", "two working days", "no need to return", "😀", "\n", ",", "the", "e\u0301",
        ]),
        max_size=14,
    ).map(" ".join),
)  # fmt: skip


@pytest.mark.parametrize(
    ("reply", "covered"),
    [
        ("I'm sending you a new lamp today.", {"replacement"}),
        ("Your REPLACEMENTS\nare on their way", {"replacement"}),
        ("Shall I send you a new lamp?", {"replacement"}),
        ("We are not sending a new one.", set()),
        ("It is two working\n\ndays, and you don’t need to send it back.", {"arrives", "no_return"}),
        ("You need to send it back.", set()),
        ("A replacement isn't possible.", set()),
        ("It is a replacement, not a repair.", {"replacement"}),
        ("Replacementless", {"replacement"}),
        ("A displacement", set()),
        ("", set()),
    ],
)
def test_points_are_found_in_every_wording_and_nowhere_else(parcel: Scenario, reply: str, covered: set[str]) -> None:
    assert find_points(parcel, reply).covered == covered


def test_a_longer_wording_that_a_negation_turns_off_leaves_the_shorter_one(parcel: Scenario) -> None:
    wordings = ("send* it again", "send* ... again")
    point = Point(id="again", say="it is sent again", find=wordings)
    both = parcel.model_copy(update={"points": (point,)})
    assert find_points(both, "We send it again.").covered == {"again"}
    assert [one.quote for one in find_points(both, "We send it again.").mentions] == ["send it again"]
    outer = point.model_copy(update={"find": ("those ... message today", "message today")})
    text = "Those not reached get a message today."
    assert find_points(parcel.model_copy(update={"points": (outer,)}), text).covered == {"again"}


@pytest.mark.parametrize(
    ("reply", "crossed"),
    [
        ("It is there before noon.", True),
        ("The driver comes by ten o'clock.", True),
        ("I can't promise that it will be there before noon.", False),
        ("I can't say more now, but it comes before noon.", True),
        ("It never comes before noon.", False),
        ("I can't promise, that it will be there before noon.", False),
        ("I can't say, but that van comes before noon.", True),
        ("I can't say. That van comes before noon.", True),
        ("It comes on Friday.", False),
    ],
)
def test_a_limit_is_crossed_by_a_promise_and_not_by_its_denial(parcel: Scenario, reply: str, *, crossed: bool) -> None:
    assert find_points(parcel, reply).crossed == ({"promise a time of day for the delivery"} if crossed else set())


@pytest.mark.parametrize(
    ("reply", "asked"),
    [
        ("What is your order number?", True),
        ("Please send me your order number.", True),
        ("Could you give me the order number", True),
        ("I found your order number in the list.", False),
        ("You don't need to send me your order number again.", False),
        ("Thanks for the order number! Is the box still there?", False),
    ],
)
def test_only_what_asks_asks_again(parcel: Scenario, reply: str, *, asked: bool) -> None:
    assert find_points(parcel, reply).asked_again == ({"the order number"} if asked else set())


def test_mentions_quote_the_reply_in_its_order(parcel: Scenario) -> None:
    reply = "😀 Hi! The replacement\u00a0comes before noon, in two\nworking days."
    found = find_points(parcel, reply).mentions
    assert [(one.kind, one.key, one.quote) for one in found] == [
        ("point", "replacement", "replacement"),
        ("limit", "promise a time of day for the delivery", "before noon"),
        ("point", "arrives", "two\nworking days"),
    ]
    assert all(reply[one.span.start : one.span.end] == one.quote for one in found)


@pytest.mark.slow
@given(st.lists(TEXTS, max_size=6))
def test_a_reply_is_read_the_same_alone_and_in_any_batch(texts: list[str]) -> None:
    scenario = english()
    together = find_points_many(scenario, texts)
    assert together == [find_points(scenario, text) for text in texts]
    assert together[::-1] == find_points_many(scenario, texts[::-1])


@pytest.mark.slow
@given(TEXTS)
def test_what_is_found_stands_in_the_text(text: str) -> None:
    for one in find_points(english(), text).mentions:
        assert isinstance(one, Mention)
        assert text[one.span.start : one.span.end] == one.quote
        assert one.quote.strip()


def english() -> Scenario:
    """A scenario of nothing but things to look for."""
    return Scenario.model_construct(
        language="en",
        points=(
            Point(id="new", say="a new one comes", find=("replacement*", "new (lamp|one)")),
            Point(id="days", say="d", find=("days",)),
        ),
        asks_again=(Told(what="number", find=("order number",)),),
        agent=Scenario.model_fields["agent"].default.model_copy(
            update={"must_not": (Limit(say="a time", find=("before noon",)),)}
        ),
    )


@pytest.mark.parametrize(
    ("language", "wordings", "said", "unsaid"),
    [
        (
            "fi",
            ["(lähetä*|lähete*) ... uu(si|den|tta)", "ei tarvitse palauttaa"],
            ["Lähetän sinulle heti uuden lampun.", "LÄHETÄMME uuden.", "Rikkinäistä ei tarvitse palauttaa."],
            ["Emme lähetä uutta.", "Lähetys ei sisällä uutta.", "En voi lähettää uutta.", "Tuote tarvitsee palauttaa."],
        ),
        (
            "sv",
            ["skicka* ... ny*", "ny* ... skicka*", "behöver inte skicka"],
            ["Jag skickar en ny lampa.", "Du behöver inte skicka tillbaka den."],
            [
                "Vi skickar inte.",
                "Vi skickar inte någon ny lampa.",
                "En ny lampa skickas inte.",
                "Du behöver skicka tillbaka den gamla.",
            ],
        ),
    ],
)
def test_finnish_and_swedish_points(language: str, wordings: list[str], said: list[str], unsaid: list[str]) -> None:
    scenario = english().model_copy(update={"language": language, "points": (Point(id="it", say="it", find=tuple(wordings)),)})
    assert [one.covered for one in find_points_many(scenario, said)] == [{"it"}] * len(said)
    assert [one.covered for one in find_points_many(scenario, unsaid)] == [frozenset()] * len(unsaid)


def test_a_scenario_is_compiled_once(parcel: Scenario) -> None:
    find_points(parcel, "one")
    before = points._finder.cache_info().misses
    again = parcel.model_copy(update={"title": "Another title"})
    find_points_many(again, ["two", "three"])
    assert points._finder.cache_info().misses == before


def test_memory_does_not_grow_with_the_replies(parcel: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(points, "MOST_TYPES", 400)
    for number in range(60):
        reply = " ".join(f"word{number}x{place}" for place in range(20)) + " a replacement"
        assert find_points(parcel, reply).covered == {"replacement"}
    assert len(points._words_of("en").table.chunk_id) < 1000


def test_a_star_alone_is_a_gap() -> None:
    point = Point(id="it", say="it", find=("by * o'clock", "send* * * new"))
    assert point.find == ("by ... o'clock", "send* ... new")
