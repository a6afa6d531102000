"""What the browser sends to the reviewer's desk, taken for what it should be: everything else is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import Any

from coachkit.reviews.values import Mark, ReplyRow
from coachkit.widgets.shown_text import Shown

LONGEST_COMMENT = 10_000
MOST_MARKS = 200
_ID = re.compile(r"[0-9a-f]{32}")

Message = Mapping[str, Any]


def marks_in(sent: object, reply: ReplyRow, known: Mapping[str, object]) -> tuple[Mark, ...]:
    """The marks that a browser sent, its offsets as offsets in the masked text; those that cannot be are left out."""
    text = Shown(reply.text)
    found = []
    for one in islice(sent, MOST_MARKS) if isinstance(sent, list) else ():
        criterion = one.get("criterion") if isinstance(one, Mapping) else None
        if not isinstance(criterion, str) or criterion not in known:
            continue
        start, end = text.back(one.get("start")), text.back(one.get("end"))
        if 0 <= start < end <= len(reply.text):
            found.append(Mark(criterion, start, end, reply.text[start:end], words_in(one.get("comment"))))
    return tuple(found)


def seconds_in(sent: Any) -> float | None:
    """How long a review took, a day at most."""
    return min(max(float(sent), 0.0), 86_400.0) if _is_number(sent) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value  # noqa: PLR0124 - NaN


def scores_in(sent: object, known: Mapping[str, object]) -> dict[str, float | None]:
    """Scores as a browser sent them: of known criteria only, 0 to 1, None for what does not apply."""
    found: dict[str, float | None] = {}
    for name, value in sent.items() if isinstance(sent, Mapping) else ():
        if name in known and (value is None or (_is_number(value) and 0 <= value <= 1)):
            found[name] = None if value is None else float(value)
    return found


def names_in(sent: object, known: Mapping[str, object]) -> tuple[str, ...]:
    """The known names among those that a browser sent, in their own order."""
    return tuple(one for one in known if one in sent) if isinstance(sent, list) else ()


def words_in(sent: object) -> str:
    """Text as a browser sent it; halves of characters, which no store takes, left out."""
    text = sent if isinstance(sent, str) else ""
    return text.encode("utf-8", "ignore").decode("utf-8").strip()[:LONGEST_COMMENT]


def id_in(message: Message) -> str:
    """The name that a browser gave to what it saves; empty where it gave none of the right form."""
    name = message.get("id")
    return name if isinstance(name, str) and _ID.fullmatch(name) else ""
