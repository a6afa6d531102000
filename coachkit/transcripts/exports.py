"""JSON of help desks and social media: which one it is, told by its shape, and its conversations one after the other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from coachkit.errors import InputError
from coachkit.transcripts.chatwoot import CHATWOOT
from coachkit.transcripts.convokit import is_utterance, open_utterances
from coachkit.transcripts.freshdesk import FRESHDESK
from coachkit.transcripts.front import FRONT
from coachkit.transcripts.helpdesk import Form, Setting, people_of
from coachkit.transcripts.hints import BY_FORMAT, Hints
from coachkit.transcripts.intercom import INTERCOM
from coachkit.transcripts.json_records import ARRAY, LINES, JsonFile, Record, dig, objects, open_json_file
from coachkit.transcripts.jsonl import open_jsonl, wider
from coachkit.transcripts.rows import TEXT, Row, Table
from coachkit.transcripts.talk import (
    Fault,
    LeftOut,
    Part,
    fault_row,
    first_row_or_refuse,
    rows_of_parts,
    talk_table,
)  # fmt: skip
from coachkit.transcripts.x_threads import X
from coachkit.transcripts.zendesk import ZENDESK, joined

FORMS = (INTERCOM, CHATWOOT, FRONT, ZENDESK, FRESHDESK, X)
MOST_LOOSE = 1_000_000
"""Single messages that are gathered into conversations in memory; a file with more must be split."""

_PEEK = 50
_PEEK_LINES = 5
_PEEK_LINE = 20_000_000
_WRAPPERS = (
    ("tickets",), ("conversations",), ("data", "payload"), ("payload",), ("_results",), ("results",), ("data",), ("tweets",),
    ("posts",), ("messages",), ("items",),
)  # fmt: skip
_KNOWN = "Zendesk, Intercom, Freshdesk, Front, Chatwoot, X threads, or a list of flat objects"


def open_json(path: Path, encoding: str | None, hints: Hints) -> Table:
    """The table of a JSON file: conversations of a form that is known, or a list of flat objects as a plain table.

    Raises InputError when it is no JSON or neither.
    """
    file = open_json_file(path, encoding)
    if next((isinstance(one, Record) and is_utterance(one.value) for one in file.records()), False) and file.layout == LINES:
        return open_utterances(path, encoding, hints)
    form = _form_of(islice(_unwrapped(file, {}), _PEEK))
    if form is not None:
        return _talks(file, form, hints)
    if file.layout == LINES:
        return open_jsonl(path, encoding)
    if file.layout == ARRAY:
        return _flat(file)
    keys = ", ".join(islice(file.whole or {}, 8))
    if any("requester_id" in one for one in objects((file.whole or {}).get("tickets"))):
        remedy = "export the comments too, beside the tickets or in them"
        raise InputError(f"{path}: tickets without their comments: nobody has answered anything in it; {remedy}")
    raise InputError(f"{path}: no conversations found in this JSON (its keys: {keys or 'none'}); known: {_KNOWN}")


def is_talk_in_lines(path: Path, encoding: str | None) -> bool:
    """Whether the first JSON object of a JSON Lines file is a conversation or a message of a form that is known."""
    try:
        with path.open(encoding=encoding or "utf-8-sig", newline="\n") as file:
            lines = (one for one in iter(lambda: file.readline(_PEEK_LINE), "") if one.strip())
            value = next((found for one in islice(lines, _PEEK_LINES) if (found := _object_in(one)) is not None), {})
    except (ValueError, LookupError):
        return False
    return is_utterance(value) or any(_form_of([one]) for one in _inside(value, {}))


def _object_in(line: str) -> Mapping[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _form_of(records: Any) -> Form | None:
    values = [one.value if isinstance(one, Record) else one for one in records if not isinstance(one, Fault)]
    return next((form for value in values for form in FORMS if form.one_of(value)), None)


def _unwrapped(file: JsonFile, people: dict[str, Any]) -> Iterator[Record | Fault]:
    """The records; those inside a page of an API one by one, its users kept in `people`."""
    number = 0
    for found in file.records():
        if isinstance(found, Fault):
            yield found
            continue
        inside = _inside(found.value, people)
        for place, value in enumerate(inside, start=1):
            number += 1
            where = found.place if len(inside) == 1 and file.whole is None else f"{found.place}, part {place}"
            yield Record(number, where, value)


def _inside(value: Mapping[str, Any], people: dict[str, Any]) -> list[Mapping[str, Any]]:
    """What a page of an API holds; the value itself where it is no page."""
    people.update(people_of(value.get("users"), dig(value, "includes", "users"), value.get("contacts"), value.get("agents")))
    if objects(value.get("tickets")) or objects(value.get("comments")):
        whole = joined(dict(value))
        if objects(whole.get("tickets")):
            return objects(whole["tickets"])
    if any(form.one_of(value) for form in FORMS):
        return [value]
    return next((found for path in _WRAPPERS if (found := objects(dig(value, *path)))), [value])


def _talks(file: JsonFile, form: Form, hints: Hints) -> Table:
    setting = Setting(hints, LeftOut(), {})
    rows = rows_of_parts(_one_by_one(file, form, setting) if form.read else _gathered(file, form, setting), setting.left_out)
    remedy = "export the messages (comments, parts) too, beside the conversations or in them"
    rows = first_row_or_refuse(file.path, rows, f"no message of a customer or an agent in this {form.name} file; {remedy}")
    by = hints.by if hints.agents or form.agents_by != BY_FORMAT else BY_FORMAT
    return talk_table(file.path, form.name, rows, setting.left_out, by)


def _wanted(file: JsonFile, form: Form, setting: Setting) -> Iterator[Record | Fault]:
    for found in _unwrapped(file, setting.people):
        if isinstance(found, Record) and not form.one_of(found.value):
            yield Fault(found.place, f"not a part of a {form.name} export as the others are")
        else:
            yield found


def _one_by_one(file: JsonFile, form: Form, setting: Setting) -> Iterator[Part]:
    assert form.read is not None
    for found in _wanted(file, form, setting):
        yield found if isinstance(found, Fault) else form.read(found.value, setting)


def _gathered(file: JsonFile, form: Form, setting: Setting) -> Iterator[Part]:
    assert form.gather is not None
    faults: list[Fault] = []
    yield from form.gather(_good(file.path, _wanted(file, form, setting), faults), setting)
    yield from faults


def _good(path: Path, found: Iterator[Record | Fault], faults: list[Fault]) -> Iterator[Mapping[str, Any]]:
    for number, one in enumerate(found, start=1):
        if number > MOST_LOOSE:
            raise InputError(f"{path}: more than {MOST_LOOSE:,} parts that must be put together; split the file")
        if isinstance(one, Fault):
            faults.append(one)
        else:
            yield one.value


def _flat(file: JsonFile) -> Table:
    """A list of flat objects as a plain table; it is read twice, the first time for its keys."""
    kinds: dict[str, str] = {}
    total = 0
    for total, found in enumerate(file.records(), start=1):  # noqa: B007 - the count
        for key, value in found.value.items() if isinstance(found, Record) else ():
            kinds[key] = wider(kinds.get(key), value)
    if not kinds:
        raise InputError(f"{file.path}: no objects found in this JSON; known: {_KNOWN}")
    rows = (_flat_row(number, one) for number, one in enumerate(file.records(), start=1))
    return Table(file.path, tuple(kinds), rows, total, {key: kind or TEXT for key, kind in kinds.items()})


def _flat_row(number: int, found: Record | Fault) -> Row:
    return fault_row(number, found) if isinstance(found, Fault) else Row(number, found.value)
