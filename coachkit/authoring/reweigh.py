"""Other weights over replies that have been scored: totals and ranks from the stored criterion scores, nothing scored again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coachkit.batch import Scored, score_many
from coachkit.model import DIMENSIONS, Reply
from coachkit.rubrics import Rubric
from coachkit.scoring.adding import counted_score
from coachkit.scoring.arithmetic import hold_at, weighted_mean
from coachkit.text.corpus import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Weights:
    """What each dimension and each criterion weighs, by name; 0 leaves it out."""

    dimensions: Mapping[str, float]
    criteria: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Stored:
    """n replies, scored once for k criteria.

    `scores` and `counted` are (k, n): what each criterion adds to its dimension's mean, and whether it counts. `told` (n,) is
    whether a total can be told at all; `failed` and `caps` are the gates: (n,) masks and the total that each holds at.
    """

    replies: tuple[Reply, ...]
    names: tuple[str, ...]
    dimension: tuple[str, ...]
    scores: Floats
    counted: Bools
    told: Bools
    failed: tuple[Bools, ...]
    caps: tuple[float, ...]

    @property
    def n(self) -> int:
        """How many replies there are."""
        return len(self.replies)


def weights_of(rubric: Rubric) -> Weights:
    """The weights that a rubric has."""
    return Weights({name: rubric.file.dimensions[name] for name in DIMENSIONS}, dict(rubric.weights))  # type: ignore[index]


def store(replies: Sequence[Reply], rubric: Rubric) -> Stored:
    """Scores the replies with a rubric and keeps what totals are made of."""
    k, n = len(rubric.criteria), len(replies)
    scores, counted, told = np.zeros((k, n)), np.zeros((k, n), dtype=bool), np.zeros(n, dtype=bool)
    failed = np.zeros((len(rubric.gates), n), dtype=bool)
    start = 0
    for block in score_many(replies, rubric):
        _take(block, rubric, start, (scores, counted, failed), told)
        start += len(block.replies)
    return Stored(
        tuple(replies),
        tuple(one.id for one in rubric.criteria),
        tuple(one.dimension for one in rubric.criteria),
        scores,
        counted,
        told,
        tuple(failed),
        tuple(rubric.caps[one.id] for one in rubric.gates),
    )


def _take(block: Scored, rubric: Rubric, start: int, tables: tuple[Floats, Bools, Bools], told: Bools) -> None:
    """Puts the scores of a block into the columns from `start` on."""
    scores, counted, failed = tables
    full = rubric.file.not_applicable == "full_marks"
    for _, rows, part in block.parts:
        places = start + np.asarray(rows)[part.rows]
        told[places] = part.told
        for number, one in enumerate(part.criteria):
            scores[number, places], counted[number, places] = counted_score(one, rubric.severity(one.criterion), full_marks=full)
        for number, mask in enumerate(part.failed):
            failed[number, places] = mask


def totals(stored: Stored, weights: Weights) -> Floats:
    """(n,) totals under these weights, by the scoring's own arithmetic: 0 to 100, two decimals; NaN where none can be told."""
    columns = [_dimension(stored, weights, name) for name in DIMENSIONS]
    shares = [weights.dimensions.get(name, 0.0) for name in DIMENSIONS]
    total = weighted_mean(columns, [~np.isnan(column) for column in columns], shares, stored.n)
    total = np.where(stored.told, total, np.nan)
    return np.round(hold_at(total, list(zip(stored.failed, stored.caps, strict=True))), 2)


def _dimension(stored: Stored, weights: Weights, name: str) -> Floats:
    """(n,) the score of a dimension, 0 to 100."""
    chosen = [number for number, one in enumerate(stored.dimension) if one == name]
    mean = weighted_mean(
        [stored.scores[number] for number in chosen],
        [stored.counted[number] for number in chosen],
        [weights.criteria.get(stored.names[number], 0.0) for number in chosen],
        stored.n,
    )
    return 100 * np.maximum(mean, 0.0)


def ranks(total: Floats) -> Ints:
    """(n,) places from 1, the highest total first; equal totals share the better place, 0 where there is no total.

    >>> ranks(np.array([70.0, 90.0, 70.0, np.nan])).tolist()
    [2, 1, 2, 0]
    """
    higher = total[:, None] < total[None, :]
    return np.where(np.isnan(total), 0, 1 + higher.sum(axis=1)).astype(np.int32)
