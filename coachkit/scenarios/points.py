"""What a reply says of a scenario's points, of what was told already and of what must not be said.

The markers of a scenario are compiled once and kept; a reply alone and in a batch are read by the same code.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from coachkit.languages import dotted_abbreviations, language_pack
from coachkit.model import Span
from coachkit.scenarios.schema import Scenario
from coachkit.text.chunks import ChunkTable
from coachkit.text.corpus import Bools, build_corpus
from coachkit.text.facts import TypeFacts
from coachkit.text.markers import Marker
from coachkit.text.parsed import Parsed
from coachkit.text.phrases import PhraseBook, negation_scope

POINT, TOLD, LIMIT = "point", "told", "limit"
ASKING = "asks_for"
"""The language pack's list of wordings that ask for something."""

FAR = 12
"""Words that a negation reaches over in its clause: "I can't promise that it will be there by noon" promises nothing."""

NEGATES_BEFORE = {
    "en": frozenset(("not", "isn't", "aren't", "won't", "can't", "cannot", "couldn't", "wasn't", "never")),
    "fi": frozenset(("en", "et", "ei", "emme", "ette", "eivät")),
    "sv": frozenset(("inte", "int", "ej", "icke", "aldrig")),
}
"""Negations that turn off what stands right before them: "vi skickar inte", "korvausta ei makseta", "a refund isn't possible".

Others begin something of their own: "a new lamp without a return".
"""

MOST_TYPES = 50_000
"""Word types kept before a new table is begun, so that memory does not grow with the number of replies."""

KEPT_SCENARIOS = 16
LONGEST = 200_000
"""Characters of one reply that are looked at, as in scoring."""

_NO_WORD = re.compile(r"[()|*]|\.\.\.")

Lists = tuple[tuple[str, str, tuple[str, ...]], ...]
"""Kind, key and wordings of everything that is looked for in a scenario."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a reply. `kind` is "point", "told" or "limit"; `key` a point's id, a told thing's `what`, a limit's `say`."""

    kind: str
    key: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one reply says: ids of points, what it asks for again, limits it crosses; `mentions` in the order of the text."""

    covered: frozenset[str]
    asked_again: frozenset[str]
    crossed: frozenset[str]
    mentions: tuple[Mention, ...]


def find_points(scenario: Scenario, text: str) -> Said:
    """What the reply `text` says of the scenario's points, told things and limits."""
    return find_points_many(scenario, [text])[0]


def find_points_many(scenario: Scenario, texts: Sequence[str]) -> list[Said]:
    """One Said per text; each is the same as when its text is read alone."""
    finder = _finder(scenario.language, _lists(scenario))
    found: list[list[Mention]] = [[] for _ in texts]
    for row, mention in finder.mentions([text[:LONGEST] for text in texts]):
        found[row].append(mention)
    return [_said(mentions) for mentions in found]


def _said(mentions: list[Mention]) -> Said:
    keys = {kind: frozenset(one.key for one in mentions if one.kind == kind) for kind in (POINT, TOLD, LIMIT)}
    ordered = sorted(mentions, key=lambda one: (one.span.start, one.span.end, one.kind, one.key))
    return Said(keys[POINT], keys[TOLD], keys[LIMIT], tuple(ordered))


def _lists(scenario: Scenario) -> Lists:
    return (
        *((POINT, one.id, one.find) for one in scenario.points),
        *((TOLD, one.what, one.find) for one in scenario.asks_again),
        *((LIMIT, one.say, one.find) for one in scenario.agent.must_not),
    )


@lru_cache(maxsize=KEPT_SCENARIOS)
def _finder(language: str, lists: Lists) -> _Finder:
    return _Finder(language, lists)


class _Words:
    """The word types of one language met so far; one for all scenarios of the process."""

    def __init__(self, language: str) -> None:
        self.table = ChunkTable(dotted_abbreviations())
        self.facts = TypeFacts(self.table, language)


_lock = threading.RLock()
_words: dict[str, _Words] = {}


def _words_of(language: str) -> _Words:
    known = _words.get(language)
    if known is None or len(known.table.chunk_id) > MOST_TYPES:
        known = _words[language] = _Words(language)
    return known


class _Finder:
    """The markers of one scenario, compiled."""

    def __init__(self, language: str, lists: Lists) -> None:
        self.language, self.lists = language, lists
        markers = {_key(kind, key): [Marker(phrase) for phrase in phrases] for kind, key, phrases in lists}
        markers[ASKING] = [Marker(phrase) for phrase in language_pack(language).lists[ASKING]]
        self._negative = {phrase for _, _, phrases in lists for phrase in phrases if _has_negation(phrase, language)}
        plain = frozenset(_key(kind, key) for kind, key, _ in lists if kind != POINT)
        self.book = PhraseBook(markers, plain=plain | {ASKING})

    def mentions(self, texts: Sequence[str]) -> Iterator[tuple[int, Mention]]:
        """Everything found, each with the row of its text."""
        with _lock:
            words = _words_of(self.language)
            parsed = Parsed(build_corpus(texts, words.table), words.facts, self.book)
            masks = {POINT: np.ones(parsed.m, dtype=bool), LIMIT: ~_negated_far(parsed)}
            masks[TOLD] = masks[LIMIT] & _asking(parsed)
            for kind, key, _ in self.lists:
                yield from self._of(parsed, kind, key, masks[kind])

    def _of(self, parsed: Parsed, kind: str, key: str, allowed: Bools) -> Iterator[tuple[int, Mention]]:
        hits, corpus = parsed.hits, parsed.corpus
        rows = hits.of(_key(kind, key))
        columns = (hits.first[rows].tolist(), hits.last[rows].tolist(), hits.marker[rows].tolist())
        for first, last, marker in zip(*columns, strict=True):
            if allowed[first] and (self._phrase(marker) in self._negative or not _denied(parsed, first, last, self.language)):
                span = Span(int(corpus.start[first]), int(corpus.end[last]))
                yield int(corpus.reply[first]), Mention(kind, key, span, corpus.quote(first, last))

    def _phrase(self, marker: int) -> str:
        return self.book.markers[marker].phrase


def _has_negation(phrase: str, language: str) -> bool:
    """Whether a marker has a negation among its own words: then another one is no denial of it."""
    negations = frozenset(language_pack(language).negations)
    return not negations.isdisjoint(_NO_WORD.sub(" ", phrase.lower().replace("’", "'")).split())


def _denied(parsed: Parsed, first: int, last: int, language: str) -> bool:
    """Whether a negation stands in a gap of the hit, or right after it in the same clause."""
    if parsed.flag("negation")[first : last + 1].any():
        return True
    after = last + 1
    table = parsed.corpus.table
    return after < parsed.m and not parsed.blocked[last] and table.form[parsed.corpus.type[after]] in NEGATES_BEFORE[language]


def _key(kind: str, key: str) -> str:
    return f"{kind} {key}"


def _negated_far(parsed: Parsed) -> Bools:
    """(m,) tokens with a negation anywhere before them in their clause."""
    return negation_scope(parsed.corpus, parsed.flag("negation"), parsed.blocked, FAR)


def _asking(parsed: Parsed) -> Bools:
    """(m,) tokens of sentences that ask for something."""
    if not parsed.m:
        return np.zeros(0, dtype=bool)
    sentences = parsed.question_sentence | parsed.sentences_with(parsed.hits.tokens(ASKING))
    return sentences[parsed.sentence]
