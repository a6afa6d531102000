"""Masking a file: the same table with every personal detail behind a placeholder."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from coachkit.cli.privacy_words import PrivacyWords, privacy_words
from coachkit.cli.score_file import refuse_same_file
from coachkit.cli.terminal import say
from coachkit.cli.terminal import table as in_columns
from coachkit.documents import home_folder
from coachkit.errors import InputError
from coachkit.locale import whole
from coachkit.privacy import Masker, Masking, RowMasker, agent_secret, masked_kinds, order_pattern, scan_many
from coachkit.privacy.met import keep_many, kept_afterwards
from coachkit.privacy.values import KINDS
from coachkit.runs.job import NO_HINTS
from coachkit.transcripts.columns import Columns, choose_columns
from coachkit.transcripts.hints import Hints
from coachkit.transcripts.reading import open_table
from coachkit.transcripts.rows import TEXT, Row, free_name
from coachkit.transcripts.writing import Write, writing

BLOCK = 1_000
PAIRS = {"conversation": TEXT, "placeholder": TEXT, "original": TEXT}
"""The columns of the map."""

PROBLEM = "problem"
OWNER_ONLY = 0o600


AS_IT_COMES = Masking()
"""No pattern for orders, and agents under pseudonyms."""


@dataclass(frozen=True, slots=True)
class MaskJob:
    """What to mask, where to write it, where the map to the originals goes, if one is wanted, and what is said of the file."""

    source: Path
    out: Path
    asked: Columns
    options: Masking = AS_IT_COMES
    map: Path | None = None
    encoding: str | None = None
    progress: bool = False
    hints: Hints = NO_HINTS


@dataclass(frozen=True, slots=True)
class MaskOutcome:
    """Rows read, rows that could not be read, and how many placeholders of each kind were put in."""

    rows: int
    unread: int
    placeholders: Mapping[str, int]


def mask_file(job: MaskJob) -> MaskOutcome:
    """Masks every row of a file. Raises InputError when it cannot be read or written, or the orders' pattern is no good."""
    refuse_same_file({"the input": job.source, "--out": job.out, "--map": job.map})
    if job.options.orders:
        order_pattern(job.options.orders)
    table = open_table(job.source, job.encoding, job.hints)
    columns = choose_columns(job.source, table.columns, job.hints.asked(job.asked))
    masker = Masker(job.options, agent_secret(home_folder()), pairs=job.map is not None)
    rows = RowMasker(masker, columns)
    counted: Counter[str] = Counter()
    problem = free_name(PROBLEM, table.columns)
    with ExitStack() as stack:
        stack.enter_context(kept_afterwards(masker, home_folder()))
        write = stack.enter_context(writing(job.out, masked_kinds(table, columns) | {problem: TEXT}, table.delimiter))
        pairs = _map(stack, job.map)
        for block in _blocks(_watched(stack, job, table.rows, table.total)):
            masked = _masked(rows, block)
            counted.update(rows=len(block), unread=sum(row.broken for row in block))
            _count(counted, block, masked)
            write([{**row.values, problem: row.problem} for row in masked])
            keep_many(home_folder(), masker)
            if pairs:
                pairs([dict(zip(PAIRS, pair, strict=True)) for pair in masker.new_pairs()])
        if not counted["rows"]:
            raise InputError(f"{job.source}: the file has a header and no rows")
    if job.map:
        # A workbook is made only when all is written.
        job.map.chmod(OWNER_ONLY)
    return MaskOutcome(counted["rows"], counted["unread"], {kind: counted[kind] for kind in KINDS if counted[kind]})


def _map(stack: ExitStack, path: Path | None) -> Write | None:
    """The file of what stands behind the placeholders; nobody else on this computer may read it, not even half written."""
    if path is None:
        return None
    before = os.umask(0o777 & ~OWNER_ONLY)
    try:
        return stack.enter_context(writing(path, PAIRS))
    finally:
        os.umask(before)


def _watched(stack: ExitStack, job: MaskJob, rows: Iterable[Row], total: int | None) -> Iterable[Row]:
    if not job.progress:
        return rows
    from tqdm import tqdm

    return stack.enter_context(tqdm(rows, total=total, unit=" rows", disable=None, leave=False, dynamic_ncols=True))


def _blocks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while block := list(islice(source, BLOCK)):
        yield block


def _masked(rows: RowMasker, block: Sequence[Row]) -> list[Row]:
    text = rows.columns.text or ""
    cells = [row.values.get(text) for row in block]
    found = scan_many([cell if isinstance(cell, str) else None for cell in cells], rows.masker.options.orders)
    rows.masker.look_through(rows.to_look_through(block, (text,)))
    return [rows.mask(row, {text: one}) for row, one in zip(block, found, strict=True)]


def _count(counted: Counter[str], before: Sequence[Row], after: Sequence[Row]) -> None:
    """Counts the placeholders that were not there before."""
    for old, new in zip(before, after, strict=True):
        for name, value in new.values.items():
            if isinstance(value, str) and "<" in value and value != old.values[name]:
                counted.update(kind for kind in KINDS for _ in range(value.count(f"<{kind}-")))


def run(job: MaskJob, language: str) -> None:
    """Masks the file and says what was done."""
    words = privacy_words(language)
    outcome = mask_file(job)
    say(_report(outcome, words, language))
    say(words.written.replace("{path}", str(job.out)))
    if job.map:
        say(words.map.replace("{path}", str(job.map)))
    say(words.look)


def _report(outcome: MaskOutcome, words: PrivacyWords, language: str) -> str:
    rows = [[words.read, whole(outcome.rows, language)]]
    if outcome.unread:
        rows.append([words.unread, whole(outcome.unread, language)])
    names = words.kinds.model_dump(by_alias=True)
    rows += [[f"  {names[kind]}", whole(count, language)] for kind, count in outcome.placeholders.items()]
    return in_columns(rows, numbers=1, indent="") if outcome.placeholders else f"{in_columns(rows, 1, '')}\n{words.nothing}"
