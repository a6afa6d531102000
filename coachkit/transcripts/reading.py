"""From a path to a table: the reader is chosen by the file's ending, among JSON and text files by what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from coachkit.errors import InputError
from coachkit.transcripts.captions import open_captions
from coachkit.transcripts.convokit import UTTERANCES, open_utterances
from coachkit.transcripts.csv_tsv import open_csv
from coachkit.transcripts.exports import is_talk_in_lines, open_json
from coachkit.transcripts.hints import Hints
from coachkit.transcripts.jsonl import open_jsonl
from coachkit.transcripts.mailboxes import mails_in, open_mail
from coachkit.transcripts.mapping import mapped
from coachkit.transcripts.parquet import open_parquet
from coachkit.transcripts.rows import Table
from coachkit.transcripts.whatsapp import is_whatsapp, open_whatsapp
from coachkit.transcripts.xlsx import open_xlsx

Reader = Callable[[Path, str | None, Hints], Table]

_NO_HINTS = Hints()


def _plain(opened: Callable[[Path, str | None], Table]) -> Reader:
    return lambda path, encoding, _: opened(path, encoding)


def _text(path: Path, encoding: str | None, hints: Hints) -> Table:
    return open_whatsapp(path, encoding, hints) if is_whatsapp(path, encoding) else open_csv(path, encoding)


def _json_lines(path: Path, encoding: str | None, hints: Hints) -> Table:
    return open_json(path, encoding, hints) if is_talk_in_lines(path, encoding) else open_jsonl(path, encoding)


FORMATS: Mapping[str, Reader] = {
    ".csv": _plain(open_csv),
    ".tsv": _plain(open_csv),
    ".txt": _text,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".json": open_json,
    ".parquet": _plain(open_parquet),
    ".xlsx": _plain(open_xlsx),
    ".xlsm": _plain(open_xlsx),
    ".eml": open_mail,
    ".mbox": open_mail,
    ".vtt": open_captions,
    ".srt": open_captions,
}

_REMEDIES = {
    ".xls": "; save it as .xlsx in Excel",
    ".ods": "; save it as .xlsx or .csv",
    ".zip": "; unpack it first and give the file or folder that was in it",
    ".msg": "; save the mail as .eml",
    ".pst": "; export the mails as .eml files or .mbox",
}


def open_table(path: Path, encoding: str | None = None, hints: Hints = _NO_HINTS) -> Table:
    """The file as a table, not read yet; a folder may hold mails (.eml) or a ConvoKit corpus.

    Raises InputError when it is not there, is empty, has an ending not known, or is not what it seems.
    """
    if not path.exists():
        raise InputError(f"{path}: there is no such file")
    reader = _of_folder(path) if path.is_dir() else _of_file(path)
    try:
        table = reader(path, encoding, hints)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    return mapped(table, hints.mapping) if hints.mapping else table


def source_files(path: Path) -> tuple[Path, ...]:
    """Every file that `open_table` reads for this path: the file itself, or those of a folder."""
    if not path.is_dir():
        return (path,)
    corpus = tuple(one for name in (UTTERANCES, "speakers.json", "conversations.json") if (one := path / name).is_file())
    return corpus if (path / UTTERANCES).is_file() else tuple(mails_in(path))


def _of_file(path: Path) -> Reader:
    ending = path.suffix.lower()
    if ending not in FORMATS:
        remedy = _REMEDIES.get(ending, "")
        raise InputError(f"{path}: cannot read '{ending or path.name}' files{remedy}; known: {', '.join(FORMATS)}")
    if not path.is_file():
        raise InputError(f"{path}: not a file; give the file of replies itself")
    if not path.stat().st_size:
        raise InputError(f"{path}: the file is empty")
    return FORMATS[ending]


def _of_folder(path: Path) -> Reader:
    if (path / UTTERANCES).is_file():
        return open_utterances
    if mails_in(path):
        return open_mail
    raise InputError(f"{path}: a folder without .eml files or {UTTERANCES}; give the file of replies itself")
