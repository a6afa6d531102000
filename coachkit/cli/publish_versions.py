"""`coachkit publish`: what passes the checks is recorded under its version."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coachkit.authoring.check import check_paths
from coachkit.authoring.versions import publish
from coachkit.cli.check_files import summary
from coachkit.cli.terminal import say, wrapped
from coachkit.cli.workshop_words import workshop_words


def run(paths: Sequence[Path], language: str) -> bool:
    """Publishes what is at `paths` and tells what was recorded; False, and nothing recorded, where anything is wrong."""
    words = workshop_words(language)
    checked = check_paths(paths)
    if checked.problems:
        say(words.not_published)
        for problem in (*checked.problems, summary(checked, language)):
            say(problem)
        return False
    done = publish(checked.documents)
    if done.recorded:
        say(wrapped(words.published.format(names=", ".join(done.recorded)), "  ", first=""))
    if done.known or not done.recorded:
        say(words.published_before.format(count=f"{done.known:,}"))
    return True
