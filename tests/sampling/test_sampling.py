"""A sample is as large as the precision asks, falls the same for the same seed, and points at what is odd."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.sampling import Plan, choose, doubt, margin_of, oddness, size_for

T_OF_2 = 0.954499736103642
"""The confidence whose normal deviate is 2."""


def table(n: int = 600, seed: int = 1) -> tuple[pd.DataFrame, list[str]]:
    """Scored replies of three agents in two channels, and their keys."""
    generator = np.random.default_rng(seed)
    frame = pd.DataFrame({
        "agent_name": generator.choice(["agent-a", "agent-b", "agent-c"], n),
        "channel": generator.choice(["chat", "email"], n),
        "total": np.round(np.clip(generator.normal(68, 14, n), 0, 100), 2),
        "gates": "",
    })  # fmt: skip
    return frame, [f"key-{number}" for number in range(n)]


def test_the_size_equals_cochrans_nursery_bed() -> None:
    """Cochran 1977, section 4.7: 430 strips, mean 19, variance 85.6, within 10 % but for 1 in 20 (t = 2): n0 95, n 78."""
    assert size_for(1.9, 85.6**0.5, 10**9, T_OF_2) == 95
    assert size_for(1.9, 85.6**0.5, 430, T_OF_2) == 78


@given(precision=st.floats(0.5, 30), spread=st.floats(0, 40), population=st.integers(0, 100_000))
def test_a_size_keeps_its_promise_and_never_exceeds_the_replies(precision: float, spread: float, population: int) -> None:
    size = size_for(precision, spread, population)
    assert 0 <= size <= population
    if size > 2:
        assert margin_of(size, spread, population) <= precision * (1 + 1e-6)
        assert size_for(precision / 2, spread, population) >= size


@pytest.mark.parametrize(("precision", "confidence"), [(0.0, 0.95), (5.0, 1.0)])
def test_a_precision_that_cannot_be_is_refused(precision: float, confidence: float) -> None:
    with pytest.raises(ValueError, match="precision is above 0"):
        size_for(precision, 10, 100, confidence)


@pytest.mark.slow
def test_a_sample_tells_the_mean_of_each_stratum_as_often_as_it_says() -> None:
    frame, keys = table(900)
    frame["stratum_of"] = frame["agent_name"] + " / " + frame["channel"]
    true = frame.groupby("stratum_of")["total"].mean()
    held = tried = 0
    for seed in range(60):
        sample, strata = choose(frame, keys, Plan(precision=4, by=("agent_name", "channel"), seed=seed))
        means = sample.groupby("stratum")["total"].mean()
        assert sorted(means.index) == [" / ".join(one.name) for one in strata] == sorted(true.index)
        held += int((np.abs(means - true) <= 4).sum())
        tried += len(true)
    assert held / tried >= 0.93


def test_the_weights_add_up_to_all_replies() -> None:
    frame, keys = table()
    sample, strata = choose(frame, keys, Plan(by=("agent_name",)))
    assert sample["weight"].sum() == pytest.approx(600)
    assert sum(one.population for one in strata) == 600
    assert len(sample) == sum(one.size for one in strata)


def test_the_same_seed_takes_the_same_replies_in_any_order_of_rows() -> None:
    frame, keys = table()
    frame["key"] = keys
    shuffled = frame.sample(frac=1, random_state=3)
    plan = Plan(by=("channel",), seed=7)
    one, _ = choose(frame, keys, plan)
    other, _ = choose(shuffled, shuffled["key"].tolist(), plan)
    assert set(one["key"]) == set(other["key"])
    assert set(one["key"]) != set(choose(frame, keys, Plan(by=("channel",), seed=8))[0]["key"])


def test_a_larger_sample_holds_the_smaller_one() -> None:
    frame, keys = table()
    small, large = (choose(frame, keys, Plan(precision=precision))[0] for precision in (5, 2))
    assert set(small.index) < set(large.index)


def test_what_is_odd_is_pointed_at_with_its_reason() -> None:
    frame, keys = table(200)
    frame["csat"] = 3.0
    frame.loc[:, "total"] = frame["total"].clip(50, 90)
    frame.loc[3, "total"], frame.loc[3, "gates"] = 45.0, "gates.placeholder"
    frame.loc[7, "total"], frame.loc[9, "total"] = np.nan, 2.0
    frame.loc[11, "total"], frame.loc[11, "csat"] = 90.0, 1.0
    each = {"lowest": 1, "gate": 5, "uncertain": 1, "outlier": 2, "csat": 3}
    sample, _ = choose(frame, keys, Plan(precision=50, spread=1, each=each))
    why = {place: set(text.split()) for place, text in sample["why"].items()}
    assert "gate" in why[3]
    assert why[7] == {"uncertain"}
    assert {"lowest", "outlier"} <= why[9]
    assert "csat" in why[11]
    assert sum("random" in one for one in why.values()) == 2
    assert sample.loc[[3, 9], "weight"].isna().all() or "random" in why[3] | why[9]
    assert list(sample.index) == sorted(sample.index)


def test_doubt_is_highest_where_scores_are_near_the_middle_or_cannot_be_told() -> None:
    frame = pd.DataFrame({
        "total": [70.0, 70.0, 70.0, np.nan],
        "clarity.next_step": [1.0, 0.5, np.nan, 1.0],
        "tone.closing": [0.0, 0.6, 1.0, 1.0],
        "empathy.joins_in_praise": [np.nan, np.nan, np.nan, 1.0],
    })  # fmt: skip
    assert doubt(frame).tolist() == pytest.approx([0, 0.9, 0.5, 1])


def test_replies_all_alike_have_no_outlier_and_an_empty_table_no_sample() -> None:
    same = pd.DataFrame({"total": [50.0] * 20})
    assert oddness(same).tolist() == [0.0] * 20
    sample, strata = choose(same.iloc[:0], [], Plan(each={"lowest": 3, "outlier": 2, "csat": 1, "uncertain": 1}))
    assert (len(sample), strata) == (0, ())
