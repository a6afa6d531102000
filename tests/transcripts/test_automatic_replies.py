"""Mails that no person has written: told by their head, or by the first words of their subject."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachkit.transcripts.hints import Hints
from coachkit.transcripts.reading import open_table


def mail_of(folder: Path, subject: str, other: str) -> Path:
    """A mailbox with two of the shop's mails: one with this subject, and another."""
    head = "From shop Mon Mar  3 08:00:00 2025\nFrom: Shop <care@shop.example>\nTo: anna@gmail.com\n"
    date = "Date: Mon, 03 Mar 2025 08:00:00 +0000\n"
    first = f"{head}{date}Subject: {subject}\nMessage-ID: <1@shop.example>\n\nI am away until Monday.\n\n"
    path = folder / "a.mbox"
    path.write_text(f"{first}{head}{date}Subject: Invoice\nMessage-ID: <2@shop.example>\n\n{other}\n", "utf-8", newline="\n")
    return path


@pytest.mark.parametrize(
    "subject",
    [
        "Automaattinen vastaus: Lasku 5512", "=?utf-8?q?Poissaoloviesti=3A_lomalla?=", "Automaattivastaus", "Autosvar: Faktura",
        "Automatiskt svar: Faktura", "=?utf-8?q?Fr=C3=A5nvaromeddelande?=", "Automatic reply: Invoice", "Auto-Reply: Invoice",
        "Out of office", "Out of Office: Invoice", "OUT OF OFFICE (Re: Invoice)", "Out of the office - back on Monday",
    ],
)  # fmt: skip
def test_an_automatic_reply_that_only_its_subject_tells_is_left_out_and_counted(tmp_path: Path, subject: str) -> None:
    table = open_table(mail_of(tmp_path, subject, "I answered it myself."), None, Hints(("@shop.example",)))
    assert [row.values["text"] for row in table.rows] == ["I answered it myself."]
    assert table.left_out == {"automatic reply": 1}


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Automatic reply: Invoice", "VS: Automaattinen vastaus: Lasku", "Sv: Autosvar: Faktura",
        "Automatic reply does not work",
        "Out of office chairs?", "Autosvaret fungerar inte", "Automaattinen vastaus puuttuu", "Your automatic reply",
    ],
)  # fmt: skip
def test_a_mail_about_an_automatic_reply_is_a_persons(tmp_path: Path, subject: str) -> None:
    table = open_table(mail_of(tmp_path, subject, "Another one."), None, Hints(("@shop.example",)))
    assert len(list(table.rows)) == 2
    assert not table.left_out
