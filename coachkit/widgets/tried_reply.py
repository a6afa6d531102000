"""A reply that the author tries in a turn of a scenario, as the view shows it."""

from __future__ import annotations

from typing import Any

from coachkit.authoring.trial import Trial
from coachkit.authoring.words import author_words
from coachkit.practice.journey import mood_reasons
from coachkit.practice.words import practice_words
from coachkit.scenarios.schema import ANGRIEST, CALMEST, Scenario
from coachkit.widgets.live import live_findings


def tried(scenario: Scenario, trial: Trial, language: str) -> dict[str, Any]:
    """What becomes of the reply: its scores, what it said of the points, and how the customer answers."""
    made, words, own = trial.attempt, practice_words(language), author_words(language)
    says = {one.id: one.say for one in scenario.points}
    to = made.after.ending or made.after.turn
    ending = scenario.endings.get(to)
    return {
        "total": made.card.total,
        "dimensions": dict(made.card.dimensions),
        "gates": [one.change.get(language) or one.name.get(language, one.id) for one in made.card.gates],
        "findings": live_findings(made.card, language),
        "said": [{"say": says[one.key], "quote": one.quote} for one in trial.said.mentions if one.kind == "point"],
        "open": [says[name] for name in trial.open],
        "crossed": sorted(trial.said.crossed),
        "asked": sorted(trial.said.asked_again),
        "before": words.mood(made.mood_before),
        "after": words.mood(made.mood_after),
        "reasons": list(mood_reasons(made, scenario, language, words)),
        "to": f"{to} ({own.map.ends[ending.kind]})" if ending else to,
        "answer": ending.says if ending else scenario.turns[to].says,
    }


def moods(language: str) -> list[dict[str, Any]]:
    """The moods that the customer can be met in."""
    words = practice_words(language)
    return [{"value": mood, "name": words.mood(mood)} for mood in range(ANGRIEST, CALMEST + 1)]
