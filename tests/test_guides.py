"""The promises of README.md and CONTRIBUTING.md: what they show works, and what they name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import coachkit
from coachkit.criteria.schema import REPLY_STATES, SITUATIONS, Criterion
from coachkit.documents import load
from coachkit.examples import run_examples
from coachkit.rubrics import load_rubric

GUIDES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")


def blocks(path: Path, language: str) -> list[str]:
    """The fenced blocks of a guide in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def workspace(root: Path, tmp_path: Path) -> Path:
    """The folder that CONTRIBUTING.md tells a trainer to make."""
    criterion, rubric, *_ = blocks(root / "CONTRIBUTING.md", "yaml")
    folder = tmp_path / "my-rubrics"
    (folder / "criteria" / "tone").mkdir(parents=True)
    (folder / "criteria" / "tone" / "wishes_well.yaml").write_text(criterion, "utf-8")
    (folder / "our_chat.yaml").write_text(rubric, "utf-8")
    return folder


def test_the_criterion_shown_does_what_its_examples_say(workspace: Path) -> None:
    criterion = load(workspace / "criteria" / "tone" / "wishes_well.yaml", Criterion)
    assert run_examples(criterion) == []


def test_the_rubric_shown_scores_with_the_criterion_shown(workspace: Path) -> None:
    card = coachkit.score("I moved your ticket to Friday. Safe journey to York!", load_rubric(workspace / "our_chat.yaml"))
    assert [one.quote for one in card.findings if one.criterion == "tone.wishes_well"] == ["Safe journey"]


def test_contributing_names_every_situation_and_state(root: Path) -> None:
    text = (root / "CONTRIBUTING.md").read_text("utf-8")
    assert [name for name in (*SITUATIONS, *REPLY_STATES) if f"`{name}`" not in text] == []


def test_the_floors_shown_are_the_floors_held(root: Path) -> None:
    settings = (root / "pyproject.toml").read_text("utf-8").split("layers = [")[1].split("]")[0]
    held = [line.replace("(", "").replace(")", "") for line in re.findall(r'"(.*)"', settings)]
    shown = "\n".join(held)
    assert f"```\n{shown}\n```" in (root / "CONTRIBUTING.md").read_text("utf-8")


def test_the_python_shown_runs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks(root / "README.md", "python")
    shown: dict[str, object] = {}
    exec(code, shown)  # noqa: S102 - our own guide
    assert isinstance(shown["card"], coachkit.Scorecard)
    assert capsys.readouterr().out


@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_shown_is_there(guide: str, root: Path) -> None:
    from typer.main import get_command

    from coachkit.cli import app

    commands = get_command(app).commands  # type: ignore[attr-defined]
    named = set(re.findall(r"^coachkit ([a-z]+)", "\n".join(blocks(root / guide, "sh")), re.MULTILINE))
    assert named <= set(commands)


def test_every_command_and_option_of_the_reviewers_way_is_there(root: Path) -> None:
    from typer.main import get_command

    from coachkit.cli import app

    commands = dict(get_command(app).commands)  # type: ignore[attr-defined]
    for group in [name for name, one in commands.items() if hasattr(one, "commands")]:
        commands |= {f"{group} {name}": one for name, one in commands[group].commands.items()}
    guide = (root / "docs" / "review.md").read_text("utf-8")
    shown = "\n".join(
        [*blocks(root / "README.md", "sh"), *blocks(root / "docs" / "review.md", "sh"), *blocks(root / "docs" / "batch.md", "sh")]
    )
    for first, rest in re.findall(r"^coachkit ([a-z]+)(.*)$", shown, re.MULTILINE):
        second = f"{first} {' '.join(rest.split()[:1])}"
        name = second if second in commands else first
        known = {option for one in commands[name].params for option in one.opts}
        assert set(re.findall(r"--[a-z-]+", rest.split("#")[0])) <= known, name
    known = {option for name in commands for one in commands[name].params for option in (*one.opts, *one.secondary_opts)}
    assert set(re.findall(r"`(?:coachkit [a-z]+ )?(--[a-z-]+)", guide)) <= known
    assert [link for link in re.findall(r"\]\(([^)#]+)", guide) if not (root / "docs" / link).exists()] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_every_make_target_and_link_is_there(guide: str, root: Path) -> None:
    text = (root / guide).read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert (
        set(re.findall(r"`?make ([a-z]+)[`\s]", "\n".join(re.findall(r"`make [a-z]+`|^make .*$", text, re.MULTILINE)))) <= targets
    )
    assert [link for link in re.findall(r"\]\(([^)#]+)\)", text) if not (root / link).exists()] == []


def test_every_test_in_the_browser_stands_where_make_looks_for_it(root: Path) -> None:
    marked = {path for path in (root / "tests").rglob("*.py") if "pytest.mark.browser" in path.read_text("utf-8")}
    assert "pytest tests/browser -m browser" in (root / "Makefile").read_text("utf-8")
    assert {path.parent for path in marked - {Path(__file__)}} == {root / "tests" / "browser"}


def test_the_changelog_begins_with_this_version(root: Path) -> None:
    assert re.search(r"^## (\S+)", (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)[1] == coachkit.__version__  # type: ignore[index]
