"""`coachkit translate-status`: what is written in which language, and what is missing where."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coachkit.authoring.translations import AREAS, Coverage, Gap, coverage
from coachkit.cli.terminal import heading, say, table
from coachkit.cli.workshop_words import WorkshopWords, workshop_words
from coachkit.errors import InputError
from coachkit.model import LANGUAGES
from coachkit.reports.words import interface_words


def run(paths: Sequence[Path], language: str) -> bool:
    """Shows the coverage; whether nothing is missing. Raises InputError for a path that is not there."""
    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: there is no such file or folder")
    words, found = workshop_words(language), coverage(paths)
    say(heading(words.status))
    say(_counts(found, words))
    say()
    if not found.gaps:
        say(words.none_missing)
        return True
    say(heading(words.missing))
    names = interface_words(language).language_names
    for gap in found.gaps:
        say(f"{gap.at}: {_told(gap, names[gap.language], words)}")
    return False


def _counts(found: Coverage, words: WorkshopWords) -> str:
    rows = [("", *LANGUAGES)]
    for area in AREAS:
        done, files = found.complete[area], found.files[area]
        if files or any(done.values()):
            told = [
                str(done[one]) if area == "scenarios" else words.complete.format(done=done[one], all=files) for one in LANGUAGES
            ]
            rows.append((getattr(words.areas, area), *told))
    return table(rows, len(LANGUAGES), indent="  ")


def _told(gap: Gap, language: str, words: WorkshopWords) -> str:
    if gap.area == "scenarios":
        return words.no_scenario.format(language=language)
    if gap.what == "measure":
        return words.no_measure.format(language=language)
    return words.no_text.format(language=language, place=gap.what)
