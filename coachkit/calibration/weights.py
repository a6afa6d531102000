"""A proposal for a team's own weights, from replies that people of the team have reviewed.

n replies, k criteria. The total of a rubric is worked out anew for other weights, and weights are looked for whose totals lie
nearest to people's: bounded least squares in a few linear steps (Gauss and Newton; scipy's lsq_linear), shrunk to the present
weights. Weights are never negative, so a better score on a criterion never lowers a total. How strongly to shrink, and how
good the proposal is, is told by replies that the fit has not seen (cross-validation).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import lsq_linear

from coachkit.agreement.statistics import PLAIN, Drawing, Estimate, alpha, alphas_of_pair, draws, interval
from coachkit.model import DIMENSIONS
from coachkit.reviews.totals import scored_by
from coachkit.reviews.values import ReplyRow, ReviewRow
from coachkit.rubrics import Rubric
from coachkit.text.corpus import Bools, Floats, Ints

FEWEST = 40
"""Replies below which no proposal is made: a rubric has some sixty weights."""
FOLDS = 5
STEPS = 12
LARGEST_FACTOR = 3.0
"""A weight is at most so many times the present one: a few hundred replies do not say more."""
SHRINKAGE = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)
"""What is tried: the points squared that moving one weight by its own size must gain over all replies, per reply of a hundred."""
HIGHEST_WEIGHT = 10.0


@dataclass(frozen=True, eq=False)
class Reviewed:
    """n replies with the program's scores by criterion and people's totals.

    `scores` (n, k) 0 to 1 in the order of the rubric's criteria, NaN where one does not apply; `people` (n,) the mean of people's
    totals, 0 to 100; `caps` (n,) what failed gates hold the total at, infinity without; `keys` the replies' keys.
    """

    scores: Floats
    people: Floats
    caps: Floats
    keys: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.people)

    def only(self, rows: Bools | Ints) -> Reviewed:
        """Some of them."""
        keys = tuple(np.array(self.keys, dtype=object)[rows].tolist())
        return Reviewed(self.scores[rows], self.people[rows], self.caps[rows], keys)


@dataclass(frozen=True)
class Proposal:
    """New weights by criterion id and dimension, and what they are worth on replies that the fit had not seen.

    `before`, `after` and `change` are Krippendorff's interval alpha of people's and the program's totals; `distance_before` and
    `distance_after` their mean distance in points; `level` people's mean less the present rubric's, which weights do not mend.
    """

    weights: Mapping[str, float]
    dimensions: Mapping[str, float]
    before: Estimate
    after: Estimate
    change: Estimate
    distance_before: float
    distance_after: float
    level: float
    shrinkage: float
    replies: int

    @property
    def better(self) -> bool:
        """Whether people and program would agree more."""
        return self.change.value > 0

    @property
    def sure(self) -> bool:
        """Whether the gain is more than chance would give: its interval lies above 0."""
        return self.change.low > 0


def reviewed_of(reviews: Iterable[ReviewRow], replies: Iterable[ReplyRow], rubric: Rubric) -> Reviewed:
    """The replies that have a total from a person and the program's scores on the rubric's criteria, by their key.

    Replies that another rubric scored are left out.
    """
    totals: dict[str, dict[str, float]] = {}
    for review in reviews:
        if review.total is not None:
            totals.setdefault(review.reply, {})[review.reviewer] = review.total
    names = [one.id for one in rubric.criteria]
    found = []
    for reply in sorted(replies, key=lambda one: one.key):
        machine = reply.machine
        if machine is None or reply.key not in totals or not scored_by(reply, rubric):
            continue
        scores = [_number(machine.criteria.get(name)) for name in names]
        if not np.isnan(scores).all():
            cap = min((rubric.caps[gate] for gate in machine.gates if gate in rubric.caps), default=np.inf)
            found.append((scores, float(np.mean(list(totals[reply.key].values()))), cap, reply.key))
    table = np.array([one[0] for one in found]).reshape(len(found), len(names))
    numbers = np.array([one[1:3] for one in found], dtype=float).reshape(len(found), 2)
    return Reviewed(table, numbers[:, 0], numbers[:, 1], tuple(one[3] for one in found))


def _number(value: float | None) -> float:
    return np.nan if value is None else value


@dataclass(frozen=True, eq=False)
class Weighing:
    """A rubric's arithmetic for factors on its weights: k criteria, then 4 dimensions; all 1 is the rubric itself."""

    weights: Floats
    severity: Floats
    of_dimension: Bools
    dimensions: Floats

    def totals(self, reviewed: Reviewed, factors: Floats) -> Floats:
        """(n,) totals, 0 to 100; NaN where nothing of a reply counts."""
        means, told, _ = self._means(reviewed, factors)
        return np.minimum(self._total(means, told, factors), reviewed.caps)

    def slope(self, reviewed: Reviewed, factors: Floats) -> Floats:
        """(n, k + 4) points by which a total moves with each factor; 0 where a gate holds it."""
        k = len(self.weights)
        means, told, weight = self._means(reviewed, factors)
        total = self._total(means, told, factors)
        share = np.where(told, self.dimensions * factors[k:], 0.0)
        whole = share.sum(axis=1, keepdims=True)
        share = np.divide(share, whole, out=np.zeros_like(share), where=whole > 0)
        counts = ~np.isnan(reviewed.scores)
        weight = np.where(weight > 0, weight, 1.0)
        ahead = np.where(counts, self._earned(reviewed) - (means / 100) @ self.of_dimension, 0.0)
        # A dimension that faults have brought to nought stays there.
        by_criterion = 100 * ((share * (means > 0) / weight) @ self.of_dimension) * self.weights * ahead
        by_dimension = np.where(told & (whole > 0), means - np.nan_to_num(total)[:, None], 0.0) * self.dimensions
        slopes = np.hstack([by_criterion, np.divide(by_dimension, whole, out=np.zeros_like(by_dimension), where=whole > 0)])
        return np.where((total < reviewed.caps)[:, None], slopes, 0.0)

    def _earned(self, reviewed: Reviewed) -> Floats:
        return 1 - self.severity * (1 - reviewed.scores)

    def _means(self, reviewed: Reviewed, factors: Floats) -> tuple[Floats, Bools, Floats]:
        """(n, 4) each dimension's mean, whether it can be told, and the sum of the weights that count in it."""
        counts = ~np.isnan(reviewed.scores)
        weighed = np.where(counts, self.weights * factors[: len(self.weights)], 0.0)
        weight = weighed @ self.of_dimension.T
        earned = (weighed * np.where(counts, self._earned(reviewed), 0.0)) @ self.of_dimension.T
        means = np.divide(earned, weight, out=np.zeros_like(earned), where=weight > 0)
        return 100 * np.maximum(means, 0.0), weight > 0, weight

    def _total(self, means: Floats, told: Bools, factors: Floats) -> Floats:
        share = np.where(told, self.dimensions * factors[len(self.weights) :], 0.0)
        whole = share.sum(axis=1)
        return np.divide((share * means).sum(axis=1), whole, out=np.full(len(means), np.nan), where=whole > 0)


def weighing_of(rubric: Rubric) -> Weighing:
    """The arithmetic of a rubric whose policy for what does not apply is to leave it out."""
    return Weighing(
        np.array([rubric.weights[one.id] for one in rubric.criteria]),
        np.array([rubric.severity(one) for one in rubric.criteria]),
        np.array([[one.dimension == name for one in rubric.criteria] for name in DIMENSIONS]),
        np.array([rubric.file.dimensions[name] for name in DIMENSIONS], dtype=np.float64),  # type: ignore[index]
    )


def fit(weighing: Weighing, reviewed: Reviewed, shrinkage: float) -> Floats:
    """(k + 4,) factors, 0 to LARGEST_FACTOR, whose totals lie nearest to people's but for a constant.

    The constant takes up that people are stricter or milder than the program altogether, which weights should not be bent
    to mimic. A criterion that no reply tells anything of keeps its weight.
    """
    factors = np.ones(len(weighing.weights) + len(DIMENSIONS))
    pull = np.sqrt(shrinkage * len(reviewed) / 100)
    for _ in range(STEPS):
        slope = weighing.slope(reviewed, factors)
        missed = reviewed.people - weighing.totals(reviewed, factors)
        free = (np.abs(slope).sum(axis=1) > 0) & ~np.isnan(missed)
        slope, missed = slope[free] - slope[free].mean(axis=0), missed[free] - missed[free].mean()
        step = _step(slope, missed, pull, factors)
        factors = np.clip(factors + step, 0.0, LARGEST_FACTOR)
        if np.abs(step).max() < 1e-4:
            break
    return factors


def _step(slope: Floats, missed: Floats, pull: float, factors: Floats) -> Floats:
    """The change of the factors that lessens the misses most, within their bounds."""
    square = slope.T @ slope + pull**2 * np.eye(len(factors))
    aim = slope.T @ missed + pull**2 * (1 - factors)
    step = np.asarray(np.linalg.solve(square, aim), dtype=np.float64)
    low, high = -factors, LARGEST_FACTOR - factors
    if ((low <= step) & (step <= high)).all():
        return step
    # The same sum of squares in as few rows as there are factors: far quicker where a bound is met.
    root = np.linalg.cholesky(square)
    found = lsq_linear(root.T, np.linalg.solve(root, aim), (low - 1e-12, high + 1e-12), method="bvls")
    return np.asarray(found.x)


def calibrate(reviewed: Reviewed, rubric: Rubric, drawing: Drawing = PLAIN) -> Proposal:
    """The proposal for a rubric. Raises ValueError for fewer than FEWEST replies or a rubric with the policy "full_marks"."""
    if len(reviewed) < FEWEST:
        raise ValueError(f"{len(reviewed)} replies; at least {FEWEST} are needed")
    if rubric.file.not_applicable != "leave_out":
        raise ValueError(f"rubric '{rubric.id}' counts what does not apply as earned; only 'leave_out' can be calibrated")
    weighing = weighing_of(rubric)
    folds = _folds(reviewed, drawing.seed)
    strength = min(SHRINKAGE, key=lambda one: (_missed(weighing, reviewed, folds, one), -one))
    held_out = _held_out(weighing, reviewed, folds, drawing.seed)
    present = weighing.totals(reviewed, np.ones(len(weighing.weights) + len(DIMENSIONS)))
    factors = fit(weighing, reviewed, strength)
    before, after, change = _worth(reviewed.people, present, held_out, drawing)
    return Proposal(
        weights=_rounded(
            [one.id for one in rubric.criteria], weighing.weights * factors[: len(weighing.weights)], rubric.weights
        ),
        dimensions=_rounded(DIMENSIONS, weighing.dimensions * factors[len(weighing.weights) :], rubric.file.dimensions),  # type: ignore[arg-type]
        before=before,
        after=after,
        change=change,
        distance_before=float(np.nanmean(np.abs(reviewed.people - present))),
        distance_after=float(np.nanmean(np.abs(reviewed.people - held_out))),
        level=float(np.nanmean(reviewed.people - present)),
        shrinkage=strength,
        replies=len(reviewed),
    )


def _folds(reviewed: Reviewed, seed: int) -> Ints:
    """(n,) which fold each reply is in."""
    return np.random.default_rng(seed).permutation(np.arange(len(reviewed)) % FOLDS)


def _predicted(weighing: Weighing, reviewed: Reviewed, folds: Ints, strength: float) -> Floats:
    """(n,) each reply's total under weights that were fitted without its fold."""
    totals = np.full(len(reviewed), np.nan)
    for fold in np.unique(folds):
        factors = fit(weighing, reviewed.only(folds != fold), strength)
        totals[folds == fold] = weighing.totals(reviewed.only(folds == fold), factors)
    return totals


def _missed(weighing: Weighing, reviewed: Reviewed, folds: Ints, strength: float) -> float:
    """Mean squared distance from people of replies not seen, but for a constant."""
    away = reviewed.people - _predicted(weighing, reviewed, folds, strength)
    return float(np.nanvar(away))


def _held_out(weighing: Weighing, reviewed: Reviewed, folds: Ints, seed: int) -> Floats:
    """(n,) totals of replies that neither the fit nor the choice of how to shrink has seen (nested cross-validation)."""
    totals = np.full(len(reviewed), np.nan)
    for fold in np.unique(folds):
        seen = reviewed.only(folds != fold)
        inner = _folds(seen, seed + 1)
        strength = min(SHRINKAGE, key=lambda one: (_missed(weighing, seen, inner, one), -one))
        totals[folds == fold] = weighing.totals(reviewed.only(folds == fold), fit(weighing, seen, strength))
    return totals


def _worth(people: Floats, present: Floats, proposed: Floats, drawing: Drawing) -> tuple[Estimate, Estimate, Estimate]:
    """Alpha before, after, and the change, all from the same drawings."""
    told = ~np.isnan(people + present + proposed)
    n = int(told.sum())
    drawn = draws(n, drawing.rounds, drawing.seed)
    pairs = [np.array([people[told], totals[told]]) for totals in (present, proposed)]
    values = [alpha(pair, "interval") for pair in pairs]
    again = [alphas_of_pair(pair, drawn) for pair in pairs]
    before, after = (interval(value, one, n, drawing.confidence) for value, one in zip(values, again, strict=True))
    return before, after, interval(values[1] - values[0], again[1] - again[0], n, drawing.confidence)


def _rounded(names: Sequence[str], weights: Floats, present: Mapping[str, float]) -> dict[str, float]:
    """Weights to a tenth and at most HIGHEST_WEIGHT; those that hardly move stay as they are."""
    new = {name: round(min(HIGHEST_WEIGHT, float(weight)), 1) for name, weight in zip(names, weights, strict=True)}
    return {name: present[name] if abs(weight - present[name]) < 0.1 + 1e-9 else weight for name, weight in new.items()}
