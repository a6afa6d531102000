"""How long customers waited, and how that is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coachkit.practice.values import Attempt
from coachkit.practice.words import PracticeWords


@dataclass(frozen=True, slots=True)
class Wait:
    """The wait for one reply. `target` is in seconds, 0 where there is none; `late` is over it."""

    reply: int
    seconds: float
    target: int
    late: bool


def waits_for(attempts: Sequence[Attempt], target: int) -> tuple[Wait, ...]:
    """The wait for each reply, in order."""
    return tuple(Wait(one.turn, one.seconds, target, one.late) for one in attempts)


def waits_in_words(waits: Sequence[Wait], words: PracticeWords) -> str:
    """How long the replies took and which kept the target; empty without replies."""
    if not waits:
        return ""
    mean = duration(sum(one.seconds for one in waits) / len(waits))
    said = [(words.times.one if len(waits) == 1 else words.times.mean).replace("{time}", mean)]
    target, late = waits[0].target, [str(one.reply) for one in waits if one.late]
    if target:
        template = words.times.kept if not late else (words.times.late_one if len(late) == 1 else words.times.late_many)
        said.append(template.replace("{replies}", ", ".join(late)).replace("{target}", duration(target)))
    return " ".join(said)


def duration(seconds: float) -> str:
    """A length of time as it is written in all three languages: "45 s", "2 min 5 s", "1 h 10 min"."""
    whole = max(0, round(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    parts = [(hours, "h"), (minutes, "min"), (0 if hours else whole % 60, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"
