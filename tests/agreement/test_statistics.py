"""Agreement equals published worked examples to the third decimal, and keeps what it promises of any ratings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from coachkit.agreement import Drawing, alpha, alpha_estimate, in_steps, kappa, kappa_estimate, kappa_of_table, percent
from coachkit.agreement.statistics import Level, percent_estimate

NO = np.nan
# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section D: four observers, twelve units, ratings missing.
FOUR_OBSERVERS = np.array([
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, 3],
    [NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NO],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO],
])  # fmt: skip
MAMMOGRAMS = np.array([[21, 12, 0, 0], [4, 17, 1, 0], [3, 9, 15, 2], [0, 0, 0, 1]])


@pytest.mark.parametrize(("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_equals_krippendorffs_example_of_four_observers(level: Level, published: float) -> None:
    assert round(alpha(FOUR_OBSERVERS, level), 3) == published


def test_alpha_equals_krippendorffs_examples_of_two_observers() -> None:
    """The same paper, sections A (binary) and B (nominal)."""
    binary = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]])
    letters = np.array([[ord(one) for one in row] for row in ("aabbdcccedda", "babbbcccedd" + "d")])
    assert round(alpha(binary), 3) == 0.095
    assert round(alpha(letters), 3) == 0.692


def test_kappa_equals_cohens_and_fleiss_examples() -> None:
    """Cohen 1960, table 1: -.092; Fleiss, Levin & Paik 2003, table 18.1: .676."""
    cohen = np.array([[0.25, 0.13, 0.12], [0.12, 0.02, 0.16], [0.03, 0.15, 0.02]])
    assert round(kappa_of_table(cohen), 3) == -0.092
    assert round(kappa_of_table(np.array([[75, 1, 4], [5, 4, 1], [0, 0, 10]])), 3) == 0.676


def test_weighted_kappa_equals_cohens_example() -> None:
    """Cohen 1968, table 1: kappa .492, and .348 when disagreements weigh 1, 3 and 6."""
    shares = np.array([[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]])
    assert round(kappa_of_table(shares), 3) == 0.492
    assert round(kappa_of_table(shares, np.array([[0.0, 1, 3], [1, 0, 6], [3, 6, 0]])), 3) == 0.348


def test_linear_and_quadratic_kappa_equal_the_published_mammograms() -> None:
    """85 mammograms read by two radiologists (Boyd et al. 1982), as worked in Stata's manual [R] kappa."""
    found = (kappa_of_table(MAMMOGRAMS), kappa_of_table(MAMMOGRAMS, "linear"), kappa_of_table(MAMMOGRAMS, "quadratic"))
    assert [round(one, 4) for one in found] == [0.4728, 0.5684, 0.6714]
    cells = [(row, column) for row in range(4) for column in range(4) for _ in range(MAMMOGRAMS[row, column])]
    two = np.array(cells, dtype=float).T
    assert kappa(two, "linear") == pytest.approx(found[1])
    assert percent(two) == pytest.approx(54 / 85)


ratings = hnp.arrays(float, st.tuples(st.integers(2, 4), st.integers(3, 12)), elements=st.sampled_from([0.0, 0.5, 1.0, NO]))


@pytest.mark.slow
@given(table=ratings)
def test_alpha_is_what_nltk_says(table: np.ndarray) -> None:
    from nltk.metrics import interval_distance  # here: it takes over a second to be imported
    from nltk.metrics.agreement import AnnotationTask

    told = [(str(r), str(u), table[r, u]) for r, u in zip(*np.nonzero(~np.isnan(table)), strict=True)]
    pairable = {u for _, u, _ in told if sum(other == u for _, other, _ in told) > 1}
    values = {value for _, u, value in told if u in pairable}
    for level, options in (("nominal", {}), ("interval", {"distance": interval_distance})):
        found = alpha(table, level)  # type: ignore[arg-type]
        if len(values) < 2:
            assert np.isnan(found)
        else:
            kept = [one for one in told if one[1] in pairable]
            assert found == pytest.approx(AnnotationTask(kept, **options).alpha(), abs=1e-9)


@given(table=ratings, order=st.randoms())
def test_the_order_of_raters_and_replies_changes_nothing(table: np.ndarray, order: object) -> None:
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    order.shuffle(rows)  # type: ignore[attr-defined]
    order.shuffle(columns)  # type: ignore[attr-defined]
    other = table[rows][:, columns]
    for level in ("nominal", "ordinal", "interval"):
        assert alpha(other, level) == pytest.approx(alpha(table, level), nan_ok=True)
    for weights in (None, "linear", "quadratic"):
        assert kappa(other, weights) == pytest.approx(kappa(table, weights), nan_ok=True)
    assert percent(other, 0.5) == pytest.approx(percent(table, 0.5), nan_ok=True)


def test_full_agreement_is_one_and_what_cannot_be_told_is_nan() -> None:
    same = np.array([[0, 0.5, 1, 1], [0, 0.5, 1, 1.0]])
    assert (alpha(same, "ordinal"), kappa(same), percent(same)) == (1, 1, 1)
    for nothing in (np.array([[1.0, 1], [1, 1]]), np.array([[1.0, NO], [NO, 0]]), np.zeros((2, 0)), np.full((3, 4), NO)):
        assert np.isnan(alpha(nothing))
        assert np.isnan(kappa(nothing))
        assert np.isnan(alpha_estimate(nothing).low)
    assert np.isnan(percent(np.array([[1.0, NO], [NO, 0]])))


def test_an_interval_is_the_same_for_the_same_seed_and_narrows_with_replies() -> None:
    generator = np.random.default_rng(5)

    def two(n: int) -> np.ndarray:
        own = generator.integers(0, 3, n) / 2
        return np.array([own, np.where(generator.random(n) < 0.3, generator.integers(0, 3, n) / 2, own)])

    small, large = two(40), two(4000)
    assert alpha_estimate(small, "ordinal") == alpha_estimate(small, "ordinal")
    assert alpha_estimate(small, "ordinal", Drawing(seed=2)) != alpha_estimate(small, "ordinal")
    for estimate in (kappa_estimate, percent_estimate):
        few, many = estimate(small), estimate(large)
        assert few.low < few.value < few.high
        assert many.high - many.low < (few.high - few.low) / 4


def test_an_interval_holds_the_true_value_about_as_often_as_it_says() -> None:
    """200 samples of two raters who agree by 70 % beyond chance: alpha's 95 % interval holds 0.7 in most of them."""
    generator = np.random.default_rng(11)
    held = 0
    for _ in range(200):
        own = generator.integers(0, 2, 80)
        other = np.where(generator.random(80) < 0.3, generator.integers(0, 2, 80), own)
        found = alpha_estimate(np.array([own, other], dtype=float), "nominal", Drawing(rounds=300))
        held += found.low <= 0.7 <= found.high
    assert 180 <= held <= 199


@pytest.mark.parametrize(("score", "step"), [(0, 0), (0.24, 0), (0.25, 0.5), (0.47, 0.5), (0.75, 1), (1, 1)])
def test_scores_go_to_the_nearest_step_and_a_half_goes_up(score: float, step: float) -> None:
    assert in_steps(np.array([score]), 3)[0] == step
