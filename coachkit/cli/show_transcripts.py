"""`coachkit transcripts`: what was understood of a file of conversations or replies, before anything is scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coachkit.cli.problem_words import kind_in, problem_in
from coachkit.cli.terminal import heading, say, shorten, wrapped
from coachkit.cli.terminal import table as in_columns
from coachkit.cli.transcripts_words import TranscriptsWords, every_row_line, left_out_line, transcripts_words
from coachkit.cli.words import columns_used
from coachkit.documents import home_folder
from coachkit.locale import whole
from coachkit.privacy import Masker, Masking, RowMasker, agent_secret, order_pattern, safe_problem
from coachkit.transcripts.columns import Columns, choose_columns
from coachkit.transcripts.conversation import AGENT, CUSTOMER, speaker_of
from coachkit.transcripts.hints import hints_of
from coachkit.transcripts.mapping import save_mapping
from coachkit.transcripts.reading import open_table
from coachkit.transcripts.rows import Row, Table, kind_of
from coachkit.transcripts.times import instant, iso_time
from coachkit.transcripts.values import HIGHEST, is_answer, is_no_answer, text_of

AS_GUESSED = Columns()
MOST_SHOWN = 5
"""Problems that are shown with their place; the rest are counted."""

MOST_CONVERSATIONS = 2_000_000
"""Conversations that are told apart; a file with more is said to have at least so many."""


@dataclass(slots=True)
class Understood:
    """What a file holds, counted while its rows go by."""

    rows: int = 0
    speakers: Counter[str | None] = field(default_factory=Counter)
    conversations: set[int] = field(default_factory=set)
    channels: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    rated: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    places: list[tuple[int, str]] = field(default_factory=list)
    first: list[Row] = field(default_factory=list)
    earliest: str | None = None
    latest: str | None = None

    def add(self, row: Row, columns: Columns, shown: int) -> None:
        """Counts a row."""
        self.rows += 1
        if row.problem:
            self.problems[kind_of(row.problem)] += 1
            if len(self.places) < MOST_SHOWN:
                # A problem may quote what stands there: a name, a number.
                self.places.append((row.number, safe_problem(row.problem) or ""))
        if row.broken:
            return
        if len(self.first) < shown:
            self.first.append(row)
        self.speakers[speaker_of(_cell(row, columns.speaker)) if columns.speaker else AGENT] += 1
        conversation = text_of(_cell(row, columns.conversation))
        if conversation is not None and len(self.conversations) < MOST_CONVERSATIONS:
            self.conversations.add(hash(conversation))
        self._values(row, columns)

    def _values(self, row: Row, columns: Columns) -> None:
        for counter, column in ((self.channels, columns.channel), (self.languages, columns.language)):
            value = text_of(_cell(row, column))
            if value is not None:
                counter[shorten(value, 30) if len(counter) < 100 else "..."] += 1
        answers = [(name, _cell(row, getattr(columns, name))) for name in ("csat", "nps")]
        said = [(name if is_answer(value, name) else f"odd {name}") for name, value in answers if not is_no_answer(value)]
        self.rated.update(said)
        at = _time(_cell(row, columns.at))
        if at is not None:
            self.earliest = min(self.earliest or at, at, key=instant)
            self.latest = max(self.latest or at, at, key=instant)


def _cell(row: Row, column: str | None) -> Any:
    return row.values.get(column) if column else None


def _time(value: Any) -> str | None:
    return value.isoformat() if hasattr(value, "isoformat") else iso_time(value)


def understood(table: Table, columns: Columns, shown: int) -> Understood:
    """What a table holds; its rows are read to the end, and the first `shown` kept."""
    found = Understood()
    for row in table.rows:
        found.add(row, columns, shown)
    return found


def run(
    source: Path,
    language: str,
    *,
    asked: Columns = AS_GUESSED,
    agents: Sequence[str] = (),
    mapping: Path | None = None,
    save: Path | None = None,
    encoding: str | None = None,
    shown: int = 6,
    orders: str | None = None,
) -> bool:
    """Shows what was understood of a file; whether there were no problems. Raises InputError where it cannot be read."""
    words, hints = transcripts_words(language), hints_of(agents, mapping)
    if orders:
        order_pattern(orders)
    table = open_table(source, encoding, hints)
    columns = choose_columns(source, table.columns, hints.asked(asked))
    found = understood(table, columns, shown)
    for line in _lines(table, columns, found, language, orders):
        say(line)
    if save:
        save_mapping(save, columns, hints.mapping)
        say(words.saved.replace("{path}", str(save)))
    return not found.problems


def _lines(table: Table, columns: Columns, found: Understood, language: str, orders: str | None) -> Iterator[str]:
    words = transcripts_words(language)
    yield heading(words.kind.format(name=getattr(words.formats, table.format, table.format)))
    yield in_columns([(name, whole(count, language)) for name, count in _counts(found, columns, words)], 1, indent="")
    for name, counter in ((words.channels, found.channels), (words.languages, found.languages)):
        if counter:
            yield wrapped(
                f"{name}: " + ", ".join(f"{one} {whole(count, language)}" for one, count in counter.most_common(8)),
                "  ",
                first="",
            )
    if found.earliest and found.latest:
        yield words.times.format(first=found.earliest, last=found.latest)
    if table.agents_by:
        yield wrapped(words.agents_by.format(how=getattr(words.told, table.agents_by)), "  ", first="")
    else:
        yield wrapped(words.columns.format(columns=columns_used(columns, language)), "  ", first="")
        yield from every_row_line(columns, language)
    yield from left_out_line(table.left_out, language)
    yield from _problems(found, words, language)
    yield from _first(found.first, columns, words, orders)


def _counts(found: Understood, columns: Columns, words: TranscriptsWords) -> list[tuple[str, int]]:
    rows = [(words.conversations, len(found.conversations))] if found.conversations else []
    if not columns.speaker:
        rows.append((words.replies, found.speakers[AGENT]))
    else:
        rows.append((words.messages, sum(found.speakers.values())))
        rows += [(f"  {words.customers}", found.speakers[CUSTOMER]), (f"  {words.agents}", found.speakers[AGENT])]
        rows += [(f"  {words.unplaced}", found.speakers[None])] if found.speakers[None] else []
    for one, name in (("csat", words.csat), ("nps", words.nps)):
        odd = found.rated[f"odd {one}"]
        rows += [(name, found.rated[one])] if found.rated[one] or odd else []
        rows += [(words.odd.format(highest=HIGHEST[one]), odd)] if odd else []
    return rows


def _problems(found: Understood, words: TranscriptsWords, language: str) -> Iterator[str]:
    if not found.problems:
        return
    counted = (f"{kind_in(language, kind)} {whole(count, language)}" for kind, count in found.problems.most_common(6))
    yield f"{words.problems}: " + ", ".join(counted)
    for number, problem in found.places:
        told = shorten(problem_in(language, problem), 200)
        yield wrapped(f"{words.row.format(number=number)}: {told}", "    ", first="  ")


def _first(rows: Sequence[Row], columns: Columns, words: TranscriptsWords, orders: str | None) -> Iterator[str]:
    """The first messages, masked."""
    if not rows:
        return
    masker = RowMasker(Masker(Masking(orders), agent_secret(home_folder())), columns)
    yield ""
    yield heading(words.first)
    names = {CUSTOMER: words.customer, AGENT: words.agent, None: words.nobody}
    for row in rows:
        masked = masker.mask(row)
        speaker = names[speaker_of(_cell(row, columns.speaker)) if columns.speaker else AGENT]
        yield wrapped(f"{speaker}: {shorten(text_of(_cell(masked, columns.text)) or '', 220)}", "    ", first="  ")
    yield words.masked
