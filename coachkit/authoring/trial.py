"""Trying a reply in one turn of a scenario: what it scores, what it says, what it does to the customer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coachkit.batch import score
from coachkit.errors import MoveError, did_you_mean
from coachkit.model import Reply
from coachkit.practice.model_runs import model_run
from coachkit.practice.values import Attempt
from coachkit.scenarios.customer import CustomerState, observe, react
from coachkit.scenarios.points import Said, find_points
from coachkit.scenarios.schema import WITH_TURNS, Scenario


@dataclass(frozen=True, slots=True)
class Trial:
    """A reply tried out: the attempt it would be, what it says, and the points that are still open after it."""

    attempt: Attempt
    said: Said
    open: tuple[str, ...]


def state_at(scenario: Scenario, turn: str, mood: int | None = None) -> CustomerState:
    """Where the customer stands in a turn: as the best model path comes to it; without one, as at the start.

    `mood` (-3 to 3) takes the place of the mood there. Raises MoveError for a turn that the scenario does not have.
    """
    if scenario.kind not in WITH_TURNS or turn not in scenario.turns:
        near = did_you_mean(turn, scenario.turns)
        raise MoveError(f"'{scenario.id}' has no turn '{turn}' to reply in{near}")
    state = _first_meeting(scenario, turn)
    return state if mood is None else replace(state, mood=mood)


def _first_meeting(scenario: Scenario, turn: str) -> CustomerState:
    for level in ("excellent", "ordinary", "poor") if turn != scenario.opening else ():
        for attempt in model_run(scenario, level).attempts if level in scenario.models else ():
            if attempt.before.turn == turn:
                return attempt.before
    return CustomerState(turn, scenario.customer.mood)


def try_reply(scenario: Scenario, before: CustomerState, text: str) -> Trial:
    """What the reply `text` would do where the customer stands. Nothing is kept."""
    asked = scenario.turns[before.turn].says
    reply = Reply(
        text,
        customer=asked,
        channel=scenario.channel,
        language=scenario.language,
        agent_name=scenario.agent.name,
        customer_name=scenario.customer.name,
    )
    card, said = score(reply), find_points(scenario, text)
    observed = observe(card, said)
    after, steps = react(scenario, before, observed)
    attempt = Attempt(
        turn=before.replies + 1,
        asked=asked,
        text=text,
        card=card,
        observed=observed,
        before=before,
        after=after,
        steps=steps,
        at=0.0,
        seconds=0.0,
        late=False,
        tries=1,
    )
    return Trial(attempt, said, tuple(name for name in scenario.point_ids if name not in after.covered))
