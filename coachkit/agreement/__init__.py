"""How far people agree with each other and with the program.

statistics.py has the numbers, severity.py how strict each reviewer is, comparison.py both for all criteria of a set of reviews.
"""

from __future__ import annotations

from coachkit.agreement.comparison import TOTAL, Agreed, agreement, farthest, hardest, people_and_program, ratings_of
from coachkit.agreement.severity import Severity, severity
from coachkit.agreement.statistics import (
    Drawing,
    Estimate,
    alpha,
    alpha_estimate,
    in_steps,
    kappa,
    kappa_estimate,
    kappa_of_table,
    percent,
    percent_estimate,
)

__all__ = [
    "TOTAL", "Agreed", "Drawing", "Estimate", "Severity", "agreement", "alpha", "alpha_estimate", "farthest", "hardest",
    "in_steps", "kappa", "kappa_estimate", "kappa_of_table", "people_and_program", "percent", "percent_estimate", "ratings_of",
    "severity",
]  # fmt: skip
