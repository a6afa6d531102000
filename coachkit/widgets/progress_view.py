"""What has been practised so far: numbers, charts, the latest exercises. Drawn when it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING, Any

from coachkit import plots
from coachkit.errors import CoachkitError
from coachkit.model import DIMENSIONS
from coachkit.practice.words import filled
from coachkit.reports.desk_words import ProgressWords, desk_words
from coachkit.scenarios.schema import Scenario
from coachkit.widgets.keeper import Shelf

if TYPE_CHECKING:
    from coachkit.store import PastAttempt

RECENT = 8


class ProgressView:
    """The numbers and charts of one learner; `view` is the widget to show."""

    def __init__(self, shelf: Shelf, library: Sequence[Scenario]) -> None:
        import ipywidgets

        self.shelf = shelf
        self.titles = {one.id: one.title for one in library}
        self.language = "en"
        self.page = ipywidgets.HTML()
        self.button = ipywidgets.Button()
        self.button.add_class("ck-refresh")
        self.button.on_click(lambda _: self.refresh())
        self.view = ipywidgets.VBox([self.page, self.button])
        self._drawn = False

    def say(self, language: str) -> None:
        """In another language from now on; drawn again where it has been drawn."""
        self.language = language
        self.button.description = desk_words(language).progress.refresh
        if self._drawn:
            self.refresh()

    def refresh(self) -> None:
        """Reads the store anew and draws."""
        self._drawn = True
        try:
            attempts = self.shelf.attempts()
            trouble = self.shelf.trouble
            self.page.value = self._notice(trouble) if trouble else progress_html(attempts, self.titles, self.language, _today())
        except CoachkitError as error:
            self.page.value = self._notice(str(error))

    def _notice(self, reason: str) -> str:
        text = desk_words(self.language).desk.trouble.replace("{reason}", reason)
        return f'<p class="ck-desk-notice" role="status">{escape(text)}</p>'


def progress_html(attempts: Sequence[PastAttempt], titles: dict[str, str], language: str, today: date) -> str:
    """The progress page: numbers, four charts, the latest exercises. Titles are those of exercises by id."""
    words = desk_words(language).progress
    if not attempts:
        return (
            f'<section class="ck-progress" lang="{language}"><h3>{escape(words.title)}</h3><p>{escape(words.none)}</p></section>'
        )
    parts = [_numbers(attempts, words, today), _charts(attempts, words, language, today), _recent(attempts, titles, words)]
    return f'<section class="ck-progress" lang="{language}"><h3>{escape(words.title)}</h3>{"".join(parts)}</section>'


def _numbers(attempts: Sequence[PastAttempt], words: ProgressWords, today: date) -> str:
    best = max((one.total for one in attempts if one.total is not None), default=None)
    lines = [
        filled(words.sent, count=len(attempts)),
        filled(words.sessions, count=len({one.session_id for one in attempts})),
        filled(words.streak, count=plots.streak(_days(attempts), today)),
    ]
    if best is not None:
        lines.append(filled(words.best, number=f"{best:.0f}"))
    return f'<ul class="ck-numbers">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>'


def _charts(attempts: Sequence[PastAttempt], words: ProgressWords, language: str, today: date) -> str:
    said = plots.chart_words(language)
    days = _days(attempts)
    strong, weak = ([plots.skill_name(name, language) for name, _ in each] for each in plots.extremes(attempts))
    last = attempts[-1]
    values = ", ".join(
        f"{said.dimensions[name]} {getattr(last, name):.0f}" for name in DIMENSIONS if getattr(last, name) is not None
    )
    recent = sum(row["count"] > 0 for row in plots.day_rows(days, language, today))
    pictures = (
        (words.over_time, filled(said.over_time, count=len(attempts), last=values), plots.scores_over_time(attempts, language)),
        (
            words.criteria,
            filled(said.extremes, strongest=", ".join(strong), weakest=", ".join(weak)),
            plots.strongest_and_weakest(attempts, language),
        ),
        (words.map, said.map, plots.skills_map(attempts, language)),
        (words.days, filled(said.streak, weeks=plots.WEEKS, days=recent), plots.practice_days(days, language, today)),
    )
    return f'<div class="ck-charts">{"".join(_figure(*each) for each in pictures)}</div>'


def _figure(title: str, spoken: str, chart: Any) -> str:
    picture = f'<div role="img" aria-label="{escape(spoken)}">{plots.svg(chart)}</div>'
    return f"<figure><figcaption>{escape(title)}</figcaption>{picture}</figure>"


def _recent(attempts: Sequence[PastAttempt], titles: dict[str, str], words: ProgressWords) -> str:
    sessions: dict[str, list[PastAttempt]] = {}
    for one in attempts:
        sessions.setdefault(one.session_id, []).append(one)
    rows = [_row(each, titles) for each in list(sessions.values())[: -RECENT - 1 : -1]]
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in (words.exercise, words.when, words.points))
    table = f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return f'<h4>{escape(words.recent)}</h4><table class="ck-recent">{table}</table>'


def _row(session: Sequence[PastAttempt], titles: dict[str, str]) -> str:
    last = session[-1]
    totals = [one.total for one in session if one.total is not None]
    total = f"{sum(totals) / len(totals):.0f}" if totals else "–"
    title = escape(titles.get(last.scenario_id, last.scenario_id))
    when = _local(last).strftime("%d.%m.%Y %H:%M")
    return f"<tr><td><bdi>{title}</bdi></td><td>{when}</td><td>{total}</td></tr>"


def _local(one: PastAttempt) -> datetime:
    return one.sent.astimezone()


def _days(attempts: Sequence[PastAttempt]) -> list[date]:
    return [_local(one).date() for one in attempts]


def _today() -> date:
    return datetime.now().astimezone().date()
