"""Replies and a rubric -> scores with their evidence, language by language, as columns."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coachkit.criteria.schema import Markers, Substitute
from coachkit.languages import dotted_abbreviations, language_pack
from coachkit.model import CHANNELS, DIMENSIONS, LANGUAGES, Reply
from coachkit.rubrics import Rubric
from coachkit.scoring.adding import added_up
from coachkit.scoring.arithmetic import hold_at, weighted_mean
from coachkit.scoring.collection import no_collection
from coachkit.scoring.deciding import GATE_PASSED_FROM, REASONS, SCORED, Evaluated, Setting, evaluate_one
from coachkit.scoring.replies import Replies
from coachkit.signals.reading import Reading
from coachkit.text.chunks import ChunkTable
from coachkit.text.corpus import Bools, Corpus, Floats, Ints, build_corpus
from coachkit.text.detection import LanguageVotes, detect
from coachkit.text.facts import TypeFacts
from coachkit.text.held import none_missing
from coachkit.text.markers import Marker
from coachkit.text.names import signed_name
from coachkit.text.parsed import Parsed
from coachkit.text.phrases import PhraseBook

MOST_TYPES = 60_000
"""Chunk types kept before a new table is begun, so that memory does not grow with the number of replies."""

# Lists of the language packs that mean the same with a negation before them, or have their own.
PLAIN_LISTS = frozenset((
    "greeting", "sign_off", "time", "vague_time", "hedge", "first_person_singular", "first_person_plural", "you",
    "informal_you", "formal_you", "true_plural", "company_rule", "hidden_doer", "no", "refusal", "vague_thing", "stock",
    "informal", "formal", "subordinator", "asks_for", "redirect", "reason", "relief", "anticipates", "place", "alternative",
    "choice",
    "politeness.indirect", "politeness.counterfactual", "politeness.indicative", "politeness.please", "politeness.factuality",
    "politeness.question_word", "politeness.direct_start",
))  # fmt: skip


# Lists of single words that are looked up with the word's type alone (text.facts), never as phrases.
WORD_LISTS = frozenset(("non_action", "oblique", "nominal", "deictic"))


@dataclass(frozen=True, eq=False)
class Scores:
    """The scores of n replies read in one language, with all evidence; `told` (n,) where that is surely their language."""

    rows: Ints
    language: str
    told: Bools
    reading: Reading
    criteria: tuple[Evaluated, ...]
    gates: tuple[Evaluated, ...]
    failed: tuple[Bools, ...]
    dimensions: Mapping[str, Floats]
    total: Floats
    weakest: Ints


class Analyser:
    """What is learnt of words and kept between batches: tables of types, compiled markers. One per process; locked."""

    def __init__(self, *, all_lists: bool = False) -> None:
        """`all_lists` also looks for the lists of signals that the rubric does not use; only measuring needs them."""
        self.all_lists = all_lists
        self.lock = threading.RLock()
        self._begin()
        self._books: dict[tuple[Rubric, str], PhraseBook] = {}
        self._customer_books: dict[str, PhraseBook] = {}

    def _begin(self) -> None:
        self.table = ChunkTable(dotted_abbreviations())
        self.votes = LanguageVotes(self.table)
        self._facts: dict[str, TypeFacts] = {}

    def make_room(self) -> None:
        """Starts a new table once the old one is large. Corpora built with the old one keep it, so their scores stay whole."""
        if len(self.table.chunk_id) > MOST_TYPES:
            self._begin()
            for book in (*self._books.values(), *self._customer_books.values()):
                book.forget()

    def facts(self, language: str) -> TypeFacts:
        """The language's columns by token type."""
        if language not in self._facts:
            self._facts[language] = TypeFacts(self.table, language)
        return self._facts[language]

    def book(self, rubric: Rubric, language: str) -> PhraseBook:
        """All markers of the rubric's criteria and of the language pack's lists, compiled."""
        key = (rubric, language)
        if key not in self._books:
            if len(self._books) > 24:
                self._books.clear()
            self._books[key] = _reply_book(rubric, language, all_lists=self.all_lists)
        return self._books[key]

    def customer_book(self, language: str) -> PhraseBook:
        """What is looked for in customers' messages, compiled."""
        if language not in self._customer_books:
            self._customer_books[language] = _customer_book(language)
        return self._customer_books[language]

    def languages(self, texts: Sequence[str]) -> list[str | None]:
        """The language of each text, None where it cannot be told."""
        self.make_room()
        return [LANGUAGES[row] if row >= 0 else None for row in detect(build_corpus(texts, self.table), self.votes).tolist()]


def _reply_book(rubric: Rubric, language: str, *, all_lists: bool) -> PhraseBook:
    pack = language_pack(language).lists
    left_out = set(WORD_LISTS) if all_lists else {key for key in pack if key in WORD_LISTS or key.startswith("politeness.")}
    lists = {key: [Marker(phrase) for phrase in phrases] for key, phrases in pack.items() if key not in left_out}
    blaming, plain = set(), set(PLAIN_LISTS)
    for one in (*rubric.criteria, *rubric.gates):
        if isinstance(one.measure, Markers):
            lists[one.id] = [_marker(line) for line in one.measure.of(language)]
            if one.blames and one.measure.within == "anywhere":
                # A word blamed at the beginning only is no fault further on, so it silences nothing there.
                blaming.add(one.id)
            if one.measure.negation == "ignored" or one.blames:
                plain.add(one.id)
    return PhraseBook(lists, frozenset(blaming), frozenset(plain | {key for key in lists if key.startswith("fact.")}))


def _marker(line: str | Substitute) -> Marker:
    return Marker(line.find, line.better) if isinstance(line, Substitute) else Marker(line)


def _customer_book(language: str) -> PhraseBook:
    pack = language_pack(language)
    lists = {f"situation.{key}": phrases for key, phrases in pack.situations.items()}
    lists |= {f"question.{key}": phrases for key, phrases in pack.questions.items()}
    lists |= {"mood.positive": pack.mood.positive, "mood.negative": pack.mood.negative, "greeting": pack.lists["greeting"]}
    plain = frozenset(key for key in lists if key.startswith(("question.", "greeting"))) | {
        "situation.complaint", "situation.failure", "situation.repeat_contact", "situation.tried",
    }  # fmt: skip
    return PhraseBook({key: [Marker(one) for one in phrases] for key, phrases in lists.items()}, frozenset(), plain)


def evaluate(replies: Sequence[Reply], rubric: Rubric, analyser: Analyser) -> list[Scores]:
    """The scores of all replies, one part per language they are read in; `rows` of a part are places in `replies`."""
    with analyser.lock, no_collection():
        columns = Replies.of(replies)
        analyser.make_room()
        corpus = build_corpus(columns.texts, analyser.table)
        theirs = build_corpus(none_missing(columns.customers), analyser.table)
        own = detect(corpus, analyser.votes)
        other = detect(theirs, analyser.votes) if any(columns.customers) else np.full_like(own, -1)
        languages = _languages(columns, own, other)
        # Where no language can be told, the text is counted as English without its word lists having a say (see _score).
        read_in = np.where(languages >= 0, languages, LANGUAGES.index("en"))
        parts = []
        for code in np.unique(read_in).tolist():
            rows = np.flatnonzero(read_in == code)
            chosen = columns.some(rows)
            corpora = (corpus, theirs) if chosen is columns else (corpus.subset(rows), theirs.subset(rows))
            differs = (own[rows] >= 0) & (other[rows] >= 0) & (own[rows] != other[rows])
            reading = _reading(chosen, corpora, code, differs, rubric, analyser)
            parts.append(_score(reading, rubric, rows, chosen, languages[rows] >= 0))
        return parts


def _languages(replies: Replies, own: Ints, other: Ints) -> Ints:
    """(n,) the language of each reply: as declared, as detected, as the customer's; -1 where none can be told."""
    languages = replies.languages
    numbers = {one: LANGUAGES.index(one) if one in LANGUAGES else -1 for one in set(languages)}
    declared = np.array([numbers[one] for one in languages] if any(languages) else -1, dtype=np.int32)
    return np.where(declared >= 0, declared, np.where(own >= 0, own, other))


def _reading(
    replies: Replies, corpora: tuple[Corpus, ...], code: int, differs: Bools, rubric: Rubric, analyser: Analyser
) -> Reading:
    language = LANGUAGES[code]
    facts = analyser.facts(language)
    customers, customer_names, agents = replies.customers, replies.customer_names, replies.agent_names
    if any(customers):
        customer_names = [name or signed_name(message) for name, message in zip(customer_names, customers, strict=True)]
    names: list[tuple[str, ...]] = [()] * len(replies)
    if any(customer_names) or any(agents):
        names = [_parts(*both) for both in zip(customer_names, agents, strict=True)]
    return Reading(
        Parsed(corpora[0], facts, analyser.book(rubric, language), names),
        Parsed(corpora[1], facts, analyser.customer_book(language), names),
        _held(customers) if any(customers) else np.zeros(len(replies), dtype=bool),
        tuple(customer_names),
        differs,
    )


def _held(messages: Sequence[str | None]) -> Bools:
    """Which of the messages hold more than white space."""
    return np.array([bool(message and message.strip()) for message in messages], dtype=bool)


def _parts(*names: str | None) -> tuple[str, ...]:
    """The words of the names, in small letters."""
    return tuple(part for name in names if name for part in name.casefold().replace(",", " ").split())


def _score(reading: Reading, rubric: Rubric, rows: Ints, replies: Replies, told: Bools) -> Scores:
    setting = Setting(_channels(replies, rubric), told, bool(told.all()))
    added = added_up((evaluate_one(one, rubric, reading, setting) for one in rubric.criteria), rubric, reading.n)
    gates = tuple(evaluate_one(one, rubric, reading, setting) for one in rubric.gates)
    weights = [rubric.file.dimensions[name] for name in DIMENSIONS]  # type: ignore[index]
    columns = [added.dimensions[name] for name in DIMENSIONS]
    total = weighted_mean(columns, [~np.isnan(column) for column in columns], weights, reading.n)
    # What little can be measured without a language would pass for a whole score.
    total[~told] = np.nan
    failed = tuple((one.state == SCORED) & (one.marks.score < GATE_PASSED_FROM) for one in gates)
    caps = [(mask, rubric.caps[one.criterion.id]) for mask, one in zip(failed, gates, strict=True)]
    total = hold_at(total, caps)
    return Scores(rows, reading.language, told, reading, added.criteria, gates, failed, added.dimensions, total, added.weakest)


def _channels(replies: Replies, rubric: Rubric) -> Ints:
    """(n,) the place of each reply's channel in CHANNELS, the rubric's where it has none."""
    numbers = {one: CHANNELS.index(one or rubric.channel) for one in set(replies.channels)}
    if len(numbers) == 1:
        return np.full(len(replies), next(iter(numbers.values())), dtype=np.int8)
    return np.array([numbers[one] for one in replies.channels], dtype=np.int8)


__all__ = ["REASONS", "SCORED", "Analyser", "Evaluated", "Scores", "evaluate"]
