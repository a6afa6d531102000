"""The shape of a criterion file. Unknown keys are refused; there is no code and no expression in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from coachkit.errors import did_you_mean
from coachkit.languages import Band
from coachkit.model import CHANNELS, LANGUAGES
from coachkit.signals.catalogue import CONTEXTS, ORDERS, SIGNALS
from coachkit.text.markers import MarkerProblem, check

SITUATIONS = (
    "any", "question", "facts", "complaint", "failure", "emotion", "praise", "request", "advice", "repeat_contact",
    "vulnerable", "leaving", "urgent", "tried",
)  # fmt: skip
REPLY_STATES = ("refuses", "acts", "instructs", "asks")
PLACES = ("anywhere", "start", "end", "first_words")
PLACEHOLDERS = frozenset(("quote", "better", "value", "limit", "question"))
_BRACES = re.compile(r"\{([^{}]*)\}")


class Strict(BaseModel):
    """The base of every part of a file: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class InLanguages(Strict):
    """A text in each of the three languages."""

    fi: str
    sv: str
    en: str

    def as_dict(self) -> Mapping[str, str]:
        """By language code; one mapping for all that ask."""
        return self._by_code

    @cached_property
    def _by_code(self) -> Mapping[str, str]:
        # A plain dict: a scorecard must be picklable. It is shared, so it is typed as a Mapping and never changed.
        return {"fi": self.fi, "sv": self.sv, "en": self.en}


class Substitute(Strict):
    """A marker with the plain words to write instead."""

    find: str
    better: str


def _readable(line: str | Substitute) -> str | Substitute:
    try:
        check(line.find if isinstance(line, Substitute) else line)
    except MarkerProblem as problem:
        raise ValueError(str(problem)) from problem
    return line


MarkerLine = Annotated[str | Substitute, Field(union_mode="left_to_right"), AfterValidator(_readable)]
"""A marker, alone or with the plain words to write instead; one that can never match is refused where it stands."""


class Markers(Strict):
    """Phrases looked for. `at_least` n different ones earn full points; `at_most` n may stand there, each more costs `cost`.

    `deeds` is what care shown in deeds earns without the words, and how much of the words' points hang on deeds: with 0.6,
    words alone earn 0.4 and deeds alone 0.6. `missing: nothing` leaves a reply without the phrases unscored.
    """

    kind: Literal["markers"]
    fi: tuple[MarkerLine, ...] = ()
    sv: tuple[MarkerLine, ...] = ()
    en: tuple[MarkerLine, ...] = ()
    within: Literal["anywhere", "start", "end", "first_words"] = "anywhere"
    at_least: Annotated[int, Field(ge=1, le=10)] | None = None
    at_most: Annotated[int, Field(ge=0, le=50)] | None = None
    cost: Annotated[float, Field(gt=0, le=1)] = 0.5
    negation: Literal["turns_off", "ignored"] = "turns_off"
    deeds: Annotated[float, Field(ge=0, le=1)] = 0.0
    missing: Literal["costs", "nothing"] = "costs"

    @model_validator(mode="after")
    def _one_direction(self) -> Markers:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("say either 'at_least' (to earn) or 'at_most' (to blame what is there)")
        return self

    def of(self, language: str) -> tuple[str | Substitute, ...]:
        """The markers of one language."""
        lines: tuple[str | Substitute, ...] = getattr(self, language)
        return lines


class Measure(Strict):
    """A number held against a band; `bands` gives another band where it differs by language."""

    band: Band | None = None
    bands: dict[str, Band] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _some_band(self) -> Measure:
        if self.band is None and set(self.bands) != set(LANGUAGES):
            raise ValueError("needs 'band', or 'bands' for fi, sv and en")
        return self

    def band_for(self, language: str) -> Band:
        """The band of one language."""
        band = self.bands.get(language, self.band)
        assert band is not None  # _some_band
        return band


def _known(name: str, names: object) -> str:
    if name not in names:  # type: ignore[operator]
        raise ValueError(f"there is no '{name}' here{did_you_mean(name, names)}")  # type: ignore[arg-type]
    return name


class SignalMeasure(Measure):
    """A number measured on the reply."""

    kind: Literal["signal"]
    signal: str

    @field_validator("signal")
    @classmethod
    def _exists(cls, name: str) -> str:
        return _known(name, SIGNALS)


class ContextMeasure(Measure):
    """A number that holds the reply against the customer's message."""

    kind: Literal["context"]
    context: str

    @field_validator("context")
    @classmethod
    def _exists(cls, name: str) -> str:
        return _known(name, CONTEXTS)


class OrderMeasure(Measure):
    """A number for what stands before what."""

    kind: Literal["order"]
    order: str

    @field_validator("order")
    @classmethod
    def _exists(cls, name: str) -> str:
        return _known(name, ORDERS)


AnyMeasure = Annotated[Markers | SignalMeasure | ContextMeasure | OrderMeasure, Field(discriminator="kind")]


class Applies(Strict):
    """When a criterion applies: the customer's message shows one of these, the reply does one of these, in these channels.

    `when: any` is content with either the customer's or the reply's part.
    """

    customer: tuple[str, ...] = ()
    reply: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    words_at_least: int = 0
    when: Literal["all", "any"] = "all"

    @field_validator("customer")
    @classmethod
    def _situations(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_known(name, SITUATIONS) for name in names)

    @field_validator("channels")
    @classmethod
    def _channels(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_known(name, CHANNELS) for name in names)

    @field_validator("languages")
    @classmethod
    def _languages(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_known(name, LANGUAGES) for name in names)

    @field_validator("reply")
    @classmethod
    def _states(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_known(name, REPLY_STATES) for name in names)


class AdviceTexts(Strict):
    """What is said: `keep` when earned, `change` when not, `example` a better wording."""

    keep: InLanguages
    change: InLanguages
    example: InLanguages

    @model_validator(mode="after")
    def _placeholders(self) -> AdviceTexts:
        for texts in (self.keep, self.change):
            for language, text in texts.as_dict().items():
                for name in _BRACES.findall(text):
                    if name not in PLACEHOLDERS:
                        raise ValueError(f"{language}: no placeholder '{{{name}}}'{did_you_mean(name, PLACEHOLDERS)}")
        return self


class Example(Strict):
    """A reply that must earn or miss, with the customer's message where the criterion needs it."""

    reply: str
    customer: str | None = None
    channel: str | None = None
    customer_name: str | None = None


class Examples(Strict):
    """Replies that earn (at least 0.6) and that miss (at most 0.5)."""

    earns: tuple[Example, ...] = ()
    misses: tuple[Example, ...] = ()


class ExamplesByLanguage(Strict):
    """Examples in each language; they are the criterion's tests."""

    fi: Examples
    sv: Examples
    en: Examples


class Criterion(Strict):
    """One question about a reply: what it measures, when it applies, what it says, where it comes from, its own tests."""

    id: Annotated[str, Field(pattern=r"^[a-z]+\.[a-z_]+$")]
    version: Annotated[int, Field(ge=1)]
    dimension: Literal["clarity", "empathy", "readability", "tone", "gate"]
    name: InLanguages
    question: InLanguages
    applies: Applies = Applies()
    measure: AnyMeasure
    advice: AdviceTexts
    source: Annotated[str, Field(min_length=3)]
    examples: ExamplesByLanguage

    @property
    def blames(self) -> bool:
        """Whether its markers are faults, so that each one costs; a limit above none only keeps a good thing in bounds."""
        return isinstance(self.measure, Markers) and self.measure.at_most == 0

    @cached_property
    def as_json(self) -> bytes:
        """The whole criterion in UTF-8: it stands in the fingerprint of every rubric that names it."""
        return self.model_dump_json().encode()
