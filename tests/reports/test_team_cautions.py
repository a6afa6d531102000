"""What the reports say of how much a number is worth: cautions where it rests on little, and what each count counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from coachkit.locale import whole
from coachkit.model import LANGUAGES
from coachkit.plots.team import pictures
from coachkit.practice.words import filled
from coachkit.reports.agent import agent_html
from coachkit.reports.team import team_html
from coachkit.rubrics import shipped_criteria
from coachkit.team.numbers import FEW
from coachkit.team.quotes import Picked, Quote
from coachkit.team.table import standard
from coachkit.team.words import team_words
from coachkit.team_reports import Team, write_reports
from tests.reports.test_team_reports import Page


def plain(rows: int, **columns: object) -> pd.DataFrame:
    """Replies that a firm might have, one a conversation."""
    names = ("total", "clarity", "empathy", "readability", "tone")
    return pd.DataFrame(
        {
            "conversation": [f"c{place}" for place in range(rows)],
            "at": [f"2025-09-{1 + place % 28:02}T09:00:00Z" for place in range(rows)],
            "agent": "agent-aaaaaa",
            "channel": "chat",
            "text": "I am sorry. The matter is processed. Kind regards",
            "row": range(1, rows + 1),
            **{name: [40.0 + place % 50 for place in range(rows)] for name in names},
            "gates": "gates.empty_template",
            "weakest": "tone.greeting",
            "language": "en",
            "tone.greeting": 0.2,
            "clarity.next_step": [0.1 if place < 4 else None for place in range(rows)],
            **columns,
        }
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mean_over_few_replies_stands_in_brackets_and_the_page_says_why(language: str) -> None:
    words, note = team_words(language), filled(team_words(language).few_note, few=FEW)
    team = Team(standard(plain(40)))
    page = Page(agent_html(team.agent("agent-aaaaaa", language), language)).text
    assert "(10)" in page  # next_step applied to four
    assert "(20)" not in page
    assert note in page
    assert note not in Page(team_html(standard(plain(40, **{"clarity.next_step": 0.1})), language)).text
    few = Page(team_html(standard(plain(5)), language)).text
    assert note in few
    assert "(42)" in few
    assert filled(words.few_weeks, few=FEW) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_stand_with_what_they_count(language: str) -> None:
    words, table = team_words(language), plain(1_139)
    page = Page(team_html(standard(table), language)).text
    shown = words.counted.replies.of(1_139, whole(1_139, language))
    gate = shipped_criteria()["gates.empty_template"].name.as_dict()[language]
    assert f"{gate}: {shown}" in page
    assert f"({filled(words.common_mean, mean='20', replies=shown)})" in page
    assert "1139" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nobody_is_named_no_agents_are_counted(language: str) -> None:
    words = team_words(language)
    page = Page(team_html(standard(plain(20, agent="")), language)).text
    assert words.counted.agents.of(0) not in page
    assert (
        filled(words.agent_facts, replies=words.counted.replies.of(20), conversations=words.counted.conversations.of(20)) in page
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_there_is_no_interval_none_is_promised(language: str) -> None:
    words = team_words(language)
    one, many = (Page(team_html(standard(table), language)).text for table in (plain(30, conversation="c"), plain(30)))
    assert words.scores_alone in one
    assert words.scores_note not in one
    assert words.scores_note in many
    assert words.scores_alone not in many


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_week_against_those_before_is_spoken_of_as_one(language: str) -> None:
    words = team_words(language)
    page = Page(team_html(standard(plain(56)), language)).text  # four weeks: the last against three
    assert filled(words.warning_weeks.one, before=3) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_replacement_and_an_example_from_elsewhere_are_told_apart(language: str) -> None:
    words, known = team_words(language), shipped_criteria()
    own = Quote(1, "readability.plain_words", "processed", "dealt with", "en", "", "", 1)
    other = replace(own, criterion="clarity.names_the_thing", quote="The matter", better="")
    agent = replace(Team(standard(plain(20))).agent("agent-aaaaaa", language), picked=Picked((), (own, other)))
    page = Page(agent_html(agent, language)).text
    assert f"{words.write_instead} dealt with" in page
    assert f"{words.example} {known['clarity.names_the_thing'].advice.example.en}" in page


def test_days_on_the_axis_are_written_as_in_the_language_and_with_the_year_where_there_are_two() -> None:
    weeks = standard(plain(28))
    drawn = {language: pictures(weeks, language)["trend"] for language in LANGUAGES}
    assert "8 Sep" in drawn["en"]
    assert "8.9." in drawn["fi"]
    assert "8.9." in drawn["sv"]
    far = standard(plain(3, at=["2018-05-07T09:00:00Z", "2019-07-01T09:00:00Z", "2020-04-02T09:00:00Z"]))
    labels = re.findall(r">(\d+\.\d+\.\d*)<", pictures(far, "fi")["trend"])
    assert labels[0] == "7.5.2018"
    assert all(re.fullmatch(r"\d+\.\d+\.\d{4}", one) for one in labels)


def test_a_table_is_kept_on_one_page_in_print_and_a_list_keeps_its_lines() -> None:
    style = team_html(standard(plain(20)))
    assert re.search(r"@media print \{.*\.ck-report table,[^}]*break-inside: avoid", style, re.DOTALL)
    assert re.search(r"\.ck-better strong \{[^}]*white-space: pre-line", style)


def test_progress_can_be_told_while_the_agents_pages_are_written(tmp_path: Path) -> None:
    seen: list[str] = []

    def watch(names: Sequence[str]) -> Iterator[str]:
        for name in names:
            assert len([*tmp_path.glob("agent-*.html")]) == len(seen)
            seen.append(name)
            yield name

    table = plain(6, agent=["agent-aaaaaa", "agent-bbbbbb", "agent-cccccc"] * 2)
    write_reports(Team(standard(table)), tmp_path, "en", tables=False, watch=watch)
    assert seen == ["agent-aaaaaa", "agent-bbbbbb", "agent-cccccc"]
