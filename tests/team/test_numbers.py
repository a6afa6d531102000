"""Means, their intervals and the adjustments are what the textbooks say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from coachkit.team.numbers import distribution, failed_gates, holm, means, quantiles
from coachkit.team.summary import summary
from coachkit.team.table import standard
from tests.team.conftest import CRITERIA, Table


def test_with_one_reply_a_conversation_the_interval_is_students(scored_table: Table) -> None:
    scored = standard(scored_table())
    values = scored.frame["total"]
    low, high = stats.t.interval(0.95, len(values) - 1, values.mean(), values.sem())
    found = means(scored).of("", "total")
    assert (found.value, found.low, found.high) == pytest.approx((values.mean(), low, high))


def test_copies_of_a_reply_in_its_conversation_make_nothing_surer(scored_table: Table) -> None:
    table = scored_table()
    once, thrice = (means(standard(one)).of("", "total") for one in (table, table.loc[table.index.repeat(3)]))
    assert (once.value, once.low, once.high) == pytest.approx((thrice.value, thrice.low, thrice.high))
    assert thrice.n == 3 * once.n


@pytest.mark.slow
def test_the_interval_holds_the_true_mean_about_95_times_in_100_though_conversations_differ(scored_table: Table) -> None:
    random, held = np.random.default_rng(7), 0
    for _ in range(200):
        mood = np.repeat(random.normal(60, 8, 40), 5)
        table = scored_table(n=200, total=mood + random.normal(0, 4, 200), conversation=[f"c{n // 5}" for n in range(200)])
        found = means(standard(table), None, ("total",)).of("", "total")
        held += found.low <= 60 <= found.high
    assert 0.9 <= held / 200 <= 0.98


def test_one_conversation_tells_no_interval(scored_table: Table) -> None:
    found = means(standard(scored_table(n=3, conversation="c1"))).of("", "total")
    assert found.n == 3
    assert math.isnan(found.low)
    assert found.few


def test_groups_agree_with_their_replies_alone_and_the_order_changes_nothing(scored_table: Table) -> None:
    table = scored_table()
    by_agent = means(standard(table), "agent")
    shuffled = means(standard(table.sample(frac=1, random_state=3)), "agent")
    for name in sorted(set(table["agent_name"])):
        alone = means(standard(table[table["agent_name"] == name])).of("", "clarity.next_step")
        for found in (by_agent.of(name, "clarity.next_step"), shuffled.of(name, "clarity.next_step")):
            assert (found.value, found.low, found.high) == pytest.approx((alone.value, alone.low, alone.high))
            assert found.n == alone.n


def test_what_does_not_apply_counts_nowhere(scored_table: Table) -> None:
    table = scored_table(n=100)
    table[CRITERIA[0]] = [1.0] * 10 + [None] * 90
    found = means(standard(table)).of("", CRITERIA[0])
    assert (found.value, found.n) == (100, 10)
    assert means(standard(table.assign(**{CRITERIA[1]: None}))).of("", CRITERIA[1]).n == 0


def test_the_distribution_counts_every_reply_once(scored_table: Table) -> None:
    scored = standard(scored_table(n=6, total=[0, 9.99, 10, 55, 99, 100]))
    assert [count for _, _, count in distribution(scored)] == [2, 1, 0, 0, 0, 1, 0, 0, 0, 2]
    assert quantiles(scored, "total")[2] == pytest.approx(32.5)


def test_gates_are_counted_each(scored_table: Table) -> None:
    scored = standard(scored_table(n=3, gates=["gates.abuse gates.placeholder", "gates.placeholder", ""]))
    assert failed_gates(scored) == (("gates.placeholder", 2), ("gates.abuse", 1))


def test_holm_by_hand() -> None:
    # Sorted 0.01, 0.02, 0.03, 0.04 times 4, 3, 2, 1: 0.04, 0.06, 0.06, 0.04, and none below the one before it.
    assert holm([0.04, 0.01, math.nan, 0.03, 0.02]) == pytest.approx((0.06, 0.04, math.nan, 0.06, 0.06), nan_ok=True)


def test_the_summary_holds_every_group_and_measure(scored_table: Table) -> None:
    scored = standard(scored_table())
    table = summary(scored)
    assert set(table["group"]) == {"team", "agent", "channel", "language", "week"}
    whole = table[(table["group"] == "team") & (table["measure"] == "total")]
    assert whole["replies"].tolist() == [400]
    assert table[(table["group"] == "agent") & (table["measure"] == "total")]["replies"].sum() == 400
    assert ((table["low"] <= table["mean"]) & (table["mean"] <= table["high"]) | table["low"].isna()).all()


def test_a_few_replies_that_are_all_the_same_tell_no_interval(scored_table: Table) -> None:
    table = scored_table(n=9).assign(total=60.0)
    one = means(standard(table)).of("", "total")
    assert one.value == 60
    assert (math.isnan(one.low), math.isnan(one.high)) == (True, True)
