"""E-mail: a file .eml, a folder of them, or a mailbox (.mbox), as threads of messages.

Who the agent is: --agent NAME, ADDRESS or @DOMAIN; else it is guessed from the heads of all mails: the address, or the
domain of a company, that takes part in most threads that others began. A thread is told by References and In-Reply-To.
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from coachkit.errors import InputError
from coachkit.transcripts.helpdesk import EMPTY
from coachkit.transcripts.hints import REMEMBERED, Conversations, Hints
from coachkit.transcripts.mail import Head, Mail, read_head, read_mail
from coachkit.transcripts.mail_parts import heads
from coachkit.transcripts.rows import Row, Table
from coachkit.transcripts.talk import (
    AGENT,
    CUSTOMER,
    Fault,
    LeftOut,
    Transcript,
    TranscriptMessage,
    disguised,
    fault_row,
    message_row,
    talk_table,
)  # fmt: skip
from coachkit.transcripts.times import instant

LARGEST_MAIL = 60_000_000
"""Bytes of one mail that are read; a larger one is kept aside with its problem."""

_HEAD = 65_536
AUTOMATIC = "automatic reply"
_EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
_FROM = re.compile(rb"From \S.*\d")
_ESCAPED = re.compile(rb">+From ")
_SHARED = frozenset((
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "icloud.com",
    "me.com", "aol.com",
    "proton.me", "protonmail.com", "gmx.com", "gmx.net", "mail.com", "hotmail.fi", "luukku.com", "suomi24.fi",
    "kolumbus.fi", "elisanet.fi",
    "pp.inet.fi", "telia.com", "hotmail.se", "live.se", "outlook.se", "bredband.net", "comhem.se", "hotmail.co.uk",
    "btinternet.com",
))  # fmt: skip
"""Domains where everybody has an address: there the address is the company, not the domain."""


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a mail stands, and its bytes; None when there are too many of them."""

    place: str
    data: bytes | None


def open_mail(path: Path, encoding: str | None, hints: Hints) -> Table:  # noqa: ARG001 - a mail says its own encoding
    """The table of a mail, a mailbox or a folder of mails. Raises InputError when there is no mail in it."""
    survey = _Survey()
    for one in _sources(path):
        survey.add(read_head(heads(_head(one.data or b""))))
    if not survey.mails:
        raise InputError(f"{path}: no e-mail found in it; a mail begins with lines such as From:, To: and Date:")
    left_out = LeftOut()
    rows = _Reading(hints, survey.company(), left_out).rows(_sources(path, sort=True))
    return talk_table(path, "mail", rows, left_out, hints.by)


def mails_in(folder: Path) -> list[Path]:
    """The files of mails in a folder and in the folders right in it, by name."""
    found = (one for pattern in ("*", "*/*") for one in folder.glob(pattern))
    return sorted(one for one in found if one.suffix.lower() == ".eml" and one.is_file())


def _sources(path: Path, *, sort: bool = False) -> Iterator[_Source]:
    """The mails of a file or folder; those of a folder in the order of time where that is asked for."""
    if not path.is_dir():
        yield from _mailbox(path) if path.suffix.lower() == ".mbox" else [_file(path, path.name)]
        return
    files = mails_in(path)
    for one in sorted(files, key=_sent) if sort else files:
        yield _file(one, one.relative_to(path).as_posix())


def _sent(file: Path) -> tuple[float, str]:
    with file.open("rb") as opened:
        return instant(read_head(heads(_head(opened.read(_HEAD)))).at), file.as_posix()


def _head(data: bytes) -> bytes:
    """The heads of a mail without what stands below them."""
    return _EMPTY_LINE.split(data[:_HEAD], maxsplit=1)[0]


def _file(path: Path, place: str) -> _Source:
    return _Source(place, path.read_bytes() if path.stat().st_size <= LARGEST_MAIL else None)


def _mailbox(path: Path) -> Iterator[_Source]:
    """The mails of a mailbox: each begins with a line "From ..." after an empty one."""
    number, start, size, blank = 0, 1, 0, True
    lines: list[bytes] = []
    with path.open("rb") as file:
        for place, line in enumerate(iter(partial(file.readline, LARGEST_MAIL), b""), start=1):
            if blank and _FROM.match(line):
                if number or any(one.strip() for one in lines):
                    yield _gathered(max(number, 1), start, lines, size)
                number, start, size, lines = number + 1, place, 0, []
            else:
                size += len(line)
                if size <= LARGEST_MAIL:
                    lines.append(line[1:] if line[:1] == b">" and _ESCAPED.match(line) else line)
            blank = not line.strip()
    if lines:
        yield _gathered(max(number, 1), start, lines, size)


def _gathered(number: int, start: int, lines: list[bytes], size: int) -> _Source:
    return _Source(f"mail {number}, line {start}", b"".join(lines) if size <= LARGEST_MAIL else None)


class _Threads:
    """The mail that began each thread, of the threads that are open."""

    def __init__(self) -> None:
        self._roots: OrderedDict[str, str] = OrderedDict()

    def of(self, head: Head) -> str | None:
        """The id of the mail that began this one's thread; None where nothing says it."""
        above = head.root or head.parent
        root = self._roots.get(above, above) if above else head.number
        if root and head.number:
            self._roots[head.number] = root
            if len(self._roots) > REMEMBERED:
                self._roots.popitem(last=False)
        return root


def party(address: str) -> str:
    """The company an address belongs to: its domain, or the address itself where everybody may have one there.

    >>> party("anna@gmail.com"), party("liisa@shop.example")
    ('anna@gmail.com', '@shop.example')
    """
    domain = address.rpartition("@")[2]
    return address if domain in _SHARED else f"@{domain}"


class _Survey:
    """Who answers whom, over all mails of a source."""

    def __init__(self) -> None:
        self.mails = 0
        self._threads = _Threads()
        self._people = Conversations()
        self._counts: Counter[str] = Counter()

    def add(self, head: Head) -> None:
        """Counts a mail: for its sender where it answers somebody, else for those it was sent to."""
        if not (head.sender or head.at or head.number):
            return
        self.mails += 1
        if head.sender is None:
            return
        sender = party(head.sender)
        people = self._people[self._threads.of(head)]
        answers = people.starter not in (None, sender) or (people.starter is None and head.parent is not None)
        people.starter = people.starter or (sender if head.parent is None else "")
        self._counts.update([sender] if answers else {party(one) for one in head.receivers} - {sender} if not head.parent else ())
        if len(self._counts) > 2 * REMEMBERED:
            self._counts = Counter(dict(self._counts.most_common(REMEMBERED)))

    def company(self) -> str | None:
        """The party that answers most; of equals the first by name."""
        ranked = sorted(self._counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return ranked[0][0] if ranked else None


class _Reading:
    """The rows of a source as its mails are read."""

    def __init__(self, hints: Hints, company: str | None, left_out: LeftOut) -> None:
        self._hints, self._company, self._left_out = hints, company, left_out
        self._threads, self._people = _Threads(), Conversations()

    def rows(self, sources: Iterable[_Source]) -> Iterator[Row]:
        """A row for each mail with words of its own, numbered by the order of the mails."""
        for number, source in enumerate(sources, start=1):
            mail = _mail(source)
            if isinstance(mail, Fault):
                yield fault_row(number, mail)
            elif mail.head.automatic or not mail.text.strip():
                self._left_out[AUTOMATIC if mail.head.automatic else EMPTY] += 1
            else:
                yield self._row(number, mail)

    def _row(self, number: int, mail: Mail) -> Row:
        head = mail.head
        conversation = disguised("mail", self._threads.of(head) or f"mail {number}")
        people = self._people[conversation]
        people.count += 1
        speaker = self._speaker(head)
        if speaker == AGENT:
            people.agent, people.customer = head.sender_name, people.customer or head.receiver_name
        elif speaker == CUSTOMER:
            people.customer = head.sender_name
        message = TranscriptMessage(people.count, head.at, speaker, head.sender_name, mail.text)
        talk = Transcript(conversation, "email", None, ())
        row = message_row(number, talk, message, people.agent, people.customer)
        return row._replace(problem=row.problem or mail.problem)

    def _speaker(self, head: Head) -> str | None:
        if head.sender is None:
            return None
        if self._hints.agents:
            return self._hints.speaker(head.sender, head.sender_name)
        return None if self._company is None else AGENT if party(head.sender) == self._company else CUSTOMER


def _mail(source: _Source) -> Mail | Fault:
    if source.data is None:
        return Fault(source.place, f"larger than {LARGEST_MAIL // 1_000_000} MB")
    try:
        return read_mail(source.data)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        return Fault(source.place, str(error) or type(error).__name__)
