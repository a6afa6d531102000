"""The options that name columns are the same in every command, and a command gets what they say as one value."""

from __future__ import annotations

import inspect
from dataclasses import fields
from typing import Annotated

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from coachkit.cli import app
from coachkit.cli.column_options import OF_A_SCORED_FILE, OF_REPLIES, column_options
from coachkit.transcripts.columns import Columns

COMMANDS = {
    "score": OF_REPLIES,
    "transcripts": OF_REPLIES,
    "mask": ("text", "agent_name", "customer_name", "speaker", "conversation"),
    "sample": OF_A_SCORED_FILE,
    "agreement": OF_A_SCORED_FILE,
    "calibrate": OF_A_SCORED_FILE,
    "report": (*OF_A_SCORED_FILE, "at", "csat", "nps"),
}


@pytest.mark.parametrize(("name", "columns"), COMMANDS.items())
def test_a_command_has_an_option_for_each_column_that_it_asks_for(name: str, columns: tuple[str, ...]) -> None:
    shown = get_command(app).commands[name].params  # type: ignore[attr-defined]
    options = [one.name for one in shown if one.name.endswith("_column")]
    assert options == [f"{one}_column" for one in columns]
    assert "asked" not in {one.name for one in shown}


def test_what_is_said_comes_to_the_command_as_columns() -> None:
    one, said = typer.Typer(), list[tuple[str, Columns, int]]()

    @one.command()
    @column_options("text", "nps")
    def command(file: Annotated[str, typer.Argument()], *, asked: Columns, more: int = 3) -> None:
        """Takes them."""
        said.append((file, asked, more))

    assert list(inspect.signature(command).parameters) == ["file", "text_column", "nps_column", "more"]
    for arguments in (["a.csv"], ["a.csv", "--nps-column", "Suositus", "--more", "4"]):
        assert CliRunner().invoke(one, arguments).exit_code == 0
    assert said == [("a.csv", Columns(), 3), ("a.csv", Columns(nps="Suositus"), 4)]


def test_every_column_can_be_asked_for() -> None:
    names = [one.name for one in fields(Columns)]
    assert {*OF_REPLIES, "at", "csat", "nps"} == set(names)
    column_options(*names)(lambda *, asked: asked)
