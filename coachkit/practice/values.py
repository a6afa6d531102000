"""The values of a practice session: moves, messages, attempts, the session itself with what follows from them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coachkit.model import Scorecard
from coachkit.practice.choice import Choice
from coachkit.scenarios.customer import CustomerState, MoodStep, Observed, start
from coachkit.scenarios.schema import Ending, Scenario


@dataclass(frozen=True, slots=True)
class Move:
    """One thing the trainee did, `at` seconds after the start.

    "send": `text` is the reply. "hint": shows the next hint. "again": goes back to write reply number `turn` (from 1) again.
    "choose": takes the option at place `turn` (from 0) of a channel exercise, with the written reason in `text`.
    "finish": stops before the end.
    """

    kind: str
    at: float
    text: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """One message as the conversation shows it. `speaker` is "customer", "agent" or "other" (someone else in public)."""

    speaker: str
    name: str
    text: str
    at: float
    likes: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One reply that was sent, its scores, and what it did to the customer.

    `turn` is the reply's number in the session, from 1; `asked` what the customer had said; `tries` how many times this reply
    has been written, this time included. `seconds` is the wait for it, counted from the customer's message, or from going
    back to write it again; `late` is over the scenario's target.
    """

    turn: int
    asked: str
    text: str
    card: Scorecard
    observed: Observed
    before: CustomerState
    after: CustomerState
    steps: tuple[MoodStep, ...]
    at: float
    seconds: float
    late: bool
    tries: int

    @property
    def mood_before(self) -> int:
        """The customer's mood before the reply, -3 to 3."""
        return self.before.mood

    @property
    def mood_after(self) -> int:
        """The customer's mood after the reply, -3 to 3."""
        return self.after.mood


@dataclass(frozen=True, slots=True)
class Session:
    """One run through a scenario that began at `starts`.

    `attempts` are the replies of the conversation as it stands; `tried` those set aside by going back, in the order they
    were set aside. `since` is when the present turn began to wait for its reply.
    """

    scenario: Scenario
    starts: float
    since: float
    moves: tuple[Move, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    tried: tuple[Attempt, ...] = ()
    choice: Choice | None = None
    hints_shown: int = 0
    finished: bool = False

    @property
    def state(self) -> CustomerState:
        """Where the customer stands."""
        return self.attempts[-1].after if self.attempts else start(self.scenario)

    @property
    def ending(self) -> Ending | None:
        """The ending that the conversation has come to, if any."""
        return self.scenario.endings[self.state.ending] if self.state.ending else None

    @property
    def ended(self) -> bool:
        """Whether nothing is waiting for an answer any more."""
        return self.finished or self.choice is not None or self.state.ending is not None

    @property
    def turn(self) -> int:
        """The number of the reply to be written now, from 1."""
        return len(self.attempts) + 1

    @property
    def asked(self) -> str:
        """What is waiting for an answer: the customer's words, or the situation of a channel exercise; empty once ended."""
        return "" if self.ended else open_question(self)

    @property
    def waiting_since(self) -> float | None:
        """Since when the customer waits; None once ended."""
        return None if self.ended else self.since

    @property
    def hints(self) -> tuple[str, ...]:
        """The hints shown so far."""
        return self.scenario.hints[: self.hints_shown]

    @property
    def draft(self) -> str:
        """The text that the editor starts with: the poor reply of an improve exercise, else nothing."""
        return self.scenario.draft if not self.attempts else ""

    @property
    def messages(self) -> tuple[Message, ...]:
        """The conversation as it stands, oldest first."""
        return _messages(self)


def open_question(session: Session) -> str:
    """What was to be answered last, also after the end."""
    scenario, state = session.scenario, session.state
    if scenario.kind == "channel":
        return scenario.situation
    if state.ending and session.attempts:
        return session.attempts[-1].asked
    return scenario.turns[state.turn].says


def _messages(session: Session) -> tuple[Message, ...]:
    scenario, starts = session.scenario, session.starts
    spoken = [Message("other", one.by, one.says, starts, one.likes) for one in scenario.thread]
    opening = scenario.turns.get(scenario.opening)
    if opening:
        spoken.append(Message("customer", scenario.customer.name, opening.says, starts, opening.likes))
    for one in session.attempts:
        spoken.append(Message("agent", scenario.agent.name, one.text, one.at))
        answer = _answer(scenario, one.after)
        if answer.text:
            spoken.append(replace(answer, at=one.at))
    return tuple(spoken)


def _answer(scenario: Scenario, state: CustomerState) -> Message:
    """What the customer says on coming to this state; an empty text when they just leave."""
    if state.ending:
        return Message("customer", scenario.customer.name, scenario.endings[state.ending].says, 0.0)
    turn = scenario.turns[state.turn]
    return Message("customer", scenario.customer.name, turn.says, 0.0, turn.likes)
