"""The words of the reviewer's commands in Finnish, Swedish and English; they stand in coachkit/locale/reviews.yaml."""

from __future__ import annotations

from coachkit.locale import Counted, Strict, words_of


class Reasons(Strict):
    """Why a reply is in the sample."""

    random: str
    lowest: str
    uncertain: str
    gate: str
    outlier: str
    csat: str


class Headers(Strict):
    """The columns of the table of agreement."""

    criterion: str
    n: str
    exact: str
    kappa: str
    alpha: str
    apart: str


class CountedWords(Strict):
    """What is counted, with its number."""

    reviews: Counted
    of_replies: Counted
    people: Counted
    disputes: Counted
    new: Counted


class PastKinds(Strict):
    """What people write."""

    review: str
    dispute: str
    answer: str


class PastColumns(Strict):
    """Where in it words stand."""

    comment: str
    root_cause: str
    marks: str


class PastWordsWords(Strict):
    """Of masking what the store has kept unmasked."""

    none: str
    found: Counted
    more: str
    dry: str
    done: str
    rebuilt: str
    not_rebuilt: str
    kinds: PastKinds
    columns: PastColumns


class ReviewWords(Strict):
    """The words of one language."""

    all_replies: str
    population: str
    spread: str
    to_read: str
    margin: str
    drawn: str
    several: str
    reasons: Reasons
    precise: str
    too_few: str
    written: str
    counted: CountedWords
    reviews: str
    seen: str
    people: str
    program: str
    nothing_shared: str
    no_machine: str
    headers: Headers
    explained: str
    total: str
    split: Counted
    hardest: str
    replies: str
    reply: str
    severity: str
    not_linked: str
    imported: str
    masked: str
    unknown: str
    near: str
    left_out: str
    untouched: Counted
    unread: str
    quoted: str
    exported: str
    store: str
    none: str
    none_of_yours: str
    few: Counted
    fitted: str
    held_out: str
    before: str
    after: str
    change: str
    distance: str
    level: str
    limits: Counted
    one_language: str
    no_better: str
    unsure: str
    proposal: str
    unchanged: str
    past: PastWordsWords


def review_words(language: str) -> ReviewWords:
    """The words of "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("reviews.yaml", ReviewWords, language)
