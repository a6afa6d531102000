"""`coachkit diff`: two rubrics side by side, and how the scores of a file of replies would move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import rankdata

from coachkit.authoring.rubric_diff import LARGE, Change, Movement, changes, movement
from coachkit.batch import score_many
from coachkit.cli.terminal import comma, heading, shorten, table, tidy
from coachkit.cli.workshop_words import WorkshopWords, workshop_words
from coachkit.errors import InputError
from coachkit.locale import whole
from coachkit.model import Reply, Texts
from coachkit.reports.words import interface_words
from coachkit.rubrics import Rubric, load_rubric
from coachkit.transcripts.columns import Columns, choose_columns
from coachkit.transcripts.conversation import messages
from coachkit.transcripts.reading import open_table

MOST_SHOWN = 10


def run(old: str, new: str, replies: Path | None, language: str) -> str:
    """What changes and, with a file of replies, how their scores would move; as text."""
    before, after = load_rubric(old), load_rubric(new)
    words = workshop_words(language)
    found = changes(before, after)
    parts = [_changes(found, before, after, words, language)]
    if replies is not None:
        parts += ["", _moves(replies, before, after, language)]
    return "\n".join(parts)


def _changes(found: Sequence[Change], before: Rubric, after: Rubric, words: WorkshopWords, language: str) -> str:
    if not found:
        return words.same
    names = _names(before, after, language)
    rows = [(_about(one, names, words), f"{_value(one.before, language)} → {_value(one.after, language)}") for one in found]
    return "\n".join([heading(words.changes), table(rows, 0)])


def _names(before: Rubric, after: Rubric, language: str) -> dict[str, str]:
    """What the reader sees for the names of criteria, gates and dimensions: "Names the next step (clarity.next_step)"."""
    criteria = (*before.criteria, *before.gates, *after.criteria, *after.gates)
    named: dict[str, Texts] = {one.id: one.name.as_dict() for one in criteria}
    return {key: f"{texts[language]} ({key})" for key, texts in named.items()} | dict(interface_words(language).dimensions)


def _about(change: Change, names: dict[str, str], words: WorkshopWords) -> str:
    name = getattr(words.policies, change.name) if change.part == "policy" else names.get(change.name, change.name)
    return str(getattr(words.parts, change.part)).format(name=tidy(name))


def _value(value: Any, language: str) -> str:
    if value is None:
        return workshop_words(language).nothing
    if isinstance(value, tuple):
        return (", " if language == "en" else "; ").join(comma(f"{one:g}", language) for one in value)
    return comma(f"{value:g}", language) if isinstance(value, float) else str(value)


def _moves(path: Path, before: Rubric, after: Rubric, language: str) -> str:
    words = workshop_words(language)
    rows, replies = _replies(path)
    moved = movement(_totals(replies, before), _totals(replies, after))
    lines = [heading(words.moves), *(f"  {one}" for one in _counts(moved, len(replies), language))]
    farthest = moved.farthest(MOST_SHOWN)
    if farthest:
        lines += ["", heading(words.farthest), table([_line(moved, one, rows, replies, language) for one in farthest], 0)]
    agents = list(_agents(moved, replies, language))
    return "\n".join([*lines, *(["", heading(words.agents), *agents] if agents else [])])


def _replies(path: Path) -> tuple[list[int], list[Reply]]:
    """The replies of a file with their row numbers. Raises InputError where there are none."""
    source = open_table(path, None)
    columns = choose_columns(path, source.columns, Columns())
    found = [(one.row.number, one.reply) for one in messages(source.rows, columns) if one.reply is not None]
    if not found:
        raise InputError(f"{path}: no reply in this file; `coachkit score {path}` tells how its rows are read")
    return [number for number, _ in found], [reply for _, reply in found]


def _totals(replies: Sequence[Reply], rubric: Rubric) -> list[float]:
    return [float(one) for block in score_many(replies, rubric) for one in block.columns()["total"]]


def _counts(moved: Movement, replies: int, language: str) -> Iterator[str]:
    compared, words = len(moved.places), workshop_words(language)
    yield words.compared.format(count=whole(compared, language))
    if replies > compared:
        yield words.left_out.format(count=whole(replies - compared, language))
    if compared:
        before, after = (comma(f"{totals.mean():.1f}", language) for totals in (moved.before, moved.after))
        yield words.mean.format(before=before, after=after)
        counts = {"moved": moved.moved, "far": moved.moved_far, "ranks": moved.changed_rank}
        yield words.moved.format(large=f"{LARGE:g}", **{key: whole(count, language) for key, count in counts.items()})
    if moved.order is not None:
        yield words.tau.format(tau=comma(f"{moved.order:.3f}", language))


def _line(moved: Movement, place: int, rows: Sequence[int], replies: Sequence[Reply], language: str) -> tuple[str, ...]:
    number, words = int(moved.places[place]), workshop_words(language)
    totals = comma(f"{moved.before[place]:.1f} → {moved.after[place]:.1f}", language)
    ranks = words.rank.format(before=moved.rank_before[place], after=moved.rank_after[place])
    return words.row.format(row=rows[number]), totals, ranks, shorten(replies[number].text, 40)


def _agents(moved: Movement, replies: Sequence[Reply], language: str) -> Iterator[str]:
    """Agents whose rank by mean changes, best first under the new rubric; nothing where fewer than two are named."""
    names = np.array([replies[place].agent_name or "" for place in moved.places.tolist()], dtype=object)
    known = sorted({name for name in names.tolist() if name})
    if len(known) < 2:
        return
    means = np.array([[column[names == name].mean() for name in known] for column in (moved.before, moved.after)])
    ranks = np.array([rankdata(-np.round(one, 2), method="min") for one in means]).astype(int)
    for place in np.argsort(-means[1], kind="stable").tolist():
        old, new = means[:, place]
        if ranks[0, place] != ranks[1, place]:
            values = {
                "before": comma(f"{old:.1f}", language),
                "after": comma(f"{new:.1f}", language),
                "rank_before": ranks[0, place],
                "rank_after": ranks[1, place],
            }
            yield f"  {workshop_words(language).agent.format(name=tidy(known[place]), **values)}"
