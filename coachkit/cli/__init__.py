"""The command line: one short function per command. What a command does stands in a module beside it."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from coachkit.cli.options import Language, Shown
from coachkit.cli.workshop import new_app, play, schema
from coachkit.errors import CoachkitError, InputError

FINE, PROBLEMS, WRONG_USE, STOPPED = 0, 1, 2, 130

_EXIT_CODES = """Exit codes: 0 fine; 1 problems found by check, publish or translate-status, or rows kept with a problem in
score or transcripts --strict; 2 wrong use, or input that cannot be read; 130 stopped with Ctrl+C."""


class Engine(StrEnum):
    """Where a file is scored."""

    PROCESSES = "processes"
    DASK = "dask"


class Commands(TyperGroup):
    """Errors raised on purpose become one clear line each and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except CoachkitError as error:
            for line in str(error).splitlines():
                typer.echo(f"coachkit: {line}", err=True)
            raise typer.Exit(WRONG_USE) from error
        except KeyboardInterrupt as error:
            typer.echo("\ncoachkit: stopped; no file was written", err=True)
            raise typer.Exit(STOPPED) from error
        except BrokenPipeError as error:
            # The reader of the pipe has had enough (head, less): that is no fault.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(FINE) from error


_PLAIN = {"rich_markup_mode": None, "no_args_is_help": True}
app = typer.Typer(cls=Commands, epilog=_EXIT_CODES, pretty_exceptions_enable=False, add_completion=False, **_PLAIN)  # type: ignore[arg-type]
rubrics_app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
app.add_typer(rubrics_app, name="rubrics")
app.add_typer(new_app, name="new")

Advised = Annotated[Language | None, typer.Option("--language", help="Language of the advice; else the reply's own.")]
AgentNames = Annotated[
    list[str] | None, typer.Option("--agent", help="An agent's name, address, handle, or @domain; may be given many times.")
]
MappingFile = Annotated[Path | None, typer.Option("--mapping", help="A YAML file that says what the columns are.")]
OrderPattern = Annotated[
    str | None,
    typer.Option("--orders", help="A pattern (regular expression) for order numbers to mask as well.", metavar="PATTERN"),
]
RubricName = Annotated[str | None, typer.Option("--rubric", help="A rubric's name or YAML file; else chosen by channel.")]


def _column(what: str) -> Any:
    return typer.Option(help=f"Column with {what}; else guessed from the headers.", rich_help_panel="Columns")


def _show_version(wanted: bool) -> None:
    if wanted:
        from coachkit import __version__

        typer.echo(f"coachkit {__version__}")
        raise typer.Exit


@app.callback()
def coachkit(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Score written customer-service replies in Finnish, Swedish and English, with a reason for every point."""


@app.command(epilog=_EXIT_CODES)
def score(
    file: Annotated[
        Path, typer.Argument(help="Replies or conversations: a table, an export of a help desk, mails; or a folder of them.")
    ],
    rubric: RubricName = None,
    out: Annotated[Path | None, typer.Option(help="Write rows with scores: .csv, .tsv, .jsonl, .parquet or .xlsx.")] = None,
    evidence: Annotated[Path | None, typer.Option(help="Write one row per finding, in the same formats.")] = None,
    text_column: Annotated[str | None, _column("the replies")] = None,
    customer_column: Annotated[str | None, _column("the customers' messages")] = None,
    channel_column: Annotated[str | None, _column("the channel")] = None,
    language_column: Annotated[str | None, _column("the reply's language")] = None,
    agent_name_column: Annotated[str | None, _column("the agent's name")] = None,
    customer_name_column: Annotated[str | None, _column("the customer's name")] = None,
    speaker_column: Annotated[str | None, _column("who speaks (customer or agent)")] = None,
    conversation_column: Annotated[str | None, _column("the conversation's id")] = None,
    agent: AgentNames = None,
    mapping: MappingFile = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of a text file; else UTF-8.")] = None,
    criteria: Annotated[bool, typer.Option("--criteria", help="Add a column per criterion, 0 to 1.")] = False,
    processes: Annotated[int | None, typer.Option(help="Processes that score; else one per core.", min=1, max=512)] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Drop what an unfinished run has left, and begin anew.")] = False,
    engine: Annotated[Engine, typer.Option(help="Where to score: processes of this computer, or a Dask cluster.")] = (
        Engine.PROCESSES
    ),
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler; else a cluster on this computer.")] = None,
    mask: Annotated[bool, typer.Option("--mask/--no-mask", help="Mask personal data in what is written.")] = True,
    names: Annotated[bool, typer.Option("--names", help="Keep the agents' names, where the team may see them.")] = False,
    orders: OrderPattern = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when a row was kept with a problem.")] = False,
    language: Shown = Language.EN,
) -> None:
    """Score a file of replies: a summary, and with --out every row with its scores.

    In a file of conversations (a speaker and a conversation column) the agent's rows are scored, each with the customer's
    words before it. Rows with a problem are kept, named and counted. The input's columns are followed by: row, total,
    clarity, empathy, readability, tone (0 to 100), gates, weakest, language, problem; a name the input has already gets
    "coachkit_" before it.

    Personal data is masked in all that is written. A run that was stopped goes on where it was when the same command is
    given again.
    """
    from coachkit.cli.score_file import Job, cores, run
    from coachkit.privacy import Masking
    from coachkit.transcripts.columns import Columns
    from coachkit.transcripts.hints import hints_of

    asked = Columns(
        text=text_column,
        customer=customer_column,
        channel=channel_column,
        language=language_column,
        agent_name=agent_name_column,
        customer_name=customer_name_column,
        speaker=speaker_column,
        conversation=conversation_column,
    )
    if not mask and (names or orders):
        raise InputError("--no-mask writes everything as it stands; leave out --names and --orders, or --no-mask")
    if scheduler and engine != Engine.DASK:
        raise InputError("--scheduler is for --engine dask; say both, or leave it out")
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
    clean = run(job, rubric, language)
    if strict and not clean:
        raise typer.Exit(PROBLEMS)


@app.command(epilog=_EXIT_CODES)
def mask(
    file: Annotated[Path, typer.Argument(help="Replies or conversations, in any format that score reads.")],
    out: Annotated[Path, typer.Option(help="Write the masked rows: .csv, .tsv, .jsonl, .parquet or .xlsx.")],
    map_to: Annotated[
        Path | None, typer.Option("--map", help="Also write what stands behind the placeholders. Never written unasked.")
    ] = None,
    names: Annotated[bool, typer.Option("--names", help="Keep the agents' names, where the team may see them.")] = False,
    orders: OrderPattern = None,
    text_column: Annotated[str | None, _column("the replies")] = None,
    agent_name_column: Annotated[str | None, _column("the agent's name")] = None,
    customer_name_column: Annotated[str | None, _column("the customer's name")] = None,
    speaker_column: Annotated[str | None, _column("who speaks (customer or agent)")] = None,
    conversation_column: Annotated[str | None, _column("the conversation's id")] = None,
    agent: AgentNames = None,
    mapping: MappingFile = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of a text file; else UTF-8.")] = None,
    language: Shown = Language.EN,
) -> None:
    """Mask personal data in a file: names, identity codes, account, card and telephone numbers, e-mail, addresses.

    Each gets a placeholder such as <PERSON-1>, the same one wherever the same thing stands in a conversation. Agents get a
    pseudonym (agent-k3f9qz) that is the same in every run on this computer.
    """
    from coachkit.cli.mask_file import MaskJob, run
    from coachkit.privacy import Masking
    from coachkit.transcripts.columns import Columns
    from coachkit.transcripts.hints import hints_of

    asked = Columns(
        text=text_column,
        agent_name=agent_name_column,
        customer_name=customer_name_column,
        speaker=speaker_column,
        conversation=conversation_column,
    )
    hints = hints_of(agent or (), mapping)
    run(MaskJob(file, out, asked, Masking(orders, names), map_to, encoding, progress=True, hints=hints), language)


@app.command(epilog=_EXIT_CODES)
def transcripts(
    file: Annotated[Path, typer.Argument(help="Conversations or replies, in any format that score reads; or a folder of them.")],
    agent: AgentNames = None,
    mapping: MappingFile = None,
    save_mapping: Annotated[Path | None, typer.Option(help="Write the columns used as such a file.", metavar="FILE")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of a text file; else UTF-8.")] = None,
    orders: OrderPattern = None,
    show: Annotated[int, typer.Option(help="How many of the first messages to show, masked.", min=0, max=100)] = 6,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when a part could not be read.")] = False,
    language: Shown = Language.EN,
) -> None:
    """Show what is understood of a file before it is scored: who speaks, where, when, and what could not be read."""
    from coachkit.cli.show_transcripts import run

    clean = run(
        file, language, agents=agent or (), mapping=mapping, save=save_mapping, encoding=encoding, shown=show, orders=orders
    )
    if strict and not clean:
        raise typer.Exit(PROBLEMS)


@app.command(epilog=_EXIT_CODES)
def explain(
    text: Annotated[str | None, typer.Argument(help="The reply; else read from standard input.")] = None,
    customer: Annotated[str | None, typer.Option(help="The customer's message that is answered.")] = None,
    channel: Annotated[str | None, typer.Option(help="chat, email, social, messaging, forum, article or call.")] = None,
    rubric: RubricName = None,
    language: Advised = None,
    agent_name: Annotated[str | None, typer.Option(help="The agent's name.")] = None,
    customer_name: Annotated[str | None, typer.Option(help="The customer's name.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every criterion, and what did not apply and why.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Everything as JSON.")] = False,
) -> None:
    """Explain the score of one reply: what to keep, what to change, why, and how to say it better."""
    from coachkit.cli.explain_reply import read_reply, run
    from coachkit.model import Reply

    words = text if text is not None else read_reply(language or Language.EN)
    if not words.strip():
        raise InputError("the reply is empty; give it as an argument or on standard input")
    reply = Reply(words, customer, channel, None, agent_name, customer_name)
    typer.echo(run(reply, rubric, language, everything=everything, as_json=as_json))


@rubrics_app.callback()
def rubrics(ctx: typer.Context, language: Shown = Language.EN) -> None:
    """List the rubrics, or show one: coachkit rubrics show NAME."""
    if ctx.invoked_subcommand is None:
        from coachkit.cli.show_rubrics import list_text

        typer.echo(list_text(language))


@rubrics_app.command("show")
def show_rubric(
    name: Annotated[str, typer.Argument(help="A rubric's name or YAML file.")],
    language: Shown = Language.EN,
) -> None:
    """Show a rubric's criteria with their weights, questions, limits and sources."""
    from coachkit.cli.show_rubrics import rubric_text

    typer.echo(rubric_text(name, language))


@rubrics_app.command("table")
def criteria_table() -> None:
    """Show all criteria and gates as a table in Markdown: question, when it applies, what is measured, source, examples."""
    from coachkit.authoring.criteria_table import criteria_table

    typer.echo(criteria_table(), nl=False)


@app.command(epilog=_EXIT_CODES)
def check(
    paths: Annotated[
        list[Path], typer.Argument(help="Rubrics, criteria, scenarios or courses: files, or folders of them.", metavar="PATH...")
    ],
) -> None:
    """Check rubrics, criteria and exercises: every mistake with file:line:column, examples and model replies run."""
    from coachkit.authoring.check import check_paths, summary_line

    checked = check_paths(paths)
    for problem in checked.problems:
        typer.echo(problem)
    typer.echo(summary_line(checked))
    if checked.problems:
        raise typer.Exit(PROBLEMS)


@app.command(epilog=_EXIT_CODES)
def publish(
    paths: Annotated[list[Path], typer.Argument(help="Scenarios, criteria, rubrics, or folders of them.", metavar="PATH...")],
    language: Shown = Language.EN,
) -> None:
    """Publish what passes the checks: its structure is recorded under its version, and check refuses to change it silently.

    What was published may still be polished: titles, hints, advice, sources. What decides a score or the way of a conversation
    needs a new version number.
    """
    from coachkit.cli.publish_versions import run

    if not run(paths, language):
        raise typer.Exit(PROBLEMS)


@app.command(epilog=_EXIT_CODES)
def diff(
    old: Annotated[str, typer.Argument(help="A rubric's name or YAML file.")],
    new: Annotated[str, typer.Argument(help="Another one.")],
    replies: Annotated[Path | None, typer.Option(help="Replies to score with both: .csv, .tsv, .jsonl, .parquet, .xlsx.")] = None,
    language: Shown = Language.EN,
) -> None:
    """Compare two rubrics: what changes, and how the scores of a file of replies would move."""
    from coachkit.cli.compare_rubrics import run

    typer.echo(run(old, new, replies, language))


@app.command(epilog=_EXIT_CODES)
def rescore(
    rubric: Annotated[str | None, typer.Option("--rubric", help="A rubric's name or YAML file; else chosen by channel.")] = None,
    exercises: Annotated[
        Path | None, typer.Option(help="Folder of courses; else COACHKIT_EXERCISES or the shipped ones.")
    ] = None,
    language: Shown = Language.EN,
) -> None:
    """Score stored attempts under another version, beside the old scores and never over them."""
    from coachkit.cli.rescore_attempts import run

    typer.echo(run(rubric, exercises, language))


@app.command("translate-status", epilog=_EXIT_CODES)
def translate_status(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Folders or files; else everything that is shipped.", metavar="[PATH...]")
    ] = None,
    language: Shown = Language.EN,
) -> None:
    """List which criteria, rubrics, courses and interface words lack a language, and which courses a scenario in one."""
    from coachkit.cli.translation_status import run

    if not run(paths or [], language):
        raise typer.Exit(PROBLEMS)


@app.command(epilog=_EXIT_CODES)
def demo(
    out: Annotated[Path, typer.Option(help="Folder for report.html; made where it is not there.")] = Path("coachkit-demo"),
    language: Shown = Language.EN,
) -> None:
    """Score the bundled sample conversations, show the summary and write report.html."""
    from coachkit.cli.demo_report import run

    run(out, language)


@app.command(epilog=_EXIT_CODES)
def lab(
    folder: Annotated[Path, typer.Argument(help="The workspace: a folder of your own.", metavar="DIR")] = Path(
        "coachkit-workspace"
    ),
    start: Annotated[
        bool, typer.Option("--start/--no-start", help="Start JupyterLab, or only make or update the workspace.")
    ] = True,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser, or only show the address.")] = True,
    port: Annotated[
        int | None, typer.Option(help="Port on this computer; else 8888 or the next free one.", min=0, max=65535)
    ] = None,
    language: Shown = Language.EN,
) -> None:
    """Practise: make or update a workspace with notebooks, exercises and rubrics, and open JupyterLab in it.

    What you changed or deleted in the workspace stays so. JupyterLab can be reached from this computer only and asks the
    network for nothing.
    """
    from coachkit.cli.open_lab import run

    run(folder, language, start=start, browser=browser, port=port)


@app.command(epilog=_EXIT_CODES)
def prepare() -> None:
    """Build the caches ahead of time, so that the first score comes at once."""
    from coachkit.cli.prepare_caches import run

    run()


from coachkit.cli import review_commands  # noqa: E402 - its commands use what stands above

review_commands.add_to(app)
app.command(epilog=_EXIT_CODES)(play)
app.command(epilog=_EXIT_CODES)(schema)


def main() -> None:
    """Runs the command line; the entry point of the package."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows a question mark: that is no reason to fail.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app(prog_name="coachkit")


from coachkit.cli import report_commands as report_commands  # noqa: E402 - it puts its command on the app above
