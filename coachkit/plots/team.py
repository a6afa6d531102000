"""Charts of a team's scored replies. As the other charts they are returned, never shown; `coachkit.plots.svg` draws them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from coachkit.plots.drawing import COLOURS, altair, dressed, svg
from coachkit.team.numbers import FEW, Interval, Means, means
from coachkit.team.numbers import distribution as spread
from coachkit.team.satisfaction import levels
from coachkit.team.table import ScoredReplies
from coachkit.team.words import team_words

WIDTH, HEIGHT = 560, 200
MOST_TICKS = 12


def pictures(scored: ScoredReplies, language: str) -> dict[str, str]:
    """The charts of the team's report as SVG: "distribution", and where there is something to draw "trend", "csat", "nps"."""
    words = team_words(language)
    drawn = {"distribution": svg(distribution(spread(scored), score=words.total, replies=words.replies))}
    weeks = weeks_of(scored)
    if len(weeks) > 1:
        drawn["trend"] = svg(weekly(weeks, score=words.total, language=language))
    for answer in ("csat", "nps"):
        if len(found := levels(scored, answer)) > 1:
            drawn[answer] = svg(by_answer(found, answer=words.answer_level, score=words.total))
    return drawn


def agent_trend(scored: ScoredReplies, agent: str, team: Means, language: str) -> str | None:
    """The weeks of one agent before the team's, as SVG; None where there are fewer than two weeks."""
    mine = scored.where(scored.frame["agent"] == agent)
    weeks = weeks_of(mine)
    if len(weeks) < 2:
        return None
    theirs = [(name, team.of(name, "total")) for name, _ in weeks]
    return svg(weekly(weeks, score=team_words(language).total, team=theirs, language=language))


def weeks_of(scored: ScoredReplies) -> list[tuple[str, Interval]]:
    """The Monday of each week that has replies, with the mean total."""
    found = means(scored, "week", ("total",))
    return [(name, found.of(name, "total")) for name in found.table["name"]]


def distribution(bins: Sequence[tuple[int, int, int]], *, score: str, replies: str) -> Any:
    """Replies in each tenth of the scale, with their number on each bar; `bins` are (from, to, replies)."""
    alt = altair()
    rows = [{"from": low, "to": high, "count": count, "middle": (low + high) / 2} for low, high, count in bins]
    most = max((row["count"] for row in rows), default=1)
    base = alt.Chart(alt.Data(values=rows))
    bars = base.mark_bar(color=COLOURS[0], stroke="currentColor", strokeWidth=0.4).encode(
        x=alt.X(
            "from:Q",
            bin="binned",
            title=score,
            scale=alt.Scale(domain=[0, 100], nice=False, padding=0),
            axis=alt.Axis(tickCount=10),
        ),
        x2="to:Q",
        y=alt.Y("count:Q", title=replies, scale=alt.Scale(domain=[0, max(1, most) * 1.12]), axis=alt.Axis(tickMinStep=1)),
    )
    numbers = (
        base.transform_filter("datum.count > 0")
        .mark_text(dy=-7, color="currentColor", fontSize=11)
        .encode(x="middle:Q", y="count:Q", text="count:Q")
    )
    return dressed((bars + numbers).properties(width=WIDTH, height=HEIGHT))


def weekly(
    weeks: Sequence[tuple[str, Interval]], *, score: str, team: Sequence[tuple[str, Interval]] = (), language: str = "en"
) -> Any:
    """The mean of each week (its Monday, ISO) with its interval as a band, as a hollow point where it rests on few replies;
    the team's as a dashed line where it is given.
    """
    alt = altair()
    lowest = min((one.low if math.isfinite(one.low) else one.value for _, one in weeks), default=0.0)
    x = alt.X("week:T", title=None, scale=alt.Scale(type="utc"), axis=_days(weeks[0][0], weeks[-1][0], language))
    y = alt.Y("mean:Q", title=score, scale=alt.Scale(domain=[max(0, 10 * (lowest // 10)), 100]))
    band = _data(weeks, with_interval=True).mark_area(color=COLOURS[0], opacity=0.22, clip=True)
    layers = [
        band.encode(x=x, y="low:Q", y2="high:Q"),
        _data(weeks).mark_line(color=COLOURS[0], strokeWidth=2, clip=True).encode(x=x, y=y),
        *(_points([one for one in weeks if (one[1].n < FEW) == few], x, y, filled=not few) for few in (False, True)),
    ]
    if team:
        dashed = _data(team).mark_line(color="currentColor", strokeDash=[6, 4], strokeWidth=1.4, clip=True)
        layers.append(dashed.encode(x=x, y=y))
    return dressed(alt.layer(*layers).properties(width=WIDTH, height=HEIGHT))


def _days(first: str, last: str, language: str) -> Any:
    """An axis of Mondays at even distances, written as days are in the language; with the year where there are two."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    two = start.year != end.year
    weeks = (end - start).days // 7 + 1
    step = -(-weeks // (MOST_TICKS // 2 if two else MOST_TICKS))
    mondays = [(start + timedelta(weeks=place)).isoformat() for place in range(0, weeks, step)]
    form = ("%-d %b %Y" if two else "%-d %b") if language == "en" else ("%-d.%-m.%Y" if two else "%-d.%-m.")
    return altair().Axis(format=form, values=[_moment(one) for one in mondays], labelOverlap=True, labelFlush=False)


def _points(weeks: Sequence[tuple[str, Interval]], x: Any, y: Any, *, filled: bool) -> Any:
    return _data(weeks).mark_point(color=COLOURS[0], filled=filled, size=45, opacity=1, strokeWidth=1.8).encode(x=x, y=y)


def _moment(day: str) -> int:
    """Milliseconds since 1970 at the beginning of a day in UTC."""
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000)


def _data(weeks: Sequence[tuple[str, Interval]], *, with_interval: bool = False) -> Any:
    """A chart over the weeks; only those whose interval is known where that is drawn."""
    rows = [
        {"week": _moment(name), "mean": one.value, **({"low": one.low, "high": one.high} if with_interval else {})}
        for name, one in weeks
        if not with_interval or math.isfinite(one.low)
    ]
    alt = altair()
    return alt.Chart(alt.Data(values=rows))


def by_answer(each: Sequence[tuple[str, Interval]], *, answer: str, score: str) -> Any:
    """The mean total at each level of the customers' answers, with its interval as a line."""
    alt = altair()
    known = [{"level": name, "low": one.low, "high": one.high} for name, one in each if math.isfinite(one.low)]
    x = alt.X("level:N", title=answer, sort=[name for name, _ in each], axis=alt.Axis(labelAngle=0))
    y = alt.Y("mean:Q", title=score, scale=alt.Scale(domain=[0, 100]))
    reach = alt.Chart(alt.Data(values=known)).mark_rule(color=COLOURS[0], strokeWidth=2).encode(x=x, y="low:Q", y2="high:Q")
    base = alt.Chart(alt.Data(values=[{"level": name, "mean": one.value} for name, one in each])).encode(x=x, y=y)
    points = base.mark_point(color=COLOURS[0], filled=True, size=70, opacity=1)
    numbers = base.mark_text(align="left", dx=8, color="currentColor", fontSize=11).encode(text=alt.Text("mean:Q", format=".0f"))
    return dressed(alt.layer(reach, points, numbers).properties(width=360, height=HEIGHT))
