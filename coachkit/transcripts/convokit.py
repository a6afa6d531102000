"""ConvoKit corpora: a folder with utterances.jsonl and, beside it, speakers.json and conversations.json.

https://convokit.cornell.edu/documentation/data_format.html says what the fields are. Who the agent is, is told by what the corpus
says of the speaker or utterance (role, is_agent ...), else by --agent NAME; else whoever began the conversation is the customer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from coachkit.errors import InputError
from coachkit.transcripts.conversation import speaker_of
from coachkit.transcripts.encoding import check_encoding
from coachkit.transcripts.helpdesk import EMPTY, channel_named
from coachkit.transcripts.hints import BY_FORMAT, Conversations, Hints, People
from coachkit.transcripts.json_records import LINES, JsonFile, Record, dig, text_in
from coachkit.transcripts.rows import Row, Table
from coachkit.transcripts.talk import (
    AGENT,
    CUSTOMER,
    LeftOut,
    Transcript,
    TranscriptMessage,
    between,
    fault_row,
    first_row_or_refuse,
    label,
    message_row,
    talk_table,
    whole,
)  # fmt: skip
from coachkit.transcripts.times import iso_time

UTTERANCES = "utterances.jsonl"
_LARGEST_SIDE = 200_000_000
_ROLES = ("role", "speaker_role", "type", "speaker_type", "is_agent", "agent")
Meta = Mapping[str, Any]


def is_utterance(value: Meta) -> bool:
    """Whether it is an utterance of a corpus."""
    thread = "conversation_id" in value or "root" in value
    return "text" in value and thread and ("speaker" in value or "user" in value) and ("reply-to" in value or "reply_to" in value)


def open_utterances(path: Path, encoding: str | None, hints: Hints) -> Table:
    """The table of a corpus, given its folder or its file of utterances. Raises InputError when there is no utterance."""
    file = path / UTTERANCES if path.is_dir() else path
    name, _ = check_encoding(file, encoding)
    speakers, conversations = _side(file, "speakers.json"), _side(file, "conversations.json")
    left_out = LeftOut()
    found = _Corpus(hints, speakers, conversations, left_out).rows(JsonFile(file, name, LINES))
    rows = first_row_or_refuse(path, found, f"{UTTERANCES} holds no utterance")
    by = hints.by if hints.agents or not any(_role(_meta(one)) for one in speakers.values()) else BY_FORMAT
    return talk_table(path, "convokit", rows, left_out, by)


def _side(file: Path, name: str) -> Meta:
    """A file beside the utterances; empty where it is not there."""
    path = file.with_name(name)
    if not path.is_file():
        return {}
    if path.stat().st_size > _LARGEST_SIDE:
        raise InputError(f"{path}: larger than {_LARGEST_SIDE // 1_000_000} MB; leave it out or split the corpus")
    try:
        value = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: not JSON that can be read: {type(error).__name__}; mend it or take it away") from error
    return value if isinstance(value, dict) else {}


class _Corpus:
    """The rows of a corpus as its utterances are read."""

    def __init__(self, hints: Hints, speakers: Meta, conversations: Meta, left_out: LeftOut) -> None:
        self._hints, self._speakers, self._conversations, self._left_out = hints, speakers, conversations, left_out
        self._people = Conversations()

    def rows(self, file: JsonFile) -> Iterator[Row]:
        """A row for each utterance with words; its number is its line."""
        for number, found in enumerate(file.records(), start=1):
            if not isinstance(found, Record):
                place = int(found.place.split()[1]) if found.place.startswith("line ") else number
                yield fault_row(place, found)
            elif not text_in(found.value, "text"):
                self._left_out[EMPTY] += 1
            else:
                yield self._row(found.number, found.value)

    def _row(self, number: int, value: Meta) -> Row:
        conversation = label(value.get("conversation_id")) or label(value.get("root"))
        people = self._people[conversation]
        name = _speaker_name(value)
        people.starter = people.starter or name
        people.count += 1
        speaker = self._speaker(value, name, people)
        people.customer = name if speaker == CUSTOMER else people.customer
        people.agent = name if speaker == AGENT else people.agent
        message = TranscriptMessage(people.count, iso_time(value.get("timestamp")), speaker, name, whole(text_in(value, "text")))
        return message_row(number, self._talk(conversation), message, people.agent, people.customer)

    def _talk(self, conversation: str | None) -> Transcript:
        meta = _meta(self._conversations.get(conversation or ""))
        channel = channel_named(meta.get("channel"))
        csat, nps = between(meta.get("csat"), 1, 5), between(meta.get("nps"), 0, 10)
        return Transcript(conversation, channel, label(meta.get("language")), (), csat, nps)

    def _speaker(self, value: Meta, name: str | None, people: People) -> str | None:
        asked = self._hints.speaker(name)
        told = _role(_meta(value)) or _role(_meta(self._speakers.get(name or "")))
        guessed = None if name is None else CUSTOMER if name == people.starter else AGENT
        return asked or told or guessed


def _speaker_name(value: Meta) -> str | None:
    speaker = value.get("speaker", value.get("user"))
    return label(dig(speaker, "id") if isinstance(speaker, dict) else speaker)


def _meta(value: Any) -> Meta:
    """What the corpus says of a thing: under `meta`, or the value itself in older corpora."""
    inside = dig(value, "meta")
    return inside if isinstance(inside, dict) else value if isinstance(value, dict) else {}


def _role(meta: Meta) -> str | None:
    for name in _ROLES:
        value = meta.get(name)
        if isinstance(value, bool):
            return AGENT if value else CUSTOMER
        if (word := label(value)) and (found := speaker_of(word)):
            return found
    return None
