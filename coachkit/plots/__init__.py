"""Charts of what has been practised, in the words of "fi", "sv" or "en". They are returned, never shown.

A chart knows its data and its words; `svg` turns it into a picture for a notebook or a page, without a browser or the web.
Text is drawn in the colour of the text around it, so that a chart fits a light page and a dark one. Nothing is told by colour
alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from pydantic import Field

from coachkit.errors import MissingExtra
from coachkit.locale import Strict, words_of
from coachkit.model import DIMENSIONS
from coachkit.rubrics import shipped_criteria

if TYPE_CHECKING:
    from coachkit.store import PastAttempt

WEEKS = 12
MOST_SKILLS = 5
MOST_SESSIONS = 8
MOST_EACH = 5
LABEL, LETTER = 240.0, 6.6
"""Pixels: of the widest label, and of an ordinary letter in a wide face."""
COLOURS = ("#2f7fc4", "#c2571a", "#5a9a3c", "#a45bb5")
SHAPES = ("circle", "square", "triangle-up", "diamond")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])
SVG = "http://www.w3.org/2000/svg"
_TAGS = frozenset(
    ("svg", "g", "path", "rect", "line", "circle", "text", "tspan", "defs", "clipPath", "title", "linearGradient", "stop")
)


class ChartWords(Strict):
    """The words of the charts in one language; `weekdays` from Monday."""

    reply: str
    score: str
    strongest: str
    weakest: str
    dimensions: dict[str, str]
    weekdays: tuple[str, ...] = Field(min_length=7, max_length=7)
    over_time: str
    map: str
    extremes: str
    streak: str


def chart_words(language: str) -> ChartWords:
    """The charts' words in "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("charts.yaml", ChartWords, language)


def scores_over_time(attempts: Sequence[PastAttempt], language: str) -> Any:
    """A line per dimension over the replies in the order they were sent; each has its own dashes and points too."""
    alt, words = _altair(), chart_words(language)
    names = [words.dimensions[one] for one in DIMENSIONS]
    rows = [
        {"reply": number, "score": getattr(one, name), "dimension": words.dimensions[name]}
        for number, one in enumerate(attempts, start=1)
        for name in DIMENSIONS
        if getattr(one, name) is not None
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X(
            "reply:Q",
            title=words.reply,
            axis=alt.Axis(values=_ticks(len(attempts)), format="d"),
            scale=alt.Scale(domain=_domain(len(attempts))),
        ),
        y=alt.Y("score:Q", title=words.score, scale=alt.Scale(domain=[0, 100])),
        color=alt.Color("dimension:N", title=None, scale=alt.Scale(domain=names, range=list(COLOURS))),
    )
    lines = base.mark_line(strokeWidth=2).encode(
        strokeDash=alt.StrokeDash("dimension:N", title=None, scale=alt.Scale(domain=names, range=list(DASHES)))
    )
    points = base.mark_point(size=55, filled=True, opacity=1).encode(
        shape=alt.Shape("dimension:N", title=None, scale=alt.Scale(domain=names, range=list(SHAPES)))
    )
    return _dressed((lines + points).properties(width=380, height=220))


def _domain(replies: int) -> list[float]:
    """A little room on both sides: a mark on the very edge would be cut."""
    room = max(0.5, replies / 60)
    return [1 - room, max(2, replies) + room]


def _ticks(replies: int) -> list[int]:
    """At most about ten whole numbers, the first and the last reply among them."""
    step = max(1, -(-replies // 10))
    return sorted({1, *range(step, replies + 1, step), replies})


def skills_map(attempts: Sequence[PastAttempt], language: str) -> Any:
    """The mean (0 to 100) of each criterion in each of the latest exercises, as numbers on shaded tiles; by dimension.

    Of each dimension the criteria scored most often are shown, the lowest first among equals, at most MOST_SKILLS.
    """
    alt = _altair()
    rows, skills, exercises = map_rows(attempts, language)
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("exercise:O", sort=exercises, title=None, axis=alt.Axis(labels=False, ticks=False, domain=False)),
        y=alt.Y("skill:N", sort=skills, title=None, axis=alt.Axis(**_room_for(skills), ticks=False, domain=False)),
    )
    tiles = base.mark_rect(stroke="currentColor", strokeWidth=0.4).encode(
        color=alt.Color("score:Q", scale=alt.Scale(domain=[0, 100], range=["#e9b39a", "#f2e6c9", "#a9d5b5"]), legend=None)
    )
    numbers = base.mark_text(fontSize=11, color="#1d2125").encode(text=alt.Text("score:Q", format=".0f"))
    return _dressed((tiles + numbers).properties(width=alt.Step(30), height=alt.Step(22)))


def _room_for(names: Sequence[str]) -> dict[str, float]:
    """Room for the names beside an axis: the reader's letters may be wider than those that the converter measured."""
    room = min(LABEL, LETTER * max((len(name) for name in names), default=0))
    return {"labelLimit": LABEL, "minExtent": room}


def map_rows(attempts: Sequence[PastAttempt], language: str) -> tuple[list[dict[str, Any]], list[str], list[int]]:
    """The tiles of the skills map, its rows (names, by dimension) and its columns (exercises, numbered from 1)."""
    order = list(dict.fromkeys(one.session_id for one in attempts))[-MOST_SESSIONS:]
    scores: dict[tuple[str, str], list[float]] = {}
    for one in attempts:
        for name, score in one.criteria.items():
            if one.session_id in order and score is not None:
                scores.setdefault((name, one.session_id), []).append(100 * score)
    shown = _shown_skills(scores)
    rows = [
        {"skill": skill_name(name, language), "exercise": order.index(session) + 1, "score": _mean(each)}
        for (name, session), each in scores.items()
        if name in shown
    ]
    return rows, [skill_name(name, language) for name in shown], list(range(1, len(order) + 1))


def _shown_skills(scores: Mapping[tuple[str, str], Sequence[float]]) -> list[str]:
    """The criteria of the map, by dimension."""
    often = Counter(name for name, _ in scores)
    means = {name: _mean([one for (each, _), found in scores.items() if each == name for one in found]) for name in often}
    shown = []
    for place in range(len(DIMENSIONS) + 1):
        names = [name for name in often if _place(name) == place]
        shown += sorted(names, key=lambda name: (-often[name], means[name], name))[:MOST_SKILLS]
    return shown


def _place(criterion: str) -> int:
    dimension = criterion.partition(".")[0]
    return DIMENSIONS.index(dimension) if dimension in DIMENSIONS else len(DIMENSIONS)


def strongest_and_weakest(attempts: Sequence[PastAttempt], language: str) -> Any:
    """The criteria with the highest and the lowest mean, each with its number, in two panels."""
    alt, words = _altair(), chart_words(language)
    strong, weak = extremes(attempts)
    room = _room_for([skill_name(name, language) for name, _ in (*strong, *weak)])
    panels = []
    for title, each, colour in ((words.strongest, strong, COLOURS[2]), (words.weakest, weak, COLOURS[1])):
        rows = [{"skill": skill_name(name, language), "score": mean} for name, mean in each]
        base = alt.Chart(alt.Data(values=rows)).encode(
            x=alt.X("score:Q", title=None, scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=5)),
            y=alt.Y("skill:N", sort=[row["skill"] for row in rows], title=None, axis=alt.Axis(**room)),
        )
        bars = base.mark_bar(color=colour, height=13)
        numbers = base.mark_text(align="left", dx=4, color="currentColor").encode(text=alt.Text("score:Q", format=".0f"))
        panels.append((bars + numbers).properties(width=180, height=alt.Step(22), title=title[:1].upper() + title[1:]))
    return _dressed(alt.vconcat(*panels))


def extremes(attempts: Iterable[PastAttempt]) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """The criteria with the highest means, best first, and those with the lowest, worst first; none in both."""
    scores: dict[str, list[float]] = {}
    for one in attempts:
        for name, score in one.criteria.items():
            if score is not None:
                scores.setdefault(name, []).append(100 * score)
    ranked = sorted(((name, _mean(each)) for name, each in scores.items()), key=lambda pair: (-pair[1], pair[0]))
    weak = [pair for pair in reversed(ranked) if pair[1] < 100][: min(MOST_EACH, len(ranked) // 2)]
    strong = [pair for pair in ranked if pair not in weak][:MOST_EACH]
    return strong, weak


def _mean(numbers: Sequence[float]) -> float:
    return round(sum(numbers) / len(numbers), 1)


def practice_days(days: Iterable[date], language: str, today: date) -> Any:
    """The last WEEKS weeks: a dot for a day of practice, larger the more replies were sent, a ring where there was none."""
    alt, words = _altair(), chart_words(language)
    rows = day_rows(days, language, today)
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("week:O", title=None, axis=alt.Axis(labels=False, ticks=False, domain=False)),
        y=alt.Y("weekday:N", sort=list(words.weekdays), title=None, axis=alt.Axis(ticks=False, domain=False)),
    )
    empty = base.transform_filter("datum.count == 0").mark_point(size=18, filled=False, color="currentColor", opacity=0.45)
    dots = (
        base.transform_filter("datum.count > 0")
        .mark_point(filled=True, color=COLOURS[0], opacity=1)
        .encode(size=alt.Size("count:Q", scale=alt.Scale(domain=[0, 8], range=[50, 260], clamp=True), legend=None))
    )
    return _dressed((empty + dots).properties(width=alt.Step(24), height=alt.Step(20)))


def day_rows(days: Iterable[date], language: str, today: date) -> list[dict[str, Any]]:
    """A row for every day from the Monday WEEKS - 1 weeks ago to today, with the number of replies sent."""
    words, sent = chart_words(language), Counter(days)
    first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    all_days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    return [
        {"week": (day - first).days // 7, "weekday": words.weekdays[day.weekday()], "count": sent[day], "day": day.isoformat()}
        for day in all_days
    ]


def weight_effects(rows: Sequence[tuple[str, float, float]], title: str, names: tuple[str, str]) -> Any:
    """How far other weights move a score at most: a line per weight, from a ring (weight nought) to a triangle (doubled).

    `rows` are name, points at nought, points when doubled, in the order they are shown; `title` is the axis', `names` those of
    the two marks.
    """
    alt = _altair()
    order = [name for name, _, _ in rows]
    data = [
        {"weight": weight, "points": points, "share": share}
        for weight, *both in rows
        for share, points in zip(names, both, strict=True)
    ]
    base = alt.Chart(alt.Data(values=data)).encode(
        x=alt.X("points:Q", title=title, scale=alt.Scale(domainMin=0, nice=True), axis=alt.Axis(tickCount=5)),
        y=alt.Y("weight:N", sort=order, title=None, axis=alt.Axis(**_room_for(order))),
    )
    lines = base.mark_line(color="currentColor", opacity=0.4, strokeWidth=1).encode(detail="weight:N")
    marks = base.mark_point(size=70, filled=True, opacity=1).encode(
        shape=alt.Shape("share:N", title=None, scale=alt.Scale(domain=list(names), range=["circle", "triangle-up"])),
        color=alt.Color("share:N", title=None, scale=alt.Scale(domain=list(names), range=list(COLOURS[:2]))),
    )
    return _dressed((lines + marks).properties(width=260, height=alt.Step(20)))


def streak(days: Iterable[date], today: date) -> int:
    """Days of practice in a row up to today; a streak that ended yesterday still stands, today is not over."""
    practised = set(days)
    day = today if today in practised else today - timedelta(days=1)
    count = 0
    while day in practised:
        count, day = count + 1, day - timedelta(days=1)
    return count


def skill_name(criterion: str, language: str) -> str:
    """What a criterion is called; its id where it is not among the shipped ones."""
    known = shipped_criteria().get(criterion)
    return known.name.as_dict()[language] if known else criterion


def svg(chart: Any) -> str:
    """The chart as an SVG element to stand in a page: no script, no link, nothing fetched.

    Raises MissingExtra without vl-convert.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise MissingExtra("drawing charts", "workbench") from error
    return cleaned(vl_convert.vegalite_to_svg(chart.to_json()))


def cleaned(picture: str) -> str:
    """The picture with nothing in it but shapes and text: other elements, event handlers and links are left out."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(picture)  # noqa: S314 - the converter's own output, without entities
    for parent in list(root.iter()):
        for child in list(parent):
            if str(child.tag).removeprefix(f"{{{SVG}}}") not in _TAGS:
                parent.remove(child)
        for name in [name for name in parent.attrib if name.lower().startswith("on") or name.lower().endswith("href")]:
            del parent.attrib[name]
        for name in [name for name in parent.attrib if name == "role" or name.startswith("aria-")]:
            del parent.attrib[name]  # the figure around it has the role and the words
    root.set("aria-hidden", "true")
    return ET.tostring(root, encoding="unicode")


def _dressed(chart: Any) -> Any:
    """The chart in our clothes: no ground of its own, text in the page's colour."""
    ink: Mapping[str, Any] = {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "labelFontSize": 11,
        "titleFontSize": 11,
    }
    return (
        chart.configure(background="transparent", font="system-ui, sans-serif")
        .configure_axis(gridColor="currentColor", gridOpacity=0.15, domainColor="currentColor", tickColor="currentColor", **ink)
        .configure_legend(orient="bottom", columns=2, symbolSize=70, symbolStrokeWidth=2, **ink)
        .configure_title(color="currentColor", fontSize=12, anchor="start")
        .configure_view(stroke=None)
    )


def _altair() -> Any:
    try:
        import altair as alt
    except ImportError as error:
        raise MissingExtra("the charts", "workbench") from error
    return alt
