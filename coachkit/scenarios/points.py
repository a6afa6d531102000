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

THAT = frozenset(("että", "att", "that"))
"""Words by which a clause hangs on the one before it."""

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
    mentions = [one for one in dict.fromkeys(mentions) if not any(_holds(other, one) for other in mentions)]
    keys = {kind: frozenset(one.key for one in mentions if one.kind == kind) for kind in (POINT, TOLD, LIMIT)}
    ordered = sorted(mentions, key=lambda one: (one.span.start, one.span.end, one.kind, one.key))
    return Said(keys[POINT], keys[TOLD], keys[LIMIT], tuple(ordered))


def _holds(other: Mention, one: Mention) -> bool:
    """Whether another mention of the same thing holds this one and is longer."""
    same = (other.kind, other.key) == (one.kind, one.key) and other.span != one.span
    return same and other.span.start <= one.span.start and one.span.end <= other.span.end


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
        # A list for each wording: in one list a longer wording would hide the shorter one inside it, and be turned off itself.
        self._wordings = [
            (kind, key, _key(kind, key, number), phrase) for kind, key, phrases in lists for number, phrase in enumerate(phrases)
        ]
        markers = {name: [Marker(phrase)] for _, _, name, phrase in self._wordings}
        markers[ASKING] = [Marker(phrase) for phrase in language_pack(language).lists[ASKING]]
        self._negative = {phrase for _, _, phrases in lists for phrase in phrases if _has_negation(phrase, language)}
        plain = frozenset(name for kind, _, name, _ in self._wordings if kind != POINT)
        self.book = PhraseBook(markers, plain=plain | {ASKING})

    def mentions(self, texts: Sequence[str]) -> Iterator[tuple[int, Mention]]:
        """Everything found, each with the row of its text."""
        with _lock:
            words = _words_of(self.language)
            parsed = Parsed(build_corpus(texts, words.table), words.facts, self.book)
            masks = {POINT: np.ones(parsed.m, dtype=bool), LIMIT: ~_negated_far(parsed)}
            masks[TOLD], corpus = masks[LIMIT] & _asking(parsed), parsed.corpus
            for kind, key, name, phrase in self._wordings:
                for first, last in self._of(parsed, name, masks[kind], negative=phrase in self._negative):
                    span = Span(int(corpus.start[first]), int(corpus.end[last]))
                    yield int(corpus.reply[first]), Mention(kind, key, span, corpus.quote(first, last))

    def _of(self, parsed: Parsed, name: str, allowed: Bools, *, negative: bool) -> Iterator[tuple[int, int]]:
        """First and last token of each place where a wording stands and holds."""
        rows = parsed.hits.of(name)
        for first, last in zip(parsed.hits.first[rows].tolist(), parsed.hits.last[rows].tolist(), strict=True):
            if allowed[first] and (negative or not _denied(parsed, first, last, self.language)):
                yield first, last


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


def _key(kind: str, key: str, number: int) -> str:
    return f"{kind} {key} {number}"


def _negated_far(parsed: Parsed) -> Bools:
    """(m,) tokens with a negation anywhere before them in their clause, or in the one that "that" hangs on."""
    corpus, blocked = parsed.corpus, parsed.blocked.copy()
    hanging = np.array([corpus.table.form[one] in THAT for one in corpus.type.tolist()], dtype=bool)
    # "Emme voi luvata, että säästät": the comma before it ends no thought, where the clause goes on in the same sentence.
    blocked[:-1] &= ~(hanging[1:] & (parsed.sentence[1:] == parsed.sentence[:-1]))
    return negation_scope(corpus, parsed.flag("negation"), blocked, FAR)


def _asking(parsed: Parsed) -> Bools:
    """(m,) tokens of sentences that ask for something."""
    if not parsed.m:
        return np.zeros(0, dtype=bool)
    sentences = parsed.question_sentence | parsed.sentences_with(parsed.hits.tokens(ASKING))
    return sentences[parsed.sentence]
