"""The examples of a criterion, run: they are its tests."""

from __future__ import annotations

from collections import Counter
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
    return [*_missing(criterion), *_run([criterion])[0]]


def run_many(criteria: Sequence[Criterion]) -> list[list[Problem]]:
    """The problems of each criterion's examples, much faster than one by one.

    The criteria are run together, as they stand in a rubric; only what does not hold there is run alone, and is a problem
    when it does not hold alone either.
    """
    found = [_missing(criterion) for criterion in criteria]
    for places in _runnable_together(criteria):
        for place, problems in zip(places, _run([criteria[place] for place in places]), strict=True):
            found[place] += _run([criteria[place]])[0] if problems else []
    return found


def count_examples(criterion: Criterion) -> int:
    """How many examples the criterion has, in all languages together."""
    return sum(len(examples) for language in LANGUAGES for examples in _lists(criterion, language).values())


def _channel(criterion: Criterion) -> str:
    """The first channel that the criterion applies to."""
    return next((one for one in criterion.applies.channels if one in CHANNELS), DEFAULT_CHANNEL)


def _rubric(criteria: Sequence[Criterion]) -> Rubric:
    """A rubric of these criteria and gates, for the channel of the first."""
    name = InLanguages(fi="-", sv="-", en="-")
    gates = tuple(one for one in criteria if one.dimension == "gate")
    scored = tuple(one for one in criteria if one.dimension != "gate")
    weights, caps = {one.id: 1.0 for one in scored}, {one.id: 0.0 for one in gates}
    file = RubricFile(
        id="examples",
        version=1,
        channel=_channel(criteria[0]),  # type: ignore[arg-type]
        name=name,
        about=name,
        dimensions=dict.fromkeys(DIMENSIONS, 1.0),  # type: ignore[arg-type]
        criteria=weights,  # type: ignore[arg-type]
        gates=caps,
    )
    return Rubric(file=file, criteria=scored, gates=gates, weights=weights, bands={}, caps=caps)


def _runnable_together(criteria: Sequence[Criterion]) -> list[list[int]]:
    """Places of criteria that one rubric can hold: of the same channel, no two with the same id."""
    groups: dict[tuple[str, int], list[int]] = {}
    seen: Counter[str] = Counter()
    for place, criterion in enumerate(criteria):
        groups.setdefault((_channel(criterion), seen[criterion.id]), []).append(place)
        seen[criterion.id] += 1
    return list(groups.values())


@lru_cache(maxsize=1)
def _analyser() -> Analyser:
    return Analyser()


def _lists(criterion: Criterion, language: str) -> dict[str, tuple[Example, ...]]:
    examples = getattr(criterion.examples, language)
    return {"earns": examples.earns, "misses": examples.misses}


def _cases(criterion: Criterion) -> Iterator[tuple[Place, Example]]:
    """Each example that is to be run, with where it stands."""
    for language in criterion.applies.languages or LANGUAGES:
        for side, examples in _lists(criterion, language).items():
            for number, example in enumerate(examples):
                yield ("examples", language, side, number), example


def _missing(criterion: Criterion) -> list[Problem]:
    return [
        Problem(("examples", language, side), f"{language}: no example that {side}; write at least one")
        for language in criterion.applies.languages or LANGUAGES
        for side, examples in _lists(criterion, language).items()
        if not examples
    ]


def _run(criteria: Sequence[Criterion]) -> list[list[Problem]]:
    """The problems of each criterion, all of them in one rubric."""
    cases = [(number, place, example) for number, one in enumerate(criteria) for place, example in _cases(one)]
    cards = _cards([_reply(example, str(place[1])) for _, place, example in cases], _rubric(criteria))
    found: list[list[Problem]] = [[] for _ in criteria]
    for (number, place, _), scorecard in zip(cases, cards, strict=True):
        message = _complaint(criteria[number], scorecard, earns=place[2] == "earns")
        if message:
            which = f"{place[1]}: example {int(place[3]) + 1} that {place[2]}"
            found[number].append(Problem(place, f"{which} {message}"))
    return found


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
        failed = any(one.id == criterion.id for one in scorecard.gates)
        return "" if earns is not failed else ("fails the gate" if earns else "passes the gate")
    one = next(one for one in scorecard.criteria if one.id == criterion.id)
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
