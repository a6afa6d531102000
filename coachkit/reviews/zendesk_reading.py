"""Reviews and disputes from the JSON of Zendesk QA's public export API, and from what other tools make of it.

A name may be missing, and names that are not known are left alone. A rating is brought to 0 to 1 on its category's own scale:
(selected - lowest) / (highest - lowest).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from coachkit.errors import InputError
from coachkit.reviews.scored import number
from coachkit.reviews.tables import Finder, Remedies, content_id
from coachkit.reviews.values import ACCEPTED, PARTLY, REJECTED, AnswerRow, DisputeRow, ReplyRow, ReviewRow
from coachkit.scoring.arithmetic import review_score

LARGEST = 200_000_000
"""Bytes of a file; it is read whole."""
Scale: TypeAlias = tuple[float, float, float, bool]
"""Of a category: lowest and highest rating, weight, whether critical."""
_REMEDIES = Remedies(
    unnamed="its conversation needs an 'externalId', and the review an 'externalMessageId'",
    unclear="look at the conversation's 'externalId' and the review's 'externalMessageId'; they are `conversation` and `message` "
    "of the scored file (`row` where it has no `message`)",
    anonymous="the review needs a 'reviewerName'",
)
_DECISIONS = {
    "ACCEPTED": ACCEPTED,
    "PARTIALLY_ACCEPTED": PARTLY,
    "PARTLY_ACCEPTED": PARTLY,
    "REJECTED": REJECTED,
    "DECLINED": REJECTED,
}


@dataclass(frozen=True)
class Brought:
    """What a file holds, and how much could not be taken, by reason."""

    reviews: tuple[ReviewRow, ...]
    disputes: tuple[DisputeRow, ...]
    problems: Mapping[str, int]


def read_zendesk(path: Path, replies: Iterable[ReplyRow]) -> Brought:
    """The reviews and disputes of a JSON file about the replies given. Raises InputError where it cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path}: larger than {LARGEST // 1_000_000} MB; export fewer reviews at a time")
        found = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: no JSON in UTF-8: {str(error)[:100]}; export it again") from error
    conversations = found.get("conversations") if isinstance(found, dict) else found
    if not isinstance(conversations, list):
        raise InputError(f"{path}: no list 'conversations'; give an export of Zendesk QA's reviews")
    return from_zendesk(found if isinstance(found, dict) else {"conversations": found}, replies)


def from_zendesk(found: Mapping[str, Any], replies: Iterable[ReplyRow]) -> Brought:
    """The same from what json.loads gives; what fits no reply or is no review is counted with its reason."""
    finder, scales = Finder(replies, _REMEDIES), dict(_scales(found))
    reviews: list[ReviewRow] = []
    disputes: list[DisputeRow] = []
    problems: Counter[str] = Counter()
    for conversation, one in _each_review(found):
        try:
            review = _read_review(conversation, one, finder, scales)
            reviews.append(review)
            disputes += [_read_dispute(each, review, scales) for each in _dicts(one.get("disputes"))]
        except InputError as error:
            problems[str(error)] += 1
    return Brought(tuple(reviews), tuple(disputes), problems)


def _each_review(found: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for conversation in _dicts(found.get("conversations")):
        name = _word(conversation, "externalId", "conversationExternalId", "id")
        yield from ((name, one) for one in _dicts(conversation.get("reviews")))


def _scales(found: Mapping[str, Any]) -> Iterator[tuple[str, Scale]]:
    """The lowest and highest rating, the weight and whether critical, of each category of the scorecards."""
    for card in _dicts(found.get("scorecards")):
        for one in _dicts(card.get("categories")) or _dicts(card.get("ratingCategories")):
            ratings = [value for each in _dicts(one.get("ratings")) if (value := number(each.get("rating"))) is not None]
            low, high = (min(ratings), max(ratings)) if len(set(ratings)) > 1 else (0.0, 100.0)
            yield _word(one, "id", "categoryId"), (low, high, _or(number(one.get("weight")), 1.0), one.get("critical") is True)


def _read_review(conversation: str, one: Mapping[str, Any], finder: Finder, scales: Mapping[str, Scale]) -> ReviewRow:
    key = _word(one, "replyKey")
    place = _word(one, "externalMessageId", "externalCommentId", "messageId", "commentId")
    reply = finder.find(key if key in finder.by_key else "", conversation, place)
    rated = [(_word(each, "categoryId", "id", "categoryName"), each) for each in _dicts(one.get("ratings"))]
    shares = {name: _share(name, each, scales) for name, each in rated if name}
    gates = tuple(name for name, share in shares.items() if name.startswith("gates.") and share is not None and share < 0.5)
    score = number(one.get("score"))
    review = ReviewRow(
        reply=reply.key,
        reviewer=finder.reviewer(_word(one, "reviewerName", "reviewerEmail", "reviewerId", "reviewer")),
        scores={name: share for name, share in shares.items() if not name.startswith("gates.")},
        total=_reckoned(rated, shares, scales) if score is None else score,
        blind=one.get("blind") is True,
        comment=_word(one, "comment"),
        root_cause=_word(one, "rootCause"),
        gates=gates,
        rubric=_word(one, "scorecardId", "scorecardName"),
        saved=_moment(_word(one, "updated", "updatedISO", "created", "createdISO")),
    ).plain()
    return replace(review, id=_word(one, "id", "reviewId") or content_id(review, reply))


def _share(name: str, rating: Mapping[str, Any], scales: Mapping[str, Scale]) -> float | None:
    """0 to 1 on the category's own scale; None where it was not rated."""
    value = number(rating.get("rating"))
    if value is None or rating.get("notApplicable") is True:
        return None
    low, high = _range(name, rating, scales)
    if not low <= value <= high:
        raise InputError(f"a rating of '{name}' is {value:g}, out of its scale of {low:g} to {high:g}")
    return (value - low) / (high - low)


def _range(name: str, rating: Mapping[str, Any], scales: Mapping[str, Scale]) -> tuple[float, float]:
    """The scale that the scorecard gives, else one of 1 to its size, else per cent."""
    if name in scales:
        return scales[name][:2]
    size = number(rating.get("ratingScale") or rating.get("scale"))
    return (1.0, size) if size is not None and size > 1 else (0.0, 100.0)


def _reckoned(
    rated: Sequence[tuple[str, Mapping[str, Any]]],
    shares: Mapping[str, float | None],
    scales: Mapping[str, Scale],
) -> float | None:
    """The review's score by its ratings, weights and critical categories; None where nothing with a weight was rated."""
    rows = []
    for name, each in rated:
        share = shares.get(name)
        if share is not None:
            weight = _or(number(each.get("weight")), scales.get(name, (0, 0, 1.0, False))[2])
            rows.append((share, 0.0, 1.0, weight, each.get("critical") is True or scales.get(name, (0, 0, 0, False))[3]))
    return round(review_score(rows), 4) if sum(row[3] for row in rows) > 0 else None


def _read_dispute(one: Mapping[str, Any], review: ReviewRow, scales: Mapping[str, Scale]) -> DisputeRow:
    expected = {}
    for each in _dicts(one.get("categories")):
        name = _word(each, "categoryId", "id", "categoryName")
        expected[name] = _share(name, {**each, "rating": each.get("expectedRating")}, scales)
    categories = _dicts(one.get("categories")) or [{}]
    saved = _moment(_word(one, "created", "createdISO"))
    return DisputeRow(
        review=review.id,
        by=_word(one, "disputedBy", "disputedByName", "revieweeName", "revieweeEmail") or "?",
        expected={name: score for name, score in expected.items() if name},
        comment=_word(one, "comment") or _word(categories[0], "comment"),
        root_cause=_word(one, "rootCause") or _word(categories[0], "rootCause"),
        answers=tuple(_answers(one)),
        id=_word(one, "id", "disputeId"),
        reply=review.reply,
        saved=saved,
    ).plain()


def _answers(one: Mapping[str, Any]) -> Iterator[AnswerRow]:
    for each in _dicts(one.get("answers")) or [one]:
        decision = _DECISIONS.get(_word(each, "status").upper())
        if decision:
            by = _word(each, "by", "resolvedBy", "resolvedByName") or "?"
            yield AnswerRow(by, decision, _word(each, "comment") if each is not one else "", _moment(_word(each, "created")))


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _word(one: Mapping[str, Any], *names: str) -> str:
    """The first of the names that says something, as text."""
    return next((str(one[name]) for name in names if isinstance(one.get(name), (str, int)) and str(one[name])), "")


def _or(value: float | None, other: float) -> float:
    return other if value is None else value


def _moment(text: str) -> datetime | None:
    """The time; None where it cannot be read. Without an offset it is taken for UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
