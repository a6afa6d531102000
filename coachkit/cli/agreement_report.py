"""`coachkit agreement`: how far people agree with each other and with the program."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coachkit.agreement import (
    TOTAL,
    Agreed,
    Drawing,
    Estimate,
    agreement,
    farthest,
    hardest,
    people_and_program,
    ratings_of,
    severity,
)
from coachkit.agreement.comparison import MACHINE, PEOPLE
from coachkit.cli.problem_words import reason_in
from coachkit.cli.review_sources import Said, Scored, taken
from coachkit.cli.review_words import ReviewWords, review_words
from coachkit.cli.terminal import comma, heading, shorten, table, tidy, wrapped
from coachkit.errors import InputError
from coachkit.locale import whole
from coachkit.practice.words import filled
from coachkit.rubrics import shipped_criteria
from coachkit.team.numbers import FEW
from coachkit.team.words import team_words
from coachkit.transcripts.rows import NUMBER, TEXT, WHOLE
from coachkit.transcripts.writing import writing

if TYPE_CHECKING:
    import pandas as pd

MOST_SHOWN = 10


def run(path: Path | None, scored: Scored, out: Path | None, *, blind: bool, steps: int, drawing: Drawing, language: str) -> str:
    """The figures as text; with `out` all of them as a table."""
    said, words = taken(path, scored), review_words(language)
    if blind:
        said = replace(said, reviews=tuple(one for one in said.reviews if one.blind))
    if not said.reviews:
        nothing = words.none_of_yours if said.untouched else words.none
        raise InputError("\n".join([nothing, *reasons(said.problems, language)]))
    ratings = ratings_of(said.reviews, said.replies)
    people = sorted({one.reviewer for one in said.reviews})
    together = agreement(ratings, people, steps=steps, drawing=drawing) if len(people) > 1 else ()
    both = people_and_program(ratings)
    beside = agreement(both, steps=steps, drawing=drawing)
    if out:
        _write(out, {PEOPLE: together, MACHINE: beside})
    parts = [_head(said, language), _part(words.people, together, words.nothing_shared, words, language, drawing)]
    parts += [_part(words.program, beside, words.no_machine, words, language, drawing)]
    parts += [_strict(ratings, people, drawing, language), _replies(ratings, both, said, words)]
    parts += [words.written.format(path=tidy(str(out)))] if out else []
    return "\n\n".join(one for one in parts if one)


def _head(said: Said, language: str) -> str:
    words = review_words(language)
    counted = words.counted
    counts = {
        "reviews": counted.reviews.of(len(said.reviews)),
        "replies": counted.of_replies.of(len({one.reply for one in said.reviews})),
        "people": counted.people.of(len({one.reviewer for one in said.reviews})),
    }
    lines = [words.reviews.format(**counts)]
    if seen := sum(not one.blind for one in said.reviews):
        lines.append(wrapped(words.seen.format(count=seen)))
    return "\n".join([*lines, *left_out(said, language)])


def left_out(said: Said, language: str) -> Iterator[str]:
    """What of a file was not taken: rows that nobody has reviewed, columns that were not read, each reason with its number."""
    words = review_words(language)
    if said.untouched:
        yield words.untouched.of(said.untouched, whole(said.untouched, language))
    if said.unread:
        names = ", ".join(words.quoted.format(name=tidy(one)) for one in said.unread)
        yield wrapped(words.unread.format(names=names), "  ", first="")
    if said.problems:
        yield words.left_out.format(count=whole(sum(said.problems.values()), language))
    yield from (wrapped(reason, "    ", first="  ") for reason in reasons(said.problems, language))


def reasons(problems: Mapping[str, int], language: str) -> list[str]:
    """Each reason with how often it was so, in the language."""
    return [f"{whole(count, language)} × {reason_in(language, reason)}" for reason, count in problems.items()]


def _part(title: str, found: Sequence[Agreed], nothing: str, words: ReviewWords, language: str, drawing: Drawing) -> str:
    if not found:
        return f"{heading(title)}\n{wrapped(nothing, '  ', '  ')}"
    head = words.headers
    rows: list[tuple[str, ...]] = [(head.criterion, head.n, head.exact, head.kappa, head.alpha, head.apart)]
    shown = [*(one for one in found if one.criterion == TOTAL), *hardest(found, MOST_SHOWN)]
    rows += [_line(one, words, language) for one in shown]
    split = sum(one.split for one in found)
    lines = [heading(title), table(rows, 5)]
    lines += [f"  {words.split.of(split)}"] if split else []
    lines += [wrapped(words.explained.format(confidence=f"{100 * drawing.confidence:g}"), "  ", "  ")]
    if any(one.replies < FEW for one in shown):
        lines.append(wrapped(filled(team_words(language).few_note, few=FEW), "  ", "  "))
    return "\n".join(lines)


def _line(one: Agreed, words: ReviewWords, language: str) -> tuple[str, ...]:
    known = shipped_criteria()
    name = words.total if one.criterion == TOTAL else one.criterion
    if one.criterion in known:
        name = known[one.criterion].name.as_dict()[language]
    alpha = one.interval if one.criterion == TOTAL else one.ordinal
    apart = _number(one.apart, language, 1 if one.criterion == TOTAL else 2)
    exact = "–" if math.isnan(one.exact.value) else f"{100 * one.exact.value:.0f} %"
    return (
        shorten(name, 30),
        whole(one.replies, language) if one.replies >= FEW else f"({one.replies})",
        exact,
        _number(one.quadratic.value, language),
        with_interval(alpha, language),
        apart,
    )


def with_interval(one: Estimate, language: str, signs: int = 2) -> str:
    """A number with its interval: 0.71 [0.62, 0.79], with decimal commas 0,71 [0,62; 0,79]."""
    if math.isnan(one.value):
        return "–"
    between = ", " if language == "en" else "; "
    low, high = (_number(end, language, signs) for end in (one.low, one.high))
    return f"{_number(one.value, language, signs)} [{low}{between}{high}]"


def _number(value: float, language: str, signs: int = 2) -> str:
    return "–" if math.isnan(value) else comma(f"{value:.{signs}f}", language)


def _strict(ratings: pd.DataFrame, people: Sequence[str], drawing: Drawing, language: str) -> str:
    words = review_words(language)
    own = ratings[ratings["rater"].isin(list(people))]
    found = severity(own, TOTAL, drawing) if len(people) > 1 else ()
    if not any(one.lean.n for one in found):
        return ""
    rows = [
        (shorten(one.rater, 30), words.not_linked if math.isnan(one.lean.value) else with_interval(one.lean, language, 1))
        for one in found
    ]
    return f"{heading(words.severity)}\n{table(rows, 1)}"


def _replies(ratings: pd.DataFrame, both: pd.DataFrame, said: Said, words: ReviewWords) -> str:
    people = ratings[ratings["rater"] != MACHINE]
    worst = farthest(people, most=MOST_SHOWN)
    worst = worst if len(worst) else farthest(both, most=MOST_SHOWN)
    worst = worst[worst["apart"] > 0]
    if not len(worst):
        return ""
    known = {one.key: one for one in said.replies}
    lines = [
        _place(known.get(str(key)), str(key), low, high, words)
        for key, low, high in worst[["reply", "lowest", "highest"]].to_numpy().tolist()
    ]
    return "\n".join([heading(words.replies), *lines])


def _place(reply: Any, key: str, low: float, high: float, words: ReviewWords) -> str:
    names = (
        {"conversation": tidy(reply.conversation or key[:8]), "place": tidy(reply.place)}
        if reply
        else {"conversation": key[:8], "place": ""}
    )
    text = f" – {shorten(reply.text, 40)}" if reply else ""
    return f"  {words.reply.format(low=f'{low:.0f}', high=f'{high:.0f}', **names)}{text}"


def _write(out: Path, parts: Mapping[str, Sequence[Agreed]]) -> None:
    """Every figure as a table: who, criterion, replies, each number with its interval."""
    numbers = [one.name for one in fields(Agreed) if one.type == "Estimate"]
    kinds = {"who": TEXT, "criterion": TEXT, "replies": WHOLE}
    kinds |= {name + end: NUMBER for name in numbers for end in ("", "_low", "_high")} | {"apart": NUMBER, "split": WHOLE}
    with writing(out, kinds) as write:
        for who, found in parts.items():
            write([_figures(who, one, numbers) for one in found])


def _figures(who: str, one: Agreed, numbers: Sequence[str]) -> dict[str, Any]:
    row: dict[str, Any] = {"who": who, "criterion": one.criterion, "replies": one.replies, "split": one.split}
    row["apart"] = _told(one.apart)
    for name in numbers:
        found: Estimate = getattr(one, name)
        row |= {name: _told(found.value), f"{name}_low": _told(found.low), f"{name}_high": _told(found.high)}
    return row


def _told(value: float) -> float | None:
    return None if math.isnan(value) else value
