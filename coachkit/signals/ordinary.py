"""What is ordinary: middle and spread of measured quantities over service replies, so that unlike things can be added up."""

from __future__ import annotations

from collections.abc import Mapping

from coachkit.text.corpus import Floats

ORDINARY: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "en": {
        "log_sentence": (2.20, 0.39),
        "syllables": (1.29, 0.15),
        "rarity": (4.05, 0.35),
        "nominal": (0.00, 0.16),
        "letters": (3.92, 0.47),
    },
    "fi": {
        "log_sentence": (1.70, 0.35),
        "syllables": (2.35, 0.33),
        "rarity": (4.66, 0.44),
        "nominal": (-0.08, 0.08),
        "letters": (6.00, 0.90),
    },
    "sv": {
        "log_sentence": (1.95, 0.38),
        "syllables": (1.56, 0.23),
        "rarity": (4.38, 0.44),
        "nominal": (-0.05, 0.15),
        "letters": (4.24, 0.64),
    },
}
"""Language -> quantity -> median and spread over the replies of our own criteria's examples with eight words or more, good and
poor ones alike; the spread is half the way from the 16th to the 84th percentile. `python benchmarks/ordinary.py` works them
out anew. No ratings and no texts from outside went into them."""


def standard(values: Floats, name: str, language: str) -> Floats:
    """The values in spreads from what is ordinary in the language: 0 is an ordinary reply, 1 one spread above it."""
    middle, spread = ORDINARY[language][name]
    return (values - middle) / spread
