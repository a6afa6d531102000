"""The words of `coachkit transcripts` in Finnish, Swedish and English; they stand in coachkit/locale/transcripts.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import Field

from coachkit.cli.terminal import wrapped
from coachkit.locale import Strict, whole, words_of
from coachkit.transcripts.columns import Columns


class FormatWords(Strict):
    """What each kind of file is called."""

    table: str
    zendesk: str
    intercom: str
    freshdesk: str
    front: str
    chatwoot: str
    x: str
    mail: str
    whatsapp: str
    webvtt: str
    srt: str
    convokit: str


class LeftOutWords(Strict):
    """What is left out of the rows on purpose."""

    note: str = Field(alias="internal note")
    bot: str
    system: str = Field(alias="system message")
    empty: str = Field(alias="no text")
    automatic: str = Field(alias="automatic reply")
    media: str = Field(alias="media without words")
    silent: str = Field(alias="conversation without messages")


class ToldWords(Strict):
    """How the agents were told from the customers."""

    format: str
    asked: str
    guess: str


class TranscriptsWords(Strict):
    """The words of one language."""

    kind: str
    formats: FormatWords
    conversations: str
    messages: str
    customers: str
    agents: str
    unplaced: str
    replies: str
    agents_by: str
    told: ToldWords
    channels: str
    languages: str
    times: str
    csat: str
    nps: str
    odd: str
    columns: str
    every_row: str
    left_out: str
    kinds_left_out: LeftOutWords
    problems: str
    row: str
    first: str
    customer: str
    agent: str
    nobody: str
    masked: str
    saved: str


def transcripts_words(language: str) -> TranscriptsWords:
    """The words of "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("transcripts.yaml", TranscriptsWords, language)


def every_row_line(columns: Columns, language: str) -> Iterator[str]:
    """That every row was taken for a reply, where the table has conversations and nothing tells who speaks in them."""
    if columns.conversation and not columns.speaker and not columns.customer:
        yield wrapped(transcripts_words(language).every_row, "  ", first="")


def left_out_line(left_out: Mapping[str, int], language: str) -> Iterator[str]:
    """What was left out of a file on purpose, by kind and with the number of each; no line where nothing was."""
    words = transcripts_words(language)
    kinds = words.kinds_left_out.model_dump(by_alias=True)
    counted = ", ".join(f"{kinds.get(kind, kind)} {whole(count, language)}" for kind, count in sorted(left_out.items()))
    if counted:
        yield wrapped(f"{words.left_out}: {counted}", "  ", first="")
