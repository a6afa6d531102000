"""What the readers of help desks' JSON share: what they are given, how they say who spoke, and their channels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coachkit.transcripts.columns import key
from coachkit.transcripts.hints import BY_FORMAT, Hints
from coachkit.transcripts.json_records import dig, objects
from coachkit.transcripts.talk import LeftOut, Transcript, label

NOTE, BOT, SYSTEM, EMPTY = "internal note", "bot", "system message", "no text"
Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named beside the conversations: their role is the format's own word."""

    name: str | None
    role: str | None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a reader is given beside a record: the user's hints, the people of the file, and where to count what is left out."""

    hints: Hints
    left_out: LeftOut
    people: dict[str, Person] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of JSON export. `one_of` tells its records; a grouped record is one conversation, a flat one is one message."""

    name: str
    one_of: Callable[[Object], bool]
    read: Callable[[Object, Setting], Transcript] | None = None
    gather: Callable[[Iterable[Object], Setting], Iterable[Transcript]] | None = None
    agents_by: str = BY_FORMAT


def people_of(users: Any, *lists: Any) -> dict[str, Person]:
    """The users listed beside the conversations, by id."""
    found = {}
    for one in (user for users_ in (users, *lists) for user in objects(users_)):
        number = label(one.get("id"))
        if number:
            found[number] = Person(full_name(one), label(one.get("role")), label(one.get("email") or one.get("username")))
    return found


def full_name(person: Any) -> str | None:
    """A person's name, under the keys that help desks use."""
    if not isinstance(person, dict):
        return None
    given = " ".join(filter(None, (label(person.get("first_name")), label(person.get("last_name")))))
    return next(filter(None, (label(person.get(one)) for one in ("name", "available_name", "display_name"))), given or None)


_CHANNELS: Mapping[str, tuple[str, ...]] = {
    "email": ("email", "mail", "web", "web_form", "portal", "api", "feedback_widget", "help_center", "channel_email",
    "contact_form",
              "outbound_email", "mobile_sdk"),
    "chat": ("chat", "native_chat", "live_chat", "web_widget", "widget", "channel_webwidget", "front_chat",
    "conversation", "mobile",
             "push", "native_messaging", "in_app", "channel_api", "messenger"),
    "social": ("twitter", "x", "tweet", "facebook", "instagram", "facebook_post", "social", "channel_twitterprofile",
    "twitter_dm",
               "twitter_like", "linkedin", "youtube"),
    "messaging": ("whatsapp", "sms", "telegram", "viber", "line", "smooch", "sunshine_conversations_api", "wechat",
                  "facebook_messenger", "instagram_dm", "channel_whatsapp", "channel_sms", "channel_twiliosms",
                  "channel_telegram",
                  "channel_line", "channel_facebookpage", "channel_instagram", "text_message"),
    "call": ("call", "phone", "phone_call", "voice", "aircall", "phone_call_inbound", "phone_call_outbound", "voicemail"),
    "forum": ("forum", "community", "topic"),
}  # fmt: skip
_CHANNEL_OF = {name: channel for channel, names in _CHANNELS.items() for name in names}


def channel_named(*names: Any) -> str | None:
    """The first channel that one of the format's own words means."""
    for one in names:
        word = label(one)
        if word and (found := _CHANNEL_OF.get(key(word))):
            return found
    return None


def first(record: Object, *paths: tuple[str | int, ...]) -> Any:
    """What stands at the first path that leads to something."""
    return next((value for path in paths if (value := dig(record, *path)) is not None), None)
