"""Replies under review, what people say of them, and who disputes it: plain frozen values.

Replies come masked from a scored file; what people write about them is masked on its way into the store (reviews.masking).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from coachkit.errors import InputError
from coachkit.scoring.kept import ScoreRow, told

LONGEST_NAME = 200
ACCEPTED, PARTLY, REJECTED, OPEN = "accepted", "partly", "rejected", "open"
DECISIONS = (ACCEPTED, PARTLY, REJECTED)


def reply_key(conversation: str | None, place: str | int, text: str) -> str:
    """What a reply is known by, in every file and store: 32 hexadecimal digits over conversation, place and masked text.

    `place` is the message's own number where there is one, else its row. The same file masked alike gives the same keys.
    """
    parts = json.dumps([conversation or "", str(place), text], ensure_ascii=True)
    return hashlib.sha256(parts.encode("ascii")).hexdigest()[:32]


@dataclass(frozen=True)
class ReplyRow:
    """A reply that may be reviewed, with its setting. `at` is ISO 8601, `csat` 1 to 5, `nps` 0 to 10; `machine` its scores."""

    key: str
    text: str
    customer: str = ""
    conversation: str = ""
    place: str = ""
    channel: str = ""
    language: str = ""
    agent: str = ""
    at: str = ""
    csat: float | None = None
    nps: float | None = None
    machine: ScoreRow | None = None

    def plain(self) -> Self:
        """The same with plain numbers: as it will come back."""
        return replace(self, csat=told(self.csat), nps=told(self.nps), machine=self.machine and self.machine.plain())


@dataclass(frozen=True)
class Mark:
    """Where the machine is wrong: which criterion, and text[start:end] of the masked reply."""

    criterion: str
    start: int
    end: int
    quote: str = ""
    comment: str = ""


@dataclass(frozen=True)
class ReviewRow:
    """One version of one person's review of a reply.

    `reply` is its key; `scores` go by criterion id, 0 to 1, None for "does not apply"; a criterion that is not there was not
    looked at. `total` is 0 to 100. `blind` says that the machine's scores were hidden meanwhile. `gates` are those that the
    reviewer says failed. `fingerprint` names the machine's rules at that time. The store fills in `id`, `version` (1, 2, ... for
    the same reply and reviewer) and `saved` (UTC).
    """

    reply: str
    reviewer: str
    scores: Mapping[str, float | None]
    total: float | None = None
    blind: bool = True
    comment: str = ""
    root_cause: str = ""
    marks: tuple[Mark, ...] = ()
    gates: tuple[str, ...] = ()
    rubric: str = ""
    fingerprint: str = ""
    seconds: float | None = None
    id: str = ""
    version: int = 0
    saved: datetime | None = None

    def plain(self) -> Self:
        """The same with plain numbers: as it will come back. Raises InputError for what no review can hold."""
        _check_name("reviewer", self.reviewer)
        for name, value in self.scores.items():
            _within(value, 1, f"the score of '{name}'")
        _within(self.total, 100, "the total")
        for mark in self.marks:
            if not 0 <= mark.start <= mark.end:
                raise InputError(f"the mark at '{mark.criterion}' goes from {mark.start} to {mark.end}; start at 0 or later")
        return replace(
            self,
            scores={str(name): told(value) for name, value in self.scores.items()},
            total=told(self.total),
            seconds=told(self.seconds),
            marks=tuple(self.marks),
            gates=tuple(self.gates),
        )

    def says_the_same(self, other: ReviewRow) -> bool:
        """Whether both say the same of the same reply, whenever it was kept."""
        return replace(self, id="", version=0, saved=None) == replace(other, id="", version=0, saved=None)


@dataclass(frozen=True)
class AnswerRow:
    """An answer to a dispute: who, one of DECISIONS, and why."""

    by: str
    decision: str
    comment: str = ""
    saved: datetime | None = None

    def plain(self) -> Self:
        """The same. Raises InputError for a decision that is none of DECISIONS."""
        _check_name("person who answers", self.by)
        if self.decision not in DECISIONS:
            raise InputError(f"no decision '{self.decision}'; write {', '.join(DECISIONS)}")
        return self


@dataclass(frozen=True)
class DisputeRow:
    """An agent's objection to one version of a review, with the scores the agent expected, and its answers in order."""

    review: str
    by: str
    expected: Mapping[str, float | None] = field(default_factory=dict)
    comment: str = ""
    root_cause: str = ""
    answers: tuple[AnswerRow, ...] = ()
    id: str = ""
    reply: str = ""
    saved: datetime | None = None

    @property
    def status(self) -> str:
        """The last answer's decision; "open" without one."""
        return self.answers[-1].decision if self.answers else OPEN

    def plain(self) -> Self:
        """The same with plain numbers. Raises InputError for what no dispute can hold."""
        _check_name("person who disputes", self.by)
        for name, value in self.expected.items():
            _within(value, 1, f"the score expected for '{name}'")
        return replace(self, expected={str(name): told(value) for name, value in self.expected.items()})


@dataclass(frozen=True)
class QueueRow:
    """An exercise that somebody was asked to do, for the sake of `criteria`. `done`: when they ended it, None while it waits."""

    learner: int
    scenario_id: str
    criteria: tuple[str, ...]
    reason: str
    by: str
    added: datetime
    done: datetime | None


def _check_name(who: str, name: str) -> None:
    if not 0 < len(name) <= LONGEST_NAME:
        raise InputError(f"the name of the {who} has 1 to {LONGEST_NAME} characters, this one {len(name)}; choose another")


def _within(value: float | None, highest: float, what: str) -> None:
    if value is not None and math.isfinite(value) and not 0 <= value <= highest:
        raise InputError(f"{what} is {value:g}; write 0 to {highest:g}, or nothing where it does not apply")
