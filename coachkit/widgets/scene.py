"""What the browser shows of a session, as plain values: everything is text, and nothing is left to decide there."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from coachkit.criteria.schema import Measure
from coachkit.practice.session import Message, Session, may
from coachkit.practice.words import filled, practice_words
from coachkit.reports.desk_words import AllDeskWords, desk_words
from coachkit.reports.words import interface_words
from coachkit.rubrics import rubric_for
from coachkit.scenarios.schema import Agent, Scenario

PUBLIC = frozenset(("social", "forum"))
WITH_CLOCK = frozenset(("chat", "messaging"))
LENGTH = "readability.length_fits"
NO_LENGTH = {"low": 0, "high": 10_000}


def idle(language: str) -> dict[str, Any]:
    """A scene in which nothing is practised yet."""
    return {"stage": "idle", "language": language, "words": view_words(language), "messages": [], "session": ""}


def later(scenario: Scenario, seconds: float, language: str) -> dict[str, Any]:
    """A chat of a shift whose customer writes in some seconds."""
    return idle(language) | {
        "stage": "later",
        "title": scenario.title,
        "starts_in": max(0.0, seconds),
        "channel": scenario.channel,
    }


def scene_of(session: Session, key: str, learner: str, language: str, now: float) -> dict[str, Any]:
    """The session as the view takes it; `key` names the session in the browser's drafts, `now` is on the session's clock."""
    scenario = session.scenario
    since = session.waiting_since
    return {
        "stage": "ended" if session.ended else "writing",
        "session": key,
        "learner": learner,
        "place": place_of(session),
        "language": language,
        "words": view_words(language),
        "reply_language": scenario.language,
        "channel": scenario.channel,
        "public": scenario.channel in PUBLIC,
        "title": scenario.title,
        "chips": chips(scenario, language),
        "situation": situation(scenario, desk_words(language)),
        "situation_told": scenario.situation,
        "customer": scenario.customer.name if scenario.turns else "",
        "agent": {"name": scenario.agent.name, "company": scenario.agent.company},
        "subject": scenario.subject,
        "messages": _messages(session),
        "mood": mood_of(session, language),
        "target": scenario.reply_within,
        "waited": None if since is None or not scenario.turns else max(0.0, now - since),
        "length": length_of(scenario.channel, scenario.language) if scenario.turns else NO_LENGTH,
        "hints": list(session.hints),
        "can": {kind: may(session, kind) for kind in ("hint", "again", "finish")},
        "options": _options(scenario, language),
        "ended": _ending(session, language),
    }


def stopped(session: Session, language: str) -> dict[str, Any]:
    """What of a scene is different when its shift is over; the conversation may have come to its own end before."""
    return {
        "stage": "ended",
        "waited": None,
        "can": dict.fromkeys(("hint", "again", "finish"), False),
        "ended": _ending(session, language) or practice_words(language).outcomes.unfinished,
    }


def place_of(session: Session) -> str:
    """Names the reply that is being written; a draft belongs to one of them."""
    return f"{session.turn}.{len(session.tried)}"


@lru_cache(maxsize=3)
def view_words(language: str) -> dict[str, Any]:
    """The words that practice.js shows."""
    words: dict[str, Any] = desk_words(language).view.model_dump(by_alias=True)
    return words | {"dimensions": interface_words(language).dimensions}


def channel_name(channel: str, language: str) -> str:
    """What a channel is called."""
    return str(getattr(rubric_for(channel).file.name, language))


def chips(scenario: Scenario, language: str) -> list[str]:
    """Channel, customer's language, level and length of an exercise."""
    words = desk_words(language).scene
    return [
        channel_name(scenario.channel, language),
        interface_words(language).language_names[scenario.language],
        filled(words.level, number=scenario.difficulty),
        filled(words.minutes, number=scenario.minutes),
    ]


def situation(scenario: Scenario, words: AllDeskWords) -> list[dict[str, Any]]:
    """What the trainee knows, in parts with a title each; parts without anything in them are left out."""
    said, agent = words.scene, scenario.agent
    offers = [f"{one.what} ({one.limit})" if one.limit else one.what for one in agent.may_offer]
    role = [filled(said.role, name=agent.name, company=agent.company)] if scenario.turns else []
    parts = (
        (said.you_are, role),
        (said.told, scenario.customer.told),
        (said.facts, agent.facts),
        (said.policy, agent.policy),
        (said.offers, offers),
        (said.must_not, [one.say for one in agent.must_not]),
        (said.brand, [_brand(agent, words)] if scenario.turns else []),
    )
    return [{"title": title, "items": list(items)} for title, items in parts if items]


def _brand(agent: Agent, words: AllDeskWords) -> str:
    brand, said = agent.brand, words.scene
    parts = [getattr(said.formality, brand.formality), getattr(said.emoji, brand.emoji)]
    return ", ".join([*parts, filled(said.signs, form=brand.signs_with)] if brand.signs_with else parts)


def mood_of(session: Session, language: str) -> dict[str, Any] | None:
    """The customer's mood as a number (-3 to 3) and in words; None where there is no customer."""
    if not session.scenario.turns:
        return None
    words = desk_words(language).scene
    mood = session.state.mood
    template = words.mood if session.attempts else words.mood_start
    return {"value": mood, "said": filled(template, mood=practice_words(language).mood(mood))}


def _messages(session: Session) -> list[dict[str, Any]]:
    """The conversation; each of the agent's messages with its number, so that it can be written again."""
    shown, turn = [], 0
    for one in session.messages:
        turn += one.speaker == "agent"
        shown.append(_message(one, turn if one.speaker == "agent" else 0, session))
    return shown


def _message(one: Message, turn: int, session: Session) -> dict[str, Any]:
    seconds = max(0, int(one.at - session.starts))
    clock = f"{seconds // 60}:{seconds % 60:02d}" if session.scenario.channel in WITH_CLOCK else ""
    return {"speaker": one.speaker, "name": one.name, "text": one.text, "likes": one.likes, "turn": turn, "clock": clock}


@lru_cache(maxsize=64)
def length_of(channel: str, language: str) -> dict[str, int]:
    """The words that suit a channel, by its rubric; without an upper end (10,000) where the rubric has no view on it."""
    rubric = rubric_for(channel)
    measures = [one.measure for one in rubric.criteria if one.id == LENGTH and isinstance(one.measure, Measure)]
    if not measures:
        return NO_LENGTH
    band = rubric.bands.get(LENGTH) or measures[0].band_for(language)
    return {"low": round(band.best[0]), "high": round(band.best[1])}


def _options(scenario: Scenario, language: str) -> list[str] | None:
    """The names of the channels to choose from."""
    return [channel_name(one.channel, language) for one in scenario.choose.options] if scenario.choose else None


def _ending(session: Session, language: str) -> str:
    """How the conversation ended, in words; empty while it goes on."""
    if not session.ended or session.choice:
        return ""
    outcomes = practice_words(language).outcomes
    return str(getattr(outcomes, session.ending.kind if session.ending else "unfinished"))
