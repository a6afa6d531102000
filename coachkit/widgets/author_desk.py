"""The author's desk: write a scenario and see at once what becomes of it; move a rubric's weights and see what they do."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import RLock
from typing import Any

from coachkit.authoring.new_files import channels_for
from coachkit.authoring.places import find_place
from coachkit.authoring.words import author_words
from coachkit.errors import CoachkitError
from coachkit.model import CHANNELS, LANGUAGES
from coachkit.practice.words import filled
from coachkit.reports.words import interface_words
from coachkit.widgets.every_desk import check, meanwhile, warm, with_a_line
from coachkit.widgets.visitor import browser_language

LANGUAGE_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
_LOG = logging.getLogger(__name__)

Message = Mapping[str, Any]


def author_desk(language: str | None = None, *, workspace: Path | str | None = None) -> AuthorDesk:
    """The author's desk, to be shown as the last line of a cell.

    `language` is that of the interface ("fi", "sv", "en"); the browser's where none is given. `workspace` is the folder with
    the exercises and rubrics to work on; else the one whose exercises are practised, or the one around this notebook.
    Raises MissingExtra without the workbench and UnknownName for another language.
    """
    return AuthorDesk(language, workspace=workspace)


class AuthorDesk:
    """The desk and its parts, each open to be read: `scenarios` and `rubrics` (the two benches), `rehearsal` (the preview)."""

    def __init__(self, language: str | None = None, *, workspace: Path | str | None = None) -> None:
        check(language, "the author's desk")
        from coachkit.widgets.author_view import AuthorView
        from coachkit.widgets.rehearsal import Rehearsal
        from coachkit.widgets.rubric_bench import RubricBench
        from coachkit.widgets.scenario_bench import ScenarioBench

        self.lock = RLock()
        self.chosen_language = language is not None
        self.language = language or "en"
        self.place = find_place(Path(workspace).expanduser().absolute() if workspace else None)
        self.page = AuthorView(self.receive)
        self.rehearsal = Rehearsal(self.lock)
        self.scenarios = ScenarioBench(self.place, self.page, self.rehearsal, self.lock)
        self.rubrics = RubricBench(self.place, self.page, self.lock)
        self._build()
        self.say(self.language)
        meanwhile(warm, *LANGUAGES)

    def _build(self) -> None:
        import ipywidgets

        inner = ipywidgets.Box([self.page, self.rehearsal.view, self.rubrics.chart])
        inner.add_class("ck-author")
        self.view = ipywidgets.VBox([inner])
        self.view.add_class("ck-desk")
        self.view.add_class("ck-author-desk")

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The live desk; and for pages without a kernel a line that says how to get one."""
        return with_a_line(self.view._repr_mimebundle_(**options), author_words(self.language).notes.static)

    def say(self, language: str) -> None:
        """The whole desk in another language; what is written stays."""
        self.language = language
        self.page.scene = {
            "language": language,
            "languages": [{"code": code, "name": name} for code, name in LANGUAGE_NAMES.items()],
            "words": author_words(language).view.model_dump(by_alias=True)
            | {"dimensions": interface_words(language).dimensions, "language_names": interface_words(language).language_names},
            "channels": {kind: _channels(kind, language) for kind in ("conversation", "message", "improve", "channel")},
            "can_save": self.place.folder is not None,
            "no_course": author_words(language).notes.no_course,
            "no_workspace": author_words(language).notes.no_workspace,
            **self.scenarios.files(),
            **self.rubrics.files(),
        }
        self.scenarios.say(language)
        self.rubrics.say(language)

    def receive(self, message: Message) -> None:
        """Deals with a message from the browser. Whatever goes wrong, the writer reads it in plain words."""
        with self.lock:
            words = author_words(self.language).notes
            try:
                deed = self._deeds().get(message["kind"])
                if deed:
                    deed(message)
            except CoachkitError as error:
                self.page.answer("notice", text=filled(words.trouble, reason=str(error)))
            except Exception as error:  # noqa: BLE001 - whatever goes wrong, the writer sees words and keeps the text
                _LOG.exception("a message from the author's desk could not be dealt with")
                self.page.answer("notice", text=filled(words.fault, kind=type(error).__name__))

    def _deeds(self) -> Mapping[str, Callable[[Message], None]]:
        """What each message does."""
        return {
            "hello": self._hello,
            "language": self._switch,
            "open": self.scenarios.open,
            "reload": self.scenarios.reload,
            "copy": self.scenarios.copy,
            "new": self.scenarios.new,
            "edit": self.scenarios.edit,
            "save": self.scenarios.save,
            "save_as": self.scenarios.save_as,
            "try": self.scenarios.try_reply,
            "rubric": self.rubrics.open,
            "weights": self.rubrics.weigh,
            "sample": self.rubrics.read,
            "save_rubric": self.rubrics.save,
        }

    def _hello(self, message: Message) -> None:
        """The first word of a browser: its languages decide the interface's, and the file it had last is opened again."""
        if not self.chosen_language:
            self.chosen_language = True
            self.say(browser_language(message))
        if self.scenarios.entry is None and message.get("last"):
            self.scenarios.open({"kind": "open", "key": message["last"]})

    def _switch(self, message: Message) -> None:
        language = str(message.get("language", ""))
        if language in LANGUAGES:
            self.chosen_language = True
            self.say(language)

    def close(self) -> None:
        """Takes the desk off the page; nothing is checked any more."""
        self.scenarios.forget()
        self.rubrics.resting.forget()
        self.rehearsal.close()
        for one in (self.rubrics.chart, self.page, self.view):
            one.close()


def _channels(kind: str, language: str) -> list[dict[str, str]]:
    from coachkit.widgets.scene import channel_name

    return [{"id": one, "name": channel_name(one, language)} for one in channels_for(kind) if one in CHANNELS]
