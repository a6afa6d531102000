"""Work out coachkit.signals.ordinary.ORDINARY: middle and spread of measured quantities over the examples of our own criteria.

python benchmarks/ordinary.py
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from coachkit.batch import analyser
from coachkit.model import LANGUAGES, Reply
from coachkit.rubrics import load_rubric, shipped_criteria
from coachkit.scoring.evaluate import evaluate
from coachkit.signals.address import FORMAL_PARTS
from coachkit.signals.readability import PARTS

FEWEST_WORDS = 8


def examples(language: str) -> list[Reply]:
    """The replies of all criteria's examples in one language, good and poor, each once, of eight words or more."""
    found = {
        example.reply
        for one in shipped_criteria().values()
        if one.dimension != "gate"
        for example in (*getattr(one.examples, language).earns, *getattr(one.examples, language).misses)
    }
    return [Reply(text, language=language) for text in sorted(found) if len(text.split()) >= FEWEST_WORDS]


def ordinary(language: str) -> dict[str, tuple[float, float]]:
    """Quantity -> middle and spread over the language's examples, two decimals.

    The median, and half the way from the 16th to the 84th percentile: examples of gibberish and shouting must not widen it.
    """
    (scores,) = evaluate(examples(language), load_rubric("chat"), analyser())
    columns = {name: part(scores.reading) for name, part in {**PARTS, **FORMAL_PARTS}.items()}
    bounds = {name: np.nanpercentile(one, [16, 50, 84]) for name, one in columns.items()}
    return {name: (round(float(middle), 2), round(float(high - low) / 2, 2)) for name, (low, middle, high) in bounds.items()}


def main() -> int:
    """Prints the table as it stands in the module."""
    for language in LANGUAGES:
        print(f'    "{language}": {ordinary(language)},'.replace("'", '"'))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
