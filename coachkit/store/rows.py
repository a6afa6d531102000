"""What goes into the store and comes out of it: plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, Self

from coachkit.scoring.kept import ScoreRow


class Draft(NamedTuple):
    """What stood in the editor last: for which reply, the text, and when it was saved (UTC)."""

    turn: int
    text: str
    saved: datetime


@dataclass(frozen=True)
class AttemptRow(ScoreRow):
    """The scores of one submitted reply. The moods are the customer's, -3 to 3; `seconds` is the time the reply took."""

    mood_before: int
    mood_after: int
    seconds: float

    def plain(self) -> Self:
        """The same with plain numbers: as it will come back."""
        return replace(
            super().plain(),
            mood_before=int(self.mood_before),
            mood_after=int(self.mood_after),
            seconds=float(self.seconds),
        )


@dataclass(frozen=True)
class RescoredRow(ScoreRow):
    """The scores of a stored attempt under other rules, beside those it was given then.

    `scenario_version` is that of the scenario whose customer was answered; `scored` is in UTC.
    """

    session_id: str
    number: int
    scenario_version: int
    scored: datetime


@dataclass(frozen=True)
class MoveRow:
    """One move of a session: `number` from 0, `at` in seconds since the session's start."""

    number: int
    kind: str
    at: float
    text: str
    turn: int
    attempt: AttemptRow | None


@dataclass(frozen=True)
class SessionRow:
    """One run through a scenario. `ended` is None while it is open; `part_of` is the id of the shift it belongs to."""

    id: str
    learner: int
    scenario_id: str
    scenario_version: int
    language: str
    started: datetime
    part_of: str | None
    ended: datetime | None
    ending: str | None


@dataclass(frozen=True)
class PastAttempt(AttemptRow):
    """An attempt with where and when it was made: what progress is drawn from. `sent` is in UTC."""

    session_id: str
    scenario_id: str
    scenario_version: int
    language: str
    number: int
    turn: int
    sent: datetime
