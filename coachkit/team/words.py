"""The words of the team's and the agents' reports in Finnish, Swedish and English; they stand in coachkit/locale/team.yaml."""

from __future__ import annotations

import math
from datetime import date

from pydantic import Field

from coachkit.locale import Counted, Strict, words_of


class CountedWords(Strict):
    """What is counted, with its number."""

    replies: Counted
    conversations: Counted
    agents: Counted


class DeskWords(Strict):
    """The words of the dashboard around the report."""

    title: str
    file: str
    channel: str
    language: str
    agent: str
    everyone: str
    any: str
    since: str
    until: str
    interface: str
    static: str
    no_files: str
    trouble: str
    fault: str
    save: str
    saved: str
    shown: Counted


class SaidWords(Strict):
    """What the command says when it is done."""

    report: Counted
    queued: Counted
    strangers: str
    unnamed: str


class TeamWords(Strict):
    """All words of the reports in one language; `quantile_names` from the lowest to the highest."""

    team_title: str
    agent_title: str
    index_title: str
    index_note: str
    to_index: str
    counted: CountedWords
    facts: str
    agent_facts: str
    period: str
    left_out: Counted
    unread: Counted
    odd: Counted
    when: str
    empty: str
    scores: str
    scores_note: str
    scores_alone: str
    few_note: str
    few_weeks: str
    team_mark: str
    total: str
    measure: str
    mean: str
    interval: str
    replies: str
    agent: str
    channel: str
    week: str
    criterion: str
    team: str
    spoken_interval: str
    distribution: str
    distribution_spoken: str
    quantile_names: tuple[str, ...] = Field(min_length=5, max_length=5)
    quantile_note: str
    trend: str
    trend_spoken: str
    channels: str
    heat_title: str
    heat_note: str
    heat_none: str
    satisfaction: str
    csat: str
    nps: str
    answer_level: str
    satisfaction_note: str
    satisfaction_none: str
    satisfaction_same: str
    levels_spoken: str
    rho: str
    p: str
    reading: str
    goes_together: str
    goes_against: str
    cannot_say: str
    warning: str
    warning_weeks: Counted
    warning_note: str
    warning_none: str
    warning_few: str
    rose: str
    fell: str
    gates: str
    gates_note: str
    gates_none: str
    common: str
    common_note: str
    common_mean: str
    common_none: str
    common_few: str
    common_unknown: str
    proud: str
    proud_none: str
    mend: str
    mend_none: str
    no_evidence: str
    write_instead: str
    example: str
    often: str
    next: str
    next_note: str
    next_none: str
    next_few: str
    next_untrained: str
    trains: str
    strongest: str
    weakest: str
    of_team: str
    how: str
    how_lines: tuple[str, ...]
    no_charts: str
    desk: DeskWords
    said: SaidWords


def team_words(language: str) -> TeamWords:
    """The words of the reports in "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("team.yaml", TeamWords, language)


def number(value: float, language: str, digits: int = 0, *, signed: bool = False) -> str:
    """The number as it is written in the language; a dash where it cannot be told.

    >>> number(-0.314, "fi", 2), number(3.0, "en", signed=True), number(float("nan"), "en")
    ('−0,31', '+3', '–')
    """
    if not math.isfinite(value):
        return "\N{EN DASH}"
    shown = f"{value:+.{digits}f}" if signed else f"{value:.{digits}f}"
    if not float(shown):
        shown = shown.lstrip("+-")
    shown = shown.replace("-", "\N{MINUS SIGN}")
    return shown if language == "en" else shown.replace(".", ",")


def day(one: date, language: str) -> str:
    """A day as it is written in the language.

    >>> day(date(2025, 10, 6), "fi"), day(date(2025, 10, 6), "en")
    ('6.10.2025', '6 Oct 2025')
    """
    return f"{one:%-d %b %Y}" if language == "en" else f"{one.day}.{one.month}.{one.year}"
