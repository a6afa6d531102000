"""Where sentences end: NLTK's Punkt with our own parameters, asked once per kind of place, and a few rules for replies.

Punkt decides at a full stop by the token before it and the token after it. With our parameters only the kind of either
matters (an abbreviation, an initial, a number ...; a small letter, a capital, a word that often begins sentences), so Punkt
is asked once for each pair of kinds and its answers stand in a small table. A test holds the table against Punkt itself.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt

from coachkit import compiled
from coachkit.documents import kept
from coachkit.languages import language_pack
from coachkit.text.chunks import CAPITAL, Kind
from coachkit.text.corpus import Bools, Corpus, Ints

PLAIN, ABBREVIATION, INITIAL, NUMBER, ELLIPSIS, LAST_ABBREVIATION = range(6)
LOWER, UPPER, STARTER, OTHER = range(4)

WRAP_WIDTH = 55
"""A line of at least this many characters that ends without a sentence mark is taken for a wrapped line."""

# One example of each kind, to ask Punkt with.
_BEFORE = {PLAIN: "asia", ABBREVIATION: "esim", INITIAL: "B", NUMBER: "12", ELLIPSIS: "hmm..", LAST_ABBREVIATION: "jne"}
_AFTER = {LOWER: "osa", UPPER: "Osa", STARTER: "Nyt", OTHER: "12"}


def punkt(abbreviations: frozenset[str], starters: frozenset[str]) -> Any:
    """NLTK's PunktSentenceTokenizer with these abbreviations (no final stop) and words known to occur in small letters."""
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(abbreviations)
    for word in starters:
        parameters.ortho_context[word] = _LOWER_CASE_INSIDE
    return PunktSentenceTokenizer(parameters)


# Punkt's orthographic context: the word occurs in lower case in the middle of sentences (nltk.tokenize.punkt._ORTHO_MID_LC),
# so with a capital it begins one.
_LOWER_CASE_INSIDE = 1 << 5


@lru_cache(maxsize=1)
def stop_table() -> npt.NDArray[np.bool_]:
    """[kind before, kind after] -> whether a sentence ends at the stop between them, as Punkt says."""
    table = np.array(_answers(), dtype=bool)
    # An abbreviation that often ends a sentence (etc., jne., osv.) does so before a capital: ours, Punkt has no such class.
    table[LAST_ABBREVIATION] = [False, True, True, False]
    # Three dots before a capital end a sentence in messages ("Let me check... Your order is here."), where Punkt is unsure.
    table[ELLIPSIS, UPPER] = True
    return table


def _answers() -> list[list[bool]]:
    """What Punkt answers for each pair of kinds, kept in the cache folder: importing NLTK takes longer than a first score."""
    asked = [[f"Tämä {left}. {right} on." for right in _AFTER.values()] for left in _BEFORE.values()]

    def ask() -> list[list[bool]]:
        splitter = punkt(frozenset({_BEFORE[ABBREVIATION]}), frozenset({_AFTER[STARTER].lower()}))
        return [[len(splitter.tokenize(text)) > 1 for text in row] for row in asked]

    answers: list[list[bool]] = kept("sentences", [version("nltk"), asked], ask, _is_table)
    return answers


def _is_table(answers: object) -> bool:
    """Whether a file that was kept holds an answer for each pair; half a file is none."""
    rows = answers if isinstance(answers, list) else []
    cells = [cell for row in rows if isinstance(row, list) and len(row) == len(_AFTER) for cell in row]
    return len(rows) == len(_BEFORE) and len(cells) == len(_BEFORE) * len(_AFTER) and all(isinstance(one, bool) for one in cells)


def stop_kinds(forms: list[str], kinds: Ints, language: str) -> Ints:
    """For token types: their kind before a stop (PLAIN ... LAST_ABBREVIATION)."""
    pack = language_pack(language)
    known = dict.fromkeys(pack.abbreviations, ABBREVIATION) | dict.fromkeys(pack.ending_abbreviations, LAST_ABBREVIATION)
    result = np.zeros(len(forms), dtype=np.int32)
    for row, form in enumerate(forms):
        if kinds[row] == Kind.NUMBER:
            result[row] = NUMBER
        elif form in known:
            result[row] = known[form]
        elif len(form) == 1 and form.isalpha():
            result[row] = INITIAL
    return result


def sentence_starts(corpus: Corpus, before: Ints, starter: Bools) -> Bools:
    """(m,) which tokens begin a sentence. `before` tells by token type the kind before a stop; `starter` (m,) which tokens are a
    frequent first word."""
    size = len(corpus.type)
    starts = np.zeros(size, dtype=bool)
    if not size:
        return starts
    kind = corpus.kind
    _begin(corpus, kind, before, starter, starts)
    starts[_after_dates(corpus, kind)] = True
    _keep_list_numbers(corpus, kind, starts)
    _move_behind_emoji(corpus, kind, starts)
    return starts


def _begin(corpus: Corpus, kind: Ints, before: Ints, starter: Bools, starts: Bools) -> None:
    """Marks where texts begin, lines that are no continuation, and what stands behind a mark that ends a sentence."""
    if compiled.in_use():
        from coachkit.text import token_kernels

        stop, ellipsis = (corpus.table.type_id.get((mark, int(Kind.END)), -1) for mark in ".…")
        token_kernels.begin(
            corpus.type, corpus.ptr, corpus.flags, corpus.newlines, corpus.line_length, starter, corpus.table.kind,
            corpus.table.letters, before, stop_table(), stop, ellipsis, starts,
        )  # fmt: skip
        return
    starts[corpus.text_starts] = True
    starts[_line_starts(corpus, kind)] = True
    ends = np.flatnonzero(corpus.is_kind(Kind.END)[:-1])
    ends = ends[corpus.reply[ends] == corpus.reply[ends + 1]]
    starts[ends[_breaks(corpus, ends, kind, before, starter)] + 1] = True


def _keep_list_numbers(corpus: Corpus, kind: Ints, starts: Bools) -> None:
    """Holds "1. Open ..." together: a number of one or two digits that begins a line or follows a stop or a colon ("1" only)."""
    rows = np.flatnonzero(corpus.is_kind(Kind.NUMBER)[:-2])
    rows = rows[kind[rows + 1] == int(Kind.END)]
    rows = rows[corpus.chunk[rows + 1] == corpus.chunk[rows]]
    after = rows + 2
    word = (kind[after] == Kind.WORD) & ((corpus.flags[after] & CAPITAL) > 0) & (corpus.reply[after] == corpus.reply[rows])
    rows = rows[word & (corpus.newlines[after] == 0)]
    rows = rows[np.array([len(corpus.table.form[one]) <= 2 for one in corpus.type[rows].tolist()], dtype=bool)]
    one = corpus.type[rows] == corpus.table.type_id.get(("1", int(Kind.NUMBER)), -1)
    rows = rows[starts[rows] | (one & (kind[np.maximum(rows - 1, 0)] == Kind.PAUSE))]
    starts[rows] = True
    starts[rows + 2] = False


def _move_behind_emoji(corpus: Corpus, kind: Ints, starts: Bools) -> None:
    """Lets emoji on the line of a sentence close it ("Thanks! :) We ..."); a capital after them begins the next one."""
    rows = np.flatnonzero(corpus.is_kind(Kind.EMOJI))
    if not len(rows):
        return
    fresh = _begins_line(corpus, rows)
    # Emoji in a row are one; the first of a row of them says whether it closes what stands before on its line.
    begins = np.flatnonzero((np.diff(rows, prepend=-2) > 1) | fresh)
    closes = ~fresh[begins]
    first, last = rows[begins[closes]], rows[np.append(begins[1:], len(rows)) - 1][closes]
    goes_on = last + 1 < len(kind)
    goes_on[goes_on] = ~_begins_line(corpus, last[goes_on] + 1)
    after = last[goes_on] + 1
    capital = (kind[after] == int(Kind.WORD)) & corpus.capital[after]
    moved = after[starts[first[goes_on]] | capital]
    starts[rows[np.repeat(closes, np.diff(np.append(begins, len(rows))))]] = False
    starts[moved] = True


def _begins_line(corpus: Corpus, tokens: Ints) -> Bools:
    """Which tokens are the first of their text or line."""
    return (corpus.newlines[tokens] > 0) | (corpus.ptr[corpus.reply[tokens]] == tokens)


def _after_dates(corpus: Corpus, kind: Ints) -> Ints:
    """Capitalised words right after a date with a stop of its own ("3.5. Terveisin"), which ends the sentence as well."""
    rows = np.flatnonzero(corpus.is_kind(Kind.DATE)[:-1])
    after = rows + 1
    capital = ((corpus.flags[after] & CAPITAL) > 0) & (kind[after] == Kind.WORD) & (corpus.reply[rows] == corpus.reply[after])
    form = corpus.table.form
    stop = np.array([form[one].endswith(".") for one in corpus.type[rows].tolist()], dtype=bool)
    return after[capital & stop] if len(rows) else after


def _breaks(corpus: Corpus, ends: Ints, kind: Ints, before: Ints, starter: Bools) -> Bools:
    """For each END token in `ends` whether a sentence ends there."""
    after = ends + 1
    following = np.full(len(ends), OTHER)
    is_word = kind[after] == Kind.WORD
    capital = corpus.capital[after]
    following[is_word & ~capital] = LOWER
    following[is_word & capital] = UPPER
    following[is_word & capital & starter[after]] = STARTER
    stop = corpus.type[ends] == corpus.table.type_id.get((".", int(Kind.END)), -1)
    ellipsis = corpus.type[ends] == corpus.table.type_id.get(("…", int(Kind.END)), -1)
    previous = np.maximum(ends - 1, 0)
    found = before[corpus.type[previous]]
    left = np.where(corpus.reply[previous] == corpus.reply[ends], found, PLAIN)
    left = np.where(ellipsis, ELLIPSIS, left)
    breaks = ~(stop | ellipsis) | stop_table()[left, following]
    return breaks & ~_merged(corpus, ends, following, stop, found == PLAIN)


def _merged(corpus: Corpus, ends: Ints, following: Ints, stop: Bools, unsure: Bools) -> Bools:
    """Our own rules on top: a small letter goes on with the sentence where the writer uses capitals at all; "nro. 5" too.

    All are by the END tokens; `unsure` tells where the token before is no abbreviation, initial or number.
    """
    capitals = np.bincount(corpus.reply[ends[following >= UPPER]], minlength=len(corpus))
    first = corpus.ptr[:-1].clip(max=max(len(corpus.type) - 1, 0))
    opens_capital = corpus.capital[first]
    cased = (opens_capital & (capitals > 0))[corpus.reply[ends]]
    previous = np.maximum(ends - 1, 0)
    same = (corpus.reply[previous] == corpus.reply[ends]) & (previous < ends)
    short = same & (corpus.table.letters[corpus.type[previous]] <= 3)
    digit_after = corpus.is_kind(Kind.NUMBER)[ends + 1]
    goes_on = (following == LOWER) & cased & stop
    return goes_on | (stop & short & digit_after & unsure)


def _line_starts(corpus: Corpus, kind: Ints) -> Ints:
    """Tokens that begin a line which is not the continuation of a wrapped one."""
    rows = np.flatnonzero(corpus.newlines)
    here, length = kind[rows], corpus.line_length[rows]
    ended = kind[rows - 1] == int(Kind.END)
    bullet = (here == int(Kind.BULLET)) | (here == int(Kind.NUMBER))
    wrapped = length >= WRAP_WIDTH
    wrapped |= (length >= WRAP_WIDTH - 20) & ~corpus.capital[rows] & (here == int(Kind.WORD))
    return rows[(corpus.newlines[rows] > 1) | ended | bullet | ~wrapped]
