"""What several commands share: the languages to choose from."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Language(StrEnum):
    """The languages that messages are shown in."""

    FI = "fi"
    SV = "sv"
    EN = "en"


Shown = Annotated[Language, typer.Option("--language", help="Language of the messages shown.")]
