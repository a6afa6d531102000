"""The reports hold what was counted, show hostile text as text, ask for nothing from outside and name no file by the data."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from coachkit.errors import InputError, UnknownName
from coachkit.model import LANGUAGES
from coachkit.plots.team import pictures
from coachkit.practice.words import filled
from coachkit.reports.agent import agent_html, next_exercises, weak_criteria
from coachkit.reports.team import team_html
from coachkit.rubrics import load_rubric
from coachkit.scenarios.loading import readable_courses
from coachkit.team.table import standard
from coachkit.team.words import day, number, team_words
from coachkit.team_reports import Team, open_team, write_reports

PAYLOADS = (
    '<img src=x onerror="window.__opened=1">',
    "<script>window.__opened=1</script>",
    '"><svg onload=window.__opened=1>',
    "' onmouseover='window.__opened=1",
    "</textarea><iframe srcdoc='<script>parent.__opened=1</script>'>",
    "[link](javascript:window.__opened=1)",
    "javascript:window.__opened=1//http://example.org/x.png",
    "{{ 7*7 }} ${window.__opened=1} {name}",
    "\u202eabc\u2066 http://127.0.0.1.example.org",
    "../../../etc/passwd",
    "=HYPERLINK('http://example.org','x')",
    "</style></section><style>*{display:none}</style>",
)
OURS = {
    "html", "head", "meta", "title", "style", "body", "main", "nav", "section", "h1", "h2", "h3", "p", "br", "ul", "ol", "li",
    "span", "svg", "rect", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "div", "figure", "blockquote", "mark", "strong",
    "a", "bdi", "g", "path", "text", "line", "defs", "clippath", "tspan", "circle",
}  # fmt: skip


class Page(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a tag."""
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        """Adds text."""
        self.text += data


def sixty() -> pd.DataFrame:
    """Sixty scored replies of twelve agents, every text of them hostile."""
    n = 60
    names = [PAYLOADS[place % len(PAYLOADS)] for place in range(n)]
    return pd.DataFrame(
        {
            "conversation": [f"{name} {place}" for place, name in enumerate(names)],
            "at": [f"2025-0{1 + place // 28}-{1 + place % 28:02}T09:00:00Z" for place in range(n)],
            "agent": names,
            "channel": names,
            "text": [f"We apologise. {name} Kind regards to you" for name in names],
            "csat": [1 + place % 5 for place in range(n)],
            "row": range(1, n + 1),
            **{
                name: [float(40 + place % 50) for place in range(n)]
                for name in ("total", "clarity", "empathy", "readability", "tone")
            },
            "gates": names,
            "weakest": names,
            "language": names,
            "tone.greeting": [0.2] * n,
            "clarity.invented_here": [0.1] * n,
        }
    )


@pytest.fixture
def table() -> pd.DataFrame:
    """The sixty replies, the test's own."""
    return sixty()


def findings(table: pd.DataFrame) -> pd.DataFrame:
    """Hostile findings."""
    return pd.DataFrame(
        {
            "row": row,
            "criterion": criterion,
            "polarity": polarity,
            "start": 14,
            "end": 14 + len(name),
            "quote": name,
            "better": name,
        }
        for row, name in zip(table["row"], table["agent"], strict=True)
        for criterion in ("tone.greeting", name)
        for polarity in (1, -1)
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the reports; not to be written into."""
    place, table = tmp_path_factory.mktemp("team"), sixty()
    scored, evidence, folder = place / "scored.parquet", place / "evidence.jsonl", place / "reports"
    table.to_parquet(scored)
    findings(table).to_json(evidence, orient="records", lines=True)
    write_reports(open_team(scored, evidence), folder, "en")
    return folder


def test_hostile_text_is_shown_as_text_everywhere(written: Path) -> None:
    shown = ""
    for path in sorted(written.glob("*.html")):
        page = Page(path.read_text("utf-8"))
        assert page.tags <= OURS, page.tags - OURS
        assert not [name for name, _ in page.attributes if name.startswith("on") or name in {"srcdoc", "src"}]
        links = [value for name, value in page.attributes if name.endswith("href")]
        assert all(re.fullmatch(r"(index|team|agent-\d{3})\.html", link) for link in links)
        shown += page.text
    for payload in PAYLOADS:
        assert shown.count(payload) >= 5


def test_no_page_asks_for_anything(written: Path) -> None:
    for path in written.glob("*.html"):
        html = path.read_text("utf-8")
        assert "<script" not in html
        assert "@import" not in html
        assert not re.search(r"url\((?!#)", html)
        assert not re.search(r"<(link|img|iframe|object)\b", html)


def test_files_are_numbered_and_lie_in_the_folder_alone(written: Path) -> None:
    names = {path.name for path in written.iterdir()}
    expected = {f"agent-{place:03}.html" for place in range(1, len(PAYLOADS) + 1)}
    assert names == expected | {"index.html", "team.html", "summary.csv", "summary.parquet", "summary.xlsx"}
    assert {path.name for path in written.parent.iterdir()} == {"reports", "scored.parquet", "evidence.jsonl"}


def test_no_cell_of_the_summary_is_a_formula(written: Path) -> None:
    with (written / "summary.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.DictReader(file) for cell in (row["name"], row["measure"])]
    assert "'=HYPERLINK('http://example.org','x')" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    sheet: Any = load_workbook(written / "summary.xlsx").active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    frame = pd.read_parquet(written / "summary.parquet")
    assert frame[(frame["group"] == "team") & (frame["measure"] == "total")]["replies"].tolist() == [60]


def test_an_agents_page_holds_nothing_of_the_others(written: Path, table: pd.DataFrame) -> None:
    names = sorted(set(table["agent"]))
    text = Page((written / "agent-001.html").read_text("utf-8")).text
    assert names[0] in text
    assert not [name for name in names[1:] if name in text]


@pytest.mark.slow
def test_pages_of_agents_who_are_gone_are_taken_away_and_nothing_else(table: pd.DataFrame, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    write_reports(Team(standard(table)), folder, "fi")
    (folder / "agent-777.html").write_text("<p>mine</p>", "utf-8")
    (folder / "notes.txt").write_text("mine", "utf-8")
    write_reports(Team(standard(table[table["agent"] == PAYLOADS[0]])), folder, "fi")
    assert {path.name for path in folder.glob("agent*")} == {"agent-001.html", "agent-777.html"}
    assert (folder / "notes.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.slow
def test_each_language_has_its_words_and_leaves_no_gap(language: str, table: pd.DataFrame) -> None:
    scored = standard(table.assign(agent="agent-aaaaaa", channel="chat", gates="", language="fi", weakest="tone.greeting"))
    html = team_html(scored, language, pictures(scored, language))
    assert f'<html lang="{language}">' in html
    assert team_words(language).satisfaction in html
    shown = Page(re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)).text
    assert not re.search(r"\{[a-z_]+\}", shown)
    assert html.count("<figure") == 3


def test_another_language_is_refused(table: pd.DataFrame) -> None:
    with pytest.raises(UnknownName):
        team_html(standard(table), "de")


def test_without_charts_the_numbers_are_there_and_why(table: pd.DataFrame) -> None:
    html = team_html(standard(table), "en")
    assert "<figure" not in html
    assert team_words("en").no_charts.split(":")[0] in html


def test_the_numbers_shown_are_those_counted(table: pd.DataFrame) -> None:
    text = Page(team_html(standard(table), "en")).text
    assert "60 replies in 60 conversations, 12 agents" in text
    assert "From 1 Jan 2025 to 4 Mar 2025" in text


def test_the_next_exercises_train_what_is_weakest(table: pd.DataFrame) -> None:
    library = [one for course in readable_courses() for one in course.scenarios]
    weak = table.assign(language="sv", **{"tone.greeting": 1.0, "clarity.next_step": 0.1, "empathy.takes_ownership": 0.2})
    scored = standard(weak.drop(columns="clarity.invented_here"))
    assert weak_criteria(scored) == ("clarity.next_step", "empathy.takes_ownership")
    found = next_exercises(scored, library)
    assert found
    assert all(set(one.trains) & {"clarity.next_step", "empathy.takes_ownership"} for one in found)
    swedish = {one.id for one in library if one.language == "sv"}
    assert {one.scenario for one in found} <= swedish


def test_without_criteria_the_exercises_follow_what_was_weakest_most_often(table: pd.DataFrame) -> None:
    bare = table.drop(columns=["tone.greeting", "clarity.invented_here"])
    scored = standard(bare.assign(weakest=["clarity.next_step"] * 40 + ["tone.greeting"] * 18 + ["tone.thanks"] * 2))
    assert weak_criteria(scored) == ("clarity.next_step", "tone.greeting")


def test_where_nothing_is_weak_no_exercise_is_named(table: pd.DataFrame) -> None:
    scored = standard(table.assign(**{"tone.greeting": 1.0, "clarity.invented_here": 0.95}))
    assert next_exercises(scored, [one for course in readable_courses() for one in course.scenarios]) == ()


def test_a_file_that_is_no_evidence_is_refused(table: pd.DataFrame, tmp_path: Path) -> None:
    scored = tmp_path / "scored.csv"
    table.to_csv(scored, index=False)
    with pytest.raises(InputError, match="no column 'criterion'"):
        open_team(scored, scored)
    table.assign(total=None).to_csv(scored, index=False)
    with pytest.raises(InputError, match="no row has a score"):
        open_team(scored)


@pytest.mark.slow
def test_every_format_gives_the_same_team(table: pd.DataFrame, tmp_path: Path) -> None:
    plain = table.drop(columns=["weakest"])
    plain.to_parquet(tmp_path / "a.parquet")
    plain.to_csv(tmp_path / "a.csv", index=False)
    plain.to_excel(tmp_path / "a.xlsx", index=False)
    plain.to_json(tmp_path / "a.jsonl", orient="records", lines=True)
    pages = {team_html(open_team(tmp_path / f"a.{ending}").scored) for ending in ("parquet", "csv", "jsonl")}
    assert len(pages) == 1


def test_numbers_and_days_are_written_as_in_the_language() -> None:
    from datetime import date

    assert (number(-3.14, "sv", 1), number(-0.04, "en", 1, signed=True), number(float("nan"), "fi")) == ("−3,1", "0.0", "–")
    assert (day(date(2025, 1, 9), "sv"), day(date(2025, 1, 9), "en")) == ("9.1.2025", "9 Jan 2025")


@pytest.mark.parametrize("language", LANGUAGES)
def test_channels_go_by_their_names_and_an_unknown_one_by_its_own(table: pd.DataFrame, language: str) -> None:
    channels = [("chat", "email", "social", "Kiosk")[place % 4] for place in range(len(table))]
    html = team_html(standard(table.assign(channel=channels)), language)
    rows = re.findall(r"<th scope=\"row\"><bdi>(.*?)</bdi>", html)
    names = [load_rubric(name).file.name.as_dict()[language] for name in ("chat", "email", "social")]
    assert {*names, "Kiosk"} <= set(rows)
    assert not {"chat", "email", "social"} & set(rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_criterion_that_applied_to_nothing_is_a_dash_that_the_legend_explains(table: pd.DataFrame, language: str) -> None:
    words, whole = team_words(language), team_html(standard(table), language)
    assert words.heat_none not in whole
    assert 'class="ck-tile ck-none"' not in whole
    holes = table.assign(agent=[f"agent-{place % 3}" for place in range(len(table))])
    holes.loc[holes["agent"] == "agent-1", "tone.greeting"] = None
    html = team_html(standard(holes), language)
    assert html.count('<td class="ck-tile ck-none">–</td>') == 1
    assert words.heat_none in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_does_not_call_good_what_it_cannot_tell(language: str, table: pd.DataFrame) -> None:
    words = team_words(language)
    few = standard(table.head(2))
    assert words.common_none not in team_html(few, language)
    bare = standard(table.drop(columns=[name for name in table.columns if "." in name]))
    assert words.common_unknown in Page(team_html(bare, language)).text
    team = Team(few)
    page = Page(agent_html(team.agent(few.named("agent")[0], language), language)).text
    assert {one for one in (words.next_few, words.no_evidence) if one in page} == {words.next_few, words.no_evidence}
    assert not [one for one in (words.next_none, words.mend_none) if one in page]


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_that_could_not_be_read_are_counted_on_the_page(language: str, table: pd.DataFrame) -> None:
    words = team_words(language)
    page = Page(team_html(standard(table.assign(csat="Mycket nöjd", at="soon")), language)).text
    assert filled(words.odd.of(len(table)), what=words.csat, highest=100) in page
    assert filled(words.unread.of(len(table)), what=words.when) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_beyond_its_scale_is_told_with_the_scale(language: str, table: pd.DataFrame) -> None:
    words, n = team_words(language), len(table)
    answers = {"csat": [101, 100] + [5] * (n - 2), "nps": [11, 12] + [10] * (n - 2)}
    page = Page(team_html(standard(table.assign(**answers)), language)).text
    assert filled(words.odd.of(1), what=words.csat, highest=100) in page
    assert filled(words.odd.of(2), what=words.nps, highest=10) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_equal_answers_are_not_called_few(language: str, table: pd.DataFrame) -> None:
    words = team_words(language)
    page = Page(team_html(standard(table.assign(csat=5)), language)).text
    assert words.satisfaction_same in page
    assert filled(words.satisfaction_none, least=20) not in page
