"""A scenario in the terminal or through a pipe: the customer's messages, replies typed, the debrief at the end."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from coachkit.authoring.new_places import EXERCISES, find_workspace
from coachkit.cli.debrief_text import debrief_text
from coachkit.cli.play_reading import NoMore, is_command, read_line, read_reply
from coachkit.cli.play_text import draft_text, facts_text, message_text, opening_text, reply_text
from coachkit.cli.play_words import PlayWords, play_words
from coachkit.cli.terminal import say, wrapped
from coachkit.errors import CoachkitError, InputError
from coachkit.practice.debrief import channel_name, debrief
from coachkit.practice.session import Move, apply, begin, may
from coachkit.practice.values import Session
from coachkit.practice.words import filled
from coachkit.scenarios.loading import ENDINGS, FOLDER_VARIABLE, find_scenario, load_scenario, readable_courses
from coachkit.scenarios.schema import Scenario

ARROW = "> "


@dataclass(frozen=True)
class Table:
    """What a game is played with: the interface's language and words, and a clock (seconds)."""

    language: str
    words: PlayWords
    clock: Callable[[], float] = time.monotonic


def run(name: str, language: str) -> None:
    """Plays the scenario of this file or id until it ends, the player stops or the input does. Raises what loading it raises."""
    folder = _folder()
    scenario = _scenario(name, folder)
    table = Table(language, play_words(language))
    if scenario.kind == "shift":
        say(wrapped(table.words.shift))
        say("\n".join(f"  coachkit play {chat.scenario}" for chat in scenario.chats))
        return
    if hasattr(sys.stdin, "reconfigure"):
        # Bytes that are no text show as a question mark: that is no reason to fail.
        sys.stdin.reconfigure(errors="replace")
    session = play(scenario, table)
    if session.attempts or session.choice:
        say(debrief_text(debrief(session, language, _library(folder)), table.words))


def _folder() -> Path | None:
    """The exercises of the workspace we are in, where there is one; None for those that practice finds."""
    try:
        return None if os.environ.get(FOLDER_VARIABLE) else find_workspace() / EXERCISES
    except InputError:
        return None


def _scenario(name: str, folder: Path | None) -> Scenario:
    path = Path(name)
    if path.is_dir():
        raise InputError(f"{name}: is a folder; name a scenario's file in it, or a scenario's id")
    if path.suffix in ENDINGS or path.exists():
        return load_scenario(path)
    return find_scenario(name, folder)


def _library(folder: Path | None) -> list[Scenario]:
    """The exercises that may come next; none where they cannot be read."""
    try:
        return [scenario for course in readable_courses(folder) for scenario in course.scenarios]
    except CoachkitError:
        return []


def play(scenario: Scenario, table: Table) -> Session:
    """The session as it stands when the game is over."""
    say(opening_text(scenario, table.language, table.words))
    session = begin(scenario, table.clock())
    for message in session.messages:
        say(message_text(message))
    if scenario.draft:
        say(draft_text(scenario, table.words))
    try:
        while True:
            session = _step(session, table)
    except NoMore:
        return apply(session, Move("finish", table.clock())) if may(session, "finish") else session


def _step(session: Session, table: Table) -> Session:
    """One thing more that is typed. Raises NoMore when the game is over."""
    if session.ended:
        return _after_the_end(session, table)
    if session.scenario.kind == "channel":
        return _choose(session, table)
    text = read_reply(session.scenario.agent.name + ARROW)
    return _command(session, text, table) if is_command(text) else _send(session, text, table)


def _after_the_end(session: Session, table: Table) -> Session:
    """The end may still be taken back by writing the last reply again."""
    say(wrapped(table.words.ended))
    line = read_line(ARROW)
    if not is_command(line):
        raise NoMore
    return _command(session, line.strip(), table)


def _send(session: Session, text: str, table: Table) -> Session:
    """The session after the reply; what it did, and what the customer says to it, is shown."""
    after = apply(session, Move("send", table.clock(), text))
    reply, *answers = after.messages[len(session.messages) :]
    say("" if sys.stdin.isatty() else message_text(reply))
    say(reply_text(after, after.attempts[-1], table.language, table.words))
    for message in answers:
        say(message_text(message))
    if after.ending and not answers:
        say(wrapped(filled(table.words.left, customer=session.scenario.customer.name)))
    return after


def _choose(session: Session, table: Table) -> Session:
    """The session after a channel is chosen and the reason is given; or after a command."""
    say(wrapped(table.words.which))
    answer = read_line(ARROW).strip()
    if is_command(answer):
        return _command(session, answer, table)
    names = _names(session.scenario, table.language)
    place = names.get(answer.casefold())
    if place is None:
        shown = [option.channel for option in session.scenario.choose.options] if session.scenario.choose else []
        say(wrapped(filled(table.words.no_option, answer=answer, options=", ".join(shown))) if answer else "")
        return session
    say(wrapped(table.words.reason_how))
    reason = read_reply(ARROW)
    if is_command(reason):
        return _command(session, reason, table)
    return apply(session, Move("choose", table.clock(), reason, place))


def _names(scenario: Scenario, language: str) -> dict[str, int]:
    """All that an option may be called: its number, its channel, what the channel is called."""
    found: dict[str, int] = {}
    for place, option in enumerate(scenario.choose.options if scenario.choose else ()):
        for name in (str(place + 1), option.channel, channel_name(option.channel, language)):
            found[name.casefold()] = place
    return found


def _command(session: Session, text: str, table: Table) -> Session:
    """The session after a command. Raises NoMore for :quit."""
    name, _, rest = text.partition(" ")
    if name not in _COMMANDS:
        near = get_close_matches(name, _COMMANDS, n=1)
        meant = filled(table.words.near, command=near[0]) if near else table.words.commands
        say(wrapped(f"{filled(table.words.unknown, command=name)} {meant}"))
        return session
    return _COMMANDS[name](session, rest.strip(), table)


def _facts(session: Session, _rest: str, table: Table) -> Session:
    say(facts_text(session.scenario, table.words))
    return session


def _help(session: Session, _rest: str, table: Table) -> Session:
    say(wrapped(table.words.how))
    say(wrapped(table.words.commands))
    return session


def _hint(session: Session, _rest: str, table: Table) -> Session:
    if not may(session, "hint"):
        say(wrapped(table.words.no_more_hints))
        return session
    after = apply(session, Move("hint", table.clock()))
    say(wrapped(filled(table.words.hint, number=after.hints_shown, hint=after.hints[-1]), "  "))
    return after


def _again(session: Session, rest: str, table: Table) -> Session:
    last = 1 if session.choice else len(session.attempts)
    if not last:
        say(wrapped(table.words.nothing_to_redo))
        return session
    number = int(rest) if rest.isascii() and rest.isdigit() else last
    if not 1 <= number <= last or (rest and not rest.isdigit()):
        say(wrapped(filled(table.words.no_such_reply, number=rest, last=last)))
        return session
    after = apply(session, Move("again", table.clock(), turn=number))
    if not session.choice:
        say(wrapped(filled(table.words.redo, number=number)))
        say(message_text(next(one for one in reversed(after.messages) if one.speaker == "customer")))
    return after


def _quit(_session: Session, _rest: str, _table: Table) -> Session:
    raise NoMore


_COMMANDS: Mapping[str, Callable[[Session, str, Table], Session]] = {
    ":facts": _facts,
    ":hint": _hint,
    ":again": _again,
    ":quit": _quit,
    ":help": _help,
}
