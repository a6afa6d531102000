"""One conversation under way: what the browser sends becomes moves, and the session that they make is shown and kept."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import RLock
from time import time
from typing import Any

from coachkit.errors import AlreadyWritten, CoachkitError, MoveError
from coachkit.practice.session import Move, Session, score_draft
from coachkit.reports.desk_words import desk_words
from coachkit.widgets.conversation import Conversation, Message
from coachkit.widgets.keeper import Keeper
from coachkit.widgets.live import scored
from coachkit.widgets.scene import idle, later, place_of, scene_of, stopped
from coachkit.widgets.stopwatch import Stopwatch

LONGEST = 20_000
"""Characters of a reply that are taken; practice_editor.js lets nobody type more."""

_HALVES = re.compile("[\ud800-\udfff]")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rules:
    """How the session goes on: `step` makes a move, `replayed` is the session that stored moves make.

    Alone these are practice.session's apply and replay; within a shift the shift goes along.
    """

    step: Callable[[Session, Move], Session]
    replayed: Callable[[tuple[Move, ...]], Session]


class Sitting:
    """A session with its clock, its place in the store and its view.

    `changed` is called after every move, with the lock held. Messages may come in any thread; one is dealt with at a time.
    """

    def __init__(
        self, session: Session, keeper: Keeper, watch: Stopwatch, rules: Rules, lock: RLock, *, compact: bool = False
    ) -> None:
        self.session = session
        self.keeper = keeper
        self.watch = watch
        self.lock = lock
        self.language = "en"
        self.changed: Callable[[], None] = lambda: None
        self.greeted: Callable[[Message], None] = lambda _: None
        self.view = Conversation(self.receive)
        self._compact = compact
        self._stopped = False
        self._rules = rules
        self._text, self._saved = first_text(session), 0
        self._unsaved = ""

    @property
    def place(self) -> str:
        """The reply that is being written."""
        return place_of(self.session)

    def take_up(self, text: str, saved: float) -> None:
        """The draft that the store has, saved so many seconds after 1970."""
        self._text, self._saved = text, round(saved * 1000)

    def show(self, language: str | None = None) -> None:
        """Draws the scene; in another language from now on where one is given."""
        self.language = language or self.language
        now = self.watch.now()
        if now < self.session.starts and self._stopped:
            self.view.scene = idle(self.language)
            return
        if now < self.session.starts:
            self.view.scene = later(self.session.scenario, self.session.starts - now, self.language)
            return
        scene = scene_of(self.session, self.keeper.id, self.keeper.shelf.name, self.language, now)
        if self._compact:
            scene["can"] |= {"finish": False}  # a shift is finished as a whole
        if self._stopped:
            scene |= stopped(self.session, self.language)
        self.view.scene = scene | {"draft": {"text": self._text, "saved": self._saved}, "compact": self._compact}

    def stop(self) -> None:
        """Nothing can be written here any more: the shift that it belongs to is over."""
        self._stopped = True
        self.show()

    def warm(self) -> None:
        """Scores a word, so that the dictionaries and markers are there when the first key is typed."""
        if not self.session.ended:
            scored(score_draft(self.session, "Hello."), self.language)

    def receive(self, message: Message) -> None:
        """Deals with a message from the browser. Whatever goes wrong, the writer reads it in plain words."""
        with self.lock:
            try:
                deed = _DEEDS.get(message["kind"])
                if deed:
                    deed(self, message)
            except AlreadyWritten:
                self._go_on_from_store()
            except MoveError:
                # The other view of this conversation was faster: what stands now is shown again.
                self.show()
            except CoachkitError as error:
                self._tell(desk_words(self.language).desk.trouble.replace("{reason}", str(error)))
            except Exception as error:  # noqa: BLE001 - whatever goes wrong, the writer sees words and keeps the text
                _LOG.exception("a message from the practice view could not be dealt with")
                self._tell(desk_words(self.language).desk.fault.replace("{kind}", type(error).__name__))

    def _tell(self, text: str) -> None:
        self.view.answer("notice", text=text)

    def _mine(self, message: Message) -> bool:
        """Whether the message is about the reply that is being written now, and not about one of before."""
        return (
            message.get("session") == self.keeper.id
            and message.get("place") == self.place
            and not (self.session.ended or self._stopped)
        )

    def _hello(self, message: Message) -> None:
        self.greeted(message)
        self.view.answer("draft", text=self._text, saved=self._saved, session=self.keeper.id, place=self.place)
        self._tell_store()

    def _draft(self, message: Message) -> None:
        if not self._mine(message):
            return
        text = text_of(message)
        # An empty text is answered too: the bars go back to where they cannot be told. A written reason is no reply.
        scorable = text.strip() and self.session.scenario.kind != "channel"
        card = score_draft(self.session, text) if scorable else None
        self.view.answer(
            "scored",
            session=self.keeper.id,
            place=self.place,
            saved=not self.keeper.shelf.trouble,
            **(scored(card, self.language) if card else NOTHING),
        )
        self._text, self._saved = text, round(time() * 1000)
        self.keeper.draft(self.session.turn, text)
        self._tell_store()

    def _send(self, message: Message) -> None:
        text = text_of(message)
        if not self._mine(message) or not text.strip():
            self.view.answer("sent", ok=False)
            return
        if self.session.scenario.kind == "channel":
            self._move("choose", message, text, number_of(message, "option"))
        else:
            self._move("send", message, text)
        self.view.answer("sent", ok=True)
        self.changed()

    def _hint(self, message: Message) -> None:
        self._move("hint", message)

    def _again(self, message: Message) -> None:
        self._move("again", message, turn=number_of(message, "turn"))
        self.changed()

    def _finish(self, message: Message) -> None:
        self._move("finish", message)
        self.changed()

    def _arrive(self, _message: Message) -> None:
        self.show()

    def _move(self, kind: str, message: Message, text: str = "", turn: int = 0) -> None:
        """Makes the move, keeps it, shows what follows. The text of a reply that fails stays where it is."""
        self.watch.leave_out(seconds_of(message))
        move = Move(kind, self.watch.now(), text, turn)
        before = self.place
        self.session = self._rules.step(self.session, move)
        # Another window may have been faster, and then the text is still to be used.
        self._text = text or self._text
        self.keeper.add(move, self.session.attempts[-1] if kind == "send" else None)
        if self.session.ended:
            self.keeper.end(self.session.state.ending)
        if self.place != before:
            self._text, self._saved = first_text(self.session), 0
        self.show()
        self._tell_store()

    def _tell_store(self) -> None:
        """Says what hinders saving, and that it is over."""
        reason = self.keeper.shelf.trouble
        text = desk_words(self.language).desk.unsaved.replace("{reason}", reason) if reason else ""
        if text != self._unsaved:
            self._unsaved = text
            self.view.tell("unsaved", text=text)

    def _go_on_from_store(self) -> None:
        """Another window has gone on with this session: its moves are taken over, the text in the editor stays."""
        text = self._text
        try:
            self.session = self._rules.replayed(self.keeper.moves())
        except CoachkitError as error:
            self._tell(desk_words(self.language).desk.trouble.replace("{reason}", str(error)))
            return
        self._text, self._saved = text, round(time() * 1000)
        self.show()
        self._tell(desk_words(self.language).desk.other_notebook)
        self.changed()


NOTHING: Mapping[str, Any] = {
    "findings": [],
    "dimensions": dict.fromkeys(("clarity", "empathy", "readability", "tone")),
    "total": None,
    "tips": [],
}

_DEEDS: Mapping[str, Callable[[Sitting, Message], None]] = {
    "hello": Sitting._hello,  # noqa: SLF001 - the table of what each message does
    "draft": Sitting._draft,  # noqa: SLF001
    "send": Sitting._send,  # noqa: SLF001
    "hint": Sitting._hint,  # noqa: SLF001
    "again": Sitting._again,  # noqa: SLF001
    "finish": Sitting._finish,  # noqa: SLF001
    "arrive": Sitting._arrive,  # noqa: SLF001
}


def first_text(session: Session) -> str:
    """What the editor starts with: the reply being written again, the poor reply of an improve exercise, or nothing."""
    real = [one for one in session.moves if one.kind != "hint"]
    if real and real[-1].kind == "again":
        before = [one for one in session.tried if one.turn == session.turn]
        return before[-1].text if before else ""
    return session.draft


def text_of(message: Message) -> str:
    """The text of a message, at most LONGEST characters; halves of surrogate pairs become U+FFFD, which moves no offset."""
    text = message.get("text")
    return _HALVES.sub("\ufffd", text[:LONGEST]) if isinstance(text, str) else ""


def number_of(message: Message, name: str) -> int:
    """A whole number of a message; -1 where there is none, which no move takes."""
    number = message.get(name)
    return number if isinstance(number, int) and not isinstance(number, bool) else -1


def seconds_of(message: Message) -> float:
    """How long the customer was shown typing, as the message says; 0 where it does not."""
    held = message.get("held")
    return float(held) if isinstance(held, (int, float)) and held == held else 0.0  # noqa: PLR0124 - NaN is not itself
