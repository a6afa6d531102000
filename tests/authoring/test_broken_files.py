"""The newcomer's test: a scenario and a criterion broken in every way one breaks files tells file, line and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coachkit.authoring.new_files import course_text, criterion_text, scenario_text
from coachkit.cli import PROBLEMS, app

pytestmark = pytest.mark.slow

Change = Callable[[str], str | bytes]

BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
TOO_MANY = "(a|b)" * 18
"""262,144 readings of one wording."""


def _replace(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def _added(more: str) -> Change:
    return lambda text: text + more


def _before(more: str) -> Change:
    return lambda text: more + text


IN_BOTH: dict[str, tuple[Change, str, str]] = {
    "a slip in a key": (_replace("\nversion:", "\nverzion:"), "verzion", "did you mean 'version'?"),
    "a tab": (_replace("\n  ", "\n\t"), "\t", "a tab; indent with spaces"),
    "an alias bomb": (_before(BOMB), "a3:", "more than 20 YAML aliases (*name); write the values out instead"),
    "ten megabytes": (_added("# x\n" * 2_500_000), "", "a file that is written by hand has at most 500,000"),
    "Latin-1": (lambda text: text.encode("ascii", "ignore") + b"# \xe4\n", "# ä", "not UTF-8; save the file as UTF-8"),
    "UTF-16": (lambda text: text.encode("utf-16"), "", "not UTF-8; save the file as UTF-8"),
    "a key twice": (_added("version: 2\n"), "version: 2", "keep one of them"),
    "a quotation mark that is not closed": (_replace("id: ", 'id: "'), "", "quotation mark"),
    "a colon in a bare text": (_added("note: see: here\n"), "note:", "put a text that has a colon in quotation marks"),
    "a NUL": (_added("note: \0\n"), "note:", "(U+0000); delete it"),
    "code": (_added("note: !!python/object/apply:os.system ['true']\n"), "note:", "leave the tag (!...) out"),
    "a value inside itself": (_before("note: &note [*note]\n"), "note:", "a value that holds itself; write it out"),
    "brackets without end": (_added("note: " + "[*a, {b: " * 30_000), "note:", "more than 50 deep"),
}
SCENARIO: dict[str, tuple[Change, str, str]] = {
    "a part left out": (_replace("stage: during\n", ""), "id:", "'stage' is missing"),
    "a turn that nobody reaches": (
        _replace("      - {if: {crossed: true}, to: doubts}\n", ""),
        "doubts:",
        "no conversation comes to the turn 'doubts'; lead a rule to it or leave it out",
    ),
    "a name written in two ways": (
        _replace("to: last_question}", "to: last_qestion}"),
        "last_qestion",
        "did you mean 'last_question'?",
    ),
    "a wrong band": (_replace("band: [", "band: [0, 1] #"), "[0, 1]", "outside the band 0 to 1"),
    "a criterion that is not there": (
        _replace("clarity.next_step", "clarity.next_stp"),
        "clarity.next_stp",
        "did you mean 'clarity.next_step'?",
    ),
    "a wording of many readings": (
        _replace('["Wednesday*', f'["{TOO_MANY} x", "Wednesday*'),
        "(a|b)",
        "so write several markers",
    ),
    "brackets inside brackets": (
        _replace('["Wednesday*', '["((a|b)|c) x", "Wednesday*'),
        "((a|b)|c)",
        "not stand inside each other",
    ),
    "a conversation without end": (
        _replace("      - {if: {mood_at_most: -3}, to: end_leaves}\n      - {if: {replies_at_least: 3}, to: end_manager}\n", ""),
        "presses:",
        "never ends the conversation; add a rule with 'mood_at_most' or 'replies_at_least'",
    ),
    "a hint that gives it away": (
        _replace("What does Dilys need", "Is moving free of charge? What does Dilys need"),
        "Is moving",
        "say where to look instead",
    ),
    "nothing": (lambda _: "", "", "neither a rubric"),
    "an id of another file": (
        _replace("id: our-evening", "id: our-morning"),
        "our-morning",
        "write 'our-evening' or rename the file",
    ),
}
CRITERION: dict[str, tuple[Change, str, str]] = {
    "a missing language": (_replace('  sv: "Nämner', '  se: "Nämner'), "name:", "'sv' is missing"),
    "a wording of many readings": (_replace('- "my (', f'- "{TOO_MANY} x"\n    - "my ('), "(a|b)", "so write several markers"),
    "brackets inside brackets": (_replace('- "my (', '- "((a|b)|c) x"\n    - "my ('), "((a|b)|c)", "not stand inside each other"),
    "nothing": (lambda _: "", "", "is it empty?"),
    "an example that does not earn": (
        _replace("where it is in My Pages.", "it on request."),
        "on request.",
        "it must score at least 0.6",
    ),
    "a placeholder that is not there": (_replace("“{quote}”", "“{qoute}”"), "advice:", "did you mean 'quote'?"),
    "a star inside a word": (_replace('- "my (', '- "acc*unt"\n    - "my ('), "acc*unt", "'*' stands only at the end of a word"),
}
CASES = [
    *(("scenario", case, *parts) for case, parts in {**IN_BOTH, **SCENARIO}.items()),
    *(("criterion", case, *parts) for case, parts in {**IN_BOTH, **CRITERION}.items()),
]


@pytest.fixture(scope="module")
def good() -> dict[str, str]:
    return {"scenario": scenario_text("our-evening", notes="en"), "criterion": criterion_text("tone.own", notes="en")}


def _place(kind: str, folder: Path) -> Path:
    path = folder / ("exercises/ours/our-evening.yaml" if kind == "scenario" else "rubrics/criteria/tone/own.yaml")
    path.parent.mkdir(parents=True)
    return path


def _told(*paths: Path) -> list[str]:
    result = CliRunner().invoke(app, ["check", *map(str, paths)])
    assert result.exit_code == PROBLEMS, result.output
    assert "Traceback" not in result.output
    return result.stdout.splitlines()


@pytest.mark.parametrize(("kind", "case", "change", "where", "told"), CASES, ids=[f"{one[0]}: {one[1]}" for one in CASES])
def test_a_broken_file_is_told_with_line_and_remedy(
    kind: str, case: str, change: Change, where: str, told: str, good: dict[str, str], tmp_path: Path
) -> None:
    path = _place(kind, tmp_path)
    broken = change(good[kind])
    path.write_bytes(broken if isinstance(broken, bytes) else broken.encode("utf-8"))
    lines = [line for line in _told(path) if told in line]
    assert lines, case
    number = re.match(rf"{re.escape(str(path))}:(\d+):\d+: ", lines[0])
    assert number, lines[0]
    if where:
        text = broken.decode("latin-1") if isinstance(broken, bytes) else broken
        assert where in text.split("\n")[int(number[1]) - 1], lines[0]


def test_an_id_that_is_taken_is_told_with_who_has_it(good: dict[str, str], tmp_path: Path) -> None:
    first, second = _place("criterion", tmp_path), tmp_path / "rubrics" / "criteria" / "tone" / "twin.yaml"
    for path in (first, second):
        path.write_text(good["criterion"], "utf-8")
    assert any(re.match(rf"{second}:\d+:1: the id 'tone.own' is already taken by {first}", line) for line in _told(first.parent))
    courses = [tmp_path / "exercises" / name for name in ("ours", "theirs")]
    for course in courses:
        course.mkdir(parents=True)
        (course / "course.yaml").write_text(course_text(course.name), "utf-8")
        (course / "our-evening.yaml").write_text(good["scenario"], "utf-8")
    taken = [line for line in _told(*courses) if "is already taken by" in line]
    assert [line.startswith(f"{courses[1] / 'our-evening.yaml'}:") for line in taken] == [True]
