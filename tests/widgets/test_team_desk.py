"""The team's dashboard without a browser: it opens what lies in the folder, filters, switches language, writes reports."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

pytest.importorskip("ipywidgets")

from coachkit.errors import UnknownName
from coachkit.team.words import team_words
from coachkit.widgets.team_desk import TeamDesk, evidence_beside, scored_files, team_desk

NAMES = ("total", "clarity", "empathy", "readability", "tone")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a scored file, its evidence and another table."""
    n = 60
    frame = pd.DataFrame(
        {
            "conversation": [f"c{place}" for place in range(n)],
            "at": [f"2025-0{1 + place // 28}-{1 + place % 28:02}T09:00:00Z" for place in range(n)],
            "agent": [f"agent-{'abc'[place % 3] * 6}" for place in range(n)],
            "channel": [("chat", "email")[place % 2] for place in range(n)],
            "text": "We apologise for any inconvenience. Kind regards to you",
            "row": range(1, n + 1),
            **{name: [float(40 + place % 50) for place in range(n)] for name in NAMES},
            "gates": "",
            "weakest": "clarity.next_step",
            "language": "en",
        }
    )
    frame.to_csv(tmp_path / "june.csv", index=False)
    frame[["agent", "total"]].to_csv(tmp_path / "other.csv", index=False)
    quote = {
        "criterion": "tone.no_stiff_phrases",
        "polarity": -1,
        "quote": "apologise for any inconvenience",
        "better": "I am sorry",
    }
    pd.DataFrame([{"row": 1, "start": 3, "end": 34, **quote}]).to_csv(tmp_path / "june-evidence.csv", index=False)
    return tmp_path


@pytest.fixture
def desk(folder: Path) -> TeamDesk:
    """The desk on that folder."""
    return team_desk(folder=folder)


def test_the_column_with_the_agents_can_be_named(folder: Path) -> None:
    frame = pd.read_csv(folder / "june.csv").rename(columns={"agent": "company"})
    frame.to_csv(folder / "june.csv", index=False)
    assert [len(team_desk(folder=folder, agent_column=name).agent.options) for name in (None, "company")] == [1, 4]


def test_it_opens_the_scored_file_of_the_folder_with_the_evidence_beside_it(desk: TeamDesk, folder: Path) -> None:
    assert scored_files(folder) == [folder / "june.csv"]
    assert evidence_beside(folder / "june.csv") == folder / "june-evidence.csv"
    assert "60 replies" in desk.page.value
    desk.agent.value = "agent-aaaaaa"
    assert "apologise for any inconvenience" in desk.page.value
    assert "agent-bbbbbb" not in desk.page.value


@pytest.mark.slow
def test_filters_choose_replies_and_the_team_stays_beside(desk: TeamDesk) -> None:
    desk.channel.value = "email"
    assert "30 replies" in desk.page.value
    desk.since.value, desk.until.value = date(2025, 2, 1), date(2025, 2, 2)
    assert desk.chosen().frame["at"].dt.strftime("%d.%m.").tolist() == ["02.02."]
    desk.since.value = date(2025, 6, 1)
    assert team_words("en").empty in desk.page.value


def test_the_language_can_be_switched_and_the_choice_stays(desk: TeamDesk) -> None:
    desk.channel.value = "email"
    desk.languages.value = "fi"
    assert team_words("fi").team_title in desk.page.value
    assert desk.channel.value == "email"
    assert desk.save.description == team_words("fi").desk.save


@pytest.mark.slow
def test_reports_on_what_is_chosen_are_written_beside_it(desk: TeamDesk, folder: Path) -> None:
    desk.channel.value = "chat"
    desk.save.click()
    assert "30 replies" in (folder / "reports" / "team.html").read_text("utf-8")
    assert "reports" in desk.notice.value


def test_a_folder_without_a_scored_file_says_how_to_make_one(tmp_path: Path) -> None:
    assert "coachkit score" in team_desk(folder=tmp_path, language="sv").notice.value


def test_a_file_that_cannot_be_read_is_told_and_its_name_is_text(tmp_path: Path) -> None:
    desk = team_desk(tmp_path / "<img src=x onerror=alert(1)>.csv")
    assert "there is no such file" in desk.notice.value
    assert "<img" not in desk.notice.value


def test_another_language_is_refused() -> None:
    with pytest.raises(UnknownName):
        team_desk(language="de")


def test_without_a_kernel_it_says_how_to_get_one(desk: TeamDesk) -> None:
    data, _ = desk._repr_mimebundle_()
    assert "▶▶" in data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in data


def test_a_rubric_of_ones_own_gives_its_criteria_their_names(
    folder: Path, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ours = tmp_path_factory.mktemp("ours")
    shipped = root / "rubrics" / "criteria" / "tone" / "closing.yaml"
    (ours / "criteria" / "tone").mkdir(parents=True)
    text = shipped.read_text("utf-8").replace("id: tone.closing", "id: tone.our_farewell")
    name = text.split("name:")[1].split('en: "')[1].split('"')[0]
    (ours / "criteria" / "tone" / "our_farewell.yaml").write_text(text.replace(name, "Our own farewell"), "utf-8")
    rubric = (root / "rubrics" / "chat.yaml").read_text("utf-8").replace("id: chat", "id: ours")
    (ours / "ours.yaml").write_text(rubric.replace("  tone.closing:", "  tone.our_farewell:"), "utf-8")
    frame = pd.read_csv(folder / "june.csv").assign(**{"tone.our_farewell": 0.25})
    frame.to_csv(folder / "june.csv", index=False)
    assert "Our own farewell" in team_desk(folder=folder, rubric=ours / "ours.yaml").page.value
    assert "tone.our_farewell" in team_desk(folder=folder).page.value
