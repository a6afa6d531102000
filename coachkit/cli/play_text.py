"""What a game shows, as text for a terminal: the beginning, messages, what the agent knows, what a reply did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coachkit.advice import feedback
from coachkit.cli.play_words import PlayWords
from coachkit.cli.terminal import heading, tidy, wrapped
from coachkit.practice.debrief import channel_name, number
from coachkit.practice.journey import mood_reasons
from coachkit.practice.values import Attempt, Message, Session
from coachkit.practice.words import filled, practice_words
from coachkit.scenarios.schema import Scenario

MOST_REASONS = 3


def opening_text(scenario: Scenario, language: str, words: PlayWords) -> str:
    """The title, the part that is played, how it goes, and what is to be answered."""
    choosing = scenario.kind == "channel"
    channel = channel_name(scenario.channel, language)
    role = filled(words.role, agent=scenario.agent.name, company=scenario.agent.company, channel=channel)
    lines = [titled(scenario.title), wrapped(words.role_choice if choosing else role)]
    lines += [] if choosing else [wrapped(words.how)]
    lines += [wrapped(words.commands), ""]
    if choosing:
        return "\n".join([*lines, paragraphs(scenario.situation), "", *_options(scenario, language)])
    lines += [wrapped(filled(words.subject, subject=scenario.subject)), ""] if scenario.subject else []
    return "\n".join(lines)


def titled(text: str) -> str:
    """A heading, wrapped like all the rest."""
    return "\n".join(heading(line) for line in wrapped(text).split("\n"))


def draft_text(scenario: Scenario, words: PlayWords) -> str:
    """The text of an improve exercise."""
    return f"{titled(words.draft)}\n{paragraphs(scenario.draft, '  ')}\n"


def _options(scenario: Scenario, language: str) -> Iterator[str]:
    for place, option in enumerate(scenario.choose.options if scenario.choose else (), start=1):
        yield f"  {place}. {channel_name(option.channel, language)} ({option.channel})"


def paragraphs(text: str, indent: str = "") -> str:
    """A text of several lines, each wrapped; empty lines stay."""
    return "\n".join(wrapped(line, indent, first=indent) if line.strip() else "" for line in text.strip().splitlines())


def message_text(message: Message) -> str:
    """One message with the name of who wrote it."""
    likes = f" (♥ {message.likes})" if message.likes else ""
    return f"{tidy(message.name)}:{likes}\n{paragraphs(message.text, '  ')}\n"


def facts_text(scenario: Scenario, words: PlayWords) -> str:
    """What the agent knows, may offer and must not do, and what the customer has told."""
    agent = scenario.agent
    offers = [filled(words.up_to, what=one.what, limit=one.limit) if one.limit else one.what for one in agent.may_offer]
    parts: Sequence[tuple[str, Sequence[str]]] = (
        (words.facts, agent.facts),
        (words.policy, agent.policy),
        (words.may_offer, offers),
        (words.must_not, [one.say for one in agent.must_not]),
        (words.told, scenario.customer.told),
    )
    shown = [line for title, lines in parts if lines for line in (titled(title), *listed(lines))]
    return "\n".join([*(shown or [words.nothing]), ""])


def listed(lines: Sequence[str], mark: str = "-") -> list[str]:
    """Each line wrapped behind a mark."""
    return [wrapped(line, "    ", first=f"  {mark} ") for line in lines]


def reply_text(session: Session, attempt: Attempt, language: str, words: PlayWords) -> str:
    """What the reply scored, what it did to the customer's mood, and two or three reasons."""
    moods = practice_words(language)
    before, after = moods.mood(attempt.mood_before), moods.mood(attempt.mood_after)
    template = words.same_mood if before == after else words.mood
    mood = filled(template, before=before, after=after, mood=after)
    score = filled(words.score, total=number(attempt.card.total))
    return "\n".join([wrapped(f"[{score} · {mood}]"), *listed(_reasons(session, attempt, language)), ""])


def _reasons(session: Session, attempt: Attempt, language: str) -> Sequence[str]:
    """Why the mood moved, and where there is room, what could be better in the text."""
    told = mood_reasons(attempt, session.scenario, language, practice_words(language))
    advice = feedback(attempt.card, language)
    better = [one.message for one in (*advice.gates, *advice.changes)]
    return list(dict.fromkeys([*told[:MOST_REASONS], *better]))[: max(2, min(len(told), MOST_REASONS))]
