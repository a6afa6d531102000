"""Two rubrics side by side: every difference is named, every moved score counted, and nothing moves between equals."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from coachkit.authoring.rubric_diff import Change, changes, movement
from coachkit.cli import FINE, WRONG_USE, app
from coachkit.documents import parse, read_text, shipped_folder
from coachkit.rubrics import load_rubric

pytestmark = pytest.mark.slow

SAMPLE = shipped_folder("exercises") / "sample" / "messages.jsonl"
CHAT = shipped_folder("rubrics") / "chat.yaml"
Totals = st.lists(st.none() | st.floats(0, 100), min_size=0, max_size=30)


def rubric(folder: Path, **parts: Any) -> Path:
    """The chat rubric with other parts; `criteria` and `gates` are merged, None takes one away."""
    document = parse(read_text(CHAT), "chat")
    for key, value in parts.items():
        if isinstance(value, dict):
            document[key] = {name: one for name, one in (document[key] | value).items() if one is not None}
        else:
            document[key] = value
    path = folder / "ours.yaml"
    path.write_text(json.dumps(document), "utf-8")
    return path


def told(*arguments: object) -> str:
    """What the command prints."""
    result = CliRunner().invoke(app, ["diff", *map(str, arguments)])
    assert result.exit_code == FINE, result.output
    return result.stdout


def test_every_kind_of_difference_is_named(tmp_path: Path) -> None:
    new = load_rubric(
        rubric(
            tmp_path,
            faults=1,
            dimensions={"tone": 9},
            criteria={
                "clarity.next_step": 1,
                "tone.greeting": None,
                "tone.greeting_form": 2,
                "readability.longest_sentence": {"weight": 2, "band": {"best": [0, 18], "worst": [0, 35]}},
            },
            gates={"gates.placeholder": 10},
        )
    )
    old = load_rubric("chat")
    found = {(one.part, one.name): (one.before, one.after) for one in changes(old, new)}
    assert found["policy", "faults"] == (3, 1)
    assert found["dimension", "tone"] == (old.file.dimensions["tone"], 9)
    assert found["criterion", "clarity.next_step"] == (5, 1)
    assert found["criterion", "tone.greeting"] == (0.3, None)
    assert found["criterion", "tone.greeting_form"] == (None, 2)
    assert found["band", "readability.longest_sentence"][1] == (0, 18, 0, 35)
    assert found["gate", "gates.placeholder"] == (old.caps["gates.placeholder"], 10)
    assert ("policy", "channel") not in found


def test_a_criterion_that_means_something_else_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "criteria" / "tone"
    folder.mkdir(parents=True)
    document = parse(read_text(CHAT.parent / "criteria" / "tone" / "no_threat.yaml"), "one")
    document["version"], document["measure"]["cost"] = 2, 1
    (folder / "no_threat.yaml").write_text(json.dumps(document), "utf-8")
    assert changes(load_rubric("chat"), load_rubric(rubric(tmp_path))) == (Change("meaning", "tone.no_threat", 1, 2),)


@given(Totals)
def test_nothing_moves_between_equals(totals: list[float | None]) -> None:
    found = movement(totals, totals)
    assert (found.moved, found.moved_far, found.changed_rank, found.farthest(5)) == (0, 0, 0, [])
    assert len(found.places) == sum(one is not None for one in totals)


@given(st.lists(st.tuples(st.none() | st.floats(0, 100), st.none() | st.floats(0, 100)), max_size=30))
def test_the_way_back_is_the_way_there_mirrored(pairs: list[tuple[float | None, float | None]]) -> None:
    old, new = [one for one, _ in pairs], [one for _, one in pairs]
    there, back = movement(old, new), movement(new, old)
    assert np.array_equal(there.change, -back.change)
    assert (there.moved, there.changed_rank) == (back.moved, back.changed_rank)


def test_a_worked_example() -> None:
    found = movement([50, 60, 70, None], [75, 60, 65.2, 80])
    assert found.places.tolist() == [0, 1, 2]
    assert found.rank_before.tolist() == [3, 2, 1]
    assert found.rank_after.tolist() == [1, 3, 2]
    assert (found.moved, found.moved_far, found.changed_rank) == (2, 1, 3)
    assert found.farthest(2) == [0, 2]
    assert found.order == pytest.approx(-1 / 3)  # one pair of three in the same order: (1 - 2) / 3


def test_the_command_tells_what_changes_and_how_scores_move(tmp_path: Path) -> None:
    path = rubric(tmp_path, dimensions={"clarity": 9, "empathy": 0, "readability": 0, "tone": 0})
    shown = told("chat", path, "--replies", SAMPLE)
    empathy = load_rubric("chat").file.dimensions["empathy"]
    assert re.search(rf"weight of the dimension Empathy +{empathy:g} → 0$", shown, re.MULTILINE)
    assert "15 replies with a total under both" in shown
    assert "row " in shown
    finnish = told("chat", path, "--replies", SAMPLE, "--language", "fi")
    assert "Miten pisteet liikkuvat" in finnish
    assert "Mikä muuttuu" in finnish


def test_two_of_the_same_are_said_to_be_the_same(tmp_path: Path) -> None:
    assert told("chat", rubric(tmp_path)).startswith("The two rubrics score alike")


def test_agents_that_change_rank_are_named(tmp_path: Path) -> None:
    replies = tmp_path / "replies.csv"
    rows = [
        ("Liisa", "Sorry about that. I have sent a new lamp today; it comes on Friday 14 March."),
        ("Otto", "Dear Sir, it has been ascertained that the matter is under consideration, and communication will be effected."),
    ]
    with replies.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("agent_name", "reply"))
        writer.writerows(rows)
    tone = [name for name in parse(read_text(CHAT), "chat")["criteria"] if name.startswith("tone.") and name != "tone.greeting"]
    weights = {"clarity": 0, "empathy": 0, "readability": 0, "tone": 1}
    only_tone = rubric(tmp_path, dimensions=weights, criteria=dict.fromkeys(tone))
    shown = told("chat", only_tone, "--replies", replies)
    assert "Agents by mean" in shown
    assert "Otto: " in shown
    assert "rank 2 → 1" in shown


def test_what_cannot_be_compared_is_said_in_one_line(tmp_path: Path) -> None:
    empty = tmp_path / "none.jsonl"
    empty.write_text('{"text": "Where is my lamp?", "speaker": "customer", "conversation": 1}\n')
    for arguments in (
        ("chat", "chaat"),
        ("chat", "email", "--replies", empty),
        ("chat", "email", "--replies", tmp_path / "gone.csv"),
    ):
        result = CliRunner().invoke(app, ["diff", *map(str, arguments)])
        assert result.exit_code == WRONG_USE
        assert len(result.stderr.strip().splitlines()) == 1
        assert result.stderr.startswith("coachkit: ")
