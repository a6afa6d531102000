"""The preview: the exercise as the trainee will meet it, made of text that is not saved yet. Nothing of it is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from html import escape
from threading import RLock
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import ipywidgets

from coachkit.authoring.words import author_words
from coachkit.errors import CoachkitError
from coachkit.practice.debrief import debrief
from coachkit.practice.session import Attempt, Move, Session, apply, begin, replay
from coachkit.practice.words import filled
from coachkit.reports.debrief import debrief_html
from coachkit.scenarios.schema import Scenario
from coachkit.store import Draft
from coachkit.widgets.keeper import Keeper, Shelf
from coachkit.widgets.sitting import Rules, Sitting, first_text
from coachkit.widgets.stopwatch import Stopwatch

NOBODY = "preview"
"""Under which name the browser keeps what is typed into the preview; no learner's name, and never in the store."""


class NotKept(Keeper):
    """The keeper of a session that nobody practises: it takes everything and keeps nothing."""

    def __init__(self) -> None:
        self.shelf = cast("Shelf", SimpleNamespace(name=NOBODY, trouble="", resting=False))
        self.id = uuid4().hex
        self.row = ""

    def draft(self, turn: int, text: str) -> None:
        """Keeps nothing."""

    def kept_draft(self) -> Draft | None:
        """Nothing."""
        return None

    def add(self, move: Move, attempt: Attempt | None) -> None:
        """Keeps nothing."""

    def end(self, ending: str | None) -> None:
        """Keeps nothing."""

    def moves(self) -> tuple[Move, ...]:
        """None."""
        return ()


class Rehearsal:
    """The practice view of a scenario that changes while one looks: what was replied stays, as far as it still can be.

    `view` is the widget to show. A shift is told in words: its conversations have files of their own.
    """

    def __init__(self, lock: RLock) -> None:
        self.lock = lock
        self.scenario: Scenario | None = None
        self.language = "en"
        self.sitting: Sitting | None = None
        self.shift = ipywidgets.HTML()
        self.debrief = ipywidgets.HTML()
        self.view = ipywidgets.VBox([])
        self.view.add_class("ck-author-preview")

    def show(self, scenario: Scenario | None, language: str, *, anew: bool = False) -> None:
        """Shows the scenario; from its beginning with `anew`, else where the conversation stood."""
        before, self.scenario, self.language = self.scenario, scenario, language
        if scenario is None:
            self.view.children = []
        elif scenario.kind == "shift":
            self._tell_shift(scenario)
        else:
            self._play(scenario, before, anew=anew)

    def _tell_shift(self, scenario: Scenario) -> None:
        words = author_words(self.language).notes
        lines = [filled(words.shift_chat, seconds=one.after, name=one.scenario) for one in scenario.chats]
        shown = "".join(f'<li dir="auto">{escape(one)}</li>' for one in lines)
        title = f'<h3 dir="auto">{escape(scenario.title)}</h3>'
        self.shift.value = f'<div class="ck-author-shift">{title}<p>{escape(words.shift)}</p><ul>{shown}</ul></div>'
        self.view.children = [self.shift]

    def _play(self, scenario: Scenario, before: Scenario | None, *, anew: bool) -> None:
        session = begin(scenario)
        if self.sitting is None:
            self._sit(session)
        else:
            # Another opening or another draft to improve is another beginning: the editor takes its text from there.
            same = before is not None and not anew and (before.kind, before.draft) == (scenario.kind, scenario.draft)
            self._go_on(self._replayed(scenario, self.sitting.session.moves) if same else session, same=same)
        assert self.sitting is not None
        self.sitting.show(self.language)
        self.view.children = [self.sitting.view, self.debrief]
        self._debrief()

    def _sit(self, session: Session) -> None:
        self.sitting = Sitting(session, NotKept(), Stopwatch(), Rules(apply, lambda _: session), self.lock)
        self.sitting.changed = self._debrief

    def _go_on(self, session: Session, *, same: bool) -> None:
        assert self.sitting is not None
        if not same:
            self.sitting.keeper.id = uuid4().hex
            self.sitting.watch = Stopwatch()
            self.sitting.take_up(first_text(session), 0.0)
        self.sitting.session = session

    def _replayed(self, scenario: Scenario, moves: Sequence[Move]) -> Session:
        """As many of the moves as the changed scenario allows."""
        for many in range(len(moves), 0, -1):
            with suppress(CoachkitError, KeyError, ValueError):
                return replay(scenario, moves[:many])
        return begin(scenario)

    def _debrief(self) -> None:
        assert self.sitting is not None
        session = self.sitting.session
        self.debrief.value = debrief_html(debrief(session, self.language), session.scenario) if session.ended else ""

    def close(self) -> None:
        """Takes its widgets off the page."""
        parts: tuple[Any, ...] = (self.shift, self.debrief, self.view)
        closing: list[Callable[[], None]] = [one.close for one in parts]
        if self.sitting:
            closing.append(self.sitting.view.close)
        for close in closing:
            close()
