"""A workspace gets what is shipped, and an update never takes away what its owner did."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from coachkit import __version__
from coachkit.cli import FINE, WRONG_USE, app, open_lab
from coachkit.errors import InputError
from coachkit.workspace import NOTEBOOK_TO_OPEN, Change, Update, digest, update_workspace

Edit = Callable[[str, str], None]


def notebook(*sources: str, run: bool = False) -> str:
    """A small notebook, as it is shipped or as it looks once it was run and saved."""
    more = {"execution_count": 1, "outputs": [{"output_type": "stream", "name": "stdout", "text": ["hi\n"]}]} if run else {}
    cells = [{"cell_type": "code", "source": source.splitlines(keepends=True), "metadata": {}, **more} for source in sources]
    return json.dumps({"cells": cells, "metadata": {"signed": run}, "nbformat": 4, "nbformat_minor": 5})


FIRST = {
    "notebooks/practice.ipynb": notebook("import coachkit", "coachkit.practice()"),
    "notebooks/start.ipynb": notebook("1"),
    "exercises/first-week/course.yaml": "id: first-week\n",
    "exercises/first-week/parcel.yaml": "id: parcel\nversion: 1\n",
    "rubrics/chat.yaml": "id: chat\nversion: 1\n",
    "rubrics/criteria/tone/closing.yaml": "id: tone.closing\n",
}


@pytest.fixture
def shipped(tmp_path: Path) -> dict[str, Path]:
    """The folders of what a version ships, apart from the real ones."""
    folder = tmp_path / "shipped"
    for path, text in FIRST.items():
        write(folder / path, text)
    return {part: folder / part for part in ("notebooks", "exercises", "rubrics")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace that is not there yet."""
    return tmp_path / "my workspace"


def write(path: Path, text: str) -> None:
    """The text at the path, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def ship(shipped: Mapping[str, Path], path: str, text: str) -> None:
    """What a later version ships at this path."""
    part, _, inside = path.partition("/")
    write(shipped[part] / inside, text)


def contents(folder: Path) -> dict[str, str]:
    """All files of a workspace by path, the program's own apart."""
    paths = (path for path in folder.rglob("*") if path.is_file() and ".coachkit" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}


def paths(update: Update, outcome: Any) -> list[str]:
    """The paths with this outcome."""
    return [one.path for one in update.those(outcome)]


def test_a_new_workspace_gets_everything(folder: Path, shipped: dict[str, Path]) -> None:
    update = update_workspace(folder, "1.0", shipped)
    assert contents(folder) == FIRST
    assert paths(update, "added") == sorted(FIRST)
    again = update_workspace(folder, "1.0", shipped)
    assert paths(again, "same") == sorted(FIRST)
    assert contents(folder) == FIRST


def test_what_nobody_changed_is_brought_up_to_date(folder: Path, shipped: dict[str, Path]) -> None:
    update_workspace(folder, "1.0", shipped)
    ship(shipped, "rubrics/chat.yaml", "id: chat\nversion: 2\n")
    ship(shipped, "exercises/first-week/new.yaml", "id: new\n")
    update = update_workspace(folder, "2.0", shipped)
    assert (paths(update, "updated"), paths(update, "added")) == (["rubrics/chat.yaml"], ["exercises/first-week/new.yaml"])
    assert contents(folder) == {
        **FIRST,
        "rubrics/chat.yaml": "id: chat\nversion: 2\n",
        "exercises/first-week/new.yaml": "id: new\n",
    }


def test_what_its_owner_changed_is_kept_and_told(folder: Path, shipped: dict[str, Path]) -> None:
    update_workspace(folder, "1.0", shipped)
    mine = "id: chat\nversion: 1\n# mine\n"
    write(folder / "rubrics/chat.yaml", mine)
    for _ in range(2):
        update = update_workspace(folder, "1.0", shipped)
        assert update.those("kept") == (Change("rubrics/chat.yaml", "kept"),)
    assert contents(folder) == {**FIRST, "rubrics/chat.yaml": mine}


def test_a_new_version_of_what_its_owner_changed_is_offered_once_and_apart(folder: Path, shipped: dict[str, Path]) -> None:
    update_workspace(folder, "1.0", shipped)
    write(folder / "rubrics/chat.yaml", "mine")
    for version in ("2.0", "3.0"):
        ship(shipped, "rubrics/chat.yaml", f"id: chat\nversion: {version}\n")
        offered = f"from-coachkit-{version}/rubrics/chat.yaml"
        assert update_workspace(folder, version, shipped).those("kept") == (Change("rubrics/chat.yaml", "kept", offered),)
        assert update_workspace(folder, version, shipped).those("kept") == (Change("rubrics/chat.yaml", "kept"),)
        assert contents(folder)[offered] == f"id: chat\nversion: {version}\n"
    assert contents(folder)["rubrics/chat.yaml"] == "mine"


def test_who_takes_the_new_version_over_gets_the_next_one_again(folder: Path, shipped: dict[str, Path]) -> None:
    update_workspace(folder, "1.0", shipped)
    write(folder / "rubrics/chat.yaml", "mine")
    ship(shipped, "rubrics/chat.yaml", "two")
    update_workspace(folder, "2.0", shipped)
    write(folder / "rubrics/chat.yaml", "two")
    update_workspace(folder, "2.0", shipped)
    ship(shipped, "rubrics/chat.yaml", "three")
    assert paths(update_workspace(folder, "3.0", shipped), "updated") == ["rubrics/chat.yaml"]


def test_what_was_there_before_the_workspace_is_its_owners(folder: Path, shipped: dict[str, Path]) -> None:
    write(folder / "rubrics/chat.yaml", "mine")
    write(folder / "notes.txt", "also mine")
    update = update_workspace(folder, "1.0", shipped)
    assert update.those("kept") == (Change("rubrics/chat.yaml", "kept", "from-coachkit-1.0/rubrics/chat.yaml"),)
    assert contents(folder)["rubrics/chat.yaml"] == "mine"
    assert contents(folder)["notes.txt"] == "also mine"


def test_what_its_owner_deleted_stays_away(folder: Path, shipped: dict[str, Path]) -> None:
    update_workspace(folder, "1.0", shipped)
    (folder / "notebooks/start.ipynb").unlink()
    shutil.rmtree(folder / "exercises")
    ship(shipped, "notebooks/start.ipynb", notebook("2"))
    update = update_workspace(folder, "2.0", shipped)
    gone = ["exercises/first-week/course.yaml", "exercises/first-week/parcel.yaml", "notebooks/start.ipynb"]
    assert paths(update, "gone") == gone
    assert set(contents(folder)) == set(FIRST) - set(gone)


def test_what_is_shipped_no_more_stays(folder: Path, shipped: dict[str, Path]) -> None:
    update_workspace(folder, "1.0", shipped)
    (shipped["rubrics"] / "chat.yaml").unlink()
    update_workspace(folder, "2.0", shipped)
    assert contents(folder) == FIRST


def test_running_a_notebook_is_not_changing_it(folder: Path, shipped: dict[str, Path]) -> None:
    update_workspace(folder, "1.0", shipped)
    write(folder / "notebooks/practice.ipynb", notebook("import coachkit", "coachkit.practice()", run=True))
    assert update_workspace(folder, "1.0", shipped).those("kept") == ()
    ship(shipped, "notebooks/practice.ipynb", notebook("import coachkit", "coachkit.practice('fi')"))
    assert paths(update_workspace(folder, "2.0", shipped), "updated") == ["notebooks/practice.ipynb"]
    write(folder / "notebooks/practice.ipynb", notebook("import coachkit", "coachkit.practice('sv')", run=True))
    assert paths(update_workspace(folder, "2.0", shipped), "kept") == ["notebooks/practice.ipynb"]


@pytest.mark.parametrize(("one", "other", "same"), [("a\nb\n", "a\r\nb\r\n", True), ("a\nb\n", "a\nb", False)])
def test_line_ends_do_not_count(tmp_path: Path, one: str, other: str, *, same: bool) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_bytes(one.encode())
    second.write_bytes(other.encode())
    assert (digest(first) == digest(second)) is same


@pytest.mark.parametrize("text", ["", "no notebook", "[1]", '{"cells": 3}', '{"cells": [{}]}', '{"cells": [{"source": 1}]}'])
def test_a_notebook_that_is_broken_counts_as_changed(folder: Path, shipped: dict[str, Path], text: str) -> None:
    update_workspace(folder, "1.0", shipped)
    write(folder / "notebooks/practice.ipynb", text)
    assert paths(update_workspace(folder, "1.0", shipped), "kept") == ["notebooks/practice.ipynb"]
    assert contents(folder)["notebooks/practice.ipynb"] == text


@pytest.mark.parametrize("text", [None, "", "[]", '{"copied": 3}', '{"copied": {}}'])
def test_without_its_manifest_nothing_is_overwritten(folder: Path, shipped: dict[str, Path], text: str | None) -> None:
    update_workspace(folder, "1.0", shipped)
    write(folder / "rubrics/chat.yaml", "mine")
    manifest = folder / ".coachkit" / "manifest.json"
    manifest.unlink() if text is None else manifest.write_text(text, "utf-8")
    ship(shipped, "notebooks/start.ipynb", notebook("2"))
    update = update_workspace(folder, "2.0", shipped)
    assert paths(update, "kept") == ["notebooks/start.ipynb", "rubrics/chat.yaml"]
    assert contents(folder)["rubrics/chat.yaml"] == "mine"
    assert contents(folder)["notebooks/start.ipynb"] == notebook("1")


def test_leftovers_are_not_copied(folder: Path, shipped: dict[str, Path]) -> None:
    for name in (".ipynb_checkpoints/practice-checkpoint.ipynb", ".DS_Store", "__pycache__/x.pyc", ".hidden/x"):
        write(shipped["notebooks"] / name, "x")
    update_workspace(folder, "1.0", shipped)
    assert contents(folder) == FIRST


@pytest.mark.parametrize("inside", ["", "first-week", "new/one"])
def test_a_workspace_in_what_is_shipped_is_refused(shipped: dict[str, Path], inside: str) -> None:
    before = contents(shipped["exercises"].parent)
    with pytest.raises(InputError, match="choose another one"):
        update_workspace(shipped["exercises"] / inside, "1.0", shipped)
    assert contents(shipped["exercises"].parent) == before


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, shipped: dict[str, Path]) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(InputError, match="choose another folder"):
            update_workspace(folder, "1.0", shipped)


def test_a_file_is_there_whole_or_not_at_all(folder: Path, shipped: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    update_workspace(folder, "1.0", shipped)
    ship(shipped, "rubrics/chat.yaml", "id: chat\nversion: 2\n")

    def fill_up(_source: Path, target: Path) -> None:
        target.write_text("id: ch", "utf-8")
        raise OSError(28, "No space left on device", str(target))

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", fill_up)
        with pytest.raises(InputError, match="No space left on device"):
            update_workspace(folder, "2.0", shipped)
    assert contents(folder) == FIRST
    assert paths(update_workspace(folder, "2.0", shipped), "updated") == ["rubrics/chat.yaml"]


# coachkit lab


def run(*arguments: object) -> Result:
    """The command in this process."""
    result = CliRunner().invoke(app, ["lab", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_lab_copies_what_is_shipped(folder: Path, root: Path) -> None:
    result = run(folder, "--no-start")
    assert result.exit_code == FINE
    assert f"Workspace: {folder}" in result.stdout
    for path in ("notebooks/start.ipynb", "exercises/README.md", "rubrics/chat.yaml", "rubrics/criteria/tone/closing.yaml"):
        assert (folder / path).read_bytes() == (root / path).read_bytes()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Kept as you changed it: rubrics/chat.yaml", "Left out, as you deleted it: rubrics/email.yaml"]),
        ("fi", ["Muutoksesi säilyivät: rubrics/chat.yaml", "Poistamiasi tiedostoja ei palautettu: rubrics/email.yaml"]),
        ("sv", ["Dina ändringar är kvar: rubrics/chat.yaml", "tagit bort lades inte till på nytt: rubrics/email.yaml"]),
    ],
)
def test_lab_says_what_it_kept(folder: Path, language: str, words: list[str]) -> None:
    run(folder, "--no-start")
    write(folder / "rubrics/chat.yaml", "mine")
    (folder / "rubrics/email.yaml").unlink()
    told = " ".join(run(folder, "--no-start", "--language", language).stdout.split())
    assert [one for one in words if one not in told] == []


def test_lab_says_where_a_new_version_is(folder: Path) -> None:
    write(folder / "rubrics/chat.yaml", "mine")
    told = run(folder, "--no-start").stdout
    assert f"from-coachkit-{__version__}/rubrics/chat.yaml" in told


def test_lab_without_the_workbench_says_the_pip_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    result = run(folder)
    assert result.exit_code == WRONG_USE
    assert "pip install 'coachkit[workbench]'" in result.stderr
    assert not folder.exists()
    assert run(folder, "--no-start").exit_code == FINE


def test_lab_in_a_folder_that_cannot_be_used_is_told_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    result = run(tmp_path / "file", "--no-start")
    assert (result.exit_code, "choose another folder" in result.stderr) == (WRONG_USE, True)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, str]]]:
    """What would have been started: command lines and environments."""
    calls: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(open_lab, "become", lambda arguments, variables: calls.append((arguments, dict(variables))))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: object())
    return calls


def test_lab_starts_this_pythons_jupyterlab_on_this_computer_only(folder: Path, started: list[Any]) -> None:
    write(folder / NOTEBOOK_TO_OPEN, notebook("1"))
    run(folder, "--port", "8899", "--no-browser")
    ((arguments, _),) = started
    assert arguments[:3] == [sys.executable, "-m", "jupyterlab"]
    assert "--ip=127.0.0.1" in arguments
    assert f"--ServerApp.root_dir={folder}" in arguments
    assert f"--LabApp.default_url=/lab/tree/{NOTEBOOK_TO_OPEN}" in arguments
    assert {"--port=8899", "--no-browser"} <= set(arguments)
    run(folder)
    assert not {"--port=8899", "--no-browser"} & set(started[1][0])


@pytest.mark.parametrize(("user", "allowed"), [(0, True), (1000, False)])
def test_root_is_allowed_only_when_it_is_root(
    folder: Path, started: list[Any], monkeypatch: pytest.MonkeyPatch, user: int, *, allowed: bool
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    run(folder)
    assert ("--allow-root" in started[0][0]) is allowed


def test_a_workspace_without_the_practice_notebook_still_opens(folder: Path, started: list[Any]) -> None:
    write(folder / NOTEBOOK_TO_OPEN, notebook("1"))
    run(folder)
    card = folder / ".coachkit/jupyter/data/jupyter_app_launcher/jp_app_launcher_coachkit.yaml"
    assert json.loads(card.read_text("utf-8"))[0]["source"][0]["args"] == {"path": NOTEBOOK_TO_OPEN}
    (folder / NOTEBOOK_TO_OPEN).unlink()
    write(folder / ".coachkit/manifest.json", json.dumps({"copied": {NOTEBOOK_TO_OPEN: "x"}, "offered": {}}))
    run(folder)
    assert not [one for one in started[1][0] if "default_url" in one]
    assert json.loads(card.read_text("utf-8")) == []


def test_the_users_own_environment_stays_in_force(folder: Path, started: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"JUPYTER_PATH": "/mine/data", "JUPYTER_CONFIG_PATH": "/mine/config", "COACHKIT_EXERCISES": "/mine/exercises"}
    for name, value in own.items():
        monkeypatch.setenv(name, value)
    run(folder)
    variables = started[0][1]
    jupyter = folder / ".coachkit" / "jupyter"
    assert variables["JUPYTER_PATH"] == f"/mine/data{os.pathsep}{jupyter / 'data'}"
    assert variables["JUPYTER_CONFIG_PATH"] == f"/mine/config{os.pathsep}{jupyter / 'config'}"
    assert variables["COACHKIT_EXERCISES"] == "/mine/exercises"
    for name in own:
        monkeypatch.delenv(name)
    run(folder)
    assert started[1][1]["COACHKIT_EXERCISES"] == str(folder / "exercises")
