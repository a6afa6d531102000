"""The chart of the days of practice, and how many of them stand in a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from coachkit.plots.drawing import COLOURS, altair, dressed
from coachkit.plots.words import chart_words

WEEKS = 12


def practice_days(days: Iterable[date], language: str, today: date) -> Any:
    """The last WEEKS weeks: a dot for a day of practice, larger the more replies were sent, a ring where there was none."""
    alt, words = altair(), chart_words(language)
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
    return dressed((empty + dots).properties(width=alt.Step(24), height=alt.Step(20)))


def day_rows(days: Iterable[date], language: str, today: date) -> list[dict[str, Any]]:
    """A row for every day from the Monday WEEKS - 1 weeks ago to today, with the number of replies sent."""
    words, sent = chart_words(language), Counter(days)
    first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    all_days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    return [
        {"week": (day - first).days // 7, "weekday": words.weekdays[day.weekday()], "count": sent[day], "day": day.isoformat()}
        for day in all_days
    ]


def streak(days: Iterable[date], today: date) -> int:
    """Days of practice in a row up to today; a streak that ended yesterday still stands, today is not over."""
    practised = set(days)
    day = today if today in practised else today - timedelta(days=1)
    count = 0
    while day in practised:
        count, day = count + 1, day - timedelta(days=1)
    return count
