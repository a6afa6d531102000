"""Intercom: conversations with their parts, as the API and the export give them.

https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations says what the fields are. The source is
the first message; of the parts, comments are messages, notes are internal, and assignments and the like are no messages.
"""

from __future__ import annotations

from coachkit.transcripts.helpdesk import BOT, EMPTY, NOTE, SYSTEM, Form, Object, Setting, channel_named, first, full_name
from coachkit.transcripts.html_text import text_of_html
from coachkit.transcripts.json_records import dig, objects, text_in
from coachkit.transcripts.talk import AGENT, CUSTOMER, Said, Transcript, between, label, transcript
from coachkit.transcripts.times import iso_time

_SPEAKERS = {"user": CUSTOMER, "lead": CUSTOMER, "contact": CUSTOMER, "visitor": CUSTOMER, "admin": AGENT, "teammate": AGENT}
_TALK = {"comment", "open", "close", "assignment", "note", "note_and_reopen", "source", "quick_reply", "participant_added"}


def is_intercom(record: Object) -> bool:
    """Whether it is an Intercom conversation."""
    if "conversation_parts" in record:
        return True
    return record.get("type") == "conversation" and isinstance(record.get("source", ""), dict | None)


def read_intercom(conversation: Object, setting: Setting) -> Transcript:
    """The conversation: its first message and the parts that are messages."""
    source = conversation.get("source")
    opening = (
        {**source, "part_type": "source", "created_at": conversation.get("created_at")} if isinstance(source, dict) else None
    )
    parts = conversation.get("conversation_parts")
    parts = dig(parts, "conversation_parts") if isinstance(parts, dict) else parts
    said = [one for part in ([opening] if opening else []) + objects(parts) if (one := _said(part, setting))]
    channel = channel_named(dig(source, "type"), dig(conversation, "source_type")) or "chat"
    csat = between(first(conversation, ("conversation_rating", "rating"), ("conversation_rating", "score")), 1, 5)
    return transcript(conversation.get("id"), channel, said, csat=csat)


def _said(part: Object, setting: Setting) -> Said | None:
    kind, author = label(part.get("part_type")) or "comment", part.get("author")
    role = (label(dig(author, "type")) or "").lower()
    text = text_of_html(text_in(part, "body"))
    if left := _left_out(kind, role, text, part):
        setting.left_out[left] += 1
        return None
    speaker = setting.hints.speaker(full_name(author), label(dig(author, "email"))) or _SPEAKERS.get(role)
    return Said(iso_time(part.get("created_at")), speaker, full_name(author), text)


def _left_out(kind: str, role: str, text: str, part: Object) -> str | None:
    if kind.startswith("note"):
        return NOTE
    if role in ("bot", "operator") or dig(part, "author", "from_ai_agent") is True:
        return BOT
    if kind not in _TALK:
        return SYSTEM
    if text.strip():
        return None
    return EMPTY if kind in ("comment", "source") else SYSTEM


INTERCOM = Form("intercom", is_intercom, read_intercom)
