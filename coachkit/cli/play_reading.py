"""What is typed in a game: replies of several lines, commands, the end of the input."""

from __future__ import annotations

import re
import sys

import typer

EMPTY_LINE = "."
"""A line with only this is an empty line inside a reply: a letter has some, and an empty line itself sends."""

_COMMAND = re.compile(r":[a-z]+\b.*")


class NoMore(Exception):
    """The input has ended, or the player has."""


def is_command(text: str) -> bool:
    """Whether a line is a command: ":hint" is one, ":)" is not."""
    return bool(_COMMAND.fullmatch(text.strip()))


def read_line(prompt: str = "") -> str:
    """The next line without its end. Raises NoMore where there is none."""
    line = _typed(prompt)
    if not line:
        raise NoMore
    return line.rstrip("\r\n")


def _typed(prompt: str) -> str:
    """What was typed up to Enter or to Ctrl+D, which leaves no line end; empty where nothing was."""
    if prompt and sys.stdin.isatty():
        typer.echo(prompt, nl=False)
    return sys.stdin.readline()


def read_reply(prompt: str) -> str:
    """A reply of one or more lines, up to an empty one or the end of the input; or a command, alone on its first line.

    Raises NoMore where the input ends before anything is typed.
    """
    lines: list[str] = []
    while True:
        typed = _typed("" if lines else prompt)
        line = typed.rstrip("\r\n")
        if not any(lines) and is_command(line):
            return line.strip()
        if line.strip():
            lines.append("" if line.strip() == EMPTY_LINE else line.rstrip())
        sent = not line.strip() or not typed.endswith("\n")
        if sent and any(lines):
            return "\n".join(lines).strip()
        if not typed:
            raise NoMore
