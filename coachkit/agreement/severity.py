"""How strict or lenient each reviewer is, on the replies that somebody else has rated too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from coachkit.agreement.statistics import PLAIN, Drawing, Estimate, draws, interval
from coachkit.text.corpus import Floats

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Severity:
    """A rater's lean, in the unit of the scores: above 0 lenient, below 0 strict, 0 the mean of the raters.

    It rests on `lean.n` replies that this rater and another have rated.
    """

    rater: str
    lean: Estimate


def severity(ratings: pd.DataFrame, criterion: str, drawing: Drawing = PLAIN) -> tuple[Severity, ...]:
    """Each rater's lean on one criterion (or "total"), the strictest first.

    `ratings` has the columns reply, rater, criterion and score. A score is taken for the reply's own level plus the rater's
    lean, fitted by least squares over all replies with two ratings, the leans adding up to nought (two-way layout without
    interaction; Scheffé 1959). So a rater who was given the harder replies is not taken for a strict one. Raters of whom
    no chain of shared replies leads to the others cannot be compared and are NaN.
    """
    one = ratings[ratings["criterion"] == criterion]
    table = one.pivot_table(index="rater", columns="reply", values="score", aggfunc="last").sort_index()
    rated = table.to_numpy(dtype=float)
    rated = rated[:, (~np.isnan(rated)).sum(axis=0) > 1]
    leans, again = (
        _leans(rated, np.ones((1, rated.shape[1])))[0],
        _leans(rated, draws(rated.shape[1], drawing.rounds, drawing.seed)),
    )
    counts = (~np.isnan(rated)).sum(axis=1)
    found = [
        Severity(str(name), interval(float(leans[place]), again[:, place], int(counts[place]), drawing.confidence))
        for place, name in enumerate(table.index)
    ]
    return tuple(sorted(found, key=lambda each: (np.isnan(each.lean.value), each.lean.value, each.rater)))


def _leans(rated: Floats, drawn: Floats) -> Floats:
    """(rounds, raters) the least squares solution where each reply counts as often as it was drawn."""
    there = (~np.isnan(rated)).astype(float)
    count = there.sum(axis=0)
    centred = np.where(there > 0, rated - np.nanmean(rated, axis=0) if rated.size else 0.0, 0.0)
    shared = there[:, None, :] * there[None, :, :] / count if rated.size else np.zeros((len(rated), len(rated), 0))
    normal = np.einsum("bn,ijn->bij", drawn, np.eye(len(rated))[:, :, None] * there[None] - shared)
    solved = np.einsum("bij,bj->bi", np.linalg.pinv(normal, hermitian=True), drawn @ centred.T)
    # As many pieces as there are ways to move leans without changing a difference: more than one, and pieces are not comparable.
    linked = np.linalg.matrix_rank(normal, hermitian=True) == len(rated) - 1
    return np.where(linked[:, None], solved, np.nan)
