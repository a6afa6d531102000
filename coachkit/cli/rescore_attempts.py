"""`coachkit rescore`: stored attempts under another version, beside the scores they were given."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tqdm import tqdm

from coachkit.authoring.rescore import Rescored, rescore
from coachkit.authoring.rubric_diff import LARGE, movement
from coachkit.cli.terminal import table, tidy
from coachkit.cli.workshop_words import WorkshopWords, workshop_words
from coachkit.rubrics import load_rubric
from coachkit.scenarios.loading import readable_courses
from coachkit.store import SessionRow, Store


def run(rubric: str | None, exercises: Path | None, language: str) -> str:
    """Scores what is stored anew and tells how the totals moved, as text."""
    words, store = workshop_words(language), Store.open()
    library = {one.id: one for course in readable_courses(exercises) for one in course.scenarios}
    done = rescore(store, library, load_rubric(rubric) if rubric else None, _watched)
    return "\n".join([words.store.format(place=tidy(store.place)), *_told(done, words)])


def _watched(sessions: Sequence[SessionRow]) -> Iterable[SessionRow]:
    return tqdm(sessions, delay=2, leave=False, disable=not sys.stderr.isatty())


def _told(done: Rescored, words: WorkshopWords) -> Iterator[str]:
    if not done.attempts:
        yield words.no_attempts
        return
    yield words.rescored.format(count=f"{len(done.after):,}", fingerprint=", ".join(sorted(done.fingerprints)) or "–")
    if done.known:
        yield words.scored_before.format(count=f"{done.known:,}")
    moved = movement(done.before, done.after)
    if len(moved.places):
        yield "  " + words.mean.format(before=f"{moved.before.mean():.1f}", after=f"{moved.after.mean():.1f}")
        counts = {"moved": moved.moved, "far": moved.moved_far, "ranks": moved.changed_rank}
        yield "  " + words.moved.format(large=f"{LARGE:g}", **counts)
    if done.impossible:
        yield words.cannot.format(count=f"{sum(done.impossible.values()):,}")
        yield table([(tidy(reason), f"{count:,}") for reason, count in done.impossible.items()], 1)
