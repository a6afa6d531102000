"""The compiled loops that look through a block find what is found in each text alone."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import getsource
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from tests.privacy.messages import Made
    from tests.privacy.test_sieve import LISTS, NAMES, SIGNS, TEXTS, WORDS
else:
    from test_sieve import LISTS, NAMES, SIGNS, TEXTS, WORDS

from coachkit import compiled
from coachkit.batch import analyser
from coachkit.model import Reply
from coachkit.privacy import scan, scan_columns
from coachkit.privacy.may import EVERYTHING, May
from coachkit.rubrics import load_rubric
from coachkit.scoring.evaluate import evaluate
from coachkit.signals import seen
from coachkit.signals.many_digits import windows
from coachkit.signals.personal_data import personal_data

pytestmark = pytest.mark.slow  # where nobody has prepared anything yet, the loops are compiled first

pytest.importorskip("numba", reason="needs Numba: pip install 'coachkit[fast]'")

Row = tuple[int, str, int, int]
FRAMES = (
    "{}",
    "Abc. {}",
    "x {}",
    "Abc\n{}",
    "@asiakas1 {}",
    "@a: @b {} 😊",
    "Äb\r\n{}\n",
    "{} https://t.co/Ab1",
    "<A-1> {}",
    "{}\u00a0\n",
)
MARKS = ("-", "–", "—", "^", "/", "*", "~", "- ", "^ ")


@pytest.fixture(autouse=True, scope="module")
def _compiled() -> Iterator[None]:
    compiled.use()
    yield
    compiled.use(on=False)


def _alone(texts: list[str | None], orders: str | None = None) -> list[Row]:
    return [
        (place, *one)
        for place, text in enumerate(texts)
        for found in ([scan(text, orders)] if text else [])
        for one in (*found.pieces, *(("", *name) for name in found.names))
    ]


def _in_a_block(texts: list[str | None], orders: str | None = None) -> list[Row]:
    return list(zip(*scan_columns(texts, orders), strict=True))


def _framed(*texts: str) -> list[str | None]:
    return [frame.format(text) for text in texts for frame in FRAMES]


@given(st.lists(TEXTS | st.none(), max_size=12))
@settings(max_examples=200)
def test_a_block_gives_what_each_text_gives(texts: list[str | None]) -> None:
    assert _in_a_block(texts) == _alone(texts)
    assert _in_a_block(texts, "O[a-z]") == _alone(texts, "O[a-z]")


@given(st.lists(st.text("hH ei,LäÅ.-^\n@:a\u00a0\ud800\x00\x1c’<A1>/👋…", max_size=14), max_size=12))
@settings(max_examples=200)
def test_so_it_does_of_any_signs(texts: list[str | None]) -> None:
    assert _in_a_block(texts) == _alone(texts)


@given(st.sampled_from(WORDS), st.sampled_from(SIGNS), st.sampled_from(NAMES), st.sampled_from(SIGNS), st.sampled_from(NAMES))
@settings(max_examples=150)
def test_a_name_behind_a_word_is_found(word: str, between: str, name: str, after: str, other: str) -> None:
    texts = _framed(*(f"{one}{between}{name}{after}{other}" for one in (word, word.title(), word.upper())))
    assert _in_a_block(texts) == _alone(texts)


@pytest.mark.parametrize("mark", MARKS)
def test_whoever_signs_off_is_found(mark: str) -> None:
    lists = [
        *sorted(LISTS.particles | LISTS.firms)[:12],
        *sorted(LISTS.not_names)[:40],
        "x" * 16,
        "y" * 17,
        "z" * 25,
        "w" * 26,
        "a1",
        "Åsa",
    ]
    texts = _framed(
        *(f"Done.{gap}{mark}{form}" for gap in ("", " ", "\n") for name in lists for form in (name.title(), name, name.upper()))
    )
    assert _in_a_block(texts) == _alone(texts)


@pytest.mark.parametrize("greeting", LISTS.greetings)
def test_whoever_is_greeted_is_found(greeting: str) -> None:
    names = (
        *NAMES,
        "Ann, Bo",
        "Ann B. Lee",
        "Ann and Bo!",
        "ann!",
        "ann, we",
        "ANN we",
        "mr Lee",
        "Ann Oy",
        "Smith-Jones.",
        "there",
        "de Ann",
        "A. de B",
    )
    texts = _framed(*(f"{greeting}{gap}{name}" for gap in (" ", ", ", "  ", ",", "\u00a0") for name in names))
    assert _in_a_block(texts) == _alone(texts)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_so_are_all_kinds_in_a_block_of_messages(all_messages: dict[str, list[Made]], language: str) -> None:
    texts: list[str | None] = [*(one.text for one in all_messages[language][:800])]
    assert _in_a_block(texts) == _alone(texts)


@pytest.mark.parametrize(
    "last",
    [
        "Liisa",
        "liisa",
        "ANN Lee",
        "Åsa",
        "ann Öberg.",
        "-Liisa",
        "– Liisa",
        "/Liisa",
        "x/Liisa",
        "t. Liisa",
        "O'Neil!",
        "A",
        "Ann\u2003",
        "Ann!\u3000",
    ],
)
def test_whoever_signs_alone_on_the_last_line_is_found(last: str) -> None:
    lines = (
        "Abc.\n{}",
        "Abc.\r\n\t{} \n",
        "Abc\nthanks,\n\n{}",
        "Hi Ann,\nabc.\nBest {}",
        "Hi Ann!\n{}\n \n",
        "\n{}",
        "Abc.\n {} !",
        "Abc.\n{}.\x1c\u00a0",
    )
    texts: list[str | None] = [line.format(last) for line in lines]
    assert _in_a_block(texts) == _alone(texts)


def test_the_loops_bits_are_those_of_may() -> None:
    from coachkit.privacy import kernels, name_kernels

    names = ("EMAIL", "ADDRESS", "CLOSING", "LABEL", "INTRODUCTION", "LINES")
    assert [getattr(kernels, name) for name in names] == [getattr(May, name) for name in names]
    assert kernels.BEHIND == May.CLOSING | May.INTRODUCTION | May.THANKS | May.TITLE
    assert (name_kernels.SIGNED_OFF, name_kernels.GREETING) == (May.SIGNED_OFF, May.GREETING)
    assert kernels.EVERYTHING == name_kernels.EVERYTHING == EVERYTHING


@pytest.mark.parametrize("name", ["_class", "_past_letters", "_is_wide"])
def test_what_both_files_of_loops_need_is_the_same_in_both(name: str) -> None:
    from coachkit.privacy import kernels, name_kernels

    one, other = (getattr(module, name).py_func for module in (kernels, name_kernels))
    assert getsource(one) == getsource(other)
    named = {each for each in one.__code__.co_names if each.isupper()}
    assert {each: getattr(kernels, each) for each in named} == {each: getattr(name_kernels, each) for each in named}
    assert named


@given(st.lists(TEXTS, min_size=1, max_size=12))
@settings(max_examples=60)
def test_the_signal_counts_the_same_where_the_texts_were_looked_through_before(texts: list[str]) -> None:
    texts += [f"{one} @x040123{place} 4567 a@b.fi {LISTS.greetings[0]}" for place, one in enumerate(texts)]
    (scores,) = evaluate([Reply(text, language="en") for text in texts], load_rubric("chat"), analyser())
    seen._last.clear()
    alone = personal_data(scores.reading)
    scan_columns(texts)
    assert seen.held_by(texts)
    again = personal_data(scores.reading)
    assert alone.values.tolist() == again.values.tolist()
    assert alone.spans.first.tolist() == again.spans.first.tolist()
    assert alone.spans.last.tolist() == again.spans.last.tolist()


@given(st.lists(st.sampled_from(["", None, "Hi Liisa, call 040 123 4567", "Thanks!\n-Bob", "a@b.fi", "x"]), max_size=9))
def test_texts_that_repeat_give_the_same_each_time(texts: list[str | None]) -> None:
    assert _in_a_block(texts) == _alone(texts)


def test_what_was_seen_is_of_one_block_only() -> None:
    scan_columns(["a", "b"])
    assert seen.held_by(["b"]) == {}
    scan_columns(["b 040 123 4567", None])
    assert seen.held_by(["b"]) is None
    assert seen.held_by(["b 040 123 4567"]) == {0: (windows("b 040 123 4567"), False)}


def test_what_was_seen_is_told_of_any_of_the_texts_in_any_order() -> None:
    number, mail, both = "b 040 123 4567", "a@b.fi", "a@b.fi 040 123 4567"
    texts = ["", number, mail, "a", both]
    held = {number: (windows(number), False), mail: ((), True), both: (windows(both), True)}
    scan_columns([*texts, None, *texts])
    for asked in (texts, texts[:3], texts[::-1], [both, both, "a", ""], ["a"], []):
        assert seen.held_by(asked) == {place: held[text] for place, text in enumerate(asked) if text in held}
    assert seen.held_by([*texts, "c"]) is None
