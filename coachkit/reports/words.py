"""The words of the interface in Finnish, Swedish and English; they stand in coachkit/locale/interface.yaml."""

from __future__ import annotations

from functools import lru_cache

from coachkit.locale import Strict, words_of
from coachkit.model import CANNOT_TELL, CHANNELS
from coachkit.rubrics import rubric_for


class CardWords(Strict):
    """The words of a scorecard."""

    label: str
    total: str
    of_hundred: str
    spoken: str
    spoken_unknown: str
    gates: str
    held: str
    reply: str
    empty: str
    earned: str
    lost: str
    keep: str
    change: str
    no_change: str
    example: str
    source: str
    own_rule: str
    own_in_finnish: str
    all_criteria: str
    criterion: str
    score: str
    weight: str
    rubric: str
    reply_language: str
    fingerprint: str


class FormWords(Strict):
    """The words of the feedback form."""

    language: str
    channel: str
    customer: str
    customer_hint: str
    reply: str
    reply_hint: str
    button: str
    working: str
    no_reply: str
    trouble: str
    fault: str


class Words(Strict):
    """All interface words of one language. `statuses` and `reasons` are keyed as in a CriterionScore."""

    language_names: dict[str, str]
    dimensions: dict[str, str]
    statuses: dict[str, str]
    reasons: dict[str, str]
    card: CardWords
    form: FormWords

    def language(self, code: str | None) -> str:
        """The name of a language, or that it cannot be told."""
        return self.statuses[CANNOT_TELL] if code is None else self.language_names.get(code, code)


OWN_RULE = "coachkit (own)"
"""How a criterion writes that its rule is our own; "fi: " before it says in which language only."""


def shown_source(source: str, language: str) -> str:
    """A criterion's source as it is shown: studies and guides as they are written, our own rules in words.

    >>> shown_source("GOV.UK; fi: coachkit (own)", "fi"), shown_source("coachkit (own)", "sv")
    ('GOV.UK; suomessa coachkitin oma sääntö', 'coachkits egen regel')
    """
    words = interface_words(language).card
    return source.replace(f"fi: {OWN_RULE}", words.own_in_finnish).replace(OWN_RULE, words.own_rule)


@lru_cache(maxsize=256)
def channel_name(channel: str, language: str) -> str:
    """A channel as people call it, by the name of its rubric; one that the program does not know stays as it is written.

    >>> channel_name("email", "fi"), channel_name("Twitter DM", "fi")
    ('Sähköposti', 'Twitter DM')
    """
    return rubric_for(channel).file.name.as_dict()[language] if channel in CHANNELS else channel


def interface_words(language: str) -> Words:
    """The interface words of "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("interface.yaml", Words, language)
