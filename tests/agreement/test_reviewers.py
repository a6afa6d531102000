"""Reviewers with a known bias are found out, and so are the criteria and replies that people disagree on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from coachkit.agreement import TOTAL, agreement, farthest, hardest, people_and_program, ratings_of, severity
from coachkit.reviews.values import ReplyRow, ReviewRow
from coachkit.scoring.kept import ScoreRow

LEANS = {"Aino": -8.0, "Eino": 0.0, "Maija": 5.0, "Veikko": 3.0}


def simulated(seed: int, *, replies: int = 150, each: int = 2) -> pd.DataFrame:
    """Totals of replies of different quality, each rated by some reviewers of known lean; Aino gets the better replies."""
    generator = np.random.default_rng(seed)
    quality = generator.normal(65, 15, replies)
    rows = []
    for number, level in enumerate(quality):
        chance = np.array([3.0 if level > 65 else 1.0, 1, 1, 1])
        for place in generator.choice(4, each, replace=False, p=chance / chance.sum()):
            name = list(LEANS)[place]
            rows.append((f"r{number}", name, TOTAL, level + LEANS[name] + generator.normal(0, 4)))
    return pd.DataFrame(rows, columns=["reply", "rater", "criterion", "score"])


def test_a_known_lean_is_recovered_although_the_replies_differ() -> None:
    held = 0
    for seed in range(20):
        found = severity(simulated(seed), TOTAL)
        assert [one.rater for one in found] == sorted(LEANS, key=LEANS.__getitem__)
        for one in found:
            assert one.lean.value == pytest.approx(LEANS[one.rater], abs=2.5)
            held += one.lean.low <= LEANS[one.rater] <= one.lean.high
    assert held >= 70  # of 80 intervals of 95 %


def test_plain_means_would_have_been_misled() -> None:
    """Why severity is fitted and not averaged: the strict reviewer who got the better replies looks milder than they are."""
    ratings = simulated(3, replies=600)
    means = ratings.groupby("rater")["score"].mean()
    plain = means["Aino"] - means.mean()
    fitted = next(one.lean.value for one in severity(ratings, TOTAL) if one.rater == "Aino")
    assert abs(fitted + 8) < 1.5 < abs(plain + 8)


def test_reviewers_who_share_no_reply_cannot_be_compared() -> None:
    rows = [(f"r{n}", name, TOTAL, 50.0 + n) for n in range(6) for name in (("a", "b") if n < 3 else ("c", "d"))]
    found = severity(pd.DataFrame(rows, columns=["reply", "rater", "criterion", "score"]), TOTAL)
    assert all(np.isnan(one.lean.value) for one in found)


def reviews() -> tuple[list[ReviewRow], list[ReplyRow]]:
    """Forty replies: two people agree on the next step and not on the apology; the program sides with Aino."""
    generator = np.random.default_rng(2)
    said, replies = [], []
    for number in range(40):
        step, other = (float(one) for one in generator.integers(0, 2, 2))
        scores = {"clarity.next_step": step, "empathy.apology": other, "tone.closing": None if number % 4 == 0 else 1.0}
        total = 10 + 50 * step
        said.append(ReviewRow(f"k{number}", "Aino", scores, total))
        theirs = {"clarity.next_step": step, "empathy.apology": float(generator.integers(0, 2)), "tone.closing": 1.0}
        said.append(ReviewRow(f"k{number}", "Eino", theirs, total + (30 if number == 7 else 5)))
        machine = ScoreRow(total, None, None, None, None, "f", "chat", dict(scores), ())
        replies.append(ReplyRow(f"k{number}", "text", machine=machine))
    return said, replies


def test_agreement_tells_each_criterion_and_where_it_does_not_apply() -> None:
    said, replies = reviews()
    found = {one.criterion: one for one in agreement(ratings_of(said), ["Aino", "Eino"])}
    assert list(found) == [TOTAL, "clarity.next_step", "empathy.apology", "tone.closing"]
    assert (found["clarity.next_step"].kappa.value, found["clarity.next_step"].exact.value) == (1, 1)
    assert found["empathy.apology"].ordinal.value < 0.4
    assert (found["tone.closing"].split, found["tone.closing"].replies) == (10, 30)
    assert found[TOTAL].apart == pytest.approx((39 * 5 + 30) / 40)
    assert hardest(found.values())[0].criterion == "empathy.apology"
    assert "coachkit" in set(ratings_of(said, replies)["rater"])


def test_the_replies_farthest_apart_come_first() -> None:
    said, _ = reviews()
    worst = farthest(ratings_of(said), most=3)
    assert (worst["reply"][0], worst["apart"][0], len(worst)) == ("k7", 30.0, 3)


def test_people_and_program_are_two_raters() -> None:
    said, replies = reviews()
    both = people_and_program(ratings_of(said, replies))
    found = {one.criterion: one for one in agreement(both)}
    assert set(both["rater"]) == {"people", "coachkit"}
    assert found["clarity.next_step"].quadratic.value == 1
    assert found["clarity.next_step"].replies == 40


def test_of_several_reviews_of_a_reply_by_one_person_the_last_counts() -> None:
    first = ReviewRow("k", "Aino", {"clarity.next_step": 0.0}, 10.0)
    found = ratings_of([first, replace(first, scores={"clarity.next_step": 1.0}, total=90.0)])
    assert found["score"].tolist() == [1.0, 90.0]
