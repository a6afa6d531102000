"""WhatsApp's text export of one chat: "12.3.2025 klo 14.05 - Anna: Hei" and its many relatives.

The phone's language and settings decide how dates look, so the form is told from the lines: dots, slashes or hyphens, the
year first or last, day or month first (told by a number over 12, else the day for dots and 24 hours, the month for am and
pm with slashes), 12 or 24 hours, brackets on an iPhone. A line that begins with no date belongs to the message above it.
Times have no offset: the file tells none. Who the agent is: --agent NAME; else whoever wrote first is the customer.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from coachkit.transcripts.encoding import check_encoding
from coachkit.transcripts.helpdesk import SYSTEM
from coachkit.transcripts.hints import Hints
from coachkit.transcripts.rows import Row, Table
from coachkit.transcripts.talk import (
    AGENT,
    CUSTOMER,
    LONGEST_TEXT,
    LeftOut,
    Transcript,
    TranscriptMessage,
    disguised,
    first_row_or_refuse,
    label,
    message_row,
    talk_table,
    whole,
)  # fmt: skip

MEDIA = "media without words"
_PEEK = 40
_BY_PHONE = re.compile(r"\] ?[^:]{1,80}: \u200e")
"""An iPhone writes its own notices under a name, behind this mark: nobody typed them."""

_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202c\u2068\u2069\ufeff"))
_HEAD = re.compile(
    r"^\[?(?P<a>\d{1,4})(?P<mark>[./-])(?P<b>\d{1,2})[./-](?P<c>\d{2,4}),?[ \u00a0\u202f]{1,3}(?:klo|kl\.?|at)?[ \u00a0\u202f]?"
    r"(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?:[.:](?P<second>\d{2}))?[ \u00a0\u202f]?(?P<half>[aApPeEfF]\.?[mM]\.?|"
    r"[aAiI]\.?[pP]\.?)?"
    r"(?:\]|[ \u00a0\u202f]{1,2}[-–]) ?(?P<rest>.*)$"
)
_SPOKEN = re.compile(r"^(?P<name>[^:]{1,80}?): ?(?P<text>.*)$", re.DOTALL)
_MEDIA = re.compile(
    r"^<(?:[^<>]{0,40}\b(?:omitted|jätetty pois|poistettu|utelämnad\w*|uteslut\w*|utelämnats|exkluder\w*)|Media[^<>]{0,30})>$|"
    r"^(?:image|video|audio|sticker|GIF|document|contact card|kuva|videotiedosto|ääni|äänitiedosto|tarra|asiakirja|"
    r"bild|ljud|dekal|dokument)"
    r"(?: \w+){0,2} (?:omitted|jätetty pois|poistettu|utelämnad\w*|uteslut\w*|utelämnats)\.?$|"
    r"^[\w-]{1,60}\.(?:jpg|jpeg|png|webp|mp4|opus|ogg|pdf|vcf|m4a|heic) \([^()]{1,40}\)$|^<(?:attached|liite|bifogad|"
    r"bifogat): [^<>]{1,100}>$",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"^(?:This message was deleted|You deleted this message|Tämä viesti poistettiin|Poistit tämän viestin|"
    r"Tämä viesti on poistettu|"
    r"Det här meddelandet raderades|Du raderade (?:det här )?meddelandet|Detta meddelande raderades|Meddelandet raderades|"
    r"Missed (?:voice|video) call|Vastaamaton (?:ääni|video)puhelu|Missat (?:röst|video)samtal|null)\.?$",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r" ?<(?:This message was edited|Tätä viestiä muokattiin|Tämä viesti muokattiin|Det här meddelandet redigerades|Redigerat)>$"
)
_AFTERNOON = ("p", "i", "e")


@dataclass(frozen=True, slots=True)
class _Entry:
    line: int
    head: re.Match[str]
    text: str
    by_phone: bool = False


def is_whatsapp(path: Path, encoding: str | None) -> bool:
    """Whether one of the file's first lines begins as this export's do, with somebody speaking."""
    with suppress(OSError, ValueError, LookupError), path.open(encoding=encoding or "utf-8-sig", newline="\n") as file:
        heads = (
            _HEAD.match(line[:400].translate(_MARKS).rstrip()) for line in islice(iter(lambda: file.readline(100_000), ""), _PEEK)
        )
        return any(head is not None and ": " in head["rest"] + " " for head in heads)
    return False


def open_whatsapp(path: Path, encoding: str | None, hints: Hints) -> Table:
    """The table of a chat. Raises InputError when nobody says anything in it."""
    name, _ = check_encoding(path, encoding)
    left_out = LeftOut()
    order = _order_of_date(_entries(path, name))
    rows = _rows(_entries(path, name), order, hints, left_out, disguised("chat", path.stem))
    rows = first_row_or_refuse(path, rows, "nobody says anything in this WhatsApp chat")
    return talk_table(path, "whatsapp", rows, left_out, hints.by)


def _entries(path: Path, encoding: str) -> Iterator[_Entry]:
    entry: _Entry | None = None
    with path.open(encoding=encoding) as file:
        for number, line in enumerate(file, start=1):
            bare = line.rstrip("\n").translate(_MARKS)
            head = _HEAD.match(bare)
            if head is not None:
                if entry:
                    yield entry
                entry = _Entry(number, head, head["rest"], bool(_BY_PHONE.search(line[:400])))
            elif entry and len(entry.text) < LONGEST_TEXT:
                entry = replace(entry, text=f"{entry.text}\n{bare}")
    if entry:
        yield entry


def _order_of_date(entries: Iterator[_Entry]) -> str:
    """The order of day, month and year in the dates: "ymd", "dmy" or "mdy"."""
    first_over, second_over, guess = False, False, "dmy"
    for number, entry in enumerate(islice(entries, 20_000)):
        head = entry.head
        if len(head["a"]) == 4:
            return "ymd"
        first_over, second_over = first_over or int(head["a"]) > 12, second_over or int(head["b"]) > 12
        if not number and head["mark"] == "/" and head["half"]:
            guess = "mdy"
        if first_over or second_over:
            return "dmy" if first_over else "mdy"
    return guess


def _time(head: re.Match[str], order: str) -> str | None:
    parts = dict(zip(order, (int(head["a"]), int(head["b"]), int(head["c"])), strict=True))
    hour, half = int(head["hour"]), (head["half"] or "").lower()
    if half:
        hour = hour % 12 + 12 * half.startswith(_AFTERNOON)
    year = parts["y"] + 2000 * (parts["y"] < 100)
    with suppress(ValueError):
        return dt.datetime(year, parts["m"], parts["d"], hour, int(head["minute"]), int(head["second"] or 0)).isoformat()  # noqa: DTZ001
    return None


def _rows(entries: Iterator[_Entry], order: str, hints: Hints, left_out: LeftOut, chat: str | None) -> Iterator[Row]:
    number, customer, agent = 0, None, None
    talk = Transcript(chat, "messaging", None, ())
    for entry in entries:
        spoken = _SPOKEN.match(entry.text)
        text = _EDITED.sub("", spoken["text"].rstrip()) if spoken else ""
        why = (
            SYSTEM
            if spoken is None or _GONE.match(text.strip())
            else MEDIA
            if _MEDIA.match(text.strip()) or not text.strip()
            else SYSTEM
            if entry.by_phone
            else None
        )
        if why or spoken is None:
            left_out[why or SYSTEM] += 1
            continue
        name = label(spoken["name"])
        number += 1
        speaker = hints.speaker(name) or (CUSTOMER if customer in (None, name) else AGENT)
        customer = name if speaker == CUSTOMER else customer
        agent = name if speaker == AGENT else agent
        message = TranscriptMessage(number, _time(entry.head, order), speaker, name, whole(text))
        yield message_row(entry.line, talk, message, agent, customer)
