"""The promises of `coachkit check` for exercises: every fault with its place, the model replies played, an exit code."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coachkit.authoring.check import check_paths
from coachkit.cli import FINE, PROBLEMS, app
from coachkit.cli.check_files import summary
from coachkit.documents import shipped_folder

Changed = Callable[..., Path]


def test_a_course_in_order_has_no_problems(course: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(course)])
    assert result.exit_code == FINE
    assert "1 course, 5 scenarios: no problems" in result.stdout


def test_rubrics_and_scenarios_are_checked_together(course: Path) -> None:
    checked = check_paths([shipped_folder("rubrics") / "chat.yaml", course / "quiet-words.yaml", course / "course.yaml"])
    assert (checked.rubrics, checked.scenarios, checked.courses, checked.problems) == (1, 1, 1, [])
    assert summary(checked, "en").endswith("1 course, 1 scenario: no problems")


PARCEL, WORDS = "parcel-left-outside", "quiet-words"
PROCESSED = "Dear customer, your message has been received and is being processed."
SOLVED = "The fee was our mistake and comes back on 3 June."
FAULTS = {
    "a mistake in the file": (PARCEL, "industry: retail", "industry: shop", ":7:1: 'industry'"),
    "a rule never met": (
        PARCEL,
        "if: {replies_at_least: 4}, to: end_done",
        "if: {covered: [no_return]}, to: end_done",
        "is never met",
    ),
    "a point nobody makes": (
        PARCEL,
        "points:\n",
        'points:\n  - {id: nobody, say: nothing, find: ["zebra crossing"]}\n',
        "no model reply says the point 'nobody'",
    ),
    "an ending that cannot happen": (PARCEL, "to: end_done", "to: end_happy", "the ending 'end_done' cannot happen"),
    "a hint that gives it away": (PARCEL, "What does she need", "A replacement is what she may need", "gives the wording"),
    "an excellent path that ends elsewhere": (PARCEL, "ends: end_happy", "ends: end_done", "the path ends in 'end_happy'"),
    "a total out of its band": (WORDS, "band: [70, 100]", "band: [0, 1]", "outside the band 0 to 1"),
    "a poor path that does too well": (WORDS, PROCESSED, SOLVED, "a poor path does not end resolved"),
    "an excellent path that says too little": (WORDS, "on 3 June.\\n\\nBest", "soon.\\n\\nBest", "points not said: paid_back"),
    "a reply after the end": (
        PARCEL,
        "      - Please",
        "      - Please send your order number.\n      - Please",
        "before this reply",
    ),
    "a shift of no conversation": ("first-shift", "thanks-in-public", "where-to-answer", "of kind channel; a shift holds"),
    "a course of what is not there": ("course", "[parcel-left-outside]", "[parcel-left]", ":8:9: no scenario 'parcel-left'"),
    "replies in another language": (WORDS, "language: en", "language: fi", "the replies score"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_place(changed: Changed, fault: str) -> None:
    name, old, new, words = FAULTS[fault]
    path = changed(old, new, name)
    told = [one for one in check_paths([path.parent]).problems if words in one]
    assert told
    assert all(re.match(re.escape(str(path)) + r":\d+:\d+: ", one) for one in told)


def test_the_exit_code_tells_of_problems(changed: Changed) -> None:
    path = changed("industry: retail", "industry: shop")
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code == PROBLEMS
    assert f"{path}:7:1: 'industry'" in result.stdout
    assert "1 problem" in result.stdout


def test_models_in_the_wrong_order_are_told(changed: Changed) -> None:
    path = changed("  ordinary:\n", "  middling:\n", "quiet-words")
    text = path.read_text("utf-8").replace("  poor:\n", "  ordinary:\n").replace("  middling:\n", "  poor:\n")
    path.write_text(text, encoding="utf-8")
    assert any("no more than the poor one's" in one for one in check_paths([path]).problems)


def test_an_id_is_taken_only_once(course: Path, tmp_path: Path) -> None:
    for name in ("course", "second"):
        shutil.copytree(course, tmp_path / name)
    problems = check_paths([tmp_path]).problems
    assert sum("is already taken by" in one for one in problems) == 5
    assert any("second/course.yaml:1:1: the id 'course' is not the folder's name" in one for one in problems)


def test_a_scenario_outside_a_course_is_told_only_where_it_was_found(course: Path, tmp_path: Path) -> None:
    path = shutil.copy(course / "quiet-words.yaml", tmp_path)
    assert check_paths([Path(path)]).problems == []
    assert check_paths([tmp_path]).problems == [
        f"{path}:1:1: no course.yaml beside it, so no course shows it; write one with id, title and about"
    ]


def test_what_the_files_show_is_told_before_any_reply_is_scored(changed: Changed) -> None:
    first = changed("band: [70, 100]", "band: [0, 1]", WORDS)
    last = changed("to: end_done", "to: end_happy", PARCEL)
    told: list[str] = []
    checked = check_paths([first, last], told.append)
    assert told == checked.problems
    kinds = ["band" if "outside the band" in one else "ending" if "cannot happen" in one else "other" for one in told]
    assert "band" in kinds
    assert kinds.index("ending") < kinds.index("band")
    assert check_paths([first, last]).problems == told


def test_the_sum_is_told_in_the_reader_s_language(changed: Changed) -> None:
    path = str(changed("industry: retail", "industry: shop"))
    last = {
        language: CliRunner().invoke(app, ["check", path, "--language", language]).stdout.splitlines()[-1]
        for language in ("fi", "sv")
    }
    assert last["fi"].startswith("Tarkastettu 1 tiedosto, 0 arviointipohjaa,")
    assert last["fi"].endswith("1 harjoitus: 1 korjattava kohta")
    assert last["sv"].startswith("Granskat 1 fil, 0 bedömningsmallar,")
    assert last["sv"].endswith("1 övning: 1 ställe att rätta")
