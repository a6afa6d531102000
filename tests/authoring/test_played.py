"""What comes of the model replies is kept: told at once when only a band changes, and never of another text than the present."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import coachkit.authoring.played as module
from coachkit.authoring.check import check_paths
from coachkit.authoring.played import FOLDER, played
from coachkit.documents import instead_of
from coachkit.practice import model_runs as runs
from coachkit.practice.values import Session
from coachkit.scenarios.loading import load_scenario
from coachkit.scenarios.schema import Level, Scenario

COURSE, NAME = "chat-at-speed", "bussi-ei-tullut"


@pytest.fixture
def path(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACHKIT_CACHE", str(tmp_path / "cache"))
    copy = tmp_path / f"{NAME}.yaml"
    copy.write_text((root / "exercises" / COURSE / copy.name).read_text("utf-8"), "utf-8")
    return copy


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many scenarios were scored at a time."""
    counts: list[int] = []
    real = runs.model_runs

    def counting(scenarios: Sequence[Scenario], levels: Sequence[Level]) -> list[dict[Level, Session]]:
        counts.append(len(scenarios))
        return real(scenarios, levels)

    monkeypatch.setattr(runs, "model_runs", counting)
    return counts


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_wrong_band_is_told_without_scoring_again(path: Path, scored: list[int]) -> None:
    assert check_paths([path]).problems == []
    low, high = load_scenario(path).models["excellent"].band
    changed(path, f"band: [{low:g}, {high:g}]", "band: [1, 2]")
    (told,) = check_paths([path]).problems
    assert "outside the band 1 to 2" in told
    assert scored == [1]


def test_another_reply_is_scored(path: Path, scored: list[int]) -> None:
    before = load_scenario(path)
    (first,) = played([before])
    changed(path, before.models["poor"].replies[0].splitlines()[0], "En tiedä.")
    (second,) = played([load_scenario(path)])
    assert scored == [1, 1]
    assert second.runs["poor"].totals != first.runs["poor"].totals
    assert second.runs["excellent"] == first.runs["excellent"]


def test_the_kept_is_what_was_played(path: Path, scored: list[int]) -> None:
    scenario = load_scenario(path)
    assert played([scenario]) == played([scenario])
    assert scored == [1]


def test_another_program_plays_again(path: Path, scored: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load_scenario(path)
    played([scenario])
    monkeypatch.setattr(module, "_program", lambda: "another")
    played([scenario])
    assert scored == [1, 1]


@pytest.mark.parametrize("left_there", [b"", b"{}", b'{"told": [], "runs": {"excellent": 3}}', b"[1]"])
def test_a_spoilt_file_is_played_again(path: Path, tmp_path: Path, scored: list[int], left_there: bytes) -> None:
    scenario = load_scenario(path)
    wanted = played([scenario])
    (file,) = (tmp_path / "cache" / FOLDER).iterdir()
    file.write_bytes(left_there)
    assert played([scenario]) == wanted
    assert scored == [1, 1]


def test_what_is_being_typed_is_not_kept(path: Path, tmp_path: Path) -> None:
    with instead_of(path, path.read_text("utf-8")):
        assert played([load_scenario(path)])[0].runs
    assert not (tmp_path / "cache" / FOLDER).exists()
