"""Words asked for by the pieces that they share are the words that stand in a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coachkit.privacy.standing import grouped, standing_in
from coachkit.privacy.words import name_words

LISTS = name_words()
WORDS = (*LISTS.closings, *LISTS.introductions, *LISTS.thanks, *LISTS.titles, "t ", "t\n", "’")
PARTS = st.sampled_from(WORDS) | st.text("abkt ä’n", max_size=5)


@given(st.lists(PARTS.filter(bool), max_size=12), st.lists(PARTS, max_size=9).map("".join))
def test_the_words_that_stand_in_a_text_are_found_in_their_order(words: list[str], text: str) -> None:
    assert standing_in(text, grouped(words)) == [word for word in words if word in text]


def test_each_word_is_in_one_group_with_the_piece_that_it_holds() -> None:
    groups = grouped(WORDS)
    assert sorted(one for _, words in groups for one in words) == list(enumerate(WORDS))
    assert all(piece in word for piece, words in groups for _, word in words)
