"""The progress of a learner on a page of its own."""

from __future__ import annotations

from pathlib import Path

from coachkit.widgets.practice_desk import PracticeDesk


def progress_desk(
    learner: str | None = None, language: str | None = None, *, exercises: Path | str | None = None, store: str | None = None
) -> ProgressDesk:
    """What a learner has practised so far, to be shown as the last line of a cell; the arguments are those of practice_desk()."""
    return ProgressDesk(learner, language, exercises=exercises, store=store)


class ProgressDesk(PracticeDesk):
    """The practice desk opened at the progress; from there one may go on to an exercise."""

    def open(self) -> None:
        """Shows the progress first."""
        self.show_progress()
