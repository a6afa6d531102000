"""Questions in the terminal, for what no flag has said; elsewhere the usual answer is taken."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import typer

from coachkit.cli.terminal import warn
from coachkit.errors import CoachkitError, InputError, did_you_mean


def is_terminal() -> bool:
    """Whether somebody can answer: the input is a terminal."""
    return sys.stdin.isatty()


def ask(question: str, given: str | None, usual: str | None, flag: str, check: Callable[[str], object] | None = None) -> str:
    """What was given, else the answer to the question, else `usual`.

    An answer that `check` refuses is asked for again. Raises InputError naming `flag` where nobody can be asked and nothing is
    usual.
    """
    if given is not None:
        return given
    if not is_terminal():
        if usual is None:
            raise InputError(f"nothing says {flag}, and there is no terminal to ask in; add it to the command")
        return usual
    while True:
        with _stopping():
            answer = str(typer.prompt(question, default=usual, err=True)).strip()
        try:
            if check:
                check(answer)
        except CoachkitError as error:
            warn(str(error))
        else:
            return answer


@contextmanager
def _stopping() -> Iterator[None]:
    """Ctrl+C or Ctrl+D at a question is told, and counted, as Ctrl+C is everywhere else."""
    try:
        yield
    except typer.Abort as error:
        raise KeyboardInterrupt from error


def choose(question: str, given: str | None, usual: str | None, flag: str, names: Sequence[str]) -> str:
    """As `ask`, with the names to choose from shown. Raises InputError for a given name that is none of them."""

    def check(name: str) -> None:
        if name not in names:
            raise InputError(f"{flag}: no '{name}'{did_you_mean(name, names)}")

    answer = ask(f"{question} ({', '.join(names)})", given, usual, flag, check)
    check(answer)
    return answer


def confirm(question: str, *, given: bool) -> bool:
    """Whether it was given, or somebody says yes; nobody to ask means no."""
    if given or not is_terminal():
        return given
    with _stopping():
        return typer.confirm(question, default=True, err=True)
