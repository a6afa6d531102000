"""What is wrong with a row, in the language that is shown; the words stand in coachkit/locale/problems.yaml.

The program's own words for it are in English and the same whoever reads: they are data in the column `problem` of a file.
Why a review was left out of a file is told in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from coachkit.cli.terminal import comma
from coachkit.locale import Strict, words_of
from coachkit.transcripts.rows import kind_of

AS_IN_THE_FILE = "en"
"""The language in which the problems are written down."""

UNREADABLE = "unreadable part"

_DETAILS: Mapping[str, re.Pattern[str]] = {
    "open quote": re.compile(r"a quotation mark opens a cell"),
    "cells": re.compile(r"(?P<cells>\d+) for (?P<columns>\d+) columns"),
    "times": re.compile(r"a caption with times"),
    "other form": re.compile(r"not a part of a"),
    "not a JSON object": re.compile(r"not a JSON object"),
    "breaks off": re.compile(r"the JSON breaks off"),
    "too large": re.compile(r"larger than (?P<size>\d+) MB"),
    "no mail": re.compile(r"no sender, date or id"),
}
_PLACE = re.compile(r"(after record|line|record|mail|part) (\d+)")

REVIEWS: Mapping[str, re.Pattern[str]] = {
    "no such reply": re.compile(r"no such reply: .*"),
    "not named": re.compile(r"no reply named: .*'reply'.*"),
    "not named in JSON": re.compile(r"no reply named: .*"),
    "none there": re.compile(r"no reply of that conversation and place: .*'reply'"),
    "none there in JSON": re.compile(r"no reply of that conversation and place: .*"),
    "several there": re.compile(r"several replies of that conversation and place: .*'reply'"),
    "several there in JSON": re.compile(r"several replies of that conversation and place: .*"),
    "no number": re.compile(r"the score of '(?P<name>.*)' is no number; .*"),
    "score": re.compile(r"the score (?:of|expected for) '(?P<name>.*)' is (?P<value>\S+); .*"),
    "total": re.compile(r"the total is (?P<value>\S+); .*"),
    "rating": re.compile(r"a rating of '(?P<name>.*)' is (?P<value>\S+), out of its scale of (?P<low>\S+) to (?P<high>\S+)"),
    "no reviewer": re.compile(r"no reviewer named: .*'reviewer'.*"),
    "no reviewer in JSON": re.compile(r"no reviewer named: .*"),
    "long name": re.compile(r"the name of the (?:reviewer|person who \w+) has 1 to (?P<most>\d+) characters, .*"),
    "mark": re.compile(r"the mark at '(?P<name>.*)' goes from (?P<start>\S+) to (?P<end>\S+); .*"),
    "marks": re.compile(r"'marks' is no list of marks .*"),
    "time": re.compile(r"'saved' is no time; .*"),
    "changed": re.compile(r"the program's '(?P<name>.*)' was changed: .*"),
    "the program's": re.compile(r"the program's own scores: .*"),
}
"""Why a review was left out, in the program's words: the first that fits."""
_NUMBERS = ("value", "low", "high")


class ProblemWords(Strict):
    """The words of one language: for each kind, for what is told of it, for where it stands, and of reviews left out."""

    kinds: Mapping[str, str]
    details: Mapping[str, str]
    places: Mapping[str, str]
    reviews: Mapping[str, str]


def problem_words(language: str) -> ProblemWords:
    """The words of "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("problems.yaml", ProblemWords, language)


def kind_in(language: str, kind: str) -> str:
    """A kind of problem in the language; one without words there stays as it is.

    >>> kind_in("fi", "unknown channel")
    'tuntematon kanava'
    """
    return problem_words(language).kinds.get(kind, kind)


def problem_in(language: str, problem: str) -> str:
    """A problem in the language: its kind, where it stands, and what is told of it as far as there are words for it.

    >>> problem_in("sv", "unreadable part: line 13: a caption with times that cannot be read")
    'del som inte kan läsas: rad 13: undertextens tider går inte att läsa'
    """
    if language == AS_IN_THE_FILE:
        return problem
    kind = kind_of(problem)
    rest = problem.removeprefix(kind).removeprefix(": ")
    return ": ".join([kind_in(language, kind), *_told(rest, problem_words(language), placed=kind == UNREADABLE)])


def _told(rest: str, words: ProblemWords, *, placed: bool) -> Iterator[str]:
    place, _, detail = rest.partition(": ") if placed else ("", "", rest)
    if place:
        yield _PLACE.sub(lambda found: words.places[found[1]].format(number=found[2]), place)
    for name, pattern in _DETAILS.items():
        if found := pattern.match(detail):
            yield words.details[name].format(**found.groupdict())
            return


def reason_in(language: str, reason: str) -> str:
    """Why a review was left out, in the language: a reason of its own, else what is wrong with its row.

    >>> reason_in("fi", "the total is 130.5; write 0 to 100, or nothing where it does not apply")
    'kokonaispisteet ovat 130,5; kirjoita luku väliltä 0–100 tai jätä tyhjäksi'
    """
    if language == AS_IN_THE_FILE:
        return reason
    for name, pattern in REVIEWS.items():
        if found := pattern.fullmatch(reason):
            said = {each: comma(one, language) if each in _NUMBERS else one for each, one in found.groupdict().items()}
            return problem_words(language).reviews[name].format(**said)
    return problem_in(language, reason)
