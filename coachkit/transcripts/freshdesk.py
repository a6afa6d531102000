"""Freshdesk: tickets with their conversations (API) or notes (account export).

https://developers.freshdesk.com/api/ says what the fields are. `incoming` messages are the customer's, `private` ones
internal notes. The seven steps of its satisfaction scale (-103 to 103) are spread evenly over 1 to 5.
"""

from __future__ import annotations

from collections.abc import Mapping

from coachkit.transcripts.helpdesk import EMPTY, NOTE, Form, Object, Setting, channel_named, first, full_name
from coachkit.transcripts.html_text import before_quote, text_of_html
from coachkit.transcripts.json_records import objects, text_in
from coachkit.transcripts.mail_cut import own_words
from coachkit.transcripts.talk import AGENT, CUSTOMER, Said, Transcript, between, label, transcript
from coachkit.transcripts.times import iso_time

_SOURCES: Mapping[int, str] = {1: "email", 2: "email", 3: "call", 4: "forum", 5: "social", 6: "social", 7: "chat",
9: "email", 10: "email",
                               13: "messaging"}  # fmt: skip
_STEPS = (-103, -102, -101, 100, 101, 102, 103)


def is_freshdesk(record: Object) -> bool:
    """Whether it is a Freshdesk ticket, bare or in its export's wrapping."""
    if isinstance(record.get("helpdesk_ticket"), dict):
        return True
    talk = objects(record.get("conversations")) or objects(record.get("notes"))
    own = "description_text" in record or "requester_id" in record or "requester" in record
    return own and ("conversations" in record or "notes" in record) and (not talk or "incoming" in _bare(talk[0]))


def read_freshdesk(record: Object, setting: Setting) -> Transcript:
    """The ticket: its description as the customer's first message, then what was said in public."""
    inner = record.get("helpdesk_ticket")
    ticket = inner if isinstance(inner, dict) else record
    talk = [_bare(one) for key in ("conversations", "notes") for one in objects(ticket.get(key))]
    source = ticket.get("source")
    channel = (_SOURCES.get(source) if isinstance(source, int) else channel_named(source)) or "email"
    said = [one for part in talk if (one := _said(part, ticket, channel, setting))]
    opening = text_in(ticket, "description_text") or text_of_html(text_in(ticket, "description", "description_html"))
    if opening.strip():
        outbound = ticket.get("source") == 10  # an e-mail that an agent began with
        name = None if outbound else _requester(ticket, setting)
        said.insert(0, Said(iso_time(ticket.get("created_at")), AGENT if outbound else CUSTOMER, name, opening))
    return transcript(first(ticket, ("id",), ("display_id",)), channel, said, csat=_csat(ticket))


def _bare(part: Object) -> Object:
    inner = first(part, ("helpdesk_note",), ("note",))
    return inner if isinstance(inner, dict) else part


def _requester(ticket: Object, setting: Setting) -> str | None:
    listed = setting.people.get(label(ticket.get("requester_id")) or "")
    return full_name(ticket.get("requester")) or label(ticket.get("requester_name")) or (listed.name if listed else None)


def _whole_text(part: Object) -> str:
    return text_in(part, "body_text") or text_of_html(text_in(part, "body", "body_html", "full_text_html"))


def _own_text(part: Object) -> str:
    """The text without the mails that it quotes: a reply by e-mail holds the customer's own words under it."""
    html = text_in(part, "body", "body_html", "full_text_html")
    cut = before_quote(html)
    return own_words(text_of_html(cut) if cut != html else _whole_text(part))


def _said(part: Object, ticket: Object, channel: str, setting: Setting) -> Said | None:
    text = _own_text(part) if channel == "email" else _whole_text(part)
    if left := NOTE if part.get("private") is True else None if text.strip() else EMPTY:
        setting.left_out[left] += 1
        return None
    listed = setting.people.get(label(part.get("user_id")) or "")
    incoming = part.get("incoming")
    name = (listed.name if listed else None) or full_name(part.get("user")) or (_requester(ticket, setting) if incoming else None)
    asked = setting.hints.speaker(name, label(part.get("from_email")))
    told = None if not isinstance(incoming, bool) else CUSTOMER if incoming else AGENT
    return Said(iso_time(part.get("created_at")), asked or told, name, text)


def _csat(ticket: Object) -> float | None:
    rating = first(
        ticket, ("satisfaction_rating", "ratings", "default_question"), ("satisfaction_rating",), ("ratings", "default_question")
    )
    if rating in _STEPS and not isinstance(rating, bool):
        return round(1 + _STEPS.index(rating) * 4 / 6, 2)
    return between(rating, 1, 5)


FRESHDESK = Form("freshdesk", is_freshdesk, read_freshdesk)
