"""`coachkit sample`: which replies of a scored file a person should read."""

from __future__ import annotations

import math
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from coachkit.cli.review_words import ReviewWords, review_words
from coachkit.cli.terminal import comma, shorten, table, tidy, wrapped
from coachkit.errors import InputError
from coachkit.locale import whole
from coachkit.reviews.scored import AS_GUESSED, ScoredFile, number, open_scored
from coachkit.sampling import RANDOM, REASONS, STRATUM, WEIGHT, WHY, Plan, Stratum, choose
from coachkit.transcripts.columns import Columns
from coachkit.transcripts.rows import NUMBER, TEXT, free_name
from coachkit.transcripts.writing import writing

MOST_SHOWN = 40
SMALL = 30
NUMBERS = ("total", "clarity", "empathy", "readability", "tone")


def run(path: Path, out: Path, plan: Plan, language: str, asked: Columns = AS_GUESSED) -> str:
    """Writes the sample with the columns key, why, weight and stratum; tells what was chosen, as text."""
    import pandas as pd

    words = review_words(language)
    scored, rows = open_scored(path, asked)
    by = plan.by or tuple(name for name in (scored.columns.agent_name, scored.columns.channel) if name)
    for name in by:
        if name not in scored.table.columns:
            raise InputError(f"{path}: --by: no column '{name}'. Columns found: {', '.join(scored.table.columns[:40])}")
    places, keys, columns = _looked_at(scored, rows, by)
    if not places:
        raise InputError(f"{path}: no row has a score; give the file that `coachkit score FILE --out` wrote")
    frame = pd.DataFrame(columns, index=places)
    chosen, strata = choose(frame, keys, replace(plan, by=tuple(f"by {name}" for name in by)))
    _write(out, path, scored, dict(zip(places, keys, strict=True)), chosen)
    return "\n".join(_told(chosen[WHY].tolist(), strata, len(places), plan, words, out, language))


def _looked_at(
    scored: ScoredFile, rows: Iterable[Mapping[str, Any]], by: Sequence[str]
) -> tuple[list[int], list[str], dict[str, Any]]:
    """The places and keys of the replies, and what the choice looks at, under our own names; the rows themselves are let go."""
    numbers = {name: scored.ours[name] for name in NUMBERS if name in scored.ours} | {name: name for name in scored.criteria}
    numbers |= {"csat": scored.more["csat"]} if "csat" in scored.more else {}
    columns: dict[str, Any] = {name: array("d") for name in numbers} | {"gates": []} | {f"by {name}": [] for name in by}
    places: list[int] = []
    keys: list[str] = []
    for place, row in enumerate(rows):
        key = scored.key(row)
        if key is None:
            continue
        places.append(place)
        keys.append(key)
        for ours, theirs in numbers.items():
            columns[ours].append(_number(row.get(theirs)))
        columns["gates"].append(sys.intern(str(row.get(scored.ours.get("gates", "gates")) or "")))
        for name in by:
            columns[f"by {name}"].append(row.get(name))
    return places, keys, columns


def _number(value: Any) -> float:
    found = number(value)
    return float("nan") if found is None else found


def _write(out: Path, path: Path, scored: ScoredFile, keys: Mapping[int, str], chosen: Any) -> None:
    """The chosen rows, read once more from the file."""
    scored, rows = open_scored(path, scored.columns)
    kinds: dict[str, Any] = {name: scored.table.kinds.get(name, TEXT) for name in scored.table.columns}
    names = {}
    for name in ("key", WHY, WEIGHT, STRATUM):
        names[name] = free_name(name if name not in kinds else f"coachkit_{name}", kinds)
        kinds[names[name]] = NUMBER if name == WEIGHT else TEXT
    wanted = dict(zip(chosen.index.tolist(), chosen[[WHY, WEIGHT, STRATUM]].to_dict("records"), strict=True))
    with writing(out, kinds, scored.table.delimiter) as write:
        for place, row in enumerate(rows):
            if place in wanted:
                write([_row(row, keys[place], wanted[place], names)])


def _row(row: Mapping[str, Any], key: str, chosen: Any, names: Mapping[str, str]) -> dict[str, Any]:
    weight = float(chosen[WEIGHT])
    ours = {"key": key, WHY: chosen[WHY], WEIGHT: None if math.isnan(weight) else weight, STRATUM: chosen[STRATUM]}
    return dict(row) | {names[name]: value for name, value in ours.items()}


def _told(
    why: Sequence[str],
    strata: Sequence[Stratum],
    population: int,
    plan: Plan,
    words: ReviewWords,
    out: Path,
    language: str,
) -> Iterator[str]:
    yield words.drawn.format(count=whole(len(why), language), all=whole(population, language))
    counts = Counter(reason for one in why for reason in one.split())
    yield table(
        [(getattr(words.reasons, name), whole(counts[name], language)) for name in REASONS if counts[name]] or [("–", "0")], 1
    )
    if counts.total() > len(why):
        yield wrapped(words.several)
    yield ""
    rows: list[tuple[str, ...]] = [("", words.population, words.spread, words.to_read, words.margin)]
    rows += [_line(one, words, language) for one in strata[:MOST_SHOWN]]
    yield table(rows, 4) + (f"\n  … +{len(strata) - MOST_SHOWN}" if len(strata) > MOST_SHOWN else "")
    if counts[RANDOM]:
        yield wrapped(
            words.precise.format(
                points=comma(f"{plan.precision:g}", language), confidence=comma(f"{100 * plan.confidence:g}", language)
            )
        )
    if any(one.size < SMALL and one.size < one.population for one in strata):
        yield wrapped(words.too_few)
    yield words.written.format(path=tidy(str(out)))


def _line(one: Stratum, words: ReviewWords, language: str) -> tuple[str, ...]:
    name = shorten(" / ".join(one.name) or words.all_replies, 30)
    margin = "–" if math.isnan(one.margin) else comma(f"±{one.margin:.1f}", language)
    return name, whole(one.population, language), comma(f"{one.spread:.1f}", language), whole(one.size, language), margin
