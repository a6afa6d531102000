"""Thin views for notebooks: they set values and pass events on; what they show comes from below.

`practice`, `shift`, `progress`, `author` and `review` each make one, to be shown as the last line of a cell. They are
imported when they are first used: a command line needs no widgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coachkit.widgets.author_desk import author_desk as author
    from coachkit.widgets.practice_desk import practice_desk as practice
    from coachkit.widgets.progress_desk import progress_desk as progress
    from coachkit.widgets.review_desk import review_desk as review
    from coachkit.widgets.shift_desk import shift_desk as shift

__all__ = ["author", "practice", "progress", "review", "shift"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'coachkit.widgets' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"coachkit.widgets.{name}_desk"), f"{name}_desk")
