"""Scores written customer-service replies for clarity, empathy, readability and tone, with a reason for every point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from coachkit.advice import Advice, Feedback, feedback
    from coachkit.batch import score, score_frame, score_many
    from coachkit.errors import CoachkitError, DocumentError, InputError, MissingExtra, UnknownName
    from coachkit.model import CriterionScore, Finding, GateResult, Reply, Scorecard, Span
    from coachkit.panel import readability_panel
    from coachkit.rubrics import Rubric, load_rubric, rubric_names
    from coachkit.widgets.author_desk import author_desk
    from coachkit.widgets.practice_desk import practice_desk
    from coachkit.widgets.progress_desk import progress_desk
    from coachkit.widgets.review_desk import review_desk
    from coachkit.widgets.shift_desk import shift_desk
    from coachkit.widgets.team_desk import team_desk

__all__ = [
    "Advice",
    "CoachkitError",
    "CriterionScore",
    "DocumentError",
    "Feedback",
    "Finding",
    "GateResult",
    "InputError",
    "MissingExtra",
    "Reply",
    "Rubric",
    "Scorecard",
    "Span",
    "UnknownName",
    "__version__",
    "author_desk",
    "feedback",
    "load_rubric",
    "practice_desk",
    "progress_desk",
    "readability_panel",
    "review_desk",
    "rubric_names",
    "score",
    "score_frame",
    "score_many",
    "shift_desk",
    "team_desk",
]

# Where each public name lives; it is imported when it is first used, so that `import coachkit` stays light.
# No module bears the name of a public function: an import would put the module in its place.
_HOME = {
    "Advice": "advice",
    "CoachkitError": "errors",
    "CriterionScore": "model",
    "DocumentError": "errors",
    "Feedback": "advice",
    "Finding": "model",
    "GateResult": "model",
    "InputError": "errors",
    "MissingExtra": "errors",
    "Reply": "model",
    "Rubric": "rubrics",
    "Scorecard": "model",
    "Span": "model",
    "UnknownName": "errors",
    "author_desk": "widgets.author_desk",
    "feedback": "advice",
    "load_rubric": "rubrics",
    "practice_desk": "widgets.practice_desk",
    "progress_desk": "widgets.progress_desk",
    "readability_panel": "panel",
    "review_desk": "widgets.review_desk",
    "rubric_names": "rubrics",
    "score": "batch",
    "score_frame": "batch",
    "score_many": "batch",
    "shift_desk": "widgets.shift_desk",
    "team_desk": "widgets.team_desk",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'coachkit' has no attribute '{name}'")
    from importlib import import_module

    value = getattr(import_module(f"coachkit.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
