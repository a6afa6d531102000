"""The trainer's commands: new files, their schemas for editors, a scenario played in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from coachkit.cli.options import Language, Shown

new_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@new_app.callback()
def new() -> None:
    """Make a new scenario, criterion, rubric or course in the workspace: valid from the start, with comments.

    What no option says is asked for when this is a terminal. A file that is there already is never written over.
    """


Into = Annotated[Path | None, typer.Option("--into", help="The workspace; else the present folder or one above it.")]
Id = Annotated[str | None, typer.Argument(help="Its id: late-parcel; for a criterion tone.wishes_well.", metavar="ID")]


def _text(flag: str, what: str) -> Any:
    return typer.Option(flag, help=what)


@new_app.command("scenario")
def new_scenario(
    identity: Id = None,
    kind: Annotated[str | None, _text("--kind", "conversation, message, improve, channel or shift.")] = None,
    written_in: Annotated[str | None, _text("--written-in", "The exercise's language: fi, sv or en.")] = None,
    channel: Annotated[str | None, _text("--channel", "Where the customer writes: chat, email, social ...")] = None,
    title: Annotated[str | None, _text("--title", "Its title.")] = None,
    course: Annotated[str | None, _text("--course", "The course it belongs to.")] = None,
    make_course: Annotated[bool, typer.Option("--make-course", help="Make the course when it is not there.")] = False,
    chat: Annotated[list[str] | None, _text("--chat", "A conversation of a shift; say it twice or more.")] = None,
    into: Into = None,
    language: Shown = Language.EN,
) -> None:
    """Make a new scenario with a small conversation in it; --language is that of questions and comments."""
    from coachkit.cli.new_file import Wishes, make_scenario

    wishes = Wishes(
        id=identity,
        into=into,
        kind=kind,
        written_in=written_in,
        channel=channel,
        title=title,
        course=course,
        make_course=make_course,
        chats=chat or (),
    )
    make_scenario(wishes, language.value)


@new_app.command("criterion")
def new_criterion(
    identity: Id = None,
    measure: Annotated[str | None, _text("--measure", "at_least (something good) or at_most (something to avoid).")] = None,
    name_fi: Annotated[str | None, _text("--name-fi", "Its name in Finnish.")] = None,
    name_sv: Annotated[str | None, _text("--name-sv", "Its name in Swedish.")] = None,
    name_en: Annotated[str | None, _text("--name-en", "Its name in English.")] = None,
    question_fi: Annotated[str | None, _text("--question-fi", "Its question in Finnish.")] = None,
    question_sv: Annotated[str | None, _text("--question-sv", "Its question in Swedish.")] = None,
    question_en: Annotated[str | None, _text("--question-en", "Its question in English.")] = None,
    into: Into = None,
    language: Shown = Language.EN,
) -> None:
    """Make a new criterion that looks for phrases, with advice and examples in three languages."""
    from coachkit.cli.new_file import Wishes, make_criterion

    texts = {
        "name": {"fi": name_fi, "sv": name_sv, "en": name_en},
        "question": {"fi": question_fi, "sv": question_sv, "en": question_en},
    }
    make_criterion(Wishes(id=identity, into=into, measure=measure, texts=texts), language.value)


@new_app.command("rubric")
def new_rubric(
    identity: Id = None,
    channel: Annotated[str | None, _text("--channel", "The channel whose weights are copied: chat, email, social ...")] = None,
    minimal: Annotated[
        bool | None, typer.Option("--minimal/--whole", help="A dozen criteria only, or all of the channel's.")
    ] = None,
    pick: Annotated[
        list[str] | None, _text("--pick", "A criterion of your own and its weight: tone.wishes_well=1.5; may be said again.")
    ] = None,
    name_fi: Annotated[str | None, _text("--name-fi", "Its name in Finnish.")] = None,
    name_sv: Annotated[str | None, _text("--name-sv", "Its name in Swedish.")] = None,
    name_en: Annotated[str | None, _text("--name-en", "Its name in English.")] = None,
    into: Into = None,
    language: Shown = Language.EN,
) -> None:
    """Make a new rubric: a copy of a channel's, or a short one, with criteria of your own."""
    from coachkit.cli.new_file import Wishes, make_rubric

    texts = {"name": {"fi": name_fi, "sv": name_sv, "en": name_en}}
    make_rubric(Wishes(id=identity, into=into, channel=channel, minimal=minimal, picks=pick or (), texts=texts), language.value)


@new_app.command("course")
def new_course(
    identity: Id = None,
    title_fi: Annotated[str | None, _text("--title-fi", "Its title in Finnish.")] = None,
    title_sv: Annotated[str | None, _text("--title-sv", "Its title in Swedish.")] = None,
    title_en: Annotated[str | None, _text("--title-en", "Its title in English.")] = None,
    about_fi: Annotated[str | None, _text("--about-fi", "What it is about, in Finnish.")] = None,
    about_sv: Annotated[str | None, _text("--about-sv", "What it is about, in Swedish.")] = None,
    about_en: Annotated[str | None, _text("--about-en", "What it is about, in English.")] = None,
    into: Into = None,
    language: Shown = Language.EN,
) -> None:
    """Make a new course: a folder of exercises with its course.yaml."""
    from coachkit.cli.new_file import Wishes, make_course

    texts = {
        "title": {"fi": title_fi, "sv": title_sv, "en": title_en},
        "about": {"fi": about_fi, "sv": about_sv, "en": about_en},
    }
    make_course(Wishes(id=identity, into=into, texts=texts), language.value)


def schema(
    kinds: Annotated[
        list[str] | None, typer.Argument(help="scenario, course, criterion, rubric; else all.", metavar="KIND")
    ] = None,
    into: Annotated[Path | None, typer.Option(help="Write <kind>.json into this folder.", metavar="DIR")] = None,
    link: Annotated[
        list[Path] | None,
        typer.Option(help="Name the schema in the first line of a file, or of a folder's files.", metavar="PATH"),
    ] = None,
) -> None:
    """Show or write the JSON Schemas with which an editor completes and underlines our YAML files."""
    from coachkit.cli.show_schemas import run

    run(kinds or [], into, link or [])


def play(
    scenario: Annotated[str, typer.Argument(help="A scenario's file, or its id.", metavar="FILE_OR_ID")],
    language: Shown = Language.EN,
) -> None:
    """Play a scenario in the terminal: write replies, see the customer's mood and why it moved, and the debrief at the end."""
    from coachkit.cli.play_scenario import run

    run(scenario, language.value)
