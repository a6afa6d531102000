"""Conversations as a reviewer reads them, put together from replies and the words they answer."""

from __future__ import annotations

from coachkit.reviews.conversations import AGENT, CUSTOMER, Said, conversations_of
from coachkit.reviews.values import ReplyRow


def test_each_reply_follows_the_words_it_answers_once() -> None:
    replies = [
        ReplyRow("1", "Hello.", "Where is it?", "a", agent="agent-x", at="2026-03-02T10:00:00+02:00"),
        ReplyRow("2", "Elsewhere.", "Why?", "b"),
        ReplyRow("3", "On its way.", "Where is it?", "a"),
        ReplyRow("4", "On Friday.", "When?", "a"),
    ]
    found = conversations_of(replies)
    assert list(found) == ["a", "b"]
    assert found["a"] == (
        Said(CUSTOMER, "Where is it?"),
        Said(AGENT, "Hello.", "agent-x", "2026-03-02T10:00:00+02:00", "1"),
        Said(AGENT, "On its way.", key="3"),
        Said(CUSTOMER, "When?"),
        Said(AGENT, "On Friday.", key="4"),
    )


def test_without_a_conversation_there_is_nothing_around() -> None:
    assert conversations_of([ReplyRow("1", "Hello.", "Hi")]) == {}
    assert conversations_of([ReplyRow("1", "Hello.", "", "a")]) == {"a": (Said(AGENT, "Hello.", key="1"),)}
