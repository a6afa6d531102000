"""Reviewed replies under other rules: their new scores, kept beside the machine's own, where the stored text allows it.

The store holds masked texts. A placeholder is no name and no number, so a text with one would score otherwise than what the
agent wrote; and names that the file told stay out of the store. Such replies keep the scores they have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from coachkit.authoring.rescore import Rescored
from coachkit.batch import score_many
from coachkit.model import Scorecard
from coachkit.privacy import is_masked
from coachkit.reviews.scored import as_asked
from coachkit.reviews.values import ReplyRow
from coachkit.rubrics import Rubric, load_rubric, rubric_for, rubric_names
from coachkit.scoring.fingerprint import fingerprint
from coachkit.scoring.kept import ScoreRow
from coachkit.transcripts.values import channel_of

if TYPE_CHECKING:
    from coachkit.store import Store

UNSCORED, MASKED, UNLIKE = "unscored", "masked", "unlike"
REASONS = (UNSCORED, MASKED, UNLIKE)
"""Why a reply cannot be scored anew: it has no scores to compare with; parts of it or of the customer's words are masked;
under the rules of then the stored text does not score what the reply did."""

BLOCK = 500
"""Replies scored and kept at a time, so that a run that is stopped has kept what it did."""

SAME = 0.011
"""Totals as near as this are the same: files hold two decimals."""


@dataclass
class RescoredReviews(Rescored):
    """What came of it; `people` has the mean of the reviewers' totals beside each of `before`, None where they gave none."""

    people: list[float | None] = field(default_factory=list)

    @property
    def apart(self) -> tuple[float, float] | None:
        """The mean distance (0 to 100) of the totals from the people's, before and after; None where nothing can be compared."""
        columns = np.array([self.before, self.after, self.people], dtype=np.float64).reshape(3, -1)
        before, after, people = columns[:, ~np.isnan(columns).any(axis=0)]
        return (float(np.abs(before - people).mean()), float(np.abs(after - people).mean())) if len(people) else None


Watch = Callable[[Sequence[int]], Iterable[int]]


def rescore_reviews(store: Store, rubric: Rubric | None = None, watch: Watch = iter) -> RescoredReviews:
    """Scores every reviewed reply under `rubric`, else under its channel's, and keeps the scores beside the machine's own.

    Nothing that is stored is changed, and what `Store.reply` gives as the machine's scores stays. `watch` may tell of progress.
    Replies that have scores under these very rules are only counted, and so are those that cannot be scored (REASONS).
    """
    done, rescored = RescoredReviews(), store.rescored_replies()
    fit = []
    for reply in store.reviewed_replies():
        hindrance = _hindrance(reply)
        if hindrance:
            done.cannot(hindrance)
        elif fingerprint(_rules(reply, rubric)) in {
            one.fingerprint for one in (*store.machine_scores(reply.key), *rescored.get(reply.key, ()))
        }:
            done.known += 1
        else:
            fit.append(reply)
    people = _people(store)
    for start in watch(range(0, len(fit), BLOCK)):
        _rescore_block(store, fit[start : start + BLOCK], rubric, people, done)
    return done


def _hindrance(reply: ReplyRow) -> str:
    if reply.machine is None:
        return UNSCORED
    return MASKED if is_masked(reply.text) or is_masked(reply.customer) else ""


def _rules(reply: ReplyRow, rubric: Rubric | None) -> Rubric:
    return rubric or rubric_for(channel_of(reply.channel or None)[0])


def _people(store: Store) -> dict[str, float]:
    """The mean of the reviewers' totals, by the reply's key."""
    totals: dict[str, list[float]] = {}
    for review in store.reviews():
        if review.total is not None:
            totals.setdefault(review.reply, []).append(review.total)
    return {key: sum(given) / len(given) for key, given in totals.items()}


def _rescore_block(
    store: Store, replies: Sequence[ReplyRow], rubric: Rubric | None, people: dict[str, float], done: RescoredReviews
) -> None:
    """Scores and keeps what scores the same as then under the rules of then, as far as they are still at hand."""
    unlike = set(_unlike(replies))
    if unlike:
        done.cannot(UNLIKE, len(unlike))
    kept = [one for one in replies if one.key not in unlike]
    cards = list(_cards(kept, rubric))
    store.add_rescored_replies((one.key, ScoreRow(**card.columns())) for one, card in zip(kept, cards, strict=True))
    for reply, card in zip(kept, cards, strict=True):
        assert reply.machine is not None  # _hindrance
        done.before.append(reply.machine.total)
        done.after.append(card.total)
        done.people.append(people.get(reply.key))
        done.fingerprints.add(card.fingerprint)


def _unlike(replies: Sequence[ReplyRow]) -> Iterator[str]:
    """The keys of replies whose stored text, scored by the rules of then, fails other gates or has another total."""
    by_rules: dict[Rubric, list[ReplyRow]] = {}
    for reply in replies:
        rules = _rules_of_then(reply.machine)
        if rules is not None:
            by_rules.setdefault(rules, []).append(reply)
    for rules, mine in by_rules.items():
        for reply, card in zip(mine, _cards(mine, rules), strict=True):
            then = reply.machine
            if then is not None and not (_same(then.total, card.total) and set(then.gates) == {one.id for one in card.gates}):
                yield reply.key


def _rules_of_then(machine: ScoreRow | None) -> Rubric | None:
    """The shipped rubric that made these scores, where it is still the same to the letter."""
    name = machine.rubric.partition("@")[0] if machine else ""
    rules = load_rubric(name) if name in rubric_names() else None
    return rules if rules and machine and fingerprint(rules) == machine.fingerprint else None


def _same(one: float | None, other: float | None) -> bool:
    return one is other if one is None or other is None else abs(one - other) < SAME


def _cards(replies: Sequence[ReplyRow], rubric: Rubric | None) -> Iterator[Scorecard]:
    for block in score_many([as_asked(one) for one in replies], rubric):
        yield from (block.card(place) for place in range(len(block.replies)))
