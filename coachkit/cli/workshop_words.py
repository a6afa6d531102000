"""The words of the workshop's commands in Finnish, Swedish and English; they stand in coachkit/locale/workshop.yaml."""

from __future__ import annotations

from coachkit.locale import Strict, words_of


class Parts(Strict):
    """What a difference between two rubrics is about."""

    policy: str
    dimension: str
    criterion: str
    band: str
    gate: str
    meaning: str


class Policies(Strict):
    """The names of a rubric's policies."""

    channel: str
    not_applicable: str
    failed_gate: str
    faults: str


class Areas(Strict):
    """What is written in three languages."""

    criteria: str
    rubrics: str
    courses: str
    interface: str
    scenarios: str


class Reasons(Strict):
    """Why a reviewed reply keeps its scores, by coachkit.authoring.rescore_reviews.REASONS."""

    unscored: str
    masked: str
    unlike: str


class Number(Strict):
    """A noun with its number, {count}: for one, and for any other number."""

    one: str
    many: str


class CheckWords(Strict):
    """What `coachkit check` says when it is done."""

    done: str
    files: Number
    rubrics: Number
    criteria: Number
    examples: Number
    courses: Number
    scenarios: Number
    others: str
    problems: Number
    no_problems: str


class WorkshopWords(Strict):
    """The words of one language."""

    check: CheckWords
    nothing: str
    same: str
    changes: str
    parts: Parts
    policies: Policies
    moves: str
    compared: str
    left_out: str
    mean: str
    moved: str
    tau: str
    farthest: str
    row: str
    agents: str
    agent: str
    rank: str
    published: str
    published_before: str
    not_published: str
    rescored: str
    scored_before: str
    cannot: str
    no_attempts: str
    replies: str
    apart: str
    keep: str
    reasons: Reasons
    store: str
    complete: str
    status: str
    areas: Areas
    missing: str
    none_missing: str
    no_scenario: str
    no_text: str
    no_measure: str


def workshop_words(language: str) -> WorkshopWords:
    """The words of "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("workshop.yaml", WorkshopWords, language)
