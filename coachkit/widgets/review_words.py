"""The words of the reviewer's desk in Finnish, Swedish and English; they stand in coachkit/locale/review_desk.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from coachkit.locale import Strict, words_of

Why = Literal["random", "lowest", "uncertain", "gate", "outlier", "csat"]
Decision = Literal["open", "accepted", "partly", "rejected"]


class FilterWords(Strict):
    """Which replies are listed."""

    all: str
    todo: str
    done: str
    disputed: str


class ReviewViewWords(Strict):
    """The words that review.js shows; they travel to the browser as they are. {braces} are filled in there."""

    title: str
    silent: str
    language: str
    reviewer: str
    file: str
    file_hint: str
    from_store: str
    open: str
    another: str
    progress: str
    filter: str
    filters: FilterWords
    agent: str
    everyone: str
    why: str
    any_reason: str
    whys: dict[Why, str]
    replies: str
    none_listed: str
    listed_first: str
    reviewed: str
    not_reviewed: str
    disputed: str
    previous: str
    next: str
    conversation: str
    customer: str
    agent_said: str
    reply: str
    reply_keys: str
    findings: str
    no_findings: str
    show_finding: str
    better: str
    earned: str
    lost: str
    gate: str
    criteria: str
    keys: str
    which: str
    important: str
    every: str
    steps: Annotated[tuple[str, ...], Field(min_length=5, max_length=5)]
    na: str
    na_short: str
    said: str
    cleared: str
    machine: str
    machine_none: str
    show: str
    blind: str
    seen: str
    total: str
    no_total: str
    machine_total: str
    gates: str
    comment: str
    comment_masked: str
    root: str
    roots: tuple[str, ...]
    wrong: str
    wrong_none: str
    wrong_criterion: str
    wrong_comment: str
    wrong_add: str
    marks: str
    remove: str
    cancel: str
    save: str
    save_next: str
    unsaved: str
    unchanged: str
    version: str
    restored: str
    discard: str
    nothing_to_save: str
    last_reply: str
    others: str
    nobody: str
    was_blind: str
    was_open: str
    earlier: str
    dispute: str
    dispute_by: str
    dispute_comment: str
    dispute_scores: str
    dispute_expected: str
    dispute_send: str
    disputes: str
    decisions: dict[Decision, str]
    decision: str
    answer: str
    answer_by: str
    answer_comment: str
    answer_send: str
    refresh: str
    refreshed: str


class ReviewNotes(Strict):
    """What the desk says about files and the store, and about trouble."""

    static: str
    opened: str
    saved: str
    disputed: str
    answered: str
    masked: str
    no_name: str
    no_file: str
    no_replies: str
    too_many: str
    none_in_store: str
    left_out: str
    trouble: str
    not_saved: str
    fault: str


class ReviewWords(Strict):
    """All words of the reviewer's desk in one language."""

    view: ReviewViewWords
    notes: ReviewNotes


def review_words(language: str) -> ReviewWords:
    """The desk's words in "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("review_desk.yaml", ReviewWords, language)
