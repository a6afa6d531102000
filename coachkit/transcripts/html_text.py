"""Text out of HTML, as a reader of the message saw it: lists and paragraphs kept, styles and scripts gone."""

from __future__ import annotations

import re

LONGEST_HTML = 2_000_000
"""Characters of one HTML message that are read; mail of that size holds pictures, not words."""

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_QUOTES = re.compile(
    r"<(?:blockquote\b|div[^>]{0,200}class=[\"']?[^\"'>]{0,100}\b(?:gmail_quote|zmail_extra|moz-cite-prefix|freshdesk_quote))",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")
_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


def looks_like_html(text: str) -> bool:
    """Whether there is a tag or an entity in the text."""
    return bool(_TAG.search(text))


def text_of_html(markup: str) -> str:
    r"""The text of an HTML message; text without markup comes back as it is.

    >>> text_of_html("<p>Hello&nbsp;Anna,</p><ul><li>one</li></ul>")
    'Hello Anna,\n\n  * one'
    """
    if not looks_like_html(markup):
        return markup
    clean = _DECLARED.sub("", _BAD.sub("\ufffd", markup[:LONGEST_HTML]))
    lines = [line.rstrip() for line in _rendered(clean).replace("\u00a0", " ").split("\n")]
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip()


def _rendered(markup: str) -> str:
    from inscriptis import get_text

    try:
        return get_text(markup)
    except Exception:  # noqa: BLE001 - lxml and inscriptis raise many kinds for broken markup; the words must not be lost
        return _TAG.sub(" ", markup)


def before_quote(markup: str) -> str:
    """The HTML before the mail that it quotes, where a mail program has marked the quotation."""
    found = _QUOTES.search(markup)
    return markup[: found.start()] if found else markup
