"""Scorecards, reviews and disputes in the JSON shapes of Zendesk QA's public export API.

`{"scorecards": [...], "conversations": [{"externalId", "reviews": [{"ratings": [...], "disputes": [...]}]}]}`, with the field
names of that API's documents; the way back stands in zendesk_reading.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from coachkit.criteria.schema import Criterion
from coachkit.reviews.values import ACCEPTED, OPEN, PARTLY, REJECTED, AnswerRow, DisputeRow, ReplyRow, ReviewRow
from coachkit.rubrics import Rubric

STEPS = (0, 50, 100)
"""The ratings that an exported category offers, in per cent."""
STATUS = {OPEN: "OPEN", ACCEPTED: "ACCEPTED", PARTLY: "PARTIALLY_ACCEPTED", REJECTED: "REJECTED"}


def to_zendesk(
    reviews: Iterable[ReviewRow],
    replies: Iterable[ReplyRow] = (),
    disputes: Iterable[DisputeRow] = (),
    rubrics: Sequence[Rubric] = (),
    language: str = "en",
) -> dict[str, Any]:
    """Reviews with their disputes by conversation, and the rubrics as scorecards; ready for json.dumps."""
    known = {one.key: one for one in replies}
    objections: dict[str, list[DisputeRow]] = {}
    for one in disputes:
        objections.setdefault(one.review, []).append(one)
    conversations: dict[str, list[dict[str, Any]]] = {}
    for review in reviews:
        reply = known.get(review.reply)
        name = (reply.conversation if reply else "") or review.reply
        conversations.setdefault(name, []).append(_review(review, reply, objections.get(review.id, []), rubrics, language))
    return {
        "scorecards": [scorecard(one, language) for one in rubrics],
        "conversations": [{"externalId": name, "reviews": found} for name, found in conversations.items()],
    }


def scorecard(rubric: Rubric, language: str = "en") -> dict[str, Any]:
    """A rubric as a scorecard; gates are its critical categories."""
    every = [*rubric.criteria, *rubric.gates]
    return {
        "id": rubric.id,
        "name": rubric.file.name.as_dict()[language],
        "description": rubric.file.about.as_dict()[language],
        "status": "ACTIVE",
        "version": rubric.file.version,
        "categories": [_category(one, rubric, place, language) for place, one in enumerate(every)],
    }


def _category(one: Criterion, rubric: Rubric, place: int, language: str) -> dict[str, Any]:
    gate = one.dimension == "gate"
    steps = (0, 100) if gate else STEPS
    return {
        "id": one.id,
        "name": one.name.as_dict()[language],
        "description": one.question.as_dict()[language],
        "group": one.dimension,
        "type": "MANUAL",
        "scale": len(steps),
        "weight": 0 if gate else rubric.weights[one.id],
        "critical": gate,
        "reviewCritical": gate,
        "groupCritical": False,
        "position": place,
        "skippable": True,
        "conditions": [],
        "rootCauses": {"multipleRequireReasons": False, "freeTextAllowed": True, "ratings": []},
        "ratings": [{"rating": step, "description": ""} for step in steps],
    }


def _review(
    review: ReviewRow, reply: ReplyRow | None, disputes: Sequence[DisputeRow], rubrics: Sequence[Rubric], language: str
) -> dict[str, Any]:
    rubric = next((one for one in rubrics if one.id == review.rubric), None)
    names = {one.id: one.name.as_dict()[language] for one in rubric.criteria} if rubric else {}
    weights = rubric.weights if rubric else {}
    return {
        "id": review.id,
        "externalMessageId": reply.place if reply else "",
        "replyKey": review.reply,
        "scorecardId": review.rubric,
        "reviewerName": review.reviewer,
        "revieweeName": reply.agent if reply else "",
        "created": _time(review.saved),
        "updated": _time(review.saved),
        "score": review.total,
        "comment": review.comment,
        "rootCause": review.root_cause,
        "blind": review.blind,
        "ratings": [_rating(name, score, names, weights) for name, score in review.scores.items()]
        + [_rating(name, 0.0, names, weights) | {"critical": True, "weight": 0} for name in review.gates],
        "disputes": [_dispute(one) for one in disputes],
    }


def _rating(name: str, score: float | None, names: Mapping[str, str], weights: Mapping[str, float]) -> dict[str, Any]:
    return {
        "categoryId": name, "categoryName": names.get(name, name), "rating": None if score is None else round(100 * score, 4),
        "notApplicable": score is None, "weight": weights.get(name, 1), "critical": False,
    }  # fmt: skip


def _dispute(one: DisputeRow) -> dict[str, Any]:
    answered = one.answers[-1].saved if one.answers else None
    taken = (answered - one.saved).total_seconds() if answered and one.saved else None
    expected = [
        {"categoryId": name, "expectedRating": None if score is None else 100 * score} for name, score in one.expected.items()
    ]
    return {
        "id": one.id, "disputedBy": one.by, "created": _time(one.saved), "status": STATUS[one.status], "resolutionTime": taken,
        "comment": one.comment, "rootCause": one.root_cause,
        "categories": [each | {"comment": one.comment, "rootCause": one.root_cause} for each in expected],
        "answers": [_answer(each) for each in one.answers],
    }  # fmt: skip


def _answer(one: AnswerRow) -> dict[str, Any]:
    return {"by": one.by, "status": STATUS[one.decision], "comment": one.comment, "created": _time(one.saved)}


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
