"""The commands that read a file of replies or conversations: score, mask, transcripts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coachkit.cli.column_options import OF_REPLIES, column_options
from coachkit.cli.exits import EXIT_CODES, PROBLEMS
from coachkit.cli.options import Encoding, Language, Orders, RubricName, Shown
from coachkit.errors import InputError

if TYPE_CHECKING:
    from coachkit.transcripts.columns import Columns


class Engine(StrEnum):
    """Where a file is scored."""

    PROCESSES = "processes"
    DASK = "dask"


_FORMATS = ".csv, .tsv, .jsonl, .parquet or .xlsx"

ScoresOut = Annotated[Path | None, typer.Option("--out", help=f"Write rows with scores: {_FORMATS}.")]
Evidence = Annotated[Path | None, typer.Option(help="Write one row per finding, in the same formats.")]
Criteria = Annotated[bool, typer.Option("--criteria", help="Add a column per criterion, 0 to 1.")]
Processes = Annotated[int | None, typer.Option(help="Processes that score; else one per core.", min=1, max=512)]
Fresh = Annotated[bool, typer.Option("--fresh", help="Drop what an unfinished run has left, and begin anew.")]
Where = Annotated[Engine, typer.Option(help="Where to score: processes of this computer, or a Dask cluster.")]
Scheduler = Annotated[str | None, typer.Option(help="Address of a Dask scheduler; else a cluster on this computer.")]

Masked = Annotated[bool, typer.Option("--mask/--no-mask", help="Mask personal data in what is written.")]
Names = Annotated[bool, typer.Option("--names", help="Keep the agents' names, where the team may see them.")]
MapTo = Annotated[
    Path | None, typer.Option("--map", help="Also write what stands behind the placeholders. Never written unasked.")
]

AgentNames = Annotated[
    list[str] | None, typer.Option("--agent", help="An agent's name, address, handle, or @domain; may be given many times.")
]
MappingFile = Annotated[Path | None, typer.Option(help="A YAML file that says what the columns are.")]


@column_options(*OF_REPLIES)
def score(
    file: Annotated[
        Path, typer.Argument(help="Replies or conversations: a table, an export of a help desk, mails; or a folder of them.")
    ],
    rubric: RubricName = None,
    out: ScoresOut = None,
    evidence: Evidence = None,
    *,
    asked: Columns,
    agent: AgentNames = None,
    mapping: MappingFile = None,
    encoding: Encoding = None,
    criteria: Criteria = False,
    processes: Processes = None,
    fresh: Fresh = False,
    engine: Where = Engine.PROCESSES,
    scheduler: Scheduler = None,
    mask: Masked = True,
    names: Names = False,
    orders: Orders = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when a row was kept with a problem.")] = False,
    language: Shown = Language.EN,
) -> None:
    """Score a file of replies: a summary, and with --out every row with its scores.

    In a file of conversations (a speaker and a conversation column) the agent's rows are scored, each with the customer's
    words before it. Rows with a problem are kept, named and counted. The input's columns are followed by: row, total,
    clarity, empathy, readability, tone (0 to 100), gates, weakest, language, rubric, fingerprint, problem; a name the input
    has already gets "coachkit_" before it.

    Personal data is masked in all that is written. A run that was stopped goes on where it was when the same command is
    given again.
    """
    from coachkit.cli.score_file import Job, cores, run
    from coachkit.privacy import Masking
    from coachkit.transcripts.hints import hints_of

    _refuse_odd_choices(masked=mask, told_how=bool(names or orders), engine=engine, scheduler=scheduler)
    job = Job(
        source=file,
        asked=asked,
        encoding=encoding,
        out=out,
        evidence=evidence,
        progress=True,
        criteria=criteria,
        processes=processes or cores(),
        fresh=fresh,
        engine=engine,
        scheduler=scheduler,
        masking=Masking(orders, names) if mask else None,
        hints=hints_of(agent or (), mapping),
    )
    _end(run(job, rubric, language), strict=strict)


def _refuse_odd_choices(*, masked: bool, told_how: bool, engine: Engine, scheduler: str | None) -> None:
    """Two options that cannot both be meant are an error, not a guess."""
    if told_how and not masked:
        raise InputError("--no-mask writes everything as it stands; leave out --names and --orders, or --no-mask")
    if scheduler and engine != Engine.DASK:
        raise InputError("--scheduler is for --engine dask; say both, or leave it out")


def _end(clean: bool, *, strict: bool) -> None:
    if strict and not clean:
        raise typer.Exit(PROBLEMS)


@column_options("text", "agent_name", "customer_name", "speaker", "conversation")
def mask(
    file: Annotated[Path, typer.Argument(help="Replies or conversations, in any format that score reads.")],
    out: Annotated[Path, typer.Option(help=f"Write the masked rows: {_FORMATS}.")],
    map_to: MapTo = None,
    names: Names = False,
    orders: Orders = None,
    *,
    asked: Columns,
    agent: AgentNames = None,
    mapping: MappingFile = None,
    encoding: Encoding = None,
    language: Shown = Language.EN,
) -> None:
    """Mask personal data in a file: names, identity codes, account, card and telephone numbers, e-mail, addresses.

    Each gets a placeholder such as <PERSON-1>, the same one wherever the same thing stands in a conversation. Agents get a
    pseudonym (agent-k3f9qz) that is the same in every run on this computer.
    """
    from coachkit.cli.mask_file import MaskJob, run
    from coachkit.privacy import Masking
    from coachkit.transcripts.hints import hints_of

    hints = hints_of(agent or (), mapping)
    run(MaskJob(file, out, asked, Masking(orders, names), map_to, encoding, progress=True, hints=hints), language)


@column_options(*OF_REPLIES)
def transcripts(
    file: Annotated[Path, typer.Argument(help="Conversations or replies, in any format that score reads; or a folder of them.")],
    *,
    asked: Columns,
    agent: AgentNames = None,
    mapping: MappingFile = None,
    save_mapping: Annotated[Path | None, typer.Option(help="Write the columns used as such a file.", metavar="FILE")] = None,
    encoding: Encoding = None,
    orders: Orders = None,
    show: Annotated[int, typer.Option(help="How many of the first messages to show, masked.", min=0, max=100)] = 6,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when a part could not be read.")] = False,
    language: Shown = Language.EN,
) -> None:
    """Show what is understood of a file before it is scored: who speaks, where, when, and what could not be read."""
    from coachkit.cli.show_transcripts import run

    clean = run(
        file,
        language,
        asked=asked,
        agents=agent or (),
        mapping=mapping,
        save=save_mapping,
        encoding=encoding,
        shown=show,
        orders=orders,
    )
    _end(clean, strict=strict)


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    for command in (score, mask, transcripts):
        app.command(epilog=EXIT_CODES)(command)
