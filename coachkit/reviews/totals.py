"""What a person's scores per criterion add up to, by the same rules as the program's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from coachkit.model import DIMENSIONS
from coachkit.reviews.values import ReplyRow
from coachkit.rubrics import Rubric
from coachkit.scoring.arithmetic import hold_at, weighted_mean
from coachkit.transcripts.values import channel_of


def scored_by(reply: ReplyRow, rubric: Rubric) -> bool:
    """Whether this rubric scored the reply: as its scores say, else by the channel; so where neither is known."""
    if reply.machine is not None and reply.machine.rubric:
        return reply.machine.rubric == rubric.id
    return channel_of(reply.channel or None)[0] in (None, rubric.channel)


def total_of(scores: Mapping[str, float | None], rubric: Rubric, gates: Sequence[str] = ()) -> float | None:
    """The total (0 to 100) of scores by criterion id (0 to 1, None: does not apply); None where nothing of the rubric is scored.

    A criterion that is not there is left out like one that does not apply; with the rubric's policy "full_marks", the latter
    counts as earned. `gates` hold the total at their caps. Criteria that are not the rubric's are left out of account.
    """
    means = [_mean(scores, rubric, dimension) for dimension in DIMENSIONS]
    columns = [np.array([np.nan if mean is None else mean]) for mean in means]
    weights = [rubric.file.dimensions[name] for name in DIMENSIONS]  # type: ignore[index]
    total = weighted_mean(columns, [~np.isnan(column) for column in columns], weights, 1)
    held = hold_at(total, [(np.array([True]), rubric.caps[name]) for name in gates if name in rubric.caps])
    return None if np.isnan(held[0]) else round(float(held[0]), 2)


def _mean(scores: Mapping[str, float | None], rubric: Rubric, dimension: str) -> float | None:
    """A dimension's mean, 0 to 100."""
    total = weight = 0.0
    for one in rubric.criteria:
        if one.dimension != dimension or one.id not in scores:
            continue
        score = scores[one.id]
        if score is None and rubric.file.not_applicable != "full_marks":
            continue
        lost = 0.0 if score is None else rubric.severity(one) * (1 - score)
        total += rubric.weights[one.id] * (1 - lost)
        weight += rubric.weights[one.id]
    return 100 * max(0.0, total / weight) if weight else None
