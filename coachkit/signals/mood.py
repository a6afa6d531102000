"""The mood that the customer's message shows."""

from __future__ import annotations

from coachkit.signals.measured import Measured
from coachkit.signals.reading import Reading
from coachkit.text.corpus import Floats, Ints

BAD_SITUATIONS = ("complaint", "failure", "emotion", "repeat_contact", "leaving")
GOOD_SITUATIONS = ("praise",)
"""Situations of the language pack that tell of a mood without a word of feeling: who still waits for a parcel is not glad."""


def mood(reading: Reading) -> Measured:
    """The customer's mood, -1 to 1: good words and situations less bad ones, over their sum plus one; 0 for neither."""
    hits = reading.customers.hits
    good: Ints = sum((hits.count(f"situation.{name}") for name in GOOD_SITUATIONS), hits.count("mood.positive"))
    bad: Ints = sum((hits.count(f"situation.{name}") for name in BAD_SITUATIONS), hits.count("mood.negative"))
    return Measured(mood_of(good, bad))


def mood_of(positive: Ints, negative: Ints) -> Floats:
    """(positive - negative) / (positive + negative + 1), elementwise."""
    return (positive - negative) / (positive + negative + 1.0)
