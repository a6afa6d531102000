"""What a scorecard says while one types: findings at UTF-16 offsets, as a browser counts, and advice on what is missing."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from coachkit.advice import KEEP_FROM, feedback, fill
from coachkit.model import CriterionScore, Finding, GateResult, Scorecard
from coachkit.reports.marked import shortened

TIPS_FROM_WORDS = 6
"""Words before anything is said of what is missing: nobody wants to hear after three words what is not there yet."""

MOST_TIPS = 2
MOST_MARKED = 5
"""Words marked in the text for one criterion that costs."""
QUOTE = 60


def scored(card: Scorecard, language: str) -> dict[str, Any]:
    """The card as the view takes it: findings, dimensions and total (0 to 100 or None), tips in the interface language."""
    return {
        "findings": live_findings(card, language),
        "dimensions": dict(card.dimensions),
        "total": card.total,
        "tips": missing(card, language),
    }


def live_findings(card: Scorecard, language: str) -> list[dict[str, Any]]:
    """The card's findings, gates' too: start and end in UTF-16 units, kind, polarity, name, quote, message, better.

    The same words found twice for one criterion are one finding. `kind` is "earned", "lost" or "gate". What costs next to
    nothing is left unmarked, and of one criterion only the first few words: a reply all in red teaches nobody.
    """
    units = Utf16(card.reply.text)
    about: dict[str, CriterionScore | GateResult] = {one.id: one for one in card.criteria}
    about |= {one.id: one for one in card.gates}
    gates = tuple(finding for gate in card.gates for finding in gate.findings)
    once = dict.fromkeys((*(one for criterion in card.criteria for one in _worth_marking(criterion)), *gates))
    return [
        _finding(one, about[one.criterion], units, card, language)
        for one in sorted(once, key=lambda one: (one.span.start, one.span.end, one.criterion))
        if one.criterion in about and 0 <= one.span.start < one.span.end <= len(card.reply.text)
    ]


def _worth_marking(criterion: CriterionScore) -> tuple[Finding, ...]:
    """The findings of a criterion that are shown in the text."""
    if all(one.polarity > 0 for one in criterion.findings):
        return criterion.findings
    return () if (criterion.score or 0) >= KEEP_FROM else criterion.findings[:MOST_MARKED]


def _finding(one: Finding, about: CriterionScore | GateResult, units: Utf16, card: Scorecard, language: str) -> dict[str, Any]:
    kind = "gate" if isinstance(about, GateResult) else "earned" if one.polarity > 0 else "lost"
    return {
        "start": units.at(one.span.start),
        "end": units.at(one.span.end),
        "polarity": 1 if kind == "earned" else -1,
        "kind": kind,
        "name": about.name.get(language, one.criterion),
        "quote": shortened(one.quote, QUOTE),
        "message": _message(one, about, kind, language),
        "better": _better(one, about, kind, card.language or language),
    }


def _message(one: Finding, about: CriterionScore | GateResult, kind: str, language: str) -> str:
    texts = about.keep if isinstance(about, CriterionScore) and kind == "earned" else about.change
    values = {"quote": shortened(one.quote), "better": one.better}
    if isinstance(about, CriterionScore):
        numbers = {"value": about.value, "limit": about.limit}
        values |= {name: "" if number is None else f"{number:.0f}" for name, number in numbers.items()}
        values["question"] = shortened(about.about)
    return fill(texts.get(language, ""), **values)


def _better(one: Finding, about: CriterionScore | GateResult, kind: str, language: str) -> str:
    """A wording to write instead, in the reply's language; the criterion's example where these words have none of their own."""
    if kind == "earned":
        return ""
    return one.better or (about.example.get(language, "") if isinstance(about, CriterionScore) else "")


def missing(card: Scorecard, language: str) -> list[str]:
    """What the reply lacks, most useful first, at most MOST_TIPS; a failed gate without words to mark comes first."""
    if len(card.reply.text.split()) < TIPS_FROM_WORDS:
        return []
    advice = feedback(card, language)
    # Advice that would begin with a quotation says nothing without one.
    found = [one.message for one in (*advice.gates, *advice.changes) if not one.quote and one.message[:1].isupper()]
    return found[:MOST_TIPS]


class Utf16:
    """Offsets in code points as offsets in UTF-16 units: one that stands after an emoji is larger by one."""

    def __init__(self, text: str) -> None:
        self._wide = [place for place, char in enumerate(text) if ord(char) > 0xFFFF]

    def at(self, place: int) -> int:
        """The same place in UTF-16 units."""
        return place + bisect_left(self._wide, place)
