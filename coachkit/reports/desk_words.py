"""The words of the practice desk in Finnish, Swedish and English; they stand in coachkit/locale/desk.yaml."""

from __future__ import annotations

from pydantic import Field

from coachkit.locale import Strict, words_of


class ByChannel(Strict):
    """One text per channel."""

    chat: str
    messaging: str
    email: str
    social: str
    forum: str
    article: str
    call: str


class ViewWords(Strict):
    """The words that practice.js shows; they travel to the browser as they are."""

    view: str
    silent: str
    thread: str
    know: str
    score: str
    total: str
    of_hundred: str
    unknown: str
    length: str
    words_count: str
    length_short: str
    length_fits: str
    length_long: str
    findings: str
    no_findings: str
    finding_of: str
    earned: str
    lost: str
    gate: str
    summary: str
    hints: str
    hint: str
    finish: str
    again: str
    again_label: str
    send: ByChannel
    send_key: str
    editor: ByChannel
    placeholder: str
    in_public: str
    keys: str
    pause: str
    is_writing: str
    waiting: str
    late: str
    empty: str
    choose: str
    choose_first: str
    why: str
    answer: str
    checked: str
    checked_saved: str
    likes: str
    from_: str = Field(alias="from")
    to: str
    subject: str
    reply_prefix: str
    later: str


class Formality(Strict):
    """How formal a brand is."""

    relaxed: str
    neutral: str
    formal: str


class Emoji(Strict):
    """How a brand uses emoji."""

    none: str
    some: str


class SceneWords(Strict):
    """What stands around a conversation."""

    level: str
    minutes: str
    you_are: str
    role: str
    told: str
    facts: str
    policy: str
    offers: str
    must_not: str
    brand: str
    formality: Formality
    emoji: Emoji
    signs: str
    mood: str
    mood_start: str


class DeskWords(Strict):
    """The words of choosing an exercise, and of trouble."""

    title: str
    language: str
    choose: str
    progress: str
    course: str
    channel: str
    skill: str
    reply_language: str
    difficulty: str
    every: str
    none: str
    found: str
    found_one: str
    start: str
    resume: str
    resumed: str
    not_resumed: str
    changed: str
    trains: str
    done_before: str
    done_once: str
    next: str
    retry: str
    unreadable: str
    trouble: str
    fault: str
    unsaved: str
    other_notebook: str
    static: str
    now_in: str


class ShiftDeskWords(Strict):
    """The words of a shift of several chats."""

    title: str
    start: str
    finish: str
    chats: str
    waits: str
    everyone: str


class ProgressWords(Strict):
    """The words of the progress view."""

    title: str
    none: str
    sent: str
    sessions: str
    best: str
    streak: str
    over_time: str
    map: str
    criteria: str
    days: str
    recent: str
    exercise: str
    when: str
    points: str
    refresh: str


class AllDeskWords(Strict):
    """All words of the desk in one language."""

    view: ViewWords
    scene: SceneWords
    desk: DeskWords
    shift: ShiftDeskWords
    progress: ProgressWords


def desk_words(language: str) -> AllDeskWords:
    """The desk's words in "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("desk.yaml", AllDeskWords, language)
