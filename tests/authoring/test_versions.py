"""The promises of versions: what was published keeps its structure under its number; words may be polished."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coachkit.authoring.check import check_paths
from coachkit.authoring.versions import (
    KINDS,
    LEDGER,
    Document,
    ledger_near,
    publish,
    read_ledger,
    structure,
    version_problems,
)
from coachkit.cli import FINE, PROBLEMS, app
from coachkit.criteria.schema import Criterion
from coachkit.documents import load, read_text, shipped_folder
from coachkit.errors import DocumentError, InputError
from coachkit.rubrics import RubricFile
from coachkit.scenarios.loading import COURSE_FILE, load_scenario

pytestmark = pytest.mark.slow

COURSE = Path(__file__).parents[1] / "scenarios" / "course"
Edit = Callable[[str, str], list[str]]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of exercises and one of rubrics, all of it published; not to be written into."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(COURSE, folder / "exercises" / "course")
    (folder / "rubrics" / "criteria" / "tone").mkdir(parents=True)
    ours = read_text(shipped_folder("rubrics") / "chat.yaml")
    (folder / "rubrics" / "ours.yaml").write_text(re.sub(r"^version: \d+", "version: 1", ours, flags=re.MULTILINE), "utf-8")
    shutil.copy(shipped_folder("rubrics") / "criteria" / "tone" / "no_threat.yaml", folder / "rubrics" / "criteria" / "tone")
    done = CliRunner().invoke(app, ["publish", str(folder)])
    assert done.exit_code == FINE, done.output
    return folder


@pytest.fixture
def workshop(published: Path, tmp_path: Path) -> Path:
    """A published workshop of the test's own."""
    return Path(shutil.copytree(published, tmp_path, dirs_exist_ok=True))


@pytest.fixture
def edit(workshop: Path) -> Callable[[str, str, str], list[str]]:
    """Replaces words of a published file and gives what check says of it."""

    def go(name: str, old: str, new: str) -> list[str]:
        path = workshop / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return check_paths([path]).problems

    return go


PARCEL = "exercises/course/parcel-left-outside.yaml"
CRITERION = "rubrics/criteria/tone/no_threat.yaml"
STRUCTURAL = {
    "where a rule goes": (PARCEL, "if: {replies_at_least: 4}", "if: {replies_at_least: 3}"),
    "what the customer says": (PARCEL, "hi, my parcel 48213", "hi, my parcel 48214"),
    "how a criterion counts": (CRITERION, "cost: 0.6", "cost: 0.7"),
    "a weight": ("rubrics/ours.yaml", "clarity.next_step: 5", "clarity.next_step: 4"),
}


@pytest.mark.parametrize("what", STRUCTURAL)
def test_a_structural_edit_needs_a_new_version(edit: Callable[[str, str, str], list[str]], workshop: Path, what: str) -> None:
    name, old, new = STRUCTURAL[what]
    (told,) = [one for one in edit(name, old, new) if "structure" in one]
    assert told.startswith(f"{workshop / name}:")
    assert told.endswith("write version 2, or undo the change")
    assert not [one for one in edit(name, "version: 1", "version: 2") if "version" in one]


WORDING = {
    "a title": (PARCEL, "title: ", "title: Oh, "),
    "how hard it is": (PARCEL, "difficulty: 2", "difficulty: 3"),
    "a comment": (PARCEL, "id: ", "# Ours.\nid: "),
    "advice": (CRITERION, "source: ", "source: Own guide and "),
    "what a rubric is about": ("rubrics/ours.yaml", "about:", "# Ours.\nabout:"),
}


@pytest.mark.parametrize("what", WORDING)
def test_words_may_be_polished(edit: Callable[[str, str, str], list[str]], what: str) -> None:
    assert [one for one in edit(*WORDING[what]) if "version" in one] == []


def test_a_version_never_goes_back(edit: Callable[[str, str, str], list[str]], workshop: Path) -> None:
    edit(PARCEL, "version: 1", "version: 3")
    assert CliRunner().invoke(app, ["publish", str(workshop / PARCEL)]).exit_code == FINE
    (told,) = edit(PARCEL, "version: 3", "version: 2")
    assert "version 2 is older than the published 3; write 4" in told
    assert edit(PARCEL, "version: 2", "version: 1") == []  # that one is published, and this is what it was


def test_publishing_tells_what_it_recorded_and_records_it_once(workshop: Path) -> None:
    ledgers = sorted(str(one.relative_to(workshop)) for one in workshop.rglob(LEDGER))
    assert ledgers == [f"exercises/{LEDGER}", f"rubrics/{LEDGER}"]
    before = {one: one.read_bytes() for one in workshop.rglob(LEDGER)}
    again = CliRunner().invoke(app, ["publish", str(workshop)])
    assert again.exit_code == FINE
    assert "7 published before, unchanged" in again.stdout
    assert {one: one.read_bytes() for one in workshop.rglob(LEDGER)} == before
    assert read_ledger(workshop / "rubrics" / LEDGER).keys() == {"criterion tone.no_threat", "rubric chat"}


def test_nothing_is_published_while_anything_is_wrong(workshop: Path) -> None:
    before = (workshop / "exercises" / LEDGER).read_bytes()
    path = workshop / PARCEL
    path.write_text(path.read_text("utf-8").replace("version: 1", "version: 2").replace("industry: retail", "industry: shop"))
    done = CliRunner().invoke(app, ["publish", str(workshop), "--language", "fi"])
    assert done.exit_code == PROBLEMS
    assert "Mitään ei julkaistu" in done.stdout
    assert ":7:1: 'industry'" in done.stdout
    assert (workshop / "exercises" / LEDGER).read_bytes() == before


def test_what_was_never_published_is_free(tmp_path: Path) -> None:
    shutil.copytree(COURSE, tmp_path / "course")
    assert ledger_near(tmp_path / "course" / "parcel-left-outside.yaml") is None
    assert check_paths([tmp_path]).problems == []


def test_a_damaged_ledger_is_told_and_not_overwritten(workshop: Path) -> None:
    place = workshop / "exercises" / LEDGER
    place.write_text('{"scenario parcel-left-outside": {"1": "aa"')
    found = check_paths([workshop / PARCEL]).problems
    assert len(found) == 1
    assert found[0].startswith(f"{place}:1:")
    with pytest.raises(DocumentError, match="not a list of versions"):
        publish({workshop / PARCEL: load_scenario(workshop / PARCEL)})
    assert place.read_text().endswith('"aa"')


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(COURSE, tmp_path / "exercises" / "course")

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_text", refuse)
    path = tmp_path / "exercises" / "course" / "parcel-left-outside.yaml"
    with pytest.raises(InputError, match=r"versions\.json: cannot be written: Permission denied; nothing was published"):
        publish({path: load_scenario(path)})
    assert not list(tmp_path.rglob(f"*{LEDGER}*"))


def test_a_structure_is_the_same_in_every_process() -> None:
    path = COURSE / "parcel-left-outside.yaml"
    code = (
        "import pathlib, sys; from coachkit.authoring.versions import structure; "
        "from coachkit.scenarios.loading import load_scenario; print(structure(load_scenario(pathlib.Path(sys.argv[1]))))"
    )
    told = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True, text=True, timeout=60)
    assert told.stdout.strip() == structure(load_scenario(path))


def test_shipped_files_are_what_was_published() -> None:
    exercises, rubrics = shipped_folder("exercises"), shipped_folder("rubrics")
    documents: dict[Path, Document] = {one: load_scenario(one) for one in exercises.glob("*/*.yaml") if one.name != COURSE_FILE}
    documents |= {one: load(one, Criterion) for one in (*rubrics.glob("criteria/*/*.yaml"), *rubrics.glob("gates/*.yaml"))}
    documents |= {one: load(one, RubricFile) for one in rubrics.glob("*.yaml")}
    assert [(path, one.message) for path, document in documents.items() for one in version_problems(path, document)] == []
    named = {name for folder in (exercises, rubrics) for name in read_ledger(folder / LEDGER)}
    assert named == {f"{KINDS[type(one)]} {one.id}" for one in documents.values()}
