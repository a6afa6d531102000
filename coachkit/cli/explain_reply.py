"""One reply's scorecard as text and as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from coachkit.advice import Advice, feedback
from coachkit.cli.terminal import bar, heading, shorten, table, tidy, warn, wrapped
from coachkit.cli.words import terminal_words
from coachkit.errors import InputError
from coachkit.model import SCORED, Reply, Scorecard
from coachkit.reports.words import Words, interface_words, shown_source


def card_text(card: Scorecard, language: str | None, *, everything: bool = False) -> str:
    """The card for a terminal: bars, what to put right first, to keep and to change; with `everything` all criteria too."""
    advice = feedback(card, language)
    words = interface_words(advice.language)
    shown = advice.language
    parts = [_bars(card, words)]
    if advice.gates:
        held = words.card.held.replace("{cap}", f"{min(one.cap for one in card.gates):g}")
        parts.append("\n".join([_section(words.card.gates, advice.gates, words, shown), wrapped(held)]))
    if advice.keep:
        kept = tuple(replace(one, better="") for one in advice.keep)
        parts.append(_section(words.card.keep, kept, words, shown))
    if advice.changes:
        parts.append(_section(words.card.change, advice.changes, words, shown))
    else:
        parts.append(f"{heading(words.card.change)}\n{words.card.no_change}")
    if everything:
        parts += [_all_criteria(card, words, shown), _not_counted(card, words, shown)]
    parts.append(_foot(card, words))
    return "\n\n".join(part for part in parts if part)


def card_json(card: Scorecard, language: str | None) -> str:
    """Everything the score rests on, and the advice, as one JSON object."""
    value = _as_dict(card) | {"advice": feedback(card, language)}
    return json.dumps(value, ensure_ascii=False, indent=2, default=_as_dict)


def _as_dict(value: Any) -> dict[str, Any]:
    """A frozen value or a read-only mapping as JSON takes it."""
    return dict(value) if isinstance(value, Mapping) else {field.name: getattr(value, field.name) for field in fields(value)}


def _bars(card: Scorecard, words: Words) -> str:
    scores = [(words.card.total, card.total), *((words.dimensions[name], score) for name, score in card.dimensions.items())]
    rows = [(name, bar(score), _score(score, words)) for name, score in scores]
    first, *others = table(rows, 1, indent="").split("\n")
    return "\n".join([heading(first), *others])


def _score(score: float | None, words: Words) -> str:
    return words.statuses["cannot be told"] if score is None else f"{score:.0f}"


def _section(title: str, advice: tuple[Advice, ...], words: Words, language: str) -> str:
    """Advice under a heading, numbered."""
    marks = terminal_words(language).quotes
    lines = (line for number, one in enumerate(advice, start=1) for line in _advice(number, one, words, marks, language))
    return "\n".join([heading(title), *lines])


def _advice(number: int, one: Advice, words: Words, marks: tuple[str, str], language: str) -> Iterator[str]:
    yield wrapped(one.name, "   ", first=f"{number}. ")
    if one.quote:
        yield wrapped(f"{marks[0]}{shorten(one.quote, 200)}{marks[1]}", "     ", first="   > ")
    yield wrapped(one.message, "   ", first="   ")
    if one.better:
        yield wrapped(f"{words.card.example}: {one.better}", "     ", first="   ")
    if one.source:
        yield wrapped(f"({words.card.source}: {shown_source(one.source, language)})", "    ", first="   ")


def _all_criteria(card: Scorecard, words: Words, language: str) -> str:
    scored = [one for one in card.criteria if one.status == SCORED and one.score is not None]
    lines = [heading(words.card.all_criteria.replace("{count}", str(len(card.criteria))))]
    for dimension, title in words.dimensions.items():
        rows = [
            (shorten(one.name[language], 44), bar(100 * (one.score or 0)), f"{100 * (one.score or 0):.0f}")
            for one in scored
            if one.dimension == dimension
        ]
        lines += [title, table(rows, 1)] if rows else []
    return "\n".join(lines)


def _not_counted(card: Scorecard, words: Words, language: str) -> str:
    out = [one for one in card.criteria if one.status != SCORED]
    if not out:
        return ""
    lines = [f"{one.name[language]}: {words.statuses[one.status]}, {words.reasons.get(one.reason, one.reason)}" for one in out]
    return "\n".join([heading(terminal_words(language).not_counted), *(wrapped(line, "    ", first="  ") for line in lines)])


def _foot(card: Scorecard, words: Words) -> str:
    parts = [f"{words.card.rubric}: {card.rubric}", f"{words.card.reply_language}: {words.language(card.language)}"]
    return wrapped(" · ".join([*parts, f"{words.card.fingerprint}: {tidy(card.fingerprint)}"]))


def run(reply: Reply, rubric: str | None, language: str | None, *, everything: bool, as_json: bool) -> str:
    """The reply's card as text or JSON."""
    from coachkit.batch import score

    card = score(reply, rubric)
    return card_json(card, language) if as_json else card_text(card, language, everything=everything)


def read_reply(language: str) -> str:
    """The reply from standard input, as UTF-8. Raises InputError when it is something else."""
    if sys.stdin.isatty():
        warn(terminal_words(language).ask)
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("standard input is not UTF-8; save the text as UTF-8 and try again") from error
