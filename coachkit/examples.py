"""The examples of a criterion, run: they are its tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coachkit.criteria.schema import Criterion, Example, InLanguages, Markers
from coachkit.model import CHANNELS, DIMENSIONS, LANGUAGES, SCORED, CriterionScore, Reply, Scorecard
from coachkit.rubrics import DEFAULT_CHANNEL, Rubric, RubricFile
from coachkit.scoring.cards import card
from coachkit.scoring.evaluate import Analyser, evaluate

EARNS_FROM = 0.6
MISSES_TO = 0.5
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one example; `place` is where it stands in the file, such as ("examples", "fi", "earns", 0)."""

    place: Place
    message: str


def run_examples(criterion: Criterion) -> list[Problem]:
    """Every example that does not do what it is there for; empty when all do.

    One that earns must score at least EARNS_FROM, or pass the gate; one that misses at most MISSES_TO, or fail the gate.
    An example that is not scored at all proves nothing; nor does a list without examples, unless the criterion leaves the
    language out.
    """
    rubric = only(criterion)
    languages = criterion.applies.languages or LANGUAGES
    return [problem for language in languages for problem in _run_language(criterion, rubric, language)]


def count_examples(criterion: Criterion) -> int:
    """How many examples the criterion has, in all languages together."""
    return sum(len(examples) for language in LANGUAGES for examples in _lists(criterion, language).values())


def only(criterion: Criterion) -> Rubric:
    """A rubric of this criterion or gate alone, for the first channel that it applies to."""
    name = InLanguages(fi=criterion.id, sv=criterion.id, en=criterion.id)
    gate = criterion.dimension == "gate"
    channels = [one for one in criterion.applies.channels if one in CHANNELS] or [DEFAULT_CHANNEL]
    file = RubricFile(
        id="examples",
        version=1,
        channel=channels[0],  # type: ignore[arg-type]
        name=name,
        about=name,
        dimensions=dict.fromkeys(DIMENSIONS, 1.0),  # type: ignore[arg-type]
        criteria={} if gate else {criterion.id: 1.0},
        gates={criterion.id: 0.0} if gate else {},
    )
    return Rubric(
        file=file,
        criteria=() if gate else (criterion,),
        gates=(criterion,) if gate else (),
        weights={} if gate else {criterion.id: 1.0},
        bands={},
        caps={criterion.id: 0.0} if gate else {},
    )


@lru_cache(maxsize=1)
def _analyser() -> Analyser:
    return Analyser()


def _lists(criterion: Criterion, language: str) -> dict[str, tuple[Example, ...]]:
    examples = getattr(criterion.examples, language)
    return {"earns": examples.earns, "misses": examples.misses}


def _run_language(criterion: Criterion, rubric: Rubric, language: str) -> Iterator[Problem]:
    for side, examples in _lists(criterion, language).items():
        if not examples:
            yield Problem(("examples", language, side), f"{language}: no example that {side}; write at least one")
        replies = [_reply(example, language) for example in examples]
        for number, scorecard in enumerate(_cards(replies, rubric)):
            message = _complaint(criterion, scorecard, earns=side == "earns")
            if message:
                yield Problem(("examples", language, side, number), f"{language}: example {number + 1} that {side} {message}")


def _reply(example: Example, language: str) -> Reply:
    return Reply(example.reply, example.customer, example.channel, language, customer_name=example.customer_name)


def _cards(replies: Sequence[Reply], rubric: Rubric) -> list[Scorecard]:
    found: dict[int, Scorecard] = {}
    for part in evaluate(replies, rubric, _analyser()):
        for place, row in enumerate(part.rows.tolist()):
            found[row] = card(part, place, replies[row], rubric)
    return [found[row] for row in range(len(replies))]


def _complaint(criterion: Criterion, scorecard: Scorecard, *, earns: bool) -> str:
    """What the example does instead of what it should; empty when it does it."""
    if criterion.dimension == "gate":
        return "" if earns is not bool(scorecard.gates) else ("fails the gate" if earns else "passes the gate")
    one = scorecard.criteria[0]
    silent = isinstance(criterion.measure, Markers) and criterion.measure.missing == "nothing"
    if silent and not earns and one.status != SCORED:
        return ""
    if one.status != SCORED or one.score is None:
        return f"is {one.status} ({one.reason.replace('_', ' ')})"
    right = one.score >= EARNS_FROM if earns else one.score <= MISSES_TO
    limit = f"at least {EARNS_FROM}" if earns else f"at most {MISSES_TO}"
    return "" if right else f"scores {one.score:.2f}{_measured(one)}; it must score {limit}"


def _measured(one: CriterionScore) -> str:
    """The number behind the score, in brackets, where there is one."""
    if one.value is None:
        return ""
    return f" (measured {one.value:g})" if one.limit is None else f" (measured {one.value:g}, limit {one.limit:g})"
