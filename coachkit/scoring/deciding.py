"""Whether a criterion counts for a reply, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coachkit import compiled
from coachkit.criteria.markers import by_markers
from coachkit.criteria.marks import Marks
from coachkit.criteria.numbers import by_number
from coachkit.criteria.schema import ContextMeasure, Criterion, Markers
from coachkit.model import CHANNELS
from coachkit.rubrics import Rubric
from coachkit.signals.reading import Reading
from coachkit.text.corpus import Bools, Floats, Ints

SCORED, NOT_APPLICABLE, CANNOT_TELL = 0, 1, 2
GATE_PASSED_FROM = 0.5
REASONS = (
    "nothing_to_measure", "no_customer_message", "language_unknown", "customer_situation", "reply_situation", "too_short",
    "language", "channel",
)  # fmt: skip
"""Why a criterion was not scored; the interface has words for each."""
_REASON = {why: number for number, why in enumerate(REASONS)}

NOWHERE: Bools = np.zeros(0, dtype=bool)


@dataclass(frozen=True, eq=False)
class Evaluated:
    """One criterion over the replies of one language: its marks, whether it was scored (n,) and why not (n,), see REASONS."""

    criterion: Criterion
    marks: Marks
    state: Ints
    reason: Ints


@dataclass(frozen=True, eq=False)
class Setting:
    """What is known of n replies beside their texts: (n,) the channel's place in CHANNELS, and whether the language is told."""

    channels: Ints
    told: Bools
    all_told: bool


def evaluate_one(one: Criterion, rubric: Rubric, reading: Reading, setting: Setting) -> Evaluated:
    """The marks of one criterion, and for each reply whether they count."""
    marks = _marks(one, rubric, reading)
    outside = _outside(one, reading) if one.applies.customer and reading.any_customer else NOWHERE
    begun = _begun_compiled if compiled.in_use() else _begun
    state, reason = begun(one, marks.score, reading, setting, outside)
    for mask, why in _limits(one, reading, setting):
        _leave_out(state, reason, mask, NOT_APPLICABLE, why)
    return Evaluated(one, marks, state, reason)


def _outside(one: Criterion, reading: Reading) -> Bools:
    """(n,) customers whose situation is none that the criterion is about."""
    fits = _either([reading.customer_is(name) for name in one.applies.customer])
    if one.applies.when == "any":
        fits = fits | _reply_fits(one, reading)
    return reading.has_customer & ~fits


def _begun(one: Criterion, score: Floats, reading: Reading, setting: Setting, outside: Bools) -> tuple[Ints, Ints]:
    """(n,) the state and the reason before the criterion's limits; `outside` as `_outside` has it, or NOWHERE."""
    untold = np.isnan(score)
    state = untold.astype(np.int8)  # SCORED is 0, NOT_APPLICABLE 1
    reason = np.zeros(reading.n, dtype=np.int8)  # nothing_to_measure
    if isinstance(one.measure, ContextMeasure):
        _leave_out(state, reason, untold & reading.no_customer, CANNOT_TELL, "no_customer_message")
    if not setting.all_told and _needs_language(one):
        _leave_out(state, reason, ~setting.told, CANNOT_TELL, "language_unknown")
    if one.applies.customer:
        if len(outside):
            _leave_out(state, reason, outside, NOT_APPLICABLE, "customer_situation")
        unsure = reading.no_customer & ~(score >= GATE_PASSED_FROM) & (state == SCORED)
        _leave_out(state, reason, unsure, CANNOT_TELL, "no_customer_message")
    return state, reason


def _leave_out(state: Ints, reason: Ints, rows: Bools, as_state: int, why: str) -> None:
    np.putmask(state, rows, as_state)
    np.putmask(reason, rows, _REASON[why])


def _begun_compiled(one: Criterion, score: Floats, reading: Reading, setting: Setting, outside: Bools) -> tuple[Ints, Ints]:
    """The same as `_begun`, in one pass."""
    kernels = compiled.loaded("coachkit.scoring.kernels")
    asks = isinstance(one.measure, ContextMeasure) * kernels.CONTEXT
    asks |= (not setting.all_told and _needs_language(one)) * kernels.LANGUAGE
    asks |= bool(one.applies.customer) * kernels.SITUATION
    if not asks:
        return np.isnan(score).view(np.int8), np.zeros(reading.n, dtype=np.int8)
    state, reason = np.empty(reading.n, dtype=np.int8), np.empty(reading.n, dtype=np.int8)
    kernels.decide(score, setting.told, reading.has_customer, outside, asks, state, reason)
    return state, reason


def _limits(one: Criterion, reading: Reading, setting: Setting) -> list[tuple[Bools, str]]:
    """(n,) masks of replies that a criterion's limits leave out, each with the reason."""
    applies = one.applies
    limits: list[tuple[Bools, str]] = []
    if applies.reply and applies.when == "all":
        limits.append((~_reply_fits(one, reading), "reply_situation"))
    if applies.words_at_least:
        limits.append((reading.replies.words < applies.words_at_least, "too_short"))
    if applies.languages and reading.language not in applies.languages:
        limits.append((setting.told, "language"))
    if applies.channels:
        outside = np.array([name not in applies.channels for name in CHANNELS], dtype=bool)
        limits.append((outside[setting.channels], "channel"))
    return limits


def _either(masks: Sequence[Bools]) -> Bools:
    """Where one of the masks holds."""
    result = masks[0]
    for mask in masks[1:]:
        result = result | mask
    return result


def _reply_fits(one: Criterion, reading: Reading) -> Bools:
    """(n,) whether the reply does one of the things that the criterion names."""
    return _either([reading.does(name) for name in one.applies.reply])


def _needs_language(one: Criterion) -> bool:
    return one.dimension != "gate" and (
        isinstance(one.measure, (Markers, ContextMeasure)) or one.dimension in ("clarity", "empathy")
    )


def _marks(one: Criterion, rubric: Rubric, reading: Reading) -> Marks:
    if isinstance(one.measure, Markers):
        return by_markers(one.measure, one.id, reading)
    band = rubric.bands.get(one.id) or one.measure.band_for(reading.language)
    return by_number(one.measure, band, reading)
