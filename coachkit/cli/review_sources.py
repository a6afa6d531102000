"""Where the reviewer's commands take reviews from: a file with the scored file beside it, else the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coachkit.errors import InputError
from coachkit.reviews.scored import AS_GUESSED, read_scored
from coachkit.reviews.tables import read_reviews
from coachkit.reviews.values import DisputeRow, ReplyRow, ReviewRow
from coachkit.reviews.zendesk_reading import read_zendesk
from coachkit.rubrics import Rubric
from coachkit.transcripts.columns import Columns

if TYPE_CHECKING:
    from coachkit.store import Store


@dataclass(frozen=True, slots=True)
class Scored:
    """The scored file that was reviewed, if one is named, and its columns whose headers do not tell what they are."""

    path: Path | None = None
    columns: Columns = AS_GUESSED


@dataclass(frozen=True)
class Said:
    """Reviews, the replies they are about, disputes, and what of a file could not be taken, by reason.

    `untouched` rows of a sample are not reviewed; its columns `unread` look like a person's and were not taken.
    """

    reviews: tuple[ReviewRow, ...]
    replies: tuple[ReplyRow, ...]
    disputes: tuple[DisputeRow, ...]
    problems: Mapping[str, int]
    untouched: int = 0
    unread: tuple[str, ...] = ()


def replies_of(scored: Scored) -> tuple[ReplyRow, ...]:
    """The replies of a scored file; none without one."""
    return tuple(one for one in read_scored(scored.path, scored.columns).replies() if one is not None) if scored.path else ()


def from_file(
    path: Path,
    replies: tuple[ReplyRow, ...],
    reviewer: str = "",
    rubric: Rubric | None = None,
    encoding: str | None = None,
) -> Said:
    """What a file of reviews says about these replies. Raises InputError where it cannot be read."""
    if not path.exists():
        raise InputError(f"{path}: there is no such file")
    if path.suffix.lower() == ".json":
        brought = read_zendesk(path, replies)
        return Said(brought.reviews, replies, brought.disputes, brought.problems)
    read = read_reviews(path, replies, reviewer, rubric, encoding)
    return Said(read.reviews, replies, (), read.problems, read.untouched, read.unread)


def from_store(store: Store, *, every_version: bool = False, reviewer: str | None = None) -> Said:
    """What the store holds."""
    reviews = store.reviews(every_version=every_version, reviewer=reviewer)
    kept = {one.id for one in reviews}
    return Said(reviews, store.replies(), tuple(one for one in store.disputes() if one.review in kept), {})


def taken(path: Path | None, scored: Scored) -> Said:
    """The reviews of a file, else those of the store. Raises InputError for a file of reviews without the scored one."""
    if path is None:
        from coachkit.store import Store

        found = from_store(Store.open())
        more = {one.key: one for one in (*found.replies, *replies_of(scored))}
        return Said(found.reviews, tuple(more.values()), found.disputes, {})
    if scored.path is None:
        raise InputError(
            f"{path}: the replies that are reviewed are not named; add --scored FILE, written by `coachkit score --out`"
        )
    return from_file(path, replies_of(scored))
