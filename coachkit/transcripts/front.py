"""Front: messages of conversations, or conversations with their messages, as the API gives them.

https://dev.frontapp.com/reference/messages says what the fields are. `is_inbound` messages are the customer's; comments are
internal. E-mail bodies lose the history they quote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coachkit.transcripts.helpdesk import EMPTY, NOTE, SYSTEM, Form, Object, Setting, channel_named, first, full_name
from coachkit.transcripts.html_text import before_quote, text_of_html
from coachkit.transcripts.json_records import dig, objects, text_in
from coachkit.transcripts.mail_cut import own_words
from coachkit.transcripts.talk import AGENT, CUSTOMER, Said, Transcript, label, transcript
from coachkit.transcripts.times import iso_time


def _is_message(record: Object) -> bool:
    return "is_inbound" in record


def _messages(record: Object) -> list[Object]:
    inside = record.get("messages")
    return objects(dig(inside, "_results") if isinstance(inside, dict) else inside)


def is_front(record: Object) -> bool:
    """Whether it is a Front message or a conversation with such messages."""
    messages = _messages(record)
    return _is_message(record) or bool(messages and _is_message(messages[0]))


def read_front(records: Iterable[Object], setting: Setting) -> Iterator[Transcript]:
    """Conversations one by one; loose messages are gathered until the end of the file."""
    loose: dict[str | None, list[Object]] = {}
    for record in records:
        if _is_message(record):
            loose.setdefault(_conversation(record), []).append(record)
        else:
            comments = record.get("comments")
            notes = objects(dig(comments, "_results") if isinstance(comments, dict) else comments)
            setting.left_out[NOTE] += len(notes)
            yield _talk(label(record.get("id")), _messages(record), setting)
    for conversation, messages in loose.items():
        yield _talk(conversation, messages, setting)


def _conversation(message: Object) -> str | None:
    link = first(message, ("conversation_id",), ("conversation", "id"), ("_links", "related", "conversation"))
    name = label(link)
    return name.rstrip("/").rpartition("/")[2] if name else None


def _talk(conversation: str | None, messages: list[Object], setting: Setting) -> Transcript:
    said = [one for message in messages if (one := _said(message, setting))]
    return transcript(conversation, channel_named(*(one.get("type") for one in messages[:1])) or "email", said)


def _said(message: Object, setting: Setting) -> Said | None:
    html = text_in(message, "body")
    text = text_of_html(before_quote(html)) if html else text_in(message, "text", "blurb")
    text = own_words(text) if message.get("type") in ("email", None) else text
    if left := SYSTEM if message.get("is_draft") is True else None if text.strip() else EMPTY:
        setting.left_out[left] += 1
        return None
    sender = next((one for one in objects(message.get("recipients")) if one.get("role") == "from"), {})
    author = message.get("author")
    name = full_name(author) or label(sender.get("name"))
    inbound = message.get("is_inbound")
    asked = setting.hints.speaker(name, label(sender.get("handle")), label(dig(author, "email")))
    told = None if not isinstance(inbound, bool) else CUSTOMER if inbound else AGENT
    return Said(iso_time(message.get("created_at")), asked or told, name, text)


FRONT = Form("front", is_front, gather=read_front)
