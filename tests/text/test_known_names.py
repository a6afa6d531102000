"""Names known for a text are found among its tokens, as if each token were compared with each name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coachkit.text.chunks import ChunkTable, Kind
from coachkit.text.corpus import build_corpus
from coachkit.text.known_names import is_name, known_names

TABLE = ChunkTable()
WORDS = (
    "Anna", "Annan", "Anna's", "Annalle", "Annasta", "ANNA", "Li", "Lin", "Lille", "Lista", "Bo", "Bos", "Å", "Åsa", "77", "a",
)  # fmt: skip
NAMES = ((), ("anna",), ("li", "bo"), ("åsa", "å"), ("77",), ("anna", "anna"), ("",), ("jean-luc", "a"))
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


@given(texts=st.lists(st.tuples(TEXTS, st.sampled_from(NAMES)), max_size=8), only_words=st.booleans())
def test_each_token_is_compared_with_the_names_of_its_text(texts: list[tuple[str, tuple[str, ...]]], *, only_words: bool) -> None:
    corpus = build_corpus([text for text, _ in texts], TABLE)
    wanted = TABLE.kind == Kind.WORD if only_words else None
    found = known_names(corpus, [names for _, names in texts], wanted)
    tokens = zip(corpus.type.tolist(), corpus.reply.tolist(), strict=True)
    assert found.tolist() == [
        (wanted is None or bool(wanted[one])) and is_name(TABLE.form[one], texts[row][1]) for one, row in tokens
    ]


def test_a_short_name_takes_only_the_endings_of_cases() -> None:
    corpus = build_corpus(["Lin Lille Linja Linda"], TABLE)
    assert known_names(corpus, [("li",)]).tolist() == [True, True, False, False]
