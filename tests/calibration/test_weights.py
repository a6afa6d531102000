"""Calibration finds the weights that simulated reviewers used, never a negative one, and claims no gain where there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coachkit.agreement import Drawing
from coachkit.batch import score
from coachkit.calibration import FEWEST, Reviewed, calibrate, reviewed_of
from coachkit.calibration.weights import LARGEST_FACTOR, fit, weighing_of
from coachkit.model import DIMENSIONS, Reply
from coachkit.reviews.values import ReplyRow, ReviewRow
from coachkit.rubrics import Rubric, load_rubric
from coachkit.scoring.kept import ScoreRow

TEXTS = (
    "Hei Liisa! Pahoittelen viivästystä. Lähetän uuden perjantaina. Terveisin Aino",
    "I'm sorry your lamp came broken. I'll send you a new one on Friday 14 March. Best regards, Aino",
    "You should have read the instructions. Contact the carrier.",
    "Hej! Jag ordnar det i dag.",
)
FAST = Drawing(rounds=200)


@pytest.fixture
def rubric() -> Rubric:
    """A small rubric: twelve criteria of the chat rubric, three a dimension."""
    chat = load_rubric("chat")
    kept = [one for name in DIMENSIONS for one in [each for each in chat.criteria if each.dimension == name][:3]]
    return replace(chat, criteria=tuple(kept))


def reviewed(
    rubric: Rubric, factors: np.ndarray, *, n: int = 300, noise: float = 4.0, level: float = 0.0, seed: int = 1
) -> Reviewed:
    """Replies whose people weigh the rubric's criteria by `factors`, with noise and a level of their own."""
    generator = np.random.default_rng(seed)
    scores = generator.choice([0.0, 0.25, 0.5, 1.0], (n, len(rubric.criteria)))
    scores[generator.random(scores.shape) < 0.2] = np.nan
    blank = Reviewed(scores, np.zeros(n), np.full(n, np.inf), tuple(str(one) for one in range(n)))
    people = weighing_of(rubric).totals(blank, factors) + level + generator.normal(0, noise, n)
    return replace(blank, people=np.clip(people, 0, 100))


def same(rubric: Rubric) -> np.ndarray:
    """Factors that change nothing."""
    return np.ones(len(rubric.criteria) + len(DIMENSIONS))


def test_the_arithmetic_is_the_programs_own() -> None:
    chat = load_rubric("chat")
    rows, reviews = [], []
    for number, text in enumerate(TEXTS):
        card = score(Reply(text, "My lamp came broken! When will I get a new one?", "chat"))
        rows.append(ReplyRow(f"k{number}", text, machine=ScoreRow(**card.columns())))
        reviews.append(ReviewRow(f"k{number}", "Aino", {}, 50.0))
    found = reviewed_of(reviews, rows, chat)
    totals = weighing_of(chat).totals(found, np.ones(len(chat.criteria) + 4))
    expected = [row.machine.total for row in rows if row.machine]
    assert totals.tolist() == pytest.approx(expected, abs=0.02)


def test_the_slope_is_that_of_the_totals(rubric: Rubric) -> None:
    factors = np.random.default_rng(3).uniform(0.5, 2, len(same(rubric)))
    table, weighing = reviewed(rubric, same(rubric), n=20), weighing_of(rubric)
    table = replace(table, caps=np.where(np.arange(20) == 0, 1.0, np.inf))
    slope = weighing.slope(table, factors)
    for place in range(len(factors)):
        nudge = np.zeros(len(factors))
        nudge[place] = 1e-6
        moved = (weighing.totals(table, factors + nudge) - weighing.totals(table, factors - nudge)) / 2e-6
        assert slope[:, place] == pytest.approx(moved, abs=1e-3)


def test_weights_that_people_used_are_found(rubric: Rubric) -> None:
    true = same(rubric)
    true[[0, 4]] = 0.2, 2.5
    found = fit(weighing_of(rubric), reviewed(rubric, true, n=800, noise=2), 1.0)
    # Within a dimension only the proportion of weights matters, and so it does between dimensions.
    for first, last in ((0, 3), (3, 6)):
        parts = found[first:last] / found[first:last].sum()
        weights = [rubric.weights[one.id] for one in rubric.criteria[first:last]]
        expected = true[first:last] * 1.0
        mine = parts * weights / (parts * weights).sum()
        assert mine == pytest.approx(expected * weights / (expected * weights).sum(), abs=0.08)


@pytest.mark.slow
def test_a_proposal_agrees_better_with_people_and_says_how_surely(rubric: Rubric) -> None:
    true = same(rubric)
    true[[0, 3, 4, 9]] = 0.0, 0.1, 3.0, 2.5
    found = calibrate(reviewed(rubric, true), rubric, FAST)
    assert found.better
    assert found.sure
    assert found.after.value > found.before.value + 0.05
    assert found.distance_after < found.distance_before
    first, fifth = rubric.criteria[0].id, rubric.criteria[4].id
    assert found.weights[first] < rubric.weights[first]
    assert found.weights[fifth] > rubric.weights[fifth]


def test_no_weight_is_negative_even_when_people_punish_a_criterion(rubric: Rubric) -> None:
    table = reviewed(rubric, same(rubric))
    against = replace(table, people=np.clip(table.people - 40 * np.nan_to_num(table.scores[:, 0]), 0, 100))
    factors = fit(weighing_of(rubric), against, 1.0)
    assert factors.min() >= 0
    assert factors.max() <= LARGEST_FACTOR
    assert factors[0] == pytest.approx(0, abs=0.05)
    better, worse = (replace(table, scores=np.where(np.isnan(table.scores), np.nan, value)) for value in (1.0, 0.5))
    assert (weighing_of(rubric).totals(better, factors) >= weighing_of(rubric).totals(worse, factors) - 1e-9).all()


@pytest.mark.slow
def test_no_gain_is_claimed_where_people_use_the_present_weights(rubric: Rubric) -> None:
    sure = sum(calibrate(reviewed(rubric, same(rubric), n=120, seed=seed), rubric, FAST).sure for seed in range(8))
    assert sure <= 1


def test_stricter_people_do_not_bend_the_weights(rubric: Rubric) -> None:
    found = calibrate(reviewed(rubric, same(rubric), level=-12.0, noise=1.0), rubric, FAST)
    assert found.level == pytest.approx(-12, abs=1.5)
    assert all(abs(found.weights[name] - rubric.weights[name]) <= 0.5 for name in found.weights)


def test_the_same_reviews_give_the_same_proposal(rubric: Rubric) -> None:
    table = reviewed(rubric, same(rubric), n=60)
    assert calibrate(table, rubric, FAST) == calibrate(table, rubric, FAST)


def test_too_few_replies_are_refused(rubric: Rubric) -> None:
    with pytest.raises(ValueError, match=f"at least {FEWEST}"):
        calibrate(reviewed(rubric, same(rubric), n=FEWEST - 1), rubric)


def test_of_several_peoples_totals_the_mean_counts_and_other_rubrics_replies_are_left_out(rubric: Rubric) -> None:
    name = rubric.criteria[0].id
    machine = ScoreRow(70.0, None, None, None, None, "f", "chat", {name: 1.0}, ("gates.placeholder",))
    rows = [ReplyRow("a", "", machine=machine), ReplyRow("b", "", machine=replace(machine, rubric="email")), ReplyRow("c", "")]
    rows.append(ReplyRow("d", "", channel="sähköposti", machine=replace(machine, rubric="")))
    reviews = [ReviewRow(key, who, {}, total) for key in "abcd" for who, total in (("Aino", 40.0), ("Eino", 60.0))]
    found = reviewed_of([*reviews, ReviewRow("a", "Maija", {}, None)], rows, rubric)
    assert (found.keys, found.people.tolist()) == (("a",), [50.0])
    assert found.caps.tolist() == [rubric.caps["gates.placeholder"]]
