"""One e-mail: its heads decoded, its words as text, whatever MIME wraps them in. Attachments are not looked at."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from functools import lru_cache

from coachkit.transcripts.html_text import before_quote, text_of_html
from coachkit.transcripts.mail_cut import own_words
from coachkit.transcripts.mail_parts import parsed
from coachkit.transcripts.talk import label, whole
from coachkit.transcripts.times import iso_time

MOST_PARTS = 200
REMEMBERED = 16_384
"""Heads with people, and names of charsets, that are remembered."""
_ID = re.compile(r"<[^<>\s]{1,300}>")
_AUTOMATIC = re.compile(r"auto-(?:replied|generated|notified)", re.IGNORECASE)
_AUTOMATIC_SUBJECT = re.compile(
    r"\s*(?:automaattinen vastaus|automaattivastaus|poissaolo(?:viesti|ilmoitus)|poissa toimistosta"
    r"|autosvar|automatsvar|automatiskt svar|frånvaro(?:meddelande|avisering)|(?:inte|ej) på kontoret"
    r"|auto(?:matic|mated)?[ -]?(?:reply|response)|out of (?:the )?office(?: (?:auto-?)?reply)?)\s*(?:[:(]|[-–—]\s|\Z)",
    re.IGNORECASE,
)
"""How the subject of an automatic reply begins. A person who answers one has Re:, VS: or Sv: before it."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over a mail. `root` is the id of the mail that began its thread, as far as it says."""

    sender: str | None
    sender_name: str | None
    receivers: tuple[str, ...]
    receiver_name: str | None
    at: str | None
    number: str | None
    parent: str | None
    root: str | None
    automatic: bool


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it is read: its head, the writer's own words, and a word about what could not be decoded."""

    head: Head
    text: str
    problem: str | None = None


def read_mail(data: bytes) -> Mail:
    """The mail in these bytes. Raises ValueError when it has no head that a mail has."""
    message = parsed(data)
    head = read_head(message)
    if head.sender is None and head.at is None and head.number is None:
        raise ValueError("no sender, date or id: not an e-mail")
    problems: list[str] = []
    return Mail(head, whole(own_words(_words(message, problems))), problems[0] if problems else None)


def read_head(message: Message) -> Head:
    """The heads of a mail that are used."""
    senders = _people(message, "From") or _people(message, "Sender")
    receivers = [*_people(message, "To"), *_people(message, "Cc")]
    references = _ID.findall(_header(message, "References"))
    parents = _ID.findall(_header(message, "In-Reply-To"))
    number = next(iter(_ID.findall(_header(message, "Message-ID"))), None)
    return Head(
        sender=senders[0][1] if senders else None,
        sender_name=senders[0][0] or senders[0][1] if senders else None,
        receivers=tuple(address for _, address in receivers),
        receiver_name=receivers[0][0] or receivers[0][1] if receivers else None,
        at=iso_time(_header(message, "Date")),
        number=number,
        parent=parents[0] if parents else references[-1] if references else None,
        root=references[0] if references else None,
        automatic=_is_automatic(message),
    )


def _is_automatic(message: Message) -> bool:
    """Whether no person has written it: its head says so, or, where that is silent, the first words of its subject."""
    submitted = _header(message, "Auto-Submitted")
    return bool(_AUTOMATIC.match(submitted) or (not submitted and _AUTOMATIC_SUBJECT.match(_header(message, "Subject"))))


def _header(message: Message, name: str) -> str:
    """A head decoded; bytes that are in no charset that is known become question marks."""
    try:
        raw = str(message.get(name, ""))[:20_000]
        if "=?" not in raw:
            return whole(raw)
        parts = [
            one.decode(_charset(charset) or "utf-8", "replace") if isinstance(one, bytes) else one
            for one, charset in decode_header(raw)
        ]
    except Exception:  # noqa: BLE001 - the email package raises many kinds for broken heads; a mail without a head is still a mail
        return ""
    return whole("".join(parts), 20_000)


def _people(message: Message, name: str) -> tuple[tuple[str | None, str], ...]:
    """(name, address in small letters) of each person in a head."""
    try:
        return _people_in(tuple(str(one)[:20_000] for one in message.get_all(name, [])[:5]))
    except Exception:  # noqa: BLE001 - as above
        return ()


@lru_cache(maxsize=REMEMBERED)
def _people_in(raw: tuple[str, ...]) -> tuple[tuple[str | None, str], ...]:
    """The same from the words of the heads: a mailbox has few different ones, and each is read twice."""
    found = getaddresses(raw)
    return tuple((label(_decoded(who)), address.lower()) for who, address in found[:50] if "@" in address and len(address) < 320)


def _decoded(name: str) -> str:
    holder = Message()
    holder["X"] = " ".join(name.split())
    return _header(holder, "X")


@lru_cache(maxsize=REMEMBERED)
def _charset(name: str | None) -> str | None:
    """The codec of a charset; None for one that is not known or is no text."""
    try:
        found = codecs.lookup(name or "")
        b"".decode(found.name)
    except (LookupError, ValueError):
        return None
    return found.name


def _words(message: Message, problems: list[str]) -> str:
    """The words of the mail: plain parts, else the HTML ones."""
    parts = list(_texts(message))
    plain = [_part(one, problems) for one in parts if one.get_content_type() == "text/plain"]
    if any(text.strip() for text in plain):
        return "\n".join(plain)
    return "\n".join(text_of_html(before_quote(_part(one, problems))) for one in parts if one.get_content_type() == "text/html")


def _texts(message: Message) -> Iterator[Message]:
    """The parts that are words of this mail, not of attachments or of mails inside it."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        if part.get_content_type() == "message/rfc822" or "attachment" in _header(part, "Content-Disposition").lower():
            continue
        inside = part.get_payload()
        if isinstance(inside, list):
            waiting[:0] = [one for one in inside if isinstance(one, Message)]
        elif part.get_content_maintype() == "text":
            yield part


def _part(part: Message, problems: list[str]) -> str:
    """A part as text; where its charset is not known or wrong, the likeliest reading of it."""
    try:
        data = part.get_payload(decode=True)
        asked = part.get_param("charset")
    except Exception:  # noqa: BLE001 - as above
        data, asked = None, None
    if not isinstance(data, bytes):
        return ""
    named = _charset(str(asked)) if asked and isinstance(asked, str) else None
    if asked and named is None:
        problems.append(f"unknown charset: {str(asked)[:40]!r} of an e-mail; read as UTF-8 or Windows-1252")
    for name in (named, "utf-8"):
        try:
            if name is not None:
                return data.decode(name)
        except (UnicodeError, ValueError):
            continue
    return data.decode("cp1252", "replace")
