"""The words of `coachkit play` in Finnish, Swedish and English; they stand in coachkit/locale/play.yaml."""

from __future__ import annotations

from coachkit.locale import Strict, words_of


class PlayWords(Strict):
    """The words of one language; {braces} are filled in."""

    role: str
    role_choice: str
    how: str
    commands: str
    unknown: str
    near: str
    reason_how: str
    which: str
    no_option: str
    subject: str
    draft: str
    facts: str
    policy: str
    may_offer: str
    must_not: str
    told: str
    up_to: str
    nothing: str
    hint: str
    no_more_hints: str
    nothing_to_redo: str
    no_such_reply: str
    redo: str
    score: str
    mood: str
    same_mood: str
    left: str
    ended: str
    others: str
    right: str
    wrong: str
    shift: str


def play_words(language: str) -> PlayWords:
    """The words of "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("play.yaml", PlayWords, language)
