"""Zendesk: tickets with their comments, as the JSON export and the API give them.

https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/ says what the fields are. A comment that is not
public is an internal note. The requester is the customer; everybody else is an agent unless the file's users say otherwise.
Satisfaction "good" counts as 5 and "bad" as 1 of 5.
"""

from __future__ import annotations

from typing import Any

from coachkit.transcripts.helpdesk import (
    BOT,
    EMPTY,
    NOTE,
    SYSTEM,
    Form,
    Object,
    Person,
    Setting,
    channel_named,
    first,
    full_name,
)  # fmt: skip
from coachkit.transcripts.html_text import text_of_html
from coachkit.transcripts.json_records import dig, objects, text_in
from coachkit.transcripts.talk import AGENT, CUSTOMER, Said, Transcript, disguised, label, transcript
from coachkit.transcripts.times import iso_time

_CSAT = {"good": 5.0, "bad": 1.0}
_NOBODY = "-1"
"""The author of what Zendesk writes itself: of mergers and the like."""

_OF_ITSELF = {"system", "rule"}
"""Channels on which triggers, automations and mergers write."""

_CUSTOMERS, _AGENTS, _BOTS = {"end-user", "end_user"}, {"agent", "admin"}, {"bot", "system", "answer_bot"}


def is_zendesk(record: Object) -> bool:
    """Whether it is a ticket with comments, or the comments of one ticket."""
    comments = objects(record.get("comments"))
    if "requester_id" in record or "requester" in record:
        return bool(comments) or isinstance(record.get("comments"), list)
    return bool(comments) and "author_id" in comments[0] and "public" in comments[0]


def read_zendesk(ticket: Object, setting: Setting) -> Transcript:
    """The ticket's public comments."""
    people = {**setting.people, **_named_in(ticket)}
    comments = objects(ticket.get("comments"))
    requester = label(first(ticket, ("requester_id",), ("requester", "id")))
    requester = requester or (label(comments[0].get("author_id")) if comments and "requester" not in ticket else None)
    said = [one for comment in comments if (one := _said(comment, requester, people, setting))]
    channel = channel_named(dig(ticket, "via", "channel"), *(dig(one, "via", "channel") for one in comments[:1])) or "email"
    rating = ticket.get("satisfaction_rating")
    score = label(dig(rating, "score") if isinstance(rating, dict) else rating)
    csat = _CSAT.get(score or "")
    # The comments of one ticket, as the API gives them, do not tell its number; they are one conversation all the same.
    number = ticket.get("id") or disguised("ticket", label(dig(comments, 0, "id")))
    return transcript(number, channel, said, csat=csat)


def _named_in(ticket: Object) -> dict[str, Person]:
    """The people written into the ticket itself."""
    found = {}
    for role, key in ((None, "submitter"), (None, "assignee"), ("end-user", "requester")):
        person = ticket.get(key)
        number = label(dig(person, "id"))
        if number:
            own = label(dig(person, "role"))
            found[number] = Person(full_name(person), role or own, label(dig(person, "email")))
    return found


def _said(comment: Object, requester: str | None, people: dict[str, Person], setting: Setting) -> Said | None:
    author = label(first(comment, ("author_id",), ("author", "id")))
    person = people.get(author or "") or Person(full_name(comment.get("author")), label(dig(comment, "author", "role")))
    text = text_in(comment, "plain_body") or text_of_html(text_in(comment, "html_body")) or text_in(comment, "body")
    if left := _left_out(comment, person, text):
        setting.left_out[left] += 1
        return None
    asked = setting.hints.speaker(person.name, person.address)
    role = (person.role or "").lower()
    is_customer = role in _CUSTOMERS or (author is not None and author == requester and role not in _AGENTS)
    unknown = author is None and person.name is None
    speaker = asked or (None if unknown else CUSTOMER if is_customer else AGENT)
    return Said(iso_time(comment.get("created_at")), speaker, person.name, text.replace("\u00a0", " "))


def _left_out(comment: Object, person: Person, text: str) -> str | None:
    if comment.get("public") is False:
        return NOTE
    if (person.role or "").lower() in _BOTS:
        return BOT
    if label(comment.get("author_id")) == _NOBODY or label(dig(comment, "via", "channel")) in _OF_ITSELF:
        return SYSTEM
    return None if text.strip() else EMPTY


def joined(whole: dict[str, Any]) -> dict[str, Any]:
    """An export with tickets and comments side by side, each comment put into its ticket; comments alone make the tickets."""
    loose = [one for one in objects(whole.get("comments")) if "ticket_id" in one]
    if not loose:
        return whole
    by_ticket: dict[str | None, list[Object]] = {}
    for comment in loose:
        by_ticket.setdefault(label(comment["ticket_id"]), []).append(comment)
    listed = objects(whole.get("tickets")) or [{"id": number} for number in by_ticket]
    tickets = [{**one, "comments": [*objects(one.get("comments")), *by_ticket.get(label(one.get("id")), [])]} for one in listed]
    return {**whole, "tickets": tickets}


ZENDESK = Form("zendesk", is_zendesk, read_zendesk)
