"""The arithmetic of a score, and nothing else. n replies, k criteria.

Sums run criterion by criterion in the rubric's order, elementwise over the replies, so that a reply's score is the same
bytes whatever else is in the batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from coachkit.text.corpus import Bools, Floats, Ints


def weighted_mean(scores: Sequence[Floats], counted: Sequence[Bools], weights: Sequence[float], n: int) -> Floats:
    """(n,) sum of score x weight over the sum of weights of what counts; NaN where nothing counts.

    >>> weighted_mean([np.array([1.0]), np.array([0.0])], [np.array([True]), np.array([True])], [3.0, 1.0], 1).tolist()
    [0.75]
    """
    total, weight = np.zeros(n), np.zeros(n)
    for score, counts, one in zip(scores, counted, weights, strict=True):
        many = np.count_nonzero(counts)
        if many == n:
            total += score * one
            weight += one
        elif many:
            total += np.where(counts, score * one, 0.0)
            weight += counts * one
    return divided(total, weight)


def divided(total: Floats, weight: Floats) -> Floats:
    """(n,) total / weight; NaN where nothing has any weight."""
    return np.divide(total, weight, out=np.full(len(total), np.nan), where=weight > 0)


def hold_at(total: Floats, caps: Sequence[tuple[Bools, float]]) -> Floats:
    """(n,) the total, at most the cap of each failed gate; a reply that cannot be scored gets the cap itself."""
    held = total.copy()
    for failed, cap in caps:
        if failed.any():
            held = np.where(failed, np.fmin(held, cap), held)
    return held


def weakest(losses: Iterable[Floats | None], n: int) -> Ints:
    """(n,) which criterion costs the reply most (the first of equals), -1 where none costs anything.

    None stands for one that costs no reply anything.
    """
    which, most = np.full(n, -1, dtype=np.int32), np.zeros(n)
    for number, loss in enumerate(losses):
        if loss is not None:
            np.putmask(which, loss > most, number)
            np.maximum(most, loss, out=most)
    return which


def review_score(ratings: Sequence[tuple[float, float, float, float, bool]]) -> float:
    """A review by hand: rows of (rating, lowest, highest, weight, critical) -> 0 to 100; a critical rating under half is 0.

    Each rating is brought to 0 to 100 on its own scale and weighted.
    """
    shares = [(100 * (rating - low) / (high - low), weight, critical) for rating, low, high, weight, critical in ratings]
    if any(critical and share < 50 for share, _, critical in shares):
        return 0.0
    return sum(share * weight for share, weight, _ in shares) / sum(weight for _, weight, _ in shares)
