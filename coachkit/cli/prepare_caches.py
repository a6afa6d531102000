"""Building the caches."""

from __future__ import annotations

from coachkit.cli.terminal import say
from coachkit.documents import cache_folder
from coachkit.languages import language_pack
from coachkit.model import LANGUAGES
from coachkit.rubrics import load_rubric, rubric_names
from coachkit.text.lemmas import prepare
from coachkit.text.sentences import stop_table


def run() -> None:
    """Builds the dictionaries of all languages and reads all rubrics once."""
    for language in LANGUAGES:
        prepare(language)
        say(f"{language_pack(language).name}: ready")
    stop_table()
    names = rubric_names()
    for name in names:
        load_rubric(name)
    say(f"{len(names)} rubrics: ready")
    say(f"Kept in {cache_folder()}")
