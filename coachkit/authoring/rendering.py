"""Filling in the templates of new files. Every text is written as a quoted YAML value: it is data, whatever it says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from coachkit.authoring.new_words import new_words
from coachkit.authoring.samples import FOLDER
from coachkit.model import LANGUAGES


def render(template: str, notes: str = "en", modeline: str = "", **values: object) -> str:
    """The YAML text that a template makes. `notes` is the language of its comments, "" for none.

    `modeline` is the path of the JSON Schema for editors, "" for none. Raises UnknownName for another language.
    """
    words = new_words(notes).notes if notes else None

    def note(name: str, indent: int = 0) -> str:
        lines = str(getattr(words, name)).strip().splitlines() if words else []
        return "".join(f"{' ' * indent}# {line}\n" for line in lines)

    first = f"# yaml-language-server: $schema={modeline}\n" if modeline else ""
    return _environment().get_template(template).render(note=note, modeline=first, languages=LANGUAGES, three=_three, **values)


def quoted(text: str) -> str:
    """The text as a YAML value in double quotation marks, on one line."""
    # JSON is YAML; the signs that YAML takes for line ends or does not allow are escaped.
    plain = json.dumps(text, ensure_ascii=False)
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in plain)


def _three(texts: Mapping[str, str], indent: int = 2) -> str:
    """A text in three languages, one on each line."""
    return "\n".join(f"{' ' * indent}{code}: {quoted(texts[code])}" for code in LANGUAGES)


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"


def _text(text: str, indent: int) -> str:
    """A text of several lines as a block, which is easier to write in; of one line in quotation marks."""
    if "\n" not in text:
        return quoted(text)
    return "|-\n" + "\n".join(f"{' ' * indent}{line}" if line else "" for line in text.split("\n"))


def _number(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(  # noqa: S701 - YAML, not HTML: every text goes through `quoted`
        loader=FileSystemLoader(FOLDER, encoding="utf-8"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"q": quoted, "qs": _list, "text": _text, "number": _number}
    return made
