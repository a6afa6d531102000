"""The options that name the columns of a file: each stands here once, and a command takes those it wants as one value."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Annotated, Any, TypeVar, get_type_hints

import typer

Result = TypeVar("Result")

_WHAT: Mapping[str, str] = {
    "text": "the replies",
    "customer": "the customers' messages",
    "channel": "the channel",
    "language": "the reply's language",
    "agent_name": "the agent's name",
    "customer_name": "the customer's name",
    "speaker": "who speaks (customer or agent)",
    "conversation": "the conversation's id",
    "at": "the time of the reply",
    "csat": "the customers' satisfaction",
    "nps": "the customers' readiness to recommend, 0 to 10",
}
"""What each column holds, by its name in Columns."""
OF_REPLIES = ("text", "customer", "channel", "language", "agent_name", "customer_name", "speaker", "conversation")
OF_A_SCORED_FILE = ("text", "agent_name", "channel", "conversation")


def column_options(*names: str) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Gives a command an option for each of these columns, `--text-column` for "text", where its parameter `asked` stands.

    The command itself gets `asked`: Columns with what was said.
    """

    def given_to(command: Callable[..., Result]) -> Callable[..., Result]:
        @wraps(command)
        def with_options(**arguments: Any) -> Result:
            from coachkit.transcripts.columns import Columns

            said = {name: arguments.pop(f"{name}_column") for name in names}
            return command(asked=Columns(**said), **arguments)

        options = {f"{name}_column": Annotated[str | None, _option(name)] for name in names}
        with_options.__annotations__ = {name: hint for name, hint in command.__annotations__.items() if name != "asked"} | options
        hints = get_type_hints(with_options, include_extras=True)
        parameters = []
        for one in inspect.signature(command).parameters.values():
            added = [one.replace(name=name, default=None) for name in options] if one.name == "asked" else [one]
            parameters += [each.replace(annotation=hints[each.name], kind=one.KEYWORD_ONLY) for each in added]
        with_options.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return with_options

    return given_to


def _option(name: str) -> Any:
    return typer.Option(help=f"Column with {_WHAT[name]}; else guessed from the headers.", rich_help_panel="Columns")
