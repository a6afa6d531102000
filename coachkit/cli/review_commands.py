"""The reviewer's commands: sample, agreement, calibrate, reviews. What each does stands in a module beside this one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coachkit.cli.column_options import OF_A_SCORED_FILE, column_options
from coachkit.cli.exits import EXIT_CODES
from coachkit.cli.options import Encoding, Language, Orders, Shown
from coachkit.errors import InputError

if TYPE_CHECKING:
    from coachkit.privacy import Masking
    from coachkit.transcripts.columns import Columns

reviews_app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Read reviews into the store, or write them out.")

ScoredFile = Annotated[Path | None, typer.Option("--scored", help="The scored file that was reviewed, with --criteria.")]
Seed = Annotated[int, typer.Option(help="Another number draws otherwise; the same one draws the same.")]
_FORMATS = ".csv, .tsv, .jsonl, .parquet or .xlsx"


def _some(what: str) -> Any:
    return typer.Option(help=f"At most so many {what}.", min=0, rich_help_panel="Besides the random ones")


def _masking(orders: str | None, *, mask: bool) -> Masking | None:
    """How comments are masked; None for not at all."""
    from coachkit.privacy import Masking

    if orders and not mask:
        raise InputError("--no-mask keeps comments as they stand; leave out --orders, or --no-mask")
    return Masking(orders) if mask else None


@column_options(*OF_A_SCORED_FILE)
def sample(
    file: Annotated[Path, typer.Argument(help="A scored file, written by `coachkit score --out`.")],
    out: Annotated[Path, typer.Option(help=f"Write the replies to read: {_FORMATS}.")],
    precision: Annotated[float, typer.Option(help="Points to either side that each mean is to be known within.", min=0.1)] = 5.0,
    confidence: Annotated[float, typer.Option(help="Per cent.", min=50, max=99.9)] = 95.0,
    spread: Annotated[float | None, typer.Option(help="Standard deviation of people's totals, where known.", min=0)] = None,
    by: Annotated[list[str] | None, typer.Option(help="Column to draw within; again for more. Else agent and channel.")] = None,
    lowest: Annotated[int, _some("with the lowest totals")] = 10,
    uncertain: Annotated[int, _some("that the program is least sure of")] = 10,
    gates: Annotated[int, _some("that fail a gate")] = 10,
    outliers: Annotated[int, _some("far from the rest")] = 10,
    csat: Annotated[int, _some("that the customer saw otherwise")] = 10,
    seed: Seed = 1,
    *,
    asked: Columns,
    language: Shown = Language.EN,
) -> None:
    """Choose the replies that are worth a person's time: a random sample of the size needed, and those that are odd."""
    from coachkit.cli.sample_file import run
    from coachkit.sampling import Plan

    each = {"lowest": lowest, "uncertain": uncertain, "gate": gates, "outlier": outliers, "csat": csat}
    plan = Plan(precision, confidence / 100, spread, tuple(by or ()), each, seed)
    typer.echo(run(file, out, plan, language, asked))


@column_options(*OF_A_SCORED_FILE)
def agreement(
    reviews: Annotated[Path | None, typer.Argument(help="A file of reviews; else the store's.")] = None,
    scored: ScoredFile = None,
    out: Annotated[Path | None, typer.Option(help=f"Write every figure: {_FORMATS}.")] = None,
    blind: Annotated[bool, typer.Option("--blind", help="Only reviews made without seeing the program's scores.")] = False,
    steps: Annotated[int, typer.Option(help="Even steps of a criterion's score for 'same' and kappa.", min=2, max=11)] = 3,
    confidence: Annotated[float, typer.Option(help="Per cent of the intervals.", min=50, max=99.9)] = 95.0,
    seed: Seed = 1,
    *,
    asked: Columns,
    language: Shown = Language.EN,
) -> None:
    """Measure how far people agree with each other and with the program, and how strict each reviewer is."""
    from coachkit.agreement import Drawing
    from coachkit.cli.agreement_report import run
    from coachkit.cli.review_sources import Scored

    drawing = Drawing(seed=seed, confidence=confidence / 100)
    typer.echo(run(reviews, Scored(scored, asked), out, blind=blind, steps=steps, drawing=drawing, language=language))


@column_options(*OF_A_SCORED_FILE)
def calibrate(
    rubric: Annotated[str, typer.Argument(help="A rubric's name or YAML file.")],
    reviews: Annotated[Path | None, typer.Option(help="A file of reviews; else the store's.")] = None,
    scored: ScoredFile = None,
    out: Annotated[Path | None, typer.Option(help="Write the proposed rubric: a .yaml file.")] = None,
    seed: Seed = 1,
    *,
    asked: Columns,
    language: Shown = Language.EN,
) -> None:
    """Propose weights and limits for a team's rubric from reviewed replies: their worth, and the change to the YAML."""
    from coachkit.agreement import Drawing
    from coachkit.cli.calibrate_rubric import run
    from coachkit.cli.review_sources import Scored

    typer.echo(run(rubric, reviews, Scored(scored, asked), out, drawing=Drawing(seed=seed), language=language))


@reviews_app.command("import")
@column_options(*OF_A_SCORED_FILE)
def read_in(
    file: Annotated[Path, typer.Argument(help=f"Reviews: {_FORMATS}, or Zendesk QA's .json.")],
    scored: ScoredFile = None,
    reviewer: Annotated[str, typer.Option(help="Who reviewed, where the file does not say.")] = "",
    rubric: Annotated[str | None, typer.Option("--rubric", help="Reckon totals that are missing by this rubric.")] = None,
    mask: Annotated[bool, typer.Option("--mask/--no-mask", help="Mask personal data in comments.")] = True,
    orders: Orders = None,
    encoding: Encoding = None,
    *,
    asked: Columns,
    language: Shown = Language.EN,
) -> None:
    """Read reviews from a file into the store; the same file read again brings nothing twice.

    In a sample, write yours into columns at its end: my total, my clarity.next_step, comment, reviewer.

    Personal data in comments, disputes, answers and root causes is masked before they are kept.
    """
    from coachkit.cli.move_reviews import Source, read_in
    from coachkit.cli.review_sources import Scored

    masking = _masking(orders, mask=mask)
    source = Source(file, Scored(scored, asked), reviewer, rubric, encoding)
    typer.echo(read_in(source, masking, language))


@reviews_app.command("export")
def write_out(
    file: Annotated[Path, typer.Argument(help=f"Write to: {_FORMATS}, or .json in Zendesk QA's shapes.")],
    every_version: Annotated[bool, typer.Option("--every-version", help="Not only each reviewer's last.")] = False,
    reviewer: Annotated[str | None, typer.Option(help="Only this person's.")] = None,
    mask: Annotated[bool, typer.Option("--mask/--no-mask", help="Mask personal data in comments that were kept with it.")] = True,
    orders: Orders = None,
    language: Shown = Language.EN,
) -> None:
    """Write the store's reviews to a file, as .json with disputes and scorecards."""
    from coachkit.cli.move_reviews import write_out

    typer.echo(write_out(file, _masking(orders, mask=mask), every_version=every_version, reviewer=reviewer, language=language))


@reviews_app.command("mask")
def mask_past(
    apply: Annotated[bool, typer.Option("--apply", help="Mask them; without it they are only told.")] = False,
    by: Annotated[str | None, typer.Option(help="Who does it, as the store will say; else your user name.")] = None,
    orders: Orders = None,
    language: Shown = Language.EN,
) -> None:
    """Mask personal data in comments that the store has kept unmasked, for good; without --apply, only say where it is.

    It is the one change to what is in a store. The words change; scores, versions, times and names of reviewers stay.
    """
    from coachkit.cli.mask_past_words import run
    from coachkit.privacy import Masking

    typer.echo(run(Masking(orders), apply=apply, by=by, language=language))


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    for command in (sample, agreement, calibrate):
        app.command(epilog=EXIT_CODES)(command)
    app.add_typer(reviews_app, name="reviews")
