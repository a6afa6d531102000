"""The compiled loops of criteria and scoring give what numpy's way gives, to the last bit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import starmap

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachkit import compiled
from coachkit.criteria.marks import in_band
from coachkit.languages import Band
from coachkit.model import Reply
from coachkit.rubrics import Rubric, rubric_for
from coachkit.scoring.evaluate import Analyser, Scores, evaluate
from coachkit.signals import structure

pytestmark = pytest.mark.slow  # where nobody has prepared anything yet, the loops are compiled first

WORDS = (
    "Hi Anna,", "Hei Anna!", "Hej!", "I", "we", "have checked", "tarkistin", "skickar", "your order", "tilauksesi", "not", "ei",
    "inte", "because", "sorry", "you must", "HELP", "NOW", "the the", "{{name}}", "12.5.", "klo 10.30", "20 €", "tomorrow", "?",
    "!", ".", "\n", "\n\n", "Kind regards", "Anna", "😀", "\x00", "\ud800", "\u200b", "a" * 301, "5", "issue", "KYC", "kiitos",
    "We checked it now.", "%name%", "[nimi]", "LOREM ipsum",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=30)
REPLIES = st.builds(
    Reply,
    TEXTS,
    customer=st.none() | TEXTS,
    channel=st.sampled_from((None, "chat", "email", "social")),
    language=st.sampled_from((None, None, "fi", "sv", "en")),
    customer_name=st.sampled_from((None, "Anna")),
)
ANALYSERS = Analyser(), Analyser()
"""One for either way: what the one has learnt of words is no help to the other."""
LIMITS = st.floats(-50, 50).map(lambda limit: round(limit, 1))


@pytest.fixture(autouse=True)
def _off_again() -> Iterator[None]:
    yield
    compiled.use(on=False)


def _compiled() -> None:
    pytest.importorskip("numba", reason="needs Numba: pip install 'coachkit[fast]'")
    assert compiled.use()


@given(st.lists(st.floats(-100, 100) | st.just(float("nan")), max_size=30), LIMITS, LIMITS, LIMITS, LIMITS)
@settings(deadline=None)
def test_a_band_is_the_same_compiled(values: list[float], low: float, high: float, lowest: float, highest: float) -> None:
    band, column = Band(best=(low, high), worst=(lowest, highest)), np.array(values, dtype=float)
    plain = in_band(column, band)
    _compiled()
    again = in_band(column, band)
    compiled.use(on=False)
    np.testing.assert_array_equal(plain, again)


@given(st.lists(REPLIES, min_size=1, max_size=12), st.booleans())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_scores_are_the_same_compiled(replies: list[Reply], full_marks: bool) -> None:  # noqa: FBT001 - hypothesis calls it by place
    rubric = _rubric(full_marks=full_marks)
    plain = evaluate(replies, rubric, ANALYSERS[0])
    _compiled()
    again = evaluate(replies, rubric, ANALYSERS[1])
    compiled.use(on=False)
    assert len(plain) == len(again)
    assert all(starmap(_same, zip(plain, again, strict=True)))


@given(st.lists(st.sampled_from(("{", "}", "[name]", "%", "%date%", "<", "nimi>", "XXX", "____", "Lorem", " ipsum", "$", "a"))))
def test_no_placeholder_is_passed_over(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert structure._may_hold_placeholder(text) or not structure._PLACEHOLDER.search(text)


@cache
def _rubric(*, full_marks: bool) -> Rubric:  # made once: its markers are compiled for every rubric anew
    rubric = rubric_for("chat")
    if not full_marks:
        return rubric
    return Rubric(**{**vars(rubric), "file": rubric.file.model_copy(update={"not_applicable": "full_marks"})})


def _same(one: Scores, other: Scores) -> bool:
    """Whether two parts say the same of every reply, every criterion and every passage."""
    for mine, theirs in zip((*one.criteria, *one.gates), (*other.criteria, *other.gates), strict=True):
        pairs = [
            (mine.state, theirs.state),
            (mine.reason, theirs.reason),
            (mine.marks.score, theirs.marks.score),
            (mine.marks.value, theirs.marks.value),
            (mine.marks.spans.first, theirs.marks.spans.first),
            (mine.marks.spans.last, theirs.marks.spans.last),
            (mine.marks.about.first, theirs.marks.about.first),
        ]
        for left, right in pairs:
            np.testing.assert_array_equal(left, right, err_msg=mine.criterion.id)
    for name, column in one.dimensions.items():
        np.testing.assert_array_equal(column, other.dimensions[name])
    np.testing.assert_array_equal(one.total, other.total)
    np.testing.assert_array_equal(one.weakest, other.weakest)
    return bool((one.told == other.told).all()) and one.language == other.language
