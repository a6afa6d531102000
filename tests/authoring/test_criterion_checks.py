"""What `coachkit check` says of criteria and rubrics beyond their shape: markers, overlaps, words in each language, limits."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coachkit.authoring.check import check_paths
from coachkit.authoring.marker_checks import find, neutral_texts, phrases_of, readings
from coachkit.authoring.overlap_checks import never_asked, overlap_problems
from coachkit.criteria.schema import Markers
from coachkit.documents import parse, read_text, shipped_folder
from coachkit.model import LANGUAGES
from coachkit.rubrics import load_rubric, rubric_names, shipped_criteria
from coachkit.text.markers import read_marker

Changed = Callable[..., list[str]]
CRITERIA = shipped_folder("rubrics") / "criteria"


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """Copies a shipped criterion under a name of its own, changes one part of it, and gives what check says of it."""

    def change(name: str, place: tuple[str, ...], value: Any, identity: str | None = None) -> list[str]:
        dimension, short = name.split(".")
        document = parse(read_text(CRITERIA / dimension / f"{short}.yaml"), name)
        part = document
        for key in place[:-1]:
            part = part[key]
        part[place[-1]] = value(part[place[-1]]) if callable(value) else value
        document["id"] = identity or name
        path = tmp_path / "criteria" / dimension / f"{document['id'].split('.')[1]}.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(document, indent=1, ensure_ascii=False), "utf-8")
        found = check_paths([path]).problems
        assert all(re.match(re.escape(str(path)) + r":\d+:\d+: ", one) for one in found)
        return found

    return change


@pytest.mark.slow
def test_everything_shipped_is_in_order() -> None:
    assert check_paths([shipped_folder("rubrics")]).problems == []


@pytest.mark.slow
def test_an_unchanged_copy_is_in_order(changed: Changed) -> None:
    assert changed("tone.no_threat", ("version",), 2) == []


FAULTS: dict[str, tuple[str, tuple[str, ...], Any, str]] = {
    "a marker found everywhere": ("tone.no_threat", ("measure", "en"), lambda old: [*old, "the"], "'the' is found in plain text"),
    "a marker written twice": ("tone.no_threat", ("measure", "fi"), lambda old: [*old, old[0]], "says the same as"),
    "a language without markers": ("tone.no_threat", ("measure", "sv"), [], "no markers in sv"),
    "words that are not there": ("tone.no_threat", ("name", "sv"), " ", "'name' has no words in sv"),
    "advice left untranslated": (
        "tone.no_threat", ("advice", "change"), dict.fromkeys(LANGUAGES, "Leave the threat out?"), "says the same in fi and sv",
    ),
    "a limit in the words that is not the limit": (
        "readability.longest_sentence", ("question", "en"), "Is every sentence under 99 words?", "says 99, not the limit",
    ),
    "a limit in the words that is the limit for now": (
        "readability.longest_sentence", ("question", "en"), "Is every sentence under 24 words?", "write {limit}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.slow
def test_a_fault_is_told_with_its_place_and_remedy(changed: Changed, fault: str) -> None:
    name, place, value, words = FAULTS[fault]
    assert [one for one in changed(name, place, value) if words in one]


@pytest.mark.slow
def test_a_copy_under_another_name_counts_every_phrase_twice(changed: Changed) -> None:
    found = changed("tone.no_threat", ("version",), 1, identity="tone.no_menace")
    assert sum("are found by tone.no_threat too" in one for one in found) == len(LANGUAGES)


@pytest.mark.slow
def test_praise_that_a_fault_silences_is_told(changed: Changed) -> None:
    blaming = phrases_of(shipped_criteria()["tone.no_blame"].measure, "en")  # type: ignore[arg-type]
    marker = f"thank you for that {readings(blaming[0])[0]}"
    found = changed("empathy.joins_in_praise", ("measure", "en"), lambda old: [*old, marker])
    assert [one for one in found if f"'{marker}' never counts: tone.no_blame blames" in one]


def test_a_word_blamed_at_the_beginning_only_silences_nothing_further_on() -> None:
    criteria = shipped_criteria()
    opening, praise = criteria["tone.soft_start"], criteria["empathy.explains_and_prevents"]
    assert isinstance(opening.measure, Markers)
    assert opening.measure.within == "first_words"
    assert not overlap_problems([praise], [opening])


@pytest.mark.parametrize("name", rubric_names())
def test_shipped_rubrics_ask_only_what_their_channel_asks(name: str) -> None:
    assert list(never_asked(load_rubric(name))) == []


def test_a_criterion_that_its_channel_never_asks_for_is_told(tmp_path: Path) -> None:
    document = parse(read_text(shipped_folder("rubrics") / "chat.yaml"), "chat")
    elsewhere = next(one for one in shipped_criteria().values() if one.applies.channels and "chat" not in one.applies.channels)
    document["gates" if elsewhere.dimension == "gate" else "criteria"][elsewhere.id] = 2
    path = tmp_path / "ours.yaml"
    path.write_text(json.dumps(document, indent=1), "utf-8")
    found = check_paths([path]).problems
    assert len(found) == 1
    assert f"'{elsewhere.id}' is asked in" in found[0]


def test_hidden_folders_are_not_checked(tmp_path: Path) -> None:
    (tmp_path / ".kept").mkdir()
    (tmp_path / ".kept" / "old.yaml").write_text("measure: broken\n")
    (tmp_path / "mine.yaml").write_text(read_text(shipped_folder("rubrics") / "chat.yaml"))
    checked = check_paths([tmp_path])
    assert (checked.files, checked.problems) == (1, [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_marker_finds_one_of_its_own_readings(language: str) -> None:
    for criterion in shipped_criteria().values():
        if isinstance(criterion.measure, Markers):
            phrases = phrases_of(criterion.measure, language)
            texts = [(number, text) for number, phrase in enumerate(phrases) for text in readings(phrase)]
            found = {texts[row][0] for row in find({"all": phrases}, [text for _, text in texts]).reply.tolist()}
            assert found == set(range(len(phrases))), criterion.id


def test_a_reading_leaves_stars_and_gaps_out() -> None:
    assert readings("(so |very |)sorry ... delay*") == ["so sorry delay", "very sorry delay", "sorry delay"]
    assert len(read_marker("(a|b) c")) == 2


def test_there_is_plain_text_in_each_language() -> None:
    assert set(neutral_texts()) == set(LANGUAGES)
    assert {len(texts) for texts in neutral_texts().values()} == {35}
