"""WebVTT and SRT: what was said in a call or video, as captions with their times.

WebVTT names the speaker in a voice tag (<v Anna>, https://www.w3.org/TR/webvtt1/); both forms may begin a line with
"Anna:". What one speaker says in a row is one message. Times count from the beginning of the recording and so are no
times of day: `at` stays empty. Who the agent is: a name such as "Agent" or "Asiakaspalvelija"; else --agent NAME; else
whoever speaks first: they answer the call.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from coachkit.errors import InputError
from coachkit.transcripts.conversation import speaker_of
from coachkit.transcripts.encoding import check_encoding
from coachkit.transcripts.hints import BY_FORMAT, Hints
from coachkit.transcripts.rows import Row, Table
from coachkit.transcripts.talk import (
    AGENT,
    CUSTOMER,
    Fault,
    LeftOut,
    Transcript,
    TranscriptMessage,
    disguised,
    fault_row,
    label,
    message_row,
    talk_table,
    whole,
)  # fmt: skip

MOST_CUES = 200_000
"""Captions of one file, some hundred hours of talk."""

_TIMES = re.compile(r"^\s*(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3}(?:\s.*)?$")
_VOICE = re.compile(r"<v(?:\.[^ \t<>]{0,80})?[ \t]+([^<>]{1,200})>")
_TAG = re.compile(r"</?[a-zA-Z0-9.:_-][^<>]{0,200}>|\{\\[^{}]{0,80}\}")
_NAME = re.compile(r"^\s*(?:-\s*|>>\s*)?([^\W\d_][^:.!?\n]{0,39}):\s+(?=\S)")
_NOT_WORDS = ("NOTE", "STYLE", "REGION")
_MOST_WORDS_OF_A_NAME = 4


@dataclass(frozen=True, slots=True)
class _Cue:
    line: int
    voice: str | None
    text: str


def open_captions(path: Path, encoding: str | None, hints: Hints) -> Table:
    """The table of a file of captions. Raises InputError when it holds none, or more than are read at once."""
    name, _ = check_encoding(path, encoding)
    form = "webvtt" if path.suffix.lower() == ".vtt" else "srt"
    with path.open(encoding=name) as file:
        found = list(_cues(file))
    if not any(isinstance(one, _Cue) for one in found):
        raise InputError(f"{path}: no captions found; each stands under a line such as 00:01.000 --> 00:04.000")
    if len(found) > MOST_CUES:
        raise InputError(f"{path}: more than {MOST_CUES:,} captions; split the file by calls")
    turns = _turns(_named(found))
    roles = _roles([one.voice for one in turns if isinstance(one, _Cue)], hints)
    by = BY_FORMAT if not hints.agents and any(speaker_of(one) for one in roles) else hints.by
    return talk_table(path, form, _rows(turns, roles, disguised("call", path.stem)), LeftOut(), by)


def _cues(lines: Iterable[str]) -> Iterator[_Cue | tuple[int, Fault]]:
    """The captions and what stands in their place without being one, block by block."""
    for start, block in _blocks(lines):
        times = next((place for place, line in enumerate(block[:3]) if _TIMES.match(line)), None)
        if times is not None:
            yield from _voices(start + times, block[times + 1 :])
        elif start > 1 and not block[0].startswith(_NOT_WORDS) and not block[0].startswith("WEBVTT") and "-->" in "".join(block):
            yield start, Fault(f"line {start}", "a caption with times that cannot be read")


def _blocks(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    block: list[str] = []
    number = 0
    for number, line in enumerate(lines, start=1):
        if line.strip():
            block.append(line.rstrip("\n").lstrip("\ufeff"))
        elif block:
            yield number - len(block), block
            block = []
    if block:
        yield number - len(block) + 1, block


def _voices(line: int, words: list[str]) -> Iterator[_Cue]:
    """A caption in parts, one for each voice tag in it."""
    pieces = _VOICE.split("\n".join(words))
    for voice, text in zip([None, *pieces[1::2]], pieces[::2], strict=True):
        clean = html.unescape(_TAG.sub("", text)).strip()
        if clean:
            yield _Cue(line, label(html.unescape(voice)) if voice else None, clean)


def _named(found: list[_Cue | tuple[int, Fault]]) -> Iterator[_Cue | tuple[int, Fault]]:
    """The captions, with a name before a colon as the voice: one that is no sentence and comes again, or is a role."""
    counts: dict[str, int] = {}
    for cue in found:
        for line in cue.text.split("\n") if isinstance(cue, _Cue) else ():
            if name := _name_in(line):
                counts[name] = counts.get(name, 0) + 1
    names = {name for name, count in counts.items() if count > 1 or speaker_of(name)}
    names = set(counts) if len(names) == 1 and len(counts) == 2 else names
    for cue in found:
        if not isinstance(cue, _Cue) or cue.voice:
            yield cue
            continue
        for line in cue.text.split("\n"):
            name = _name_in(line)
            spoken = name in names
            yield _Cue(cue.line, name if spoken else None, _NAME.sub("", line) if spoken else line)


def _name_in(line: str) -> str | None:
    found = _NAME.match(line)
    return label(found[1]) if found and len(found[1].split()) <= _MOST_WORDS_OF_A_NAME else None


def _turns(cues: Iterable[_Cue | tuple[int, Fault]]) -> list[_Cue | tuple[int, Fault]]:
    """The captions, those of one speaker in a row joined; one without a name goes on with the speaker before."""
    turns: list[_Cue | tuple[int, Fault]] = []
    words: list[list[str]] = []
    for cue in cues:
        last = turns[-1] if turns else None
        if isinstance(cue, _Cue) and isinstance(last, _Cue) and cue.voice in (None, last.voice):
            words[-1].append(cue.text)
        else:
            turns.append(cue)
            words.append([cue.text] if isinstance(cue, _Cue) else [])
    return [
        _Cue(one.line, one.voice, " ".join(" ".join(said).split())) if isinstance(one, _Cue) else one
        for one, said in zip(turns, words, strict=True)
    ]


def _roles(voices: list[str | None], hints: Hints) -> dict[str, str]:
    """Agent or customer for each voice; where names of both roles or asked ones do not say, the first to speak is the agent."""
    names = list(dict.fromkeys(one for one in voices if one))
    told = {one: role for one in names if (role := hints.speaker(one) or speaker_of(one))}
    if told:
        other = CUSTOMER if AGENT in told.values() else AGENT
        return {one: told.get(one, other) for one in names}
    return {one: AGENT if place == 0 else CUSTOMER for place, one in enumerate(names)}


def _rows(turns: list[_Cue | tuple[int, Fault]], roles: dict[str, str], call: str | None) -> Iterator[Row]:
    talk = Transcript(call, "call", None, ())
    number, agent, last = 0, None, 0
    customer = next((one.voice for one in turns if isinstance(one, _Cue) and roles.get(one.voice or "") == CUSTOMER), None)
    for turn in turns:
        if not isinstance(turn, _Cue):
            last = max(last + 1, turn[0])
            yield fault_row(last, turn[1])
            continue
        number, last = number + 1, max(last + 1, turn.line)
        speaker = roles.get(turn.voice or "")
        agent = turn.voice if speaker == AGENT else agent
        message = TranscriptMessage(number, None, speaker, turn.voice, whole(turn.text))
        yield message_row(last, talk, message, agent, customer)
