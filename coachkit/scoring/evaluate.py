"""Replies and a rubric -> scores with their evidence, language by language, as columns."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coachkit.criteria.markers import by_markers
from coachkit.criteria.marks import Marks
from coachkit.criteria.numbers import by_number
from coachkit.criteria.schema import ContextMeasure, Criterion, Markers, Substitute
from coachkit.languages import dotted_abbreviations, language_pack
from coachkit.model import CHANNELS, DIMENSIONS, LANGUAGES, Reply
from coachkit.rubrics import Rubric
from coachkit.scoring.arithmetic import hold_at, weakest, weighted_mean
from coachkit.scoring.collection import no_collection
from coachkit.scoring.replies import Replies
from coachkit.signals.reading import Reading
from coachkit.text.chunks import ChunkTable
from coachkit.text.corpus import Bools, Corpus, Floats, Ints, build_corpus
from coachkit.text.detection import LanguageVotes, detect
from coachkit.text.facts import TypeFacts
from coachkit.text.markers import Marker
from coachkit.text.names import signed_name
from coachkit.text.parsed import Parsed
from coachkit.text.phrases import PhraseBook

SCORED, NOT_APPLICABLE, CANNOT_TELL = 0, 1, 2
MOST_TYPES = 100_000
"""Chunk types kept before a new table is begun, so that memory does not grow with the number of replies."""

GATE_PASSED_FROM = 0.5
REASONS = (
    "nothing_to_measure", "no_customer_message", "language_unknown", "customer_situation", "reply_situation", "too_short",
    "language", "channel",
)  # fmt: skip
"""Why a criterion was not scored; the interface has words for each."""
_REASON = {why: number for number, why in enumerate(REASONS)}

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
class Evaluated:
    """One criterion over the replies of one language: its marks, whether it was scored (n,) and why not (n,), see REASONS."""

    criterion: Criterion
    marks: Marks
    state: Ints
    reason: Ints


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


@dataclass(frozen=True, eq=False)
class _Setting:
    """What is known of n replies beside their texts: (n,) the channel's place in CHANNELS, and whether the language is told."""

    channels: Ints
    told: Bools
    all_told: bool


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
        theirs = build_corpus([message or "" for message in columns.customers], analyser.table)
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
        np.array([bool(message and message.strip()) for message in customers] if any(customers) else [False] * len(replies)),
        tuple(customer_names),
        differs,
    )


def _parts(*names: str | None) -> tuple[str, ...]:
    """The words of the names, in small letters."""
    return tuple(part for name in names if name for part in name.casefold().replace(",", " ").split())


def _score(reading: Reading, rubric: Rubric, rows: Ints, replies: Replies, told: Bools) -> Scores:
    setting = _Setting(_channels(replies, rubric), told, bool(told.all()))
    criteria = tuple(_evaluate_one(one, rubric, reading, setting) for one in rubric.criteria)
    gates = tuple(_evaluate_one(one, rubric, reading, setting) for one in rubric.gates)
    full = rubric.file.not_applicable == "full_marks"
    scores = [counted_score(one, rubric.severity(one.criterion), full_marks=full) for one in criteria]
    dimensions = {}
    for name in DIMENSIONS:
        chosen = [place for place, one in enumerate(criteria) if one.criterion.dimension == name]
        mean = weighted_mean(
            [scores[place][0] for place in chosen],
            [scores[place][1] for place in chosen],
            [rubric.weights[criteria[place].criterion.id] for place in chosen],
            reading.n,
        )
        dimensions[name] = 100 * np.maximum(mean, 0.0)
    weights = [rubric.file.dimensions[name] for name in DIMENSIONS]  # type: ignore[index]
    columns = [dimensions[name] for name in DIMENSIONS]
    total = weighted_mean(columns, [~np.isnan(column) for column in columns], weights, reading.n)
    # What little can be measured without a language would pass for a whole score.
    total[~told] = np.nan
    failed = tuple((one.state == SCORED) & (one.marks.score < GATE_PASSED_FROM) for one in gates)
    caps = [(mask, rubric.caps[one.criterion.id]) for mask, one in zip(failed, gates, strict=True)]
    losses = [
        _loss(score, counts, rubric.weights[one.criterion.id], rubric.file.dimensions[one.criterion.dimension])  # type: ignore[index]
        for (score, counts), one in zip(scores, criteria, strict=True)
    ]
    total = hold_at(total, caps)
    return Scores(rows, reading.language, told, reading, criteria, gates, failed, dimensions, total, weakest(losses, reading.n))


def _loss(score: Floats, counts: Bools, weight: float, dimension: float) -> Floats | None:
    """(n,) what a criterion costs; None where it costs nothing anywhere."""
    costs = counts & (score < 1)
    if not costs.any():
        return None
    loss: Floats = np.where(costs, 1 - score, 0.0)
    loss *= weight
    loss *= dimension
    return loss


def _channels(replies: Replies, rubric: Rubric) -> Ints:
    """(n,) the place of each reply's channel in CHANNELS, the rubric's where it has none."""
    numbers = {one: CHANNELS.index(one or rubric.channel) for one in set(replies.channels)}
    if len(numbers) == 1:
        return np.full(len(replies), next(iter(numbers.values())), dtype=np.int8)
    return np.array([numbers[one] for one in replies.channels], dtype=np.int8)


def counted_score(one: Evaluated, severity: float, *, full_marks: bool) -> tuple[Floats, Bools]:
    """What the criterion adds to its dimension's mean, and whether it counts.

    A fault costs `severity` times its share, so it may add less than nothing: one condescending line outweighs all the
    faults that are not there. With the policy "full_marks" what does not apply counts as earned.
    """
    score = 1 - severity * (1 - one.marks.score) if severity != 1 else one.marks.score
    if full_marks:
        score = np.where(one.state == NOT_APPLICABLE, 1.0, score)
    return score, counts(one, full_marks=full_marks)


def counts(one: Evaluated, *, full_marks: bool) -> Bools:
    """(n,) whether a criterion counts in its dimension; with the policy "full_marks" also where it does not apply."""
    return one.state != CANNOT_TELL if full_marks else one.state == SCORED


def _evaluate_one(one: Criterion, rubric: Rubric, reading: Reading, setting: _Setting) -> Evaluated:
    """The marks of one criterion, and for each reply whether they count."""
    marks = _marks(one, rubric, reading)
    untold = np.isnan(marks.score)
    state = untold.astype(np.int8)  # SCORED is 0, NOT_APPLICABLE 1
    reason = np.zeros(reading.n, dtype=np.int8)  # nothing_to_measure

    def leave_out(rows: Bools, as_state: int, why: str) -> None:
        np.putmask(state, rows, as_state)
        np.putmask(reason, rows, _REASON[why])

    if isinstance(one.measure, ContextMeasure):
        leave_out(untold & reading.no_customer, CANNOT_TELL, "no_customer_message")
    if not setting.all_told and _needs_language(one):
        leave_out(~setting.told, CANNOT_TELL, "language_unknown")
    if one.applies.customer:
        if reading.any_customer:
            fits = _either([reading.customer_is(name) for name in one.applies.customer])
            if one.applies.when == "any":
                fits = fits | _reply_fits(one, reading)
            leave_out(reading.has_customer & ~fits, NOT_APPLICABLE, "customer_situation")
        unsure = reading.no_customer & ~(marks.score >= GATE_PASSED_FROM) & (state == SCORED)
        leave_out(unsure, CANNOT_TELL, "no_customer_message")
    for outside, why in _limits(one, reading, setting):
        leave_out(outside, NOT_APPLICABLE, why)
    return Evaluated(one, marks, state, reason)


def _limits(one: Criterion, reading: Reading, setting: _Setting) -> list[tuple[Bools, str]]:
    """(n,) masks of replies that a criterion's limits leave out, each with the reason."""
    applies = one.applies
    limits: list[tuple[Bools, str]] = []
    if applies.reply and applies.when == "all":
        limits.append((~_reply_fits(one, reading), "reply_situation"))
    if applies.words_at_least:
        limits.append((reading.replies.words < applies.words_at_least, "too_short"))
    if applies.languages and reading.language not in applies.languages:
        limits.append((setting.told, "language"))
    if applies.channels:
        outside = np.array([name not in applies.channels for name in CHANNELS], dtype=bool)
        limits.append((outside[setting.channels], "channel"))
    return limits


def _either(masks: Sequence[Bools]) -> Bools:
    """Where one of the masks holds."""
    result = masks[0]
    for mask in masks[1:]:
        result = result | mask
    return result


def _reply_fits(one: Criterion, reading: Reading) -> Bools:
    """(n,) whether the reply does one of the things that the criterion names."""
    return _either([reading.does(name) for name in one.applies.reply])


def _needs_language(one: Criterion) -> bool:
    return one.dimension != "gate" and (
        isinstance(one.measure, (Markers, ContextMeasure)) or one.dimension in ("clarity", "empathy")
    )


def _marks(one: Criterion, rubric: Rubric, reading: Reading) -> Marks:
    if isinstance(one.measure, Markers):
        return by_markers(one.measure, one.id, reading)
    band = rubric.bands.get(one.id) or one.measure.band_for(reading.language)
    return by_number(one.measure, band, reading)
