"""A Corpus: a column of texts as flat numpy arrays of tokens and sentences, with offsets into the original texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from coachkit import compiled
from coachkit.text.arrays import Bools, Floats, Ints, among, count_in_runs, distinct, grown, runs_with, with_bits
from coachkit.text.chunks import CAPITAL, ChunkTable, Kind
from coachkit.text.held import all_empty, read_through, some_of
from coachkit.text.quotations import as_read
from coachkit.text.splitting import Joined, join
from coachkit.text.token_columns import no_columns, token_columns

_SPACE = np.zeros(0x3002, dtype=bool)
_SPACE[[code for code in range(0x3001) if chr(code).isspace()]] = True
_CHUNK = re.compile(r"\S+")

FEW = 8
"""Of so many tokens less than one is picked: then those few are counted, and not all gone through."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """Texts as columns. n texts, m tokens; a token is a word, number, mark ... (chunks.Kind).

    `reply` (m,) which text; `type` (m,) row in `table`; `row` (m,) token row in `table`; `chunk` (m,) which run of characters
    without white space, counted through all texts; `flags` (m,); `newlines` (m,) line breaks before the token, 0 for the first
    of a text; `line_length` (m,) characters of the line that such a break ended; `ptr` (n + 1,) first token of each text.
    `read` holds the texts as they were read, of the same lengths; `first_chunk` (n,) the number of each text's first chunk;
    `known_bytes` the bytes of the texts, where they are at hand (see `joined`).
    """

    table: ChunkTable
    texts: Sequence[str]
    read: Sequence[str]
    reply: Ints
    type: Ints
    flags: Ints
    newlines: Ints
    line_length: Ints
    ptr: Ints
    row: Ints
    chunk: Ints
    first_chunk: Ints
    known_bytes: Joined | None = None

    @cached_property
    def joined(self) -> Joined:
        """The UTF-8 bytes of `texts` (not of `read`) one after another, and where each text stands in them.

        The very bytes that a whole block was cut from; made when first asked for where the corpus is a part of one.
        """
        return self.known_bytes or join(self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def offset(self) -> Ints:
        """(m,) code-point offset of each token's chunk in its text."""
        lengths = np.fromiter(map(len, self.read), dtype=np.int64, count=len(self.read))
        base = np.cumsum(lengths + 1) - (lengths + 1)
        return _chunk_places("\n".join(self.read))[self.chunk] - base[self.reply]

    def places(self, text: int) -> tuple[Ints, Ints]:
        """Offsets of the start and the end of each token of one text; cheaper than `start` and `end` for a few texts."""
        tokens = slice(int(self.ptr[text]), int(self.ptr[text + 1]))
        begins = np.array([match.start() for match in _CHUNK.finditer(self.read[text])], dtype=np.int64)
        offset = begins[self.chunk[tokens] - self.first_chunk[text]]
        return offset + self.table.row_start[self.row[tokens]], offset + self.table.row_end[self.row[tokens]]

    def touched(self, text: int, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """For ranges of characters of one text: the first and last token each touches; those that touch none are left out."""
        if not spans:
            return []
        starts, ends = self.places(text)
        table = np.array(spans, dtype=np.int64)
        first, after = np.searchsorted(ends, table[:, 0], side="right"), np.searchsorted(starts, table[:, 1], side="left")
        low = int(self.ptr[text])
        return [(low + a, low + b - 1) for a, b in zip(first.tolist(), after.tolist(), strict=True) if a < b]

    def chunk_texts(self, tokens: Ints) -> list[str]:
        """The runs of characters without white space that tokens stand in."""
        numbers = np.searchsorted(self.table.first, self.row[tokens], side="right") - 1
        return [self.table.chunk[number] for number in numbers.tolist()]

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
        return self.table.kind.take(self.type)

    def is_kind(self, kind: Kind) -> Bools:
        """(m,) tokens of one kind."""
        if kind not in self._kinds:
            # A plain number: numpy would compare with a member of an enumeration in the widest type.
            self._kinds[kind] = self.kind == int(kind)
        return self._kinds[kind]

    @cached_property
    def _kinds(self) -> dict[Kind, Bools]:
        return {}

    @cached_property
    def capital(self) -> Bools:
        """(m,) tokens that begin with a capital letter."""
        return self.has(CAPITAL)

    def has(self, flag: int) -> Bools:
        """(m,) tokens with one of the flags of `chunks`."""
        return with_bits(self.flags, flag)

    @cached_property
    def letter_words(self) -> Ints:
        """(n,) words with letters in each text."""
        return self.per_reply(self.is_kind(Kind.WORD))

    @cached_property
    def text_starts(self) -> Ints:
        """The first token of every text that has any."""
        return self.ptr[:-1][self.ptr[:-1] < self.ptr[1:]]

    def per_reply(self, mask: Bools) -> Ints:
        """(n,) how many of the tokens picked by `mask` (m,) each text has."""
        if compiled.in_use():
            return count_in_runs(mask, self.ptr)
        if FEW * np.count_nonzero(mask) < len(mask):
            return np.bincount(self.reply.take(np.flatnonzero(mask)), minlength=len(self))
        return runs_with(mask, self.ptr)

    def sums(self, values: Ints) -> Ints:
        """(n,) the sum of whole numbers (m,) in each text."""
        return runs_with(values, self.ptr)

    def subset(self, texts: Ints) -> Corpus:
        """Some of the texts by their places, in rising order: the same as a corpus built of them alone."""
        counts = self.ptr[texts + 1] - self.ptr[texts]
        reply, tokens = _rows(self.ptr[texts], counts)
        kept = some_of(self.texts, texts)
        # No text but the last chosen needs its number of chunks, and every other one has a text behind it.
        chunks = self.first_chunk[texts[:-1] + 1] - self.first_chunk[texts[:-1]]
        first_chunk = np.concatenate(([0], np.cumsum(chunks)))[: len(texts)]
        return Corpus(
            table=self.table,
            texts=kept,
            read=kept if self.read is self.texts else some_of(self.read, texts),
            reply=reply,
            type=self.type[tokens],
            flags=self.flags[tokens],
            newlines=self.newlines[tokens],
            line_length=self.line_length[tokens],
            ptr=np.concatenate(([0], np.cumsum(counts))),
            row=self.row[tokens],
            chunk=self.chunk[tokens] - (self.first_chunk[texts] - first_chunk)[reply],
            first_chunk=first_chunk,
        )

    def quote(self, first: int, last: int) -> str:
        """The original words from token `first` to token `last`, both included."""
        return self.texts[int(self.reply[first])][int(self.start[first]) : int(self.end[last])]


def build_corpus(texts: Sequence[str], table: ChunkTable) -> Corpus:
    """The tokens of `texts` as columns; `table` learns the chunk types it has not met."""
    texts = read_through(texts)
    if all_empty(texts):
        # So are the customers' messages where none was given, a whole block of them.
        return Corpus(table, texts, texts, *no_columns(len(texts)))
    joined = join(texts)
    read = as_read(texts, joined)
    joined_read = joined if read is texts else join(read)
    return Corpus(table, texts, read, *token_columns(joined_read, table), known_bytes=joined)


def _rows(first: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """For every token of all chunks one after another: its chunk, and its token row."""
    chunk = np.repeat(np.arange(len(counts)), counts)
    skipped = first - (np.cumsum(counts) - counts)
    return chunk, np.arange(len(chunk)) + skipped.take(chunk)


def _chunk_places(joined: str) -> Ints:
    """Where each run of characters without white space starts."""
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    space = _SPACE[np.minimum(codes, 0x3001)]
    begins = ~space
    begins[1:] &= space[:-1]
    return np.flatnonzero(begins)


def words(corpus: Corpus) -> Bools:
    """(m,) which tokens count as words: everything but sentence marks, pauses, bullets and emoji."""
    return (corpus.kind <= int(Kind.HANDLE)) | corpus.is_kind(Kind.OTHER)


__all__ = [
    "Bools",
    "Corpus",
    "Floats",
    "Ints",
    "among",
    "build_corpus",
    "count_in_runs",
    "distinct",
    "grown",
    "runs_with",
    "with_bits",
    "words",
]
