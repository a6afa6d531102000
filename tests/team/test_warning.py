"""The early warning speaks of what changed, keeps silent about chance, and says when it cannot tell."""

from __future__ import annotations

import pytest

from coachkit.team.table import standard
from coachkit.team.warning import changes, weeks_to_compare
from tests.team.conftest import Table


def test_a_fall_of_one_agent_is_found_and_only_that(scored_table: Table) -> None:
    found = [one for one in changes(standard(scored_table(shift={"agent-bbbbbb": -15}))) if one.agent and one.sure]
    assert [one.agent for one in found] == ["agent-bbbbbb"]
    assert found[0].difference.low < -15 < found[0].difference.high < 0


def test_a_rise_has_its_sign(scored_table: Table) -> None:
    (found,) = [one for one in changes(standard(scored_table(shift={"agent-cccccc": 12}))) if one.agent and one.sure]
    assert found.difference.value == pytest.approx(found.recent - found.before)
    assert found.difference.value > 0


@pytest.mark.slow
def test_without_a_change_a_false_alarm_is_rare_though_everything_is_compared(scored_table: Table) -> None:
    alarms = sum(any(one.sure for one in changes(standard(scored_table(seed, n=300)))) for seed in range(50))
    assert alarms <= 7  # two or three are expected at most; more than seven would come about once in a hundred times


def test_a_small_change_is_not_worth_a_word_however_sure(scored_table: Table) -> None:
    table = scored_table(n=4000, shift=dict.fromkeys(("agent-aaaaaa", "agent-bbbbbb", "agent-cccccc"), 2.0))
    team = next(one for one in changes(standard(table)) if not one.agent and one.measure == "total")
    assert team.p < 0.05
    assert not team.sure


def test_few_conversations_on_a_side_are_not_compared(scored_table: Table) -> None:
    table = scored_table(n=60)
    late = table["at"] >= "2025-04-28"
    assert {one.agent for one in changes(standard(table[~late | (table["agent_name"] != "agent-aaaaaa")]))} <= {
        "", "agent-bbbbbb", "agent-cccccc",
    }  # fmt: skip


def test_three_weeks_or_no_dates_are_not_compared(scored_table: Table) -> None:
    assert changes(standard(scored_table(weeks=3))) == ()
    assert changes(standard(scored_table(at=None))) == ()


def test_the_latest_third_is_compared_at_most_four_weeks_with_eight(scored_table: Table) -> None:
    for weeks, expected in ((6, (2, 4)), (12, (4, 8)), (40, (4, 8))):
        found = weeks_to_compare(standard(scored_table(n=2000, weeks=weeks)))
        assert found is not None
        assert (found.recent, found.before) == expected
