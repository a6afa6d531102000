"""The JSON Schemas on the screen or in a folder, and the line that leads an editor to them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coachkit.authoring.editor_schemas import SCHEMAS, schema_text
from coachkit.authoring.modelines import Linked, link_files
from coachkit.cli.terminal import say, tidy, warn
from coachkit.errors import InputError

NO_SCHEMA = "no schema/*.json in a folder above; write them first: coachkit schema --into FOLDER/schema"


def run(kinds: Sequence[str], into: Path | None, link: Sequence[Path]) -> None:
    """Shows the schemas or writes them into a folder, then links the files. Raises UnknownName and InputError."""
    if into is not None:
        _write(kinds or SCHEMAS, into)
    elif not link or kinds:
        for kind in kinds or SCHEMAS:
            say(schema_text(kind).rstrip("\n"))
    if link:
        _report(list(link_files(link)))


def _write(kinds: Sequence[str], folder: Path) -> None:
    texts = {kind: schema_text(kind) for kind in kinds}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, text in texts.items():
            part = folder / f".{kind}.json.part"
            part.write_text(text, "utf-8", newline="\n")
            part.replace(folder / f"{kind}.json")
            say(f"Written: {tidy(str(folder / f'{kind}.json'))}")
    except OSError as error:
        raise InputError(f"{error.filename or folder}: {error.strerror or error}") from error


def _report(files: Sequence[Linked]) -> None:
    for one in files:
        if one.outcome == "linked":
            say(f"{tidy(str(one.path))}: {one.schema}")
        elif one.outcome == "unreadable":
            warn(f"{tidy(str(one.path))}: cannot be read as YAML, so it stays as it is; coachkit check tells why")
        elif one.outcome == "no schema":
            warn(f"{tidy(str(one.path))}: {NO_SCHEMA}")
    linked, there = (sum(one.outcome == outcome for one in files) for outcome in ("linked", "there"))
    say(f"Linked: {linked}; linked before: {there}")
