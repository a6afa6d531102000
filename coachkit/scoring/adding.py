"""From the marks of all criteria to the dimensions, and to the criterion that costs a reply most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from coachkit import compiled
from coachkit.model import DIMENSIONS
from coachkit.rubrics import Rubric
from coachkit.scoring.arithmetic import divided, weakest, weighted_mean
from coachkit.scoring.deciding import CANNOT_TELL, NOT_APPLICABLE, SCORED, Evaluated
from coachkit.text.corpus import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Added:
    """What n replies' criteria add up to: by dimension (n,) its score, 0 to 100 or NaN; (n,) the place of the criterion that
    costs most, -1 for none."""

    criteria: tuple[Evaluated, ...]
    dimensions: dict[str, Floats]
    weakest: Ints


def added_up(criteria: Iterable[Evaluated], rubric: Rubric, n: int) -> Added:
    """Adds up criteria as they come, so that what one has written is still at hand."""
    known, means, which = (_added_compiled if compiled.in_use() else _added)(criteria, rubric, n)
    return Added(known, {name: 100 * np.maximum(mean, 0.0) for name, mean in zip(DIMENSIONS, means, strict=True)}, which)


def _added(criteria: Iterable[Evaluated], rubric: Rubric, n: int) -> tuple[tuple[Evaluated, ...], list[Floats], Ints]:
    """The criteria, the mean of each of DIMENSIONS, and the weakest criterion."""
    known = tuple(criteria)
    full = rubric.file.not_applicable == "full_marks"
    scores = [counted_score(one, rubric.severity(one.criterion), full_marks=full) for one in known]
    weights = [_weights(one, rubric) for one in known]
    means = []
    for name in DIMENSIONS:
        chosen = [place for place, one in enumerate(known) if one.criterion.dimension == name]
        columns = [scores[place][0] for place in chosen], [scores[place][1] for place in chosen]
        means.append(weighted_mean(*columns, [weights[place][0] for place in chosen], n))
    losses = [_loss(*score, *one) for score, one in zip(scores, weights, strict=True)]
    return known, means, weakest(losses, n)


def _added_compiled(criteria: Iterable[Evaluated], rubric: Rubric, n: int) -> tuple[tuple[Evaluated, ...], list[Floats], Ints]:
    """The same as `_added`, with one pass for each criterion."""
    from coachkit.scoring import kernels

    full = rubric.file.not_applicable == "full_marks"
    sums = {name: np.zeros((2, n)) for name in DIMENSIONS}
    which, most = np.full(n, -1, dtype=np.int32), np.zeros(n)
    known = []
    for number, one in enumerate(criteria):
        total, weight = sums[one.criterion.dimension]
        factors = (rubric.severity(one.criterion), *_weights(one, rubric))
        kernels.add(one.marks.score, one.state, full, *factors, total, weight, number, which, most)
        known.append(one)
    return tuple(known), [divided(*sums[name]) for name in DIMENSIONS], which


def _weights(one: Evaluated, rubric: Rubric) -> tuple[float, float]:
    """What the criterion weighs in its dimension, and the dimension in the total."""
    return rubric.weights[one.criterion.id], rubric.file.dimensions[one.criterion.dimension]  # type: ignore[index]


def counted_score(one: Evaluated, severity: float, *, full_marks: bool) -> tuple[Floats, Bools]:
    """What the criterion adds to its dimension's mean, and whether it counts.

    A fault costs `severity` times its share, so it may add less than nothing: one condescending line outweighs all the
    faults that are not there. With the policy "full_marks" what does not apply counts as earned.
    """
    score = 1 - severity * (1 - one.marks.score) if severity != 1 else one.marks.score
    if full_marks:
        score = np.where(one.state == NOT_APPLICABLE, 1.0, score)
    return score, counts(one, full_marks=full_marks)


def counts(one: Evaluated, *, full_marks: bool) -> Bools:
    """(n,) whether a criterion counts in its dimension; with the policy "full_marks" also where it does not apply."""
    return one.state != CANNOT_TELL if full_marks else one.state == SCORED


def _loss(score: Floats, counts: Bools, weight: float, dimension: float) -> Floats | None:
    """(n,) what a criterion costs; None where it costs nothing anywhere."""
    costs = counts & (score < 1)
    if not costs.any():
        return None
    loss: Floats = np.where(costs, 1 - score, 0.0)
    loss *= weight
    loss *= dimension
    return loss
