"""The promises of word lists: a form stands for its exact word and for every beginning it has, and for nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coachkit.text.wordlists import ByWord, WordSet

letters = st.text("aäb", min_size=1, max_size=5)
words = st.lists(st.builds(lambda word, star: word + star, letters, st.sampled_from(["", "*"])), max_size=12)


@given(items=words, form=letters)
def test_a_form_stands_for_its_exact_words_then_for_its_beginnings(items: list[str], form: str) -> None:
    found = ByWord([(word, place) for place, word in enumerate(items)]).of(form)
    exact = [place for place, word in enumerate(items) if word == form]
    begun = {place for place, word in enumerate(items) if word.endswith("*") and form.startswith(word[:-1])}
    assert found[: len(exact)] == exact
    assert set(found[len(exact) :]) == begun
    assert len(found) == len(exact) + len(begun)


def test_a_set_ignores_phrases_and_capitals_of_the_list() -> None:
    words = WordSet(["Moi", "hyvää päivää", "terv*"])
    assert [form in words for form in ("moi", "hyvää", "terveisin", "ter")] == [True, False, True, False]
