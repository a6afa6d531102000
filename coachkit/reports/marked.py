"""A reply's text cut into pieces, so that every finding can be marked in place, overlapping ones too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coachkit.advice import fill
from coachkit.model import CriterionScore, Finding, GateResult, Scorecard

PLUS, MINUS = "+", "\N{MINUS SIGN}"
LONGEST_QUOTE = 120

# Marks of writing direction: inside an attribute nothing can fence them in, so there they are left out.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# NUL and halves of surrogate pairs cannot stand in HTML.
_NOT_IN_HTML = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the reply that the same findings cover from end to end.

    `signs` are the signs of the findings that begin here and `opening` their spoken names; `closing` counts those that
    end here. `title` explains all that cover the piece.
    """

    text: str
    earned: bool = False
    lost: bool = False
    signs: str = ""
    opening: tuple[str, ...] = ()
    closing: int = 0
    title: str = ""

    @property
    def marked(self) -> bool:
        """Whether any finding covers the piece."""
        return self.earned or self.lost


def pieces(card: Scorecard, language: str, spoken: Mapping[int, str]) -> list[Piece]:
    """The card's reply as pieces, in order; their texts joined are the reply, every line end a line feed.

    Findings of failed gates are marked as well. `spoken` gives the words for polarity 1 and -1.
    """
    text = card.reply.text
    gates = tuple(finding for gate in card.gates for finding in gate.findings)
    placed = [one for one in (*card.findings, *gates) if 0 <= one.span.start < one.span.end <= len(text)]
    about: dict[str, CriterionScore | GateResult] = {one.id: one for one in card.criteria}
    about |= {one.id: one for one in card.gates}
    notes = {one: _note(one, about.get(one.criterion), language) for one in placed}
    labels = {one: f"{spoken[_side(one)]}, {_name(about.get(one.criterion), one, language)}" for one in placed}
    cuts = sorted({0, len(text)}.union(*((one.span.start, one.span.end) for one in placed)))
    return [_piece(text, start, end, _covering(placed, start, end), notes, labels) for start, end in pairwise(cuts)]


def _covering(placed: Sequence[Finding], start: int, end: int) -> list[Finding]:
    return [one for one in placed if one.span.start <= start and end <= one.span.end]


def _piece(
    text: str,
    start: int,
    end: int,
    covering: Sequence[Finding],
    notes: Mapping[Finding, str],
    labels: Mapping[Finding, str],
) -> Piece:
    opening = [one for one in covering if one.span.start == start]
    sides = {_side(one) for one in covering}
    return Piece(
        text=_slice(text, start, end),
        earned=1 in sides,
        lost=-1 in sides,
        signs="".join(sorted({sign(one) for one in opening})),
        opening=tuple(labels[one] for one in opening),
        closing=sum(one.span.end == end for one in covering),
        title="\n".join(notes[one] for one in covering),
    )


def _side(finding: Finding) -> int:
    """1 for what earned, -1 for what cost."""
    return 1 if finding.polarity > 0 else -1


def sign(finding: Finding) -> str:
    """Plus for what earned, a minus sign for what cost."""
    return PLUS if _side(finding) > 0 else MINUS


def shortened(quote: str, most: int = LONGEST_QUOTE) -> str:
    """The quote on one line, at most `most` characters."""
    line = " ".join(quote.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def printable(text: str) -> str:
    """The text with what HTML cannot hold replaced by U+FFFD."""
    return _NOT_IN_HTML.sub("\ufffd", text)


def _slice(text: str, start: int, end: int) -> str:
    """text[start:end] with every line end a line feed, also where the cut falls between CR and LF."""
    part = text[start:end]
    if part.endswith("\r") and text[end : end + 1] == "\n":
        part = part[:-1]
    return part.replace("\r\n", "\n").replace("\r", "\n")


def _note(finding: Finding, about: CriterionScore | GateResult | None, language: str) -> str:
    """Sign, name and advice on one line, for the tooltip."""
    name = f"{sign(finding)} {_name(about, finding, language)}"
    if about is None:
        return _DIRECTION.sub("", name)
    earned = isinstance(about, CriterionScore) and finding.polarity > 0
    texts = about.keep if isinstance(about, CriterionScore) and earned else about.change
    message = fill(texts.get(language, ""), quote=shortened(finding.quote), better=finding.better, **_numbers(about))
    return _DIRECTION.sub("", f"{name}: {message}" if message else name)


def _numbers(about: CriterionScore | GateResult) -> dict[str, str]:
    if isinstance(about, GateResult):
        return {}
    value, limit = ("" if number is None else f"{number:.0f}" for number in (about.value, about.limit))
    return {"value": value, "limit": limit, "question": shortened(about.about)}


def _name(about: CriterionScore | GateResult | None, finding: Finding, language: str) -> str:
    return about.name.get(language, finding.criterion) if about else finding.criterion


def quotes(findings: Sequence[Finding]) -> list[tuple[int, str, str]]:
    """Polarity, sign and quote of each finding, each quote once."""
    return list(dict.fromkeys((_side(one), sign(one), one.quote) for one in findings))
