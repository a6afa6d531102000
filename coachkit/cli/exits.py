"""How a command ends: the exit codes, and one clear line for each error raised on purpose."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

import typer
from typer.core import TyperGroup

from coachkit.errors import CoachkitError

FINE, PROBLEMS, WRONG_USE, STOPPED = 0, 1, 2, 130

EXIT_CODES = """Exit codes: 0 fine; 1 problems found by check, publish or translate-status, or rows kept with a problem in
score or transcripts --strict; 2 wrong use, or input that cannot be read; 130 stopped with Ctrl+C."""


_LANGUAGE = "coachkit.language"


def remember_language(ctx: typer.Context, language: Any) -> Any:
    """Keeps the language that messages are shown in, so that what goes wrong is told in it too."""
    ctx.meta[_LANGUAGE] = language
    return language


def _in_language(known: Mapping[str, Any], line: str) -> str:
    language = str(known.get(_LANGUAGE) or "en")
    if language == "en":
        return line
    from coachkit.cli.error_words import error_in

    return error_in(language, line)


def _stopped(known: Mapping[str, Any]) -> str:
    line = "stopped; no file was written"
    try:
        return _in_language(known, line)
    except KeyboardInterrupt:
        # Pressed again while the words were read: no time for them, then.
        return line


class Commands(TyperGroup):
    """Errors raised on purpose become one clear line each and an exit code, while arguments are read as well as later."""

    def make_context(self, *arguments: Any, **others: Any) -> Any:
        """Reads the arguments."""
        with told():
            return super().make_context(*arguments, **others)

    def invoke(self, ctx: Any) -> Any:
        """Runs the command."""
        with told(ctx.meta):
            return super().invoke(ctx)


@contextmanager
def told(known: Mapping[str, Any] = MappingProxyType({})) -> Iterator[None]:
    """Tells what goes wrong meanwhile and raises typer's Exit with the code for it.

    `known` holds the language to tell it in, once the command has been read: see `remember_language`.
    """
    try:
        yield
    except CoachkitError as error:
        for line in str(error).splitlines():
            typer.echo(f"coachkit: {_in_language(known, line)}", err=True)
        raise typer.Exit(WRONG_USE) from error
    except KeyboardInterrupt as error:
        # Python remembers it where it fell into something executed from a string, as a dataclass being made, and would end
        # itself with the signal instead of our code; executing anything that way makes it forget.
        exec("")  # noqa: S102
        typer.echo(f"\ncoachkit: {_stopped(known)}", err=True)
        raise typer.Exit(STOPPED) from error
    except BrokenPipeError as error:
        # The reader of the pipe has had enough (head, less): that is no fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(FINE) from error
