"""Cells as values a reply can hold: text, and the language and channel under the names people give them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from coachkit.model import CHANNELS, LANGUAGES
from coachkit.transcripts.columns import key

_LANGUAGES: Mapping[str, str] = {one: one for one in LANGUAGES} | {
    "fin": "fi", "finnish": "fi", "suomi": "fi", "finska": "fi",
    "swe": "sv", "se": "sv", "swedish": "sv", "svenska": "sv", "ruotsi": "sv",
    "eng": "en", "english": "en", "englanti": "en", "engelska": "en",
}  # fmt: skip

_CHANNELS: Mapping[str, str] = {one: one for one in CHANNELS} | {
    "chatti": "chat", "chatt": "chat", "livechat": "chat", "live_chat": "chat", "web_chat": "chat", "webchat": "chat",
    "e_mail": "email", "mejl": "email", "mail": "email", "sahkoposti": "email", "e_post": "email", "epost": "email",
    "social_media": "social", "some": "social", "twitter": "social", "x": "social", "facebook": "social",
    "instagram": "social", "sosiaalinen_media": "social", "sociala_medier": "social",
    "sms": "messaging", "whatsapp": "messaging", "pikaviesti": "messaging", "messenger": "messaging", "tekstiviesti": "messaging",
    "community": "forum", "foorumi": "forum",
    "faq": "article", "knowledge_article": "article", "artikkeli": "article", "artikel": "article",
    "phone": "call", "voice": "call", "video": "call", "puhelu": "call", "puhelin": "call",
    "samtal": "call", "telefon": "call",
}  # fmt: skip


ANSWERS_IN_WORDS: Mapping[str, float] = {"good": 5.0, "bad": 1.0}
"""Zendesk's two words for satisfaction, as the numbers that its reader gives."""

HIGHEST: Mapping[str, float] = {"csat": 100, "nps": 10}
"""The highest number that an answer can be; the lowest is 0. CSAT is also given in per cent."""

NO_ANSWER = frozenset({"", "nan", "none", "null", "-", "offered", "unoffered"})
"""What stands where a customer was not asked or did not answer, in small letters."""


def is_answer(value: Any, of: str) -> bool:
    """Whether a cell of "csat" or "nps" can be read: a number of its scale, with a decimal comma too, or a word of Zendesk's."""
    text = str(value).strip().lower()
    if of == "csat" and text in ANSWERS_IN_WORDS:
        return True
    try:
        return 0 <= float(text.replace(",", ".")) <= HIGHEST[of]
    except ValueError:
        return False


def is_no_answer(value: Any) -> bool:
    """Whether nothing was answered."""
    return is_missing(value) or str(value).strip().lower() in NO_ANSWER


def is_missing(value: Any) -> bool:
    """None, NaN, or text of nothing but white space."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or (isinstance(value, float) and value != value)  # noqa: PLR0124 - NaN is not itself


def text_of(value: Any) -> str | None:
    """A cell as text; None for a missing one and for what is no text at all (a list, an object, bytes)."""
    if isinstance(value, str):
        return None if not value or value.isspace() else value
    return None if is_missing(value) or isinstance(value, (list, dict, tuple, bytes)) else str(value)


NOTHING_SAID: tuple[str | None, str | None] = (None, None)
"""What `language_of` and `channel_of` give for a missing value."""


def language_of(value: Any) -> tuple[str | None, str | None]:
    """(language code, problem); a regional form such as fi-FI counts as its language. A missing value is no problem."""
    if is_missing(value):
        return NOTHING_SAID
    code = _language(str(value))
    return (code, None) if code else (None, f"unknown language: {_shown(value)} is not fi, sv or en; detected instead")


def channel_of(value: Any) -> tuple[str | None, str | None]:
    """(channel, problem), likewise."""
    if is_missing(value):
        return NOTHING_SAID
    name = _channel(str(value))
    return (name, None) if name else (None, f"unknown channel: {_shown(value)} is none of {', '.join(CHANNELS)}")


@lru_cache(maxsize=1_024)
def _language(written: str) -> str | None:
    name = key(written)
    return _LANGUAGES.get(name) or _LANGUAGES.get(name.split("_")[0])


@lru_cache(maxsize=1_024)
def _channel(written: str) -> str | None:
    return _CHANNELS.get(key(written))


def _shown(value: Any) -> str:
    text = " ".join(str(value).split())
    return f"'{text[:40]}…'" if len(text) > 40 else f"'{text}'"
