"""The words of the command line in Finnish, Swedish and English; they stand in coachkit/locale/terminal.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

from coachkit.cli.terminal import tidy
from coachkit.locale import Strict, words_of

if TYPE_CHECKING:
    from coachkit.transcripts.columns import Columns


class TerminalWords(Strict):
    """The words of one language."""

    quotes: tuple[str, str]
    read: str
    context: str
    scored: str
    no_total: str
    why_no_total: str
    with_problem: str
    unscored: str
    columns: str
    roles: Mapping[str, str]
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


def terminal_words(language: str) -> TerminalWords:
    """The words of "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("terminal.yaml", TerminalWords, language)


def columns_used(columns: Columns, language: str) -> str:
    """Which column was used for what: "teksti = reply, kanava = channel"."""
    roles = terminal_words(language).roles
    pairs = ((roles[one.name], getattr(columns, one.name)) for one in fields(columns))
    return ", ".join(f"{role} = {tidy(name)}" for role, name in pairs if name)
