"""The half of the author's desk where scenarios are written: the open file, its preview, its map, its problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from hashlib import sha256
from threading import RLock
from typing import Any

from coachkit.authoring import new_files, places
from coachkit.authoring.drafts import Mistake, first_look, full_check, mistakes
from coachkit.authoring.places import Entry, Place
from coachkit.authoring.saving import Opened, open_file, save, save_as
from coachkit.authoring.trial import state_at, try_reply
from coachkit.authoring.turn_map import Step, model_walks, turn_map
from coachkit.authoring.words import author_words
from coachkit.documents import position
from coachkit.errors import ChangedOnDisk, CoachkitError, DocumentError, SaveError
from coachkit.practice.words import filled, practice_words
from coachkit.scenarios.customer import CustomerState
from coachkit.scenarios.routes import Met, met_in
from coachkit.scenarios.schema import ANGRIEST, CALMEST, Level, Scenario
from coachkit.widgets.author_view import AuthorView
from coachkit.widgets.conversation import Message
from coachkit.widgets.map_picture import picture
from coachkit.widgets.rehearsal import Rehearsal
from coachkit.widgets.resting import Resting
from coachkit.widgets.sitting import text_of
from coachkit.widgets.tried_reply import moods, tried

FULL_AFTER = 0.7
"""Seconds without a key before the model replies are played."""

MAP_AFTER = 0.15
"""Seconds without a key before the map is drawn anew: the preview goes first."""

FIRST, FULL = "first", "full"
Walks = Mapping[Level, Sequence[Step]]


class ScenarioBench:
    """The scenario that is being written: `text` stands in the editor, `scenario` is the last version that could be loaded."""

    def __init__(self, place: Place, view: AuthorView, rehearsal: Rehearsal, lock: RLock) -> None:
        self.place = place
        self.view = view
        self.rehearsal = rehearsal
        self.language = "en"
        self.entry: Entry | None = None
        self.opened: Opened | None = None
        self.text = ""
        self.scenario: Scenario | None = None
        self.resting = Resting(lock, FULL_AFTER)
        self.mapping = Resting(lock, MAP_AFTER)
        self._rev = 0
        self._good = ""
        self._walks: Walks = {}
        self._met: Met | None = None
        self._states: dict[str, CustomerState] = {}

    # ------------------------------------------------------------------------------------------------------ files

    def files(self) -> dict[str, Any]:
        """What can be opened and begun, for the view."""
        return {
            "files": [
                {"key": one.key, "title": one.title, "group": one.group, "own": one.own}
                for one in places.scenario_entries(self.place)
            ],
            "courses": places.course_names(self.place),
            "kinds": [kind for kind in new_files.KINDS if kind != "shift"],
        }

    def open(self, message: Message) -> None:
        """Opens the file that was chosen; a name that is not among the files is none."""
        key = message.get("key")
        entry = next((one for one in places.scenario_entries(self.place) if one.key == key), None)
        if entry is not None:
            self._take(entry, open_file(entry.path))

    def reload(self, _message: Message) -> None:
        """The file as it is on the disk now."""
        if self.entry:
            self._take(self.entry, open_file(self.entry.path))

    def copy(self, _message: Message) -> None:
        """The shipped scenario's copy in the workspace, opened."""
        if self.entry and not self.entry.own:
            self._take_new(places.copy_scenario(self.entry, self.place), "copied")

    def new(self, message: Message) -> None:
        """A new scenario from what the form says, saved and opened."""
        said = {name: str(message.get(name, "")) for name in ("name", "scenario_kind", "language", "channel", "course", "title")}
        text = new_files.scenario_text(
            said["name"], said["scenario_kind"], said["language"], said["channel"], said["title"], notes=self.language
        )
        self._take_new(places.new_scenario(self.place, said["course"], said["name"], text), "created")

    def _take_new(self, opened: Opened, note: str) -> None:
        entry = next(one for one in places.scenario_entries(self.place) if one.path.resolve() == opened.path.resolve())
        self.view.scene = {**self.view.scene, **self.files()}
        self._take(entry, opened)
        self.view.answer("note", text=filled(getattr(author_words(self.language).notes, note), path=self._shown(opened)))

    def _take(self, entry: Entry, opened: Opened) -> None:
        """Puts a file on the bench."""
        self.entry, self.opened, self.text, self.scenario = entry, opened, opened.text, None
        self._rev += 1
        self._good, self._walks, self._met, self._states = "", {}, None, {}
        self._tell_doc("")
        self.look(anew=True)

    def _tell_doc(self, by: str) -> None:
        entry, opened = self.entry, self.opened
        if entry and opened:
            self.view.doc = {
                "key": entry.key,
                "name": self._shown(opened),
                "kept_as": sha256(str(opened.path.resolve()).encode()).hexdigest()[:16],
                "own": entry.own,
                "text": self.text,
                "seen": opened.seen,
                "dirty": self.text != opened.text,
                "rev": self._rev,
                "by": by,
            }

    def _shown(self, opened: Opened) -> str:
        """A file's place as it is shown: within its folder of exercises."""
        return "/".join(opened.path.parts[-2:])

    # ------------------------------------------------------------------------------------------------ while one types

    def edit(self, message: Message) -> None:
        """The text as it stands in the editor."""
        if self.entry is None or message.get("key") != self.entry.key or not self.entry.own:
            return
        self.text = _whole_text(message)
        self._rev = int(message.get("rev", 0)) if isinstance(message.get("rev"), int) else self._rev + 1
        self._tell_doc(str(message.get("view", "")))
        self.look()

    def look(self, *, anew: bool = False) -> None:
        """Loads the text; shows its problems, or its preview and map, at once, and has the slow checks done later."""
        assert self.entry is not None
        path, text = self.entry.path, self.text
        found = first_look(path, text)
        self._tell_checks(FIRST, found.mistakes, loads=found.scenario is not None)
        if found.scenario is None:
            self.forget()
            if anew:
                self.rehearsal.show(None, self.language)
                self.view.map = {}
            return
        if found.scenario != self.scenario:
            self._walks, self._met, self._states = {}, None, {}
        if anew or found.scenario != self.scenario:
            self.rehearsal.show(found.scenario, self.language, anew=anew)
        self.scenario, self._good = found.scenario, text
        if anew:
            self.draw()
        else:
            self.mapping.ask(self._map, self._show_map)
        self.resting.ask(partial(_look_closely, path, text, found.scenario), self._seen)

    def _seen(self, found: tuple[tuple[Mistake, ...], Walks, Met]) -> None:
        """The slow checks are done, and the text is still the same."""
        wrong, self._walks, self._met = found
        self._tell_checks(FULL, wrong, loads=True)
        self.draw()

    def _tell_checks(self, stage: str, wrong: Sequence[Mistake], *, loads: bool) -> None:
        assert self.entry is not None
        self.view.checks = {
            "key": self.entry.key,
            "rev": self._rev,
            "stage": stage,
            "loads": loads,
            "good": self.scenario is not None or loads,
            "problems": [asdict(one) for one in wrong],
        }

    def forget(self) -> None:
        """What was to be done after a rest is wanted no more."""
        self.resting.forget()
        self.mapping.forget()

    def draw(self) -> None:
        """The map of the last good version, and the turns in which a reply can be tried."""
        self.mapping.forget()
        self._show_map(self._map())

    def _show_map(self, shown: dict[str, Any]) -> None:
        self.view.map = shown

    def _map(self) -> dict[str, Any]:
        if self.scenario is None or self.entry is None:
            return {}
        good, found = self._good, turn_map(self.scenario, self._walks, self._met)
        shown = picture(found, author_words(self.language).map, lambda place: position(good, place)[0])
        turns = [{"id": name, "says": one.says} for name, one in self.scenario.turns.items()]
        return {**shown, "key": self.entry.key, "turns": turns, "moods": moods(self.language)}

    def say(self, language: str) -> None:
        """In another language from now on."""
        self.language = language
        if self.scenario is not None:
            self.rehearsal.show(self.scenario, language)
            self.draw()

    # ---------------------------------------------------------------------------------------------------------- saving

    def save(self, message: Message) -> None:
        """Saves the text of the editor over its file."""
        if self.entry is None or self.opened is None:
            return
        if not self.entry.own:
            raise SaveError(author_words(self.language).view.copy_first)
        self.edit(message)
        try:
            self.opened = save(self.opened, self.text, places.SCENARIO, self.place.workspace)
        except ChangedOnDisk:
            self.view.answer("conflict", text=author_words(self.language).notes.conflict)
            return
        except CoachkitError as error:
            self._tell_not_saved(error)
            return
        self._tell_doc(str(message.get("view", "")))
        self.view.scene = {**self.view.scene, **self.files()}
        self.view.answer("saved", text=filled(author_words(self.language).notes.saved, path=self._shown(self.opened)))

    def save_as(self, message: Message) -> None:
        """Saves the text under another name beside its file, and goes on with that one."""
        if self.entry is None or self.opened is None:
            return
        if not self.entry.own:
            raise SaveError(author_words(self.language).view.copy_first)
        self.edit(message)
        left = self.view.doc.get("kept_as", "")
        try:
            opened = save_as(self.opened, self.text, places.SCENARIO, self.place.workspace, str(message.get("name", "")))
        except CoachkitError as error:
            self._tell_not_saved(error)
            return
        # What the browser keeps of the file that was left is in the new one now.
        self.view.answer("dropped", kept_as=left)
        self._take_new(opened, "saved")

    def _tell_not_saved(self, error: CoachkitError) -> None:
        words, reason = author_words(self.language), str(error)
        if isinstance(error, DocumentError) and self.entry:
            found = mistakes(self.entry.path, reason.splitlines())
            reason = "\n".join(filled(words.view.problem_on, line=one.line, words=one.words) for one in found)
        self.view.answer("notice", text=filled(words.notes.not_saved, reason=reason))

    # ------------------------------------------------------------------------------------------------------------ a reply

    def try_reply(self, message: Message) -> None:
        """What a reply would do in a turn."""
        turn, text = str(message.get("turn", "")), text_of(message)
        if self.scenario is None or turn not in self.scenario.turns:
            return
        if turn not in self._states:
            self._states[turn] = state_at(self.scenario, turn)
        asked = message.get("mood")
        before = self._states[turn]
        if isinstance(asked, int) and ANGRIEST <= asked <= CALMEST:
            before = state_at(self.scenario, turn, asked)
        words = practice_words(self.language)
        told: dict[str, Any] = {"met": words.mood(self._states[turn].mood), "tried": None}
        if text.strip():
            told["tried"] = tried(self.scenario, try_reply(self.scenario, before, text), self.language)
        self.view.answer("tried", turn=turn, **told)


def _look_closely(path: Any, text: str, scenario: Scenario) -> tuple[tuple[Mistake, ...], Walks, Met]:
    """All checks, the ways of the model paths, and what conversations can come to; without the desk's lock."""
    return full_check(path, text), model_walks(scenario), met_in(scenario)


def _whole_text(message: Message) -> str:
    """The text of the editor, halves of surrogate pairs replaced; longer ones than can be loaded too, so that it is told."""
    text = message.get("text")
    return text.encode("utf-8", "replace").decode("utf-8") if isinstance(text, str) else ""
