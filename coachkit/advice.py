"""From a scorecard to advice: what to keep, and the one to three changes that would help most."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coachkit.errors import UnknownName, did_you_mean
from coachkit.model import LANGUAGES, SCORED, CriterionScore, GateResult, Scorecard, Texts

MOST_CHANGES = 3
MOST_KEPT = 3
KEEP_FROM = 0.8
CHANGE_BELOW = 0.7
_SENTENCE_END = re.compile(r"(?<=[.?!]) +(?=[A-ZÅÄÖ“”\"«])")
_OPENING_QUOTE = re.compile(r"[“”\"«]\{([a-z]+)\}")
_EMPTY_QUOTE = re.compile(r"\s*[:,(–-]?\s*[“”\"'«»’]\s*[“”\"'«»’]\)?")


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice in the reader's language. `quote` are words of the reply, empty where something is missing."""

    criterion: str
    name: str
    dimension: str
    message: str
    quote: str
    better: str
    source: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """What to mend before anything else (gates), what to keep, and the most useful changes first."""

    language: str
    gates: tuple[Advice, ...]
    keep: tuple[Advice, ...]
    changes: tuple[Advice, ...]


def feedback(card: Scorecard, language: str | None = None) -> Feedback:
    """Advice on a scored reply in the reader's language ("fi", "sv", "en"); in the reply's own where none is given.

    Raises UnknownName for another language.
    """
    chosen = language or card.language or "en"
    if chosen not in LANGUAGES:
        raise UnknownName(f"no language '{chosen}'{did_you_mean(chosen, LANGUAGES)}")
    scored = [one for one in card.criteria if one.status == SCORED and one.score is not None]
    earned = [one for one in scored if (one.score or 0) >= KEEP_FROM and any(f.polarity > 0 for f in one.findings)]
    lost = [one for one in scored if (one.score or 0) < CHANGE_BELOW]
    # Substance before form: of equal losses the one with words to show comes first, then the rubric's order.
    lost.sort(key=lambda one: (-one.lost, not one.findings))
    earned.sort(key=lambda one: -one.weight)
    return Feedback(
        language=chosen,
        gates=tuple(_gate_advice(one, chosen) for one in card.gates),
        keep=tuple(_advice(one, chosen, one.keep) for one in earned[:MOST_KEPT]),
        changes=tuple(_advice(one, chosen, one.change) for one in lost[:MOST_CHANGES]),
    )


def _advice(one: CriterionScore, language: str, texts: Texts) -> Advice:
    finding = one.findings[0] if one.findings else None
    quote = finding.quote if finding else ""
    better = finding.better if finding and finding.better else one.example.get(language, "")
    message = fill(
        texts.get(language, ""),
        quote=short(quote),
        better=finding.better if finding else "",
        value=_number(one.value),
        limit=_number(one.limit),
        question=short(one.about),
    )
    return Advice(one.id, one.name[language], one.dimension, message, quote, better, one.source)


def _gate_advice(one: GateResult, language: str) -> Advice:
    quote = one.findings[0].quote if one.findings else ""
    return Advice(one.id, one.name[language], "gate", fill(one.change[language], quote=short(quote)), quote, "", one.source)


def fill(template: str, **values: str) -> str:
    """The template with its {placeholders} filled by plain replacement; an empty quotation goes with its marks.

    A sentence that begins with what is empty goes as a whole, where there is another one. The values are data: braces in them
    are left as they are.
    """
    sentences = [one for one in _SENTENCE_END.split(template) if not _begins_empty(one, values)]
    template = " ".join(sentences) or template
    marked = re.sub(r"\{(quote|better|value|limit|question)\}", lambda m: f"\0{m[1]}\0" if values.get(m[1]) else "", template)
    tidied = re.sub(r" +([.,?!:])", r"\1", _EMPTY_QUOTE.sub("", marked)).replace("  ", " ").strip()
    return re.sub(r"\0([a-z]+)\0", lambda m: values[m[1]], tidied)


def _begins_empty(sentence: str, values: dict[str, str]) -> bool:
    match = _OPENING_QUOTE.match(sentence)
    return match is not None and not values.get(match[1])


def short(quote: str) -> str:
    """At most about 120 characters on one line, cut at a space; the full stop is left to the sentence that quotes it."""
    line = " ".join(quote.split())
    line = line[:-1] if line.endswith(".") and not line.endswith("..") else line
    return line if len(line) <= 120 else f"{line[:117].rsplit(' ', 1)[0]} …"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"
