"""The promises of `coachkit schema --link`: one line more, everything else byte for byte, once only."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from coachkit.authoring.check import check_paths
from coachkit.authoring.modelines import BOM, link_files, with_modeline
from coachkit.cli import FINE, app
from coachkit.documents import shipped_folder
from coachkit.errors import InputError

LINE = b"# yaml-language-server: $schema="
COURSE = "exercises/first-week/course.yaml"


def _unlinked(folder: Path) -> dict[Path, bytes]:
    """Our YAML files of a workspace without the line, as they are on disk."""
    found = {}
    for path in [*folder.glob("exercises/*/*.yaml"), *folder.glob("rubrics/**/*.yaml")]:
        data = path.read_bytes()
        if data.startswith(LINE):
            data = data.partition(b"\n")[2]
            path.write_bytes(data)
        found[path] = data
    return found


def test_every_shipped_file_gets_the_line_and_nothing_else(workspace: Path) -> None:
    before = _unlinked(workspace)
    linked = list(link_files([workspace / "exercises", workspace / "rubrics"]))
    assert {one.path for one in linked if one.outcome == "linked"} == set(before)
    for path, data in before.items():
        first, _, rest = path.read_bytes().partition(b"\n")
        assert rest == data
        assert (path.parent / first.removeprefix(LINE).decode()).resolve().is_file()


def test_linking_twice_changes_nothing(workspace: Path) -> None:
    _unlinked(workspace)
    list(link_files([workspace]))
    once = {path: path.read_bytes() for path in workspace.rglob("*.yaml")}
    assert {one.outcome for one in link_files([workspace])} == {"there"}
    assert {path: path.read_bytes() for path in workspace.rglob("*.yaml")} == once


@pytest.mark.slow
def test_a_linked_workspace_is_still_in_order(workspace: Path) -> None:
    list(link_files([workspace / "exercises" / "first-week", workspace / "rubrics" / "chat.yaml"]))
    assert check_paths([workspace / "exercises" / "first-week", workspace / "rubrics" / "chat.yaml"]).problems == []


@pytest.mark.parametrize(
    ("data", "linked"),
    [
        (b"id: a\n", LINE + b"x.json\nid: a\n"),
        (b"id: a\r\nversion: 1\r\n", LINE + b"x.json\r\nid: a\r\nversion: 1\r\n"),
        (BOM + b"id: a\r\n", BOM + LINE + b"x.json\r\nid: a\r\n"),
        (b"id: a", LINE + b"x.json\nid: a"),
        (b"", LINE + b"x.json\n"),
    ],
)
def test_line_ends_and_the_byte_order_mark_stay(data: bytes, linked: bytes) -> None:
    assert with_modeline(data, "x.json") == linked


def test_a_file_that_cannot_be_read_stays_as_it_is(workspace: Path) -> None:
    path = workspace / COURSE
    for data in (b"id: 'a\n", b"id: \xff\n", b"\tid: a\n"):
        path.write_bytes(data)
        assert [one.outcome for one in link_files([path])] == ["unreadable"]
        assert path.read_bytes() == data


def test_files_of_others_and_hidden_folders_are_left_alone(workspace: Path) -> None:
    other, hidden = workspace / "rubrics" / "notes.yaml", workspace / "exercises" / ".kept" / "course.yaml"
    other.write_text("shopping: [milk]\n", "utf-8")
    hidden.parent.mkdir()
    hidden.write_text("id: kept\n", "utf-8")
    assert list(link_files([other, workspace / "exercises" / "sample"])) == []
    list(link_files([workspace]))
    assert hidden.read_text("utf-8") == "id: kept\n"


def test_without_a_schema_above_it_the_file_stays_and_the_remedy_is_told(tmp_path: Path) -> None:
    path = tmp_path / "course.yaml"
    path.write_text("id: lonely\n", "utf-8")
    result = CliRunner().invoke(app, ["schema", "--link", str(path)])
    assert result.exit_code == FINE
    assert "coachkit schema --into" in result.stderr
    assert path.read_text("utf-8") == "id: lonely\n"
    with pytest.raises(InputError, match="no such file"):
        list(link_files([tmp_path / "nowhere"]))


@pytest.mark.parametrize("part", ["exercises", "rubrics"])
def test_every_shipped_file_names_its_schema(part: str) -> None:
    files = [one for one in shipped_folder(part).rglob("*.yaml") if not one.name.startswith(".")]
    assert len(files) > 90
    for path in files:
        first = path.read_text("utf-8").partition("\n")[0]
        assert first.startswith("# yaml-language-server: $schema="), path
        assert (path.parent / first.partition("=")[2]).is_file(), path
