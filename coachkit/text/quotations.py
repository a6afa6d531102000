"""Earlier messages quoted in a text: blanked, so that nobody is scored by another's words."""

from __future__ import annotations

import re

_QUOTED_LINES = re.compile(
    r"^[ \t]*>.*$"
    r"|^-{2,} ?(?:original message|alkuperäinen viesti|ursprungligt meddelande|forwarded message)[\s\S]*\Z"
    r"|^(?:from|lähettäjä|från): .*\n(?:.*\n){0,3}(?:to|sent|subject|vastaanottaja|lähetetty|aihe|till|skickat|ämne): [\s\S]*\Z"
    r"|^(?:on|den|pe|ma|ti|ke|to|la|su|må|ons|tors|fre|lör|sön)\b.{5,90}(?:wrote|kirjoitti|skrev):[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)


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
