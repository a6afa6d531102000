"""Every error that coachkit raises on purpose.

CoachkitError
├── DocumentError        a YAML file (rubric, criterion, language pack) cannot be used
├── UnknownName          a name that is not there, with the nearest one that is
├── InputError           a file of replies cannot be read, or a column is missing
├── MoveError            a step of a practice session that is not possible at this point
├── SaveError            an edited file was not saved; the file on the disk is as it was
│   └── ChangedOnDisk    somebody else has changed it since it was opened
├── StoreError           what was practised cannot be kept or read; says what to do
│   └── AlreadyWritten   another notebook has written this move of a session
└── MissingExtra         an optional part is not installed; says the pip line
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class CoachkitError(Exception):
    """The base of all errors raised on purpose; its text is meant for the person who can mend it."""


class DocumentError(CoachkitError):
    """A YAML file that cannot be used: where (file:line:column), what was found, what to write instead."""


class UnknownName(CoachkitError):
    """A name that is not there."""


class InputError(CoachkitError):
    """A file of replies that cannot be read as asked."""


class MoveError(CoachkitError):
    """A step of a practice session that is not possible at this point; nothing has changed. Says what is possible instead."""


class SaveError(CoachkitError):
    """An edited file that was not saved, and why; the file on the disk is as it was."""


class ChangedOnDisk(SaveError):
    """The file is not the one that was opened: somebody else has changed it meanwhile."""


class StoreError(CoachkitError):
    """The store cannot be opened, read or written: where it is, what happened, what to do. Nothing was half written."""


class AlreadyWritten(StoreError):
    """A move of this number is in the store with other content: another notebook practises in the same session."""


class MissingExtra(CoachkitError):
    """An optional part is needed; the text says which pip line installs it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs an optional part: pip install 'coachkit[{extra}]'")


def did_you_mean(found: str, allowed: Iterable[str]) -> str:
    """`; did you mean 'x'?`, or the allowed names when none is near; empty when there is nothing to offer."""
    names = sorted(allowed)
    near = difflib.get_close_matches(found, names, n=1, cutoff=0.6)
    if near:
        return f"; did you mean '{near[0]}'?"
    if not names:
        return ""
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"; known: {shown}"
