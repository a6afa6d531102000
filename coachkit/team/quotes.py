"""Quotes for an agent's page: what to be proud of, and what to mend with a better wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pandas as pd

from coachkit.criteria.schema import Criterion
from coachkit.languages import language_pack
from coachkit.model import LANGUAGES
from coachkit.team.table import ScoredReplies
from coachkit.text.markers import expand

MOST = 3
SHORTEST, LONGEST = 3, 220
"""Characters of a quote that says something and fits a page."""

CONTEXT = 160
"""Characters of the reply shown on each side of a quote, at most."""

_MEASURED = "readability."
"""Criteria about the length of words and sentences: an example shows the kind of text, it says no single quote better."""

_KEY = ["agent", "polarity", "criterion"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote in its reply: what stands before and after it in the same paragraph. `better` replaces it, "" where the
    criterion's own example says it better.
    """

    row: int
    criterion: str
    quote: str
    better: str
    language: str
    before: str
    after: str
    often: int


@dataclass(frozen=True, slots=True)
class Picked:
    """An agent's quotes."""

    proud: tuple[Quote, ...] = ()
    mend: tuple[Quote, ...] = ()


@dataclass(frozen=True, eq=False)
class Gathered:
    """The best quote of every agent, side and criterion with the number of findings, the replies of each agent, and the total
    from which a reply is among the best quarter of the agent's own.
    """

    best: pd.DataFrame
    replies: Mapping[str, int]
    quarter: Mapping[str, float]


def wording_known(known: Mapping[str, Criterion]) -> frozenset[str]:
    """The criteria whose example is a better wording of what is quoted: those that look for words, or whose advice quotes them.

    Where a whole reply was counted ("a third of it says I"), no single word of it is to be mended.
    """
    return frozenset(name for name, one in known.items() if one.measure.kind == "markers" or _quotes(one))


def _quotes(criterion: Criterion) -> bool:
    return any("{quote}" in text for text in criterion.advice.change.as_dict().values())


def gather(blocks: Iterable[pd.DataFrame], scored: ScoredReplies, worded: frozenset[str]) -> Gathered:
    """Goes once through the evidence (row, criterion, polarity, start, end, quote, better), block by block.

    `worded` are the criteria whose example is a better wording (`wording_known`); what has neither that nor a `better` cannot
    be mended here. Of each criterion the quote from the best reply is kept to be proud of, from the poorest to mend; the order
    and size of the blocks change nothing.
    """
    replies = scored.frame[scored.frame["agent"] != ""].set_index("row")[["agent", "total", "language", "text"]]
    replies = replies[~replies.index.duplicated()]
    middle = replies.groupby("agent")["total"].median()
    kept: list[pd.DataFrame] = []
    for block in blocks:
        kept = [_best([*kept, _usable(block, replies, middle, worded)])]
    empty = pd.DataFrame(columns=[*_KEY, "often", "row", "quote", "better", "start", "end", "total", "language", "text"])
    counts = {str(name): int(count) for name, count in scored.frame["agent"].value_counts().items()}
    quarter = {str(name): float(total) for name, total in replies.groupby("agent")["total"].quantile(0.75).items()}
    return Gathered(kept[0] if kept else empty, counts, quarter)


def with_texts(gathered: Gathered, texts: Mapping[int, str]) -> Gathered:
    """The same quotes with the replies that they stand in, by row."""
    best = gathered.best
    return replace(gathered, best=best.assign(text=[texts.get(int(row), "") for row in best["row"]]))


def _usable(block: pd.DataFrame, replies: pd.DataFrame, middle: pd.Series[float], worded: frozenset[str]) -> pd.DataFrame:
    """The findings that can be quoted. Nobody is proud of a single word, or of what stands in one of their poorer replies."""
    texts = block[["criterion", "quote", "better"]].astype(object).where(block[["criterion", "quote", "better"]].notna(), "")
    numbers = block[["row", "polarity", "start", "end"]].apply(pd.to_numeric, errors="coerce").fillna(-1).astype("int64")
    table = pd.concat([texts.astype(str), numbers], axis=1)
    length = table["quote"].str.strip().str.len()
    shown = (length >= SHORTEST) & (length <= LONGEST) & (table["polarity"] != 0)
    example = table["criterion"].isin(worded) & ~table["criterion"].str.startswith(_MEASURED)
    mendable = (table["polarity"] > 0) | (table["better"] != "") | example
    table = table[shown & mendable & ~table["criterion"].str.startswith("gates.")]
    table = table.assign(polarity=table["polarity"].clip(-1, 1), often=1).merge(replies, left_on="row", right_index=True)
    proud = table["quote"].str.strip().str.contains(r"\s") & (table["total"] >= table["agent"].map(middle))
    return table[proud | (table["polarity"] < 0)]


def _best(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """One row per agent, side and criterion; `often` adds up."""
    table = pd.concat(parts, ignore_index=True)
    if table.empty:
        return table
    often = table.groupby(_KEY, sort=True)["often"].sum()
    ranked = table.assign(
        usual=_usual(table),
        by_total=-table["total"] * table["polarity"],
        short=-table["quote"].str.len(),
    ).sort_values([*_KEY, "usual", "by_total", "short", "row", "start"], kind="stable")
    first = ranked.drop_duplicates(_KEY).drop(columns=["often", "usual", "by_total", "short"])
    return first.merge(often.reset_index(), on=_KEY)


def _usual(table: pd.DataFrame) -> pd.Series[bool]:
    """Praise of a mere sign-off ("Kind regards"): shown only where there is nothing else to be proud of."""
    said = table["quote"].str.casefold().str.split().str.join(" ").str.strip(" .,!")
    return (table["polarity"] > 0) & said.isin(_sign_offs())


@lru_cache(maxsize=1)
def _sign_offs() -> frozenset[str]:
    marked = (phrase for language in LANGUAGES for phrase in language_pack(language).lists["sign_off"])
    return frozenset(one.casefold() for phrase in marked for one in expand(phrase))


def pick(gathered: Gathered, agent: str, most: int = MOST) -> Picked:
    """An agent's quotes, each of another criterion and, where that is possible, from another reply.

    To be proud of: what this agent's replies do more often than the team's; from the best quarter of them before others, a
    mere sign-off last. To mend: what has a better wording of its own before what has the criterion's example, and of these what
    occurs most often.
    """
    best = gathered.best
    mine = best[best["agent"] == agent]
    if mine.empty:
        return Picked()
    replies = max(1, gathered.replies.get(agent, 0))
    everyone = best[best["polarity"] > 0].groupby("criterion")["often"].sum() / max(1, sum(gathered.replies.values()))
    proud = mine[mine["polarity"] > 0]
    proud = proud.assign(rank=proud["often"] / replies / (proud["criterion"].map(everyone).astype(float) + 1 / replies))
    later = 2 * _usual(proud).astype(int) + (proud["total"] < gathered.quarter.get(agent, 0.0))
    proud = proud.assign(rank=proud["rank"] - later * (1 + proud["rank"].max()))
    mend = mine[mine["polarity"] < 0]
    own_wording = (mend["better"] != "") * (mend["often"].max() if len(mend) else 0)
    return Picked(_first(proud, most), _first(mend.assign(rank=mend["often"] + own_wording), most))


def _first(table: pd.DataFrame, most: int) -> tuple[Quote, ...]:
    ranked = table.sort_values(["rank", "criterion"], ascending=[False, True], kind="stable")
    apart = ranked.drop_duplicates("row").drop_duplicates("quote")
    chosen = pd.concat([apart, ranked.drop(apart.index)]).drop_duplicates("quote").head(most)
    return tuple(_quote(row) for _, row in chosen.iterrows())


def _quote(row: pd.Series[Any]) -> Quote:
    quote, text = str(row["quote"]), str(row["text"])
    start = _place(text, quote, int(str(row["start"])))
    before, after = ("", "") if start < 0 else (text[:start], text[start + len(quote) :])
    return Quote(
        row=int(str(row["row"])),
        criterion=str(row["criterion"]),
        quote=quote,
        better=str(row["better"]),
        language=str(row["language"]),
        before=_last_words(before),
        after=_first_words(after),
        often=int(str(row["often"])),
    )


def _place(text: str, quote: str, start: int) -> int:
    """Where the quote stands; -1 where the text does not hold it (a cell may have been changed on its way)."""
    return start if start >= 0 and text[start : start + len(quote)] == quote else text.find(quote)


def _last_words(text: str) -> str:
    part = text.rpartition("\n")[2]
    return part if len(part) <= CONTEXT else f"…{part[-CONTEXT:].partition(' ')[2]}"


def _first_words(text: str) -> str:
    part = text.partition("\n")[0]
    return part if len(part) <= CONTEXT else f"{part[:CONTEXT].rpartition(' ')[0].rstrip('.,')}…"
