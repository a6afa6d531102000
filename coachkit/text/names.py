"""The customer's name, where they sign with it."""

from __future__ import annotations

import re

_SIGNED = re.compile(
    r"\n[ \t]*(?:(?:t|terv|terveisin|mvh|hälsningar|hälsn|regards|best|br|thanks|kiitos|tack|cheers|yst\.? terv"
    r"|kind regards|best regards|med vänlig hälsning)[.,:]?\s+|[-–—/]\s*)?"
    r"([^\W\d_][\w'’-]{1,24}(?: [^\W\d_][\w'’-]{1,24})?)[ \t]*[.!]?\s*\Z",
    re.IGNORECASE,
)
CLOSINGS = frozenset((
    "kiitos", "kiitti", "tack", "thanks", "cheers", "regards", "terveisin", "hälsningar", "mvh", "terv", "moi", "hei", "hej",
    "please", "apua", "help", "hjälp", "hello",
))  # fmt: skip
"""Words in small letters that stand where a name would and are none."""


def signed_name(message: str | None) -> str | None:
    """The one or two capitalised words alone on the last line of a message, or None."""
    if not message or "\n" not in message:
        return None
    match = _SIGNED.search(message)
    if not match:
        return None
    name = match.group(1)
    words = name.split()
    capitals = all(word[0].isupper() and not word.isupper() for word in words)
    return name if capitals and words[0].casefold() not in CLOSINGS else None
