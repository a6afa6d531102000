"""Earlier messages quoted in a text: blanked, so that nobody is scored by another's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from coachkit import compiled
from coachkit.text.arrays import distinct
from coachkit.text.chunks import MARKS
from coachkit.text.held import texts_at, with_changed
from coachkit.text.splitting import LINE_FEED, Joined

_QUOTED_LINES = re.compile(
    r"^[ \t]*>.*$"
    r"|^-{2,} ?(?:original message|alkuperäinen viesti|ursprungligt meddelande|forwarded message)[\s\S]*\Z"
    r"|^(?:from|lähettäjä|från): .*\n(?:.*\n){0,3}(?:to|sent|subject|vastaanottaja|lähetetty|aihe|till|skickat|ämne): [\s\S]*\Z"
    r"|^(?:on|den|pe|ma|ti|ke|to|la|su|må|ons|tors|fre|lör|sön)\b.{5,90}(?:wrote|kirjoitti|skrev):[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)

_OPENS_QUOTATION, _CLOSES_LINE = np.zeros((2, 256), dtype=bool)
_OPENS_QUOTATION[list(b"> \t-")] = True
_CLOSES_LINE[list(b": \t\n")] = True
_NO_MARKS = str.maketrans(dict.fromkeys(MARKS, " "))


def blank_quotations(text: str) -> str:
    """The text with quoted earlier messages (">" lines, forwarded mail) blanked, every offset kept."""
    return text if _surely_none(text) else _QUOTED_LINES.sub(lambda match: re.sub(r"\S", " ", match.group()), text)


def _surely_none(text: str) -> bool:
    """Whether none of the signs of a quotation is in the text; spelt out, since it runs on every text."""
    return not (
        (">" in text and ("\n>" in text or "\n >" in text or text.startswith(">")))
        or ("--" in text and ("\n--" in text or text.startswith("--")))
        or ":\n" in text or ": \n" in text or text.endswith(":") or "From:" in text or "Från:" in text or "Lähettäjä:" in text
    )  # fmt: skip


def as_read(texts: Sequence[str], joined: Joined) -> Sequence[str]:
    """The texts with quoted messages and the marks' own characters blanked; the very same where there are none."""
    rows, clean = _may_quote(joined)
    if clean:
        looked_at: Sequence[str] = texts_at(texts, rows)
        blanked = (blank_quotations(text) for text in looked_at)
    else:
        rows, looked_at = list(range(len(texts))), list(texts)
        blanked = (blank_quotations(text).translate(_NO_MARKS) for text in looked_at)
    changed = {row: new for row, text, new in zip(rows, looked_at, blanked, strict=True) if new is not text}
    return with_changed(texts, changed) if changed else texts


def _may_quote(joined: Joined) -> tuple[list[int], bool]:
    """The texts that might hold a quotation, by a glance at their ends, and all of several lines; whether all are clean."""
    marks, codes = joined.marks, joined.codes
    if compiled.in_use():
        from coachkit.text import kernels

        found = np.empty(len(marks) - 1, dtype=bool)
        low = kernels.glance(codes, marks, _OPENS_QUOTATION, _CLOSES_LINE, found)
        return np.flatnonzero(found).tolist(), not low
    ends = _OPENS_QUOTATION.take(codes.take(marks[:-1] + 1)) | _CLOSES_LINE.take(codes.take(marks[1:] - 1))
    return distinct(np.concatenate((np.flatnonzero(ends), joined.rows_with(LINE_FEED)))).tolist(), joined.clean
