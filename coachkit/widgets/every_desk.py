"""What every desk does: refuse to begin where it cannot, show a line where no kernel runs, read dictionaries meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from importlib.util import find_spec
from threading import Thread
from typing import Any

from coachkit.errors import MissingExtra, UnknownName, did_you_mean
from coachkit.model import LANGUAGES, Reply


def check(language: str | None, desk: str) -> None:
    """Raises UnknownName for a language that is none of ours, and MissingExtra for the `desk` without the workbench."""
    if language is not None and language not in LANGUAGES:
        raise UnknownName(f"no language '{language}'{did_you_mean(language, LANGUAGES)}")
    if not all(find_spec(name) for name in ("anywidget", "ipywidgets", "sqlalchemy")):
        raise MissingExtra(desk, "workbench")


def with_a_line(shown: Any, line: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Data and metadata of what ipywidgets shows, and a line for pages without a kernel."""
    data, metadata = shown if isinstance(shown, tuple) else (shown, {})
    return {**data, "text/html": f"<p>{escape(line)}</p>"}, dict(metadata)


def meanwhile(deed: Callable[..., None], *given: Any) -> None:
    """Does something that nobody waits for."""
    Thread(target=deed, args=given, daemon=True).start()


def warm(*languages: str) -> None:
    """Reads the dictionaries of the languages, before the first reply is scored."""
    from coachkit.batch import score

    for language in languages:
        score(Reply("Hello.", customer="Hello?", channel="chat", language=language))
