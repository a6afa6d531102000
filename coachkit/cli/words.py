"""The words of the command line in Finnish, Swedish and English; they stand in coachkit/locale/terminal.yaml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from coachkit.documents import load
from coachkit.errors import UnknownName, did_you_mean
from coachkit.model import LANGUAGES

FILE = Path(__file__).parent.parent / "locale" / "terminal.yaml"


class TerminalWords(BaseModel):
    """The words of one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    quotes: tuple[str, str]
    read: str
    context: str
    scored: str
    with_problem: str
    unscored: str
    columns: str
    rubric: str
    by_channel: str
    score: str
    mean: str
    quartiles: tuple[str, str, str]
    languages: str
    weakest: str
    gates: str
    none_failed: str
    more: str
    replies: str
    written: str
    evidence: str
    stopped: str
    not_counted: str
    weight: str
    cap: str
    nothing_failed: str
    from_low: str
    up_to: str
    at_least: str
    at_most: str
    ask: str
    report: str
    workspace: str
    added: str
    updated: str
    kept: str
    kept_beside: str
    gone: str
    starting: str


class _Terminal(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    fi: TerminalWords
    sv: TerminalWords
    en: TerminalWords


@lru_cache(maxsize=1)
def _terminal() -> _Terminal:
    return load(FILE, _Terminal)


def terminal_words(language: str) -> TerminalWords:
    """The words of "fi", "sv" or "en". Raises UnknownName for another language."""
    if language not in LANGUAGES:
        raise UnknownName(f"no language '{language}'{did_you_mean(language, LANGUAGES)}")
    words: TerminalWords = getattr(_terminal(), language)
    return words
