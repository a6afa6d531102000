"""Scoring a file: rows in, rows with scores out, block by block."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from coachkit.batch import BLOCK, COLUMNS, Scored, score_many
from coachkit.cli.summary import summary_text
from coachkit.cli.tally import Summary, Tally
from coachkit.cli.terminal import say
from coachkit.cli.words import terminal_words
from coachkit.errors import InputError
from coachkit.model import Scorecard, Texts
from coachkit.rubrics import Rubric, load_rubric
from coachkit.transcripts.columns import Columns, choose_columns
from coachkit.transcripts.conversation import Message, messages
from coachkit.transcripts.reading import open_table
from coachkit.transcripts.rows import NUMBER, TEXT, WHOLE, Table, free_name, kind_of
from coachkit.transcripts.writing import Write, what_is_lost, writing

ROW, CUSTOMER, PROBLEM = "row", "customer", "problem"
EVIDENCE = {
    "row": WHOLE, "criterion": TEXT, "polarity": WHOLE, "start": WHOLE, "end": WHOLE, "quote": TEXT, "better": TEXT,
}  # fmt: skip
ANY_COLUMNS = Columns()
"""All columns guessed."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to score and where to write it."""

    source: Path
    asked: Columns = ANY_COLUMNS
    encoding: str | None = None
    rubric: Rubric | None = None
    out: Path | None = None
    evidence: Path | None = None
    progress: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it; `names` holds the names of all criteria and gates that were used, by id."""

    summary: Summary
    columns: Columns
    names: Mapping[str, Texts]


def score_file(job: Job) -> Outcome:
    """Scores every reply of a file and writes what the job asks for.

    Rows that cannot be scored are kept with their problem. Raises InputError when the file cannot be read or written.
    """
    refuse_same_file({"the input": job.source, "--out": job.out, "--evidence": job.evidence})
    table = open_table(job.source, job.encoding)
    columns = choose_columns(job.source, table.columns, job.asked)
    tally, names = Tally(), dict[str, Texts]()
    with ExitStack() as stack:
        out = _out(stack, job, table, columns)
        evidence = stack.enter_context(writing(job.evidence, EVIDENCE)) if job.evidence else None
        for block in _blocks(messages(_watched(stack, job, table), columns)):
            scored = _score(block, job.rubric)
            _count(tally, names, block, scored)
            if out:
                out.write(block, scored)
            if evidence:
                evidence([row for place, card in _cards(block, scored) for row in _evidence(place, card)])
        if not tally.rows:
            raise InputError(f"{job.source}: the file has a header and no rows")
    return Outcome(tally.summary(), columns, names)


def refuse_same_file(files: Mapping[str, Path | None]) -> None:
    """Raises InputError when two of the files, given by what they are, are one."""
    seen: dict[Path, str] = {}
    for what, path in files.items():
        if path is None:
            continue
        other = seen.setdefault(_identity(path), what)
        if other != what:
            raise InputError(f"{path}: {what} is the same file as {other}; give it another name")


def _identity(path: Path) -> Path:
    """The file itself, by its number on the disk where it is there already: a link is no other file."""
    try:
        stat = path.stat()
    except OSError:
        return path.resolve()
    return Path(f"{stat.st_dev}/{stat.st_ino}")


def _watched(stack: ExitStack, job: Job, table: Table) -> Iterable[Any]:
    """The rows with a progress bar on standard error, where that is a screen."""
    if not job.progress:
        return table.rows
    from tqdm import tqdm

    return stack.enter_context(tqdm(table.rows, total=table.total, unit=" rows", disable=None, leave=False, dynamic_ncols=True))


def _blocks(stream: Iterable[Message]) -> Iterator[list[Message]]:
    source = iter(stream)
    while block := list(islice(source, BLOCK)):
        yield block


def _score(block: list[Message], rubric: Rubric | None) -> Scored | None:
    replies = [message.reply for message in block if message.reply is not None]
    return next(score_many(replies, rubric)) if replies else None


def _count(tally: Tally, names: dict[str, Texts], block: list[Message], scored: Scored | None) -> None:
    tally.rows += len(block)
    tally.context += sum(message.is_context for message in block)
    tally.unscored += sum(message.reply is None and not message.is_context for message in block)
    for message in block:
        if message.problems:
            tally.add_problems(kind_of(problem) for problem in message.problems)
    if scored is None:
        return
    tally.add_scores(scored.columns())
    for rubric, _, _ in scored.parts:
        names.update({one.id: one.name.as_dict() for one in (*rubric.criteria, *rubric.gates) if one.id not in names})


def _cards(block: list[Message], scored: Scored | None) -> Iterator[tuple[int, Scorecard]]:
    """The row number and the scorecard of each reply."""
    numbers = [message.row.number for message in block if message.reply is not None]
    for place, number in enumerate(numbers):
        assert scored is not None
        yield number, scored.card(place)


def _evidence(number: int, card: Scorecard) -> Iterator[dict[str, Any]]:
    for one in (*card.findings, *(finding for gate in card.gates for finding in gate.findings)):
        yield {
            "row": number, "criterion": one.criterion, "polarity": one.polarity,
            "start": one.span.start, "end": one.span.end, "quote": one.quote, "better": one.better,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Out:
    """The file of scores: the input's columns, then ours, under another name where the input has that name already."""

    path: Path
    names: Mapping[str, str]
    to_file: Write

    def write(self, block: list[Message], scored: Scored | None) -> None:
        """Writes the replies of a block and the rows that are kept with a problem, in the order of the file."""
        columns = {name: column.tolist() for name, column in scored.columns().items()} if scored else {}
        rows, place = [], 0
        for message in block:
            if message.is_context:
                continue
            scores = {name: columns[name][place] for name in COLUMNS} if message.reply else {}
            place += message.reply is not None
            rows.append(self._row(message, scores))
        self.to_file(rows)

    def _row(self, message: Message, scores: Mapping[str, Any]) -> dict[str, Any]:
        lost = what_is_lost(self.path, message.row.values)
        problems = (*message.problems, lost) if lost else message.problems
        ours = {
            ROW: message.row.number,
            CUSTOMER: message.reply.customer if message.reply else None,
            **scores,
            PROBLEM: "; ".join(problems) or None,
        }
        row = dict(message.row.values)
        row.update({name: _known(ours.get(key)) for key, name in self.names.items()})
        return row


def _known(value: Any) -> Any:
    """None for what cannot be told."""
    return None if isinstance(value, float) and math.isnan(value) else value


def _out(stack: ExitStack, job: Job, table: Table, columns: Columns) -> _Out | None:
    if job.out is None:
        return None
    names: dict[str, str] = {}
    kinds = {name: table.kinds.get(name, TEXT) for name in table.columns}
    for key, kind in _our_columns(columns).items():
        names[key] = key if key not in kinds else free_name(f"coachkit_{key}", kinds)
        kinds[names[key]] = kind
    return _Out(job.out, names, stack.enter_context(writing(job.out, kinds, table.delimiter)))


def _our_columns(columns: Columns) -> dict[str, str]:
    """The columns we add, each with its kind; the customer's words where they were gathered from a conversation."""
    texts = dict.fromkeys(("gates", "weakest", "language"), TEXT)
    gathered = {CUSTOMER: TEXT} if columns.conversation and columns.speaker else {}
    return {ROW: WHOLE, **gathered, **{name: texts.get(name, NUMBER) for name in COLUMNS}, PROBLEM: TEXT}


def run(
    source: Path,
    asked: Columns,
    rubric: str | None,
    language: str,
    *,
    encoding: str | None,
    out: Path | None,
    evidence: Path | None,
) -> bool:
    """Scores the file, shows the summary; True when no row was kept with a problem."""
    used = load_rubric(rubric) if rubric else None
    outcome = score_file(Job(source, asked, encoding, used, out, evidence, progress=True))
    say(summary_text(outcome.summary, outcome.names, language, used.id if used else "", outcome.columns))
    words = terminal_words(language)
    for path, line in ((out, words.written), (evidence, words.evidence)):
        if path:
            say(line.replace("{path}", str(path)))
    return not outcome.summary.with_problem
