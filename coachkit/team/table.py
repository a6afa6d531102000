"""A scored table, as `coachkit score --out` writes it, in one form: known columns, numbers as numbers, weeks as dates."""

from __future__ import annotations

import math
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import pandas as pd

from coachkit.errors import InputError, did_you_mean
from coachkit.model import DIMENSIONS
from coachkit.team.slashed_dates import SLASHED, Slashed, together
from coachkit.transcripts.columns import HEADERS as AS_READ
from coachkit.transcripts.columns import key as _key
from coachkit.transcripts.times import iso_time, without_clock_word
from coachkit.transcripts.values import ANSWERS_IN_WORDS, HIGHEST, NO_ANSWER

MEASURES = ("total", *DIMENSIONS)
"""The scores from 0 to 100 that every scored table has."""

HEADERS: Mapping[str, tuple[str, ...]] = {name: AS_READ["agent_name" if name == "agent" else name] for name in (
    "text", "agent", "channel", "conversation", "at", "csat", "nps",
)}  # fmt: skip
"""What a column is called is what the reader of transcripts takes it for: a report must find what `score` has found."""

MONTHS = 12
_COUNTED = re.compile(r"\d{10}|\d{13}")
"""Seconds or milliseconds since 1970."""

_CRITERION = re.compile(rf"(?:coachkit_)?((?:{'|'.join(DIMENSIONS)})\.[a-z0-9_]+)")
_TEXTS = ("agent", "channel", "language", "gates", "weakest", "text")


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column holds what, where it is not to be guessed from the header."""

    text: str | None = None
    agent: str | None = None
    channel: str | None = None
    conversation: str | None = None
    at: str | None = None
    csat: str | None = None
    nps: str | None = None


@dataclass(frozen=True, eq=False)
class ScoredReplies:
    """Replies with scores. `frame` has the columns row, agent, channel, language, text, gates, weakest (texts, "" where not
    known), at (UTC), week (its Monday), csat, nps, unit (a number for what was sampled: the conversation, else the reply), the
    scores 0 to 100, and one column 0 to 1 per id in `criteria`. `left_out` rows had no score; `unread` tells for at, csat and
    nps in how many of the others something stood there that is no time or no number of that scale. `slashed` is for a block of
    a table: in which order its days and months come is told by all of them.
    """

    frame: pd.DataFrame
    criteria: tuple[str, ...] = ()
    left_out: int = 0
    unread: Mapping[str, int] = field(default_factory=dict)
    slashed: Slashed = field(default_factory=Slashed, repr=False)

    def where(self, kept: pd.Series[bool]) -> ScoredReplies:
        """Only the replies for which `kept` holds."""
        return replace(self, frame=self.frame[kept])

    def named(self, column: str) -> tuple[str, ...]:
        """The values of a text column in alphabetical order, without the unknown."""
        return tuple(sorted(set(self.frame[column]) - {""}))

    @property
    def dated(self) -> bool:
        """Whether any reply has a date."""
        return bool(self.frame["at"].notna().any())


def standard(frame: pd.DataFrame, roles: Roles | None = None, first: int = 1) -> ScoredReplies:
    """A scored table, or a block of one, in the one form; `first` is the number of its first row.

    Raises InputError without a column `total`, or when an asked column is not there.
    """
    found = [str(name) for name in frame.columns]
    if not {"total", "coachkit_total"} & set(found):
        raise InputError(f"no column 'total'{did_you_mean('total', found)}; give the file that `coachkit score FILE --out` wrote")
    source = {name: _role(name, roles or Roles(), found) for name in (one.name for one in fields(Roles))}
    columns: dict[str, Any] = {name: _texts(frame, _ours(name, found) or source.get(name)) for name in _TEXTS}
    columns["row"] = _whole(frame, _ours("row", found), first)
    moments, slashed = read_times(frame[source["at"]] if source["at"] else _no_times(frame))
    columns["at"] = slashed.settled(moments)
    columns["week"] = week_of(columns["at"])
    columns |= {name: _answers(frame, source[name], highest) for name, highest in HIGHEST.items()}
    columns |= {name: _numbers(frame, _ours(name, found)) for name in MEASURES}
    criteria = {match[1]: name for name in found if (match := _CRITERION.fullmatch(name))}
    columns |= {name: _numbers(frame, header) for name, header in criteria.items()}
    whole = pd.DataFrame(columns, index=frame.index)
    whole["unit"] = _units(_texts(frame, source["conversation"]), whole["row"])
    known = whole["total"].notna()
    unread = {name: int((_said(frame, source[name]) & whole[name].isna() & known).sum()) for name in ("at", *HIGHEST)}
    kept = whole[known]
    slashed = slashed.at_places(kept.index)
    return ScoredReplies(kept.reset_index(drop=True), tuple(criteria), int((~known).sum()), unread, slashed)


def joined(blocks: Iterable[ScoredReplies]) -> ScoredReplies:
    """The blocks of a table as one, column by column: besides the whole there is never more than one column twice."""
    columns: dict[str, list[pd.Series[Any]]] = {}
    criteria, left_out, unread = tuple[str, ...](), 0, Counter[str]()
    rows, slashed = 0, list[Slashed]()
    for block in blocks:
        slashed.append(block.slashed.moved(rows))
        rows += len(block.frame)
        criteria, left_out = block.criteria, left_out + block.left_out
        unread.update(block.unread)
        for name in block.frame.columns:
            # A copy of its own: a column of a frame keeps the whole frame in memory.
            columns.setdefault(name, []).append(block.frame[name].copy())
    whole = {name: pd.concat(columns.pop(name), ignore_index=True) for name in list(columns)}
    settled = together(slashed).settled(whole["at"])
    if settled is not whole["at"]:
        whole |= {"at": settled, "week": week_of(settled)}
    return ScoredReplies(pd.DataFrame(whole, copy=False), criteria, left_out, dict(unread))


def text_column(found: Iterable[str], roles: Roles | None = None) -> str | None:
    """The column of the replies' texts; None where there is none."""
    return _role("text", roles or Roles(), list(found))


def row_numbers(frame: pd.DataFrame, first: int = 1) -> pd.Series[Any]:
    """The number of each row in the file that was scored; `first` is that of the first where they are not told."""
    return _whole(frame, _ours("row", [str(name) for name in frame.columns]), first)


def row_column(found: Iterable[str]) -> str | None:
    """The column of the numbers of the rows in the file that was scored; None where there is none."""
    return _ours("row", list(found))


def needed_columns(found: Iterable[str], roles: Roles | None = None) -> list[str]:
    """Those of the columns that standard() looks at, but for the texts: the others need not be read.

    The texts are the bulk of a file, and only those that are quoted are ever shown.
    """
    names = list(found)
    source = {_role(one.name, roles or Roles(), names) for one in fields(Roles) if one.name != "text"}
    ours = {_ours(name, names) for name in ("row", "language", "gates", "weakest", *MEASURES)}
    return [name for name in names if name in source | ours or _CRITERION.fullmatch(name)]


def times(values: pd.Series[Any]) -> pd.Series[Any]:
    """The moments in UTC, NaT for what is none; a day comes before its month where both could be and no date tells otherwise."""
    moments, slashed = read_times(values)
    return slashed.settled(moments)


def read_times(values: pd.Series[Any]) -> tuple[pd.Series[Any], Slashed]:
    """The same with the day first throughout, and what its slashed dates would be otherwise."""
    if not pd.api.types.is_datetime64_any_dtype(values):
        values = values.map(lambda one: f"{one:.0f}" if isinstance(one, int | float) and math.isfinite(one) else one)
    known = pd.to_datetime(values, errors="coerce", utc=True, format="ISO8601")
    others = values[known.isna() & values.notna() & (values.astype(str).str.len() > len("1.1.24"))]
    if others.empty:
        return known, Slashed()
    plain = others.astype(str).map(without_clock_word)
    counted = plain.str.fullmatch(_COUNTED)
    year_first = plain.str.match(r"\d{4}\D")  # pandas would take 2026-02-03 9:15 for the second of March
    parts = ((plain[counted].map(iso_time), False), (plain[year_first], False), (plain[~counted & ~year_first], True))
    for part, day_first in parts:
        known = known.where(~known.index.isin(part.index), _in_any_form(part, day_first=day_first).reindex(known.index))
    return known, _slashed(plain, known)


def _in_any_form(dates: pd.Series[Any], *, day_first: bool) -> pd.Series[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pd.to_datetime(dates, errors="coerce", utc=True, format="mixed", dayfirst=day_first)


def _slashed(dates: pd.Series[str], moments: pd.Series[Any]) -> Slashed:
    """What the dates with slashes among these can be; `moments` is how they are read with the day first."""
    parts = dates.str.extract(SLASHED).dropna().astype(int)
    either = parts.index[(parts[0] <= MONTHS) & (parts[1] <= MONTHS) & (parts[0] != parts[1])]
    readings = pd.DataFrame({"day_first": moments[either], "month_first": _in_any_form(dates[either], day_first=False)})
    return Slashed(bool((parts[0] > MONTHS).any()), bool((parts[1] > MONTHS).any()), readings)


def _no_times(frame: pd.DataFrame) -> pd.Series[Any]:
    return pd.Series(pd.NaT, frame.index, dtype="datetime64[ns, UTC]")


def week_of(moments: pd.Series[Any]) -> pd.Series[Any]:
    """The Monday of each moment's week, in UTC."""
    days = moments.dt.floor("D")
    return days - pd.to_timedelta(days.dt.day_of_week, unit="D")


def _role(name: str, roles: Roles, found: Sequence[str]) -> str | None:
    asked = getattr(roles, name)
    if asked is not None:
        if asked not in found:
            raise InputError(f"no column '{asked}'{did_you_mean(asked, found)}. Columns found: {', '.join(found[:40])}")
        return str(asked)
    by_key = {_key(header): header for header in reversed(found)}
    return next((by_key[header] for header in HEADERS[name] if header in by_key), None)


def _ours(name: str, found: Sequence[str]) -> str | None:
    """The column that the scoring added; the input's own may bear the name already."""
    if name not in ("row", "language", "gates", "weakest", *MEASURES):
        return None
    return next((one for one in (f"coachkit_{name}", name) if one in found), None)


def _texts(frame: pd.DataFrame, name: str | None) -> Any:
    if name is None:
        return ""
    column = frame[name]
    return column.astype(object).where(column.notna(), "").astype(str).str.strip()


def _numbers(frame: pd.DataFrame, name: str | None) -> Any:
    return float("nan") if name is None else pd.to_numeric(frame[name], errors="coerce").astype(float)


def _answers(frame: pd.DataFrame, name: str | None, highest: float) -> Any:
    """What customers answered, as numbers from 0 to `highest`: with a decimal comma too, and as "good" and "bad"."""
    if name is None:
        return float("nan")
    column = frame[name]
    if not pd.api.types.is_numeric_dtype(column):
        texts = column.where(column.notna(), "").astype(str).str.strip()
        column = texts.str.replace(",", ".", regex=False)
        if highest == HIGHEST["csat"]:
            column = column.where(~texts.str.lower().isin(ANSWERS_IN_WORDS), texts.str.lower().map(ANSWERS_IN_WORDS))
    numbers = pd.to_numeric(column, errors="coerce").astype(float)
    return numbers.where(numbers.between(0, highest))


def _said(frame: pd.DataFrame, name: str | None) -> pd.Series[bool]:
    """Where the column holds something that was meant to say something."""
    if name is None:
        return pd.Series(data=False, index=frame.index)
    return frame[name].notna() & ~frame[name].astype(str).str.strip().str.lower().isin(NO_ANSWER)


def _units(conversations: Any, rows: pd.Series[Any]) -> Any:
    """(n,) a 64-bit number of each conversation, else of the reply: the same in every block, and far smaller than names."""
    names = pd.Series(conversations, rows.index, dtype=object)
    alone = "\0" + rows.astype(str).astype(object)
    return pd.util.hash_array(names.where(names != "", alone).to_numpy(dtype=object), categorize=True)


def _whole(frame: pd.DataFrame, name: str | None, first: int) -> Any:
    """The numbers of the rows in the file that was scored; counted from `first` where they are not told."""
    counted = pd.Series(range(first, first + len(frame)), frame.index)
    if name is None:
        return counted
    return pd.to_numeric(frame[name], errors="coerce").fillna(counted).astype("int64")
