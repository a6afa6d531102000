"""The command line: one short function per command. What a command does stands in a module beside it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from coachkit.cli import file_commands, report_commands, review_commands
from coachkit.cli.exits import EXIT_CODES, FINE, PROBLEMS, STOPPED, WRONG_USE, Commands, remember_language, told
from coachkit.cli.options import Courses, Language, RubricName, Shown
from coachkit.cli.workshop import new_app, play, schema
from coachkit.errors import InputError

__all__ = ["FINE", "PROBLEMS", "STOPPED", "WRONG_USE", "app", "main"]

_PLAIN = {"rich_markup_mode": None, "no_args_is_help": True}
app = typer.Typer(cls=Commands, epilog=EXIT_CODES, pretty_exceptions_enable=False, add_completion=False, **_PLAIN)  # type: ignore[arg-type]
rubrics_app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
app.add_typer(rubrics_app, name="rubrics")
app.add_typer(new_app, name="new")

Advised = Annotated[
    Language | None, typer.Option("--language", help="Language of the advice; else the reply's own.", callback=remember_language)
]


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


file_commands.add_to(app)


@app.command(epilog=EXIT_CODES)
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


@app.command(epilog=EXIT_CODES)
def check(
    paths: Annotated[
        list[Path], typer.Argument(help="Rubrics, criteria, scenarios or courses: files, or folders of them.", metavar="PATH...")
    ],
    language: Shown = Language.EN,
) -> None:
    """Check rubrics, criteria and exercises: every mistake with file:line:column, examples and model replies run.

    Mistakes in the files themselves are told at once, those that only scoring finds after them.
    """
    from coachkit.cli.check_files import run

    if not run(paths, language):
        raise typer.Exit(PROBLEMS)


@app.command(epilog=EXIT_CODES)
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


@app.command(epilog=EXIT_CODES)
def diff(
    old: Annotated[str, typer.Argument(help="A rubric's name or YAML file.")],
    new: Annotated[str, typer.Argument(help="Another one.")],
    replies: Annotated[Path | None, typer.Option(help="Replies to score with both: .csv, .tsv, .jsonl, .parquet, .xlsx.")] = None,
    language: Shown = Language.EN,
) -> None:
    """Compare two rubrics: what changes, and how the scores of a file of replies would move."""
    from coachkit.cli.compare_rubrics import run

    typer.echo(run(old, new, replies, language))


@app.command(epilog=EXIT_CODES)
def rescore(
    rubric: RubricName = None,
    exercises: Courses = None,
    language: Shown = Language.EN,
) -> None:
    """Score stored attempts and reviewed replies under another version, beside the old scores and never over them.

    Reviewed replies whose stored text is masked keep the scores they have.
    """
    from coachkit.cli.rescore_attempts import run

    typer.echo(run(rubric, exercises, language))


@app.command("translate-status", epilog=EXIT_CODES)
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


@app.command(epilog=EXIT_CODES)
def demo(
    out: Annotated[Path, typer.Option(help="Folder for report.html; made where it is not there.")] = Path("coachkit-demo"),
    language: Shown = Language.EN,
) -> None:
    """Score the bundled sample conversations, show the summary and write report.html."""
    from coachkit.cli.demo_report import run

    run(out, language)


@app.command(epilog=EXIT_CODES)
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


@app.command(epilog=EXIT_CODES)
def prepare() -> None:
    """Build the caches ahead of time, so that the first score comes at once."""
    from coachkit.cli.prepare_caches import run

    run()


review_commands.add_to(app)
app.command(epilog=EXIT_CODES)(play)
app.command(epilog=EXIT_CODES)(schema)
report_commands.add_to(app)


def main() -> None:
    """Runs the command line; the entry point of the package."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows a question mark: that is no reason to fail.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        with told():
            _begin(sys.argv[1:])
    except typer.Exit as error:
        sys.exit(error.exit_code)
    app(prog_name="coachkit")


def _begin(arguments: list[str]) -> None:
    if arguments[:1] == ["score"]:
        from coachkit.runs.own_process import is_ours

        is_ours(arguments[1:])
    _leave_out_others(*arguments[:1])


def _leave_out_others(name: str = "") -> None:
    """Lets the program know no command but that of this name: Typer looks through all that it knows, whatever is asked for."""
    wanted = [one for one in app.registered_commands if name in {one.name, getattr(one.callback, "__name__", "")}]
    if wanted and name:
        app.registered_commands, app.registered_groups = wanted, []
