"""`coachkit rescore`: stored attempts and reviewed replies under another version, beside the scores they were given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coachkit.authoring.rescore import Rescored, rescore
from coachkit.authoring.rescore_reviews import RescoredReviews, rescore_reviews
from coachkit.authoring.rubric_diff import LARGE, movement
from coachkit.cli.terminal import table, tidy, watched
from coachkit.cli.workshop_words import WorkshopWords, workshop_words
from coachkit.rubrics import load_rubric
from coachkit.scenarios.loading import readable_courses
from coachkit.store import Store


def run(rubric: str | None, exercises: Path | None, language: str) -> str:
    """Scores what is stored anew, attempts and reviewed replies, and tells how the totals moved, as text."""
    words, store = workshop_words(language), Store.open()
    library = {one.id: one for course in readable_courses(exercises) for one in course.scenarios}
    used = load_rubric(rubric) if rubric else None
    attempts = rescore(store, library, used, watched)
    replies = rescore_reviews(store, used, watched)
    told = [words.store.format(place=tidy(store.place)), *_attempts(attempts, words), *_replies(replies, words)]
    return "\n".join(told if attempts.met or replies.met else [*told, words.no_attempts])


def _attempts(done: Rescored, words: WorkshopWords) -> Iterator[str]:
    if done.met:
        yield from _moved(done, words.rescored, words)
        yield from _cannot(done, words.cannot)


def _replies(done: RescoredReviews, words: WorkshopWords) -> Iterator[str]:
    if done.met:
        yield from _moved(done, words.replies, words)
        if done.apart:
            before, after = done.apart
            yield "  " + words.apart.format(before=f"{before:.1f}", after=f"{after:.1f}")
        named = Rescored(impossible={getattr(words.reasons, name): count for name, count in done.impossible.items()})
        yield from _cannot(named, words.keep)


def _moved(done: Rescored, title: str, words: WorkshopWords) -> Iterator[str]:
    yield title.format(count=f"{len(done.after):,}", fingerprint=", ".join(sorted(done.fingerprints)) or "–")
    if done.known:
        yield words.scored_before.format(count=f"{done.known:,}")
    moved = movement(done.before, done.after)
    if len(moved.places):
        yield "  " + words.mean.format(before=f"{moved.before.mean():.1f}", after=f"{moved.after.mean():.1f}")
        counts = {"moved": moved.moved, "far": moved.moved_far, "ranks": moved.changed_rank}
        yield "  " + words.moved.format(large=f"{LARGE:g}", **counts)


def _cannot(done: Rescored, title: str) -> Iterator[str]:
    if done.impossible:
        yield title.format(count=f"{sum(done.impossible.values()):,}")
        yield table([(tidy(reason), f"{count:,}") for reason, count in done.impossible.items()], 1)
