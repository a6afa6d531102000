"""Totals from stored criterion scores are the totals that scoring gives, under any weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.authoring.reply_samples import bundled
from coachkit.authoring.reweigh import Weights, ranks, store, totals, weights_of
from coachkit.authoring.rubric_edit import with_weights
from coachkit.batch import score
from coachkit.documents import shipped_folder
from coachkit.model import DIMENSIONS, Reply
from coachkit.rubrics import load_rubric, rubric_names

REPLIES = (*bundled("chat").replies, Reply("..."), Reply("", language="en"), Reply("xkcd qwv zzt"))


def scored(rubric: object) -> list[float]:
    """The totals that scoring gives, NaN where there is none."""
    totals = [score(one, rubric).total for one in REPLIES]  # type: ignore[arg-type]
    return [float("nan") if one is None else one for one in totals]


@pytest.mark.parametrize("name", rubric_names())
@pytest.mark.slow
def test_the_rubric_s_own_weights_give_its_own_totals(name: str) -> None:
    rubric = load_rubric(name)
    np.testing.assert_array_equal(totals(store(REPLIES, rubric), weights_of(rubric)), scored(rubric))


@pytest.mark.parametrize("policy", ["not_applicable: leave_out", "not_applicable: full_marks", "failed_gate: zero"])
@pytest.mark.slow
def test_other_weights_give_the_totals_of_a_rubric_that_has_them(policy: str, tmp_path: Path) -> None:
    text = (shipped_folder("rubrics") / "email.yaml").read_text("utf-8")
    key = policy.partition(":")[0]
    start = "\n".join(policy if line.startswith(key) else line for line in text.splitlines())
    base = tmp_path / "base.yaml"
    base.write_text(start, "utf-8")
    rubric = load_rubric(base)
    weights = weights_of(rubric)
    criteria = {name: round(0.5 + (7 * number % 19) / 2, 2) for number, name in enumerate(weights.criteria)}
    other = Weights({"clarity": 1.0, "empathy": 0.0, "readability": 6.5, "tone": 2.0}, criteria)
    path = tmp_path / "other.yaml"
    path.write_text(with_weights(start, other.dimensions, other.criteria), "utf-8")
    np.testing.assert_array_equal(totals(store(REPLIES, rubric), other), scored(load_rubric(path)))


def test_without_any_weight_there_is_no_total_but_that_of_failed_gates() -> None:
    rubric = load_rubric("chat")
    stored = store(REPLIES, rubric)
    nothing = Weights(dict.fromkeys(DIMENSIONS, 0.0), weights_of(rubric).criteria)
    held = np.any(np.stack(stored.failed), axis=0)
    assert np.isnan(totals(stored, nothing)[~held]).all()


def test_no_replies_have_no_totals() -> None:
    rubric = load_rubric("chat")
    stored = store((), rubric)
    assert totals(stored, weights_of(rubric)).shape == (0,)
    assert ranks(totals(stored, weights_of(rubric))).shape == (0,)


def test_nothing_given_is_changed() -> None:
    rubric = load_rubric("chat")
    stored, weights = store(REPLIES, rubric), weights_of(rubric)
    scores, counted = stored.scores.copy(), stored.counted.copy()
    totals(stored, replace(weights, dimensions={**weights.dimensions, "tone": 9.0}))
    np.testing.assert_array_equal(stored.scores, scores)
    np.testing.assert_array_equal(stored.counted, counted)
    assert weights == weights_of(rubric)


@given(st.lists(st.one_of(st.integers(0, 6).map(float), st.just(float("nan"))), max_size=12))
def test_a_rank_is_one_more_than_the_number_of_better_ones(values: list[float]) -> None:
    found = ranks(np.array(values))
    for value, rank in zip(values, found.tolist(), strict=True):
        assert rank == (0 if np.isnan(value) else 1 + sum(other > value for other in values))
