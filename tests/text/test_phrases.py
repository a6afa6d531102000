"""The promises of markers: what their syntax finds, what it leaves alone, and how a mistake in one is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.text import markers
from coachkit.text.markers import MOST_CHOICES, MarkerProblem, check, expand
from coachkit.text.parsed import Parsed

Parse = Callable[..., Parsed]
Find = Callable[..., list[str]]


@pytest.fixture(scope="session")
def find(parse: Parse) -> Find:
    """Gives a function of a text and phrases that gives the passages that the phrases hit, in order."""

    def found(text: str, *phrases: str, language: str = "en") -> list[str]:
        return passages(parse([text], language, {"list": phrases}), "list")

    return found


def passages(parsed: Parsed, key: str) -> list[str]:
    """The words that a list hits."""
    hits, rows = parsed.hits, parsed.hits.of(key)
    return [parsed.corpus.quote(int(a), int(b)) for a, b in zip(hits.first[rows], hits.last[rows], strict=True)]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("refund", "We refund it.", ["refund"]),
        ("refund", "We refunded it. Prerefund.", []),
        ("refund*", "We refunded it, a refund.", ["refunded", "refund"]),
        ("sorry for the delay", "SORRY for\nthe   delay!", ["SORRY for\nthe   delay"]),
        ("sorry for the delay", "sorry, for “the” delay", ["sorry, for “the” delay"]),
        ("sorry for the delay", "sorry. For the delay", []),
        ("sorry for the delay", "sorry for the delays", []),
        ("pahoittel* viiväst*", "Pahoittelemme viivästystä.", ["Pahoittelemme viivästystä"]),
        ("pahoittel* viiväst*", "Pahoittelemme tätä viivästystä.", []),
        ("thank* you (so much|)", "Thanks you so much", ["Thanks you so much"]),
        ("(today|tomorrow) at noon", "Come tomorrow at noon.", ["tomorrow at noon"]),
        ("(today|tomorrow) at noon", "Come Monday at noon.", []),
        ("come ... noon", "come to us at noon", ["come to us at noon"]),
        ("come ... noon", "come noon", ["come noon"]),
        ("come ... noon", "come a b c d e noon", ["come a b c d e noon"]),
        ("come ... noon", "come a b c d e f noon", []),
        ("come ... noon", "come here. At noon", []),
        (
            "don't worry",
            "Don’t worry. DON'T  worry. Donʼt worry. Don`t worry.",
            ["Don’t worry", "DON'T  worry", "Donʼt worry", "Don`t worry"],
        ),
        ("e-mail", "An e-mail, an e‑mail.", ["e-mail", "e‑mail"]),
        ("återbetal*", "Vi ÅTERBETALAR.", ["ÅTERBETALAR"]),
        ("sorry", "so\u200brry", ["so\u200brry"]),
        ("3 days", "In 3 days.", ["3 days"]),
    ],
)
def test_what_a_marker_finds(find: Find, phrase: str, text: str, found: list[str]) -> None:
    assert find(text, phrase) == found


@pytest.mark.parametrize(
    ("language", "phrase", "text", "found"),
    [
        ("en", "sorry", "We are not sorry.", []),
        ("en", "sorry", "I am not at all sorry.", []),
        ("en", "sorry", "No, sorry.", ["sorry"]),
        ("en", "sorry", "We did not see it. Sorry!", ["Sorry"]),
        ("en", "sorry", "It is not what we wanted, sorry.", ["sorry"]),
        ("fi", "ymmärrän", "En ymmärrä, mutta ymmärrän.", ["ymmärrän"]),
        ("fi", "autan mielelläni", "En autan mielelläni", []),
        ("sv", "ledsen", "Jag är inte ledsen.", []),
        ("sv", "ledsen", "Jag är ledsen.", ["ledsen"]),
    ],
)
def test_a_negation_in_the_clause_before_turns_a_marker_off(
    find: Find, language: str, phrase: str, text: str, found: list[str]
) -> None:
    assert find(text, phrase, language=language) == found


def test_a_longer_marker_wins_over_a_shorter_one_inside_it(find: Find) -> None:
    assert find("Thank you for your patience.", "thank you", "thank you for your patience", "your patience") == [
        "Thank you for your patience"
    ]


def test_a_blaming_marker_silences_a_praising_one_inside_it_and_not_beside_it(parse: Parse) -> None:
    lists = {"praise": ["sorry"], "blame": ["sorry you feel that way"]}
    parsed = parse(["Sorry you feel that way. We are sorry."], "en", lists, ["blame"])
    assert passages(parsed, "blame") == ["Sorry you feel that way"]
    assert passages(parsed, "praise") == ["sorry"]


def test_a_marker_never_reaches_into_the_next_reply(parse: Parse) -> None:
    assert (
        passages(parse(["we are sorry for", "the delay"], "en", {"list": ["sorry for the delay", "sorry ... delay"]}), "list")
        == []
    )


def test_every_hit_knows_its_reply(parse: Parse) -> None:
    parsed = parse(["sorry", "no word", "sorry sorry"], "en", {"list": ["sorry"]})
    assert parsed.hits.count("list").tolist() == [1, 0, 2]


def test_expand_gives_each_choice_once_with_its_white_space_in_order() -> None:
    assert expand("(we|I) (really |)do") == ["we really do", "we do", "I really do", "I do"]
    assert expand("  a   b ") == ["a b"]
    assert expand("(a|a) b") == ["a b"]


@pytest.mark.parametrize(
    ("phrase", "message"),
    [
        ("(a|b", "brackets must pair"),
        ("a (b (c|d)|e)", "brackets must pair"),
        ("so*rry", r"'\*' stands only at the end of a word"),
        ("*sorry", r"'\*' stands only at the end of a word"),
        ("... sorry", "must begin and end with a word"),
        ("sorry ...", "must begin and end with a word"),
        ("", "must begin and end with a word"),
        ("(sorry|)", "must begin and end with a word"),
        ("(now|...) sorry", "must begin and end with a word"),
        ("sorry ,", "',' has no letter or digit"),
        ("(a|b)(c|d)" * 8, f"65536 choices in one marker; at most {MOST_CHOICES}"),
    ],
)
def test_a_mistake_is_told_with_the_phrase_and_the_remedy(phrase: str, message: str) -> None:
    with pytest.raises(MarkerProblem, match=message):
        check(phrase)


def test_a_right_marker_is_given_back_as_it_is() -> None:
    assert check("pahoittel* (tätä |)viiväst*") == "pahoittel* (tätä |)viiväst*"


filler = st.lists(st.sampled_from(["we", "parcel", "12", "😊", ",", "\n", "a\u0301", "(so)"]), max_size=8)


@given(before=filler, after=filler)
def test_a_phrase_is_found_wherever_it_stands(find: Find, before: Sequence[str], after: Sequence[str]) -> None:
    text = " ".join([*before, "truly sorry about this", *after])
    assert find(text, "truly sorry about this") == ["truly sorry about this"]


@given(
    st.lists(
        st.sampled_from(["a", "1", "é", "_", "-", "'", ".", "...", "*", "(", "|", ")", " ", "\t", "\x1c", "²"]), max_size=9
    ).map("".join)
)
def test_what_is_plain_needs_no_closer_look(phrase: str) -> None:
    if markers._PLAIN.fullmatch(phrase):
        assert markers._checked(phrase) == phrase


def test_initials_that_spell_a_marker_are_none_of_its_hits(parse: Parse) -> None:
    texts = ["It comes today. ^NP", "It comes today. NP", "^NP It comes today."]
    assert parse(texts, lists={"informal": ["np"]}).hits.count("informal").tolist() == [0, 1, 1]
