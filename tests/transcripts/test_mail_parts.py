"""A mail taken apart the quick way reads as the email package reads it, however well or badly it is formed."""

from __future__ import annotations

import email
from collections.abc import Callable
from email.message import Message
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coachkit.transcripts import mail, mail_parts

HEAD = b"From: Anna <anna@mail.example>\r\nDate: Tue, 3 Mar 2026 10:00:00 +0200\r\n"
PIECES = (
    b"--b", b"--b--", b"--b ", b"--b\t--", b"--b-- \t", b"--bb", b"--bb--", b"---b", b" --b", b"--", b"b", b"", b"", b"",
    b"Content-Type: text/plain; charset=utf-8", b"Content-Type: text/html", b"Content-Type: text/plain; charset=latin-1",
    b"Content-Type: multipart/alternative; boundary=bb", b'Content-Type: multipart/mixed; boundary="b"',
    b"Content-Type: multipart/digest; boundary=bb", b"Content-Type: message/rfc822", b"Content-Type: message/delivery-status",
    b"Content-Type: image/png", b"Content-Type: multipart/mixed", b"Content-Type: nonsense", b"Content-Disposition: attachment",
    b"Content-Transfer-Encoding: quoted-printable", b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: x",
    b"Content-Type: multipart/mixed; boundary*=utf-8''b%C3%A4", b"Content-Type: multipart/mixed;\r\n boundary=bb",
    b"Hei Anna =C3=A4", b"SGVpIQ==", b"\xc3\xa4\xe4", b"<p>Hei</p>", b"no colon here", b"> quoted", b"From x", b" folded",
    b"Subject: =?utf-8?q?=C3=A4?=", b"On Monday Liisa wrote:",
)  # fmt: skip
ENDS = (b"\n", b"\r\n", b"\r\n", b"\r", b"\n\n", b"\r\n\r\n")

lines = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(ENDS)), max_size=24)


def outcome(parse: Callable[[bytes], Message], data: bytes) -> object:
    """What is read of a mail when it is taken apart so, or the error."""
    with patch.object(mail, "parsed", parse):
        try:
            return mail.read_mail(data)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            return type(error), str(error)


def mixed(*parts: bytes) -> bytes:
    """A well-formed mail of several parts."""
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\nin between\r\n" + body + b"--b--\r\nafter\r\n"


TEXT = b"Content-Type: text/plain; charset=utf-8\r\n\r\nHei Anna \xc3\xa4"
NESTED = b"Content-Type: multipart/alternative; boundary=bb\r\n\r\n--bb\r\n" + TEXT + b"\r\n--bb--\r\n"


@pytest.mark.slow
@settings(max_examples=400)
@given(st.sampled_from((HEAD, HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n", b"")), lines)
@example(mixed(TEXT, NESTED), [])
@example(mixed(b"\r\nno head", TEXT), [])
def test_any_mail_reads_as_the_package_reads_it(head: bytes, rest: list[tuple[bytes, bytes]]) -> None:
    data = head + b"".join(piece + end for piece, end in rest)
    assert outcome(mail_parts.parsed, data) == outcome(email.message_from_bytes, data)


@pytest.mark.parametrize(
    "data", [HEAD + b"\r\nHei!\r\n", mixed(TEXT), mixed(TEXT, NESTED), mixed(NESTED, NESTED).replace(b"\r", b"")]
)
def test_a_well_formed_mail_never_needs_the_package(data: bytes) -> None:
    with patch.object(email, "message_from_bytes", side_effect=AssertionError):
        assert "Hei" in mail.read_mail(data).text


def test_mails_in_mails_without_end_are_left_to_the_package() -> None:
    data = TEXT
    for depth in range(30):
        edge = b"b%d" % depth
        data = b"Content-Type: multipart/mixed; boundary=" + edge + b"\n\n--" + edge + b"\n" + data + b"\n--" + edge + b"--\n"
    assert outcome(mail_parts.parsed, HEAD + data) == outcome(email.message_from_bytes, HEAD + data)
