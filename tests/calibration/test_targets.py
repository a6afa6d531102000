"""Limits are proposed where people hold to others, and left alone where they do not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachkit.calibration import Measured, propose_targets
from coachkit.calibration.targets import candidates
from coachkit.criteria.marks import in_band
from coachkit.languages import Band

PRESENT = Band(best=(0, 18), worst=(0, 34))
THEIRS = Band(best=(0, 26), worst=(0, 42))


def measured(band: Band, *, n: int = 200, noise: float = 0.15, seed: int = 1) -> Measured:
    """Replies of 5 to 45 words a sentence, scored by people who hold to `band`, in halves."""
    generator = np.random.default_rng(seed)
    values = generator.uniform(5, 45, n)
    people = np.clip(in_band(values, band) + generator.normal(0, noise, n), 0, 1)
    return Measured(PRESENT, values, np.round(2 * people) / 2)


def test_limits_that_people_hold_to_are_found() -> None:
    (found,) = propose_targets({"readability.longest_sentence": measured(THEIRS)})
    assert (found.criterion, found.replies, found.before) == ("readability.longest_sentence", 200, PRESENT)
    assert found.gain > 0.01
    assert found.after.best[1] == pytest.approx(26, abs=4)
    assert found.after.worst[1] == pytest.approx(42, abs=8)
    assert (found.after.best[0], found.after.worst[0]) == (0, 0)


def test_limits_that_people_share_are_left_alone_and_so_is_noise() -> None:
    same = {f"c{seed}": measured(PRESENT, seed=seed) for seed in range(10)}
    generator = np.random.default_rng(1)
    noise = {
        f"n{seed}": Measured(PRESENT, generator.uniform(0, 20, 100), generator.choice([0.0, 1.0], 100)) for seed in range(10)
    }
    assert len(propose_targets(same)) <= 1
    assert propose_targets({name: Measured(PRESENT, np.full(100, 5.0), one.people) for name, one in noise.items()}) == ()


def test_too_few_replies_and_sharp_edges_are_left_alone() -> None:
    few = measured(THEIRS, n=39)
    sharp = Measured(Band(best=(1, 1), worst=(1, 1)), measured(THEIRS).values, measured(THEIRS).people)
    nothing = Measured(PRESENT, np.full(60, np.nan), np.full(60, 1.0))
    assert propose_targets({"a": few, "b": sharp, "c": nothing}) == ()


@settings(max_examples=20)
@given(
    edges=st.lists(st.floats(-50, 50).map(lambda value: round(value, 2)), min_size=4, max_size=4, unique=True).map(sorted),
)
def test_every_limit_that_may_be_proposed_is_in_order_and_the_present_one_is_the_first(edges: list[float]) -> None:
    band = Band(best=(edges[1], edges[2]), worst=(edges[0], edges[3]))
    found = candidates(band)
    assert found[0] == (band, 0)
    for one, _ in found:
        assert one.worst[0] <= one.best[0] <= one.best[1] <= one.worst[1]
