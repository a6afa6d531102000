"""Whether the words of a criterion or rubric hold what they say: every language has its own, and no number that may go stale."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from coachkit.criteria.schema import Criterion, InLanguages, Markers
from coachkit.model import LANGUAGES
from coachkit.rubrics import RubricFile
from coachkit.scenarios.references import Place, Problem

LONG_ENOUGH = 12
"""Characters from which two languages do not say the same by chance ("Chat" is "Chat")."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def text_problems(document: Criterion | RubricFile) -> Iterator[Problem]:
    """Texts that are empty or the same in two languages; for a criterion also advice with a limit written into it."""
    for place, texts in _texts(document):
        yield from _missing(place, texts)
    if isinstance(document, Criterion) and not isinstance(document.measure, Markers):
        yield from _stale_limits(document)


def _texts(document: Criterion | RubricFile) -> Iterator[tuple[Place, InLanguages]]:
    yield ("name",), document.name
    if isinstance(document, RubricFile):
        yield ("about",), document.about
        return
    yield ("question",), document.question
    for part in ("keep", "change", "example"):
        yield ("advice", part), getattr(document.advice, part)


def _missing(place: Place, texts: InLanguages) -> Iterator[Problem]:
    by_code = texts.as_dict()
    for language in LANGUAGES:
        if not by_code[language].strip():
            yield Problem((*place, language), f"'{'.'.join(map(str, place))}' has no words in {language}; write them")
    for one, other in itertools.combinations(LANGUAGES, 2):
        if by_code[one] == by_code[other] and len(by_code[one]) >= LONG_ENOUGH:
            told = f"'{'.'.join(map(str, place))}' says the same in {one} and {other}; write it in each language"
            yield Problem((*place, other), told)


def _stale_limits(criterion: Criterion) -> Iterator[Problem]:
    """A number in question or advice is a limit written twice: a rubric gives another band, and the words stay behind."""
    limits = _limits(criterion)
    parts: dict[Place, InLanguages] = {
        ("question",): criterion.question,
        ("advice", "keep"): criterion.advice.keep,
        ("advice", "change"): criterion.advice.change,
    }
    for place, texts in parts.items():
        for language, text in texts.as_dict().items():
            for number in _NUMBER.findall(text):
                real = "the limit now" if float(number.replace(",", ".")) in limits else f"not the limit ({_told(limits)})"
                yield Problem((*place, language), f"says {number}, {real}; write {{limit}}, which is always the real one")


def _limits(criterion: Criterion) -> list[float]:
    measure = criterion.measure
    assert not isinstance(measure, Markers)  # text_problems
    bands = [measure.band_for(language) for language in LANGUAGES]
    return sorted({float(edge) for band in bands for edge in band.best})


def _told(limits: list[float]) -> str:
    return " to ".join(f"{one:g}" for one in (limits[0], limits[-1])) if limits else "there is none"
