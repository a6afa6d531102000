"""The benchmarks on ratings and treebanks: they run, or say plainly what is missing; their numbers are what they say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

import agreement  # type: ignore[import-not-found,unused-ignore]
import text  # type: ignore[import-not-found,unused-ignore]

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"

pytestmark = pytest.mark.slow


def run(name: str, *arguments: str) -> str:
    """What a benchmark prints; it must end without an error."""
    command = [sys.executable, str(ROOT / "benchmarks" / name), *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout


@pytest.mark.parametrize("name", ["agreement.py", "text.py"])
def test_without_data_a_benchmark_says_so_and_ends_well(name: str, tmp_path: Path) -> None:
    said = run(name, "--data", str(tmp_path / "nowhere"))
    assert "skipped" in said
    assert "--data" in said


@pytest.mark.parametrize(("name", "shown"), [("agreement.py", "CLEAR"), ("text.py", "sv words, coachkit")])
def test_a_benchmark_runs_on_the_data(name: str, shown: str) -> None:
    if not DATA.is_dir():
        pytest.skip(f"no data at {DATA}: they stay outside the project")
    assert shown in run(name, "--smoke")


def test_rank_correlation_is_by_ranks_with_ties_shared() -> None:
    one, two = np.array([1.0, 2.0, 2.0, 30.0]), np.array([10.0, 20.0, 20.0, 21.0])
    assert agreement.rank(one).tolist() == [1.0, 2.5, 2.5, 4.0]
    assert agreement.spearman(one, two) == pytest.approx(1.0)
    assert agreement.spearman(one, -two) == pytest.approx(-1.0)


def test_area_under_the_curve_leaves_the_middle_out() -> None:
    rated = np.array([1.0, 1.0, 0.0, -1.0, -1.0])
    assert agreement.auc(np.array([5.0, 4.0, 99.0, 2.0, 1.0]), rated) == 1.0
    assert agreement.auc(np.zeros(5), rated) == 0.5


def test_macro_f1_is_the_mean_over_three_classes() -> None:
    rated = np.array([-1.0, 0.0, 1.0])
    assert agreement.macro_f1(np.array([-0.5, 0.0, 0.3]), rated) == 1.0
    assert agreement.macro_f1(np.zeros(3), rated) == pytest.approx(0.5 / 3)


def test_the_interval_is_the_same_every_time_and_holds_the_number() -> None:
    said = np.arange(60.0)
    one = agreement.Comparison("set", "Spearman", said, said + np.tile([0.0, 30.0], 30), None)
    low, high = agreement.interval(one, 200)
    assert (low, high) == agreement.interval(one, 200)
    assert low <= agreement.spearman(one.said, one.rated) <= high


def test_a_text_cut_into_tokens_is_put_together() -> None:
    assert agreement.joined("I do n't know , it 's late .") == "I don't know, it's late."


def test_running_text_is_put_together_from_a_treebank(tmp_path: Path) -> None:
    def row(number: str, form: str, note: str = "_") -> str:
        return "\t".join([number, form, *["_"] * 7, note])

    first = [
        "# newdoc id = a",
        "# sent_id = a-1",
        row("1-2", "don't"),
        row("1", "do"),
        row("2", "n't"),
        row("3", "go", "SpaceAfter=No"),
    ]
    lines = [*first, row("4", "."), "", "# sent_id = a-2", row("1", "(", "SpaceAfter=No"), row("2", "Yes"), "", "# newpar id = p"]
    path = tmp_path / "tiny.conllu"
    path.write_text("\n".join([*lines, "# sent_id = a-3", row("1", "End"), "", ""]), encoding="utf-8")
    (document,) = text.documents(path)
    assert document.text == "don't go. (Yes\n\nEnd "
    assert [document.text[start:end] for start, end in document.words] == ["don't", "go", "Yes", "End"]
    assert text.boundaries([document], [document.sentences]) == {(0, (11, 11))}
