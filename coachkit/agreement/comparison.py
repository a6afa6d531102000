"""All criteria of a set of reviews: who agrees with whom, where least, and on which replies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from coachkit.agreement.statistics import (
    PLAIN,
    Drawing,
    Estimate,
    alpha_estimate,
    in_steps,
    kappa_estimate,
    percent_estimate,
)
from coachkit.reviews.values import ReplyRow, ReviewRow
from coachkit.text.corpus import Floats

if TYPE_CHECKING:
    import pandas as pd

TOTAL = "total"
MACHINE, PEOPLE = "coachkit", "people"
COLUMNS = ("reply", "rater", "criterion", "score")
STEPS = 3
"""Even steps that criterion scores are brought to where "the same" is asked: 0, a half, 1."""
BANDS = 6
"""Even steps of a total: 0, 20, ... 100."""


@dataclass(frozen=True)
class Agreed:
    """Agreement on one criterion, or on the total.

    `exact` and `near` are shares (0 to 1) of pairs on the same step and on the same or the next one; `kappa`, `linear` and
    `quadratic` Cohen's kappa on steps, plain and weighted; `nominal`, `ordinal` (both on steps) and `interval` (on the scores
    as they are) Krippendorff's alpha. `apart` is the mean distance of a pair, in the unit of the scores. `split` counts replies
    where one says it does not apply and another gives a score.
    """

    criterion: str
    replies: int
    exact: Estimate
    near: Estimate
    kappa: Estimate
    linear: Estimate
    quadratic: Estimate
    nominal: Estimate
    ordinal: Estimate
    interval: Estimate
    apart: float
    split: int


def ratings_of(reviews: Iterable[ReviewRow], replies: Iterable[ReplyRow] = (), machine: str = MACHINE) -> pd.DataFrame:
    """Reviews as rows (reply, rater, criterion, score), and the machine's scores of the same replies as those of one more rater.

    Criteria 0 to 1, "total" 0 to 100; NaN says that it does not apply. Of several reviews of a reply by one person the last
    counts.
    """
    import pandas as pd

    rows: dict[tuple[str, str, str], float] = {}
    reviewed = set()
    for review in reviews:
        reviewed.add(review.reply)
        rows.update(_scores(review.reply, review.reviewer, {**review.scores, TOTAL: review.total}))
    for reply in replies:
        if reply.machine is not None and reply.key in reviewed:
            rows.update(_scores(reply.key, machine, {**reply.machine.criteria, TOTAL: reply.machine.total}))
    return pd.DataFrame([(*key, score) for key, score in rows.items()], columns=list(COLUMNS))


def _scores(reply: str, rater: str, scores: dict[str, float | None]) -> dict[tuple[str, str, str], float]:
    return {(reply, rater, name): np.nan if score is None else float(score) for name, score in scores.items()}


def people_and_program(ratings: pd.DataFrame, machine: str = MACHINE) -> pd.DataFrame:
    """Two raters: the people's mean of each reply and criterion, and the program."""
    import pandas as pd

    people = ratings[ratings["rater"] != machine]
    mean = people.groupby(["reply", "criterion"], sort=True)["score"].mean().reset_index()
    mean.insert(1, "rater", PEOPLE)
    own = ratings[ratings["rater"] == machine]
    return pd.concat([mean[list(COLUMNS)], own[list(COLUMNS)]], ignore_index=True)


def agreement(
    ratings: pd.DataFrame, raters: Sequence[str] | None = None, *, steps: int = STEPS, drawing: Drawing = PLAIN
) -> tuple[Agreed, ...]:
    """The agreement of the raters named (else of all) on the total and on each criterion, in alphabetical order.

    Criteria that no reply has two ratings of are left out.
    """
    chosen = ratings if raters is None else ratings[ratings["rater"].isin(list(raters))]
    names = sorted(set(chosen["criterion"]), key=lambda name: (name != TOTAL, name))
    found = [_agreed(name, chosen, steps, drawing) for name in names]
    return tuple(one for one in found if one.replies or one.split)


def _agreed(name: str, ratings: pd.DataFrame, steps: int, drawing: Drawing) -> Agreed:
    rated, looked = _rated(ratings[ratings["criterion"] == name])
    highest, count = (100.0, BANDS) if name == TOTAL else (1.0, steps)
    stepped, step = in_steps(rated, count, highest), highest / (count - 1)
    all_steps = in_steps(np.linspace(0, highest, count), count, highest).tolist()
    scored = (~np.isnan(rated)).sum(axis=0)
    return Agreed(
        criterion=name,
        replies=int((scored > 1).sum()),
        exact=percent_estimate(stepped, 0.0, drawing),
        near=percent_estimate(stepped, step, drawing),
        kappa=kappa_estimate(stepped, None, all_steps, drawing),
        linear=kappa_estimate(stepped, "linear", all_steps, drawing),
        quadratic=kappa_estimate(stepped, "quadratic", all_steps, drawing),
        nominal=alpha_estimate(stepped, "nominal", drawing),
        ordinal=alpha_estimate(stepped, "ordinal", drawing),
        interval=alpha_estimate(rated, "interval", drawing),
        apart=_apart(rated),
        split=int(((scored > 0) & (looked > scored)).sum()),
    )


def _rated(one: pd.DataFrame) -> tuple[Floats, Floats]:
    """(raters, replies) scores, and (replies,) how many raters looked at the criterion."""
    table = one.pivot_table(index="rater", columns="reply", values="score", aggfunc="last", dropna=False)
    looked = one.groupby("reply")["rater"].nunique().reindex(table.columns)
    return np.asarray(table, dtype=float), np.asarray(looked, dtype=float)


def _apart(rated: Floats) -> float:
    """Mean distance of two ratings of one reply; NaN where there are no two."""
    apart = np.abs(rated[:, None, :] - rated[None, :, :])[np.triu_indices(len(rated), 1)]
    return float(np.nanmean(apart)) if apart.size and not np.isnan(apart).all() else np.nan


def hardest(agreed: Iterable[Agreed], most: int = 10) -> tuple[Agreed, ...]:
    """The criteria with the least agreement by the ordinal alpha, those with the widest mean distance first among equals."""
    told = [one for one in agreed if one.criterion != TOTAL and not np.isnan(one.apart) and one.apart > 0]
    return tuple(sorted(told, key=lambda one: (np.nan_to_num(one.ordinal.value, nan=1.0), -one.apart, one.criterion))[:most])


def farthest(ratings: pd.DataFrame, criterion: str = TOTAL, most: int = 10) -> pd.DataFrame:
    """The replies on which ratings lie farthest apart: reply, lowest, highest, apart; the farthest first."""
    one = ratings[(ratings["criterion"] == criterion) & ratings["score"].notna()]
    spread = one.groupby("reply")["score"].agg(lowest="min", highest="max", count="count").reset_index()
    spread = spread[spread["count"] > 1].drop(columns="count")
    spread["apart"] = spread["highest"] - spread["lowest"]
    return spread.sort_values(["apart", "reply"], ascending=[False, True]).head(most).reset_index(drop=True)
