"""The frozen values that flow through coachkit: what goes in (Reply) and what comes out (Scorecard)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DIMENSIONS = ("clarity", "empathy", "readability", "tone")
LANGUAGES = ("fi", "sv", "en")
CHANNELS = ("chat", "email", "social", "messaging", "forum", "article", "call")

SCORED = "scored"
NOT_APPLICABLE = "not applicable"
CANNOT_TELL = "cannot be told"

Texts = Mapping[str, str]
"""One text per language code: {"fi": ..., "sv": ..., "en": ...}."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One written reply and what is known of its setting; only the text is required.

    `customer` is the customer's message that is answered. `channel` is one of CHANNELS. `language` is "fi", "sv" or "en";
    None lets the program detect it. The names are used to see whether the customer is addressed by name, and are kept out
    of every count, so that nobody's name changes a score.
    """

    text: str
    customer: str | None = None
    channel: str | None = None
    language: str | None = None
    agent_name: str | None = None
    customer_name: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters (code points) in the original text: text[start:end]."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Words of the reply that earned (polarity 1) or lost (-1) points for a criterion.

    `better` is the plain substitute, where the criterion has one for these words.
    """

    criterion: str
    span: Span
    quote: str
    polarity: int
    better: str = ""


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """The result of one criterion for one reply.

    `status` is "scored", "not applicable" or "cannot be told"; `score` is 0 to 1, or None unless scored. `reason` is the key
    of why it does not apply. `value` is the measured number and `limit` what it was held against, where there are such.
    `lost` are the points that it takes from its dimension's 100.
    """

    id: str
    dimension: str
    name: Texts
    question: Texts
    status: str
    score: float | None
    weight: float
    reason: str = ""
    value: float | None = None
    limit: float | None = None
    findings: tuple[Finding, ...] = ()
    keep: Texts = field(default_factory=dict)
    change: Texts = field(default_factory=dict)
    example: Texts = field(default_factory=dict)
    source: str = ""
    about: str = ""
    """The customer's words that the score is about, such as the question left without an answer."""
    lost: float = 0.0


@dataclass(frozen=True, slots=True)
class GateResult:
    """A gate that the reply failed: the total is held at `cap` (0 to 100)."""

    id: str
    name: Texts
    cap: float
    findings: tuple[Finding, ...] = ()
    change: Texts = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Everything a reply's score rests on.

    `total` and the values of `dimensions` are 0 to 100, or None where they cannot be told. `gates` holds the gates that the
    reply failed. `fingerprint` names the exact rubric, criteria, language packs and analysers that made the score.
    """

    reply: Reply
    rubric: str
    language: str | None
    total: float | None
    dimensions: Mapping[str, float | None]
    criteria: tuple[CriterionScore, ...]
    findings: tuple[Finding, ...]
    gates: tuple[GateResult, ...]
    fingerprint: str

    def columns(self) -> dict[str, Any]:
        """The scores alone, as they are stored: total and dimensions 0 to 100, scored criteria 0 to 1, ids of failed gates."""
        return {
            "total": self.total,
            **{name: self.dimensions[name] for name in DIMENSIONS},
            "fingerprint": self.fingerprint,
            "rubric": self.rubric,
            "criteria": {one.id: one.score for one in self.criteria if one.status == SCORED},
            "gates": tuple(gate.id for gate in self.gates),
        }

    def _repr_html_(self) -> str:
        # A card shows itself in a notebook: the one import upwards, named in the import contract.
        from coachkit.reports.card import card_html

        return card_html(self)
