"""Scoring a file: rows in, rows with scores out, block by block, in memory that does not grow with the rows."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from itertools import chain, islice
from pathlib import Path

import numpy as np
import pyarrow as pa

from coachkit.batch import BLOCK, criteria_ids
from coachkit.errors import InputError
from coachkit.model import Texts
from coachkit.privacy import masked_kinds, order_pattern
from coachkit.rubrics import Rubric, rubric_for
from coachkit.runs.blocks import BLOCK_CHARACTERS, CHANNEL, Block, blocks
from coachkit.runs.engines import Engine, Waiting, engine_for
from coachkit.runs.job import Job, Outcome
from coachkit.runs.kernels import READING, use_kernels
from coachkit.runs.output import EVIDENCE, ScoresOut, evidence_rows, plan
from coachkit.runs.parts import Parts, claimed, parts_beside
from coachkit.runs.scoring import Result, Settings, opened, rules
from coachkit.runs.shown import Page, as_it_stands, masked
from coachkit.runs.source import State, digesting, state
from coachkit.runs.stopping import may_stop, stop_if_asked
from coachkit.runs.tally import Tally
from coachkit.scoring.collection import no_collection
from coachkit.scoring.fingerprint import fingerprint
from coachkit.transcripts.columns import Columns, choose_columns
from coachkit.transcripts.conversation import messages_or_replies
from coachkit.transcripts.reading import open_table
from coachkit.transcripts.rows import Table, kind_of
from coachkit.transcripts.writing import check_target, writing


def score_file(job: Job) -> Outcome:
    """Scores every reply of a file and writes what the job asks for.

    Rows that cannot be scored are kept with their problem. A run that was stopped, however, goes on where it was when it is
    started again. Raises InputError when the file cannot be read or written, or changes meanwhile.
    """
    refuse_same_file({"the input": job.source, "--out": job.out, "--evidence": job.evidence})
    before = state(job.source)
    try:
        return _run(job, before)
    except InputError as error:
        if state(job.source) != before:
            # What the change has broken is told as what it is.
            raise _changed(job) from error
        raise


def _run(job: Job, before: State) -> Outcome:
    read = digesting(job.source) if job.out or job.evidence else None
    here = READING if job.processes > 1 else ()
    compiled = use_kernels(sum(one[2] for one in before), show=job.progress, first=here)
    table = open_table(job.source, job.encoding, job.hints)
    columns = choose_columns(job.source, table.columns, job.hints.asked(job.asked))
    settings = _settings(job, compiled=compiled)
    tally, names = Tally(), dict[str, Texts]()
    with ExitStack() as stack:
        parts = _parts(stack, job, before, columns, settings, read)
        write = _writers(stack, job, table, columns, settings)
        scanned = columns.text if settings.scan else None
        first, several = _first_ones(blocks(messages_or_replies(table.rows, columns), scanned))
        engine = stack.enter_context(engine_for(job, settings, several=several))
        progress = stack.enter_context(_progress(job, table))

        def take(block: Block, result: Result) -> None:
            _count(tally, block, result)
            _name(names, block, job.rubric)
            write(block, result)
            progress(block.rows)

        _each(_in_order(first, engine, parts), take)
        if not tally.rows:
            raise InputError(f"{job.source}: the file has a header and no rows")
        if state(job.source) != before:
            if parts:
                parts.clear()
            raise _changed(job)
    return Outcome(tally.summary(), columns, names, dict(table.left_out))


def _settings(job: Job, *, compiled: bool) -> Settings:
    masking = job.masking if job.out or job.evidence else None
    if masking and masking.orders:
        order_pattern(masking.orders)
    return Settings(
        rubric=job.rubric,
        criteria=criteria_ids(job.rubric) if job.criteria else (),
        evidence=job.evidence is not None,
        rules=rules(job.rubric),
        scan=masking is not None,
        orders=masking.orders if masking else None,
        compiled=compiled,
    )


def _changed(job: Job) -> InputError:
    return InputError(f"{job.source}: changed while it was read; nothing was written. Start again when nothing writes to it")


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


def _parts(
    stack: ExitStack, job: Job, before: State, columns: Columns, settings: Settings, read: Callable[[], str] | None
) -> Parts | None:
    """The parts beside what is written; none where nothing is. `read` waits for the digest of the input."""
    targets = [check_target(one) for one in (job.out, job.evidence) if one is not None]
    if not targets or not read:
        return None
    with may_stop():  # a large file takes seconds
        digest = read()
    manifest = {
        "input": {"digest": digest, "bytes": sum(one[2] for one in before)},
        "changed": [one[3] for one in before],  # for the person who looks: a file that was only touched is the same input
        "options": {
            "columns": asdict(columns), "encoding": job.encoding, "criteria": list(settings.criteria),
            "evidence": settings.evidence, "scan": settings.scan, "orders": settings.orders, "block": [BLOCK, BLOCK_CHARACTERS],
            "hints": job.hints.mark,
        },
        "rules": settings.rules,
    }  # fmt: skip
    parts = stack.enter_context(parts_beside(targets[0], manifest, fresh=job.fresh))
    for other in targets[1:]:
        stack.enter_context(claimed(other))
    return parts


def _writers(stack: ExitStack, job: Job, table: Table, columns: Columns, settings: Settings) -> Callable[[Block, Result], None]:
    """A function that writes a block to every file that is asked for."""
    to_files: list[Callable[[Block, Sequence[Page], Result], None]] = []
    masks = settings.scan and job.masking
    show = stack.enter_context(masked(masks, columns, evidence=settings.evidence)) if masks else as_it_stands
    if job.out:
        kinds = masked_kinds(table, columns) if settings.scan else table.kinds
        chosen = plan(table.columns, kinds, columns, settings.criteria)
        to_file = stack.enter_context(writing(job.out, chosen.kinds, table.delimiter))
        scores = ScoresOut(job.out, chosen.names, to_file)
        to_files.append(lambda block, pages, result: scores.write(pages, result, _scored_by(block, job.rubric)))
    if job.evidence:
        found = stack.enter_context(writing(job.evidence, EVIDENCE))
        to_files.append(lambda _, pages, result: found(list(evidence_rows(pages, result))))

    def write(block: Block, result: Result) -> None:
        pages = show(block, result) if to_files else ()
        for one in to_files:
            one(block, pages, result)

    return write


def _scored_by(block: Block, rubric: Rubric | None) -> list[pa.Array]:
    """The rubric of each reply of a block and the fingerprint of its rules: two columns."""
    channels = block.work.replies[CHANNEL]
    places = {channel: place for place, channel in enumerate(dict.fromkeys(channels))}
    used = [rubric or rubric_for(channel) for channel in places]
    codes = pa.array(
        [places[channel] for channel in channels] if len(places) > 1 else np.zeros(len(channels), np.int32), pa.int32()
    )
    return [pa.array(words, pa.string()).take(codes) for words in ([one.id for one in used], [fingerprint(one) for one in used])]


@contextmanager
def _progress(job: Job, table: Table) -> Iterator[Callable[[int], object]]:
    """A function that counts rows that are done: a bar on standard error with rate and time left, where that is a screen."""
    if not job.progress:
        yield lambda _: None
        return
    from tqdm import tqdm

    with tqdm(total=table.total, unit=" rows", unit_scale=True, disable=None, leave=False, dynamic_ncols=True) as bar:
        yield bar.update


def _first_ones(stream: Iterator[Block]) -> tuple[Iterator[Block], bool]:
    """The same blocks, and whether there is more than one."""
    first = list(islice(stream, 2))
    return chain(first, stream), len(first) > 1


def _each(steps: Iterator[tuple[Block, Result]], take: Callable[[Block, Result], None]) -> None:
    """Takes each block that is read and scored. Garbage is looked for between two of them: what a block makes is none."""
    while True:
        stop_if_asked()
        with no_collection():
            step = next(steps, None)
            if step is None:
                return
            take(*step)
            # Dropped while garbage is not looked for: what is no more needs no looking at.
            del step


def _in_order(stream: Iterable[Block], engine: Engine, parts: Parts | None) -> Iterator[tuple[Block, Result]]:
    """Each block with its scores, in the order of the file, however many are being scored at a time."""
    begun: deque[tuple[Block, Waiting | Result]] = deque()
    for block in stream:
        begun.append((block, _kept(block, parts) or engine.begin(block.work)))
        while len(begun) > engine.ahead:
            yield _finished(*begun.popleft(), parts)
    while begun:
        yield _finished(*begun.popleft(), parts)


def _kept(block: Block, parts: Parts | None) -> Result | None:
    """The scores of a block that an earlier run has left."""
    data = parts.load(block.number, block.digest) if parts else None
    return opened(data) if data is not None else None


def _finished(block: Block, scores: Waiting | Result, parts: Parts | None) -> tuple[Block, Result]:
    if isinstance(scores, Result):
        return block, scores
    data = scores()
    if parts:
        parts.save(block.number, block.digest, data)
    return block, opened(data)


def _count(tally: Tally, block: Block, result: Result) -> None:
    tally.rows += block.rows
    for message in block.with_care:
        tally.context += message.is_context
        tally.unscored += message.reply is None and not message.is_context
        if message.problems:
            tally.add_problems(kind_of(problem) for problem in message.problems)
    if block.work.replies[0]:
        tally.add_scores(result.scores)


def _name(names: dict[str, Texts], block: Block, rubric: Rubric | None) -> None:
    """Adds the names of the criteria and gates that scored a block."""
    for channel in set(block.work.replies[CHANNEL]):
        used = rubric or rubric_for(channel)
        names.update({one.id: one.name.as_dict() for one in (*used.criteria, *used.gates) if one.id not in names})
