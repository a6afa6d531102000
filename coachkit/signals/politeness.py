"""Politeness of English requests and replies, by the strategies that people were found to hear as polite or not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from coachkit.signals.measured import Measured
from coachkit.signals.reading import Reading
from coachkit.signals.spans import token_spans
from coachkit.text.corpus import Bools
from coachkit.text.parsed import Parsed

WEIGHTS: Mapping[str, float] = {
    "gratitude": 0.87,
    "deference": 0.78,
    "indirect": 0.63,
    "please": 0.49,
    "counterfactual": 0.47,
    "greeting": 0.43,
    "apology": 0.36,
    "hedge": 0.14,
    "i_first": 0.12,
    "pleasant": 0.12,
    "indicative": 0.09,
    "we": 0.08,
    "you": 0.05,
    "unpleasant": -0.13,
    "question_first": -0.27,
    "please_first": -0.30,
    "you_first": -0.30,
    "factuality": -0.38,
    "direct_start": -0.43,
}
"""Mean politeness of requests that use a strategy, in standard deviations of the ratings: Danescu-Niculescu-Mizil et al. 2013,
table 3. `_first` means at the start of a sentence: "please" inside a sentence asks, at its start it orders."""


def politeness(reading: Reading) -> Measured:
    """Published weights of the politeness strategies that a reply uses, summed; about -1 (blunt) to 2 (very polite), 0 for none.

    A strategy counts once, so saying it twice earns nothing. English only, NaN otherwise and without words. The spans are what
    costs. Source: Danescu-Niculescu-Mizil et al. 2013. It says how the wording sounds, not whether the reply helps.
    """
    parsed = reading.replies
    if reading.language != "en":
        return Measured(np.full(parsed.n, np.nan))
    used = strategies(parsed)
    values = np.where(parsed.words > 0, 0.0, np.nan)
    for name, weight in WEIGHTS.items():
        values += weight * (parsed.per_reply(used[name]) > 0)
    costs = np.logical_or.reduce([used[name] for name, weight in WEIGHTS.items() if weight < 0])
    return Measured(values, token_spans(costs))


def strategies(parsed: Parsed) -> Mapping[str, Bools]:
    """(m,) for each strategy of WEIGHTS the tokens that show it."""
    begins, hits = parsed.starts, parsed.hits
    please, you = hits.tokens("politeness.please"), hits.tokens("you")
    feeling = parsed.facts.feeling(parsed.corpus.type)
    lists = ("gratitude", "deference", "indirect", "counterfactual", "indicative", "apology", "factuality")
    return {name: hits.tokens(f"politeness.{name}") for name in lists} | {
        "please": please & ~begins,
        "please_first": please & begins,
        "greeting": hits.tokens("greeting") & begins,
        "hedge": hits.tokens("hedge"),
        "i_first": hits.tokens("first_person_singular") & begins,
        "we": hits.tokens("first_person_plural"),
        "you": you & ~begins,
        "you_first": you & begins,
        "pleasant": (feeling == 1) & ~parsed.negated,
        "unpleasant": (feeling == 2) & ~parsed.negated,
        "question_first": hits.tokens("politeness.question_word") & begins,
        "direct_start": hits.tokens("politeness.direct_start") & begins,
    }
