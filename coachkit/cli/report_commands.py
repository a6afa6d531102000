"""The command that turns a scored file into reports for a team and its agents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coachkit.cli.column_options import OF_A_SCORED_FILE, column_options
from coachkit.cli.exits import EXIT_CODES
from coachkit.cli.options import Courses, Encoding, Language, Shown

if TYPE_CHECKING:
    from coachkit.transcripts.columns import Columns


@column_options(*OF_A_SCORED_FILE, "at", "csat", "nps")
def report(
    file: Annotated[Path, typer.Argument(help="The scored file that `score --out` wrote.", metavar="SCORED")],
    out: Annotated[Path, typer.Option(help="Folder for the reports; made where it is not there.")],
    evidence: Annotated[Path | None, typer.Option(help="The file that `score --evidence` wrote: quotes come from it.")] = None,
    team: Annotated[bool, typer.Option("--team", help="Only the team's report.")] = False,
    agents: Annotated[bool, typer.Option("--agents", help="Only the agents' pages.")] = False,
    rubric: Annotated[
        str | None, typer.Option("--rubric", help="The rubric of your own that scored it, a YAML file: for the criteria's names.")
    ] = None,
    queue: Annotated[bool, typer.Option("--queue", help="Put the next exercises into the practice queues.")] = False,
    learners: Annotated[Path | None, typer.Option(help="Who is who for --queue: columns agent, learner.")] = None,
    exercises: Courses = None,
    *,
    asked: Columns,
    encoding: Encoding = None,
    language: Shown = Language.EN,
) -> None:
    """Write reports that stand on their own: one page for the team, one for each agent, and the numbers as tables."""
    from coachkit.cli.write_reports import Asked, run
    from coachkit.team.table import Roles

    columns = Roles(
        text=asked.text,
        agent=asked.agent_name,
        channel=asked.channel,
        conversation=asked.conversation,
        at=asked.at,
        csat=asked.csat,
        nps=asked.nps,
    )
    both = team == agents
    run(
        Asked(file, out, evidence, columns, encoding, exercises, learners, rubric),
        language,
        team=team or both,
        agents=agents or both,
        queue=queue,
    )


def add_to(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command(epilog=EXIT_CODES)(report)
