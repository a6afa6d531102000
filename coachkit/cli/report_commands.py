"""The command that turns a scored file into reports for a team and its agents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from coachkit.cli import _EXIT_CODES, app
from coachkit.cli.options import Language, Shown


def _column(what: str) -> Any:
    return typer.Option(help=f"Column with {what}; else guessed from the headers.", rich_help_panel="Columns")


@app.command(epilog=_EXIT_CODES)
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
    exercises: Annotated[
        Path | None, typer.Option(help="Folder of courses; else COACHKIT_EXERCISES or the shipped ones.")
    ] = None,
    text_column: Annotated[str | None, _column("the replies")] = None,
    agent_name_column: Annotated[str | None, _column("the agents")] = None,
    channel_column: Annotated[str | None, _column("the channel")] = None,
    conversation_column: Annotated[str | None, _column("the conversation's id")] = None,
    at_column: Annotated[str | None, _column("the time of the reply")] = None,
    csat_column: Annotated[str | None, _column("the customers' satisfaction")] = None,
    nps_column: Annotated[str | None, _column("the customers' readiness to recommend, 0 to 10")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of a text file; else UTF-8.")] = None,
    language: Shown = Language.EN,
) -> None:
    """Write reports that stand on their own: one page for the team, one for each agent, and the numbers as tables."""
    from coachkit.cli.write_reports import Asked, run
    from coachkit.team.table import Roles

    columns = Roles(
        text=text_column,
        agent=agent_name_column,
        channel=channel_column,
        conversation=conversation_column,
        at=at_column,
        csat=csat_column,
        nps=nps_column,
    )
    both = team == agents
    run(
        Asked(file, out, evidence, columns, encoding, exercises, learners, rubric),
        language,
        team=team or both,
        agents=agents or both,
        queue=queue,
    )
