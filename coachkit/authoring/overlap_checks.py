"""What criteria do to one another: phrases counted twice, praise that a fault silences, criteria a channel never asks for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from coachkit.authoring.marker_checks import find, phrases_of, readings
from coachkit.criteria.schema import Criterion, Markers
from coachkit.model import LANGUAGES
from coachkit.rubrics import Rubric
from coachkit.scenarios.references import Problem

TOO_MUCH = 0.5
"""Share of one criterion's markers that may also be found by another of the same direction."""

FEWEST_SHARED = 3
"""Shared markers below this number are chance: a phrase may well answer two questions."""


@dataclass(frozen=True)
class _Sample:
    """One reading of a marker, as a text; `number` is the marker's place in its list."""

    criterion: str
    number: int
    text: str


def overlap_problems(criteria: Sequence[Criterion], others: Iterable[Criterion]) -> dict[str, list[Problem]]:
    """By the id of each of `criteria`: markers it shares with another one, of its own or of `others`, and markers never counted.

    Only criteria of the same direction can count a phrase twice; an earning phrase that holds a fault of another criterion never
    earns, for the fault silences it.
    """
    own = {one.id: one for one in criteria if isinstance(one.measure, Markers)}
    known = {one.id: one for one in others if isinstance(one.measure, Markers)} | own
    found: dict[str, list[Problem]] = defaultdict(list)
    for language in LANGUAGES:
        lists = {key: phrases for key, one in known.items() if (phrases := phrases_of(_markers(one), language))}
        samples = [one for key in own for one in _samples(key, lists.get(key, ()))]
        for key, problem in (*_shared(samples, lists, known, language), *_silenced(samples, lists, known, language)):
            found[key].append(problem)
    return found


def _markers(criterion: Criterion) -> Markers:
    assert isinstance(criterion.measure, Markers)  # overlap_problems keeps no others
    return criterion.measure


def _samples(key: str, phrases: Sequence[str]) -> Iterator[_Sample]:
    for number, phrase in enumerate(phrases):
        yield from (_Sample(key, number, text) for text in readings(phrase))


def _shared(
    samples: Sequence[_Sample], lists: Mapping[str, Sequence[str]], known: Mapping[str, Criterion], language: str
) -> Iterator[tuple[str, Problem]]:
    """Criteria of which half the markers are found by another one too."""
    asked = {one.criterion for one in samples}
    if not asked:
        return
    others = _those(lists, {key for key in lists if any(_doubled(known, one, key) for one in asked)})
    keys = list(others)
    hits = find(others, [one.text for one in samples])
    both = {(samples[row], keys[key]) for key, row in zip(hits.key.tolist(), hits.reply.tolist(), strict=True)}
    pairs = {(one.criterion, one.number, other) for one, other in both if _doubled(known, one.criterion, other)}
    for (key, other), count in Counter((key, other) for key, _, other in pairs).items():
        if count >= max(FEWEST_SHARED, TOO_MUCH * len(lists[key])):
            told = f"{count} of its {len(lists[key])} markers in {language} are found by {other} too, so a phrase counts twice"
            yield key, Problem(("measure", language), f"{told}; leave them to one of the two")


def _those(lists: Mapping[str, Sequence[str]], keys: Collection[str]) -> dict[str, Sequence[str]]:
    """The lists that can say anything here: compiling the others takes most of the time, and no list sways another's hits."""
    return {key: phrases for key, phrases in lists.items() if key in keys}


def _doubled(known: Mapping[str, Criterion], key: str, other: str) -> bool:
    one, two = known[key], known[other]
    same_place = (one.dimension == "gate") == (two.dimension == "gate")
    # A limit on how often something is said and a fault that must not be said at all are two questions.
    same_way = (_markers(one).at_most is None, one.blames) == (_markers(two).at_most is None, two.blames)
    return key != other and same_place and same_way


def _silenced(
    samples: Sequence[_Sample], lists: Mapping[str, Sequence[str]], known: Mapping[str, Criterion], language: str
) -> Iterator[tuple[str, Problem]]:
    """Markers that can never earn: in every reading a fault of another criterion silences them."""
    earning = [one for one in samples if _markers(known[one.criterion]).at_least is not None]
    if not earning:
        return
    silencing = frozenset(key for key in lists if _silences(known[key]))
    concerned = _those(lists, silencing | {one.criterion for one in earning})
    keys = list(concerned)
    hits = find(concerned, [one.text for one in earning], silencing)
    counted, blamed = set(), {}
    for key, row in zip(hits.key.tolist(), hits.reply.tolist(), strict=True):
        one, other = earning[row], keys[key]
        if other == one.criterion:
            counted.add((one.criterion, one.number))
        elif _silences(known[other]):
            blamed[one.criterion, one.number] = other
    for (key, number), other in sorted(blamed.items()):
        if (key, number) not in counted:
            told = f"the marker '{lists[key][number]}' never counts: {other} blames what stands in it; word it otherwise"
            yield key, Problem(("measure", language, number), told)


def _silences(criterion: Criterion) -> bool:
    """Whether its hits silence praise that touches them, as in scoring."""
    return criterion.blames and _markers(criterion).within == "anywhere"


def never_asked(rubric: Rubric) -> Iterator[Problem]:
    """Criteria of a rubric that its channel never asks for, so that their weight does nothing."""
    for part, criteria in (("criteria", rubric.criteria), ("gates", rubric.gates)):
        for one in criteria:
            if one.applies.channels and rubric.channel not in one.applies.channels:
                asked = ", ".join(one.applies.channels)
                yield Problem((part, one.id), f"'{one.id}' is asked in {asked} only, never in {rubric.channel}; leave it out")
