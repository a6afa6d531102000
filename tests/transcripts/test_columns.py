"""Which column is what."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachkit.errors import InputError
from coachkit.transcripts.columns import HEADERS, Columns, choose_columns, key

FILE = Path("replies.csv")


def chosen(*found: str, **asked: str) -> Columns:
    return choose_columns(FILE, found, Columns(**asked))


@pytest.mark.parametrize(
    ("found", "text", "customer"),
    [
        (("id", "Reply", "Message"), "Reply", "Message"),
        (("Agent Reply", "Customer Message"), "Agent Reply", "Customer Message"),
        (("VASTAUS", "Asiakkaan viesti"), "VASTAUS", "Asiakkaan viesti"),
        (("Kundens fråga", "Svar"), "Svar", "Kundens fråga"),
        (("body",), "body", None),
        (("viesti",), "viesti", None),
        (("meddelande", "svar"), "svar", "meddelande"),
        (("text", "customer"), "text", "customer"),
        (("content", "kanal", "språk"), "content", None),
    ],
)
def test_common_headers_are_guessed(found: tuple[str, ...], text: str, customer: str | None) -> None:
    columns = chosen(*found)
    assert (columns.text, columns.customer) == (text, customer)


def test_what_is_asked_for_comes_first_and_may_differ_in_case() -> None:
    columns = chosen("text", "Other Text", "Ärende", text="other text", customer="ärende")
    assert (columns.text, columns.customer) == ("Other Text", "Ärende")


def test_a_missing_text_column_lists_the_columns_found() -> None:
    with pytest.raises(InputError, match=r"replies\.csv: no column for the text.*--text-column.*found: id, score"):
        chosen("id", "score")


def test_an_asked_column_that_is_not_there_says_so() -> None:
    with pytest.raises(InputError, match=r"--text-column: no column 'rply'; did you mean 'reply'\? Columns found: reply, id"):
        chosen("reply", "id", text="rply")
    with pytest.raises(InputError, match="--customer-name-column: no column 'x'"):
        chosen("reply", customer_name="x")


def test_no_column_has_two_roles() -> None:
    columns = chosen("message", "speaker", "conversation")
    assert columns == Columns(text="message", speaker="speaker", conversation="conversation")


def test_the_headers_are_written_as_they_are_compared() -> None:
    every = [header for headers in HEADERS.values() for header in headers]
    assert [key(header) for header in every] == every
    assert len(set(every)) == len(every)
