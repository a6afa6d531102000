"""The words of new files in Finnish, Swedish and English; they stand in coachkit/locale/new_files.yaml."""

from __future__ import annotations

from coachkit.locale import Strict, words_of


class Notes(Strict):
    """The comments of a new file, by the part they stand above."""

    scenario: str
    version: str
    setting: str
    trains: str
    customer: str
    told: str
    agent: str
    may_offer: str
    must_not: str
    reply_within: str
    points: str
    asks_again: str
    turns: str
    one_turn: str
    endings: str
    hints: str
    models: str
    draft: str
    situation: str
    choose: str
    reasons: str
    chats: str
    criterion: str
    dimension: str
    applies: str
    at_least: str
    at_most: str
    advice: str
    source: str
    examples: str
    rubric: str
    policies: str
    dimensions: str
    criteria: str
    gates: str
    course: str
    order: str


class Questions(Strict):
    """What is asked where no flag of the command line says it."""

    id: str
    criterion_id: str
    kind: str
    language: str
    channel: str
    title: str
    course: str
    new_course: str
    chats: str
    measure: str
    name: str
    question: str
    about: str
    minimal: str


class NewWords(Strict):
    """All words of new files in one language; {braces} are filled in."""

    notes: Notes
    ask: Questions
    language_names: dict[str, str]
    written: str
    next: str
    play: str
    use: str


def new_words(language: str) -> NewWords:
    """The words of "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("new_files.yaml", NewWords, language)
