"""`coachkit sample`: which replies of a scored file a person should read."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from coachkit.cli.review_words import ReviewWords, review_words
from coachkit.cli.terminal import shorten, table, tidy, wrapped
from coachkit.errors import InputError
from coachkit.reviews.scored import ScoredFile, number, read_scored
from coachkit.sampling import RANDOM, REASONS, STRATUM, WEIGHT, WHY, Plan, Stratum, choose
from coachkit.transcripts.rows import NUMBER, TEXT, free_name
from coachkit.transcripts.writing import writing

MOST_SHOWN = 40
SMALL = 30
NUMBERS = ("total", "clarity", "empathy", "readability", "tone")


def run(path: Path, out: Path, plan: Plan, language: str) -> str:
    """Writes the sample with the columns key, why, weight and stratum; tells what was chosen, as text."""
    import pandas as pd

    words, scored = review_words(language), read_scored(path)
    replies = scored.replies()
    places = [place for place, one in enumerate(replies) if one is not None]
    keys = [one.key for one in replies if one is not None]
    by = plan.by or tuple(name for name in (scored.columns.agent_name, scored.columns.channel) if name)
    for name in by:
        if name not in scored.table.columns:
            raise InputError(f"{path}: --by: no column '{name}'. Columns found: {', '.join(scored.table.columns[:40])}")
    frame = pd.DataFrame(_columns(scored, places, by))
    chosen, strata = choose(frame, keys, replace(plan, by=tuple(f"by {name}" for name in by)))
    _write(out, scored, places, keys, chosen)
    return "\n".join(_told(chosen[WHY].tolist(), strata, len(places), plan, words, out))


def _columns(scored: ScoredFile, places: Sequence[int], by: Sequence[str]) -> dict[str, list[Any]]:
    """What the choice looks at, under our own names."""
    rows = [scored.rows[place] for place in places]
    numbers = {name: scored.ours[name] for name in NUMBERS if name in scored.ours}
    numbers |= {name: name for name in scored.criteria} | {name: scored.more[name] for name in ("csat",) if name in scored.more}
    columns: dict[str, list[Any]] = {ours: [_number(row.get(theirs)) for row in rows] for ours, theirs in numbers.items()}
    columns["gates"] = [str(row.get(scored.ours.get("gates", "gates")) or "") for row in rows]
    return columns | {f"by {name}": [row.get(name) for row in rows] for name in by}


def _number(value: Any) -> float:
    found = number(value)
    return float("nan") if found is None else found


def _write(out: Path, scored: ScoredFile, places: Sequence[int], keys: Sequence[str], chosen: Any) -> None:
    kinds: dict[str, Any] = {name: scored.table.kinds.get(name, TEXT) for name in scored.table.columns}
    names = {}
    for name in ("key", WHY, WEIGHT, STRATUM):
        names[name] = free_name(name if name not in kinds else f"coachkit_{name}", kinds)
        kinds[names[name]] = NUMBER if name == WEIGHT else TEXT
    with writing(out, kinds, scored.table.delimiter) as write:
        write([_row(scored.rows[places[place]], keys[place], chosen.loc[place], names) for place in chosen.index.tolist()])


def _row(row: Mapping[str, Any], key: str, chosen: Any, names: Mapping[str, str]) -> dict[str, Any]:
    weight = float(chosen[WEIGHT])
    ours = {"key": key, WHY: chosen[WHY], WEIGHT: None if math.isnan(weight) else weight, STRATUM: chosen[STRATUM]}
    return dict(row) | {names[name]: value for name, value in ours.items()}


def _told(
    why: Sequence[str], strata: Sequence[Stratum], population: int, plan: Plan, words: ReviewWords, out: Path
) -> Iterator[str]:
    yield words.drawn.format(count=f"{len(why):,}", all=f"{population:,}")
    counts = Counter(reason for one in why for reason in one.split())
    yield table([(getattr(words.reasons, name), f"{counts[name]:,}") for name in REASONS if counts[name]] or [("–", "0")], 1)
    yield ""
    rows: list[tuple[str, ...]] = [("", words.population, words.spread, words.to_read, words.margin)]
    rows += [_line(one, words) for one in strata[:MOST_SHOWN]]
    yield table(rows, 4) + (f"\n  … +{len(strata) - MOST_SHOWN}" if len(strata) > MOST_SHOWN else "")
    if counts[RANDOM]:
        yield wrapped(words.precise.format(points=f"{plan.precision:g}", confidence=f"{100 * plan.confidence:g}"))
    if any(one.size < SMALL and one.size < one.population for one in strata):
        yield wrapped(words.too_few)
    yield words.written.format(path=tidy(str(out)))


def _line(one: Stratum, words: ReviewWords) -> tuple[str, ...]:
    name = shorten(" / ".join(one.name) or words.all_replies, 30)
    margin = "–" if math.isnan(one.margin) else f"±{one.margin:.1f}"
    return name, f"{one.population:,}", f"{one.spread:.1f}", f"{one.size:,}", margin
