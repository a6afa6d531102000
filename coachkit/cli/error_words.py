"""What cannot be done, in the language that is shown; the words stand in coachkit/locale/errors.yaml.

An error is raised in English wherever it happens, since whoever raises it knows of no language. Here it is known by its shape;
one that has no words here stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from coachkit.locale import Strict, words_of

ENGLISH = "en"
_PLACE = r"(?:(?P<place>.+?): )?"
_TAIL = r"(?P<tail>; did you mean '.*'\?|; known: .*|)"
_FOUND = r"Columns found: (?P<found>.*)"

ERRORS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(_PLACE + pattern)
    for name, pattern in {
        "no file": r"there is no such file(?: or folder)?",
        "empty": r"the file is empty(?:; it needs .*)?",
        "no rows": r"the file has (?:a header and )?no rows",
        "ending to read": r"cannot read '(?P<ending>.*)' files(?:; .*)?; known: (?P<known>.*)",
        "ending to write": r"cannot write '(?P<ending>.*)' files; known: (?P<known>.*)",
        "no file but a folder": r"not a file; give .*",
        "no mails": r"a folder without \.eml files or .*; give the file of replies itself",
        "no folder": r"there is no folder (?P<folder>.*); make it first",
        "not read": r"cannot be read: (?P<why>.*)",
        "not written": r"cannot be written: (?P<why>.*)",
        "no place for YAML": r"cannot be written; name a \.yaml file in a folder that is there",
        "no text": rf"no column for the text of the replies; say --text-column NAME\. {_FOUND}",
        "no column": rf"(?P<option>--[a-z-]+): no column '(?P<name>.*?)'(?P<tail>; did you mean '.*'\?|)\.? {_FOUND}",
        "not scored": r"no column 'total'.*; give (?:a|the) file that `coachkit score .*",
        "no score": r"no row has a score; give the file that `coachkit score .*",
        "no evidence": r"no column '(?P<name>.*)'; give the file that `coachkit score FILE --evidence` wrote",
        "no agents": r"no column names the agents; say --agent-name-column NAME",
        "no Parquet": r"not a Parquet file that can be read: .*",
        "no workbook": r"not an Excel workbook that can be read .*",
        "no JSON": r"(?:not JSON.*|no JSON in UTF-8: .*)",
        "no conversations": r"no conversations found in this JSON .*; known: (?P<known>.*)",
        "encoding": r"not UTF-8(?: but UTF-16;|; save the file as UTF-8, or|; if it is UTF-16,) say --encoding (?P<name>\S+)",
        "other encoding": r"not (?P<other>\S+); try --encoding (?P<name>\S+)",
        "unknown encoding": r"no encoding '(?P<name>.*)'; try (?P<known>.*) or (?P<last>.*)",
        "no text but a workbook": r"an Excel or ZIP file, not text; .*",
        "no text but Parquet": r"a Parquet file, not text; .*",
        "no such": rf"no (?P<thing>rubric|channel|scenario|course) '(?P<name>.*?)'{_TAIL}(?:; --make-course .*)?",
        "mask and names": r"--no-mask writes everything as it stands; .*",
        "mask and orders": r"--no-mask keeps comments as they stand; .*",
        "scheduler": r"--scheduler is for --engine dask; .*",
        "empty reply": r"the reply is empty; .*",
        "not linked": r"the replies that are reviewed are not named; add --scored FILE, .*",
        "no workspace": r"is no workspace \(a folder with exercises and rubrics\); .*: (?P<command>coachkit lab .*)",
        "other folder": r"(?P<why>[^:]+); choose another folder for the workspace",
        "there already": r"is there already; choose another id, or edit that file",
        "no id": r"'(?P<name>.*)' is no id; .*",
        "no id of a criterion": r"'(?P<name>.*)' is no id of a criterion; .*",
        "no id of a rubric": r"'(?P<name>.*)' is no id of a rubric; .*",
        "not said": r"nothing says (?P<name>.*), and there is no terminal to ask in; .*",
        "optional part": r"(?P<what>.*) needs an optional part: (?P<command>pip install .*)",
        "stopped": r"stopped; no file was written",
    }.items()
}
_NEAR = re.compile(r"; did you mean '(?P<name>.*)'\?")


class ErrorWords(Strict):
    """The words of one language: of errors, things that are not there, the system's reasons, and names to choose from."""

    errors: Mapping[str, str]
    things: Mapping[str, str]
    reasons: Mapping[str, str]
    near: str
    known: str


def error_words(language: str) -> ErrorWords:
    """The words of "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("errors.yaml", ErrorWords, language)


def error_in(language: str, error: str) -> str:
    """A line of an error in the language; one that has no words there stays as it is.

    >>> error_in("fi", "replies.csv: there is no such file")
    'replies.csv: tiedostoa ei ole'
    """
    if language == ENGLISH:
        return error
    words = error_words(language)
    for name, pattern in ERRORS.items():
        if found := pattern.fullmatch(error):
            said = {key: value or "" for key, value in found.groupdict().items()}
            said["thing"] = words.things.get(said.get("thing", ""), "")
            said["why"] = words.reasons.get(said.get("why", ""), said.get("why", ""))
            said["tail"] = _tail(said.get("tail", ""), words)
            told = words.errors[name].format(**said)
            return f"{said['place']}: {told}" if said["place"] else told
    return error


def _tail(tail: str, words: ErrorWords) -> str:
    """What is offered in place of a name: the nearest one, or all of them."""
    if near := _NEAR.fullmatch(tail):
        return words.near.format(name=near["name"])
    return words.known.format(names=tail.removeprefix("; known: ")) if tail else ""
