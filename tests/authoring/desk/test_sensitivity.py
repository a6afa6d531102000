"""Which weights matter: Kendall's tau by its definition, and effects that are what other weights really do."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.authoring.reply_samples import bundled
from coachkit.authoring.reweigh import Stored, Weights, ranks, store, totals, weights_of
from coachkit.authoring.sensitivity import CRITERION, DIMENSION, kendall_tau, sensitivity
from coachkit.model import DIMENSIONS, Reply
from coachkit.rubrics import load_rubric

VALUES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=9)


@given(VALUES)
def test_tau_is_the_share_of_agreeing_pairs_less_that_of_the_others(pairs: list[tuple[int, int]]) -> None:
    first, second = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    signs = [(np.sign(a[0] - b[0]), np.sign(a[1] - b[1])) for a, b in itertools.combinations(pairs, 2)]
    untied = math.sqrt(sum(one != 0 for one, _ in signs) * sum(other != 0 for _, other in signs))
    found = kendall_tau(first, second)
    if untied:
        assert found == pytest.approx(sum(one * other for one, other in signs) / untied)
        assert kendall_tau(first, -second) == pytest.approx(-found)
    else:
        assert math.isnan(found)


def test_five_swapped_neighbours_of_ten_cost_five_pairs_of_forty_five() -> None:
    first = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], dtype=float)
    second = np.array([2, 1, 4, 3, 6, 5, 8, 7, 10, 9], dtype=float)
    assert kendall_tau(first, second) == pytest.approx(1 - 2 * 5 / 45)


def test_rows_without_a_total_are_left_out() -> None:
    nan = float("nan")
    assert kendall_tau(np.array([1, 2, nan, 3]), np.array([1, 2, 9, nan])) == 1.0
    assert math.isnan(kendall_tau(np.array([1, nan]), np.array([nan, 2])))
    assert math.isnan(kendall_tau(np.zeros(0), np.zeros(0)))


def small() -> tuple[Stored, Weights]:
    """Three replies and three criteria by hand: the first reply lives by clarity, the second by tone, the third is even."""
    scores = np.array([[1.0, 0.0, 0.6], [0.0, 1.0, 0.6], [0.5, 0.5, 0.5]])
    replies = tuple(Reply(name) for name in "abc")
    stored = Stored(
        replies,
        ("clarity.x", "tone.y", "tone.z"),
        ("clarity", "tone", "tone"),
        scores,
        np.ones((3, 3), dtype=bool),
        np.ones(3, dtype=bool),
        (),
        (),
    )
    return stored, Weights(
        dict(zip(DIMENSIONS, (3.0, 0.0, 0.0, 1.0), strict=True)), {"clarity.x": 1.0, "tone.y": 1.0, "tone.z": 1.0}
    )


def test_taking_the_deciding_weight_away_turns_the_order_round() -> None:
    stored, weights = small()
    assert totals(stored, weights).tolist() == [81.25, 18.75, 58.75]
    effects = {(one.kind, one.name): one for one in sensitivity(stored, weights)}
    clarity = effects[DIMENSION, "clarity"]
    assert clarity.at_zero.order == (1, 2, 0)
    assert clarity.at_zero.tau == -1.0
    assert clarity.at_zero.rank == 2
    assert clarity.at_zero.total == 56.25
    assert clarity.doubled.tau == 1.0
    assert (DIMENSION, "empathy") not in effects
    assert next(iter(sensitivity(stored, weights))).name in ("clarity", "clarity.x")


def test_a_criterion_that_tells_nothing_apart_does_nothing() -> None:
    stored, weights = small()
    flat = {(one.kind, one.name): one for one in sensitivity(stored, weights)}[CRITERION, "tone.z"]
    assert (flat.at_zero.tau, flat.at_zero.rank) == (1.0, 0)


def test_every_weight_of_a_rubric_has_its_effect_and_the_strongest_comes_first() -> None:
    rubric = load_rubric("chat")
    stored, weights = store(bundled("chat").replies, rubric), weights_of(rubric)
    effects = sensitivity(stored, weights)
    assert {one.name for one in effects} == {*DIMENSIONS, *weights.criteria}
    assert [one.strength for one in effects] == sorted((one.strength for one in effects), reverse=True)
    present = totals(stored, weights)
    for one in effects[:6]:
        part = weights.dimensions if one.kind == DIMENSION else weights.criteria
        doubled = {**part, one.name: 2 * part[one.name]}
        other = Weights(doubled, weights.criteria) if one.kind == DIMENSION else Weights(weights.dimensions, doubled)
        now = totals(stored, other)
        assert one.doubled.total == pytest.approx(np.nanmax(np.abs(now - present)), abs=0.01)
        assert one.doubled.rank == int(np.abs(ranks(now) - ranks(present)).max())


def test_the_only_weight_cannot_be_taken_away_and_still_tell() -> None:
    stored, weights = small()
    only = Weights({**dict.fromkeys(DIMENSIONS, 0.0), "clarity": 2.0}, weights.criteria)
    (effect,) = (one for one in sensitivity(stored, only) if one.kind == DIMENSION)
    assert math.isnan(effect.at_zero.tau)
    assert (effect.at_zero.total, effect.at_zero.rank) == (0.0, 0)
    assert effect.doubled.tau == 1.0
