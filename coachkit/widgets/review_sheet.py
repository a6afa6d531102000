"""A reply under review as the browser gets it. What the reviewer is not to see yet does not travel there at all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from coachkit.criteria.schema import Criterion
from coachkit.model import DIMENSIONS, SCORED, Scorecard
from coachkit.reports.words import channel_name
from coachkit.reviews.conversations import Said
from coachkit.reviews.values import DisputeRow, ReplyRow, ReviewRow
from coachkit.rubrics import Rubric
from coachkit.widgets.live import live_findings
from coachkit.widgets.review_round import Round, channel
from coachkit.widgets.shown_text import Shown

IMPORTANT = 3
"""Criteria of each dimension that a reviewer is asked about first: those with the most weight."""

MOST_AROUND = 60
"""Messages of a conversation that are shown, those around the reply."""


def sheet(round_: Round, key: str, language: str, *, shown: bool) -> dict[str, Any]:
    """The reply `key` with its conversation, criteria and own review; with `shown` the machine's scores and others' reviews."""
    reply = round_.by_key[key]
    rubric = round_.rubric(reply)
    reviews = round_.reviews(key)
    mine = [one for one in reviews if one.reviewer == round_.reviewer]
    text = Shown(reply.text)
    sheet_: dict[str, Any] = {
        "key": key,
        "number": round_.numbers[key],
        "text": text.text,
        "chips": [one for one in (reply.agent, channel_name(reply.channel, language), reply.conversation) if one],
        "at": reply.at,
        "thread": _thread(round_.thread(reply), key),
        "channel": channel(reply) or "",
        "criteria": _criteria(rubric, language),
        "gates": [{"id": one.id, "name": one.name.as_dict()[language]} for one in rubric.gates],
        "own": _review(mine[-1], text) if mine else {},
        "shown": shown,
        "seen": key in round_.seen,
    }
    if shown:
        disputes = round_.disputes(key)
        sheet_["machine"] = _machine(reply, round_.card(reply), language)
        sheet_["reviews"] = [_listed(one, disputes) for one in reviews]
    return sheet_


def _thread(said: Sequence[Said], key: str) -> list[dict[str, Any]]:
    place = next((number for number, one in enumerate(said) if one.key == key), 0)
    first = max(0, min(place - MOST_AROUND // 2, len(said) - MOST_AROUND))
    return [
        {"speaker": one.speaker, "name": one.name, "at": one.at, "text": Shown(one.text).text, "here": one.key == key}
        for one in islice(said, first, first + MOST_AROUND)
    ]


def _criteria(rubric: Rubric, language: str) -> list[dict[str, Any]]:
    """The rubric's criteria, dimension by dimension, the weightiest first."""
    weights = rubric.weights
    found: list[dict[str, Any]] = []
    for dimension in DIMENSIONS:
        ordered = sorted((one for one in rubric.criteria if one.dimension == dimension), key=lambda one: -weights[one.id])
        found.extend(_criterion(one, language, important=place < IMPORTANT) for place, one in enumerate(ordered))
    return found


def _criterion(one: Criterion, language: str, *, important: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "dimension": one.dimension,
        "name": one.name.as_dict()[language],
        "question": one.question.as_dict()[language],
        "important": important,
    }


def _machine(reply: ReplyRow, card: Scorecard, language: str) -> dict[str, Any]:
    """The machine's scores: those of the file where it has them, else those of the text as it is shown."""
    kept = reply.machine
    criteria = (
        dict(kept.criteria) if kept and kept.criteria else {one.id: one.score for one in card.criteria if one.status == SCORED}
    )
    names = {one.name[language]: one.id for one in card.criteria} | {one.name[language]: one.id for one in card.gates}
    return {
        "total": kept.total if kept and kept.total is not None else card.total,
        "criteria": criteria,
        "gates": list(kept.gates) if kept else [one.id for one in card.gates],
        "findings": [one | {"criterion": names.get(one["name"], "")} for one in live_findings(card, language)],
    }


def _review(one: ReviewRow, text: Shown) -> dict[str, Any]:
    return {
        "id": one.id,
        "reviewer": one.reviewer,
        "version": one.version,
        "saved": one.saved.isoformat() if one.saved else "",
        "scores": dict(one.scores),
        "total": one.total,
        "gates": list(one.gates),
        "blind": one.blind,
        "comment": one.comment,
        "root": one.root_cause,
        "marks": [
            {
                "criterion": mark.criterion,
                "start": text.at(mark.start),
                "end": text.at(mark.end),
                "quote": mark.quote,
                "comment": mark.comment,
            }
            for mark in one.marks
        ],
    }


def _listed(one: ReviewRow, disputes: Sequence[DisputeRow]) -> dict[str, Any]:
    about = [_dispute(each) for each in disputes if each.review == one.id]
    said = _review(one, Shown(""))
    return {
        **said,
        "marks": [{"criterion": each.criterion, "quote": each.quote, "comment": each.comment} for each in one.marks],
        "disputes": about,
    }


def _dispute(one: DisputeRow) -> dict[str, Any]:
    return {
        "id": one.id,
        "by": one.by,
        "comment": one.comment,
        "expected": dict(one.expected),
        "status": one.status,
        "saved": one.saved.isoformat() if one.saved else "",
        "answers": [{"by": each.by, "decision": each.decision, "comment": each.comment} for each in one.answers],
    }


def listing(round_: Round, language: str) -> dict[str, Any]:
    """The list of replies: for each its key, agent, channel, first words, why it was drawn, and how far its review has come."""
    rows = [
        {
            "key": one.key,
            "agent": one.agent,
            "channel": channel_name(one.channel, language),
            "words": " ".join(one.text.split())[:60],
            "why": round_.loaded.reasons.get(one.key, "").split(),
            "done": one.key in round_.done,
            "disputed": one.key in round_.disputed,
        }
        for one in round_.loaded.replies
    ]
    return {"rows": rows, "done": len(round_.done), "count": len(rows)}
