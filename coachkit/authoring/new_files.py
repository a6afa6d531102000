"""The texts of new files: valid from the start, with real sample content and comments that say what each part is for.

Pure: nothing is read but what the package carries, nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pydantic import TypeAdapter, ValidationError

from coachkit.authoring.new_scenarios import KINDS, Wanted, channels_for, exercise_text, sample_title
from coachkit.authoring.rendering import render
from coachkit.authoring.samples import common_samples
from coachkit.criteria.schema import InLanguages
from coachkit.errors import InputError, UnknownName, did_you_mean
from coachkit.model import CHANNELS, DIMENSIONS, LANGUAGES
from coachkit.rubrics import Pick, load_rubric
from coachkit.scenarios.references import FEWEST_CHATS, MOST_CHATS
from coachkit.scenarios.schema import Slug

__all__ = [
    "KINDS",
    "MEASURES",
    "channels_for",
    "course_text",
    "criterion_text",
    "rubric_text",
    "sample_title",
    "scenario_text",
]

MEASURES = ("at_least", "at_most")
GATE, GATES = "gate", "gates"
MINIMAL = 3
"""Criteria of each dimension that a short rubric picks: those that weigh most."""

_CRITERION = re.compile(r"([a-z]+)\.[a-z_]+")
_RUBRIC = re.compile(r"[a-z][a-z0-9_-]*")

Texts = Mapping[str, str]


def scenario_text(  # noqa: PLR0913 - each is a part of the file
    identity: str,
    kind: str = "conversation",
    language: str = "en",
    channel: str | None = None,
    title: str = "",
    *,
    notes: str = "en",
    chats: Sequence[str] = (),
    modeline: str = "",
) -> str:
    """A new exercise `identity` (lower case, hyphens; also the file's name) as YAML.

    Without a channel the kind's first one is taken, without a title the sample's own. `notes` is the language of the comments,
    "" for none; `chats` are the ids of a shift's conversations. The bands of the model replies are measured here.
    Raises UnknownName for a kind, language or channel that is not there, InputError for an id or chats that cannot be.
    """
    known(kind, KINDS, "kind")
    known(language, LANGUAGES, "language")
    channel = channel or channels_for(kind)[0]
    known(channel, CHANNELS, "channel")
    if channel not in channels_for(kind):
        raise InputError(f"a {kind} exercise has no sample for {channel}; choose from {', '.join(channels_for(kind))}")
    if kind == "shift" and not FEWEST_CHATS <= len(chats) <= MOST_CHATS:
        raise InputError(f"{len(chats)} chats; a shift has {FEWEST_CHATS} to {MOST_CHATS} conversations, named by their ids")
    for one in (identity, *chats):
        check_slug(one)
    return exercise_text(Wanted(identity, kind, language, channel, title, chats), notes, modeline)


def known(name: str, names: Sequence[str], what: str) -> str:
    """The name, when it is one of `names`. Raises UnknownName otherwise."""
    if name not in names:
        raise UnknownName(f"no {what} '{name}'{did_you_mean(name, names)}")
    return name


def check_slug(identity: str) -> str:
    """The id, when it can be one of a scenario or course. Raises InputError otherwise."""
    try:
        return TypeAdapter(Slug).validate_python(identity)
    except ValidationError as error:
        raise InputError(str(error.errors()[0]["msg"]).removeprefix("Value error, ")) from error


def criterion_text(
    identity: str,
    measure: str = "at_least",
    *,
    name: Texts | None = None,
    question: Texts | None = None,
    notes: str = "en",
    modeline: str = "",
) -> str:
    """A new criterion `identity` ("tone.wishes_well"; a gate's begins with "gates.") as YAML, in three languages.

    It looks for phrases: something good with "at_least", something to avoid with "at_most". `name` and `question` are by
    language; without them the sample's own. Raises UnknownName for a measure, InputError for an id that cannot be.
    """
    known(measure, MEASURES, "measure")
    dimension = check_criterion_id(identity)
    sample = getattr(common_samples(), measure)
    return render(
        "criterion.jinja",
        notes,
        modeline,
        id=identity,
        dimension=dimension,
        measure=measure,
        sample=sample.model_dump(),
        name=_three(name, sample.name.as_dict()),
        question=_three(question, sample.question.as_dict()),
    )


def check_criterion_id(identity: str) -> str:
    """The dimension of a criterion with this id, "gate" for a gate. Raises InputError when it cannot be an id."""
    match = _CRITERION.fullmatch(identity)
    if not match or match[1] not in (*DIMENSIONS, GATES):
        raise InputError(
            f"'{identity}' is no id of a criterion; write {', '.join(DIMENSIONS)} or {GATES}, a full stop, and a name of "
            f"lower-case letters and underscores (tone.wishes_well)"
        )
    return GATE if match[1] == GATES else match[1]


def _three(texts: Texts | None, sample: Texts) -> Texts:
    """The texts given; the sample's where one is missing or empty."""
    return {code: (texts or {}).get(code) or sample[code] for code in LANGUAGES}


def rubric_text(  # noqa: PLR0913 - each is a part of the file
    identity: str,
    channel: str = "chat",
    *,
    minimal: bool = False,
    criteria: Mapping[str, float] | None = None,
    name: Texts | None = None,
    notes: str = "en",
    modeline: str = "",
) -> str:
    """A new rubric for a channel as YAML: a copy of the shipped one's weights, or with `minimal` the weightiest dozen of them.

    `criteria` adds criteria and gates of one's own with their weights (a gate's is the most a failing reply gets, 0 to 100).
    Raises UnknownName for a channel, InputError for an id or a weight that cannot be.
    """
    known(channel, CHANNELS, "channel")
    check_rubric_id(identity)
    shipped = load_rubric(channel).file
    own = {one: weight for one, weight in (criteria or {}).items() if check_criterion_id(one) != GATE}
    caps = {one: cap for one, cap in (criteria or {}).items() if one not in own}
    _check_weights(own, 0.0, 10)
    _check_weights(caps, -1.0, 100)
    kept = {one: pick if isinstance(pick, Pick) else Pick(weight=pick) for one, pick in shipped.criteria.items()}
    return render(
        "rubric.jinja",
        notes,
        modeline,
        id=identity,
        rubric=shipped,
        name=_three(name, sample_name(identity)),
        about=common_samples().about_rubric.as_dict(),
        criteria=(_weightiest(kept) if minimal else kept) | {one: Pick(weight=weight) for one, weight in own.items()},
        gates=shipped.gates | caps,
    )


def check_rubric_id(identity: str) -> str:
    """The id, when it can be one of a rubric. Raises InputError otherwise."""
    if not _RUBRIC.fullmatch(identity):
        raise InputError(f"'{identity}' is no id of a rubric; write lower-case letters a to z, digits, _ and - (our_chat)")
    return identity


def _check_weights(weights: Mapping[str, float], above: float, most: float) -> None:
    for name, weight in weights.items():
        if not above < weight <= most:
            raise InputError(f"'{name}': {weight:g}; write a number {'from 0' if above < 0 else 'above 0 and'} up to {most:g}")


def _weightiest(picks: Mapping[str, Pick]) -> dict[str, Pick]:
    """The MINIMAL weightiest criteria of each dimension, in the order they stand in."""
    chosen: set[str] = set()
    for dimension in DIMENSIONS:
        inside = [one for one in picks if one.startswith(f"{dimension}.")]
        chosen |= set(sorted(inside, key=lambda one: -picks[one].weight)[:MINIMAL])
    return {one: pick for one, pick in picks.items() if one in chosen}


def course_text(  # noqa: PLR0913 - each is a part of the file
    identity: str,
    *,
    title: Texts | None = None,
    about: Texts | None = None,
    place: int | None = None,
    order: Sequence[str] = (),
    notes: str = "en",
    modeline: str = "",
) -> str:
    """A new course.yaml for the folder `identity`. Titles are by language; without one it is made of the id.

    Raises InputError for an id or an `order` of scenarios that cannot be.
    """
    for one in (identity, *order):
        check_slug(one)
    return render(
        "course.jinja",
        notes,
        modeline,
        id=identity,
        place=place,
        order=order,
        title=_three(title, sample_course_title(identity)),
        about=_three(about, sample_about()),
    )


def sample_name(identity: str) -> Texts:
    """What a new rubric is called to begin with, by language."""
    return _titled(common_samples().name_rubric, identity)


def sample_course_title(identity: str) -> Texts:
    """What a new course is called to begin with, by language."""
    return _titled(common_samples().title_course, identity)


def _titled(template: InLanguages, identity: str) -> Texts:
    """The template with the id as words: "late-parcels" -> "late parcels"."""
    words = re.sub("[-_]+", " ", identity)
    return {code: text.replace("{title}", words) for code, text in template.as_dict().items()}


def sample_criterion(measure: str) -> dict[str, Texts]:
    """The sample's own `name` and `question` by language, for "at_least" or "at_most"."""
    sample = getattr(common_samples(), known(measure, MEASURES, "measure"))
    return {"name": sample.name.as_dict(), "question": sample.question.as_dict()}


def sample_about() -> Texts:
    """What a new course says of itself, by language."""
    return common_samples().about_course.as_dict()
