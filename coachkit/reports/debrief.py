"""A debrief as self-contained HTML: no script, nothing fetched, all text from outside escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from coachkit.practice.debrief import Debrief
from coachkit.practice.words import PracticeWords, practice_words
from coachkit.reports.card import FOLDER, Bar, bar
from coachkit.reports.marked import printable, shortened
from coachkit.reports.words import interface_words, shown_source
from coachkit.scenarios.schema import ANGRIEST, CALMEST, Scenario

LEFT, STEP, TOP, BOTTOM = 116, 76, 10, 108
LEAST_WIDTH = 420


@dataclass(frozen=True, slots=True)
class Level:
    """A line across the curve of moods; `name` is empty where it has no room of its own."""

    y: float
    name: str


@dataclass(frozen=True, slots=True)
class Dot:
    """The mood before the first reply (number 0) or after a reply."""

    x: float
    y: float
    number: int


@dataclass(frozen=True, slots=True)
class Curve:
    """The customer's mood reply by reply, drawn in a picture `width` wide, and the same in words."""

    width: int
    levels: tuple[Level, ...]
    dots: tuple[Dot, ...]
    spoken: str


def debrief_html(said: Debrief, scenario: Scenario) -> str:
    """The debrief of a session in the scenario as HTML, in the debrief's language."""
    words, interface = practice_words(said.language), interface_words(said.language)
    return _template().render(
        said=said,
        words=words,
        card_words=interface.card,
        title=scenario.title,
        reply_lang=scenario.language,
        total=whole(said.total),
        bars=bars(said),
        replied=bool(said.times),
        curve=curve(said.mood, words) if scenario.turns and said.times else None,
    )


def bars(said: Debrief) -> list[Bar]:
    """The dimensions' bars; none for an exercise that has only a total."""
    if not any(score is not None for score in said.dimensions.values()):
        return []
    words = interface_words(said.language)
    return [bar(name, score, words) for name, score in said.dimensions.items()]


def whole(score: float | None) -> str:
    """A score as a whole number, a dash where it cannot be told."""
    return "\N{EN DASH}" if score is None else f"{score:.0f}"


def curve(moods: Sequence[int], words: PracticeWords) -> Curve:
    """The curve of these moods (-3 to 3), the first one before any reply."""
    return Curve(
        width=max(LEAST_WIDTH, LEFT + STEP * len(moods)),
        levels=tuple(Level(_height(mood), words.mood(mood)) for mood in (CALMEST, 0, ANGRIEST)),
        dots=tuple(Dot(LEFT + STEP * number, _height(mood), number) for number, mood in enumerate(moods)),
        spoken=f"{words.headings.mood}: {' → '.join(words.mood(mood) for mood in moods)}",
    )


def _height(mood: int) -> float:
    return round(TOP + (CALMEST - mood) * (BOTTOM - TOP) / (CALMEST - ANGRIEST), 1)


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(FOLDER, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: type(value)(printable(value)) if isinstance(value, str) else value,
    )
    environment.filters["shortened"] = shortened
    environment.filters["in_words"] = shown_source
    environment.filters["whole"] = whole
    return environment.get_template("debrief.html")
