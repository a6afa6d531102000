"""The text of a new exercise: the sample of its kind and language in the manner of its channel, its model replies scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from coachkit.authoring.model_paths import mean_total
from coachkit.authoring.rendering import render
from coachkit.authoring.samples import SampleChoice, Samples, SampleTalk, samples
from coachkit.documents import parse
from coachkit.practice.choice import choose
from coachkit.practice.model_runs import model_run
from coachkit.scenarios.schema import WITH_TURNS, Level, Scenario

KINDS = ("conversation", "message", "improve", "channel", "shift")
_PUBLIC = ("social", "forum")
_CHANNELS = {
    "conversation": ("chat", "messaging", "email", *_PUBLIC),
    "message": ("chat", "messaging", "email", *_PUBLIC),
    "improve": ("email", "article", "chat", "messaging", *_PUBLIC),
    "channel": (*_PUBLIC, "email", "chat", "messaging", "call"),
    "shift": ("chat", "messaging"),
}
"""The channels that there is a sample for; the first is taken where none is named."""

_MINUTES = {"conversation": 8, "message": 4, "improve": 5, "channel": 4, "shift": 12}
_REPLY_WITHIN = {"chat": 60, "messaging": 600, "email": 14_400, "social": 3_600, "forum": 14_400}
"""Seconds."""

LEEWAY = 5
"""Points to either side of what a model path scores."""


def channels_for(kind: str) -> tuple[str, ...]:
    """The channels that a kind of exercise has a sample for; the first is the usual one."""
    return _CHANNELS[kind]


def sample_title(kind: str, language: str) -> str:
    """The title of the sample of a kind, in its language."""
    return str(getattr(samples(language), kind).title)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the new exercise is to be; all of it is known to fit."""

    id: str
    kind: str
    language: str
    channel: str
    title: str
    chats: Sequence[str]


def exercise_text(wanted: Wanted, notes: str, modeline: str) -> str:
    """The YAML of a new exercise, with comments in the language `notes`."""
    own = samples(wanted.language)
    sample = getattr(own, wanted.kind)
    values: dict[str, object] = {
        **asdict(wanted),
        "title": wanted.title or sample.title,
        "minutes": _MINUTES[wanted.kind],
        "sample": sample,
    }
    if isinstance(sample, SampleChoice):
        values |= {"situation": f"{sample.where[wanted.channel]} {sample.situation}"}  # type: ignore[index]
    elif isinstance(sample, SampleTalk):
        values |= _talk(own, sample, wanted.channel)
    models = _models(own, sample, wanted.channel)
    text = render("scenario.jinja", notes, modeline, **values, models=models)
    if models:
        measured = {level: {**model, "band": band} for (level, model), band in zip(models.items(), _bands(text), strict=True)}
        text = render("scenario.jinja", notes, modeline, **values, models=measured)
    return text


def _talk(own: Samples, sample: SampleTalk, channel: str) -> dict[str, object]:
    """What a conversation, message or text to improve needs besides the sample."""
    names = [point.id for point in sample.points]
    return {
        "signs_with": own.signs_with,
        "formality": "neutral" if channel in ("email", "article") else "relaxed",
        "reply_within": 0 if channel == "article" else _REPLY_WITHIN[channel],
        "all_points": ", ".join(names),
        "first_points": ", ".join(names[:-1]),
        "last_point": names[-1],
    }


def _models(own: Samples, sample: object, channel: str) -> dict[str, dict[str, object]]:
    """The model paths by level, with the widest band; none for a shift."""
    if isinstance(sample, SampleChoice):
        return {
            level: {"choice": one.choice, "replies": [one.reply], "why": one.why, "band": (0, 100)}
            for level, one in sample.models.items()
        }
    if not isinstance(sample, SampleTalk):
        return {}
    return {
        level: {"replies": _replies(own, sample, level, channel), "why": one.why, "band": (0, 100)}
        for level, one in sample.models.items()
    }


def _replies(own: Samples, sample: SampleTalk, level: Level, channel: str) -> list[str]:
    """The replies as they are written in the channel: the excellent ones with greeting and name."""
    bodies = ["\n\n".join(paragraphs) for paragraphs in sample.models[level].replies]
    if level != "excellent" or channel == "article":
        return bodies
    letter = channel == "email"
    names = {"customer": sample.customer.name, "agent": sample.agent.name}
    greeting = (own.greeting.letter if letter else own.greeting.line).format(**names)
    closing = (own.closing.letter if letter else own.closing.line).format(**names)
    last = len(bodies) - 1
    return [
        "\n\n".join([*([greeting] if letter or not place else []), body, *([closing] if letter or place == last else [])])
        for place, body in enumerate(bodies)
    ]


def _bands(text: str) -> list[tuple[int, int]]:
    """What the model paths of a new exercise score, with leeway, in the file's order."""
    scenario = Scenario.model_validate(parse(text, "new"))
    totals = [_total(scenario, level) for level in scenario.models]
    return [(max(0, round(total) - LEEWAY), min(100, round(total) + LEEWAY)) for total in totals]


def _total(scenario: Scenario, level: Level) -> float:
    if scenario.kind in WITH_TURNS:
        return mean_total(model_run(scenario, level)) or 0.0
    model = scenario.models[level]
    assert scenario.choose
    place = [option.channel for option in scenario.choose.options].index(model.choice or "email")
    return choose(scenario, place, model.replies[0], 0.0).score
