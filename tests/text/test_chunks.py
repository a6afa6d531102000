"""The promises of coachkit.text.chunks: what a token is, where it stands, and that what cannot be seen changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.languages import dotted_abbreviations
from coachkit.text.chunks import CAPITAL, COMMA_AFTER, HIDDEN, LONGEST_CHUNK, SHOUT, STRONG, TIGHT, ChunkTable, Kind

TABLE = ChunkTable(dotted_abbreviations())
KINDS = {
    Kind.WORD: "tilaus Återbetalning don't e-mail bl.a e.g",
    Kind.NUMBER: "12 1,5 +358401234567 010-123",
    Kind.DATE: "3.5. 3.5.2026 2026-05-03 3/5 13.–15.6.",
    Kind.CLOCK: "10.30 10:30 9am 08:15 16.30–18.00",
    Kind.MONEY: "49€ €49.90 20kr £5 100:-",
    Kind.PERCENT: "20% 2,5%",
    Kind.DURATION: "2h 15min 3–5pv 24tim",
    Kind.CODE: "AB123 #4471 FI-2231",
    Kind.URL: "https://example.fi/ohje?x=1 www.posti.fi example.com/return",
    Kind.EMAIL: "anna.virtanen@example.fi",
    Kind.HANDLE: "@kauppa #tilaus",
    Kind.EMOJI: "😊 👍🏽 :) ;-) <3 👩‍👧 🇫🇮",
    Kind.END: ". ! ?! ... …",
    Kind.BULLET: "• –",
}


def tokens(chunk: str) -> list[tuple[str, int]]:
    """Form and kind of each token of a chunk."""
    return [(token[0], token[1]) for token in TABLE.tokens_of(chunk)]


@pytest.mark.parametrize(("chunk", "kind"), [(chunk, kind) for kind, chunks in KINDS.items() for chunk in chunks.split()])
def test_a_chunk_is_one_token_of_its_kind(chunk: str, kind: Kind) -> None:
    assert [found for _, found in tokens(chunk)] == [kind]


@pytest.mark.xfail(strict=True, reason="the word pattern stands before the bullet's and takes its letter")
def test_a_letter_with_a_bracket_is_a_bullet() -> None:
    assert [found for _, found in tokens("a)")] == [Kind.BULLET]


@pytest.mark.parametrize(
    ("chunk", "forms"),
    [
        ("(maanantaina),", ["maanantaina"]),
        ("”Kiitos!”", ["kiitos", "!"]),
        ("ma–pe", ["ma", ":", "pe"]),
        ("word.Next", ["word", ".", "next"]),
        ("nro.", ["nro", "."]),
        ("bl.a.", ["bl.a", "."]),
        ("klo", ["klo"]),
        ("https://example.fi/ohje.", ["https://example.fi/ohje", "."]),
        ("Anna’s", ["anna's"]),
        ("ÅTERBETALA", ["återbetala"]),
    ],
)
def test_forms(chunk: str, forms: list[str]) -> None:
    assert [form for form, _ in tokens(chunk)] == forms


@pytest.mark.parametrize(
    ("chunk", "flag"),
    [("Hei", CAPITAL), ("NYT", SHOUT), ("maanantaina,", COMMA_AFTER), ("Apua!!!", STRONG), ("loppu.Alku", TIGHT)],
)
def test_flags_are_set_where_they_belong_and_not_on_a_plain_word(chunk: str, flag: int) -> None:
    assert any(token[4] & flag for token in TABLE.tokens_of(chunk))
    assert not any(token[4] & flag for token in TABLE.tokens_of("tilaus"))


@pytest.mark.parametrize("hidden", sorted(HIDDEN))
def test_hidden_characters_inside_a_word_are_passed_over_and_the_word_keeps_its_place(hidden: str) -> None:
    (form, kind, start, end, _), *rest = TABLE.tokens_of(f"({hidden}ti{hidden}laus).")
    assert (form, kind) == ("tilaus", Kind.WORD)
    assert f"({hidden}ti{hidden}laus)."[start:end] == f"ti{hidden}laus"
    assert [one[0] for one in rest] == ["."]


def test_composed_and_decomposed_letters_are_the_same_word() -> None:
    (composed,), (decomposed,) = TABLE.tokens_of("pyörä"), TABLE.tokens_of("pyo\u0308ra\u0308")
    assert composed[0] == decomposed[0]
    assert decomposed[2] == 0


def test_a_run_without_white_space_that_is_too_long_is_one_unknown_token() -> None:
    assert tokens("a1" * LONGEST_CHUNK) == [("\ufffd", Kind.OTHER)]


def test_a_chunk_keeps_its_number() -> None:
    table = ChunkTable()
    number = table.chunk_id["tilaus"]
    assert table.chunk_id["lasku"] == number + 1
    assert table.chunk_id["tilaus"] == number


any_chunk = st.text(st.characters(exclude_categories=["Zs", "Zl", "Zp", "Cc"]), min_size=1, max_size=40) | st.text(
    "aäÅ1.,:;–-'’()€%@#/\u200b\u0301😊\u200d\ufe0f\ud800", min_size=1, max_size=40
)


@given(chunk=any_chunk)
def test_tokens_stand_one_after_another_inside_the_chunk(chunk: str) -> None:
    reached = 0
    for form, _, start, end, _ in TABLE.tokens_of(chunk):
        assert reached <= start < end <= len(chunk)
        assert form
        assert " " not in form
        reached = end


@given(word=st.text("abcdefghijklmnopqrstuvwxyzåäö", min_size=1, max_size=30))
def test_letters_alone_are_one_word_that_keeps_all_its_letters(word: str) -> None:
    assert [(form, start, end) for form, _, start, end, _ in TABLE.tokens_of(word)] == [(word, 0, len(word))]
