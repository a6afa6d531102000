"""How a command ends: the exit codes, and one clear line for each error raised on purpose."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from coachkit.errors import CoachkitError

FINE, PROBLEMS, WRONG_USE, STOPPED = 0, 1, 2, 130

EXIT_CODES = """Exit codes: 0 fine; 1 problems found by check, publish or translate-status, or rows kept with a problem in
score or transcripts --strict; 2 wrong use, or input that cannot be read; 130 stopped with Ctrl+C."""


class Commands(TyperGroup):
    """Errors raised on purpose become one clear line each and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except CoachkitError as error:
            for line in str(error).splitlines():
                typer.echo(f"coachkit: {line}", err=True)
            raise typer.Exit(WRONG_USE) from error
        except KeyboardInterrupt as error:
            typer.echo("\ncoachkit: stopped; no file was written", err=True)
            raise typer.Exit(STOPPED) from error
        except BrokenPipeError as error:
            # The reader of the pipe has had enough (head, less): that is no fault.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(FINE) from error
