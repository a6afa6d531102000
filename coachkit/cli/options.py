"""What several commands share: the languages to choose from, and the options that mean the same everywhere."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coachkit.cli.exits import remember_language


class Language(StrEnum):
    """The languages that messages are shown in."""

    FI = "fi"
    SV = "sv"
    EN = "en"


Shown = Annotated[Language, typer.Option("--language", help="Language of the messages shown.", callback=remember_language)]
RubricName = Annotated[str | None, typer.Option("--rubric", help="A rubric's name or YAML file; else chosen by channel.")]
Courses = Annotated[Path | None, typer.Option(help="Folder of courses; else COACHKIT_EXERCISES or the shipped ones.")]
Encoding = Annotated[str | None, typer.Option(help="Encoding of a text file; else UTF-8.")]


Orders = Annotated[
    str | None, typer.Option(help="A pattern (regular expression) for order numbers to mask as well.", metavar="PATTERN")
]
