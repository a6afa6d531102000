"""A mail taken apart as the email package does it, but for what our reading never looks at.

The package reads a body line by line and compiles an expression for every boundary, which is most of the work on a mail. Here
a body that is well formed is cut at its boundaries; anything else goes through the package.
"""

from __future__ import annotations

import email
import re
from email.message import Message
from email.parser import BytesHeaderParser

DEEPEST = 8
"""Mails inside mails; a deeper one goes through the package."""

_HEADS = BytesHeaderParser()
_EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_LINE_END = re.compile(rb"\r?\n\Z")


def heads(data: bytes) -> Message:
    """The heads of a mail, from the beginning of its bytes."""
    return _HEADS.parsebytes(data)


def parsed(data: bytes) -> Message:
    """The mail in these bytes, as `email.message_from_bytes` reads it: the same heads, and the same words in its texts.

    Parts that are neither text nor hold others may have no content, and no text has what stands round the parts.
    """
    return _parsed(data, ()) or email.message_from_bytes(data)


def _parsed(data: bytes, around: tuple[bytes, ...]) -> Message | None:
    """The same; None for what only the package may read. `around` are the boundaries of the mails that it stands in."""
    ends = _EMPTY_LINE.search(data)
    if ends is None or data[:1] in {b"\r", b"\n"} or _LONE_RETURN.search(data):
        return None
    message = heads(data[: ends.start()])
    if message.defects or message.get_payload():
        return None
    kind = message.get_content_maintype()
    if kind == "text":
        message.set_payload(data[ends.end() :].decode("ascii", "surrogateescape"))
        return message
    if kind == "message":
        return None
    return message if kind != "multipart" else _with_parts(message, data[ends.end() :], around)


def _with_parts(message: Message, body: bytes, around: tuple[bytes, ...]) -> Message | None:
    boundary = _boundary(message)
    if not boundary or boundary in around or len(around) >= DEEPEST or message.get_content_subtype() == "digest":
        return None
    cut = _cut(body, boundary)
    parts = [part for one in cut or () if (part := _parsed(one, (*around, boundary)))]
    if not cut or len(parts) < len(cut):
        return None
    message.set_payload(list[Message | str](parts))
    return message


def _boundary(message: Message) -> bytes | None:
    try:
        return (message.get_boundary() or "").encode("ascii")
    except (UnicodeError, ValueError, TypeError):
        return None


def _cut(body: bytes, boundary: bytes) -> list[bytes] | None:
    """What stands between the boundaries; None where the first or the last of them is missing."""
    parts: list[bytes] = []
    start = -1
    place = 0 if body.startswith(b"--" + boundary) else body.find(b"\n--" + boundary) + 1 or -1
    while place >= 0:
        line = body.find(b"\n", place) + 1 or len(body)
        rest = body[place + 2 + len(boundary) : line].rstrip(b"\r\n")
        if not rest.strip(b" \t") or not rest.removeprefix(b"--").strip(b" \t"):
            if start >= 0:
                parts.append(_LINE_END.sub(b"", body[start:place]))
            if rest.startswith(b"--"):
                return parts
            start = line
        place = body.find(b"\n--" + boundary, place) + 1 or -1
    return None
