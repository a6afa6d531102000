"""The promises of `coachkit play`: the conversation, why the mood moved, the debrief; typed or piped, never a traceback."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from coachkit.authoring.new_files import KINDS, channels_for, course_text, scenario_text
from coachkit.cli import FINE, STOPPED, WRONG_USE, app
from coachkit.cli.play_reading import is_command
from coachkit.cli.play_words import play_words
from coachkit.model import LANGUAGES
from coachkit.practice.words import practice_words
from coachkit.scenarios.loading import load_scenario

pytestmark = pytest.mark.slow

GOOD = "I'm sorry, that was our mistake. I moved you to the Wednesday course at 6 pm, and it costs you nothing.\n\n"
LAST = "There is nothing to bring.\n\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a scenario of every kind in every language."""
    folder = tmp_path_factory.mktemp("play") / "exercises" / "ours"
    folder.mkdir(parents=True)
    (folder.parent.parent / "rubrics").mkdir()
    (folder / "course.yaml").write_text(course_text("ours"), "utf-8")
    for language in LANGUAGES:
        for kind in KINDS:
            chats = [f"conversation-{language}", f"message-{language}"]
            text = scenario_text(
                f"{kind}-{language}", kind, language, channels_for(kind)[0], chats=chats if kind == "shift" else ()
            )
            (folder / f"{kind}-{language}.yaml").write_text(text, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def _there(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course)


def play(name: str, typed: str | bytes = "", language: str = "en") -> Result:
    """A game through a pipe."""
    result = CliRunner().invoke(app, ["play", name, "--language", language], input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_conversation_is_played_to_its_end_and_debriefed(course: Path) -> None:
    result = play("conversation-en", GOOD + LAST)
    scenario = load_scenario(course / "conversation-en.yaml")
    words = practice_words("en")
    shown = " ".join(result.stdout.split())
    assert result.exit_code == FINE
    for said in (scenario.turns["start"].says, scenario.turns["last_question"].says, scenario.endings["end_happy"].says):
        assert said in shown
    assert "The customer's mood: let down → content" in shown
    assert "- The reply told the customer: “moving costs nothing”." in shown
    for part in (words.headings.title, words.outcomes.resolved, words.headings.said, words.headings.model, words.headings.next):
        assert part in shown


def test_after_each_reply_there_are_two_or_three_reasons() -> None:
    shown = play("conversation-en", "Hello.\n\nYour query has been logged.\n\n").stdout
    game = shown.split(practice_words("en").headings.title)[0]
    after = [part.split("\n\n")[0] for part in game.split("[Score: ")[1:]]
    assert len(after) == 2
    assert all(2 <= part.count("\n  - ") <= 3 for part in after)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "shift"])
def test_the_excellent_replies_win_every_kind_in_every_language(kind: str, language: str, course: Path) -> None:
    model = load_scenario(course / f"{kind}-{language}.yaml").models["excellent"]
    typed = f"{model.choice}\n" if kind == "channel" else ""
    typed += "".join("\n".join(line or "." for line in reply.split("\n")) + "\n\n" for reply in model.replies)
    result = play(f"{kind}-{language}", typed, language)
    words = practice_words(language)
    assert result.exit_code == FINE
    assert words.headings.title in result.stdout
    assert words.outcomes.resolved in result.stdout or kind == "channel"
    assert re.search(r"\b(8\d|9\d|100)\n", result.stdout)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commands_work_and_an_unknown_one_is_told(language: str, course: Path) -> None:
    scenario, words = load_scenario(course / "conversation-en.yaml"), play_words(language)
    shown = " ".join(
        play("conversation-en", ":facts\n:hint\n:hint\n:hint\n:hint\n:hnt\n:again\n:help\n:quit\n", language).stdout.split()
    )
    for fact in (*scenario.agent.facts, *(one.say for one in scenario.agent.must_not), *scenario.hints):
        assert fact in shown
    assert words.no_more_hints in shown
    assert words.nothing_to_redo in shown
    assert f"{words.unknown} {words.near}".replace("{command}", "{}").format(":hnt", ":hint") in shown
    assert shown.count(words.commands) == 2
    assert practice_words(language).headings.title not in shown


def test_a_reply_can_be_written_again_also_after_the_end() -> None:
    shown = play("conversation-en", f"Hello.\n\n:again\n{GOOD}{LAST}:again 7\n:again 1\n{GOOD}{LAST}").stdout
    assert "Write reply 1 again." in shown
    assert "There is no reply 7; the last one is 2." in " ".join(shown.split())
    assert "Reply 1 was written 3 times" in " ".join(shown.split())
    assert "The matter was settled." in shown


def test_quitting_after_a_reply_shows_the_debrief() -> None:
    shown = play("conversation-en", "Hello.\n\n:quit\n").stdout
    assert "The exercise was stopped before the customer's matter was settled." in shown


def test_what_looks_like_a_command_but_is_none_is_said() -> None:
    assert all(map(is_command, (":hint", " :again 2 ")))
    assert not any(map(is_command, (":)", "a :hint", ": hint", ":-(", "")))
    assert ":) all is well" in play("conversation-en", ":) all is well\n\n").stdout


def test_the_input_may_end_anywhere() -> None:
    lines = f":facts\n{GOOD}:again\nHello\n.\nyou\n\n{LAST}"
    for end in range(0, len(lines), 9):
        assert play("conversation-en", lines[:end]).exit_code == FINE
    for end in range(8):
        assert play("channel-en", "email\nIt is private.\n\n"[: end * 3]).exit_code == FINE


def test_a_channel_can_be_named_in_several_ways_and_must_be_there() -> None:
    for name in ("1", "email", "E-mail", "EMAIL"):
        assert "E-mail fits here." in play("channel-en", f"{name}\nIt is private, and her daughter can read it.\n\n").stdout
    shown = play("channel-en", "pigeon\n\n:hint\n3\n:quit\n").stdout
    assert "There is no option pigeon. Type one of these: email, call, social." in shown
    assert "Hint 1:" in shown


def test_the_draft_to_improve_is_shown(course: Path) -> None:
    shown = " ".join(play("improve-en").stdout.split())
    assert load_scenario(course / "improve-en.yaml").draft in shown


def test_a_shift_is_for_the_notebook_and_names_its_conversations() -> None:
    result = play("shift-en")
    assert result.exit_code == FINE
    assert "coachkit play conversation-en" in result.stdout
    assert "coachkit lab" in result.stdout


@pytest.mark.parametrize(
    "typed", [b"\xff\xfe\x00\n\n", b"\x1b[2J\x1b]0;x\x07 hello\n\n", "näin 😀\u202e\n\n".encode(), b"\n" * 50, b".\n.\n\n"]
)
def test_odd_input_is_no_trouble(typed: bytes) -> None:
    result = play("conversation-en", typed)
    assert result.exit_code == FINE
    assert "\x1b" not in result.stdout


def test_what_cannot_be_played_is_told(course: Path) -> None:
    for name, told in [("conversation-e", "did you mean"), (str(course), "is a folder"), ("nowhere.yaml", "cannot be read")]:
        result = play(name)
        assert (result.exit_code, result.stdout) == (WRONG_USE, "")
        assert told in result.stderr


def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    shown = play("conversation-en", GOOD + LAST).stdout
    assert max(map(len, shown.splitlines())) <= 50


@dataclass(frozen=True)
class Terminal:
    """A game at a real terminal: keys go in, what is shown comes out."""

    keys: int
    game: subprocess.Popen[bytes]

    def type(self, keys: bytes) -> None:
        """Presses keys."""
        os.write(self.keys, keys)

    def until(self, words: str, press: int | None = None) -> str:
        """What is shown up to these words; fails where they do not come within a minute.

        `press` is sent as long as nothing is shown: one that comes just before Python waits for a key is heard with the next.
        """
        shown, end = b"", time.monotonic() + 60
        while words.encode() not in shown and time.monotonic() < end:
            if press and not shown:
                self.game.send_signal(press)
            if select.select([self.keys], [], [], 1)[0]:
                try:
                    shown += os.read(self.keys, 65_536)
                except OSError:
                    break
        assert words.encode() in shown, shown.decode(errors="replace")
        return shown.decode(errors="replace")


@pytest.fixture
def terminal(course: Path) -> Iterator[Terminal]:
    if os.name != "posix":
        pytest.skip("needs a pseudo-terminal")
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "coachkit", "play", str(course / "conversation-en.yaml")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "dumb"}
    game = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True)
    os.close(theirs)
    yield Terminal(ours, game)
    if game.poll() is None:
        game.kill()
    game.wait()
    os.close(ours)


def test_in_a_terminal_ctrl_d_sends_and_then_ends(terminal: Terminal) -> None:
    terminal.until("Jo> ")
    terminal.type(b"Hello.\n")
    time.sleep(0.2)
    terminal.type(b"\x04")
    terminal.until("[Score: ")
    terminal.type(b"\x04")
    terminal.until("How the conversation went")
    assert terminal.game.wait(60) == FINE


def test_in_a_terminal_ctrl_c_stops_without_a_traceback(terminal: Terminal) -> None:
    terminal.until("Jo> ")
    assert "Traceback" not in terminal.until("coachkit: stopped", press=signal.SIGINT)
    assert terminal.game.wait(60) == STOPPED
