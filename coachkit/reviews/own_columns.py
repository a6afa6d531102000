"""Which columns of a table hold a person's review: by our names, by other words for them, and those that were added to a sample.

A sample, as any scored file, has the program's scores in `total`, `gates` and the columns called by a criterion's id. Whoever
reviews in such a file adds columns: behind the program's, or anywhere with "my" before the name. What the program wrote, and what
the export had before, is never taken for a person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from coachkit.model import DIMENSIONS
from coachkit.reviews.scored import OURS, number, own_column
from coachkit.rubrics import Rubric, shipped_criteria
from coachkit.scoring.kept import ScoreRow
from coachkit.transcripts.columns import key

CRITERION = re.compile(r"[a-z]+\.[a-z0-9_]+")
KEYS = ("coachkit_key", "key")
"""What `coachkit sample` calls the column of keys: the first where the input had a `key` of its own."""
WHERE = ("reply", "conversation", "place", "message", "row", "key", "rubric", "fingerprint")
"""Columns of a sample that are a review's too: which reply, and the rules that scored it."""

_WORDS = {
    "reviewer": ("reviewer", "reviewed_by", "arvioija", "arvioijan_nimi", "bedomare", "bedomarens_namn", "granskare"),
    "total": ("total", "total_score", "kokonaispisteet", "yhteispisteet", "totalpoang"),
    "comment": ("comment", "comments", "kommentti", "kommentit", "kommentar", "kommentarer"),
    "root_cause": ("root_cause", "juurisyy", "grundorsak"),
    "blind": ("blind", "sokkona", "blint"),
    "gates": ("gates",),
}
_MEANINGS = {word: name for name, words in _WORDS.items() for word in words}
_MINE = _MEANINGS | dict.fromkeys(("score", "points", "review", "pisteet", "arvio", "poang", "bedomning"), "total")
"""Behind "my" less is needed to tell the total."""
_MY = re.compile(r"(?:my|omat?|egen|eget|egna|mina|mitt)[\s_:.]+", re.IGNORECASE)
_MIN = re.compile(r"min[\s_:.]+", re.IGNORECASE)
"""Swedish for "my", and everybody's short form of minutes and of the least: believed behind the program's columns only."""
_AGAIN = re.compile(r"_\d+$")
CLOSE = 0.006
"""How far a number may be from what the program wrote and still be it: spreadsheets round."""
_NAMELESS = re.compile(r"column_\d+")
_ANYBODYS = ("row", "customer", "language", "rubric", "problem")
"""Names of the program's that the export may have had first."""
_ENDS = ("problem", "key", "why", "weight", "stratum")
"""What the program writes behind the criteria."""


@dataclass(frozen=True)
class OwnColumns:
    """The columns of a table that are read for a review.

    `named` has what each of them holds: a name of ours or a criterion's id. `unread` are columns that somebody may have meant for
    a review and that were not taken for one. `beside`: the program's scores stand beside. `sampled`: it began as a sample, and
    what is not filled in is not reviewed. `programs` are the columns of the program's total and criteria.
    """

    named: Mapping[str, str]
    unread: tuple[str, ...] = ()
    beside: bool = False
    sampled: bool = False
    programs: tuple[str, ...] = ()

    def overwritten(self, values: Mapping[str, Any], machines: Mapping[str, ScoreRow | None]) -> str | None:
        """The column in which somebody has written over the program's score; `machines` has its scores by the replies' keys.

        None where there is no such column, or the row is of other rules than the scores at hand.
        """
        own = {name: str(values.get(column) or "") for column, name in self.named.items() if name in ("key", "fingerprint")}
        machine = machines.get(own.get("key", ""))
        if machine is None or machine.fingerprint != own.get("fingerprint"):
            return None
        for column in self.programs:
            name = column.removeprefix("coachkit_")
            scored = machine.total if name == "total" else machine.criteria.get(name)
            found = number(values.get(column))
            if found is not None and (scored is None or abs(found - scored) > CLOSE):
                return column
        return None

    def review(self, values: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """A row's cells under our own names; None for a row of a sample in which nobody has written."""
        own = {name: values[column] for column, name in self.named.items() if _filled(values.get(column))}
        if self.sampled and not any(name in ("total", "comment") or CRITERION.fullmatch(name) for name in own):
            return None
        # Who wrote beside the program's scores had them before their eyes.
        return {"blind": "no"} | own if self.beside else {**values, **own}


def own_columns(columns: Sequence[str], rubric: Rubric | None = None) -> OwnColumns:
    """The columns of a table by their headers; `rubric` may bring criteria of a team's own."""
    names = _names_of(rubric)
    sampled = any(one in columns for one in KEYS)
    if not _is_beside(columns, sampled=sampled):
        ours = {one: one for one in columns if one in _MEANINGS.values() or CRITERION.fullmatch(one)}
        meant = ((one, _meaning(one, columns, names, behind=True)) for one in columns if one not in ours)
        return OwnColumns(_first(ours, meant), sampled=sampled)
    added, doubtful = list[tuple[str, str | None]](), list[str]()
    for column, behind in _not_the_programs(columns):
        meaning = _meaning(column, columns, names, behind=behind)
        if meaning and (behind or _MY.match(column) or CRITERION.fullmatch(meaning)):
            added.append((column, meaning))
        elif meaning or (behind and not _NAMELESS.fullmatch(column)):
            doubtful.append(column)
    named = _first({}, added)
    programs = tuple(one for one in columns if one == own_column("total", columns) or _is_programs(one, columns))
    where = {found: name for name in WHERE for found in (own_column(name, columns),) if found}
    unread = (*doubtful, *(one for one, _ in added if one not in named))
    return OwnColumns({**where, **named}, unread, beside=True, sampled=True, programs=programs)


def _is_beside(columns: Sequence[str], *, sampled: bool) -> bool:
    """Whether the program's scores stand in the table: told by what nobody but the program writes, or by others called "my"."""
    told = ("weakest", "fingerprint", *DIMENSIONS) if sampled else ("weakest",)
    return any(own_column(one, columns) for one in told) or (sampled and any(_MY.match(one) for one in columns))


def _not_the_programs(columns: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The columns that the program has not written, each with whether it stands behind the program's first: not the export's."""
    ours, (first, end) = _ours(columns), _reach(columns)
    for place, one in enumerate(columns):
        if one not in ours and not (place < end and CRITERION.fullmatch(one)):
            yield one, place > first


def _is_programs(column: str, columns: Sequence[str]) -> bool:
    """Whether it is a criterion's column that the program has written."""
    return bool(CRITERION.fullmatch(column)) and columns.index(column) < _reach(columns)[1]


def _ours(columns: Sequence[str]) -> Mapping[str, str]:
    return {found: name for name in (*OURS, *_ENDS) for found in (own_column(name, columns),) if found}


def _reach(columns: Sequence[str]) -> tuple[int, int]:
    """Where the program's columns begin, and where its criteria have ended."""
    ours = _ours(columns)
    first = min(place for place, one in enumerate(columns) if ours.get(one, "row") not in _ANYBODYS)
    return first, next((place for place, one in enumerate(columns) if place > first and ours.get(one) in _ENDS), first)


def _meaning(column: str, columns: Sequence[str], names: Mapping[str, str], *, behind: bool) -> str | None:
    """What a header says the column holds; None where it says nothing that a review has."""
    again = _AGAIN.sub("", column)
    column = again if again in columns else column
    mine = _MY.match(column) or (_MIN.match(column) if behind else None)
    bare = column[mine.end() :] if mine else column
    if CRITERION.fullmatch(bare.strip().lower()):
        return bare.strip().lower()
    return (_MINE if mine else _MEANINGS).get(key(bare)) or names.get(key(bare))


def _first(named: Mapping[str, str], meant: Any) -> Mapping[str, str]:
    """What is known with what is meant besides; of two columns that hold the same the first is read."""
    found = dict(named)
    for column, meaning in meant:
        if meaning and meaning not in found.values():
            found[column] = meaning
    return found


def _names_of(rubric: Rubric | None) -> Mapping[str, str]:
    own = rubric.criteria if rubric else ()
    return {**{key(name): one.id for one in own for name in one.name.as_dict().values()}, **_shipped_names()}


@lru_cache(maxsize=1)
def _shipped_names() -> Mapping[str, str]:
    """The criteria by their names in each language, as headers are compared."""
    criteria = shipped_criteria().values()
    return MappingProxyType({key(name): one.id for one in criteria for name in one.name.as_dict().values()})


def _filled(cell: Any) -> bool:
    return cell is not None and cell == cell and str(cell).strip() != ""  # noqa: PLR0124 - NaN is not itself
