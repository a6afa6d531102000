"""Satisfaction beside scores: conversation by conversation, with honest intervals, and silent about what may be chance."""

from __future__ import annotations

import numpy as np
import pytest

from coachkit.team.satisfaction import beside, levels, per_conversation, spearman_interval
from coachkit.team.table import standard
from tests.team.conftest import Table


def test_an_association_that_is_there_is_found_and_its_sign_told(scored_table: Table) -> None:
    table = scored_table()
    table["csat"] = np.clip(np.round(table["total"] / 20), 1, 5)
    found = {one.measure: one for one in beside(standard(table))}
    assert found["total"].sure
    assert 0.8 < found["total"].rho.low < found["total"].rho.value < found["total"].rho.high <= 1
    assert not found["empathy"].sure


@pytest.mark.slow
def test_where_nothing_is_there_a_false_alarm_is_rare_though_many_things_are_compared(scored_table: Table) -> None:
    alarms = sum(any(one.sure for one in beside(standard(scored_table(seed, n=120)))) for seed in range(50))
    assert alarms <= 7  # two or three are expected at most; more than seven would come about once in a hundred times


def test_a_conversation_counts_once_however_many_replies_it_has(scored_table: Table) -> None:
    table = scored_table(n=60)
    once, thrice = (beside(standard(one)) for one in (table, table.loc[table.index.repeat(3)]))
    assert [(one.rho, one.p) for one in once] == [(one.rho, one.p) for one in thrice]


def test_too_few_answers_say_nothing(scored_table: Table) -> None:
    table = scored_table(n=100)
    table.loc[19:, "csat"] = None
    assert beside(standard(table)) == ()
    assert beside(standard(scored_table(csat=5))) == ()
    assert beside(standard(scored_table()), "nps") == ()


def test_the_interval_of_spearman_is_bonett_and_wrights() -> None:
    # rho 0.5, n 50: atanh 0.5493, standard error sqrt(1.125 / 47) = 0.15471, so tanh(0.5493 -+ 0.30323).
    assert spearman_interval(0.5, 50) == pytest.approx((0.2413, 0.6923), abs=0.0002)


def test_levels_are_those_of_the_answer(scored_table: Table) -> None:
    table = scored_table(n=80, nps=[0, 6, 7, 8, 9, 10, 10, 3] * 10)
    assert [(name, one.n) for name, one in levels(standard(table), "nps")] == [("0–6", 30), ("7–8", 20), ("9–10", 30)]
    assert [name for name, _ in levels(standard(table))] == ["1", "2", "3", "4", "5"]
    assert len(per_conversation(standard(table), "nps")) == 80


def test_a_level_with_one_answer_has_no_interval(scored_table: Table) -> None:
    told = dict(levels(standard(scored_table(n=4).assign(csat=[1, 5, 5, 5], total=[20, 60, 60, 60]))))
    assert all(np.isnan([one.low, one.high]).all() for one in told.values())
