"""The desk for chat shifts: the practice desk with only the shifts to choose from."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import ClassVar

from coachkit.reports.desk_words import AllDeskWords
from coachkit.widgets.practice_desk import PracticeDesk


def shift_desk(
    learner: str | None = None, language: str | None = None, *, exercises: Path | str | None = None, store: str | None = None
) -> ShiftDesk:
    """The desk for chat shifts, to be shown as the last line of a cell; the arguments are those of practice_desk()."""
    return ShiftDesk(learner, language, exercises=exercises, store=store)


class ShiftDesk(PracticeDesk):
    """Two to four customers at once, scored for the replies and for the waiting."""

    kinds: ClassVar[Collection[str]] = ("shift",)

    def title_of(self, words: AllDeskWords) -> str:
        """The heading of the desk."""
        return words.shift.title

    def start_of(self, words: AllDeskWords) -> str:
        """What the button that starts a shift is called."""
        return words.shift.start
