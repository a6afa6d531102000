"""The browser's part of the widgets: a notebook takes code and style as one text each, and nothing is fetched afterwards."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent

_IMPORT = re.compile(r'^import \{ [^{}]+ \} from "(\.{1,2}/[\w./]+\.js)";\n', re.MULTILINE)


def module_text(path: Path) -> str:
    """The module with all that it imports put in place of the lines that ask for it, each file once.

    The files are ES modules as they stand, so that an editor knows them; joined they share one scope: a name is given once, and
    imported as it is. Raises OSError where a file is missing.
    """
    return _joined(path.resolve(), set())


def _joined(path: Path, known: set[Path]) -> str:
    known.add(path)

    def asked_for(found: re.Match[str]) -> str:
        other = (path.parent / found[1]).resolve()
        return "" if other in known else _joined(other, known)

    return _IMPORT.sub(asked_for, path.read_text("utf-8"))


def style_text(*names: str) -> str:
    """The style sheets of these names, in this order, as one. Raises OSError where a file is missing."""
    return "\n".join((FOLDER / name).read_text("utf-8") for name in names)
