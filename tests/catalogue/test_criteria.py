"""The catalogue of criteria and gates: each proves itself with its own examples, in every language, and is used."""

from __future__ import annotations

import re
from collections import Counter
from copy import copy
from dataclasses import replace

import numpy as np
import pytest

from coachkit import examples
from coachkit.criteria.schema import PLACEHOLDERS, Criterion, Examples, ExamplesByLanguage, Markers
from coachkit.documents import shipped_folder
from coachkit.examples import run_examples
from coachkit.model import DIMENSIONS, LANGUAGES
from coachkit.rubrics import Rubric, load_rubric, rubric_names, shipped_criteria
from coachkit.scoring.evaluate import Analyser
from coachkit.text.phrases import PhraseBook

IDS = sorted(shipped_criteria())
NOT_IN_ENGLISH = {"tone.address_consistent"}  # English has one form of address


class OneBook(Analyser):
    """An analyser whose phrase books hold all criteria, compiled once a language and not once a criterion.

    Only the criterion that is run may blame, as in a book of its own.
    """

    whole_catalogue = replace(
        load_rubric("email"),
        criteria=tuple(one for one in shipped_criteria().values() if one.dimension != "gate"),
        gates=tuple(one for one in shipped_criteria().values() if one.dimension == "gate"),
    )

    def book(self, rubric: Rubric, language: str) -> PhraseBook:
        """The book of all criteria, with this rubric's faults as the only ones."""
        alone = copy(super().book(self.whole_catalogue, language))
        faults = {one.id for one in (*rubric.criteria, *rubric.gates) if one.blames}
        alone.blaming = np.array([key in faults for key in alone.keys], dtype=bool)
        return alone


ONE_BOOK = OneBook()


@pytest.fixture
def one_book(monkeypatch: pytest.MonkeyPatch) -> None:
    """Examples are run with OneBook: compiling 85 times three books would take minutes."""
    monkeypatch.setattr(examples, "_analyser", lambda: ONE_BOOK)


def test_a_book_of_all_criteria_gives_what_a_book_of_ones_own_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    criteria = [shipped_criteria()[name] for name in ("tone.no_blame", "empathy.apology")]
    turned = [one.model_copy(update={"examples": _swapped(one)}) for one in criteria]
    own = [run_examples(one) for one in turned]
    monkeypatch.setattr(examples, "_analyser", lambda: ONE_BOOK)
    assert [run_examples(one) for one in turned] == own
    assert all(own), "examples the wrong way round are problems"


def _swapped(criterion: Criterion) -> ExamplesByLanguage:
    """The criterion's examples with those that earn and those that miss in each other's place."""
    lists = {code: getattr(criterion.examples, code) for code in LANGUAGES}
    return ExamplesByLanguage(**{code: Examples(earns=one.misses, misses=one.earns) for code, one in lists.items()})


@pytest.fixture(params=IDS)
def criterion(request: pytest.FixtureRequest) -> Criterion:
    """Every shipped criterion and gate in turn."""
    return shipped_criteria()[request.param]


def test_there_are_forty_five_criteria_and_gates_at_least() -> None:
    assert len(IDS) >= 45
    assert sum(name.startswith("gates.") for name in IDS) >= 5


def test_every_dimension_has_its_criteria() -> None:
    found: Counter[str] = Counter(one.dimension for one in shipped_criteria().values())
    assert all(found[name] >= 8 for name in DIMENSIONS), found


def test_no_file_is_left_out_and_no_id_is_there_twice() -> None:
    folder = shipped_folder("rubrics")
    files = [*folder.glob("criteria/**/*.yaml"), *folder.glob("gates/*.yaml")]
    ids = [re.findall(r"^id: (\S+)", path.read_text("utf-8"), re.MULTILINE) for path in files]
    assert sorted(name for names in ids for name in names) == IDS


def test_a_criterion_stands_in_the_folder_of_its_dimension() -> None:
    for path in shipped_folder("rubrics").glob("criteria/**/*.yaml"):
        one = shipped_criteria()[f"{path.parent.name}.{path.stem}"]
        assert one.dimension == path.parent.name, path
    for path in shipped_folder("rubrics").glob("gates/*.yaml"):
        assert shipped_criteria()[f"gates.{path.stem}"].dimension == "gate", path


@pytest.mark.usefixtures("one_book")
def test_examples_do_what_they_are_there_for(criterion: Criterion) -> None:
    assert [f"{criterion.id}: {one.message}" for one in run_examples(criterion)] == []


def test_examples_earn_and_miss_in_every_language(criterion: Criterion) -> None:
    languages = set(LANGUAGES) - ({"en"} if criterion.id in NOT_IN_ENGLISH else set())
    assert set(criterion.applies.languages or LANGUAGES) == languages
    for language in languages:
        written = getattr(criterion.examples, language)
        assert written.earns, language
        assert written.misses, language


def test_markers_are_there_in_every_language(criterion: Criterion) -> None:
    if isinstance(criterion.measure, Markers):
        assert all(criterion.measure.of(language) for language in criterion.applies.languages or LANGUAGES)


def test_texts_are_written_in_every_language_and_not_copied(criterion: Criterion) -> None:
    texts = (criterion.name, criterion.question, *(getattr(criterion.advice, part) for part in ("keep", "change", "example")))
    for text in texts:
        written = [text.as_dict()[language].strip() for language in LANGUAGES]
        assert all(written)
        assert len(set(written)) == len(LANGUAGES), written


def test_advice_holds_no_placeholder_but_the_allowed(criterion: Criterion) -> None:
    advice = criterion.advice
    for texts in (advice.keep, advice.change):
        found = {name for text in texts.as_dict().values() for name in re.findall(r"\{(.*?)\}", text)}
        assert found <= PLACEHOLDERS
    assert not re.search(r"[{}]", "".join(advice.example.as_dict().values())), "an example is shown as it stands"


def test_a_limit_stands_once_and_is_interpolated(criterion: Criterion) -> None:
    """Where advice names the number that the measure is held against, it does so with {limit}, in all languages alike."""
    for texts in (criterion.advice.keep, criterion.advice.change):
        numbers = [set(re.findall(r"\{(value|limit)\}", text)) for text in texts.as_dict().values()]
        assert all(one == numbers[0] for one in numbers), numbers


def test_every_criterion_is_used_by_a_rubric() -> None:
    used = {name for rubric in map(load_rubric, rubric_names()) for name in (*rubric.file.criteria, *rubric.file.gates)}
    assert set(IDS) - used == set()
