"""The team's dashboard: a scored file, filters, and the same report as on the page, for what is chosen. A thin skin."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from coachkit.errors import CoachkitError, MissingExtra, UnknownName, did_you_mean
from coachkit.model import LANGUAGES
from coachkit.practice.words import filled
from coachkit.reports.words import channel_name, interface_words
from coachkit.rubrics import load_rubric
from coachkit.team.table import Roles, ScoredReplies
from coachkit.team.words import TeamWords, team_words
from coachkit.team_reports import Team, open_team, shown_html, write_reports
from coachkit.widgets.browser_files import style_text

LANGUAGE_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
ENDINGS = (".parquet", ".csv", ".tsv", ".jsonl", ".xlsx")
REPORTS = "reports"
_LOG = logging.getLogger(__name__)


def team_desk(  # noqa: PLR0913 - what a notebook may say of its files
    scored: Path | str | None = None,
    evidence: Path | str | None = None,
    language: str | None = None,
    *,
    folder: Path | str = ".",
    exercises: Path | str | None = None,
    rubric: Path | str | None = None,
    agent_column: str | None = None,
) -> TeamDesk:
    """The team's dashboard, to be shown as the last line of a cell.

    `scored` and `evidence` are the files that `coachkit score --out --evidence` wrote; without them a scored file is chosen
    among those in `folder`. `language` is that of the interface ("fi", "sv", "en"). `exercises` is a folder of courses, else
    COACHKIT_EXERCISES or the shipped ones. `rubric` is one of your own that the file was scored by: its criteria then go by
    their names. `agent_column` names the column with the agents where its header does not tell. Raises MissingExtra without
    ipywidgets and UnknownName for another language.
    """
    return TeamDesk(scored, evidence, language, folder=folder, exercises=exercises, rubric=rubric, agent_column=agent_column)


class TeamDesk:
    """The dashboard and its parts, each open to be read and set; `team` is the open file, None before one is open."""

    def __init__(  # noqa: PLR0913 - as above
        self,
        scored: Path | str | None = None,
        evidence: Path | str | None = None,
        language: str | None = None,
        *,
        folder: Path | str = ".",
        exercises: Path | str | None = None,
        rubric: Path | str | None = None,
        agent_column: str | None = None,
    ) -> None:
        if language is not None and language not in LANGUAGES:
            raise UnknownName(f"no language '{language}'{did_you_mean(language, LANGUAGES)}")
        self.language = language or "en"
        self.folder, self.exercises = Path(folder), Path(exercises) if exercises else None
        self.rubric = load_rubric(rubric) if rubric else None
        self.roles = Roles(agent=agent_column)
        self.team: Team | None = None
        self._quiet = False
        self._last: tuple[object, Team] | None = None
        self._build()
        self._say()
        files = [Path(scored)] if scored else scored_files(self.folder)
        self.evidence = Path(evidence) if evidence else None
        self._quiet = True
        self.file.options = [(one.name, str(one)) for one in files]
        self.file.value = str(files[0]) if files else None
        self._quiet = False
        if files:
            self._guarded(self._open)()
        else:
            self._tell(team_words(self.language).desk.no_files)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The live desk; and for pages without a kernel a line that says how to get one."""
        bundle = self.view._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, "text/html": f"<p>{escape(team_words(self.language).desk.static)}</p>"}, metadata

    @property
    def words(self) -> TeamWords:
        """The words of the language chosen."""
        return team_words(self.language)

    def _build(self) -> None:
        widgets = _ipywidgets()
        self.languages = widgets.ToggleButtons(
            options=[(name, code) for code, name in LANGUAGE_NAMES.items()], value=self.language
        )
        self.languages.style.button_width = "auto"
        self.heading, self.notice, self.page = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.file, self.agent = widgets.Dropdown(), widgets.Dropdown()
        self.channel, self.reply_language = widgets.Dropdown(), widgets.Dropdown()
        self.since, self.until = widgets.DatePicker(), widgets.DatePicker()
        self.save = widgets.Button(button_style="primary")
        for one in (self.file, self.agent, self.channel, self.reply_language, self.since, self.until):
            one.style.description_width = "initial"
        filters = widgets.Box([self.file, self.agent, self.channel, self.reply_language, self.since, self.until])
        filters.add_class("ck-filters")
        top = widgets.Box([self.heading, self.languages])
        top.add_class("ck-desk-top")
        style = widgets.HTML(f"<style>{style_text('shared/desk.css', 'team.css')}</style>")
        self.view = widgets.VBox([style, top, filters, self.notice, self.page, self.save])
        for name in ("ck-desk", "ck-team"):
            self.view.add_class(name)
        self._listen()

    def _listen(self) -> None:
        self.languages.observe(lambda change: self._guarded(self._switch)(change["new"]), names="value")
        self.file.observe(lambda _: self._guarded(self._another)(), names="value")
        for one in (self.agent, self.channel, self.reply_language, self.since, self.until):
            one.observe(lambda _: self._guarded(self._draw)(), names="value")
        self.save.on_click(lambda _: self._guarded(self._save)())

    def _guarded(self, deed: Callable[..., None]) -> Callable[..., None]:
        """The deed; what goes wrong is told in plain words. Nothing while the desk itself sets its widgets."""

        def do(*arguments: object) -> None:
            if self._quiet:
                return
            words = self.words.desk
            try:
                self._tell("")
                deed(*arguments)
            except CoachkitError as error:
                self._tell(filled(words.trouble, reason=error))
            except Exception as error:  # noqa: BLE001 - whatever goes wrong, the reader sees words and goes on
                _LOG.exception("the team desk could not do what was asked")
                self._tell(filled(words.trouble, reason=filled(words.fault, kind=type(error).__name__)))

        return do

    def _tell(self, text: str) -> None:
        self.notice.value = f'<p class="ck-notice" role="status" dir="auto">{escape(text)}</p>' if text else ""

    def _another(self) -> None:
        """Opens another file; its evidence is looked for beside it."""
        self.evidence = None
        self._open()

    def _open(self) -> None:
        if not self.file.value:
            return
        path = Path(self.file.value)
        self.team, self.page.value = None, ""
        beside = self.evidence or evidence_beside(path)
        self.team = open_team(path, beside, self.roles, exercises=self.exercises, rubric=self.rubric)
        self._offer()
        self._draw()

    def _offer(self) -> None:
        """Fills the filters with what the file holds; what was chosen stays where it can."""
        words = self.words.desk
        scored = self.team.scored if self.team else None
        languages = interface_words(self.language).language_names

        def shown(column: str, one: str) -> str:
            if column == "channel":
                return channel_name(one, self.language)
            return languages.get(one, one) if column == "language" else one

        self._quiet = True
        try:
            for widget, column, first in (
                (self.agent, "agent", words.everyone),
                (self.channel, "channel", words.any),
                (self.reply_language, "language", words.any),
            ):
                chosen, found = widget.value, scored.named(column) if scored else ()
                widget.options = [(first, ""), *((shown(column, one), one) for one in found)]
                widget.value = chosen if chosen in found else ""
            for widget in (self.since, self.until):
                widget.layout.display = None if scored is None or scored.dated else "none"
        finally:
            self._quiet = False

    def chosen(self) -> ScoredReplies:
        """The replies that the filters let through; the agent is no filter, the team stays beside."""
        assert self.team is not None
        scored = self.team.scored
        frame = scored.frame
        kept = pd.Series(data=True, index=frame.index)
        for widget, column in ((self.channel, "channel"), (self.reply_language, "language")):
            if widget.value:
                kept &= frame[column] == widget.value
        if self.since.value:
            kept &= frame["at"] >= _midnight(self.since.value)
        if self.until.value:
            kept &= frame["at"] < _midnight(self.until.value) + pd.Timedelta(days=1)
        return scored.where(kept)

    def _part(self) -> Team:
        """The team with the replies chosen; the same as before, with all that is worked out, while the choice is the same."""
        assert self.team is not None
        choice = (id(self.team), self.channel.value, self.reply_language.value, self.since.value, self.until.value)
        if self._last is None or self._last[0] != choice:
            self._last = (choice, self.team.part(self.chosen()))
        return self._last[1]

    def _draw(self) -> None:
        if self.team is None:
            return
        part = self._part()
        self._tell(self.words.desk.shown.of(len(part.scored.frame)))
        self.page.value = shown_html(part, self.agent.value or "", self.language)

    def _save(self) -> None:
        """Writes the reports on what is chosen into a folder beside the notebook."""
        if self.team is None:
            return
        folder = self.folder / REPORTS
        write_reports(self._part(), folder, self.language)
        self._tell(filled(self.words.desk.saved, folder=folder))

    def _switch(self, language: object) -> None:
        self.language = str(language)
        self._say()
        self._offer()
        self._draw()

    def _say(self) -> None:
        """Puts the words of the language on every widget."""
        words = self.words.desk
        self.heading.value = f'<h2 class="ck-desk-title">{escape(words.title)}</h2>'
        self.languages.tooltip = words.interface
        for widget, text in (
            (self.file, words.file),
            (self.agent, words.agent),
            (self.channel, words.channel),
            (self.reply_language, words.language),
            (self.since, words.since),
            (self.until, words.until),
            (self.save, words.save),
        ):
            widget.description = text


def scored_files(folder: Path) -> list[Path]:
    """The scored files in a folder, the newest first: tables that have the columns `total` and `weakest`."""
    found = [path for path in folder.iterdir() if path.suffix.lower() in ENDINGS and path.is_file()] if folder.is_dir() else []
    return sorted((path for path in found if _is_scored(path)), key=lambda path: (-path.stat().st_mtime, path.name))


def evidence_beside(path: Path) -> Path | None:
    """The evidence that lies beside a scored file: scored.csv and evidence.csv, or june.csv and june-evidence.csv."""
    names = (f"{path.stem}-evidence", f"{path.stem}_evidence", path.stem.replace("scored", "evidence"), "evidence")
    places = [path.with_name(f"{name}{ending}") for name in names for ending in (path.suffix, *ENDINGS)]
    return next((one for one in places if one.is_file() and one != path), None)


def _is_scored(path: Path) -> bool:
    from coachkit.transcripts.reading import open_table

    try:
        columns = set(open_table(path).columns)
    except CoachkitError:
        return False
    return all({name, f"coachkit_{name}"} & columns for name in ("total", "weakest"))


def _midnight(day: date) -> pd.Timestamp:
    return pd.Timestamp(day, tz="UTC")


def _ipywidgets() -> Any:
    try:
        import ipywidgets
    except ImportError as error:
        raise MissingExtra("the team desk", "workbench") from error
    return ipywidgets
