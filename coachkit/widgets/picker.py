"""Choosing an exercise: filters, a list, what the chosen one trains, and a button to start it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from html import escape
from threading import RLock
from typing import Any

import ipywidgets

from coachkit.model import LANGUAGES
from coachkit.practice.words import filled
from coachkit.reports.desk_words import DeskWords, desk_words
from coachkit.reports.words import interface_words
from coachkit.rubrics import shipped_criteria
from coachkit.scenarios.loading import Course
from coachkit.scenarios.schema import Scenario
from coachkit.widgets.scene import channel_name, chips

ROWS = 10
LABELS = 4
FILTERS = ("course", "channel", "skill", "reply_language", "difficulty")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; empty (or 0) is anything."""

    course: str = ""
    channel: str = ""
    skill: str = ""
    reply_language: str = ""
    difficulty: int = 0

    def fits(self, course: Course, one: Scenario) -> bool:
        """Whether an exercise of this course is looked for."""
        return (
            self.course in ("", course.id)
            and self.channel in ("", one.channel)
            and (not self.skill or self.skill in one.trains)
            and self.reply_language in ("", one.language)
            and self.difficulty in (0, one.difficulty)
        )


class Picker:
    """The form that chooses. `chosen` is the exercise in hand; `start` is called with it by the button.

    The customer's language follows the interface at first, until somebody sets it.
    """

    def __init__(self, courses: Sequence[Course], kinds: Collection[str], start: Callable[[Scenario], None], lock: RLock) -> None:
        self._all = [(course, one) for course in courses for one in course.scenarios if one.kind in kinds]
        self._courses = courses
        self._start = start
        self._lock = lock  # the browser's messages may come in several threads
        self._done: Counter[str] = Counter()
        self._free, self._quiet = True, False
        self.language = "en"
        self.filters = {name: ipywidgets.Dropdown() for name in FILTERS}
        self.list = ipywidgets.Select(rows=ROWS)
        self.about = ipywidgets.HTML()
        self.button = ipywidgets.Button(button_style="primary")
        self.problems = ipywidgets.HTML()
        row = ipywidgets.Box(list(self.filters.values()))
        row.add_class("ck-filters")
        self.list.add_class("ck-list")
        self.about.add_class("ck-about")
        self.view = ipywidgets.VBox([row, self.list, self.about, self.button, self.problems])
        self.view.add_class("ck-picker")
        for one in self.filters.values():
            one.observe(self._filtered, names="value")
        self.list.observe(self._describe, names="value")
        self.button.on_click(lambda _: self.begin())

    @property
    def chosen(self) -> Scenario | None:
        """The exercise in hand."""
        return self.list.value

    def begin(self) -> None:
        """Starts the exercise in hand, if any."""
        if self.chosen is not None:
            self._start(self.chosen)

    def say(self, language: str, done: Sequence[str] = ()) -> None:
        """Puts the words of a language on every part; `done` are the ids of exercises done before."""
        self.language, self._done = language, Counter(done)
        words = desk_words(language).desk
        before = {name: one.value for name, one in self.filters.items()}
        if self._free:
            before["reply_language"] = language if any(one.language == language for _, one in self._all) else ""
        self._quiet = True
        for name, one in self.filters.items():
            one.description, one.style.description_width = getattr(words, name), "initial"
            # None would be "nothing chosen" to the menu and show an empty line.
            anything = 0 if name == "difficulty" else ""
            one.options = [(words.every, anything), *self._options(name)]
            one.value = before[name] if before[name] in {value for _, value in one.options} else anything
        self._quiet = False
        self.button.description = words.start
        files = escape("; ".join(problem for course in self._courses for problem in course.problems))
        self.problems.value = f'<p class="ck-problems">{filled(escape(words.unreadable), files=files)}</p>' if files else ""
        self._fill()

    def _options(self, name: str) -> list[tuple[str, Any]]:
        """The values of a filter that any exercise has, with their names."""
        if name == "course":
            used = {course.id for course, _ in self._all}
            return [(course.title[self.language], course.id) for course in self._courses if course.id in used]
        if name == "channel":
            return sorted((channel_name(one, self.language), one) for one in {one.channel for _, one in self._all})
        if name == "skill":
            return sorted((skill_name(one, self.language), one) for one in {one for _, each in self._all for one in each.trains})
        if name == "difficulty":
            return [(f"{one}/5", one) for one in sorted({one.difficulty for _, one in self._all})]
        names = interface_words(self.language).language_names
        return [(names[one], one) for one in LANGUAGES if any(each.language == one for _, each in self._all)]

    def _filtered(self, change: Any) -> None:
        with self._lock:
            if self._quiet:
                return
            if change["owner"] is self.filters["reply_language"]:
                self._free = False
            self._fill()

    def _fill(self) -> None:
        """Lists what fits, and keeps the exercise in hand where it still does."""
        words, before = desk_words(self.language).desk, self.chosen
        wanted = Filter(**{name: one.value for name, one in self.filters.items()})
        found = [one for course, one in self._all if wanted.fits(course, one)]
        self.list.options = [(self._label(one, words), one) for one in found]
        self.list.value = before if before in found else (found[0] if found else None)
        count = words.found_one if len(found) == 1 else filled(words.found, count=len(found))
        self.list.description, self.list.style.description_width = count, "initial"
        self.list.disabled = self.button.disabled = not found
        self._describe()

    def _label(self, one: Scenario, words: DeskWords) -> str:
        times = self._done[one.id]
        done = [words.done_once if times == 1 else filled(words.done_before, count=times)] if times else []
        return " · ".join([one.title, *chips(one, self.language)[:LABELS], *done])

    def _describe(self, _change: object = None) -> None:
        words, one = desk_words(self.language).desk, self.chosen
        if one is None:
            self.about.value = f"<p>{escape(words.none)}</p>"
            return
        skills = ", ".join(skill_name(each, self.language) for each in one.trains)
        self.about.value = f"<p>{escape(filled(words.trains, skills=skills))}</p>"


def skill_name(criterion: str, language: str) -> str:
    """What a criterion is called; its id where it is not among the shipped ones."""
    known = shipped_criteria().get(criterion)
    return known.name.as_dict()[language] if known else criterion
