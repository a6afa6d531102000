"""The half of the author's desk where a rubric's weights are tried: sliders, the order of sample replies, what decides it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from math import isfinite, isnan
from pathlib import Path
from threading import RLock
from typing import Any

import ipywidgets

from coachkit.authoring import places
from coachkit.authoring.places import Entry, Place
from coachkit.authoring.reply_samples import Sample, bundled, from_file
from coachkit.authoring.reweigh import Stored, Weights, ranks, store, totals, weights_of
from coachkit.authoring.rubric_edit import with_version, with_weights
from coachkit.authoring.saving import Opened, open_file, save, save_new
from coachkit.authoring.sensitivity import Effect, sensitivity
from coachkit.authoring.versions import next_version
from coachkit.authoring.words import author_words
from coachkit.errors import ChangedOnDisk, CoachkitError
from coachkit.model import DIMENSIONS
from coachkit.practice.words import filled
from coachkit.reports.words import interface_words
from coachkit.rubrics import DEFAULT_CHANNEL, Rubric, load_rubric
from coachkit.text.corpus import Floats
from coachkit.widgets.author_view import AuthorView
from coachkit.widgets.conversation import Message
from coachkit.widgets.resting import Resting
from coachkit.widgets.weight_effects import effect_figure, effect_sentences, number

EFFECTS_AFTER = 0.5
"""Seconds without a slider moving before it is worked out what hangs on each weight."""

HEAVIEST = 10.0
LIGHTEST = 0.05
"""A criterion in a rubric weighs something; to leave it out, its line is taken out of the file."""

FEWEST_REPLIES, SHOWN = 2, 160


class RubricBench:
    """The rubric on the bench, the replies it is tried on, and the weights as the sliders stand. `chart` is a widget to show."""

    def __init__(self, place: Place, view: AuthorView, lock: RLock) -> None:
        self.place = place
        self.view = view
        self.language = "en"
        self.entry: Entry | None = None
        self.opened: Opened | None = None
        self.rubric: Rubric | None = None
        self.weights = Weights({}, {})
        self.sample: Sample | None = None
        self.stored: Stored | None = None
        self.effects: tuple[Effect, ...] = ()
        self.chart = ipywidgets.HTML()
        self.chart.add_class("ck-author-chart")
        self.resting = Resting(lock, EFFECTS_AFTER)

    def files(self) -> dict[str, Any]:
        """What can be opened, for the view."""
        return {"rubrics": [{"key": one.key, "title": one.title, "own": one.own} for one in places.rubric_entries(self.place)]}

    def open(self, message: Message) -> None:
        """Opens the rubric that was chosen, that of the chat where none was; one that does not load is told with its place."""
        entries = places.rubric_entries(self.place)
        chosen = [one for one in entries if one.key == message.get("key")] or [
            one for one in entries if one.title == DEFAULT_CHANNEL
        ]
        if chosen or entries:
            self._take((chosen or entries)[0])

    def _take(self, entry: Entry) -> Rubric:
        """Puts a rubric on the bench and scores the replies with it, once; gives it."""
        rubric, opened = load_rubric(entry.path), open_file(entry.path)
        self.entry, self.opened, self.rubric, self.weights = entry, opened, rubric, weights_of(rubric)
        if self.sample is None or not self.sample.name:
            self.sample = bundled(rubric.channel)
        self._score()
        self._tell_rubric()
        return rubric

    def _score(self) -> None:
        assert self.rubric is not None
        assert self.sample is not None
        self.stored = store(self.sample.replies, self.rubric)
        self.rank()

    def read(self, message: Message) -> None:
        """Takes the replies from another file; from the bundled one where none is named."""
        if self.rubric is None:
            return
        named = str(message.get("path", "")).strip()
        self.sample = from_file(self._path(named)) if named else bundled(self.rubric.channel)
        self._score()

    def _path(self, named: str) -> Path:
        """A file by its name: as it is, or within the workspace."""
        path = Path(named).expanduser()
        return path if path.is_absolute() or self.place.folder is None or path.exists() else self.place.folder / path

    # -------------------------------------------------------------------------------------------------------- weights

    def weigh(self, message: Message) -> None:
        """The weights as the sliders stand."""
        if self.rubric is None:
            return
        start = weights_of(self.rubric)
        self.weights = Weights(
            _numbers(start.dimensions, message.get("dimensions"), 0.0),
            _numbers(start.criteria, message.get("criteria"), LIGHTEST),
        )
        self.rank()

    def rank(self) -> None:
        """Totals and ranks under the weights as they stand, beside those of the file."""
        if self.stored is None or self.rubric is None:
            return
        before, now = totals(self.stored, weights_of(self.rubric)), totals(self.stored, self.weights)
        places_before, places_now = ranks(before), ranks(now)
        order = sorted(range(self.stored.n), key=lambda row: (places_now[row] or self.stored.n + 1, row))  # type: ignore[union-attr]
        self.view.ranking = {
            "note": self._sample_note(),
            "key": self.entry.key if self.entry else "",
            "weights": {"dimensions": dict(self.weights.dimensions), "criteria": dict(self.weights.criteria)},
            "rows": [self._row(row, int(places_before[row]), int(places_now[row]), now) for row in order],
            **self._told(),
        }
        self.resting.ask(partial(sensitivity, self.stored, self.weights), self._found)

    def _row(self, row: int, before: int, now: int, total: Floats) -> dict[str, Any]:
        assert self.stored is not None
        reply = self.stored.replies[row]
        flat = " ".join(reply.text.split())
        return {
            "id": row,
            "rank": now or None,
            "change": before - now if before and now else 0,
            "total": None if isnan(total[row]) else float(total[row]),
            "text": flat if len(flat) <= SHOWN else f"{flat[:SHOWN].rsplit(' ', 1)[0]} …",
            "language": reply.language or "",
        }

    def _sample_note(self) -> str:
        assert self.sample is not None
        words, count = author_words(self.language).notes, len(self.sample.replies)
        if not self.sample.name:
            return filled(words.sample_other if self.sample.other else words.sample_bundled, count=count)
        return filled(words.sample_cut if self.sample.cut else words.sample_own, name=self.sample.name, count=count)

    # ---------------------------------------------------------------------------------------------- what hangs on them

    def _found(self, effects: tuple[Effect, ...]) -> None:
        """It is known what each weight does; the sliders have not moved since."""
        self.effects = effects
        self.view.ranking = {**self.view.ranking, **self._told()}
        self._draw_chart()

    def _told(self) -> dict[str, Any]:
        """The weights that decide and those that do not, a sentence each."""
        if self.stored is not None and self.stored.n < FEWEST_REPLIES:
            return {"sentences": [author_words(self.language).rubric.too_few]}
        return {"sentences": effect_sentences(self.effects, self.rubric, self.language)}

    def _draw_chart(self) -> None:
        """The weights on which most hangs, as a picture."""
        self.chart.value = effect_figure(self.effects, self.rubric, self.language)

    # ------------------------------------------------------------------------------------------------- showing, saving

    def say(self, language: str) -> None:
        """In another language from now on."""
        self.language = language
        if self.rubric is not None:
            self._tell_rubric()
            self.view.ranking = {**self.view.ranking, "note": self._sample_note(), **self._told()}
            self._draw_chart()

    def _tell_rubric(self) -> None:
        assert self.rubric is not None
        assert self.entry is not None
        words, file = author_words(self.language).rubric, self.rubric.file
        policy = [
            words.not_applicable.__getattribute__(file.not_applicable),
            words.failed_gate.__getattribute__(file.failed_gate),
        ]
        policy += [filled(words.faults, number=number(file.faults, self.language))] if file.faults > 1 else []
        gates = [
            filled(words.gate, name=one.name.as_dict()[self.language], cap=number(self.rubric.caps[one.id], self.language))
            for one in self.rubric.gates
        ]
        self.view.rubric = {
            "key": self.entry.key,
            "own": self.entry.own,
            "name": file.name.as_dict()[self.language],
            "copy": f"{self.entry.path.stem}-own",
            "policy": policy,
            "gates": gates,
            "groups": [self._group(name) for name in DIMENSIONS],
            "lightest": LIGHTEST,
            "heaviest": HEAVIEST,
        }

    def _group(self, dimension: str) -> dict[str, Any]:
        assert self.rubric is not None
        start = weights_of(self.rubric)
        return {
            "id": dimension,
            "name": interface_words(self.language).dimensions[dimension],
            "weight": self.weights.dimensions[dimension],
            "start": start.dimensions[dimension],
            "criteria": [
                {
                    "id": one.id,
                    "name": one.name.as_dict()[self.language],
                    "weight": self.weights.criteria[one.id],
                    "start": start.criteria[one.id],
                }
                for one in self.rubric.criteria
                if one.dimension == dimension
            ],
        }

    def save(self, message: Message) -> None:
        """Writes the weights into the file, with a new version; those of a shipped rubric into a copy of one's own."""
        if self.entry is None or self.opened is None or self.rubric is None:
            return
        opened_as = self.rubric
        self.weigh(message)
        words = author_words(self.language).notes
        try:
            path = self._write(str(message.get("name", "")))
        except ChangedOnDisk:
            self.view.answer("notice", text=filled(words.not_saved, reason=words.conflict))
            return
        except CoachkitError as error:
            self.view.answer("notice", text=filled(words.not_saved, reason=str(error)))
            return
        entry = next(one for one in places.rubric_entries(self.place) if one.path.resolve() == path.resolve())
        self.view.scene = {**self.view.scene, **self.files()}
        before, after = opened_as.file.version, self._take(entry).file.version
        told = words.saved if after == before else words.saved_version
        self.view.answer("rubric_saved", text=filled(told, path=f"{path.parent.name}/{path.name}", version=after))

    def _write(self, name: str) -> Path:
        assert self.entry is not None
        assert self.opened is not None
        assert self.rubric is not None
        text = with_weights(self.opened.text, self.weights.dimensions, self.weights.criteria, self.entry.path.name)
        if self.entry.own:
            if text != self.opened.text:
                text = with_version(text, next_version(self.entry.path, self.rubric.file), self.entry.path.name)
            return save(self.opened, text, places.RUBRIC, self.place.workspace).path
        return save_new(self.place.rubrics / f"{name}.yaml", text, places.RUBRIC, self.place.workspace).path


def _numbers(start: Mapping[str, float], asked: object, lightest: float) -> dict[str, float]:
    """The weights that were asked for, held within what a rubric may have; as they were where none was."""
    given = asked if isinstance(asked, Mapping) else {}
    numbers = {name: given.get(name, weight) for name, weight in start.items()}
    return {
        name: min(HEAVIEST, max(min(lightest, start[name]), float(value)))
        if isinstance(value, (int, float)) and isfinite(value)
        else start[name]
        for name, value in numbers.items()
    }
