"""`coachkit check`: problems as they are found, and a line that sums up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coachkit.authoring.check import Checked, check_paths
from coachkit.cli.terminal import say
from coachkit.cli.workshop_words import Number, workshop_words


def run(paths: Sequence[Path], language: str) -> bool:
    """Checks what is at `paths` and tells each problem at once; whether there was none."""
    checked = check_paths(paths, tell=say)
    say(summary(checked, language))
    return not checked.problems


def summary(checked: Checked, language: str) -> str:
    """How much was checked and how much of it is wrong, in one line."""
    words = workshop_words(language).check
    counts = [
        _count(checked.files, words.files),
        _count(checked.rubrics, words.rubrics),
        _count(checked.criteria, words.criteria),
        _count(checked.examples, words.examples),
    ]
    if checked.courses or checked.scenarios:
        counts += [_count(checked.courses, words.courses), _count(checked.scenarios, words.scenarios)]
    others = words.others.format(count=f"{checked.others:,}") if checked.others else ""
    found = _count(len(checked.problems), words.problems) if checked.problems else words.no_problems
    return words.done.format(counts=", ".join(counts), others=others, found=found)


def _count(number: int, of: Number) -> str:
    return (of.one if number == 1 else of.many).format(count=f"{number:,}")
