"""What the desk puts on its stage: one exercise from its beginning, or from where it was left, to its debrief."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import RLock
from typing import Any, Protocol

from coachkit.practice.debrief import debrief, next_exercises
from coachkit.practice.next_exercise import Done, Suggestion
from coachkit.practice.session import Move, Session, apply, begin, replay
from coachkit.reports.debrief import debrief_html
from coachkit.scenarios.schema import Scenario
from coachkit.store import SessionRow
from coachkit.widgets.keeper import Keeper, Shelf
from coachkit.widgets.sitting import Rules, Sitting
from coachkit.widgets.stopwatch import Stopwatch

Library = Sequence[Scenario]


class Round(Protocol):
    """An exercise on the stage. `changed` is called after every move; `view` is the widget to show."""

    scenario: Scenario
    view: Any
    changed: Callable[[], None]

    @property
    def ended(self) -> bool:
        """Whether there is a debrief to read."""

    def say(self, language: str) -> None:
        """Shows it, in this language from now on."""

    def warm(self) -> None:
        """Reads what scoring needs, before the first key is typed."""

    def debrief_html(self) -> str:
        """What there is to learn from it, as HTML."""

    def suggestions(self) -> tuple[Suggestion, ...]:
        """What to practise next."""

    def close(self) -> None:
        """Takes its widgets away; what was kept stays."""


class SingleRound:
    """One conversation, message or choice."""

    def __init__(self, scenario: Scenario, keeper: Keeper, library: Library, lock: RLock, moves: Sequence[Move] = ()) -> None:
        self.scenario = scenario
        self.library = library
        self.keeper = keeper
        self.changed: Callable[[], None] = lambda: None
        session = replay(scenario, moves) if moves else begin(scenario)
        watch = Stopwatch(max((one.at for one in session.moves), default=0.0))
        self.sitting = Sitting(session, keeper, watch, Rules(apply, self._replayed), lock)
        self.sitting.changed = self._moved
        self.view = self.sitting.view

    def _moved(self) -> None:
        self.changed()

    def _replayed(self, moves: tuple[Move, ...]) -> Session:
        return replay(self.scenario, moves)

    @property
    def session(self) -> Session:
        """The session as it stands."""
        return self.sitting.session

    @property
    def ended(self) -> bool:
        """Whether the conversation is over."""
        return self.session.ended

    def say(self, language: str) -> None:
        """Shows the conversation, in this language from now on."""
        self.sitting.show(language)

    def warm(self) -> None:
        """Reads what scoring needs, before the first key is typed."""
        self.sitting.warm()

    def debrief_html(self) -> str:
        """The debrief of the conversation."""
        return debrief_html(debrief(self.session, self.sitting.language), self.scenario)

    def suggestions(self) -> tuple[Suggestion, ...]:
        """What to practise next, by what cost most here."""
        done = done_before(self.keeper.shelf, {self.keeper.row})
        return next_exercises(self.session, self.library, done)

    def close(self) -> None:
        """Takes the conversation off the page."""
        self.view.close()


def done_before(shelf: Shelf, but: set[str]) -> tuple[Done, ...]:
    """The exercises done so far, the newest last, each with the mean total of its replies; sessions in `but` left out."""
    totals: dict[str, list[float]] = {}
    names: dict[str, str] = {}
    for one in shelf.attempts():
        if one.session_id not in but:
            names[one.session_id] = one.scenario_id
            totals.setdefault(one.session_id, []).extend([one.total] if one.total is not None else [])
    return tuple(Done(names[key], sum(each) / len(each) if each else None) for key, each in totals.items())


def new_round(scenario: Scenario, shelf: Shelf, library: Library, lock: RLock) -> Round:
    """An exercise from its beginning."""
    keeper = Keeper(shelf, scenario.id, scenario.version, scenario.language)
    if scenario.kind == "shift":
        from coachkit.widgets.shift_round import new_shift

        return new_shift(scenario, keeper, library, lock)
    return SingleRound(scenario, keeper, library, lock)


def resumed_round(scenario: Scenario, row: SessionRow, shelf: Shelf, library: Library, lock: RLock) -> Round:
    """An exercise from where it was left: its moves are made again, and the draft is in the editor.

    Raises MoveError when the stored moves do not fit the exercise any more, and StoreError when they cannot be read.
    """
    keeper = Keeper(shelf, scenario.id, scenario.version, scenario.language, row=row.id)
    if scenario.kind == "shift":
        from coachkit.widgets.shift_round import resumed_shift

        return resumed_shift(scenario, keeper, library, lock)
    one = SingleRound(scenario, keeper, library, lock, keeper.moves())
    take_up_draft(one.sitting)
    if one.ended:  # the program was stopped between the last move and noting the end
        keeper.end(one.session.state.ending)
    return one


def take_up_draft(sitting: Sitting) -> None:
    """Puts the store's draft into the editor, where it belongs to the reply that is being written."""
    draft = sitting.keeper.kept_draft()
    if draft is not None and draft.turn == sitting.session.turn:
        sitting.take_up(draft.text, draft.saved.timestamp())
