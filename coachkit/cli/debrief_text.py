"""The debrief of a game as text for a terminal: what a debrief has to tell, part by part; empty parts are left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coachkit.cli.play_text import listed, paragraphs, titled
from coachkit.cli.play_words import PlayWords
from coachkit.cli.terminal import bar, shorten, table, wrapped
from coachkit.cli.words import terminal_words
from coachkit.practice.beside import Beside
from coachkit.practice.debrief import Debrief, number
from coachkit.practice.journey import PointNote
from coachkit.practice.remarks import Remark
from coachkit.practice.words import Headings, PracticeWords, practice_words
from coachkit.reports.words import interface_words

LONGEST = 200


def debrief_text(said: Debrief, play: PlayWords) -> str:
    """The debrief in its language, in at most 80 columns."""
    words = practice_words(said.language)
    parts = [
        _head(said, words),
        _choice(said, play),
        _mood(said, words),
        *_remarks(said, words),
        _points(said, words),
        _limits(said, words),
        _section(
            words.headings.beside, ["\n\n".join(_beside(one, words.headings, said) for one in said.beside)] * bool(said.beside)
        ),
        _section(words.headings.why_model, [wrapped(said.why_model, "  ", first="  ")] if said.why_model else []),
        _rest(said, words),
    ]
    return "\n\n".join(part for part in parts if part)


def _section(title: str, lines: Sequence[str]) -> str:
    return "\n".join([titled(title), *lines]) if lines else ""


def _head(said: Debrief, words: PracticeWords) -> str:
    """How it ended, and the scores as bars."""
    rows = [(words.headings.total, bar(said.total), number(said.total))]
    dimensions = interface_words(said.language).dimensions
    if any(score is not None for score in said.dimensions.values()):
        rows += [(dimensions[name], bar(score), number(score)) for name, score in said.dimensions.items()]
    outcome = [wrapped(said.outcome)] if said.outcome else []
    return "\n".join([titled(words.headings.title), *outcome, table(rows, 1)])


def _choice(said: Debrief, play: PlayWords) -> str:
    """The channel chosen, and what is to be said of it and the others."""
    if said.choice is None:
        return ""
    others = [f"{one.name} ({play.right if one.right else play.wrong}): {one.why}" for one in said.choice.others]
    lines = [wrapped(said.choice.words), wrapped(said.choice.chosen.why, "  ", first="  ")]
    return "\n".join([*lines, titled(play.others), *listed(others)])


def _mood(said: Debrief, words: PracticeWords) -> str:
    """The moods in a row, and the replies that changed them."""
    if said.choice is not None:
        return ""
    lines = [wrapped(" → ".join(words.mood(mood) for mood in said.mood), "  ", first="  ")]
    for one in said.turning_points:
        lines += [wrapped(one.words, "  ", first="  "), *(wrapped(reason, "      ", first="    - ") for reason in one.reasons)]
    return _section(words.headings.mood, lines)


def _remarks(said: Debrief, words: PracticeWords) -> Iterator[str]:
    """What to put right first, what worked, what to try."""
    if said.choice is not None:
        return
    none = {"went_well": words.headings.nothing_yet, "changes": words.headings.no_change}
    for name in ("gates", "went_well", "changes"):
        found: Sequence[Remark] = getattr(said, name)
        lines = [line for one in found for line in _remark(one, said, better=name != "went_well")]
        if not lines and name in none:
            lines = [wrapped(none[name], "  ", first="  ")]
        yield _section(getattr(words.headings, name), lines)


def _remark(one: Remark, said: Debrief, *, better: bool) -> Iterator[str]:
    yield wrapped(f"{one.name}: {one.message}", "    ", first="  - ")
    if one.quote and one.quote not in one.message:
        yield wrapped(shorten(one.quote, LONGEST), "      ", first="    > ")
    if one.better and better:
        yield wrapped(f"{interface_words(said.language).card.example}: {one.better}", "      ", first="    ")


def _points(said: Debrief, words: PracticeWords) -> str:
    told = [_point(one, said.language) for one in said.said]
    missed = [one.words for one in said.missed]
    parts = [_section(words.headings.said, listed(told, "+")), _section(words.headings.missed, listed(missed))]
    return "\n\n".join(part for part in parts if part)


def _point(one: PointNote, language: str) -> str:
    opening, closing = terminal_words(language).quotes
    return f"{one.say}: {opening}{shorten(one.words, LONGEST)}{closing}"


def _limits(said: Debrief, words: PracticeWords) -> str:
    return _section(words.headings.limits, listed([one.words for one in (*said.crossed, *said.asked_again)]))


def _beside(one: Beside, titles: Headings, said: Debrief) -> str:
    """One's own reply, the model's, and what makes the difference."""
    score = interface_words(said.language).card.score
    lines = [f"  {titles.yours} {one.reply} ({score}: {number(one.your_total)})", paragraphs(one.yours, "    ")]
    lines += [f"  {titles.model} ({score}: {number(one.model_total)})", paragraphs(one.model, "    ")]
    differences = [f"{each.name}: {each.words}" for each in one.differences]
    if differences:
        lines += [f"  {titles.differences}", *(wrapped(each, "      ", first="    - ") for each in differences)]
    return "\n".join(lines)


def _rest(said: Debrief, words: PracticeWords) -> str:
    """Times, hints, tries, the text to improve, and what to practise next."""
    small = [said.times_in_words, said.draft_in_words, *(one.words for one in said.again), said.hints]
    lines = [wrapped(line) for line in small if line]
    following = [f"{one.title} ({one.scenario})" for one in said.next_exercises]
    return "\n\n".join(part for part in ("\n".join(lines), _section(words.headings.next, listed(following))) if part)
