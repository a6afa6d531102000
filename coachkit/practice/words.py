"""The words of practice in Finnish, Swedish and English; they stand in coachkit/locale/practice.yaml."""

from __future__ import annotations

from pydantic import Field

from coachkit.locale import Strict, words_of
from coachkit.scenarios.schema import ANGRIEST, CALMEST

MOODS = CALMEST - ANGRIEST + 1


class Headings(Strict):
    """What stands above the parts of a debrief."""

    title: str
    total: str
    gates: str
    went_well: str
    nothing_yet: str
    changes: str
    no_change: str
    mood: str
    said: str
    missed: str
    limits: str
    beside: str
    yours: str
    model: str
    why_model: str
    differences: str
    times: str
    hints: str
    tries: str
    next: str


class Outcomes(Strict):
    """How a session came to its end."""

    resolved: str
    escalated: str
    abandoned: str
    handed_over: str
    unfinished: str
    under_way: str


class Reasons(Strict):
    """Why the customer's mood moved, by the reasons of scenarios.customer; {what} is the point, the criterion, the thing told."""

    point: str
    care: str
    asked_again: str
    blame: str
    threat: str
    condescension: str
    evasion: str
    brush_off: str
    non_apology: str
    empty_sympathy: str
    rude: str
    gate: str
    cold: str


class TimeWords(Strict):
    """How long replies took."""

    one: str
    mean: str
    kept: str
    late_one: str
    late_many: str


class BesideWords(Strict):
    """What makes the difference between one's own reply and the model."""

    model_says: str
    yours_says: str
    ahead: str
    ahead_plain: str


class ChoiceWords(Strict):
    """How a chosen channel fits."""

    right: str
    wrong: str


class ShiftWords(Strict):
    """What a shift's score is made of."""

    score: str
    nothing_off: str
    off: str
    kept: str
    waited: str
    left_waiting: str
    no_reply: str


class PracticeWords(Strict):
    """All words of practice in one language. `moods` are from -3 to 3; {braces} are filled in by plain replacement."""

    headings: Headings
    outcomes: Outcomes
    moods: tuple[str, ...] = Field(min_length=MOODS, max_length=MOODS)
    rose: str
    fell: str
    reasons: Reasons
    ask_point: str
    crossed: str
    asked_again: str
    times: TimeWords
    no_hints: str
    one_hint: str
    hints: str
    tries: str
    draft: str
    beside: BesideWords
    choice: ChoiceWords
    shift: ShiftWords

    def mood(self, number: int) -> str:
        """The word for a customer's mood, -3 to 3."""
        return self.moods[number - ANGRIEST]


def practice_words(language: str) -> PracticeWords:
    """The words of "fi", "sv" or "en". Raises UnknownName for another language."""
    return words_of("practice.yaml", PracticeWords, language)


def filled(template: str, **values: object) -> str:
    """The template with {name} replaced by the value of that name. The values are data: braces in them are left as they are."""
    pieces = template.split("{")
    done = [pieces[0]]
    for piece in pieces[1:]:
        name, closed, rest = piece.partition("}")
        done.append(f"{values[name]}{rest}" if closed and name in values else "{" + piece)
    return "".join(done)
