"""White-space chunks and the tokens inside them, worked out once per chunk type.

A handful of chunk types make up most of any text, so all that depends on a chunk alone (its words, their form, their place
inside it) stands in a table and is looked up. A token is a word, a number, a date, a URL, an emoji, or a mark that ends or
parts a sentence; commas and quotation marks are only noted on the token before them.
"""

from __future__ import annotations

import re
import unicodedata
import weakref
from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from coachkit.text.slots import Slots

if TYPE_CHECKING:
    from coachkit.text.word_index import WordIndex

Ints: TypeAlias = npt.NDArray[np.signedinteger[Any]]

LONGEST_CHUNK = 300
"""Characters; a longer run without white space is no word and is kept as one unknown token."""


class Kind(IntEnum):
    """What a token is."""

    WORD = 0
    NUMBER = 1
    DATE = 2
    CLOCK = 3
    MONEY = 4
    PERCENT = 5
    DURATION = 6
    CODE = 7
    URL = 8
    EMAIL = 9
    HANDLE = 10
    EMOJI = 11
    END = 12
    PAUSE = 13
    OTHER = 14
    BULLET = 15
    SIGN = 16


CAPITAL = 1
"""Flag: begins with a capital letter."""
SHOUT = 2
"""Flag: two letters or more, all capitals."""
COMMA_AFTER = 4
"""Flag: a comma, bracket or dash stands after it, so a clause may end here."""
STRONG = 8
"""Flag: more than one exclamation or question mark in a row."""
TIGHT = 16
"""Flag: a letter follows directly where white space belongs ("word.Next", "word,next")."""
QUOTED = 32
"""Flag: an opening bracket or quotation mark stands before it."""

SIGNED = 64
"""Flag on a chunk's first token: the chunk holds a sign that placeholders are made with."""
CONCEALED = 128
"""Flag on a chunk's first token: the chunk holds a character that shows nothing or turns the direction of the text."""

ACRONYM = 256
"""Flag: two to five capitals, alone or before a hyphen or colon ("KYC", "KYC-tiedot")."""
LONGEST_ACRONYM = 5
MARKED = 512
"""Flag: the mark of a short signature stands right before it, and nothing but a stop or comma behind it (^AB, /Anna)."""

MARKS = "\x00\x01"
"""Characters that count as white space in a text: they may mark where one begins."""

HIDDEN = "\u00ad\u180e\u200b\u200c\u2060\u2061\u2062\u2063\u2064\ufeff"
"""Characters that show nothing; they are passed over inside a word. (The joiner U+200D belongs to emoji.)"""
ONE_FORM = str.maketrans("’‘ʼ´`＇\u2010\u2011", "''''''--")

_EMOJI = (
    "(?:[\U0001f1e6-\U0001f1ff]{2}"
    "|[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a\u231b\u2328\u23e9-\u23fa]"
    "(?:\ufe0f|[\U0001f3fb-\U0001f3ff])?(?:\u200d[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?)*)"
)
_SMILEY = r"(?:[:;=8]['’]?-?[)(DPpO/\\|*3]+(?!\w)|<3+|\^\^|[xX]D+(?!\w))"
_TOKEN = re.compile(
    rf"""
    (?P<URL>(?:https?://|www\.)[^\s<>"“”]*[^\s<>"“”.,;:!?…)\]'’]
      |[a-z0-9åäö][\w-]*(?:\.[\w-]+)*\.(?:fi|se|com|org|net|eu|io|dk|no|uk|info)(?![\w.])
       (?:/[^\s<>"“”]*[^\s<>"“”.,;:!?…)\]'’])?)
  | (?P<EMAIL>[\w.+-]{{1,64}}@[\w-]+(?:\.[\w-]+)+)
  | (?P<HANDLE>[@\#][^\W\d]\w*|@\w+)
  | (?P<SMILEY>{_SMILEY})
  | (?P<EMOJI>{_EMOJI})
  | (?P<MONEY>[€$£]\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*(?:€|\$|£|kr|eur(?:oa|os?)?)(?!\w)|\d+:-)
  | (?P<PERCENT>\d+(?:[.,]\d+)?%)
  | (?P<DATE>\d{{4}}-\d\d-\d\d(?!\d)|\d{{1,2}}\.(?:\d{{1,2}}\.)?[–-]\d{{1,2}}\.\d{{1,2}}\.?(?:\d{{4}})?
      |(?:0?[1-9]|[12]\d|3[01])\.(?:1[0-2]|0?[1-9])\.(?:\d{{4}}|\d{{2}}(?!\d))?|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?(?![\d/]))
  | (?P<CLOCK>(?:[01]?\d|2[0-4])[:.][0-5]\d(?:[–-](?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?)?(?:am|pm|h)?(?![\w:]|\.\d)
      |\d{{1,2}}(?:am|pm)(?!\w)|\d{{1,2}}[–-]\d{{1,2}}(?:am|pm)(?!\w))
  | (?P<DURATION>\d+(?:[.,–-]\d+)?(?:h|hrs?|min|mins|pv|vrk|vk|kk|d|tim|dgr)(?!\w))
  | (?P<CODE>[\#]?(?=[\w-]*\d)(?=[\w-]*[^\W\d_])[^\W_][\w]*(?:-\w+)*|\#\d+)
  | (?P<NUMBER>\+?\d+(?:[.,:/–-]\d+)*(?::\w{{1,3}}(?!\w))?)
  | (?P<DOTTED>[^\W\d_]{{1,4}}(?:\.[^\W\d_]{{1,4}})+(?![^\W_]))
  | (?P<WORD>[^\W\d_]+(?:['’ʼ´`\-\u2010\u2011][^\W_]+)*(?::[a-zåäö]{{1,3}}(?!\w))?)
  | (?P<END>[.!?…‽。！？]+)
  | (?P<BULLET>^[•◦▪‣·*–—-]$|^\(?[a-z]\)$)
  | (?P<PAUSE>[:;–—|]+|^-+$)
  | (?P<COMMA>[,()\[\]{{}}])
  | (?P<QUOTE>["'“”„«»’‘])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIGNATURE = re.compile(r"(?:\A|(?<=[.!?…\U0001f300-\U0001faff]))[-–—^/*~]{1,2}(?=[^\W\d_](?:[^\W\d_]|['’-]){1,24}[.!,]?\Z)")
_SIGNS = re.compile(r"[{}\[\]<>%$]|__|xxx|lorem", re.IGNORECASE)
_CONCEALING = re.compile(f"[{HIDDEN}\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_KINDS = {kind.name: kind for kind in Kind} | {"SMILEY": Kind.EMOJI, "DOTTED": Kind.WORD}


class ChunkTable:
    """Chunk types, their tokens, and token types; it only grows.

    Columns by chunk type: `first` (row of its first token in the token rows), `count` (tokens in it). Columns by token row:
    `row_type` (token type), `row_start`, `row_end` (offsets in the chunk), `row_flags`. Columns by token type: `form`
    (lower case, composed, hidden characters left out, never with a space), `kind`, `letters`.
    """

    def __init__(self, dotted: frozenset[str] = frozenset()) -> None:
        self._dotted = dotted
        self.chunk_id: dict[str, int] = _Lookup(self)
        self.slots = Slots(self.chunk_id.__getitem__)
        self._index: WordIndex | None = None
        self.type_id: dict[tuple[str, int], int] = {}
        self.chunk: list[str] = []
        self.form: list[str] = []
        self._new_chunks: list[tuple[int, int]] = []
        self._new_rows: list[tuple[int, int, int, int]] = []
        self._new_types: list[tuple[int, int]] = []
        self._rows_added = 0
        self.first, self.count = _columns([], (np.int32, np.int32))
        self.row_type, self.row_start, self.row_end, self.row_flags = _columns([], (np.int64, np.int32, np.int32, np.int16))
        self.kind, self.letters = _columns([], (np.int8, np.int16))

    def add(self, chunk: str) -> int:
        """The number of a chunk type seen for the first time."""
        tokens = self.tokens_of(chunk)
        self._new_chunks.append((self._rows_added, len(tokens)))
        self._new_rows += [(self._type(form, kind), start, end, flags) for form, kind, start, end, flags in tokens]
        self._rows_added += len(tokens)
        self.chunk.append(chunk)
        return len(self.chunk_id)

    def _type(self, form: str, kind: int) -> int:
        number = self.type_id.setdefault((form, kind), len(self.form))
        if number == len(self.form):
            self.form.append(form)
            self._new_types.append((kind, sum(map(str.isalpha, form))))
        return number

    @property
    def index(self) -> WordIndex:
        """The numbers of chunks for compiled loops."""
        if self._index is None:
            from coachkit.text.word_index import WordIndex

            self._index = WordIndex(self.chunk_id.__getitem__)
        return self._index

    def columns(self) -> None:
        """Brings the numpy columns up to date with what was added."""
        if not self._new_chunks:
            return
        self.first, self.count = _grown((self.first, self.count), self._new_chunks)
        rows = (self.row_type, self.row_start, self.row_end, self.row_flags)
        self.row_type, self.row_start, self.row_end, self.row_flags = _grown(rows, self._new_rows)
        self.kind, self.letters = _grown((self.kind, self.letters), self._new_types)
        self._new_chunks, self._new_rows, self._new_types = [], [], []

    def tokens_of(self, chunk: str) -> list[tuple[str, int, int, int, int]]:
        """The tokens of one chunk: form, kind, start, end (offsets in the chunk), flags."""
        if len(chunk) > LONGEST_CHUNK:
            return [("\ufffd", int(Kind.OTHER), 0, len(chunk), 0)]
        if chunk.isalpha() and "xxx" not in chunk.lower() and chunk.lower() != "lorem":
            return [(_form(chunk), int(Kind.WORD), 0, len(chunk), _case_flags(chunk))]
        shown, places = _without_hidden(chunk)
        special = (SIGNED if _SIGNS.search(chunk) else 0) | (CONCEALED if _CONCEALING.search(chunk) else 0)
        tokens: list[tuple[str, int, int, int, int]] = []
        position = 0
        while position < len(shown):
            match = _TOKEN.match(shown, position)
            if match is None:
                position += 1
                continue
            position = self._take(match, shown, places, tokens)
        if tokens and (mark := _SIGNATURE.search(shown)):
            place = max(number for number, token in enumerate(tokens) if token[2] <= places[mark.end()])
            form, kind, start, end, flags = tokens[place]
            tokens[place] = (form, kind, start, end, flags | (MARKED if kind == Kind.WORD else 0))
        if special:
            form, kind, start, end, flags = tokens[0] if tokens else ("{", int(Kind.SIGN), 0, len(chunk), 0)
            tokens[:1] = [(form, kind, start, end, flags | special)]
        return tokens

    def _take(self, match: re.Match[str], shown: str, places: list[int], tokens: list[tuple[str, int, int, int, int]]) -> int:
        """Adds the token of one match, or notes a comma or quotation mark on the one before; where to go on."""
        name, text = str(match.lastgroup), match.group()
        start, end = match.span()
        if name == "DOTTED" and text.lower() not in self._dotted:
            end = start + text.index(".")
            name, text = "WORD", shown[start:end]
        tight = TIGHT if end < len(shown) and shown[end].isalpha() and name in ("END", "COMMA") and text in ".,!?" else 0
        if name in ("COMMA", "QUOTE"):
            if tokens:
                form, kind, a, b, flags = tokens[-1]
                tokens[-1] = (form, kind, a, b, flags | (COMMA_AFTER if name == "COMMA" else 0) | tight)
            return end
        kind = _KINDS[name]
        flags = tight | (_case_flags(text) if kind is Kind.WORD else 0)
        if start and shown[start - 1] in "([\"“”„«'":
            flags |= QUOTED
        if kind in (Kind.END, Kind.PAUSE):
            flags |= STRONG if len(text) > 1 and text.strip(".…") else 0
            text = _end_form(text) if kind is Kind.END else ":"
        tokens.append((_form(text), int(kind), places[start], places[end - 1] + 1, flags))
        return end


def _columns(rows: Sequence[tuple[int, ...]], kinds: Sequence[npt.DTypeLike]) -> list[Ints]:
    """The columns of a list of rows, each in one piece of memory."""
    table = np.array(rows, dtype=np.int64).reshape(-1, len(kinds))
    return [np.ascontiguousarray(column, dtype=kind) for column, kind in zip(table.T, kinds, strict=True)]


def _grown(columns: Sequence[Ints], rows: Sequence[tuple[int, ...]]) -> list[Ints]:
    new = _columns(rows, [column.dtype for column in columns])
    return [np.concatenate(pair) for pair in zip(columns, new, strict=True)]


class _Lookup(dict[str, int]):
    """Chunk -> number; an unseen chunk is worked out on the way."""

    def __init__(self, table: ChunkTable) -> None:
        super().__init__()
        # Else the two would hold each other, and an old table stay until garbage is collected.
        self._table: ChunkTable = weakref.proxy(table)

    def __missing__(self, chunk: str) -> int:
        number = self[chunk] = self._table.add(chunk)
        return number


def _without_hidden(chunk: str) -> tuple[str, list[int]]:
    """The chunk as it shows (hidden characters left out, letters composed) and where each character stood."""
    if chunk.isascii():
        return chunk, list(range(len(chunk)))
    kept: list[str] = []
    places: list[int] = []
    for place, character in enumerate(chunk):
        if character in HIDDEN or unicodedata.bidirectional(character) in _BIDI_CONTROLS:
            continue
        if unicodedata.combining(character) and kept:
            composed = unicodedata.normalize("NFC", kept[-1] + character)
            if len(composed) == 1:
                kept[-1] = composed
                continue
        kept.append("\ufffd" if "\ud800" <= character <= "\udfff" else character)
        places.append(place)
    # The end of a token is the place of its last character plus one; a mark composed into it stays inside.
    return "".join(kept), places


_BIDI_CONTROLS = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))


def _case_flags(text: str) -> int:
    if not text[0].isupper():
        return 0
    shout = SHOUT if text.isupper() and sum(map(str.isalpha, text)) > 1 else 0
    head = text.partition("-")[0].partition(":")[0]
    return CAPITAL | shout | (ACRONYM if head.isupper() and 2 <= len(head) <= LONGEST_ACRONYM else 0)


def _end_form(text: str) -> str:
    if "?" in text or "？" in text:
        return "?"
    if "!" in text or "！" in text:
        return "!"
    return "…" if len(text) > 1 or text == "…" else "."


def _form(text: str) -> str:
    """Lower case with one kind of apostrophe and hyphen; one word, so that a phrase is words with single spaces."""
    lowered = text.translate(ONE_FORM).lower()
    return unicodedata.normalize("NFC", lowered)
