"""What is written in which language: complete for what is shipped, and every gap told with its place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coachkit.authoring.translations import AREAS, coverage
from coachkit.cli import FINE, PROBLEMS, WRONG_USE, app
from coachkit.documents import parse, read_text, shipped_folder
from coachkit.model import LANGUAGES

CRITERION = shipped_folder("rubrics") / "criteria" / "tone" / "no_threat.yaml"


def write(path: Path, document: object) -> Path:
    """A YAML file (JSON is YAML)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False), "utf-8")
    return path


def test_everything_shipped_is_there_in_all_three_languages() -> None:
    found = coverage()
    assert found.gaps == ()
    for area in AREAS[:-1]:
        assert found.files[area]
        assert dict(found.complete[area]) == dict.fromkeys(LANGUAGES, found.files[area])
    assert min(found.complete["scenarios"].values()) >= found.files["courses"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_of_gap_is_told_in_its_language(tmp_path: Path, language: str) -> None:
    document = parse(read_text(CRITERION), "one")
    del document["name"][language]
    document["advice"]["change"][language] = " "
    document["measure"][language] = []
    del document["examples"][language]["earns"]
    write(tmp_path / "criteria" / "tone" / "no_threat.yaml", document)
    found = coverage([tmp_path])
    assert {one.language for one in found.gaps} == {language}
    assert {one.what for one in found.gaps} == {"name", "advice.change", "measure", "examples.earns"}
    assert all(one.at.startswith(str(tmp_path)) for one in found.gaps)
    assert found.complete["criteria"] == dict.fromkeys(LANGUAGES, 1) | {language: 0}


def test_a_criterion_for_one_language_needs_no_markers_in_the_others(tmp_path: Path) -> None:
    document = parse(read_text(CRITERION), "one")
    document["applies"] = {"languages": ["fi"]}
    for part in ("measure", "examples"):
        del document[part]["sv"], document[part]["en"]
    path = write(tmp_path / "no_threat.yaml", document)
    assert coverage([path]).gaps == ()
    del document["advice"]["keep"]["sv"]
    (gap,) = coverage([write(path, document)]).gaps
    assert (gap.language, gap.what) == ("sv", "advice.keep")


def test_a_course_without_a_scenario_in_a_language_is_told(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parents[1] / "scenarios" / "course", tmp_path / "course")
    result = CliRunner().invoke(app, ["translate-status", str(tmp_path)])
    assert result.exit_code == PROBLEMS
    assert "course.yaml:1:1: the course has no scenario in Finnish yet" in result.stdout
    assert "in English" not in result.stdout


def test_the_command_shows_the_counts() -> None:
    result = CliRunner().invoke(app, ["translate-status", str(shipped_folder("rubrics")), "--language", "sv"])
    assert result.exit_code == FINE
    assert "Kriterier och ovillkorliga krav" in result.stdout
    assert "Ingenting saknas." in result.stdout


def test_bad_input_is_told_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("name: {fi: a\n")
    for path, words in ((tmp_path / "gone", "there is no such file or folder"), (broken, "broken.yaml:")):
        result = CliRunner().invoke(app, ["translate-status", str(path)])
        assert result.exit_code == WRONG_USE
        assert words in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
