"""Charts of practice: what they show, in which words, and that nothing but shapes and text gets into a picture."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("vl_convert")
pytest.importorskip("sqlalchemy")

from coachkit import plots
from coachkit.errors import MissingExtra, UnknownName
from coachkit.model import DIMENSIONS, LANGUAGES
from coachkit.reports.words import interface_words
from coachkit.store import PastAttempt

# Importing it here would take every process of the tests two seconds.
pytestmark = pytest.mark.skipif(find_spec("altair") is None, reason="needs altair: pip install 'coachkit[workbench]'")

TODAY = date(2026, 5, 20)
DAYS = st.lists(st.dates(date(2026, 3, 1), TODAY), max_size=30)


def attempt(number: int, criteria: dict[str, float | None] | None = None, session: str = "s") -> PastAttempt:
    """A stored attempt with scores that rise with its number."""
    return PastAttempt(
        total=50.0 + number, clarity=40.0 + number, empathy=None if number == 1 else 60.0, readability=70.0, tone=80.0,
        fingerprint="f", rubric="chat", criteria=criteria or {}, gates=(), mood_before=0, mood_after=1, seconds=30.0,
        session_id=session, scenario_id="late-coat", scenario_version=1, language="en", number=number, turn=1,
        sent=datetime(2026, 5, 1, tzinfo=UTC) + timedelta(days=number),
    )  # fmt: skip


ATTEMPTS = [
    attempt(1, {"clarity.next_step": 1.0, "tone.no_blame": 0.2, "empathy.apology": None}, "a"),
    attempt(2, {"clarity.next_step": 0.5, "tone.no_blame": 0.4, "empathy.apology": 0.9}, "a"),
    attempt(3, {"clarity.next_step": 0.0, "tone.no_blame": 1.0, "readability.plain_words": 0.3}, "b"),
]


def drawn(attempts: Sequence[PastAttempt], language: str) -> dict[str, str]:
    """All four pictures by name."""
    charts = {
        "over_time": plots.scores_over_time(attempts, language),
        "map": plots.skills_map(attempts, language),
        "extremes": plots.strongest_and_weakest(attempts, language),
        "days": plots.practice_days([one.sent.date() for one in attempts], language, TODAY),
    }
    return {name: plots.svg(chart) for name, chart in charts.items()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.usefixtures("offline")
@pytest.mark.slow
def test_every_chart_is_drawn_offline_in_its_language(language: str, count: int) -> None:
    pictures = drawn(ATTEMPTS[:count], language)
    words = plots.chart_words(language)
    for picture in pictures.values():
        root = ET.fromstring(picture)  # noqa: S314 - our own picture
        assert root.tag == f"{{{plots.SVG}}}svg"
        assert root.get("aria-hidden") == "true"
        assert "currentColor" in picture
    assert all(name in pictures["over_time"] for name in words.dimensions.values())
    assert plots.skill_name("tone.no_blame", language) in pictures["map"]
    assert plots.skill_name("tone.no_blame", language) in pictures["extremes"]
    assert all(day in pictures["days"] for day in words.weekdays)


def test_the_dimensions_are_called_as_everywhere_else() -> None:
    for language in LANGUAGES:
        assert plots.chart_words(language).dimensions == interface_words(language).dimensions


def test_a_line_for_each_dimension_and_no_point_where_nothing_can_be_told() -> None:
    data = plots.scores_over_time(ATTEMPTS, "en").to_dict()
    rows = data["layer"][0].get("data", data.get("data"))["values"]
    assert len(rows) == len(DIMENSIONS) * 3 - 1
    assert {"reply": 1, "score": 41.0, "dimension": "Clarity"} in rows


def test_lines_differ_by_dashes_and_points_too() -> None:
    text = plots.scores_over_time(ATTEMPTS, "en").to_json()
    assert '"strokeDash"' in text
    assert '"shape"' in text


def test_the_map_has_a_column_an_exercise_and_its_means() -> None:
    rows, skills, exercises = plots.map_rows(ATTEMPTS, "en")
    assert exercises == [1, 2]
    assert skills.index(plots.skill_name("clarity.next_step", "en")) < skills.index(plots.skill_name("tone.no_blame", "en"))
    assert {"skill": plots.skill_name("tone.no_blame", "en"), "exercise": 1, "score": 30.0} in rows
    assert {"skill": plots.skill_name("empathy.apology", "en"), "exercise": 1, "score": 90.0} in rows


def test_strongest_and_weakest_never_share_a_criterion() -> None:
    strong, weak = plots.extremes(ATTEMPTS)
    assert strong[0] == ("empathy.apology", 90.0)
    assert weak[0] == ("readability.plain_words", 30.0)
    assert not {name for name, _ in strong} & {name for name, _ in weak}
    assert plots.extremes([]) == ([], [])


@given(DAYS)
def test_a_streak_grows_by_today_and_never_passes_the_days_practised(days: list[date]) -> None:
    before = [day for day in days if day < TODAY]
    count = plots.streak(days, TODAY)
    assert 0 <= count <= len(set(days))
    assert plots.streak([*before, TODAY], TODAY) == plots.streak(before, TODAY) + 1


def test_a_streak_stands_until_the_day_is_over() -> None:
    yesterday, before = TODAY - timedelta(days=1), TODAY - timedelta(days=2)
    assert plots.streak([yesterday, before], TODAY) == 2
    assert plots.streak([before], TODAY) == 0


@given(DAYS)
def test_the_calendar_counts_every_recent_day_once(days: list[date]) -> None:
    rows = plots.day_rows(days, "fi", TODAY)
    first = date.fromisoformat(rows[0]["day"])
    assert first.weekday() == 0
    assert rows[-1]["day"] == TODAY.isoformat()
    assert sum(row["count"] for row in rows) == sum(first <= day for day in days)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>window.x=1</script>",
        "<foreignObject><p>x</p></foreignObject>",
        '<image href="http://example.org/x.png"/>',
        '<a href="javascript:x()"><text>x</text></a>',
        '<style>@import "http://example.org/x.css"</style>',
        '<g onload="x()"/>',
        '<g ONCLICK="x()"/>',
        '<path xmlns:l="http://www.w3.org/1999/xlink" l:href="#x"/>',
    ],
)
def test_a_picture_holds_nothing_but_shapes_and_text(hostile: str) -> None:
    kept = plots.cleaned(f'<svg xmlns="{plots.SVG}"><g>{hostile}<text>kept</text></g></svg>')
    assert "kept" in kept
    for word in ("script", "foreignObject", "href", "example.org", "onload", "onclick", "style"):
        assert word not in kept.lower()


def test_a_hostile_name_is_text_in_the_picture() -> None:
    picture = drawn([attempt(1, {"<img src=x onerror=alert(1)>": 0.5, "b": 0.1})], "en")["map"]
    assert "<img" not in picture
    assert "&lt;img src=x onerror=alert(1)&gt;" in picture


def test_without_the_workbench_the_error_says_the_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    chart = plots.skills_map(ATTEMPTS, "en")
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(MissingExtra, match="workbench"):
        plots.svg(chart)
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(MissingExtra, match="workbench"):
        plots.skills_map(ATTEMPTS, "en")


def test_another_language_is_refused() -> None:
    with pytest.raises(UnknownName, match="no language 'de'"):
        plots.chart_words("de")


def test_what_weights_do_is_drawn_with_two_marks_each_in_the_given_order() -> None:
    chart = plots.weight_effects([("Clarity", 13.0, 6.5), ("<b>Tone</b>", 0.5, 2.0)], "points", ("without", "twice"))
    data = (
        chart.to_dict()["layer"][0]["data"]["values"]
        if "data" in chart.to_dict()["layer"][0]
        else chart.to_dict()["data"]["values"]
    )
    assert [(one["weight"], one["share"], one["points"]) for one in data] == [
        ("Clarity", "without", 13.0), ("Clarity", "twice", 6.5), ("<b>Tone</b>", "without", 0.5), ("<b>Tone</b>", "twice", 2.0),
    ]  # fmt: skip
    drawn = plots.svg(chart)
    assert "<b>" not in drawn
    assert "without" in drawn
