"""The shape of a scenario file. Unknown keys are refused; every text is data; there is no code and no expression in it.

References between the parts of a file (turns, points, criteria, other scenarios) are checked in references.py.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field, WithJsonSchema

from coachkit.criteria.schema import InLanguages, Strict
from coachkit.text.markers import MarkerProblem, check

Kind: TypeAlias = Literal["conversation", "message", "improve", "channel", "shift"]
Language: TypeAlias = Literal["fi", "sv", "en"]
Channel: TypeAlias = Literal["chat", "email", "social", "messaging", "forum", "article", "call"]
Industry: TypeAlias = Literal[
    "retail", "post", "telecom", "bank", "insurance", "energy", "travel", "public", "health", "housing", "software", "restaurant",
    "events", "transport", "education", "media",
]  # fmt: skip
Stage: TypeAlias = Literal["before", "during", "after", "complaint", "leaving"]
EndingKind: TypeAlias = Literal["resolved", "escalated", "abandoned", "handed_over"]
Level: TypeAlias = Literal["excellent", "ordinary", "poor"]

WITH_TURNS: tuple[Kind, ...] = ("conversation", "message", "improve")
"""Kinds in which the customer speaks in turns; the others have their own part, `choose` or `chats`."""

LEVELS: tuple[Level, ...] = ("poor", "ordinary", "excellent")
CALMEST, ANGRIEST = 3, -3

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_NAME = re.compile(r"[a-z][a-z0-9_-]*")


def _not_empty(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty; write something or leave it out")
    return text


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise ValueError(f"'{text}' is no id; write lower-case letters a to z and digits, joined by hyphens (late-parcel)")
    return text


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError(f"'{text}' is no name; write lower-case letters a to z, digits, _ and -, a letter first (end_happy)")
    return text


Words = Annotated[str, AfterValidator(_not_empty), WithJsonSchema({"type": "string", "pattern": r"\S"})]
"""A text that is not empty."""

Slug = Annotated[str, AfterValidator(_slug), WithJsonSchema({"type": "string", "pattern": f"^{_SLUG.pattern}$"})]
"""The id of a scenario or course: lower case, words joined by hyphens."""

Name = Annotated[str, AfterValidator(_name), WithJsonSchema({"type": "string", "pattern": f"^{_NAME.pattern}$"})]
"""The id of a turn, ending or point inside a file."""

Mood = Annotated[int, Field(ge=ANGRIEST, le=CALMEST)]


def _readable(marker: str) -> str:
    """The marker as text/markers.py reads it; a `*` that stands alone is a gap, as `...` is."""
    words = ["..." if word == "*" else word for word in marker.split()]
    plain = " ".join(word for place, word in enumerate(words) if word != "..." or words[place - 1] != "..." or not place)
    try:
        return check(plain)
    except MarkerProblem as problem:
        raise ValueError(str(problem)) from problem


Marker = Annotated[str, AfterValidator(_readable)]
Find = Annotated[tuple[Marker, ...], Field(min_length=1)]
"""The wordings that show that something was said; one of them is enough."""


class Customer(Strict):
    """Who writes: `mood` at the start from -3 (furious) to 3 (delighted), what they want, what they have told already."""

    name: Words
    mood: Mood = 0
    wants: Words
    told: tuple[Words, ...] = ()
    writes: str = ""


class Brand(Strict):
    """How the company sounds. `signs_with` is shown as it stands: "first name", "full name and team", ..."""

    formality: Literal["relaxed", "neutral", "formal"] = "neutral"
    emoji: Literal["none", "some"] = "none"
    signs_with: str = "first name"


class Offer(Strict):
    """What may be offered, and up to which limit; without a limit where that is empty."""

    what: Words
    limit: str = ""


class Limit(Strict):
    """What must not be said, in the words shown to the trainee (`say`), and the wordings that show it."""

    say: Words
    find: Find


class Agent(Strict):
    """The part the trainee plays: enough facts and policy to write an excellent reply."""

    name: Words
    company: Words
    brand: Brand = Brand()
    facts: tuple[Words, ...] = ()
    policy: tuple[Words, ...] = ()
    may_offer: tuple[Offer, ...] = ()
    must_not: tuple[Limit, ...] = ()


class Point(Strict):
    """Something the reply must tell: in words for the trainee (`say`), and the wordings that show it."""

    id: Name
    say: Words
    find: Find


class Told(Strict):
    """Something told already; asking for it again costs mood. It counts only in a sentence that asks."""

    what: Words
    find: Find


class Condition(Strict):
    """When a rule holds; all that is given must hold, and without anything it always does.

    `covered`: all these points were said by now. `open`: one of these was not. `mood_at_least`, `mood_at_most`: the mood
    after this reply. `replies_at_least`: replies sent, this one included. `crossed`, `asked_again`: whether this reply said
    something it must not, or asked for what was told.
    """

    covered: tuple[Name, ...] = ()
    open: tuple[Name, ...] = ()
    mood_at_least: Mood | None = None
    mood_at_most: Mood | None = None
    replies_at_least: Annotated[int, Field(ge=1, le=50)] | None = None
    crossed: bool | None = None
    asked_again: bool | None = None

    @property
    def always(self) -> bool:
        """Whether nothing is asked for."""
        return self == Condition()


class Rule(Strict):
    """Where the conversation goes: to a turn or an ending, when `when` holds (`if` in the file)."""

    when: Condition = Field(default=Condition(), alias="if")
    to: Name


class Turn(Strict):
    """What the customer says, and what comes after the reply: the first rule that holds wins, the last always holds.

    `likes` is for public channels: how many liked the message.
    """

    says: Words
    next: Annotated[tuple[Rule, ...], Field(min_length=1)]
    likes: Annotated[int, Field(ge=0)] = 0


class Ending(Strict):
    """How a conversation ends; `says` may be empty: then the customer just leaves."""

    kind: EndingKind
    says: str = ""


class ModelPath(Strict):
    """A whole way through: one reply per turn met, why it is as it is, the band (0 to 100) that its mean total lands in.

    `ends` is the ending it must reach. `choice` is the channel chosen, in a scenario of kind channel.
    """

    replies: Annotated[tuple[Words, ...], Field(min_length=1)]
    why: Words
    band: tuple[Annotated[float, Field(ge=0, le=100)], Annotated[float, Field(ge=0, le=100)]]
    ends: Name | None = None
    choice: Channel | None = None


class Comment(Strict):
    """What somebody else said in public before the customer's message."""

    by: Words
    says: Words
    likes: Annotated[int, Field(ge=0)] = 0


class Option(Strict):
    """One channel that could be chosen, whether it is a right choice, and why."""

    channel: Channel
    right: bool
    why: Words


class Choose(Strict):
    """The channels to choose from."""

    options: Annotated[tuple[Option, ...], Field(min_length=2)]


class Chat(Strict):
    """One conversation of a shift, and how many seconds after the start its customer writes."""

    scenario: Slug
    after: Annotated[int, Field(ge=0, le=3600)] = 0


class Scenario(Strict):
    """One exercise. Which parts are needed depends on `kind`; references.py says what is missing where.

    conversation, message, improve: `customer`, `agent`, `turns`, `endings`, `models`; improve also `draft`.
    channel: `situation`, `choose`. shift: `chats`. `reply_within` is the target for an answer in seconds, 0 for none.
    """

    id: Slug
    version: Annotated[int, Field(ge=1)]
    kind: Kind
    language: Language
    channel: Channel
    title: Words
    industry: Industry
    stage: Stage
    difficulty: Annotated[int, Field(ge=1, le=5)]
    minutes: Annotated[int, Field(ge=1, le=120)]
    trains: Annotated[tuple[str, ...], Field(min_length=1)]
    customer: Customer = Customer(name="-", wants="-")
    agent: Agent = Agent(name="-", company="-")
    reply_within: Annotated[int, Field(ge=0, le=604_800)] = 0
    points: tuple[Point, ...] = ()
    asks_again: tuple[Told, ...] = ()
    opening: Name = "start"
    turns: dict[Name, Turn] = Field(default_factory=dict)
    endings: dict[Name, Ending] = Field(default_factory=dict)
    hints: tuple[Words, ...] = ()
    models: dict[Level, ModelPath] = Field(default_factory=dict)
    thread: tuple[Comment, ...] = ()
    subject: str = ""
    draft: str = ""
    situation: str = ""
    choose: Choose | None = None
    chats: tuple[Chat, ...] = ()

    @property
    def point_ids(self) -> tuple[str, ...]:
        """The ids of all points, in the file's order."""
        return tuple(point.id for point in self.points)


class CourseFile(Strict):
    """The shape of course.yaml. `place` puts the courses in order, those without one last. Scenarios not named in `order`
    follow after those that are, the easier first."""

    id: Slug
    version: Annotated[int, Field(ge=1)] = 1
    place: Annotated[int, Field(ge=1)] | None = None
    title: InLanguages
    about: InLanguages
    order: tuple[Slug, ...] = ()
