"""Plain text for a terminal of 80 columns or a pipe: wrapped lines, bars, tables, colour only on a screen."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeVar

import typer

What = TypeVar("What")

BAR = 20
WIDEST = 80


def width() -> int:
    """Columns to write in: the terminal's, at most 80 and at least 40."""
    return max(40, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))


def say(text: str = "") -> None:
    """One or more lines on standard output, without control characters that would steer the terminal."""
    typer.echo(text)


def warn(text: str) -> None:
    """One or more lines on standard error."""
    typer.echo(text, err=True)


def tidy(text: str) -> str:
    """Text from a file as it may be shown: on one line, without escape sequences and other control characters."""
    line = " ".join(text.split())
    return "".join(sign for sign in line if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co"))


def heading(text: str) -> str:
    """A heading, bold on a screen."""
    return typer.style(text, bold=True) if _coloured() else text


def _coloured() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """The text filled to the width; `first` begins its first line, `indent` the others."""
    return textwrap.fill(
        tidy(text), width(), initial_indent=indent if first is None else first, subsequent_indent=indent,
        break_on_hyphens=False, break_long_words=True,
    )  # fmt: skip


def watched(what: Sequence[What]) -> Iterable[What]:
    """The same one after the other, with a progress bar on a screen where it takes more than two seconds."""
    from tqdm import tqdm

    return tqdm(what, delay=2, leave=False, disable=not sys.stderr.isatty())


def bar(score: float | None) -> str:
    """A score of 0 to 100 as a bar of 20 signs; dots where it cannot be told."""
    full, empty = ("█", "░") if _draws_blocks() else ("#", "-")
    if score is None:
        return "." * BAR
    length = round(score / 100 * BAR)
    return full * length + empty * (BAR - length)


def _draws_blocks() -> bool:
    try:
        "█░".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def table(rows: Sequence[Sequence[str]], numbers: int, indent: str = "  ") -> str:
    """Rows in columns; the last `numbers` cells of each are set to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = []
    for row in rows:
        left = len(row) - numbers
        cells = [
            cell.ljust(size) if place < left else cell.rjust(size)
            for place, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(f"{indent}{'  '.join(cells)}".rstrip())
    return "\n".join(lines)


def shorten(text: str, size: int) -> str:
    """The text on one line, cut with an ellipsis."""
    line = tidy(text)
    return line if len(line) <= size else f"{line[: size - 1].rstrip()}…"


def comma(shown: str, language: str) -> str:
    """A number that Python has written, with the decimal sign of the language.

    >>> comma("72.5", "en"), comma("72.5", "sv")
    ('72.5', '72,5')
    """
    return shown if language == "en" else shown.replace(".", ",")
