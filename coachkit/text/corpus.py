"""A Corpus: a column of texts as flat numpy arrays of tokens and sentences, with offsets into the original texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from coachkit.text.chunks import LONGEST_CHUNK, ChunkTable, Kind

Ints: TypeAlias = npt.NDArray[np.signedinteger[Any]]
Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]

_SPACE = np.zeros(0x3002, dtype=bool)
_SPACE[[code for code in range(0x3001) if chr(code).isspace()]] = True
_NEWLINES = (0x0A, 0x85, 0x2028, 0x2029)
_QUOTED_LINES = re.compile(
    r"^[ \t]*>.*$"
    r"|^-{2,} ?(?:original message|alkuperäinen viesti|ursprungligt meddelande|forwarded message)[\s\S]*\Z"
    r"|^(?:from|lähettäjä|från): .*\n(?:.*\n){0,3}(?:to|sent|subject|vastaanottaja|lähetetty|aihe|till|skickat|ämne): [\s\S]*\Z"
    r"|^(?:on|den|pe|ma|ti|ke|to|la|su|må|ons|tors|fre|lör|sön)\b.{5,90}(?:wrote|kirjoitti|skrev):[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, eq=False)
class Corpus:
    """Texts as columns. n texts, m tokens; a token is a word, number, mark ... (chunks.Kind).

    `reply` (m,) which text; `type` (m,) row in `table`; `row` (m,) token row in `table`; `offset` (m,) where the token's chunk
    starts in its text; `start`, `end` (m,) code-point offsets of the token in that text; `flags` (m,);
    `newlines` (m,) line breaks before the token, 0 for the first of a text; `line_length` (m,) characters of the line that
    such a line break ended; `ptr` (n + 1,) first token of each text; `norm_start` (m,) where the token stands in `norm`,
    the texts' token forms with a space between and around.
    """

    table: ChunkTable
    texts: Sequence[str]
    reply: Ints
    type: Ints
    flags: Ints
    newlines: Ints
    line_length: Ints
    ptr: Ints
    norm: str
    row: Ints
    offset: Ints

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def start(self) -> Ints:
        """(m,) code-point offset of each token's first character in its text."""
        return self.offset + self.table.row_start[self.row]

    @cached_property
    def end(self) -> Ints:
        """(m,) code-point offset just after each token's last character in its text."""
        return self.offset + self.table.row_end[self.row]

    @cached_property
    def kind(self) -> Ints:
        """(m,) chunks.Kind of each token."""
        return self.table.kind[self.type]

    @cached_property
    def norm_start(self) -> Ints:
        """(m + 1,) offset of each token in `norm`."""
        return np.concatenate(([1], 1 + np.cumsum(self.table.form_length[self.type] + 1)))

    def per_reply(self, mask: Bools) -> Ints:
        """(n,) how many of the tokens picked by `mask` (m,) each text has."""
        return np.bincount(self.reply[mask], minlength=len(self))

    def quote(self, first: int, last: int) -> str:
        """The original words from token `first` to token `last`, both included."""
        return self.texts[int(self.reply[first])][int(self.start[first]) : int(self.end[last])]


def blank_quotations(text: str) -> str:
    """The text with quoted earlier messages (">" lines, forwarded mail) blanked, every offset kept."""
    return text if _surely_none(text) else _QUOTED_LINES.sub(lambda match: re.sub(r"\S", " ", match.group()), text)


def _surely_none(text: str) -> bool:
    """Whether none of the signs of a quotation is in the text; spelt out, since it runs on every text."""
    return not (
        (">" in text and ("\n>" in text or "\n >" in text or text.startswith(">")))
        or ("--" in text and ("\n--" in text or text.startswith("--")))
        or ":\n" in text or ": \n" in text or text.endswith(":") or "From:" in text or "Från:" in text or "Lähettäjä:" in text
    )  # fmt: skip


def build_corpus(texts: Sequence[str], table: ChunkTable) -> Corpus:
    """The tokens of `texts` as columns; `table` learns the chunk types it has not met."""
    joined = "\n".join(texts)
    if not _surely_none(f"\n{joined}"):
        joined = "\n".join(map(blank_quotations, texts))
    chunks = joined.split()
    numbers = list(map(table.chunk_id.__getitem__, chunks))
    ids = np.array(numbers, dtype=np.int32)
    table.columns()
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    base = np.concatenate(([0], np.cumsum(lengths + 1)))
    starts, newlines, line_length = _chunk_places(joined)
    counts = table.count[ids]
    rows = _rows(table.first[ids], counts)
    chunk_ptr = np.searchsorted(starts, base)
    per_text = np.diff(chunk_ptr)
    # The line break that joins two texts is none of theirs.
    newlines[chunk_ptr[:-1][per_text > 0]] = 0
    offset = (starts - np.repeat(base[:-1], per_text)).astype(np.int32)
    reply = np.repeat(np.arange(len(texts), dtype=np.int32), per_text)
    forms = map(table.norm.__getitem__, numbers)
    first_token = np.concatenate(([0], np.cumsum(counts)))
    broken, ended = np.zeros(len(rows), dtype=np.int32), np.zeros(len(rows), dtype=np.int32)
    after_break = np.flatnonzero((newlines > 0) & (counts > 0))
    broken[first_token[after_break]] = newlines[after_break]
    ended[first_token[after_break]] = line_length[after_break]
    return Corpus(
        table=table,
        texts=texts,
        reply=np.repeat(reply, counts),
        type=table.row_type[rows],
        flags=table.row_flags[rows],
        newlines=broken,
        line_length=ended,
        ptr=first_token[chunk_ptr].astype(np.int32),
        norm=f" {' '.join(forms if counts.all() else filter(None, forms))} ",
        row=rows,
        offset=np.repeat(offset, counts),
    )


def _rows(first: Ints, counts: Ints) -> Ints:
    """The token rows of all chunks one after another: first, first + 1, ... for each."""
    total = int(counts.sum())
    skipped = np.repeat(first - (np.cumsum(counts) - counts), counts)
    return np.arange(total, dtype=np.int64) + skipped


def _chunk_places(joined: str) -> tuple[Ints, Ints, Ints]:
    """For each chunk: where it starts, the line breaks before it, and how long the line was that they ended."""
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    space = _SPACE[np.minimum(codes, 0x3001)]
    if not space.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32)
    begins = ~space
    begins[1:] &= space[:-1]
    starts = np.flatnonzero(begins)
    newline = codes == _NEWLINES[0]
    if codes.max() >= _NEWLINES[1]:
        newline |= (codes == _NEWLINES[1]) | (codes == _NEWLINES[2]) | (codes == _NEWLINES[3])
    if (codes == 0x0D).any():
        lone = codes == 0x0D
        lone[:-1] &= codes[1:] != 0x0A
        newline |= lone
    seen = np.cumsum(newline, dtype=np.int32)[starts]
    broken = np.diff(seen, prepend=np.int32(0))
    return starts, broken, _line_lengths(newline, seen, broken)


def _line_lengths(newline: Bools, seen: Ints, broken: Ints) -> Ints:
    """Length of the line ended just before each chunk (0 where no line break stands before it)."""
    ends = np.concatenate(([-1], np.flatnonzero(newline)))
    first_break = ends[np.maximum(seen - broken + 1, 0).clip(max=len(ends) - 1)]
    line_start = ends[np.maximum(seen - broken, 0)]
    return np.where(broken > 0, first_break - line_start - 1, 0).astype(np.int32)


def among(values: Ints, others: Ints, *, in_order: bool = False) -> Bools:
    """Which of the values stand in `others`, by one sort and a search (np.isin hashes, which is slower here).

    `in_order` says that `others` are sorted already.
    """
    if not len(others):
        return np.zeros(len(values), dtype=bool)
    table = others if in_order else np.sort(others)
    place = np.minimum(np.searchsorted(table, values), len(table) - 1)
    return table[place] == values


def distinct(values: Ints) -> Ints:
    """The different values, sorted."""
    if not len(values):
        return values
    table = np.sort(values)
    return table[np.concatenate(([True], table[1:] != table[:-1]))]


def words(corpus: Corpus) -> Bools:
    """(m,) which tokens count as words: everything but sentence marks, pauses, bullets and emoji."""
    kind = corpus.kind
    return (kind <= Kind.HANDLE) | (kind == Kind.OTHER)


__all__ = [
    "LONGEST_CHUNK",
    "Bools",
    "Corpus",
    "Floats",
    "Ints",
    "among",
    "blank_quotations",
    "build_corpus",
    "distinct",
    "words",
]
