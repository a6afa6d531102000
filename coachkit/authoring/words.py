"""The words of the author's desk in Finnish, Swedish and English; they stand in coachkit/locale/author.yaml."""

from __future__ import annotations

from pydantic import Field

from coachkit.locale import Strict, words_of
from coachkit.scenarios.schema import EndingKind, Kind, Level


class TabWords(Strict):
    """The two halves of the desk."""

    scenario: str
    rubric: str


class SideWords(Strict):
    """What stands beside the text."""

    preview: str
    map: str
    try_: str = Field(alias="try")
    checks: str


class ViewWords(Strict):
    """The words that author.js shows; they travel to the browser as they are."""

    title: str
    view: str
    silent: str
    language: str
    tabs: TabWords
    sides: SideWords
    side_label: str
    file: str
    choose_file: str
    shipped: str
    new: str
    copy_file: str
    copy_first: str
    save: str
    save_as: str
    reload: str
    saved: str
    unsaved: str
    unchanged: str
    editor: str
    keys: str
    leaving: str
    line: str
    problem_on: str
    problem_of: str
    no_problems_here: str
    checking: str
    last_good: str
    never_good: str
    no_file: str
    all_well: str
    first_well: str
    problem_count: str
    offer: str
    offer_changed: str
    restore: str
    discard: str
    new_legend: str
    name: str
    scenario_title: str
    kind: str
    kinds: dict[Kind, str]
    scenario_language: str
    channel: str
    course: str
    create: str
    cancel: str
    new_name: str
    keep_mine: str
    map_text: str
    no_map: str
    go_to_line: str
    try_turn: str
    try_mood: str
    try_as_met: str
    try_reply: str
    try_total: str
    try_said: str
    try_open: str
    try_crossed: str
    try_asked: str
    try_findings: str
    try_gates: str
    try_mood_after: str
    try_next: str
    try_none: str
    nothing: str
    earned: str
    lost: str
    rubric: str
    rubric_shipped: str
    rubric_name: str
    weights: str
    weight_of: str
    dimension_weight: str
    reset: str
    policy: str
    gates: str
    sample: str
    sample_own: str
    sample_load: str
    ranking: str
    rank: str
    change: str
    total: str
    reply: str
    up: str
    down: str
    same: str
    sensitivity: str


class NoteWords(Strict):
    """What the desk says about files, and about trouble."""

    static: str
    saved: str
    saved_version: str
    copied: str
    created: str
    conflict: str
    not_saved: str
    trouble: str
    fault: str
    shift: str
    shift_chat: str
    no_course: str
    no_workspace: str
    sample_bundled: str
    sample_other: str
    sample_own: str
    sample_cut: str
    sample_empty: str


class MapWords(Strict):
    """The words of the map: rules, endings, model paths."""

    label: str
    nowhere: str
    always: str
    when: str
    covered: str
    open: str
    mood_at_least: str
    mood_at_most: str
    replies: str
    crossed: str
    not_crossed: str
    asked_again: str
    not_asked_again: str
    to: str
    never: str
    unreached: str
    ends: dict[EndingKind, str]
    levels: dict[Level, str]
    paths: str
    legend: str


class NotApplicableWords(Strict):
    """What becomes of criteria that do not apply."""

    leave_out: str
    full_marks: str


class FailedGateWords(Strict):
    """What a failed gate does."""

    cap: str
    zero: str


class RubricWords(Strict):
    """How a rubric counts, and which weights matter."""

    not_applicable: NotApplicableWords
    failed_gate: FailedGateWords
    faults: str
    gate: str
    dimension: str
    strong_zero: str
    strong_double: str
    weak: str
    too_few: str
    chart: str
    chart_x: str
    chart_zero: str
    chart_double: str


class AuthorWords(Strict):
    """All words of the author's desk in one language."""

    view: ViewWords
    notes: NoteWords
    map: MapWords
    rubric: RubricWords


def author_words(language: str) -> AuthorWords:
    """The desk's words in "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("author.yaml", AuthorWords, language)
