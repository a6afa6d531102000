"""Building the caches."""

from __future__ import annotations

from coachkit import compiled
from coachkit.batch import analyser
from coachkit.cli.terminal import say
from coachkit.documents import cache_folder
from coachkit.languages import language_pack
from coachkit.model import LANGUAGES
from coachkit.rubrics import load_rubric, rubric_names
from coachkit.text.language_model import language_model
from coachkit.text.lemmas import prepare
from coachkit.text.sentences import stop_table


def run() -> None:
    """Builds the dictionaries of all languages, unpacks the model that tells them apart, and compiles all rubrics once."""
    for language in LANGUAGES:
        prepare(language)
        say(f"{language_pack(language).name}: ready")
    stop_table()
    language_model()
    names = rubric_names()
    for rubric in map(load_rubric, names):
        for language in LANGUAGES:
            analyser().book(rubric, language)
    say(f"{len(names)} rubrics: ready")
    if compiled.can_be_used():
        compiled.prepare()
        say("compiled loops: ready")
    say(f"Kept in {cache_folder()}")
