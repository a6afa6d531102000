"""Quotes stand in their replies, come from the right side, and each that is to be mended has a better wording."""

from __future__ import annotations

import pandas as pd
import pytest

from coachkit.rubrics import shipped_criteria
from coachkit.team.quotes import Gathered, gather, pick, wording_known
from coachkit.team.table import ScoredReplies, standard
from tests.team.conftest import Table

TEXT = "Hi Anna.\nI am sorry that the coat is late. We apologise for any inconvenience caused. 😀 Kind regards"


@pytest.fixture
def scored(scored_table: Table) -> ScoredReplies:
    """Eight replies of one agent, the first the poorest."""
    return standard(scored_table(n=8, text=TEXT, agent_name="agent-aaaaaa", total=[10, 20, 30, 40, 50, 60, 70, 80]))


def finding(row: int, criterion: str, quote: str, polarity: int, better: str = "") -> dict[str, object]:
    start = TEXT.find(quote)
    return {
        "row": row, "criterion": criterion, "polarity": polarity,
        "start": start, "end": start + len(quote), "quote": quote, "better": better,
    }  # fmt: skip


def gathered(rows: list[dict[str, object]], scored: ScoredReplies, worded: frozenset[str] = frozenset()) -> Gathered:
    return gather([pd.DataFrame(rows)], scored, worded)


def test_pride_comes_from_the_best_reply_and_what_to_mend_from_the_poorest(scored: ScoredReplies) -> None:
    rows = [
        finding(row, criterion, quote, polarity, better)
        for row in (1, 5, 8)
        for criterion, quote, polarity, better in (
            ("empathy.apology", "I am sorry", 1, ""),
            ("tone.no_stiff_phrases", "apologise for any inconvenience", -1, "I am sorry about the late parcel"),
        )
    ]
    picked = pick(gathered(rows, scored), "agent-aaaaaa")
    assert [(one.row, one.quote) for one in picked.proud] == [(8, "I am sorry")]
    assert [(one.row, one.better, one.often) for one in picked.mend] == [(1, "I am sorry about the late parcel", 3)]


def test_a_quote_stands_between_the_words_around_it(scored: ScoredReplies) -> None:
    (one,) = pick(gathered([finding(8, "tone.closing", "Kind regards", 1)], scored), "agent-aaaaaa").proud
    assert one.before == "I am sorry that the coat is late. We apologise for any inconvenience caused. 😀 "
    assert one.after == ""


def test_an_offset_that_does_not_fit_is_not_trusted(scored: ScoredReplies) -> None:
    moved = finding(8, "tone.closing", "Kind regards", 1) | {"start": 3}
    gone = finding(8, "tone.thanks", "Thank you so much", 1)
    told = {one.quote: (one.before[-2:], one.after) for one in pick(gathered([moved, gone], scored), "agent-aaaaaa").proud}
    assert told == {"Kind regards": ("😀 ", ""), "Thank you so much": ("", "")}


def test_what_has_no_better_wording_is_not_shown_to_be_mended(scored: ScoredReplies) -> None:
    rows = [finding(1, "clarity.x", "the coat is late", -1), finding(1, "clarity.y", "I am sorry", -1)]
    picked = pick(gathered(rows, scored, frozenset({"clarity.y"})), "agent-aaaaaa")
    assert [one.criterion for one in picked.mend] == ["clarity.y"]


@pytest.mark.slow
def test_blocks_and_order_of_the_evidence_change_nothing(scored: ScoredReplies) -> None:
    rows = [
        finding(row, f"tone.{name}", quote, polarity, "better")
        for row in range(1, 9)
        for name, quote in (("a", "I am sorry"), ("b", "the coat is late"), ("c", "for any inconvenience"), ("d", "Kind regards"))
        for polarity in (1, -1)
    ]
    whole = pick(gathered(rows, scored), "agent-aaaaaa")
    single = gather([pd.DataFrame([row]) for row in reversed(rows)], scored, frozenset())
    assert pick(single, "agent-aaaaaa") == whole
    assert (len(whole.proud), len(whole.mend)) == (3, 3)
    assert len({one.criterion for one in whole.mend}) == 3


def test_nobody_is_quoted_on_anothers_page(scored: ScoredReplies) -> None:
    found = gathered([finding(8, "tone.closing", "Kind regards", 1)], scored)
    assert pick(found, "agent-bbbbbb").proud == ()
    assert pick(gather([], scored, frozenset()), "agent-aaaaaa").mend == ()


def test_a_sign_off_is_praised_only_where_there_is_nothing_else(scored: ScoredReplies) -> None:
    usual = [finding(8, "tone.warm_at_both_ends", "Kind regards", 1), finding(7, "tone.warm_at_both_ends", "I am sorry", 1)]
    assert [one.quote for one in pick(gathered(usual, scored), "agent-aaaaaa").proud] == ["I am sorry"]
    more = [finding(7, f"clarity.{name}", "the coat is late", 1) for name in "ab"] + [finding(6, "empathy.c", "I am sorry", 1)]
    often = [finding(8, "tone.closing", "Kind regards", 1)] * 9
    assert [one.criterion for one in pick(gathered([*often, *more], scored), "agent-aaaaaa", 4).proud][-1] == "tone.closing"


def test_praise_comes_from_the_best_quarter_of_the_replies_where_it_can(scored: ScoredReplies) -> None:
    middling = [finding(5, "clarity.gives_the_reason", "the coat is late", 1)] * 5
    good = finding(8, "empathy.apology", "I am sorry", 1)
    (first, second) = pick(gathered([*middling, good], scored), "agent-aaaaaa").proud
    assert (first.row, second.row) == (8, 5)


def test_no_word_is_to_be_mended_where_a_whole_reply_was_counted() -> None:
    worded = wording_known(shipped_criteria())
    assert {"clarity.names_a_time", "tone.no_blame", "readability.plain_words"} <= worded
    assert not {"clarity.lists_steps", "empathy.says_i", "tone.emoji_fits"} & worded
