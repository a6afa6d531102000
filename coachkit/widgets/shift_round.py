"""A shift on the stage: two to four conversations side by side on one clock, each with its own waiting customer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from threading import RLock

import ipywidgets

from coachkit.practice.next_exercise import Suggestion
from coachkit.practice.session import Move, Session, replay
from coachkit.practice.shift import Shift, apply_to, begin_shift, finish_shift, replay_shift, shift_debrief
from coachkit.practice.words import filled
from coachkit.reports.debrief import debrief_html
from coachkit.reports.desk_words import desk_words
from coachkit.scenarios.schema import Scenario
from coachkit.widgets.keeper import Keeper
from coachkit.widgets.rounds import Library, done_before, take_up_draft
from coachkit.widgets.sitting import Rules, Sitting
from coachkit.widgets.stopwatch import Stopwatch


class ShiftRound:
    """The conversations of a shift, `sittings` in the scenario's order, and the shift that they make together."""

    def __init__(self, shift: Shift, keeper: Keeper, keepers: Sequence[Keeper], library: Library, lock: RLock) -> None:
        self.scenario = shift.scenario
        self.shift = shift
        self.keeper = keeper
        self.library = library
        self.lock = lock
        self.language = "en"
        self.changed: Callable[[], None] = lambda: None
        self.watch = Stopwatch(max((move.at for one in shift.chats for move in one.moves), default=0.0))
        self.sittings = [self._sitting(place, each) for place, each in enumerate(keepers)]
        self.heading = ipywidgets.HTML()
        self.button = ipywidgets.Button()
        self.button.on_click(self._finish)
        panes = ipywidgets.Box([one.view for one in self.sittings])
        panes.add_class("ck-panes")
        self.view = ipywidgets.VBox([self.heading, panes, self.button])

    def _sitting(self, place: int, keeper: Keeper) -> Sitting:
        def step(_session: Session, move: Move) -> Session:
            self.shift = apply_to(self.shift, place, move)
            return self.shift.chats[place]

        def replayed(moves: tuple[Move, ...]) -> Session:
            before = self.shift.chats[place]
            again = replay(before.scenario, moves, before.starts)
            chats = [again if each is before else each for each in self.shift.chats]
            self.shift = Shift(self.scenario, tuple(chats), self.shift.finished_at)
            return again

        one = Sitting(self.shift.chats[place], keeper, self.watch, Rules(step, replayed), self.lock, compact=True)
        one.changed = self._moved
        return one

    @property
    def ended(self) -> bool:
        """Whether the shift is over."""
        return self.shift.ended

    def say(self, language: str) -> None:
        """Shows all conversations, in this language from now on."""
        self.language = language
        words = desk_words(language).shift
        count = filled(words.chats, count=len(self.sittings))
        self.heading.value = f'<h3 class="ck-shift-title">{escape(self.scenario.title)} <span>{escape(count)}</span></h3>'
        self.button.description = words.finish
        for one in self.sittings:
            one.show(language)
        self._tidy()

    def _tidy(self) -> None:
        self.button.layout.display = "none" if self.ended else None

    def _moved(self) -> None:
        """The shift ends by itself when the last conversation does."""
        if self.shift.finished_at is None and all(one.ended for one in self.shift.chats):
            self._stop()
        self._tidy()
        self.changed()

    def _finish(self, _button: object) -> None:
        with self.lock:
            if self.shift.finished_at is None:
                self._stop()
            self._tidy()
            self.changed()

    def _stop(self) -> None:
        """The end: nobody writes any more, and everything has its end in the store, the shift itself last."""
        self.shift = finish_shift(self.shift, self.watch.now())
        for one in self.sittings:
            one.keeper.end(one.session.state.ending)
            one.stop()
        self.keeper.end(None)

    def warm(self) -> None:
        """Reads what scoring needs, before the first key is typed."""
        for one in self.sittings:
            one.warm()

    def debrief_html(self) -> str:
        """The shift's score and waits, then the debrief of each conversation."""
        said = shift_debrief(self.shift, self.language, self.watch.now())
        words = desk_words(self.language).shift
        lines = "".join(f'<li dir="auto">{escape(one)}</li>' for one in said.words)
        parts = [
            _folded(self.sittings[one.chat].session, debrief_html(each, self.sittings[one.chat].session.scenario))
            for one, each in zip(said.score.chats, said.chats, strict=True)
        ]
        return (
            f'<section class="ck-shift-debrief" lang="{self.language}"><h3>{escape(words.waits)}</h3><ul>{lines}</ul>'
            f"<h3>{escape(words.everyone)}</h3>{''.join(parts)}</section>"
        )

    def suggestions(self) -> tuple[Suggestion, ...]:
        """What to practise next, by what cost most in the whole shift."""
        done = done_before(self.keeper.shelf, {one.keeper.row for one in self.sittings})
        return shift_debrief(self.shift, self.language, self.watch.now(), self.library, done).next_exercises

    def close(self) -> None:
        """Takes the conversations off the page."""
        for one in self.sittings:
            one.view.close()


def _folded(session: Session, html: str) -> str:
    title = f"{session.scenario.customer.name} · {session.scenario.title}"
    return f"<details><summary><bdi>{escape(title)}</bdi></summary>{html}</details>"


def new_shift(scenario: Scenario, keeper: Keeper, library: Library, lock: RLock) -> ShiftRound:
    """A shift from its beginning."""
    shift = begin_shift(scenario, library)
    keepers = [
        Keeper(keeper.shelf, one.scenario.id, one.scenario.version, one.scenario.language, part_of=keeper) for one in shift.chats
    ]
    return ShiftRound(shift, keeper, keepers, library, lock)


def resumed_shift(scenario: Scenario, keeper: Keeper, library: Library, lock: RLock) -> ShiftRound:
    """A shift from where it was left. Raises MoveError when the stored chats do not fit it any more."""
    begun = begin_shift(scenario, library)
    rows = keeper.shelf.parts(keeper.row)
    keepers = [
        Keeper(keeper.shelf, one.scenario.id, one.scenario.version, one.scenario.language, part_of=keeper, row=row.id)
        for one, row in zip(begun.chats, rows, strict=True)
    ]
    shift = replay_shift(scenario, library, [one.moves() for one in keepers])
    again = ShiftRound(shift, keeper, keepers, library, lock)
    for one in again.sittings:
        take_up_draft(one)
    return again
