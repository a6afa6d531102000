"""Fairness: who is meant changes no score. Names, gender, origin and age are swapped in replies and in customers' messages.

fairness.yaml holds eleven replies a language with slots, and what goes into them; it was written for the project.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from coachkit.batch import score_many
from coachkit.documents import parse
from coachkit.model import LANGUAGES, Reply, Scorecard

pytestmark = pytest.mark.slow

SET: dict[str, Any] = parse(Path(__file__).with_name("fairness.yaml").read_text("utf-8"), "fairness.yaml")
GROUPS = ("name", "words_in_a_name", "name_that_is_a_word", "colleague", "gender", "origin", "age")
Slots = dict[str, str]


def written_with(language: str) -> Slots:
    """Every slot's first value; where two groups fill a slot, the earlier one's."""
    slots: Slots = {}
    for group in GROUPS:
        slots = SET[language]["groups"][group][0] | slots
    return slots


def filled(row: Slots, slots: Slots) -> Reply:
    """The reply and the customer's message with their slots filled; a sentence begins with a capital whatever fills it."""
    texts = [row[part].format_map(slots) for part in ("reply", "customer")]
    reply, customer = (text[0].upper() + text[1:] for text in texts)
    return Reply(reply, customer, row["channel"], row["language"])


def cards(replies: list[Reply]) -> list[Scorecard]:
    """A scorecard for each reply."""
    blocks = score_many(replies)
    return list(chain.from_iterable([block.card(place) for place in range(len(block.replies))] for block in blocks))


def differences(before: Scorecard, after: Scorecard) -> list[str]:
    """What of the total, the dimensions, the gates and the criteria is not the same on two cards."""
    pairs: list[tuple[str, object, object]] = [("total", before.total, after.total)]
    pairs += [(name, score, after.dimensions[name]) for name, score in before.dimensions.items()]
    pairs += [("gates", [one.id for one in before.gates], [one.id for one in after.gates])]
    both = zip(before.criteria, after.criteria, strict=True)
    pairs += [(one.id, (one.status, one.score), (other.status, other.score)) for one, other in both]
    return [f"{name}: {one} -> {other}" for name, one, other in pairs if one != other]


def swapped(language: str, group: str) -> list[str]:
    """Every swap of a group's values that changes a score, with what it changes."""
    first = written_with(language)
    rows = [row | {"language": language} for row in SET[language]["replies"]]
    before = cards([filled(row, first) for row in rows])
    found = []
    for values in SET[language]["groups"][group]:
        for row, old, new in zip(rows, before, cards([filled(row, first | values) for row in rows]), strict=True):
            changed = differences(old, new)
            if changed:
                found.append("\n  ".join([f"{values} in {row['reply'][:60]!r}", *changed]))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_set_has_eleven_replies_and_every_group_fills_some(language: str) -> None:
    rows = SET[language]["replies"]
    assert len(rows) == 11
    for group, choices in SET[language]["groups"].items():
        slots = {f"{{{slot}}}" for one in choices for slot in one}
        assert any(slot in row["reply"] for slot in slots for row in rows), group
        assert all(set(one) == set(choices[0]) for one in choices), group


def _swaps() -> list[object]:
    why = "a warm word is one in a name too (Dear Hope)"
    known = {("en", "name_that_is_a_word"): [pytest.mark.xfail(strict=True, reason=why)]}
    pairs = [(language, group) for language in LANGUAGES for group in GROUPS]
    return [pytest.param(*pair, id="-".join(pair), marks=known.get(pair, [])) for pair in pairs]


@pytest.mark.parametrize(("language", "group"), _swaps())
def test_who_is_meant_changes_no_score(language: str, group: str) -> None:
    found = swapped(language, group)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_told_beside_the_reply_change_no_score(language: str) -> None:
    """With customer_name and agent_name given, as a help desk's export gives them."""
    rows = [row | {"language": language} for row in SET[language]["replies"]]
    found, before = [], None
    for person in SET[language]["groups"]["name"]:
        plain = [filled(row, written_with(language) | person) for row in rows]
        after = cards([Reply(one.text, one.customer, one.channel, language, "Tuomas", person["full"]) for one in plain])
        before = before or after
        for row, old, new in zip(rows, before, after, strict=True):
            changed = differences(old, new)
            if changed:
                found.append("\n  ".join([f"{person['full']} in {row['reply'][:60]!r}", *changed]))
    assert found == [], "\n".join(found)
