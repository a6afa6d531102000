"""Chatwoot: conversations with their messages, as the API gives them.

https://developers.chatwoot.com/api-reference says what the fields are. Message type 0 comes in and 1 goes out, 2 is the system's,
3 a template; private messages are internal notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coachkit.transcripts.helpdesk import BOT, EMPTY, NOTE, SYSTEM, Form, Object, Setting, channel_named, full_name
from coachkit.transcripts.html_text import text_of_html
from coachkit.transcripts.json_records import dig, objects, text_in
from coachkit.transcripts.talk import AGENT, CUSTOMER, Said, Transcript, between, label, transcript
from coachkit.transcripts.times import iso_time

_TYPES = {0: CUSTOMER, 1: AGENT, "incoming": CUSTOMER, "outgoing": AGENT}


def _is_message(record: Object) -> bool:
    return "message_type" in record and "content" in record


def is_chatwoot(record: Object) -> bool:
    """Whether it is a Chatwoot conversation or a message of one."""
    messages = objects(record.get("messages"))
    return _is_message(record) or bool(messages and _is_message(messages[0]))


def read_chatwoot(records: Iterable[Object], setting: Setting) -> Iterator[Transcript]:
    """Conversations one by one; loose messages are gathered until the end of the file."""
    loose: dict[str | None, list[Object]] = {}
    for record in records:
        if _is_message(record):
            loose.setdefault(label(record.get("conversation_id")), []).append(record)
        else:
            yield _talk(record, objects(record.get("messages")), setting)
    for conversation, messages in loose.items():
        yield _talk({"id": conversation}, messages, setting)


def _talk(conversation: Object, messages: list[Object], setting: Setting) -> Transcript:
    said = [one for message in messages if (one := _said(message, setting))]
    kinds = dig(conversation, "meta", "channel"), conversation.get("channel"), dig(conversation, "inbox", "channel_type")
    channel = channel_named(*(kind.replace("::", "_") for kind in kinds if isinstance(kind, str)))
    answers = [dig(one, "content_attributes", "submitted_values", "csat_survey_response", "rating") for one in messages]
    rating = next((one for one in answers if one is not None), dig(conversation, "csat_survey_response", "rating"))
    return transcript(conversation.get("id"), channel or "chat", said, csat=between(rating, 1, 5))


def _said(message: Object, setting: Setting) -> Said | None:
    kind, sender = message.get("message_type"), message.get("sender")
    role = (label(dig(sender, "type")) or label(message.get("sender_type")) or "").lower()
    text = text_of_html(text_in(message, "content"))
    if left := _left_out(message, kind, role, text):
        setting.left_out[left] += 1
        return None
    asked = setting.hints.speaker(full_name(sender), label(dig(sender, "email")))
    return Said(iso_time(message.get("created_at")), asked or _TYPES.get(kind), full_name(sender), text)


def _left_out(message: Object, kind: object, role: str, text: str) -> str | None:
    if message.get("private") is True:
        return NOTE
    if isinstance(kind, (list, dict)) or kind not in _TYPES or message.get("content_type") in ("input_csat", "integrations"):
        return SYSTEM
    if role in ("agent_bot", "agentbot", "captain_assistant", "captain::assistant"):
        return BOT
    return None if text.strip() else EMPTY


CHATWOOT = Form("chatwoot", is_chatwoot, gather=read_chatwoot)
