"""The model reply beside one's own, with what makes the difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from coachkit.model import SCORED, CriterionScore, Scorecard
from coachkit.practice.choice import choose
from coachkit.practice.remarks import change_for
from coachkit.practice.session import Move, apply, begin
from coachkit.practice.values import Attempt, Session
from coachkit.practice.words import BesideWords, practice_words
from coachkit.scenarios.schema import Level, Scenario

MOST_DIFFERENCES = 3
LEAST_DIFFERENCE = 0.2
"""Of a criterion's score (0 to 1): less is no difference worth a word."""

LONGEST_QUOTE = 120
MOST_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion in which the two differ by most; `yours` and `model` are 0 to 100, `words` says what is different."""

    criterion: str
    name: str
    yours: float
    model: float
    words: str


@dataclass(frozen=True, slots=True)
class Beside:
    """One's own reply and the model reply to the same words of the customer; totals 0 to 100, None where they cannot be told."""

    reply: int
    customer: str
    yours: str
    model: str
    your_total: float | None
    model_total: float | None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _This:
    """A scenario as itself: a frozen value cannot change, and comparing one word by word would cost more than it saves."""

    scenario: Scenario

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and self.scenario is other.scenario

    def __hash__(self) -> int:
        return id(self.scenario)


def model_run(scenario: Scenario, level: Level = "excellent") -> Session:
    """The session that a model path of the scenario makes, scored; without replies where there is no such path.

    Played once and kept: a debrief shows it again in each language and after each try.
    """
    return _played(_This(scenario), level)


@lru_cache(maxsize=32)
def _played(this: _This, level: Level) -> Session:
    scenario = this.scenario
    session = begin(scenario)
    path = scenario.models.get(level)
    for reply in path.replies if path and scenario.kind != "channel" else ():
        if not session.ended:
            session = apply(session, Move("send", 0.0, reply))
    return session


def beside(session: Session, language: str) -> tuple[Beside, ...]:
    """The model reply beside each reply, where the excellent path met the same turn of the customer."""
    if session.choice:
        return tuple(_reasons(session))
    models = {one.before.turn: one for one in reversed(model_run(session.scenario).attempts)}
    pairs = [(one, models[one.before.turn]) for one in session.attempts if one.before.turn in models]
    return tuple(
        Beside(own.turn, own.asked, own.text, model.text, own.card.total, model.card.total, differences(own, model, language))
        for own, model in pairs
    )


def _reasons(session: Session) -> Iterator[Beside]:
    """The written reason for a channel beside the model's."""
    scenario, choice, path = session.scenario, session.choice, session.scenario.models.get("excellent")
    options = scenario.choose.options if scenario.choose else ()
    wanted = [place for place, one in enumerate(options) if path and one.channel == path.choice]
    if choice and path and wanted:
        model = choose(scenario, wanted[0], path.replies[0], 0.0)
        yield Beside(1, scenario.situation, choice.reason, model.reason, choice.score, model.score)


def differences(own: Attempt, model: Attempt, language: str) -> tuple[Difference, ...]:
    """Where the two differ by most, weight and all; what the model does better comes first."""
    theirs = {one.id: one for one in model.card.criteria if one.status == SCORED}
    pairs = [(one, theirs[one.id]) for one in own.card.criteria if one.status == SCORED and one.id in theirs]
    wide = [(mine, other) for mine, other in pairs if abs(_gap(mine, other)) >= LEAST_DIFFERENCE]
    wide.sort(key=lambda pair: (_gap(*pair) < 0, -abs(_gap(*pair)) * pair[0].weight))
    return tuple(_difference(mine, other, own.card, language) for mine, other in wide[:MOST_DIFFERENCES])


def _gap(own: CriterionScore, model: CriterionScore) -> float:
    """How much more the model has of the criterion, -1 to 1."""
    return (model.score or 0.0) - (own.score or 0.0)


def _difference(own: CriterionScore, model: CriterionScore, card: Scorecard, language: str) -> Difference:
    words = _in_words(own, model, card, language)
    return Difference(own.id, own.name[language], round(100 * (own.score or 0.0), 1), round(100 * (model.score or 0.0), 1), words)


def _in_words(own: CriterionScore, model: CriterionScore, card: Scorecard, language: str) -> str:
    """What one has and the other has not, in its own words where there are any; else the advice, which asks."""
    words: BesideWords = practice_words(language).beside
    if _gap(own, model) < 0:
        quote = _quote(own, 1)
        return words.ahead.replace("{quote}", quote) if quote else words.ahead_plain
    if quote := _quote(model, 1):
        return words.model_says.replace("{quote}", quote)
    if quote := _quote(own, -1):
        return words.yours_says.replace("{quote}", quote)
    advice = change_for(card, own.id, language)
    return advice.message if advice else own.question[language]


def _quote(one: CriterionScore, polarity: int) -> str:
    """The words that earned (1) or cost (-1) something: at most three passages on one line, each without its full stop."""
    found = [" ".join(finding.quote.split()).removesuffix(".") for finding in one.findings if finding.polarity == polarity]
    line = " … ".join(list(dict.fromkeys(found))[:MOST_PASSAGES])
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 3].rsplit(' ', 1)[0]} …"
