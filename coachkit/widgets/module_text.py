"""The browser's part of a widget as one ES module: a notebook takes it as one text, and nothing is fetched afterwards."""

from __future__ import annotations

import re
from pathlib import Path

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
