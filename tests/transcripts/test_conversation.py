"""Who said what: an agent's reply with the customer's words before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.model import Reply
from coachkit.transcripts import conversation
from coachkit.transcripts.columns import Columns
from coachkit.transcripts.conversation import Message, messages
from coachkit.transcripts.rows import Row

TALK = Columns(text="text", speaker="speaker", conversation="conversation")
PLAIN = Columns(text="text", customer="customer", channel="channel", language="language")


def talk(*turns: tuple[Any, Any, Any]) -> list[Message]:
    rows = [Row(n, dict(zip(("conversation", "speaker", "text"), turn, strict=True))) for n, turn in enumerate(turns, start=1)]
    return list(messages(rows, TALK))


def replies(found: Sequence[Message]) -> list[tuple[str, str | None]]:
    return [(one.reply.text, one.reply.customer) for one in found if one.reply]


def plain(**values: Any) -> Message:
    return next(iter(messages([Row(1, values)], PLAIN)))


def test_a_reply_has_the_customers_words_since_the_reply_before() -> None:
    found = talk(
        ("a", "customer", "one"), ("a", "customer", "two"), ("b", "customer", "other"), ("a", "agent", "reply 1"),
        ("a", "customer", "three"), ("a", "agent", "reply 2"), ("b", "agent", "reply 3"),
    )  # fmt: skip
    assert replies(found) == [("reply 1", "one\ntwo"), ("reply 2", "three"), ("reply 3", "other")]
    assert sum(one.is_context for one in found) == 4


def test_a_second_reply_in_a_row_has_the_customers_latest_words() -> None:
    found = talk(
        ("a", "customer", "one"), ("a", "agent", "1/2"), ("a", "agent", "2/2"), ("a", "customer", "two"), ("a", "agent", "3")
    )
    assert replies(found) == [("1/2", "one"), ("2/2", "one"), ("3", "two")]


def test_an_agent_who_writes_first_has_no_customer_before() -> None:
    assert replies(talk(("a", "agent", "Hello"), ("b", "customer", "x"))) == [("Hello", None)]


@pytest.mark.parametrize(
    ("customer", "agent"),
    [("Customer", "AGENT"), ("Asiakas", "Asiakaspalvelija"), ("Kund", "Kundtjänst"), ("user", "company")],
)
def test_speakers_under_their_usual_names(customer: str, agent: str) -> None:
    assert replies(talk(("a", customer, "hi"), ("a", agent, "hello"))) == [("hello", "hi")]


def test_an_unknown_speaker_is_kept_with_a_problem() -> None:
    found = talk(("a", "bot", "Welcome"), ("a", None, "?"))
    assert [one.problems[0].split(":")[0] for one in found] == ["unknown speaker", "no speaker"]
    assert replies(found) == []


def test_rows_without_a_conversation_share_no_words() -> None:
    assert replies(talk((None, "customer", "secret"), (None, "agent", "hello"), ("", "agent", "hi"))) == [
        ("hello", None),
        ("hi", None),
    ]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "OPEN_CONVERSATIONS", 2)
    found = talk(
        ("a", "customer", "old"), ("b", "customer", "b"), ("a", "customer", "new"), ("c", "customer", "c"),
        ("a", "agent", "to a"), ("b", "agent", "to b"),
    )  # fmt: skip
    assert replies(found) == [("to a", "old\nnew"), ("to b", None)]


def test_a_long_turn_keeps_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "LONGEST_TURN", 10)
    found = talk(*[("a", "customer", f"message {n}") for n in range(9)], ("a", "agent", "reply"))
    assert replies(found) == [("reply", "\nmessage 8")]


def test_with_a_speaker_but_no_conversation_only_agents_are_scored() -> None:
    columns = Columns(text="text", speaker="speaker", customer="customer")
    rows = [Row(1, {"speaker": "customer", "text": "hi"}), Row(2, {"speaker": "agent", "text": "hello", "customer": "hi"})]
    assert replies(list(messages(rows, columns))) == [("hello", "hi")]


def test_a_plain_row() -> None:
    found = plain(text="Hej", customer="Hallå", channel="E-mail", language="sv-FI")
    assert found == Message(found.row, Reply("Hej", "Hallå", "email", "sv"))


def test_unknown_language_and_channel_are_dropped_and_noted() -> None:
    found = plain(text="Hej", language="klingon", channel="pigeon")
    assert found.reply == Reply("Hej")
    assert [one.split(":")[0] for one in found.problems] == ["unknown language", "unknown channel"]


@pytest.mark.parametrize("value", [None, "", "  \n", float("nan"), ["a"], {"a": 1}, b"bytes"])
def test_a_missing_text_is_kept_with_its_problem(value: Any) -> None:
    found = plain(text=value, channel="chat")
    assert found.reply is None
    assert found.problems[0].startswith(("no text", "not a text"))


def test_a_number_is_a_text() -> None:
    assert plain(text=42).reply == Reply("42")


def test_a_broken_row_is_not_scored() -> None:
    for columns in (PLAIN, TALK):
        (found,) = messages([Row(1, {"text": "hello", "speaker": "agent"}, "too many cells: 3", broken=True)], columns)
        assert (found.reply, found.problems) == (None, ("too many cells: 3",))


def test_a_note_of_the_reader_stays_with_the_reply() -> None:
    (found,) = messages([Row(1, {"text": "hello"}, "too few cells: 1")], PLAIN)
    assert found.reply == Reply("hello")
    assert found.problems == ("too few cells: 1",)


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["customer", "agent", "x", None]), st.sampled_from(["", "words"])))
)
def test_every_row_comes_out_once_and_in_order(turns: list[tuple[str, str | None, str]]) -> None:
    assert [one.row.number for one in talk(*turns)] == list(range(1, len(turns) + 1))
