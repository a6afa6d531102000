"""The promises of `coachkit new`: into the workspace, valid at once, never over another file; asks what no option says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from coachkit.authoring import new_places
from coachkit.authoring.check import check_paths
from coachkit.authoring.new_places import find_workspace, write_new
from coachkit.cli import FINE, STOPPED, WRONG_USE, app, asking
from coachkit.errors import InputError
from coachkit.model import LANGUAGES
from coachkit.rubrics import load_rubric
from coachkit.scenarios.loading import load_course, load_scenario


def new(*arguments: str, typed: str | None = None) -> Result:
    """`coachkit new` in this process."""
    result = CliRunner().invoke(app, ["new", *arguments], input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody is there to answer."""
    monkeypatch.setattr(asking, "is_terminal", lambda: True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.slow
def test_a_new_scenario_in_a_new_course_is_in_order(language: str, workspace: Path) -> None:
    made = new("scenario", "our-day", "--course", "ours", "--make-course", "--language", language)
    assert made.exit_code == FINE, made.output
    path = workspace / "exercises" / "ours" / "our-day.yaml"
    assert "exercises/ours/our-day.yaml" in made.stdout
    assert check_paths([path.parent]).problems == []
    assert load_scenario(path).language == language
    assert path.read_text("utf-8").startswith("# yaml-language-server: $schema=../schema/scenario.json\n# ")


def test_a_new_scenario_joins_a_course_that_is_there(workspace: Path) -> None:
    before = len(load_course(workspace / "exercises" / "first-week").scenarios)
    options = ("--kind", "improve", "--written-in", "sv", "--channel", "article", "--title", "Vår text", "--course", "first-week")
    assert new("scenario", "our-text", *options).exit_code == FINE
    course = load_course(workspace / "exercises" / "first-week")
    made = next(one for one in course.scenarios if one.id == "our-text")
    assert len(course.scenarios) == before + 1
    assert (made.kind, made.language, made.channel, made.title) == ("improve", "sv", "article", "Vår text")


@pytest.mark.slow
def test_a_new_shift_takes_conversations_of_the_workspace(workspace: Path) -> None:
    for name in ("one", "two"):
        assert new("scenario", name, "--course", "ours", "--make-course").exit_code == FINE
    assert new("scenario", "both", "--kind", "shift", "--course", "ours", "--chat", "one", "--chat", "two").exit_code == FINE
    assert new("scenario", "any", "--kind", "shift", "--course", "ours", "--written-in", "fi").exit_code == FINE
    assert check_paths([workspace / "exercises" / "ours"]).problems == []
    assert [chat.scenario for chat in load_scenario(workspace / "exercises" / "ours" / "both.yaml").chats] == ["one", "two"]


@pytest.mark.slow
def test_a_new_criterion_counts_in_a_new_rubric(workspace: Path) -> None:
    names = ("--name-fi", "Oma", "--name-sv", "Egen", "--name-en", "Own: one")
    made = new("criterion", "clarity.ours", "--measure", "at_least", *names)
    assert made.exit_code == FINE
    assert "clarity.ours: 2" in made.stdout
    assert new("criterion", "gates.ours", "--measure", "at_most").exit_code == FINE
    picks = ("--pick", "clarity.ours=1.5", "--pick", "gates.ours=30")
    assert new("rubric", "our_chat", "--channel", "chat", "--minimal", *picks).exit_code == FINE
    assert (
        check_paths(
            [workspace / "rubrics" / name for name in ("our_chat.yaml", "criteria/clarity/ours.yaml", "gates/ours.yaml")]
        ).problems
        == []
    )
    rubric = load_rubric(workspace / "rubrics" / "our_chat.yaml")
    assert (rubric.weights["clarity.ours"], rubric.caps["gates.ours"]) == (1.5, 30)
    assert next(one for one in rubric.criteria if one.id == "clarity.ours").name.en == "Own: one"


def test_a_new_course_is_there_with_its_titles(workspace: Path) -> None:
    titles = ("--title-fi", "Talvi", "--title-sv", "Vinter", "--title-en", "Winter", "--about-en", "Snow")
    assert new("course", "winter", *titles).exit_code == FINE
    course = load_course(workspace / "exercises" / "winter")
    assert course.title == {"fi": "Talvi", "sv": "Vinter", "en": "Winter"}
    assert course.about["en"] == "Snow"


def test_what_no_option_says_is_asked_and_asked_again(workspace: Path, terminal: None) -> None:  # noqa: ARG001
    answers = ["Not An Id", "our-day", "talk", "message", "fi", "", "Koira", "ours", "y"]
    made = new("scenario", typed="\n".join(answers) + "\n")
    assert made.exit_code == FINE, made.output
    assert "is no id" in made.stderr
    assert "did you mean" in made.stderr or "known:" in made.stderr
    scenario = load_scenario(workspace / "exercises" / "ours" / "our-day.yaml")
    assert (scenario.kind, scenario.language, scenario.channel, scenario.title) == ("message", "fi", "chat", "Koira")


@pytest.mark.slow
def test_every_kind_of_file_can_be_asked_for(workspace: Path, terminal: None) -> None:  # noqa: ARG001
    assert new("criterion", "--language", "fi", typed="tone.oma\nat_most\n" + "\n" * 6).exit_code == FINE
    assert new("rubric", "--language", "sv", typed="egen\nemail\ny\nEn\nTvå\nTre\n").exit_code == FINE
    assert new("course", typed="ours\n" + "\n" * 6).exit_code == FINE
    paths = ["rubrics/criteria/tone/oma.yaml", "rubrics/egen.yaml", "exercises/ours"]
    assert check_paths([workspace / path for path in paths]).problems == []
    assert load_rubric(workspace / "rubrics" / "egen.yaml").file.name.sv == "Två"


def test_nobody_to_ask_names_the_option_that_is_missing(workspace: Path) -> None:  # noqa: ARG001
    for arguments, told in [
        (["scenario"], "the scenario's id"),
        (["scenario", "a"], "--course"),
        (["criterion"], "criterion's id"),
    ]:
        result = new(*arguments)
        assert (result.exit_code, told in result.stderr) == (WRONG_USE, True), result.stderr
    result = new("scenario", "a", "--course", "first-weak")
    assert "did you mean 'first-week'?; --make-course makes a new one" in result.stderr


def test_who_stops_answering_has_written_nothing(workspace: Path, terminal: None) -> None:  # noqa: ARG001
    before = sorted(workspace.rglob("*"))
    for typed in ("our-day\nmessage\n", "our-day\nmessage\nen\nchat\nA day\nnowhere\n"):
        result = new("scenario", typed=typed)
        assert (result.exit_code, "stopped; no file was written" in result.stderr) == (STOPPED, True)
    assert sorted(workspace.rglob("*")) == before


def test_nothing_is_written_over(workspace: Path) -> None:
    calls = [
        ("scenario", "our-day", "--course", "ours", "--make-course"),
        ("criterion", "tone.ours"),
        ("rubric", "ours"),
        ("course", "winter"),
    ]
    for call in calls:
        assert new(*call).exit_code == FINE
    files = {path: path.read_bytes() for path in workspace.rglob("*.yaml")}
    for call in calls:
        result = new(*call)
        assert result.exit_code == WRONG_USE
        assert "is there already" in result.stderr or "has this id already" in result.stderr
    assert new("scenario", "our-day", "--course", "first-week").exit_code == WRONG_USE
    assert {path: path.read_bytes() for path in workspace.rglob("*.yaml")} == files


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match="No space left on device"):
        write_new(tmp_path / "a.yaml", "id: a\n")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_links_gets_the_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", none)
    assert write_new(tmp_path / "a.yaml", "id: ä\n").read_text("utf-8") == "id: ä\n"
    with pytest.raises(InputError, match="is there already"):
        write_new(tmp_path / "a.yaml", "id: b\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_outside_a_workspace_the_way_to_one_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = new("course", "ours")
    assert result.exit_code == WRONG_USE
    assert "is no workspace" in result.stderr
    assert "coachkit lab my-workspace --no-start" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_workspace_is_found_from_within_and_by_name(workspace: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(workspace / "exercises" / "first-week")
    assert find_workspace() == workspace
    monkeypatch.chdir(tmp_path)
    assert new("course", "ours", "--into", str(workspace)).exit_code == FINE
    assert new_places.courses_in(workspace).count("ours") == 1
    with pytest.raises(InputError, match="is no workspace"):
        find_workspace(workspace / "exercises")
