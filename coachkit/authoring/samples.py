"""The sample content of new files; it stands as data in templates/: one file a language, and one for what is in three anyway."""

from __future__ import annotations

from pathlib import Path

from coachkit.criteria.schema import InLanguages, MarkerLine, Strict
from coachkit.documents import load
from coachkit.errors import UnknownName, did_you_mean
from coachkit.model import LANGUAGES
from coachkit.scenarios.schema import Agent, Channel, Customer, Industry, Level, Option, Point, Stage, Told

FOLDER = Path(__file__).parent / "templates"


class SampleModel(Strict):
    """A model path: replies as lists of paragraphs, without greeting and signature, and why it is as it is."""

    replies: tuple[tuple[str, ...], ...]
    why: str


class SampleReason(Strict):
    """A model of a channel exercise: the channel chosen, the reason written, and why it is as it is."""

    choice: Channel
    reply: str
    why: str


class SampleHead(Strict):
    """What every exercise has."""

    title: str
    industry: Industry
    stage: Stage
    trains: tuple[str, ...]


class SampleTalk(SampleHead):
    """A customer who writes: `turns` and `endings` hold what the customer says, by the names that the template leads to."""

    subject: str
    customer: Customer
    agent: Agent
    points: tuple[Point, ...]
    asks_again: tuple[Told, ...]
    turns: dict[str, str]
    endings: dict[str, str]
    hints: tuple[str, str, str]
    draft: str = ""
    models: dict[Level, SampleModel]


class SampleChoice(SampleHead):
    """A channel to choose; `where` says for each channel how the customer gets in touch, `situation` the rest."""

    where: dict[Channel, str]
    situation: str
    options: tuple[Option, ...]
    points: tuple[Point, ...]
    hints: tuple[str, str, str]
    models: dict[Level, SampleReason]


class Manner(Strict):
    """A line at the beginning or end of a reply: as in a letter, and as in a chat. {customer} and {agent} are filled in."""

    letter: str
    line: str


class Samples(Strict):
    """The exercises of one language."""

    signs_with: str
    greeting: Manner
    closing: Manner
    conversation: SampleTalk
    message: SampleTalk
    improve: SampleTalk
    channel: SampleChoice
    shift: SampleHead


class MarkersByLanguage(Strict):
    """Lines of markers in each language."""

    fi: tuple[MarkerLine, ...]
    sv: tuple[MarkerLine, ...]
    en: tuple[MarkerLine, ...]


class RepliesByLanguage(Strict):
    """Replies in each language."""

    fi: tuple[str, ...]
    sv: tuple[str, ...]
    en: tuple[str, ...]


class SampleCriterion(Strict):
    """A criterion that counts markers."""

    name: InLanguages
    question: InLanguages
    words_at_least: int
    markers: MarkersByLanguage
    keep: InLanguages
    change: InLanguages
    example: InLanguages
    source: str
    earns: RepliesByLanguage
    misses: RepliesByLanguage


class Common(Strict):
    """What is written in three languages anyway. {title} is filled in."""

    at_least: SampleCriterion
    at_most: SampleCriterion
    name_rubric: InLanguages
    about_rubric: InLanguages
    title_course: InLanguages
    about_course: InLanguages


def samples(language: str) -> Samples:
    """The sample exercises in "fi", "sv" or "en". Raises UnknownName for another language."""
    if language not in LANGUAGES:
        raise UnknownName(f"no language '{language}'{did_you_mean(language, LANGUAGES)}")
    return load(FOLDER / f"{language}.yaml", Samples)


def common_samples() -> Common:
    """The sample criteria, and what new rubrics and courses say of themselves."""
    return load(FOLDER / "common.yaml", Common)
