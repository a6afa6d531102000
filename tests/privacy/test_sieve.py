"""A block's texts are looked at only where something may stand: what each text alone gives is found in a block all the same."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachkit.privacy import scan, scan_columns, scan_many
from coachkit.privacy.addresses import _STREET_WORD, STREET_ENDS
from coachkit.privacy.behind_words import _capitals
from coachkit.privacy.endings import Endings, endings_of
from coachkit.privacy.sieve import FEWEST
from coachkit.privacy.words import name_words
from coachkit.signals.encoded import encoded

FILLER = [f"We have sent part {number} of it." for number in range(FEWEST)]
LISTS = name_words()
WORDS = sorted({*LISTS.greetings, *LISTS.thanks, *LISTS.closings, *LISTS.introductions, *LISTS.titles, *LISTS.labels})
NAMES = ("Liisa", "liisa", "Åsa Öberg", "von Berg", "de la Cruz", "O'Neil", "A. Virtanen", "Élodie", "Ⅳan", "AB", "You", "there")
SIGNS = (
    " ", " ", " ", "  ", "\u00a0", "\n", "\r\n", "\n\n    ", "\t", "\u2003", "\u3000", "\x1d", ", ", ",", "!", "! ", ". ", ": ",
    ":", " :", " - ", " -", "-", "–", "/", "^", " *", "@", "@asiakas1 ", "> ", "’", "😊", "…", "(", "\x00",
)  # fmt: skip
OTHERS = (
    "nimellä", "NIMIIN", "puolesta", "Oy", "Ltd", "https://t.co/Ab1", "liisa@example.com", "liisa (at) example.com", "[ät]",
    "a @ b.fi", "Mannerheimintie 5", "kotikadulla 12 B", "Storgatans 4", "PL 12", "Box 7", "5 High Street", "12b Old Mill Ln",
    "040 123 4567", "131052-308T", "isn't", "menevät", "and", "ja", "your agent", "<PERSON-1>", "agent-abc123", "TÄSSÄ ON",
    "kiitos\u00a0paljon", "thank  you", "ſ",
)  # fmt: skip
PARTS = (
    st.sampled_from(WORDS) | st.sampled_from(WORDS).map(str.title) | st.sampled_from(NAMES + SIGNS + OTHERS) | st.text(max_size=3)
)
TEXTS = st.lists(PARTS | st.sampled_from(SIGNS), min_size=1, max_size=9).map("".join)


@given(st.lists(TEXTS, min_size=1, max_size=12))
@settings(max_examples=60)
def test_a_block_gives_what_each_text_gives(texts: list[str]) -> None:
    block = [*FILLER, *texts]
    assert scan_many(block)[FEWEST:] == [scan(text) for text in texts]


@given(st.sampled_from(WORDS), st.sampled_from(SIGNS), st.sampled_from(NAMES), st.sampled_from(SIGNS))
@settings(max_examples=60)
def test_a_name_behind_a_word_is_found_in_a_block(word: str, between: str, name: str, after: str) -> None:
    text = f"{word}{between}{name}{after}"
    capitals = f"{word.upper()}{between}{name}{after}"
    begun = f"{word.title()}{between}{name}{after}"
    texts = [text, begun, capitals, f"Abc. {capitals}", f"Abc. {text}", f"x {text}", f"Abc\n{text}", f"@asiakas1 {text}"]
    texts += [f"Abc, {text}\nabc", f"ät {text}"]
    assert scan_many([*FILLER, *texts])[FEWEST:] == [scan(one) for one in texts]


@pytest.mark.parametrize("word", sorted({word for word in WORDS if set(word) & set("sik")}))
def test_letters_that_only_their_case_makes_plain_are_read_in_a_block_too(word: str) -> None:
    odd = [word.replace("s", "\u017f"), word.replace("k", "\u212a"), word.replace("i", "\u0131"), word.replace("i", "\u0130")]
    texts = [f"Abc. {one}{between}Liisa." for one in odd for between in (" ", ", ", ": ", "\n")]
    assert scan_many([*FILLER, *texts])[FEWEST:] == [scan(one) for one in texts]


@given(st.lists(TEXTS | st.none(), max_size=6))
@settings(max_examples=40)
def test_columns_hold_what_scans_hold(texts: list[str | None]) -> None:
    rows = [
        (place, *one)
        for place, text in enumerate(texts)
        for found in ([scan(text)] if text else [])
        for one in (*found.pieces, *(("", *name) for name in found.names))
    ]
    assert list(zip(*scan_columns(texts), strict=True)) == rows


def test_every_capital_is_one() -> None:
    capitals = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isupper() and chr(code).isalnum()]
    column = encoded([f" {one}" for one in capitals])
    assert column is not None
    assert np.array_equal(_capitals(column), column.begins[:-1] + 1)


def test_every_space_parts_a_closing_from_a_name() -> None:
    spaces = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()]
    texts = [f"Abc.\nTerveisin,\n{space}{name}" for space in spaces for name in ("Liisa", "liisa")]
    assert scan_many([*FILLER, *texts])[FEWEST:] == [scan(text) for text in texts]


@given(st.from_regex(_STREET_WORD.pattern.replace(r"\Z", ""), fullmatch=True))
def test_every_street_ends_with_one_of_the_endings(word: str) -> None:
    assert word.endswith(STREET_ENDS)


@pytest.mark.parametrize("end", STREET_ENDS)
def test_every_ending_is_that_of_a_street_or_a_box(end: str) -> None:
    assert end in {"pl", "pb", "box"} or _STREET_WORD.fullmatch(end)


@pytest.mark.parametrize("text", ["Our new shop is at 2 Aspen Court", "Thank you Jo", "Done. ^JS https://t.co/a\nb"])
def test_the_next_text_is_no_part_of_it(text: str) -> None:
    assert scan_many([*FILLER, text, "s right", text])[FEWEST:] == [scan(one) for one in (text, "s right", text)]
    assert scan(text) != scan("")


def test_a_short_word_is_found_as_a_whole_word_only() -> None:
    texts = ["t", "at", "ät", "'t", "Mr", "xmr", "thank you", "hank you"]
    column = encoded(texts)
    assert column is not None
    words = Endings({end: 1 for word in ("t", "mr", "thank you") for end in endings_of(word)})
    assert [place for place, _ in sorted(words.found(column, column.begins[1:].astype(np.int64)))] == [0, 3, 4, 6, 7]
