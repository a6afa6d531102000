"""Whether a criterion's markers can do their work: some in each language, none found in plain text, none there twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML

from coachkit.criteria.schema import Criterion, Markers, Substitute
from coachkit.languages import dotted_abbreviations
from coachkit.model import LANGUAGES
from coachkit.scenarios.references import Problem
from coachkit.text.chunks import ChunkTable
from coachkit.text.corpus import build_corpus
from coachkit.text.markers import ANY_WORD, GAP, Marker, read_marker
from coachkit.text.phrases import Hits, PhraseBook

READINGS = 4
"""Readings of a marker that are tried: when none of them is found, none ever will be."""


def marker_problems(criterion: Criterion) -> Iterator[Problem]:
    """What is wrong with the markers of a criterion in each language; nothing for criteria that measure something else."""
    if not isinstance(criterion.measure, Markers):
        return
    for language in criterion.applies.languages or LANGUAGES:
        phrases = phrases_of(criterion.measure, language)
        if not phrases:
            told = (
                f"no markers in {language}, so it can never be found there; write some, or name the others in 'applies.languages'"
            )
            yield Problem(("measure", language), told)
            continue
        yield from _twice(phrases, language)
        yield from _too_wide(phrases, language, criterion.measure.within)


def phrases_of(measure: Markers, language: str) -> list[str]:
    """The markers of one language as they are written."""
    return [line.find if isinstance(line, Substitute) else line for line in measure.of(language)]


def readings(phrase: str) -> list[str]:
    """Up to READINGS texts that a marker stands for: without stars, its gaps empty, one of its choices in each place."""
    slots = read_marker(phrase)
    longest = max((len(choices) for choices in slots), default=0)
    texts = [[choices[min(number, len(choices) - 1)] for choices in slots] for number in range(min(longest, READINGS))]
    return list(dict.fromkeys(" ".join(_word(word) for choice in one for word in choice if word != GAP) for one in texts))


def _word(word: str) -> str:
    return "x" if word == ANY_WORD else word.removesuffix("*")


def _twice(phrases: Sequence[str], language: str) -> Iterator[Problem]:
    seen: dict[tuple[object, ...], int] = {}
    for number, phrase in enumerate(phrases):
        first = seen.setdefault(read_marker(phrase), number)
        if first != number:
            yield Problem(
                ("measure", language, number), f"the marker '{phrase}' says the same as '{phrases[first]}' above; leave one out"
            )


def _too_wide(phrases: Sequence[str], language: str, within: str) -> Iterator[Problem]:
    """Markers found in the plain texts, where the criterion looks for them: a single sentence is start and end at once."""
    texts = neutral_texts()[language]
    hits = find({"markers": phrases}, texts)
    seen: set[int] = set()
    opens = hits.corpus.ptr[hits.reply] == hits.first
    for marker, reply, opening in zip(hits.marker.tolist(), hits.reply.tolist(), opens.tolist(), strict=True):
        if marker not in seen and (opening or within != "first_words"):
            seen.add(marker)
            told = (
                f"the marker '{phrases[marker]}' is found in plain text that answers nobody (“{texts[reply]}”); make it narrower"
            )
            yield Problem(("measure", language, marker), told)


def find(lists: Mapping[str, Sequence[str]], texts: Sequence[str], blaming: frozenset[str] = frozenset()) -> Hits:
    """The hits of lists of markers in texts, negations left out of account; hits of `blaming` lists silence what they touch."""
    table = ChunkTable(dotted_abbreviations())
    corpus = build_corpus(list(texts), table)
    book = PhraseBook({key: [Marker(phrase) for phrase in phrases] for key, phrases in lists.items()}, blaming)
    return book.find(corpus, np.zeros(len(corpus.type), dtype=bool))


@lru_cache(maxsize=1)
def neutral_texts() -> dict[str, list[str]]:
    """Sentences of everyday description in each language, which answer no customer."""
    found: dict[str, list[str]] = YAML(typ="safe", pure=True).load(Path(__file__).with_name("neutral.yaml").read_text("utf-8"))
    return found
