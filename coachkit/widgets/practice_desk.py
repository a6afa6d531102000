"""The practice desk: choose an exercise, practise it, read the debrief, see the progress. A thin skin over session and store."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from functools import partial
from html import escape
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, ClassVar

from coachkit.errors import CoachkitError
from coachkit.reports.desk_words import AllDeskWords, DeskWords, desk_words
from coachkit.scenarios.loading import Course, readable_courses
from coachkit.scenarios.schema import Scenario
from coachkit.widgets.after_round import back_button, next_buttons
from coachkit.widgets.every_desk import check, meanwhile, warm, with_a_line
from coachkit.widgets.visitor import browser_language, learner_name

if TYPE_CHECKING:
    from coachkit.store import SessionRow, Store
    from coachkit.widgets.conversation import Message
    from coachkit.widgets.rounds import Round

KINDS = ("conversation", "message", "improve", "channel", "shift")
LANGUAGE_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
_LOG = logging.getLogger(__name__)


def practice_desk(
    learner: str | None = None, language: str | None = None, *, exercises: Path | str | None = None, store: str | None = None
) -> PracticeDesk:
    """The practice desk, to be shown as the last line of a cell.

    `learner` is the name under which everything is kept, the system's user where none is given. `language` is that of the
    interface ("fi", "sv", "en"); the browser's where none is given. `exercises` is a folder of courses, else COACHKIT_EXERCISES
    or the shipped ones; `store` an address, else COACHKIT_DB or the user's data folder.
    Raises MissingExtra without the workbench and UnknownName for another language.
    """
    return PracticeDesk(learner, language, exercises=exercises, store=store)


class PracticeDesk:
    """The desk and its parts, each open to be read: `picker`, `round` (what is being practised), `debrief`, `progress`."""

    kinds: ClassVar[Collection[str]] = KINDS

    def __init__(
        self,
        learner: str | None = None,
        language: str | None = None,
        *,
        exercises: Path | str | None = None,
        store: str | None = None,
    ) -> None:
        check(language, "the practice desk")
        from coachkit.widgets.conversation import Conversation
        from coachkit.widgets.keeper import Shelf
        from coachkit.widgets.picker import Picker
        from coachkit.widgets.progress_view import ProgressView

        self.lock = RLock()
        self.chosen_language = language is not None
        self.language = language or "en"
        self.shelf = Shelf(learner or learner_name(), partial(_open, store) if store else None)
        self.courses: Sequence[Course] = readable_courses(Path(exercises) if exercises else None)
        self.library = tuple(one for course in self.courses for one in course.scenarios)
        self.round: Round | None = None
        self._news: Callable[[DeskWords], str] | None = None
        self.door = Conversation(self._at_the_door)
        self.picker = Picker(self.courses, self.kinds, self.begin, self.lock)
        self.progress = ProgressView(self.shelf, self.library)
        self._build()
        self.say(self.language)
        self.open()
        meanwhile(warm, self.language)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The live desk; and for pages without a kernel a line that says how to get one."""
        return with_a_line(self.view._repr_mimebundle_(**options), desk_words(self.language).desk.static)

    def _build(self) -> None:
        import ipywidgets

        self.languages = ipywidgets.ToggleButtons(
            options=[(name, code) for code, name in LANGUAGE_NAMES.items()], value=self.language
        )
        self.languages.style.button_width = "auto"
        self.heading = ipywidgets.HTML()
        self.to_picker = ipywidgets.Button()
        self.to_progress = ipywidgets.Button()
        self.notice = ipywidgets.HTML()
        self.stage = ipywidgets.VBox([])
        self.debrief = ipywidgets.HTML()
        self.after = ipywidgets.Box([])
        self.after.add_class("ck-after")
        top = ipywidgets.Box([self.heading, self.to_picker, self.to_progress, self.languages])
        top.add_class("ck-desk-top")
        self.view = ipywidgets.VBox(
            [self.door, top, self.notice, self.picker.view, self.stage, self.debrief, self.after, self.progress.view]
        )
        self.view.add_class("ck-desk")
        self.to_picker.on_click(self._guarded(self.show_picker))
        self.to_progress.on_click(self._guarded(self.show_progress))
        self.languages.observe(lambda change: self._switch(change["new"]), names="value")

    def _guarded(self, deed: Callable[[], None]) -> Callable[..., None]:
        """The deed with the lock held; what goes wrong is told in plain words."""

        def do(*_what_happened: object) -> None:
            with self.lock:
                try:
                    self._tell(None)
                    deed()
                except Exception as error:  # noqa: BLE001 - whatever goes wrong, the writer sees words and goes on
                    self._tell_trouble(error)

        return do

    def _tell_trouble(self, error: Exception) -> None:
        if isinstance(error, CoachkitError):
            reason = str(error)
            self._tell(lambda words: words.trouble.replace("{reason}", reason))
            return
        _LOG.error("the practice desk could not do what was asked", exc_info=error)
        kind = type(error).__name__
        self._tell(lambda words: words.fault.replace("{kind}", kind))

    def _tell(self, news: Callable[[DeskWords], str] | None) -> None:
        """Says something above the desk, in whatever language the desk is switched to; nothing where there is no news."""
        self._news = news
        text = news(desk_words(self.language).desk) if news else ""
        self.notice.value = f'<p class="ck-desk-notice" role="status" dir="auto">{escape(text)}</p>' if text else ""

    def _at_the_door(self, message: Message) -> None:
        """The first word of the browser: its languages decide the interface's, unless one was asked for."""
        if message["kind"] != "hello" or self.chosen_language:
            return
        with self.lock:
            self.chosen_language = True
            self.languages.value = browser_language(message)

    def _switch(self, language: str) -> None:
        with self.lock:
            self.chosen_language = True
            try:
                self.say(language)
                self.door.tell("language", language=language)
            except Exception as error:  # noqa: BLE001 - as in _guarded
                self._tell_trouble(error)

    def say(self, language: str) -> None:
        """The whole desk in another language; what is written stays."""
        from coachkit.widgets.scene import idle

        self.language = language
        words = desk_words(language)
        self.door.scene = idle(language)
        self.heading.value = f'<h2 class="ck-desk-title">{escape(self.title_of(words))}</h2>'
        self.to_picker.description = words.desk.choose
        self.to_progress.description = words.desk.progress
        self.languages.tooltip = words.desk.language
        if self.languages.value != language:
            self.languages.value = language
        self.picker.say(language, self._done_ids())
        self.picker.button.description = self.start_of(words)
        self.progress.say(language)
        if self.round:
            self.round.say(language)
            self._debrief()
        self._tell(self._news)

    def title_of(self, words: AllDeskWords) -> str:
        """The heading of the desk."""
        return words.desk.title

    def start_of(self, words: AllDeskWords) -> str:
        """What the button that starts an exercise is called."""
        return words.desk.start

    def _done_ids(self) -> list[str]:
        return [one.scenario_id for one in self.shelf.sessions() if one.ended]

    def begin(self, scenario: Scenario) -> None:
        """Begins an exercise of the library."""
        self._guarded(lambda: self._begin(scenario))()

    def _begin(self, scenario: Scenario) -> None:
        from coachkit.widgets.rounds import new_round

        self._take(new_round(scenario, self.shelf, self.library, self.lock))

    def open(self) -> None:
        """Goes on with what was not finished, where that is possible; shows the list where there is nothing."""
        from coachkit.widgets.rounds import resumed_round

        self.show_picker()
        row = self.shelf.unfinished()
        scenario = self._scenario_of(row) if row else None
        if row is None or scenario is None:
            return
        if scenario.version != row.scenario_version:
            self._tell(lambda words: words.not_resumed.replace("{reason}", words.changed))
            return
        try:
            self._take(resumed_round(scenario, row, self.shelf, self.library, self.lock))
            self._tell(lambda words: words.resumed)
        except CoachkitError as error:
            reason = str(error)
            self._tell(lambda words: words.not_resumed.replace("{reason}", reason))

    def _scenario_of(self, row: SessionRow) -> Scenario | None:
        """The exercise of a stored session, where this desk has it."""
        return next((one for one in self.library if one.id == row.scenario_id and one.kind in self.kinds), None)

    def _take(self, one: Round) -> None:
        """Puts a round on the stage."""
        if self.round:
            self.round.close()
        self.round = one
        one.changed = self._after_move
        one.say(self.language)
        meanwhile(one.warm)
        self.stage.children = [one.view]
        self._show(self.stage)
        self._after_move()

    def show_picker(self) -> None:
        """The list of exercises; what is under way stays as it is and can be taken up again."""
        self.picker.say(self.language, self._done_ids())
        self.picker.button.description = self.start_of(desk_words(self.language))
        self._show(self.picker.view)

    def show_progress(self) -> None:
        """What has been practised so far."""
        self.progress.refresh()
        self._show(self.progress.view)

    def _show(self, *shown: Any) -> None:
        for part in (self.picker.view, self.stage, self.debrief, self.after, self.progress.view):
            part.layout.display = None if part in shown else "none"
        if self.round and self.stage not in shown:
            self._offer_round()

    def _offer_round(self) -> None:
        """A way back to the exercise under way, from the list and from the progress."""
        assert self.round is not None
        self.after.children = [back_button(self.round, self.language, self._guarded(self._back))]
        self.after.layout.display = None

    def _back(self) -> None:
        self._show(self.stage)
        self._after_move()

    def _after_move(self) -> None:
        """After every move what was said before it is old; the debrief comes when the round is over."""
        self._tell(None)
        self._debrief()

    def _debrief(self) -> None:
        """The debrief when the round is over, and what may come next."""
        if self.round is None or self.stage.layout.display == "none":
            return
        over = self.round.ended
        for part in (self.debrief, self.after):
            part.layout.display = None if over else "none"
        self.debrief.value = self.round.debrief_html() if over else ""
        self.after.children = next_buttons(self.round, self.library, self.language, self.begin) if over else []


def _open(address: str) -> Store:
    from coachkit.store import Store

    return Store.open(address)
