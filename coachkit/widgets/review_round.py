"""A round of reviewing: the replies to read, whose reviews they get, and what has been seen. It knows nothing of the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from coachkit.errors import InputError
from coachkit.model import CHANNELS, LANGUAGES, Reply, Scorecard
from coachkit.practice.words import filled
from coachkit.reviews.conversations import Said, around, conversations_of
from coachkit.reviews.scored import AS_GUESSED, read_scored
from coachkit.reviews.values import DisputeRow, ReplyRow, ReviewRow
from coachkit.rubrics import Rubric, rubric_for
from coachkit.transcripts.columns import Columns
from coachkit.transcripts.values import channel_of, text_of
from coachkit.widgets.review_words import ReviewNotes
from coachkit.widgets.shown_text import Shown

if TYPE_CHECKING:
    from coachkit.store import Store

MOST = 5_000
"""Replies of one round; nobody reads more, and each takes memory."""


@dataclass(frozen=True)
class Loaded:
    """What a file or the store gave: replies in reading order, their conversations, why each was drawn, rows left out."""

    name: str
    replies: Sequence[ReplyRow]
    conversations: Mapping[str, Sequence[Said]]
    reasons: Mapping[str, str] = field(default_factory=dict)
    left_out: int = 0


def from_file(path: Path, conversations: Path | None, notes: ReviewNotes, asked: Columns = AS_GUESSED) -> Loaded:
    """The replies of a scored file. Raises InputError where there are none, or more than MOST."""
    file = read_scored(path, asked)
    found = file.replies()
    why = "why" if "why" in file.table.columns else ""
    replies = {one.key: one for one in found if one is not None}
    reasons = {one.key: text_of(row.get(why)) or "" for one, row in zip(found, file.rows, strict=True) if one is not None}
    if not replies:
        raise InputError(filled(notes.no_replies, name=path.name))
    if len(replies) > MOST:
        raise InputError(filled(notes.too_many, name=path.name, count=len(replies), most=MOST))
    whole = [one for one in read_scored(conversations, asked).replies() if one] if conversations else []
    talks = conversations_of(replies.values()) | conversations_of(whole)
    return Loaded(path.name, tuple(replies.values()), talks, reasons, sum(one is None for one in found))


def from_store(store: Store, name: str, notes: ReviewNotes) -> Loaded:
    """The replies that the store holds; where they are more than MOST, those that have been reviewed.

    Raises InputError where there are none, or too many even so.
    """
    replies = store.replies()
    if len(replies) > MOST:
        reviewed = {one.reply for one in store.reviews()}
        replies = tuple(one for one in replies if one.key in reviewed)
    if not replies:
        raise InputError(notes.none_in_store)
    if len(replies) > MOST:
        raise InputError(filled(notes.too_many, name=name, count=len(replies), most=MOST))
    return Loaded(name, replies, conversations_of(replies))


class Round:
    """The replies, and how far their review has come; read from the store again with `refresh`."""

    def __init__(self, loaded: Loaded, reviewer: str, store: Store) -> None:
        self.loaded = loaded
        self.reviewer = reviewer
        self.store = store
        self.by_key = {one.key: one for one in loaded.replies}
        self.numbers = {key: number for number, key in enumerate(self.by_key, start=1)}
        self.seen: set[str] = set()
        self._cards: dict[str, Scorecard] = {}
        store.add_replies(loaded.replies)
        self.refresh()

    def refresh(self) -> None:
        """Reads from the store which replies are reviewed and disputed."""
        mine = self.store.reviews(reviewer=self.reviewer, every_version=True)
        self.done = {one.reply for one in mine} & self.by_key.keys()
        self.seen |= {one.reply for one in mine if not one.blind}
        self.disputed = {one.reply for one in self.store.disputes(open_only=True)} & self.by_key.keys()

    def reviews(self, key: str) -> tuple[ReviewRow, ...]:
        """Every version of every review of a reply, oldest first."""
        return self.store.shown_reviews(self.store.reviews(reply=key, every_version=True))

    def disputes(self, key: str) -> tuple[DisputeRow, ...]:
        """The disputes about a reply, oldest first."""
        return self.store.shown_disputes(self.store.disputes(reply=key))

    def save(self, review: ReviewRow) -> ReviewRow:
        """Keeps a review as a new version."""
        kept = self.store.add_review(review)
        self.done.add(kept.reply)
        return kept

    def thread(self, reply: ReplyRow) -> Sequence[Said]:
        """The messages of the reply's conversation; the reply with its customer's words where nothing else is known."""
        talk = self.loaded.conversations.get(reply.conversation, ())
        return talk if any(one.key == reply.key for one in talk) else around(reply)

    def card(self, reply: ReplyRow) -> Scorecard:
        """What the machine says of the text as it is shown: for the marks in it."""
        if reply.key not in self._cards:
            from coachkit.batch import score

            language = reply.language if reply.language in LANGUAGES else None
            self._cards[reply.key] = score(Reply(Shown(reply.text).text, reply.customer or None, channel(reply), language))
        return self._cards[reply.key]

    def rubric(self, reply: ReplyRow) -> Rubric:
        """The rubric of the reply's channel."""
        return rubric_for(channel(reply))


def channel(reply: ReplyRow) -> str | None:
    """The reply's channel by its name in the program, None where it is not known."""
    found = channel_of(reply.channel)[0]
    return found if found in CHANNELS else None
