"""The customer's state machine: what a reply showed moves the mood, and the first rule that holds says what comes next.

Pure and deterministic: the same observations in the same order always give the same conversation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from coachkit.model import SCORED, CriterionScore, Scorecard
from coachkit.scenarios.points import Said
from coachkit.scenarios.schema import ANGRIEST, CALMEST, Condition, Scenario

MOST_CHANGE = 2
"""Steps that one reply moves the mood at most, up or down."""

MOST_POINTS = 2
"""Points of one reply that lift the mood; more say more, but please no more."""

EARNED_FROM = 0.8
"""Score from which a criterion counts as earned; with words to show, EARNED_WITH_WORDS is enough, as for advice."""
EARNED_WITH_WORDS = 0.5
LOST_BELOW = 0.7

FEELING = frozenset((
    "empathy.apology", "empathy.makes_room", "empathy.sees_the_customers_side", "empathy.sees_the_effort",
    "empathy.shows_feeling",
))  # fmt: skip
"""Criteria that a few warm words earn; without anything said in the matter, the customer has heard enough of them soon."""

CARE = FEELING | {"empathy.joins_in_praise", "empathy.offers_repair", "empathy.takes_responsibility"}
"""Criteria that show the customer was seen. Those a mere habit earns (a thank-you, the name, saying I) lift no mood."""

FAULTS = {
    "tone.no_blame": "blame",
    "tone.no_threat": "threat",
    "tone.no_condescension": "condescension",
    "clarity.no_evasion": "evasion",
    "tone.no_brush_off": "brush_off",
    "empathy.no_non_apology": "non_apology",
}
"""Criteria whose loss the customer feels, with the reason that the debrief has words for."""

GATES = {
    "gates.abuse": ("rude", -2),
    "gates.copies_the_customer": ("gate", -1),
    "gates.empty_template": ("gate", -1),
    "gates.not_a_text": ("gate", -1),
    "gates.personal_data_repeated": ("gate", -1),
    "gates.personal_data_requested": ("gate", -1),
    "gates.placeholder": ("gate", -1),
    "gates.wrong_language": ("gate", -1),
}
"""Gates whose failure the customer can see, with reason and cost. The others only concern the score."""

SAYS_NOTHING = frozenset(("gates.copies_the_customer", "gates.not_a_text"))
"""Gates after whose failure no point counts as said: the words stand there, but nobody has said them."""

REASONS = (
    "point", "care", "asked_again", *FAULTS.values(), "empty_sympathy", "rude", "gate", "cold",
)  # fmt: skip
"""Every reason of a MoodStep; the interface has words for each."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What one reply showed: criteria `earned` and `lost`, ids of the points said (`covered`), what was asked for again,
    limits `crossed`, `gates` failed."""

    earned: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    covered: frozenset[str] = frozenset()
    asked_again: frozenset[str] = frozenset()
    crossed: frozenset[str] = frozenset()
    gates: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CustomerState:
    """Where the conversation stands: the turn that waits for a reply, mood -3 to 3, points said, replies sent, the ending.

    `sympathies` counts replies with warm words and nothing in the matter. With an `ending`, `turn` is the last one met.
    """

    turn: str
    mood: int
    covered: frozenset[str] = frozenset()
    replies: int = 0
    ending: str | None = None
    sympathies: int = 0


@dataclass(frozen=True, slots=True)
class MoodStep:
    """One reason (of REASONS) why the mood moved, and the criterion, gate, point or told thing it is about; "" for `cold`.

    The steps of a reply may add up to more than the mood moved: it moves two steps at most and stays within its range.
    """

    change: int
    reason: str
    about: str


class Facts(NamedTuple):
    """What the rules are held against, after a reply."""

    mood: int
    covered: frozenset[str]
    replies: int
    crossed: bool
    asked_again: bool


def observe(card: Scorecard, said: Said) -> Observed:
    """What a scored reply showed the customer."""
    scored = [one for one in card.criteria if one.status == SCORED and one.score is not None]
    earned = frozenset(one.id for one in scored if _earned(one))
    lost = frozenset(one.id for one in scored if (one.score or 0) < LOST_BELOW) - earned
    gates = frozenset(gate.id for gate in card.gates)
    return Observed(earned, lost, said.covered, said.asked_again, said.crossed, gates)


def _earned(one: CriterionScore) -> bool:
    score = one.score or 0
    return score >= EARNED_FROM or (score >= EARNED_WITH_WORDS and any(finding.polarity > 0 for finding in one.findings))


def start(scenario: Scenario) -> CustomerState:
    """The state before the first reply."""
    return CustomerState(scenario.opening, scenario.customer.mood)


def react(scenario: Scenario, state: CustomerState, observed: Observed) -> tuple[CustomerState, tuple[MoodStep, ...]]:
    """The state after a reply, and why the mood moved.

    Raises ValueError when the conversation has ended.
    """
    if state.ending is not None:
        raise ValueError(f"the conversation has ended ({state.ending}); begin anew or go back to an earlier turn")
    fresh = _fresh(scenario, state, observed)
    steps = tuple(_steps(scenario, state, observed, fresh))
    mood = moved(state.mood, sum(step.change for step in steps))
    after = replace(
        state,
        mood=mood,
        covered=state.covered.union(fresh),
        replies=state.replies + 1,
        sympathies=state.sympathies + _only_sympathy(scenario, state, observed, fresh),
    )
    facts = Facts(mood, after.covered, after.replies, bool(observed.crossed), bool(observed.asked_again))
    to = scenario.turns[state.turn].next[first_rule(scenario, state.turn, facts)].to
    return (replace(after, ending=to) if to in scenario.endings else replace(after, turn=to)), steps


def moved(mood: int, change: int) -> int:
    """The mood after a change, held within what one reply may do and within -3 to 3."""
    return max(ANGRIEST, min(CALMEST, mood + max(-MOST_CHANGE, min(MOST_CHANGE, change))))


def first_rule(scenario: Scenario, turn: str, facts: Facts) -> int:
    """The number of the turn's first rule that holds; the loader sees to it that the last always does."""
    rules = scenario.turns[turn].next
    return next((number for number, rule in enumerate(rules) if holds(rule.when, facts)), len(rules) - 1)


def holds(when: Condition, facts: Facts) -> bool:
    """Whether all that the condition asks for is so."""
    return (
        facts.covered.issuperset(when.covered)
        and (not when.open or not facts.covered.issuperset(when.open))
        and (when.mood_at_least is None or facts.mood >= when.mood_at_least)
        and (when.mood_at_most is None or facts.mood <= when.mood_at_most)
        and (when.replies_at_least is None or facts.replies >= when.replies_at_least)
        and (when.crossed is None or facts.crossed == when.crossed)
        and (when.asked_again is None or facts.asked_again == when.asked_again)
    )


def _fresh(scenario: Scenario, state: CustomerState, observed: Observed) -> tuple[str, ...]:
    """Points said for the first time, in the scenario's order."""
    if observed.gates & SAYS_NOTHING:
        return ()
    return tuple(name for name in scenario.point_ids if name in observed.covered and name not in state.covered)


def _only_sympathy(scenario: Scenario, state: CustomerState, observed: Observed, fresh: tuple[str, ...]) -> bool:
    """Whether the reply has warm words and nothing in the matter, though something is still to be said."""
    return bool(observed.earned & FEELING) and not fresh and _something_open(scenario, state)


def _something_open(scenario: Scenario, state: CustomerState) -> bool:
    return not state.covered.issuperset(scenario.point_ids)


def _steps(scenario: Scenario, state: CustomerState, observed: Observed, fresh: tuple[str, ...]) -> Iterator[MoodStep]:
    empty = _only_sympathy(scenario, state, observed, fresh) and state.sympathies > 0
    care = [] if empty or observed.gates else sorted(observed.earned & CARE)
    if not observed.gates:
        yield from (MoodStep(1, "point", name) for name in fresh[:MOST_POINTS])
        yield from (MoodStep(1, "care", name) for name in care[:1])
    yield from (MoodStep(-1, "asked_again", one.what) for one in scenario.asks_again if one.what in observed.asked_again)
    yield from (MoodStep(-1, reason, name) for name, reason in FAULTS.items() if name in observed.lost)
    if empty:
        yield MoodStep(-1, "empty_sympathy", min(observed.earned & FEELING))
    for name, (reason, change) in GATES.items():
        if name in observed.gates:
            yield MoodStep(change, reason, name)
    if not fresh and not care and _something_open(scenario, state):
        yield MoodStep(-1, "cold", "")
