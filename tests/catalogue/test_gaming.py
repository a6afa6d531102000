"""Cheating does not pay: every trick scores below the plain, honest reply to the same customer.

gaming.jsonl holds, for each customer, an honest reply and eight tricks of similar length, written for the project.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from coachkit.batch import score_many
from coachkit.model import Reply, Scorecard

ROWS = [json.loads(line) for line in Path(__file__).with_name("gaming.jsonl").read_text("utf-8").splitlines()]
CASES = {f"{row['language']}-{row['channel']}": row for row in ROWS}
TRICKS = ("recite", "salad", "copy", "gibberish", "repeated", "hidden", "instruction", "template")
NEEDS_THE_MESSAGE = frozenset(("copy",))
TRIVIAL = {
    "fi": ("Ok.", "Hei vain", "Kyllä."),
    "sv": ("Ok.", "Hej där", "Ja."),
    "en": ("Ok.", "Hello there", "Yes."),
}
# Known today: without the customer's message a Swedish chat reply that asks back scores 79, below both of these.
BEATEN_TODAY = {("sv-chat", "recite", False)}


def cards(case: str, texts: list[str], *, with_message: bool) -> list[Scorecard]:
    """The scorecards of several replies to the customer of one case."""
    row = CASES[case]
    customer = row["customer"] if with_message else None
    replies = [Reply(text, customer, row["channel"]) for text in texts]
    blocks = score_many(replies)
    return list(chain.from_iterable([block.card(place) for place in range(len(block.replies))] for block in blocks))


@cache
def totals(case: str, *, with_message: bool) -> dict[str, float]:
    """The totals of one case: the honest reply and every trick; a reply that cannot be scored counts as 0."""
    names = ("honest", *TRICKS)
    found = cards(case, [CASES[case][name] for name in names], with_message=with_message)
    return {name: card.total or 0.0 for name, card in zip(names, found, strict=True)}


def attempts() -> Iterator[object]:
    """Every case with every trick, with and without the customer's message."""
    for case in CASES:
        for trick in TRICKS:
            for with_message in (True, False):
                if with_message or trick not in NEEDS_THE_MESSAGE:
                    known = (case, trick, with_message) in BEATEN_TODAY
                    marks = (
                        [pytest.mark.xfail(strict=True, reason="the honest reply asks back and does nothing itself")]
                        if known
                        else []
                    )
                    name = f"{case}-{trick}-{'with' if with_message else 'without'}_message"
                    yield pytest.param(case, trick, with_message, id=name, marks=marks)


def test_the_set_has_every_language_and_four_channels_each() -> None:
    assert len(CASES) == 12
    assert {row["language"] for row in ROWS} == {"fi", "sv", "en"}


@pytest.mark.parametrize(("case", "trick", "with_message"), list(attempts()))
def test_a_trick_scores_below_the_honest_reply(case: str, trick: str, with_message: bool) -> None:  # noqa: FBT001
    found = totals(case, with_message=with_message)
    assert found[trick] < found["honest"]


@pytest.mark.parametrize("case", CASES)
def test_the_honest_reply_fails_no_gate(case: str) -> None:
    for with_message in (True, False):
        (card,) = cards(case, [CASES[case]["honest"]], with_message=with_message)
        assert [gate.id for gate in card.gates] == []


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("trick", ["salad", "gibberish", "hidden"])
def test_a_blunt_trick_fails_a_gate(case: str, trick: str) -> None:
    (card,) = cards(case, [CASES[case][trick]], with_message=True)
    assert card.gates


@pytest.mark.parametrize("case", CASES)
def test_a_trivial_reply_scores_below_the_honest_reply(case: str) -> None:
    trivial_loses(case, with_message=True)


@pytest.mark.parametrize("case", list(CASES))
def test_a_trivial_reply_scores_below_the_honest_reply_without_a_message(case: str) -> None:
    trivial_loses(case, with_message=False)


def trivial_loses(case: str, *, with_message: bool) -> None:
    """Holds every trivial reply of the case's language against the honest one."""
    honest = totals(case, with_message=with_message)["honest"]
    texts = list(TRIVIAL[CASES[case]["language"]])
    found = {text: card.total or 0.0 for text, card in zip(texts, cards(case, texts, with_message=with_message), strict=True)}
    assert {text: total for text, total in found.items() if total >= honest} == {}
