"""A file of invented conversations, large enough for several blocks."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

OPENINGS = ("Hei", "Hello", "Hej", "Moi Liisa", "Dear customer", "Hej Anna")
BODIES = (
    "I am sorry that your parcel is late. I sent a new one today, and it arrives on Friday.",
    "Olen pahoillani viivästyksestä. Lähetin uuden paketin tänään, ja se on perillä perjantaina.",
    "Tyvärr är paketet försenat. Jag skickade ett nytt i dag, och det kommer på fredag.",
    "As per our policy the matter has been forwarded.",
    "You should have read the terms.",
)
QUESTIONS = (
    "Where is my parcel {n}?",
    "Missä pakettini {n} on? Olen odottanut viikon.",
    "Var är mitt paket {n}? Jag är besviken.",
)


def conversations(path: Path, rows: int, *, macros: bool = False) -> Path:
    """A CSV of conversations in which a customer asks and an agent answers, some rows with problems among them.

    A conversation's messages lie far apart, so that it runs over the edges of blocks.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["conversation", "speaker", "channel", "message"])
        for n in range(rows):
            talk = f"c{n % 97}"
            if n % 2 == 0:
                out.writerow([talk, "customer", "chat", QUESTIONS[n % 3].format(n=n)])
            elif n % 41 == 0:
                out.writerow([talk, "agent", "pigeon", ""])
            else:
                number = "" if macros else f" Ref {n}."
                out.writerow([talk, "agent", ("chat", "email", "social")[n % 3], f"{OPENINGS[n % 6]}! {BODIES[n % 5]}{number}"])
    return path


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Conversations of 4,000 rows: with blocks made small, many of them."""
    return conversations(tmp_path_factory.mktemp("runs") / "in.csv", 4_000)
